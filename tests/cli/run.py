#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden sessions of the command line, *.txtar beside this file. See README.md.
usage: run.py [--update] [CASE…]"""
import concurrent.futures
import difflib
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
WIDTH, WAIT_S, WORKERS = 100, 30, 2
VOLATILE = (  # what differs from run to run, and what stands for it
    (re.compile(r"hns_[0-9a-f]{16}_[\w-]{43}"), "TOKEN"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "DIGEST"),
    (re.compile(r"\b[0-9a-f]{32}\b"), "ID"),
    (re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z"), "TIME"),
    (re.compile(r"\buid:\d+\b"), "uid:UID"),
    (re.compile(r"\bprocess \d+\b"), "process PID"),
)


def archive(path):
    """(what stands before the first file, [(name, text)]) of a txtar archive."""
    text = open(path, encoding="utf-8").read()
    parts = re.split(r"^-- (\S+) --\n", text, flags=re.M)
    return parts[0], list(zip(parts[1::2], parts[2::2]))


def commands(session):
    """The commands of a transcript: lines with `$ `, and `> ` for more lines of one."""
    found = []
    for line in session.split("\n"):
        if line.startswith("$ "):
            found.append(line[2:])
        elif line.startswith("> ") and found:
            found[-1] += "\n" + line[2:]
    return found


def without_files(value):
    """A plan's own copy of the mesh, by its number of files: what init writes is not this suite's affair."""
    if isinstance(value, list):
        return [without_files(item) for item in value]
    if isinstance(value, dict):
        return {key: f"{len(item)} files" if key == "files" and isinstance(item, list) else without_files(item)
                for key, item in value.items()}
    return value


def laid_out(value, indent=0):
    """JSON with short values on one line and long ones by their parts: differences are to be read."""
    short = json.dumps(value, ensure_ascii=False)
    if len(short) + indent <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return short
    inner = "  " * (indent // 2 + 1)
    if isinstance(value, list):
        parts = [inner + laid_out(item, indent + 2) for item in value]
        return "[\n" + ",\n".join(parts) + "\n" + inner[2:] + "]"
    parts = [f"{inner}{json.dumps(key)}: {laid_out(item, indent + 2)}" for key, item in value.items()]
    return "{\n" + ",\n".join(parts) + "\n" + inner[2:] + "}"


def shown(command, done, folder):
    """A command with what it said, as it stands in a transcript."""
    out, err = done.stdout, done.stderr
    for pattern, word in ((re.compile(re.escape(folder)), "MESH"), *VOLATILE):
        out, err = pattern.sub(word, out), pattern.sub(word, err)
    if out.startswith("{") and "json" in command:
        try:
            out = laid_out(without_files(json.loads(out))) + "\n"
        except ValueError:
            out = "(no JSON document)\n" + out
    text = "$ " + command.replace("\n", "\n> ") + "\n" + out
    if out and not out.endswith("\n"):
        text += "\n(no newline)\n"
    text += "".join(f"! {line}".rstrip() + "\n" for line in err.splitlines())
    return text + (f"[{done.returncode}]\n" if done.returncode else "")


def run_command(command, folder, env):
    process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=env, text=True, start_new_session=True,
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out, err = process.communicate(timeout=WAIT_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        err += f"(not done after {WAIT_S} s)\n"
    return subprocess.CompletedProcess(command, process.returncode, out, err)


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
