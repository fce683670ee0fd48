# SPDX-License-Identifier: Apache-2.0
"""`metrics` and `doctor` on a mesh of 1,000 products whose ledger has a million entries: from what is kept of closed segments, and the
first run, which reads the whole ledger."""
import datetime
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from make_ledger import add_entries
from make_mesh import DOMAINS, make
from results import ROOT
from server import HANSE, run

PRODUCTS, ENTRIES, REPEATS = 1_000, 1_000_000, 5
GOAL_S = 3
NOTE = ("## Strategy on facts\n\nA generated mesh of 1,000 products and a ledger of a million entries over a year by 2,000 people (seeded; `hanse audit verify` accepts\n"
        "it): statements that repeat a decision, new decisions, refusals, builds, check runs and grants, about a kilobyte each. What a closed segment says\n"
        "is kept; the first run has nothing kept and reads the whole ledger, which it does once.\n")


def took(mesh: str, *words: str) -> float:
    start = time.monotonic()
    done = subprocess.run([HANSE, "--mesh", mesh, *words, "--output", "json"], capture_output=True, text=True)
    if done.returncode not in (0, 1) or not done.stdout:  # doctor ends with 1 when it finds something
        raise RuntimeError(f"{words}: exit {done.returncode}: {done.stderr.strip()[-500:]}")
    return time.monotonic() - start


def used_mesh(folder: str) -> None:
    make(folder, PRODUCTS)
    shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(folder, "policies"), ignore=shutil.ignore_patterns("*_test.rego"))
    run(folder, "apply", "--yes")
    names = [(f"domain_{i % DOMAINS:02}", f"product_{i:05}") for i in range(PRODUCTS)]
    add_entries(os.path.join(folder, ".hanse", "ledger"), [("/".join(name), ".".join(name)) for name in names], ENTRIES,
                datetime.datetime.now(datetime.timezone.utc))
    if "is intact" not in run(folder, "audit", "verify"):
        raise RuntimeError("the generated ledger is not intact")


def report(results) -> None:
    folder = tempfile.mkdtemp(prefix="hanse-bench-")
    commands = [("metrics", "--from", "2000-01-01")]
    if subprocess.run([HANSE, "doctor", "--help"], capture_output=True).returncode == 0:
        commands.append(("doctor",))
    what = {words[0]: f"{words[0]}, {PRODUCTS:,} products and {ENTRIES:,} entries" for words in commands}
    try:
        used_mesh(folder)
        ledger = os.path.join(folder, ".hanse", "ledger")
        size = sum(os.path.getsize(os.path.join(ledger, name)) for name in os.listdir(ledger))
        for words in commands:
            shutil.rmtree(os.path.join(folder, ".hanse", "facts"), ignore_errors=True)
            first = took(folder, *words)
            results.add(f"{words[0]}-first", f"{words[0]}, first run over a ledger of {size / 1e9:.1f} GB", first, "s", None)
            again = statistics.median(took(folder, *words) for _ in range(REPEATS))
            results.add(words[0], what[words[0]], again, "s", GOAL_S)
    except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
        for name, text in what.items():
            if name not in {row["id"] for row in results.rows}:
                results.failed(name, text, str(problem), "s", GOAL_S)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    results.page(NOTE)
