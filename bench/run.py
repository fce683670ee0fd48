#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The benchmarks: writes build/bench/results.json and docs/benchmarks.md. What is measured is stated in each row."""
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
sys.path.insert(0, os.path.join(ROOT, "bench"))
from make_mesh import make  # noqa: E402

HANSE = os.path.join(ROOT, "build", "hanse")
REPEATS = 5
results = []


def add(identity, what, value, unit, goal, holds, peer="none"):
    results.append({"id": identity, "what": what, "ours": "hanse", "peer": peer, "value": round(value, 3), "unit": unit,
                    "goal": goal, "holds": bool(holds)})
    print(f"{identity}: {value:.3f} {unit} (goal {goal}): {'holds' if holds else 'DOES NOT HOLD'}", flush=True)


def seconds(*words):
    took = []
    for _ in range(REPEATS):
        start = time.monotonic()
        done = subprocess.run([HANSE, *words], capture_output=True, text=True)
        took.append(time.monotonic() - start)
        if done.returncode != 0:
            raise SystemExit(f"{words}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return statistics.median(took)


def start_to_ready(mesh):
    took, memory = [], 0
    for _ in range(REPEATS):
        start = time.monotonic()
        server = subprocess.Popen([HANSE, "--mesh", mesh, "serve", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
        url = re.search(r"http://\S+", server.stderr.readline()).group(0)
        assert urllib.request.urlopen(url + "/readyz").status == 200
        took.append(time.monotonic() - start)
        status = open(f"/proc/{server.pid}/status", encoding="ascii").read()
        memory = int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024
        server.terminate()
        server.communicate()
    return statistics.median(took), memory


def scale(count, goals):
    folder = tempfile.mkdtemp(prefix="hanse-bench-")
    try:
        make(folder, count)
        shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(folder, "policies"),
                        ignore=shutil.ignore_patterns("*_test.rego"))
        name = f"{count} products"
        value = seconds("--mesh", folder, "validate")
        add(f"validate-{count}", f"validate, {name}", value, "s", "1" if goals else "-", not goals or value <= 1)
        done = subprocess.run([HANSE, "--mesh", folder, "apply", "--yes"], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit("apply: " + done.stderr[-2000:])
        value = seconds("--mesh", folder, "plan")
        add(f"plan-{count}", f"empty plan, {name}", value, "s", "1" if goals else "-", not goals or value <= 1)
        ready, memory = start_to_ready(folder)
        add(f"start-{count}", f"start to ready, {name}", ready * 1000, "ms", "300" if goals else "-", not goals or ready <= 0.3)
        add(f"memory-{count}", f"memory when ready, {name}", memory, "MB", "150" if goals else "-", not goals or memory <= 150)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report():
    os.makedirs(os.path.join(ROOT, "build", "bench"), exist_ok=True)
    with open(os.path.join(ROOT, "build", "bench", "results.json"), "w", encoding="utf-8") as out:
        json.dump({"results": results}, out, indent=1)
    rows = "".join(f"| {r['what']} | {r['value']} {r['unit']} | {r['goal']} | {'yes' if r['holds'] else '**no**'} |\n" for r in results)
    with open(os.path.join(ROOT, "docs", "benchmarks.md"), "w", encoding="utf-8") as out:
        out.write("# Benchmarks\n\nWritten by `make bench` on a machine with two cores, release binary: times are medians of five runs, memory is\n"
                  "one reading right after start.\n\n"
                  "| what | measured | goal | holds |\n|---|---|---|---|\n" + rows +
                  "\nGoals are for 1,000 products; without `--quick` 10,000 stand beside them to show how the cost grows. Governed\n"
                  "TPC-H against raw DuckDB and memory after a time idle are not measured yet.\n")


scale(1000, True)
if "--quick" not in sys.argv:
    scale(10000, False)
report()
