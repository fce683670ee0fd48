# SPDX-License-Identifier: Apache-2.0
"""Generated meshes of many products: how long the commands take and what an idle server holds."""
import os
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


def seconds(mesh, *words):
    took = []
    for _ in range(REPEATS):
        start = time.monotonic()
        run(mesh, *words)
        took.append(time.monotonic() - start)
    return statistics.median(took)


def empty_plan(mesh):
    done = subprocess.run([HANSE, "--mesh", mesh, "plan", "--detailed-exitcode"], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"the plan is not empty: exit {done.returncode}")
    return seconds(mesh, "plan")


def served(mesh):
    """Median of start to ready in ms, and memory in MB after a time idle, of a server that answered once."""
    ready = []
    for turn in range(REPEATS):
        with Server(mesh) as server:
            ready.append(server.ready_s * 1000)
            if turn == REPEATS - 1:
                token = run(mesh, "token", "reader").strip()
                server.ask(token, "SELECT 1 AS x")
                time.sleep(IDLE_S)
                memory = server.memory_mb()
    return statistics.median(ready), memory


def measure(results, count, goals):
    """`goals`: whether the issue demands something of this size."""
    folder = tempfile.mkdtemp(prefix="hanse-bench-")
    name = f"{count:,} products"
    rows = {"validate": (f"validate, {name}", "s", 1), "plan": (f"empty plan, {name}", "s", 1),
            "start": (f"start to ready, {name}", "ms", 300), "memory": (f"memory after {IDLE_S} s idle, {name}", "MB", 150)}

    def add(key, value):
        what, unit, most = rows.pop(key)
        results.add(f"{key}-{count}", what, value, unit, str(most) if goals else "-", not goals or value <= most)

    try:
        make(folder, count)
        shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(folder, "policies"), ignore=shutil.ignore_patterns("*_test.rego"))
        add("validate", seconds(folder, "validate"))
        run(folder, "apply", "--yes")
        add("plan", empty_plan(folder))
        ready, memory = served(folder)
        add("start", ready)
        add("memory", memory)
    except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
        for key, (what, unit, most) in rows.items():
            results.failed(f"{key}-{count}", what, unit, str(most) if goals else "-", str(problem)[:200])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
