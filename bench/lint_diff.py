# SPDX-License-Identifier: Apache-2.0
"""`hanse contract lint` over many contracts, and `diff` of two that have many columns, generated."""
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from server import HANSE

REPEATS = 7
CONTRACTS, COLUMNS_EACH, COLUMNS = 1_000, 20, 5_000
TYPES = ("string", "integer", "number", "date", "timestamp", "boolean")
NOTE = (f"## Contracts by themselves\n\n`hanse contract lint` over a folder of {CONTRACTS:,} contracts of {COLUMNS_EACH} columns each, and `hanse contract diff` of two\n"
        f"contracts of {COLUMNS:,} columns (about 1 MB of YAML each) of which every tenth column differs: whole commands, from the start of the\n"
        "process to its end, files in the page cache. What they find is counted first.\n")


def contract(identity: str, columns: int, changed: bool = False) -> str:
    """As a person writes one: block style, a few options, a rule here and there."""
    lines = ["apiVersion: v3.2.0", "kind: DataContract", f"id: {identity}", "version: " + ("2.0.0" if changed else "1.0.0"),
             "status: active", "description:", "  purpose: Made to be measured", "team:", "  name: bench", "schema:",
             "  - name: facts", "    description: One row a fact", "    properties:"]
    for at in range(columns):
        kind = TYPES[at % len(TYPES)]
        required = (at % 10 == 3) != (changed and at % 10 == 0)
        lines += [f"      - name: column_{at}", f"        logicalType: {kind}", f"        description: What column {at} says",
                  f"        required: {'true' if required else 'false'}"]
        if kind == "string":
            lines += ["        logicalTypeOptions:", "          maxLength: 100", "          pattern: ^[a-z]+$"]
        if at % 7 == 0:
            lines += ["        quality:", "          - metric: nullValues", "            mustBe: 0", "            severity: error",
                      "            dimension: completeness"]
    return "\n".join(lines) + "\n"


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def timed(*words: str) -> tuple:
    """(median seconds, the last answer)"""
    took, answer = [], {}
    for _ in range(REPEATS):
        start = time.monotonic()
        done = subprocess.run([HANSE, "contract", *words, "--output", "json"], capture_output=True, text=True)
        took.append(time.monotonic() - start)
        if done.returncode != 0:
            raise RuntimeError(f"{words[0]}: exit {done.returncode}: {(done.stderr + done.stdout)[-500:]}")
        answer = json.loads(done.stdout)
    return statistics.median(took), answer


def lint(results, folder: str) -> None:
    for at in range(CONTRACTS):
        write(os.path.join(folder, f"c{at:04}.odcs.yaml"), contract(f"contract-{at:04}", COLUMNS_EACH))
    seconds, answer = timed("lint", folder)
    if answer["summary"]["contracts"] != CONTRACTS:
        raise RuntimeError(f"{answer['summary']['contracts']} contracts were read")
    results.add("lint.thousand", f"lint of {CONTRACTS:,} contracts", seconds, "s", 1.0)


def diff(results, folder: str) -> None:
    pair = [os.path.join(folder, f"{name}.yaml") for name in ("old", "new")]
    write(pair[0], contract("wide", COLUMNS))
    write(pair[1], contract("wide", COLUMNS, changed=True))
    seconds, answer = timed("diff", *pair)
    found = [change for change in answer["changes"] if change["rule"] == "required.added"]
    if len(found) != COLUMNS / 10:
        raise RuntimeError(f"{len(found)} of {COLUMNS // 10} changes were found")
    results.add("diff.wide", f"diff of two contracts of {COLUMNS:,} columns", seconds * 1000, "ms", 100.0)


def report(results) -> None:
    folder = tempfile.mkdtemp(prefix="hanse-bench-lint-")
    try:
        for part, identity, what, unit, most in ((lint, "lint.thousand", "lint", "s", 1.0), (diff, "diff.wide", "diff", "ms", 100.0)):
            try:
                place = os.path.join(folder, part.__name__)
                os.mkdir(place)
                part(results, place)
            except (RuntimeError, OSError, ValueError) as problem:
                results.failed(identity, what, str(problem), unit, most)
        results.page(NOTE)
    finally:
        shutil.rmtree(folder)
