#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden sessions of the command line, *.txtar beside this file. See README.md.
usage: run.py [--update] [CASE…]"""
import concurrent.futures
import difflib
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

from transcript import commands, run_command, shown

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
WORKERS = 2


def archive(path):
    """(what stands before the first file, [(name, text)]) of a txtar archive."""
    text = open(path, encoding="utf-8").read()
    parts = re.split(r"^-- (\S+) --\n", text, flags=re.M)
    return parts[0], list(zip(parts[1::2], parts[2::2]))


def run_case(path, bases):
    """(expected, found) transcript of one case."""
    head, files = archive(path)
    base = re.search(r"^mesh: (\w+)$", head, re.M).group(1)
    session = dict(files)["session"]
    with tempfile.TemporaryDirectory(prefix="hanse-cli-") as top:
        folder = os.path.join(top, "m")
        shutil.copytree(os.path.join(bases, base), folder)
        os.mkdir(os.path.join(top, "bin"))
        os.symlink(HANSE, os.path.join(top, "bin", "hanse"))
        for name, text in files:
            if name == "session":
                continue
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
                out.write(text)
        env = {"PATH": os.path.join(top, "bin") + ":" + os.environ["PATH"], "HOME": top, "LC_ALL": "C.UTF-8"}
        found = ""
        for command in commands(session):
            found += shown(command, run_command(command, folder, env), folder)
    return session, found


def update(path, found):
    text = open(path, encoding="utf-8").read()
    at = text.index("-- session --\n") + len("-- session --\n")
    with open(path, "w", encoding="utf-8") as out:
        out.write(text[:at] + found)


def make_bases(folder):
    """What cases start from: nothing, the mesh of `hanse init`, and that one applied."""
    os.mkdir(os.path.join(folder, "none"))
    subprocess.run([HANSE, "init", "m"], cwd=folder, check=True, capture_output=True)
    os.rename(os.path.join(folder, "m"), os.path.join(folder, "init"))
    shutil.copytree(os.path.join(folder, "init"), os.path.join(folder, "applied"))
    subprocess.run([HANSE, "--mesh", "applied", "apply", "--yes"], cwd=folder, check=True, capture_output=True)


def main():
    words = [word for word in sys.argv[1:] if word != "--update"]
    paths = sorted(p for p in glob.glob(os.path.join(HERE, "*.txtar"))
                   if not words or os.path.basename(p)[:-6] in words)
    passed, failed = 0, 0
    with tempfile.TemporaryDirectory(prefix="hanse-cli-bases-") as bases:
        make_bases(bases)
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for path, (expected, found) in zip(paths, pool.map(lambda p: run_case(p, bases), paths)):
                passed, failed = passed + (expected == found), failed + (expected != found)
                if expected != found and "--update" in sys.argv:
                    update(path, found)
                if expected != found:
                    print("".join(difflib.unified_diff(
                        expected.splitlines(True), found.splitlines(True), path, "found")))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
