# SPDX-License-Identifier: Apache-2.0
"""What was measured: build/bench/results.json and docs/benchmarks.md."""
import json
import os
import platform

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))


class Results:
    def __init__(self):
        self.rows, self.pages = [], []

    def add(self, identity, what, value, unit, goal="-", holds=True, peer="none"):
        """`goal` is "-" when nothing is demanded. What could not be measured is `failed`."""
        self.rows.append({"id": identity, "what": what, "ours": "hanse", "peer": peer, "value": round(value, 3), "unit": unit,
                          "goal": goal, "holds": bool(holds)})
        print(f"{identity}: {value:.3f} {unit} (goal {goal}): {'holds' if holds else 'DOES NOT HOLD'}", flush=True)

    def failed(self, identity, what, unit, goal, why, peer="none"):
        self.rows.append({"id": identity, "what": f"{what}: not measured, {why}", "ours": "hanse", "peer": peer, "value": None,
                          "unit": unit, "goal": goal, "holds": False})
        print(f"{identity}: NOT MEASURED: {why}", flush=True)

    def page(self, text):
        """A part of docs/benchmarks.md below the table."""
        self.pages.append(text)

    def write(self):
        folder = os.path.join(ROOT, "build", "bench")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "results.json"), "w", encoding="utf-8") as out:
            json.dump({"results": self.rows}, out, indent=1)
        with open(os.path.join(ROOT, "docs", "benchmarks.md"), "w", encoding="utf-8") as out:
            out.write(self.markdown())

    def markdown(self):
        out = ("# Benchmarks\n\nWritten by `make bench`: the release binary on a machine with "
               f"{os.cpu_count()} cores ({platform.machine()}), medians.\n\n"
               "| what | peer | measured | goal | holds |\n|---|---|---|---|---|\n")
        for row in self.rows:
            value = "-" if row["value"] is None else f"{row['value']:,} {row['unit']}"
            out += f"| {row['what']} | {row['peer']} | {value} | {row['goal']} | {'yes' if row['holds'] else '**no**'} |\n"
        return out + "".join("\n" + page for page in self.pages)
