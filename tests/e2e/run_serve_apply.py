#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""While a server runs, `apply` and `refresh` go through it: by the real binary, over the state folder's socket."""
import fcntl
import http.client
import json
import os
import re
import signal
import socket
import stat
import subprocess
import tempfile
import threading

from flights import Checks, HANSE, Mesh, until

SUM = "SELECT CAST(sum(quantity) AS BIGINT) AS q FROM shop.orders"
PURPOSE = "purposes:\n  - {{id: {0}, name: {0}, classificationMax: internal}}\n"
NOBODY, WAIT_S = 65534, 60
RULE, WIDER = "tables: [shop.daily_sales]\n", "tables: [shop.daily_sales, shop.orders]\n"


class Served(Mesh):
    """A server's words are a Log's to read."""

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait(timeout=WAIT_S)
        self.server = None


def new_mesh(top, name="mesh"):
    folder = os.path.join(top, name)
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    mesh = Served(folder)
    mesh.run("apply", "--yes")
    return mesh


def edit(mesh, path, old, new):
    path = os.path.join(mesh.folder, path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text, (path, old)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new, 1))


def add_purpose(mesh, name):
    edit(mesh, "mesh.yaml", "purposes:\n", PURPOSE.format(name))


def state(mesh, *parts):
    return os.path.join(mesh.folder, ".hanse", *parts)


def lock_holder(mesh, name):
    with open(state(mesh, name), encoding="utf-8") as file:
        return int(file.read())


class Log:
    """What a server says, read as it comes; `said`: by whom it was started."""

    def __init__(self, server, said=None):
        self.lines = [] if said is None else said
        if said is None:
            threading.Thread(target=self.read, args=(server.stderr,), daemon=True).start()

    def read(self, stream):
        for line in stream:
            self.lines.append(line)

    def has(self, text):
        return until(lambda: any(text in line for line in list(self.lines)))


