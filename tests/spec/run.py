#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Golden tests of specifications: what `hanse validate` says of each folder beside this file.

A case is a folder of tests/spec: `mesh/` is laid over `base/`, then `steps.txt` is carried out
(`repeat PATH COUNT TEXT`, `bytes PATH HEX`, `link PATH TARGET`, `fifo PATH`, `remove PATH`; `_` in
TEXT is a blank). `expected.txt` must stand in what a person sees, `expected.json` is the list of
diagnostics. `--update` rewrites both; other arguments name the cases to run.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BINARY = os.environ.get("HANSE") or str(ROOT / "build" / "hanse")
TIME_MAX_S = 20  # of one validation: none of these files may be slow to refuse
# Codes that no case can show: the superuser reads everything, and half a million files take long.
UNSHOWN = {"HNS-S018", "HNS-S019"}


def prepare(case: pathlib.Path, mesh: pathlib.Path) -> None:
    shutil.copytree(HERE / "base", mesh)
    if (case / "mesh").is_dir():
        shutil.copytree(case / "mesh", mesh, dirs_exist_ok=True)
    steps = case / "steps.txt"
    for line in steps.read_text().splitlines() if steps.exists() else []:
        if not line or line.startswith("#"):
            continue
        verb, path, *rest = line.split(" ")
        target = mesh / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if verb == "repeat":
            target.write_text(" ".join(rest[1:]).replace("_", " ") * int(rest[0]))
        elif verb == "bytes":
            target.write_bytes(bytes.fromhex("".join(rest)))
        elif verb == "link":
            target.symlink_to(rest[0])
        elif verb == "fifo":
            os.mkfifo(target)
        elif verb == "remove":
            target.unlink()
        else:
            raise SystemExit(f"{steps}: unknown step {verb}")


def validate(mesh: pathlib.Path, *options: str) -> subprocess.CompletedProcess:
    environment = dict(os.environ, NO_COLOR="1")
    return subprocess.run([BINARY, "--mesh", str(mesh), "validate", *options], text=True,
                          capture_output=True, timeout=TIME_MAX_S, env=environment, check=False)


def actual(case: pathlib.Path) -> tuple[str, list]:
    with tempfile.TemporaryDirectory() as folder:
        mesh = pathlib.Path(folder) / "mesh"
        prepare(case, mesh)
        human = validate(mesh)
        machine = validate(mesh, "--output", "json")
        shown = (human.stdout + human.stderr).replace(str(mesh), "MESH")
        try:
            diagnostics = json.loads(machine.stdout)["diagnostics"]
        except (ValueError, KeyError):
            raise SystemExit(f"{case.name}: no JSON document: {machine.stdout}{machine.stderr}")
        failed = any(item["severity"] == "error" for item in diagnostics)
        if human.returncode != machine.returncode or (human.returncode != 0) != failed:
            raise SystemExit(f"{case.name}: exit codes {human.returncode}, {machine.returncode}")
        return shown, diagnostics


def check(case: pathlib.Path, update: bool) -> list[str]:
    shown, diagnostics = actual(case)
    text_file, json_file = case / "expected.txt", case / "expected.json"
    if update:
        text_file.write_text(shown)
        json_file.write_text(json.dumps(diagnostics, indent=1, ensure_ascii=False) + "\n")
        return []
    problems = []
    if text_file.read_text().strip() not in shown:
        problems.append(f"{case.name}: expected.txt is not shown, but:\n{shown}")
    if json.loads(json_file.read_text()) != diagnostics:
        problems.append(f"{case.name}: expected.json differs from\n"
                        + json.dumps(diagnostics, indent=1, ensure_ascii=False))
    return problems


def uncovered(cases: list[pathlib.Path]) -> list[str]:
    sources = "".join((ROOT / "src" / "spec" / name).read_text()
                      for name in ("codes_decoding.cc", "codes_standards.cc",
                                    "codes_validation.cc"))
    known = set(re.findall(r'\{"(HNS-[SV]\d+)"', sources)) - UNSHOWN
    seen = {item["code"] for case in cases
            for item in json.loads((case / "expected.json").read_text())}
    return [f"no case shows {code}" for code in sorted(known - seen)]


def main() -> int:
    if not pathlib.Path(BINARY).exists():
        print(f"{BINARY} is missing: build it first, or set HANSE", file=sys.stderr)
        return 1
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    every = sorted(path for path in HERE.iterdir()
                   if path.is_dir() and path.name not in ("base", "__pycache__"))
    cases = [case for case in every if not names or case.name in names]
    problems = [problem for case in cases for problem in check(case, "--update" in sys.argv)]
    if not names:
        problems += uncovered(every)
    for problem in problems:
        print(problem)
    print(f"{len(cases)} cases, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
