#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every page of docs/guides is a walk that runs: its ```console blocks are carried out in order in a mesh of the page's own, and
say what the page says. usage: run_guides.py [--update] [PAGE…]

`<!-- mesh: none|init|applied|flights|finance -->` at a page's top names what it starts from. A block ```yaml PATH writes that file. A
line `…` stands for any lines; `--update` writes blocks anew whose output differs, in full."""
import concurrent.futures
import difflib
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "cli"))
from transcript import commands, run_command, shown  # noqa: E402

HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
PAGES = os.path.join(ROOT, "docs", "guides")
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.M | re.S)
WORKERS = 2
ELISION = "…\n"


def matches(expected, found):
    """Whether the lines are those expected, where `…` stands for any."""
    parts = [re.escape(part) for part in expected.split("\n" + ELISION)]
    return re.fullmatch("\n(?:.*\n)*?".join(parts), found) is not None


def make_mesh(base, folder, top):
    if base == "none":
        os.mkdir(folder)
        return
    if base in ("init", "applied"):
        subprocess.run([HANSE, "init", folder], cwd=top, check=True, capture_output=True)
    else:
        shutil.copytree(os.path.join(ROOT, "examples", base), folder)
    if base == "flights":
        shutil.copytree(os.path.join(ROOT, ".deps", "flights"), os.path.join(folder, "data"), dirs_exist_ok=True)
    if base == "applied":
        subprocess.run([HANSE, "--mesh", folder, "apply", "--yes"], cwd=top, check=True, capture_output=True)


def run_page(path):
    """(the page, the page as it would be, problems)"""
    text = open(path, encoding="utf-8").read()
    base = re.search(r"<!-- mesh: (\w+) -->", text).group(1)
    problems, out, at, blocks = [], [], 0, 0
    with tempfile.TemporaryDirectory(prefix="hanse-guide-") as top:
        folder = os.path.join(top, "m")
        make_mesh(base, folder, top)
        os.mkdir(os.path.join(top, "bin"))
        os.symlink(HANSE, os.path.join(top, "bin", "hanse"))
        env = {"PATH": os.path.join(top, "bin") + ":" + os.environ["PATH"], "HOME": top, "LC_ALL": "C.UTF-8",
               "GIT_CONFIG_GLOBAL": os.devnull}
        for block in BLOCK.finditer(text):
            language, name, body = block.groups()
            out.append(text[at:block.start(3)])
            at = block.end(3)
            if name and language != "console":
                os.makedirs(os.path.dirname(os.path.join(folder, name)) or folder, exist_ok=True)
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(body)
            found = body
            if language == "console":
                blocks += 1
                found = "".join(shown(command, run_command(command, folder, env), folder) for command in commands(body))
                if matches(body, found):
                    found = body
                else:
                    problems.append("".join(difflib.unified_diff(body.splitlines(True), found.splitlines(True), path, "found")))
            out.append(found)
    if not blocks:
        problems.append(f"{path}: no console block: nothing of it was run\n")
    return text, "".join(out) + text[at:], problems


def main():
    words = [word for word in sys.argv[1:] if word != "--update"]
    paths = sorted(p for p in glob.glob(os.path.join(PAGES, "*.md"))
                   if os.path.basename(p) != "README.md" and (not words or os.path.basename(p)[:-3] in words))
    listed = open(os.path.join(PAGES, "README.md"), encoding="utf-8").read()
    passed, failed = 0, 0
    for path in paths:
        if f"]({os.path.basename(path)})" not in listed:
            failed += 1
            print(f"docs/guides/README.md does not list {os.path.basename(path)}")
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        for path, (before, after, problems) in zip(paths, pool.map(run_page, paths)):
            passed, failed = passed + (not problems), failed + bool(problems)
            print("".join(problems), end="")
            if problems and "--update" in sys.argv:
                with open(path, "w", encoding="utf-8") as out:
                    out.write(after)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