def start(mesh, *words):
    return subprocess.Popen([HANSE, "--mesh", mesh.folder, *words], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ended(process):
    out, err = process.communicate(timeout=WAIT_S)
    return process.returncode, out, err


def revisions(mesh):
    scopes = json.loads(mesh.run("status", "--output", "json").stdout)["scopes"]
    return {scope["scope"]: scope["revision"] for scope in scopes}


def through_the_server(mesh, checks):
    """Same words and exit codes as without a server; the next statement sees the change."""
    log = Log(mesh.serve().server, mesh.said)
    pid = mesh.server.pid
    checks.equal("the socket is its owner's", stat.S_IMODE(os.stat(state(mesh, "serve.sock")).st_mode), 0o600)
    checks.equal("and so is the folder", stat.S_IMODE(os.stat(state(mesh)).st_mode), 0o700)
    analyst, seller = mesh.token("analyst"), mesh.token("seller")
    checks.equal("before", (mesh.ask(seller, SUM)[1].get("rows"), mesh.ask(analyst, SUM)[0]), ([[13]], 404))
    checks.equal("an unknown purpose", mesh.ask(seller, SUM, purpose="audit")[0], 403)
    add_purpose(mesh, "audit")
    done = mesh.run("apply", "--yes")
    checks.true("apply answers as ever", "applied mesh (revision 2)" in done.stdout and "next: hanse" in done.stderr, done.stdout + done.stderr)
    checks.equal("the server held the lock", lock_holder(mesh, "apply.lock"), pid)
    entry = mesh.ledger("apply")[-1]
    checks.equal("the ledger has the door and who sat there", (entry["door"], entry["acting_for"], entry["identity"]["user"]),
                 ("socket", [f"uid:{os.getuid()}"], "operator"))
    checks.true("the log says so", log.has("apply by operator through the socket"), log.lines)
    checks.equal("the purpose may be named at once", mesh.ask(seller, SUM, purpose="audit")[0], 200)
    checks.equal("plan is empty after it", mesh.run("plan", "--detailed-exitcode", code=None).returncode, 0)
    done = mesh.run("apply", "--yes")
    checks.true("nothing to do", "nothing to do" in done.stdout, done.stdout)

    edit(mesh, "policies/data/access.yaml", RULE, WIDER)
    done = json.loads(mesh.run("apply", "--yes", "--output", "json").stdout)
    checks.equal("JSON as ever", done, {"format_version": 1, "scopes": [{"scope": "mesh", "revision": 3}], "builds": []})
    checks.equal("a policy holds on the next statement", mesh.ask(analyst, SUM)[1].get("rows"), [[13]])
    edit(mesh, "policies/data/access.yaml", WIDER, RULE)
    mesh.run("plan", "--out", os.path.join(mesh.folder, "saved.plan"))
    mesh.run("apply", os.path.join(mesh.folder, "saved.plan"), "--yes")
    checks.equal("a saved plan goes through it too", mesh.ledger("apply")[-1]["door"], "socket")
    checks.equal("and holds on the next statement", mesh.ask(analyst, SUM)[0], 404)
    denied_and_refused(mesh, checks)
    refreshes(mesh, checks, seller, pid)


def denied_and_refused(mesh, checks):
    add_purpose(mesh, "mine")
    with_server = mesh.run("apply", "--yes", "--as", "stranger", "--output", "json", code=3)
    error = json.loads(with_server.stderr.strip().splitlines()[-1])["error"]
    entry = mesh.ledger("apply")[-1]
    checks.true("policy's words reach the client", "you have no role in what the plan changes" in error["message"], error)
    checks.equal("and its decision", (error["code"], error["decision_id"]), ("denied", entry["decision_id"]))
    checks.equal("who tried is recorded", (entry["allowed"], entry["identity"]["user"], entry["acting_for"]),
                 (False, "stranger", [f"uid:{os.getuid()}"]))
    done = mesh.run("apply", "--yes", "--as", "nobody", code=1)
    checks.true("no such user", "there is no development user `nobody`" in done.stderr, done.stderr)
    with open(state(mesh, "apply.lock"), "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = mesh.run("apply", "--yes", code=1)
        checks.true("a conflict is told", "apply.lock" in done.stderr, done.stderr)
    mesh.run("apply", "--yes")


def refreshes(mesh, checks, seller, pid):
    edit(mesh, "data/orders.csv", "rope,2,14.50", "rope,20,14.50")
    done = mesh.run("refresh")
    checks.equal("refresh answers as ever", done.stdout, "shop/orders: 6 rows\nshop/daily_sales: 5 rows\n")
    checks.equal("the server built", lock_holder(mesh, "refresh.lock"), pid)
    checks.equal("the next statement reads it", mesh.ask(seller, SUM)[1]["rows"], [[31]])
    done = mesh.run("refresh", "shop/order", code=1)
    checks.true("the nearest name", "did you mean `shop/orders`?" in done.stderr, done.stderr)
    edit(mesh, "data/orders.csv", "rope,20,14.50", "rope,two,14.50")
    found = []
    for stop in (False, True):
        if stop:
            mesh.stop()
        done = mesh.run("refresh", "shop/orders", code=1)
        found.append((done.stdout, done.stderr, mesh.run("refresh", "shop/orders", "--output", "json", code=1).stdout))
    checks.equal("findings read the same without a server", found[0], found[1])
    checks.true("and have their notes", "contract `shop-orders-files` reads `data/orders.csv`" in found[0][1], found[0][1])
    edit(mesh, "data/orders.csv", "rope,two,14.50", "rope,2,14.50")
    mesh.run("refresh")
    checks.true("a stopped server leaves no socket", not os.path.exists(state(mesh, "serve.sock")))
    add_purpose(mesh, "alone")
    mesh.run("apply", "--yes")
    checks.equal("without a server it is done here", mesh.ledger("apply")[-1]["door"], "cli")


def two_at_once(mesh, checks):
    mesh.serve()
    for round_number in range(3):
        before = revisions(mesh)
        add_purpose(mesh, f"race{round_number}")
        plan = os.path.join(mesh.folder, "race.plan")
        mesh.run("plan", "--out", plan)
        both = [start(mesh, "apply", plan, "--yes") for _ in range(2)]
        told = [ended(process) for process in both]
        checks.equal("one wins", sorted(code for code, _, _ in told), [0, 1])
        loser = next((err for code, _, err in told if code), "")
        checks.true("the other is told", "apply.lock" in loser or "changed since the plan was made" in loser, loser)
        checks.equal("one revision further", revisions(mesh)["mesh"], before["mesh"] + 1)
    mesh.stop()


def killed(mesh, checks):
    """A server that dies while it works, what it left, and Ctrl-C."""
    mesh.serve()
    with open(state(mesh, "refresh.lock"), "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # builds wait
        edit(mesh, "data/orders.csv", "rope,2,14.50", "rope,30,14.50")
        client = start(mesh, "refresh")
        log = Log(mesh.server, mesh.said)
        checks.true("the refresh is on its way", log.has("refresh through the socket"), log.lines)
        mesh.server.kill()
        code, out, err = ended(client)
        checks.equal("the client fails", (code, out), (1, ""))
        checks.true("and says what is not known", "whether it did the refresh is not known" in err and "run `hanse refresh` again" in err, err)
        checks.true("the socket is left", os.path.exists(state(mesh, "serve.sock")))
    mesh.server.wait()
    mesh.run("refresh")
    checks.equal("the next one completes, by itself", mesh.query("seller", SUM)["rows"], [[41]])

    log = Log(mesh.serve().server, mesh.said)
    edit(mesh, "domains/shop/daily_sales/daily_sales.sql", "SELECT", "SELECT  ")
    with open(state(mesh, "refresh.lock"), "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = revisions(mesh)
        client = start(mesh, "apply", "--yes", "--output", "json")
        checks.true("the apply is committed", until(lambda: revisions(mesh) != before), log.lines)
        mesh.server.kill()
        code, out, err = ended(client)
        error = json.loads(err.strip().splitlines()[-1])["error"]
        checks.equal("apply says so in JSON", (code, out, error["code"]), (1, "", "unavailable"))
    mesh.server.wait()
    log = Log(mesh.serve().server, mesh.said)
    checks.true("a new server takes the socket over", not any("warning" in line for line in log.lines), log.lines)
    done = mesh.run("apply", "--yes", "--output", "json")
    checks.equal("the next apply builds what is missing", [build["succeeded"] for build in json.loads(done.stdout)["builds"]], [True])
    checks.equal("through the new server", mesh.ledger("apply")[-1]["door"], "socket")
    checks.equal("nothing is left to do", mesh.run("plan", "--detailed-exitcode", code=None).returncode, 0)

    with open(state(mesh, "refresh.lock"), "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        client = start(mesh, "refresh")
        checks.true("a refresh waits", log.has("refresh through the socket"), log.lines)
        client.send_signal(signal.SIGINT)
        code, _, err = ended(client)
        checks.equal("Ctrl-C ends the client", (code, err.splitlines()[0]), (130, "error: interrupted"))
        checks.true("and the refresh on the server", log.has("refresh through the socket: cancelled"), log.lines)
        client = start(mesh, "refresh")
        checks.true("another one waits", until(lambda: sum("refresh through" in line for line in log.lines) == 3), log.lines)
        mesh.server.terminate()
        checks.equal("a stop ends what builds", mesh.server.wait(timeout=WAIT_S), 0)
        code, _, err = ended(client)
        checks.equal("the client is told", (code, "cancelled" in err), (130, True))
    checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)


def sockets(mesh, checks):
    """Who else may not: another user, a second server, a request that is none."""
    mesh.serve()
    path = state(mesh, "serve.sock")
    second = start(mesh, "serve", "--listen", "127.0.0.1:0")
    log = Log(second)
    checks.true("a second server serves on", log.has("listening on"), log.lines)
    checks.true("and what its ledger may lose", any("the ledger is relaxed" in line and "`ledger: strict` loses none" in line for line in log.lines), log.lines)
    checks.true("and says whose the changes are", any("do not go through this server" in line and "holds" in line for line in log.lines), log.lines)
    add_purpose(mesh, "second")
    mesh.run("apply", "--yes")
    checks.equal("the first one has them", lock_holder(mesh, "apply.lock"), mesh.server.pid)
    second.terminate()
    second.wait(timeout=WAIT_S)
    checks.true("the first one's socket stays", os.path.exists(path))
    for what, method, target, body, expected in (
            ("a query", "POST", "/v1/query", b'{"sql": "SELECT 1"}', 404), ("a GET", "GET", "/v1/apply", b"", 404),
            ("no plan", "POST", "/v1/apply", b"{}", 400), ("another field", "POST", "/v1/refresh", b'{"plan": {}}', 400),
            ("what is no plan", "POST", "/v1/apply", b'{"plan": {}}', 400)):
        checks.equal(f"the socket refuses {what}", by_socket(path, method, target, body)[0], expected)
    if os.geteuid() == 0:
        for top in (mesh.folder, state(mesh)):
            os.chmod(top, 0o755)
        os.chmod(os.path.dirname(mesh.folder), 0o755)
        checks.equal("another user does not get in", as_nobody(path), "PermissionError")
        os.chmod(path, 0o666)
        checks.equal("nor where the mode lets it", as_nobody(path), "403")
        os.chmod(state(mesh), 0o700)
    mesh.stop()


def by_socket(path, method, target, body):
    link = http.client.HTTPConnection("localhost", timeout=WAIT_S)
    link.sock = socket.socket(socket.AF_UNIX)
    link.sock.connect(path)
    link.request(method, target, body, {"Content-Type": "application/json"})
    answer = link.getresponse()
    found = answer.status, answer.read()
    link.close()
    return found


def as_nobody(path):
    """What a process of another user meets at the socket."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            found = str(by_socket(path, "POST", "/v1/refresh", b"{}")[0])
        except OSError as problem:
            found = type(problem).__name__
        os.write(writer, found.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    return os.read(reader, 100).decode()


def public_door(top, checks):
    """A signed-in principal applies over HTTP what policy lets it, and is never the operator."""
    mesh = new_mesh(top, "public")
    mesh.serve()
    seller, stranger = mesh.token("seller"), mesh.token("stranger")

    def apply(token, plan, **more):
        state, headers, body = mesh.http("POST", "/v1/apply", token, {"plan": plan, **more})
        return state, [json.loads(line) for line in body.decode().splitlines()]

    def plan():
        path = os.path.join(mesh.folder, "public.plan")
        mesh.run("plan", "--out", path)
        with open(path, encoding="utf-8") as file:
            return json.load(file)

    edit(mesh, "domains/shop/daily_sales/daily_sales.sql", "SELECT", "SELECT  ")
    mine = plan()
    checks.equal("nobody", mesh.http("POST", "/v1/apply", None, {"plan": mine})[0], 401)
    status, lines = apply(stranger, mine)
    checks.true("a stranger", status == 403 and "you have no role" in lines[0]["title"], (status, lines))
    checks.equal("nobody acts for another", apply(stranger, mine, **{"as": "operator"})[0], 400)
    status, lines = apply(seller, mine)
    checks.true("the owner's domain", status == 200 and "progress" in lines[0], (status, lines))
    checks.equal("what it came to", lines[-1].get("outcome", {}).get("scopes"), [{"scope": "shop", "revision": 2}])
    entry = mesh.ledger("apply")[-1]
    checks.equal("the ledger", (entry["door"], entry["identity"]["user"], entry["acting_for"]), ("http", "seller", []))
    add_purpose(mesh, "grab")
    status, lines = apply(seller, plan())
    checks.equal("what is the council's", (status, lines[0]["code"]), (403, "denied"))
    mesh.stop()

    # Nothing is applied: only the plan's own rules could decide, and the asker wrote them.
    empty = os.path.join(top, "empty")
    subprocess.run([HANSE, "init", empty], check=True, capture_output=True)
    mesh = Served(empty)
    mesh.serve()
    token = mesh.token("seller")
    status, lines = apply(token, plan())
    checks.true("the first plan is the operator's", status == 403 and "nothing is applied yet" in lines[0]["title"], (status, lines))
    mesh.run("apply", "--yes")
    checks.equal("who brings it through the socket", mesh.ledger("apply")[-1]["door"], "socket")
    mesh.stop()


def long_path(top, checks):
    mesh = new_mesh(top, os.path.join("a" * 100, "b" * 100))
    checks.true("the path is longer than an address", len(state(mesh, "serve.sock")) > 200)
    mesh.serve()
    add_purpose(mesh, "far")
    mesh.run("apply", "--yes")
    checks.equal("a long path", (mesh.ledger("apply")[-1]["door"], lock_holder(mesh, "apply.lock")), ("socket", mesh.server.pid))
    mesh.stop()


def watching(top, checks):
    """`up` and an apply through it see one edit: it is applied once."""
    mesh = new_mesh(top, "watched")
    mesh.server = start(mesh, "up", "--listen", "127.0.0.1:0")
    log = Log(mesh.server)
    checks.true("up serves", log.has("listening on"), log.lines)
    before = len(mesh.ledger("apply"))
    for number in range(3):
        edit(mesh, "domains/shop/daily_sales/daily_sales.sql", "SELECT", "SELECT ")
        done = mesh.run("apply", "--yes", code=None)
        told = done.returncode == 0 or "apply.lock" in done.stderr or "changed since" in done.stderr
        checks.true("the apply is done, or told that up was first", told, done.stderr)
        checks.true("up saw the edit", until(lambda: sum("the folder changed" in line for line in log.lines) == number + 1), log.lines)
        checks.true("nothing is left to do", until(lambda: mesh.run("plan", "--detailed-exitcode", code=None).returncode == 0))
    checks.equal("once each", len(mesh.ledger("apply")) - before, 3)
    checks.equal("a revision each", revisions(mesh)["shop"], 4)
    mesh.stop()


def example(checks):
    """The example mesh: the analyst's filter moves from one statement to the next."""
    with Served() as mesh:
        mesh.run("apply", "--yes")
        mesh.serve()
        analyst = mesh.token("analyst")
        counts = "SELECT origin, count(*) AS n FROM flight_operations.departures GROUP BY origin ORDER BY origin"
        checks.equal("without Newark", [row[0] for row in mesh.ask(analyst, counts)[1]["rows"]], ["JFK", "LGA"])
        edit(mesh, "policies/data/filters.yaml", "value: EWR", "value: JFK")
        mesh.run("apply", "--yes")
        checks.equal("without Kennedy", [row[0] for row in mesh.ask(analyst, counts)[1]["rows"]], ["EWR", "LGA"])
        checks.equal("through the server", lock_holder(mesh, "apply.lock"), mesh.server.pid)
        client = start(mesh, "refresh")
        line = client.stderr.readline()
        checks.true("progress comes while it builds", client.poll() is None and re.match(r"\S+/\S+: ", line), line)
        client.send_signal(signal.SIGINT)
        checks.equal("Ctrl-C in the middle", ended(client)[0], 130)
        checks.equal("every table still answers", mesh.ask(analyst, counts)[0], 200)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-serve-") as top:
        with new_mesh(top) as mesh:
            through_the_server(mesh, checks)
            two_at_once(mesh, checks)
            killed(mesh, checks)
            sockets(mesh, checks)
        public_door(top, checks)
        long_path(top, checks)
        watching(top, checks)
    example(checks)
    checks.finish()


main()
