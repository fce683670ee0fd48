#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The PostgreSQL door under attack: attempts of `attacks/`, by bytes that no client sends. Names of kinds choose some."""
import importlib
import os
import subprocess
import sys
import tempfile
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
from attacks.arena import CONNECTIONS, QUERIES, Arena  # noqa: E402
from flights import Checks, Mesh  # noqa: E402

# Floods come first: their bounds are close, and what later kinds leave to the allocator is not theirs.
KINDS = ["floods", "start_up", "sign_in", "cancels", "truncated", "malformed", "smuggled", "commands", "reuse", "revoked", "half_open"]
GROWTH_MAX_MB = 800  # at most, of the server's memory while a kind is tried


def certificate(folder):
    paths = os.path.join(folder, "c.pem"), os.path.join(folder, "k.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
                    "-keyout", paths[1], "-out", paths[0]], check=True, capture_output=True)
    return paths


def attack(checks, arena, kinds):
    for kind in kinds:
        try:
            importlib.import_module(f"attacks.{kind}").attempts(arena)
            arena.serves(kind)
            arena.within(kind, GROWTH_MAX_MB)
        except Exception:
            checks.true(kind, False, traceback.format_exc())
        print(f"{kind}: {arena.megabytes()} MB, {checks.passed} passed, {checks.failed} failed", flush=True)


def main():
    checks = Checks()
    with Mesh() as mesh, tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(mesh.folder, "mesh.yaml"), "a", encoding="utf-8") as register:
            register.write(f"limits: {{connections: {CONNECTIONS}, queriesRunning: {QUERIES}}}\n")
        mesh.run("apply", "--yes")
        pem, key = certificate(folder)
        with Mesh(mesh.folder) as secure:  # another server over the same state
            secure.serve("--listen-pg", "127.0.0.1:0", "--tls-certificate", pem, "--tls-key", key)
            mesh.serve("--listen-pg", "127.0.0.1:0")
            arena = Arena(checks, mesh, secure)
            attack(checks, arena, sys.argv[1:] or KINDS)
            checks.equal("the server lives", mesh.server.poll(), None)
            mesh.stop()
        checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)
    checks.finish()


main()
