# SPDX-License-Identifier: Apache-2.0
"""The results that are kept in the tree, and what got slower since."""
import json
import os

from results import ROOT, machine

PATH = os.path.join(ROOT, "bench", "last_results.json")
# Medians of runs of one build on one idle machine lie this far apart; times below `LEAST` say less than the clock's own noise.
NOISE = 1.15
LEAST = {"s": 0.05, "ms": 0.05, "µs": 5.0, "MB": 10.0, "×": 0.05}


def slower(before: list, now: list) -> list:
    """A line for each row whose value grew beyond noise, or that is measured no more. All values are better when lower."""
    kept = {row["id"]: row for row in now}
    out = []
    for old in before:
        new = kept.get(old["id"])
        if new is None or old["value"] is None:
            continue
        if new["value"] is None:
            out.append(f"{old['id']}: {old['value']:,} {old['unit']} before, not measured now")
        elif new["unit"] == old["unit"] and new["value"] > old["value"] * NOISE and \
                new["value"] - old["value"] > LEAST.get(old["unit"], 0):
            out.append(f"{old['id']}: {old['value']:,} → {new['value']:,} {old['unit']}")
    return out


def last() -> dict:
    """{"machine", "results": [row]}, as it stands in the tree."""
    if not os.path.exists(PATH):
        return {"machine": "", "results": []}
    with open(PATH, encoding="utf-8") as file:
        return json.load(file)


def compare(rows: list) -> None:
    """Says what got slower than the last results. It decides nothing: machines differ."""
    before = last()
    if before["machine"] != machine():
        print(f"the last results are of another machine: {before['machine']}; here {machine()}")
    lines = slower(before["results"], rows)
    print("\n".join(["slower than the last results:", *(f"  {line}" for line in lines)]) if lines
          else "nothing is slower than the last results")


def keep(rows: list) -> list:
    """What was measured of a part replaces what was measured of it before, the other parts stay. Gives all."""
    measured = {row["part"] for row in rows}
    merged = [row for row in last()["results"] if row["part"] not in measured] + rows
    with open(PATH, "w", encoding="utf-8") as file:
        text = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in merged)
        file.write(f'{{"machine": {json.dumps(machine())},\n "results": [\n{text}\n]}}\n')
    return merged
