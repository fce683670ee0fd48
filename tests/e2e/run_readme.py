#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the README shows of the example mesh is what comes: its `$ hanse query` lines are run."""
import os
import re
import shlex

from flights import ROOT, Checks, Mesh

KEYED = re.compile(r"\b[0-9a-f]{32}\b")  # hashes and decisions differ from mesh to mesh


def lines_of(text):
    return [KEYED.sub("KEYED", line.rstrip()) for line in text.splitlines() if line.strip()]


def sessions(readme):
    """(words, expected lines) of each command in the fenced blocks."""
    for block in re.findall(r"^```\n(.*?)^```", readme, re.S | re.M):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command = re.match(r'hanse query (?:[^"\n]|"[^"]*")*', part)
            if command:
                yield shlex.split(command.group(0))[1:], lines_of(part[command.end():])


def main():
    checks = Checks()
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        shown = list(sessions(file.read()))
    checks.true("the README shows statements", len(shown) >= 6, shown)
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        before = ""
        for words, expected in shown:
            if words[-1] == "…the same…":
                words[-1] = before
            before = words[-1]
            done = mesh.run(*words, code=None)
            found = lines_of(done.stdout + done.stderr)
            checks.equal(" ".join(words)[:120], found[:len(expected)], expected)
    checks.finish()


main()
