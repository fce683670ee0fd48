#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Changes of a contract with what each means, labelled by hand (changes/*.yaml), through `hanse contract diff`.
A case: `old` and `new` patch the base, one after the other; `rule` (or a list) is what `diff` has to name and
nothing else; `class`, `version` (with both perspectives) and `why`. Paths: changes/base.odcs.yaml.
usage: run_changes.py [FILE…]"""
import concurrent.futures
import copy
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
CASES_MIN, WORKERS = 300, 2
KEYS = ("name", "server", "role", "channel", "username", "property", "value")  # what a list's items are called by
BREAKS = {"breakingForReaders": {"readers"}, "breakingForWriters": {"writers"}, "breakingForBoth": {"readers", "writers"}}


class Loader(yaml.SafeLoader):
    """YAML 1.2: dates are texts."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def load(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader)


def index_of(items, word):
    if re.fullmatch(r"\d+", word):
        return int(word)
    for key in KEYS:
        for at, item in enumerate(items):
            if isinstance(item, dict) and str(item.get(key)) == word:
                return at
    raise KeyError(f"no item `{word}`")


def put(document, path, value):
    """Sets what stands at `path`; null takes it away; `+` at the end appends."""
    words = path.replace("@", "schema/orders/properties/").split("/")
    at = document
    for word in words[:-1]:
        at = at[index_of(at, word)] if isinstance(at, list) else at.setdefault(word, {})
    last = words[-1]
    if last == "+":
        at.append(copy.deepcopy(value))
    elif isinstance(at, list):
        place = index_of(at, last)
        if value is None:
            del at[place]
        else:
            at[place] = copy.deepcopy(value)
    elif value is None:
        del at[last]
    else:
        at[last] = copy.deepcopy(value)


def patched(document, patch):
    out = copy.deepcopy(document)
    for path, value in (patch or {}).items():
        put(out, path, value)
    return out


def diff(folder, old, new, perspective="both"):
    names = []
    for name, document in (("old", old), ("new", new)):
        names.append(os.path.join(folder, f"{name}.odcs.yaml"))
        with open(names[-1], "w", encoding="utf-8") as file:
            json.dump(document, file)
    done = subprocess.run([HANSE, "contract", "diff", *names, "--output", "json", "--perspective", perspective],
                          capture_output=True, text=True, timeout=30, check=False)
    try:
        return done.returncode, json.loads(done.stdout)
    except ValueError:
        return done.returncode, {"error": done.stdout + done.stderr}


def problems_of(case, base, folder):
    """(what is wrong with one case, the rules that it names)"""
    try:
        old = patched(base, case.get("old"))
        new = patched(old, case["new"])
    except (KeyError, IndexError, TypeError) as problem:
        return [f"its patch does not fit: {problem!r}"], []
    code, found = diff(folder, old, new)
    if "changes" not in found:
        return [f"no answer: {found}"], []
    rules = case["rule"] if isinstance(case["rule"], list) else [case["rule"]]
    named = sorted(change["rule"] for change in found["changes"])
    wrong = []
    if named != sorted(rules):
        wrong.append(f"rules {named}, expected {sorted(rules)}")
    classes = {change["class"] for change in found["changes"]}
    expected = case["class"] if isinstance(case["class"], list) else [case["class"]]
    if classes != set(expected):
        wrong.append(f"classes {sorted(classes)}, expected {expected}")
    required = found["version"]["required"]
    if required != case["version"]:
        wrong.append(f"version {required}, expected {case['version']}")
    enough = old["version"] == case["version"]  # nothing states a new version
    if "version" not in case["new"] and (code == 0) != enough:
        wrong.append(f"exit code {code}")
    for change in found["changes"]:
        breaks = {side for side in ("readers", "writers") if change[side] == "breaking"}
        if breaks != BREAKS.get(change["class"], set()):
            wrong.append(f"{change['rule']} is {change['class']}, but breaks {sorted(breaks)}")
        if not change["text"] or not change["reason"] or change.get("file") is None:
            wrong.append(f"{change['rule']} lacks its text, reason or place")
    return wrong, named


def rules_documented():
    page = subprocess.run([HANSE, "reference", "compatibility"], capture_output=True, text=True, check=True).stdout
    return {row[0]: row[1:] for row in re.findall(r"^\| `([\w.-]+)` \| .* \| (\w+) \| (\w+) \| (\w+) \| .* \|$", page, re.M)}


def main():
    files = sys.argv[1:] or sorted(glob.glob(os.path.join(HERE, "changes", "[!b]*.yaml")))
    base = load(os.path.join(HERE, "changes", "base.odcs.yaml"))
    cases = [(os.path.basename(path), number, case) for path in files for number, case in enumerate(load(path), 1)]
    failed, hit = 0, set()
    with tempfile.TemporaryDirectory(prefix="hanse-changes-") as top:
        def run(item):
            at, (_, _, case) = item
            folder = os.path.join(top, str(at))
            os.mkdir(folder)
            return problems_of(case, base, folder)

        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            for (name, number, case), (wrong, named) in zip(cases, pool.map(run, enumerate(cases))):
                hit |= set(named)
                failed += bool(wrong)
                for line in wrong:
                    print(f"{name} case {number} ({case['why']}): {line}")
        code, found = diff(top, base, base)
        if code != 0 or found.get("changes") != []:
            failed += 1
            print(f"a contract differs from itself: {found}")
    if not sys.argv[1:]:
        unseen = sorted(set(rules_documented()) - hit)
        if unseen:
            failed += 1
            print(f"rules without a case: {', '.join(unseen)}")
        if len(cases) < CASES_MIN:
            failed += 1
            print(f"{len(cases)} cases, expected at least {CASES_MIN}")
    print(f"{len(cases)} cases, {len(hit)} rules, {failed} failed")
    sys.exit(1 if failed or not cases else 0)


if __name__ == "__main__":
    main()
