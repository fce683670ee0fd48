# SPDX-License-Identifier: Apache-2.0
"""The example mesh in a folder of its own, and a server over it: what end-to-end tests share."""
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
HANSE = os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse")
PATIENCE_S = int(os.environ.get("HANSE_PATIENCE_S") or 60)  # until an answer; a sanitizer is many times slower


def ledger_entries(folder):
    """Every entry of the ledger of the mesh in `folder`, oldest first; what a server is writing, or left torn, is none."""
    found = []
    for path in sorted(glob.glob(os.path.join(folder, ".hanse", "ledger", "*.ledger"))):
        with open(path, "rb") as file:
            found += [json.loads(line[65:]) for line in file.read().split(b"\n")[:-1]]
    return found


class Mesh:
    def __init__(self, folder=None):
        self.folder = folder or tempfile.mkdtemp(prefix="hanse-flights-")
        self.own = folder is None
        self.server, self.said, self.reader = None, [], None
        if self.own:
            shutil.copytree(os.path.join(ROOT, "examples", "flights"), self.folder, dirs_exist_ok=True)
            os.makedirs(os.path.join(self.folder, "data"), exist_ok=True)
            for name in os.listdir(os.path.join(ROOT, ".deps", "flights")):
                shutil.copy(os.path.join(ROOT, ".deps", "flights", name), os.path.join(self.folder, "data", name))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            if self.own:
                shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words, code=0, env=None):
        done = subprocess.run([HANSE, "--mesh", self.folder, *words], capture_output=True, text=True,
                              timeout=5 * PATIENCE_S, env={**os.environ, **(env or {})})
        if code is not None and done.returncode != code:
            raise AssertionError(f"{words}: exit {done.returncode}, expected {code}\n{done.stdout}\n{done.stderr}")
        return done

    def query(self, user, sql, *more):
        return json.loads(self.run("query", "--as", user, "--output", "json", *more, sql).stdout)

    def refused(self, user, sql, code):
        done = self.run("query", "--as", user, "--output", "json", sql, code=code)
        return json.loads(done.stderr.strip().splitlines()[-1])["error"]

    def serve(self, *more):
        self.server = subprocess.Popen([HANSE, "--mesh", self.folder, "serve", "--listen", "127.0.0.1:0", *more],
                                       stderr=subprocess.PIPE, text=True)
        self.said = []  # its lines on stderr
        for line in self.server.stderr:
            self.said.append(line)
            postgres = re.search(r"PostgreSQL's protocol on 127\.0\.0\.1:(\d+)", line)
            if postgres:
                self.postgres_port = int(postgres.group(1))
            metrics = re.search(r"metrics on (http://\S+)", line)
            if metrics:
                self.metrics_url = metrics.group(1)
            found = re.search(r"listening on (https?://\S+)", line)
            if found:
                self.url = found.group(1)
                # On and on: a server whose pipe is full would stand still.
                self.reader = threading.Thread(target=self.said.extend, args=(self.server.stderr,), daemon=True)
                self.reader.start()
                return self
        raise AssertionError(f"the server ended with {self.server.wait()}")

    def stop(self):
        """Ends the server; one that did not end well, by a signal but ours or by what a sanitizer found, fails the test."""
        server, self.server = self.server, None
        if not server:
            return
        if server.poll() is None:
            server.terminate()
        ended = server.wait(timeout=PATIENCE_S)
        if self.reader:
            self.reader.join(timeout=PATIENCE_S)
        if ended not in (0, -signal.SIGKILL):
            raise AssertionError(f"the server ended with {ended}\n{''.join(self.said)[-20_000:]}")

    def ledger(self, kind):
        """The bodies of its ledger's entries of one kind, oldest first."""
        return [entry["body"] for entry in ledger_entries(self.folder) if entry["kind"] == kind]

    def token(self, user):
        return self.run("token", user).stdout.strip()

    def http(self, method, path, token=None, body=None, headers=None):
        """(status, headers, bytes) of one request."""
        data = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers or {})
        if isinstance(body, (dict, list)):
            request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", "Bearer " + token)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as problem:
            return problem.code, dict(problem.headers), problem.read()

    def ask(self, token, sql, **more):
        status, _, body = self.http("POST", "/v1/query", token, {"sql": sql, **more})
        return status, json.loads(body)


def until(holds, seconds=PATIENCE_S):
    """Whether it holds within so many seconds; nothing hangs on how long it took."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


class Checks:
    """Counts checks and prints a closing line that test runners understand."""

    def __init__(self):
        self.passed, self.failed = 0, 0

    def equal(self, what, found, expected):
        self.true(what, found == expected, f"found {found!r}, expected {expected!r}")

    def true(self, what, holds, detail=""):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAIL {what}: {detail}")

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed")
        raise SystemExit(1 if self.failed or not self.passed else 0)
