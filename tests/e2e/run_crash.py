#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Kills apply and refresh at every operation that changes files: the scopes are at the old revision or the
new one, every table answers, the ledger verifies, and running it again completes."""
import json
import os
import shutil
import subprocess
import tempfile

from flights import Checks, HANSE, Mesh

KILLED, STEPS_MAX = 137, 400


def small_mesh(folder):
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    mesh = Mesh(folder)
    mesh.run("apply", "--yes")
    return mesh


def tables(mesh):
    status = json.loads(mesh.run("status", "--output", "json").stdout)
    return [table["table"] for table in status["tables"]], {s["scope"]: s["revision"] for s in status["scopes"]}


def change(folder):
    path = os.path.join(folder, "mesh.yaml")
    text = open(path, encoding="utf-8").read()
    open(path, "w", encoding="utf-8").write(text.replace("purposes:\n", "purposes:\n  - {id: audit, name: Audit, classificationMax: internal}\n", 1))


def attempt(checks, base, words, prepare, kill):
    """One run that is killed at operation `kill`; True when it was not reached any more."""
    with tempfile.TemporaryDirectory(prefix="hanse-crash-") as top:
        folder = os.path.join(top, "mesh")
        shutil.copytree(base, folder)
        mesh = Mesh(folder)
        names, before = tables(mesh)
        prepare(folder)
        done = mesh.run(*words, code=None, env={"HANSE_FAULT_KILL": str(kill)})
        if done.returncode not in (0, KILLED):
            checks.true(f"{words[0]} killed at {kill}", False, f"exit {done.returncode}: {done.stderr[-300:]}")
            return True
        _, after = tables(mesh)
        step = f"{words[0]} killed at {kill}"
        checks.true(f"{step}: old or new revision", all(after[s] in (before[s], before[s] + 1) for s in before), (before, after))
        for name in names:
            answer = mesh.run("query", "--as", "seller", "--output", "json", f"SELECT count(*) FROM {name}", code=None)
            checks.equal(f"{step}: {name} answers", answer.returncode, 0)
        checks.equal(f"{step}: the ledger verifies", mesh.run("audit", "verify", code=None).returncode, 0)
        again = mesh.run(*words, code=None)
        checks.equal(f"{step}: the next run completes", again.returncode, 0)
        checks.equal(f"{step}: nothing is left to do", mesh.run("plan", "--detailed-exitcode", code=None).returncode, 0)
        return done.returncode == 0


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-crash-base-") as top:
        base = os.path.join(top, "mesh")
        small_mesh(base)
        for words, prepare in ((("apply", "--yes"), change), (("refresh",), lambda folder: None)):
            step = int(os.environ.get("HANSE_CRASH_STEP", "1"))
            reached = next((n for n in range(1, STEPS_MAX, step) if attempt(checks, base, words, prepare, n)), None)
            checks.true(f"{words[0]} was killed at every operation", reached is not None and reached > 3, reached)
    checks.finish()


main()
