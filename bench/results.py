# SPDX-License-Identifier: Apache-2.0
"""What was measured: build/bench/results.json, bench/last_results.json and docs/benchmarks.md."""
import json
import os
import platform
import re
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))


def pinned(name: str) -> str:
    """A value of scripts/pins.sh."""
    with open(os.path.join(ROOT, "scripts", "pins.sh"), encoding="utf-8") as handle:
        return re.search(rf"^{name}=(\S+)$", handle.read(), re.MULTILINE).group(1)


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory"


class Results:
    """A row that could not be measured stands there with its reason and does not hold: none vanishes."""

    def __init__(self):
        self.rows, self.pages, self.part = [], {}, ""

    def add(self, identity: str, what: str, value: float, unit: str, most: float | None = None, peer: str = "none",
            listed: bool = True) -> None:
        """`most` is the goal, if one is set; a row that is not `listed` stands in the page's parts, not in its table."""
        self.keep(identity, what, round(value, 3), unit, most, most is None or value <= most, peer, listed)

    def failed(self, identity: str, what: str, why: str, unit: str, most: float | None = None, peer: str = "none",
               listed: bool = True) -> None:
        self.keep(identity, f"{what}: not measured, {' '.join(why.split())[:300]}", None, unit, most, False, peer, listed)

    def keep(self, identity, what, value, unit, most, holds, peer, listed):
        self.rows.append({"part": self.part, "id": identity, "what": what, "ours": "hanse", "peer": peer, "value": value, "unit": unit,
                          "goal": "-" if most is None else f"≤ {most}", "holds": holds, "listed": listed})
        print(f"{identity}: {what}: {value} {unit} (goal {self.rows[-1]['goal']}): {'holds' if holds else 'DOES NOT HOLD'}", flush=True)

    def page(self, text: str) -> None:
        """The part's section of docs/benchmarks.md: begins with its heading."""
        self.pages[text.split("\n", 1)[0]] = text

    def write(self, all_rows: list) -> None:
        """`all_rows`: of all parts, those that were not measured now included."""
        folder = os.path.join(ROOT, "build", "bench")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "results.json"), "w", encoding="utf-8") as out:
            json.dump({"results": self.rows}, out, indent=1, ensure_ascii=False)
        page = os.path.join(ROOT, "docs", "benchmarks.md")
        with open(page, encoding="utf-8") as file:
            sections = {"## " + text.split("\n", 1)[0]: "## " + text.rstrip("\n") + "\n" for text in file.read().split("\n## ")[1:]}
        with open(page, "w", encoding="utf-8") as out:
            out.write(self.head(all_rows) + "".join("\n" + section for section in (sections | self.pages).values()))

    @staticmethod
    def head(all_rows: list) -> str:
        version = subprocess.run([os.path.join(ROOT, "build", "hanse"), "--version"], capture_output=True, text=True).stdout.strip()
        out = (f"# Benchmarks\n\nWritten by `make bench`: {version}, release binary, on a machine with {machine()}. Times are medians.\n"
               "`bench/last_results.json` has the same rows for programs; a run says first what got slower since.\n\n"
               "| what | peer | measured | goal | holds |\n|---|---|---|---|---|\n")
        for row in all_rows:
            if not row["listed"]:
                continue
            value = "-" if row["value"] is None else f"{row['value']:,} {row['unit']}"
            out += f"| {row['what']} | {row['peer']} | {value} | {row['goal']} | {'yes' if row['holds'] else '**no**'} |\n"
        return out
