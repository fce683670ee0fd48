# SPDX-License-Identifier: Apache-2.0
"""A running server over a mesh, asked over one HTTP connection that stays open."""
import http.client
import json
import os
import re
import subprocess
import time
from urllib.parse import urlsplit

HANSE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "build", "hanse")


def run(mesh: str, *words: str) -> str:
    done = subprocess.run([HANSE, "--mesh", mesh, *words], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"hanse {' '.join(words)}: exit {done.returncode}: {done.stderr.strip()[-1000:]}")
    return done.stdout


def cpu_s(pid: int) -> float:
    """CPU of all threads of a process so far."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as stat:
                total += int(stat.read().split()[0])
        except (FileNotFoundError, ProcessLookupError):  # a thread that ended
            pass
    return total / 1e9


class Server:
    """`ready_s` is the time from the start of the process to the first good answer of /readyz."""

    def __init__(self, mesh: str, *more: str):
        start = time.monotonic()
        self.process = subprocess.Popen([HANSE, "--mesh", mesh, "serve", "--listen", "127.0.0.1:0", "--listen-metrics", "127.0.0.1:0",
                                         *more],
                                        stderr=subprocess.PIPE, text=True)
        found, self.metrics_address = None, ""
        for line in self.process.stderr:
            if postgres := re.search(r"PostgreSQL's protocol on 127\.0\.0\.1:(\d+)", line):
                self.postgres_port = int(postgres.group(1))
            if metrics := re.search(r"metrics on http://(\S+)/metrics", line):
                self.metrics_address = metrics.group(1)
            found = found or re.search(r"listening on http://(\S+)", line)
            if found and self.metrics_address:
                break
        if not found:
            raise RuntimeError(f"the server ended with {self.process.wait()}")
        self.link = http.client.HTTPConnection(urlsplit("http://" + found.group(1)).netloc, timeout=120)
        self.link.request("GET", "/readyz")
        answer = self.link.getresponse()
        answer.read()
        self.ready_s = time.monotonic() - start
        if answer.status != 200:
            self.stop()
            raise RuntimeError(f"/readyz says {answer.status}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=60)

    def ask(self, token: str, sql: str, parameters: list | None = None, **more) -> dict:
        """The answer as Python values: the same that fetchall() gives of raw DuckDB."""
        self.link.request("POST", "/v1/query", json.dumps({"sql": sql, **more} if parameters is None else {"sql": sql, "parameters": parameters, **more}),
                          {"Content-Type": "application/json", "Authorization": "Bearer " + token})
        answer = self.link.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"HTTP {answer.status}: {body[:500].decode(errors='replace')}")
        return json.loads(body)

    def metrics(self) -> str:
        link = http.client.HTTPConnection(self.metrics_address, timeout=120)
        link.request("GET", "/metrics")
        return link.getresponse().read().decode()

    def memory_mb(self) -> float:
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024
