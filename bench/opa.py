# SPDX-License-Identifier: Apache-2.0
"""The peer of policy decisions: an OPA server with the same policies and tables, asked over one HTTP connection that stays open."""
import http.client
import json
import os
import subprocess
import time

from postgres import free_port
from results import ROOT

BINARY = os.path.join(ROOT, ".deps", "opa", "bin", "opa")
TABLES = ("access", "classification", "filters", "masks")


class Opa:
    def __init__(self, mesh: str):
        policies = os.path.join(mesh, "policies")
        self.port = free_port()
        self.process = subprocess.Popen(
            [BINARY, "run", "--server", "--addr", f"127.0.0.1:{self.port}", "--log-level", "error", "--skip-version-check",
             os.path.join(policies, "read.rego"), *(f"{name}:{policies}/data/{name}.yaml" for name in TABLES)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for _ in range(200):
            try:
                self.link.request("GET", "/health")
                self.link.getresponse().read()
                return
            except OSError:
                self.link.close()
                time.sleep(0.05)
        raise RuntimeError("OPA does not answer")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(60)

    def ask(self, rule: str, body: bytes):
        self.link.request("POST", f"/v1/data/hanse/read/{rule}", body, {"Content-Type": "application/json"})
        return json.loads(self.link.getresponse().read())["result"]

    def time_ms(self, rules: tuple, document: dict, rounds: int) -> list:
        """Wall time of one question after the other for each rule, as a gate that asks a server must."""
        body, out = json.dumps({"input": document}).encode(), []
        for _ in range(rounds):
            start = time.perf_counter()
            for rule in rules:
                self.ask(rule, body)
            out.append((time.perf_counter() - start) * 1000)
        return out
