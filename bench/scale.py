# SPDX-License-Identifier: Apache-2.0
"""Generated meshes of many products: how long the commands take and what an idle server holds."""
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time

from make_mesh import make
from server import HANSE, Server, run

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
REPEATS = 5
IDLE_S = 10
APPLY_LIMIT_S = 300  # a run of all benchmarks stays below a quarter of an hour
NOTE = ("## Many products\n\nEach product has a contract of 20 columns, about 5 kB, and a file of one row; `apply` loads them all. An empty plan is\n"
        "one that ends with 0 under `--detailed-exitcode`. Ready is the first good answer of `/readyz`, counted from the start of the\n"
        f"process; memory is what is resident {IDLE_S} s after one query of a product. Goals are for 1,000 products; 10,000 stand beside\n"
        "them to show how the cost grows. When `apply` does not end in time it is killed after its revision stands: the rows below\n"
        "it then say how many products had data.\n")


def seconds(mesh: str, *words: str) -> float:
    took = []
    for _ in range(REPEATS):
        start = time.monotonic()
        run(mesh, *words)
        took.append(time.monotonic() - start)
    return statistics.median(took)


def apply(mesh: str) -> float:
    start = time.monotonic()
    done = subprocess.run([HANSE, "--mesh", mesh, "apply", "--yes"], capture_output=True, text=True, timeout=APPLY_LIMIT_S)
    if done.returncode != 0:
        raise RuntimeError(f"apply: exit {done.returncode}: {done.stderr.strip()[-1000:]}")
    return time.monotonic() - start


def tables_to_build(mesh: str) -> int:
    done = subprocess.run([HANSE, "--mesh", mesh, "plan"], capture_output=True, text=True)
    found = re.search(r"^0 changes: .*; (\d+) tables? to build$", done.stdout, re.MULTILINE)
    if done.returncode != 0 or not found:
        raise RuntimeError(f"the revision does not stand: {(done.stdout + done.stderr).strip()[-200:]}")
    return int(found.group(1))


def served(mesh: str) -> tuple:
    """Median of start to ready in ms, and memory in MB after a time idle, of a server that answered once."""
    ready, memory = [], 0.0
    for turn in range(REPEATS):
        with Server(mesh) as server:
            ready.append(server.ready_s * 1000)
            if turn == REPEATS - 1:
                rows = server.ask(run(mesh, "token", "reader").strip(), "SELECT * FROM domain_00.product_00000")["rows"]
                if len(rows) != 1:
                    raise RuntimeError(f"the product has {len(rows)} rows, expected one")
                time.sleep(IDLE_S)
                memory = server.memory_mb()
    return statistics.median(ready), memory


def measure(results, count: int, goals: bool) -> None:
    """`goals`: whether something is demanded of this size."""
    folder = tempfile.mkdtemp(prefix="hanse-bench-")
    name = f"{count:,} products"
    rows = {"validate": (f"validate, {name}", "s", 1), "apply": (f"first apply, {name} with their data", "s", None),
            "plan": (f"empty plan, {name}", "s", 1), "start": (f"start to ready, {name}", "ms", 300),
            "memory": (f"memory after {IDLE_S} s idle, {name}", "MB", 150)}
    suffix = ""

    def add(key, work):
        what, unit, most = rows[key]
        try:
            value = work() if callable(work) else work
            results.add(f"{key}-{count}", what + suffix, value, unit, most if goals else None)
        except subprocess.TimeoutExpired:
            results.failed(f"{key}-{count}", what + suffix, f"it did not end within {APPLY_LIMIT_S} s", unit, most if goals else None)
        except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
            results.failed(f"{key}-{count}", what + suffix, str(problem), unit, most if goals else None)
        return results.rows[-1]["holds"]

    try:
        make(folder, count)
        shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(folder, "policies"), ignore=shutil.ignore_patterns("*_test.rego"))
        add("validate", lambda: seconds(folder, "validate"))
        if not add("apply", lambda: apply(folder)):
            suffix = f" ({count - tables_to_build(folder):,} of them with data)"
            if not goals:  # what is left to build is not looked at: the comparison is that of an empty plan
                rows["plan"] = (f"plan without changes, {name}", "s", None)
        # With --detailed-exitcode a plan ends with 2 when there is something to do.
        add("plan", lambda: seconds(folder, "plan", *([] if suffix and not goals else ["--detailed-exitcode"])))
        ready_and_memory = []
        add("start", lambda: ready_and_memory.extend(served(folder)) or ready_and_memory[0])
        add("memory", lambda: ready_and_memory[1])
    except Exception as problem:  # noqa: BLE001
        measured = {row["id"] for row in results.rows}
        for key, (what, unit, most) in rows.items():
            if f"{key}-{count}" not in measured:
                results.failed(f"{key}-{count}", what, str(problem), unit, most if goals else None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(results) -> None:
    measure(results, 1000, True)
    measure(results, 10_000, False)
    results.page(NOTE)
