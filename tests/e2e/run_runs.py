#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs of another tool, reported over HTTP and through the server's socket: who may, what is told to whom, once is once; and
`refresh --wait` as a task of an orchestrator."""
import concurrent.futures
import fcntl
import json
import os
import signal
import subprocess
import tempfile

from flights import HANSE, Checks, Mesh, until
from shop import external_orders

COUNT = "SELECT count(*) AS n FROM shop.orders"
PRODUCT = external_orders("airflow")
RUNS = "/v1/products/shop/orders/runs"
CLOCK_NANOSLEEP = "230"  # on x86-64


def new_mesh(top):
    folder = os.path.join(top, "mesh")
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    with open(os.path.join(folder, "domains/shop/orders/product.odps.yaml"), "w", encoding="utf-8") as out:
        out.write(PRODUCT)
    os.remove(os.path.join(folder, "domains/shop/orders/files.odcs.yaml"))
    with open(os.path.join(folder, "domains/shop/orders/orders.odcs.yaml"), "a", encoding="utf-8") as out:
        out.write("servers:\n  - {server: lake, type: local, path: data/orders.csv, format: csv}\n")
    mesh = Mesh(folder)
    mesh.run("apply", "--yes")
    return mesh


def edit(mesh, old, new):
    path = os.path.join(mesh.folder, "data/orders.csv")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text, old
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new, 1))


def post(mesh, token, body, path=RUNS, headers=None):
    status, _, answer = mesh.http("POST", path, token, body, headers)
    return status, json.loads(answer)


def over_http(mesh, checks, tokens):
    seller, analyst, stranger = tokens
    checks.equal("nobody reports without a token", post(mesh, None, {})[0], 401)
    hidden = post(mesh, stranger, {})
    absent = post(mesh, stranger, {}, "/v1/products/shop/nothing/runs")
    checks.equal("who may not find it is told what one is told of nothing", (hidden[0], hidden[1]["title"].replace("orders", "nothing")),
                 (404, absent[1]["title"]))
    checks.equal("and the same of its runs", mesh.http("GET", RUNS, stranger)[0], 404)
    before = len(mesh.ledger("run"))
    for user in (analyst, stranger):
        checks.true("who may not report changes nothing", post(mesh, user, {"id": "x"})[0] in (403, 404), "")
    checks.equal("and nothing is recorded", (len(mesh.ledger("run")), mesh.ask(seller, COUNT)[0] == 200), (before, False))

    for body, code in (({"status": "done"}, 400), ({"state": "succeeded"}, 400), ({"id": "a b"}, 400), ({"id": "x" * 201}, 400), ({"details": []}, 400),
                       ({"startedAt": "yesterday"}, 400), ({"startedAt": "2026-02-01T00:00:00Z", "finishedAt": "2026-01-01T00:00:00Z"}, 400),
                       ({"details": {"x": "y" * (300 << 10)}}, None), (b"{", 415), ({"tool": "\x1b[31m"}, 400)):
        status, answer = post(mesh, seller, body)
        checks.true(f"{str(body)[:60]} is refused", 400 <= status < 500 and code in (None, status), (status, answer))
    checks.equal("no refused report left a run", json.loads(mesh.http("GET", RUNS, seller)[2])["runs"], [])
    built = post(mesh, seller, {}, "/v1/products/shop/daily_sales/runs")
    checks.equal("a product that the mesh builds takes none", (built[0], "the mesh builds it" in built[1]["title"]), (400, True))

    status, answer = post(mesh, seller, {"id": "scheduled__2026-01-08T00:00:00+00:00", "startedAt": "2026-01-08T00:00:00Z", "message": "6 rows",
                                         "details": {"dag": "shop"}})
    checks.equal("the owner's token reports", (status, answer["outcome"], answer["rows"], answer["repeated"]), (200, "published", 6, False))
    checks.equal("the next statement reads it", mesh.ask(seller, COUNT)[1]["rows"], [[6]])
    entry = mesh.ledger("run")[-1]
    checks.equal("the ledger says who, and by which door", (entry["by"]["user"], entry["door"], entry["run"]["details"]), ("seller", "http", {"dag": "shop"}))
    again = post(mesh, seller, {"id": "scheduled__2026-01-08T00:00:00+00:00"})
    checks.equal("once is once", (again[0], again[1]["repeated"], len(mesh.ledger("run"))), (200, True, before + 1))
    checks.equal("another end of one run is a conflict", post(mesh, seller, {"id": "scheduled__2026-01-08T00:00:00+00:00", "status": "failed"})[0], 409)
    status, _, body = mesh.http("GET", RUNS, seller)
    checks.equal("the owner sees all of it", [(run["message"], run["details"]) for run in json.loads(body)["runs"]], [("6 rows", {"dag": "shop"})])
    mesh.run("grant", "add", "shop/orders", "--to", "user:analyst", "--columns", "article")
    status, _, body = mesh.http("GET", RUNS, analyst)
    shown = json.loads(body).get("runs", [{}])[0]
    checks.equal("who reads sees that it ran, and none of its words", (status, shown.get("status"), sorted(shown)),
                 (200, "succeeded", ["finishedAt", "id", "startedAt", "status", "tool"]))
    checks.equal("and still may not report", post(mesh, analyst, {"id": "y"})[0], 403)
    api = json.loads(mesh.http("GET", "/openapi.json")[2])["paths"]["/v1/products/{id}/runs"]
    checks.equal("the API's document has both", sorted(api), ["get", "post"])
    checks.equal("other methods are told", mesh.http("DELETE", RUNS, seller)[0], 405)


def at_once(mesh, checks, seller):
    """Twenty reports of one run and of others, all at once."""
    edit(mesh, "lantern,3", "lantern,4")
    before = len(mesh.ledger("run"))
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        told = list(pool.map(lambda i: post(mesh, seller, {"id": f"crowd-{i % 2}"}), range(20)))
    checks.equal("all are answered", {status for status, _ in told}, {200})
    checks.equal("each run is there once", sorted(run["id"] for run in json.loads(mesh.http("GET", RUNS, seller)[2])["runs"] if "crowd" in run["id"]),
                 ["crowd-0", "crowd-1"])
    checks.equal("one of each was new", sum(not answer["repeated"] for _, answer in told), 2)
    checks.true("and the ledger has them", len(mesh.ledger("run")) >= before + 2)


def through_the_socket(mesh, checks):
    done = mesh.run("run", "complete", "shop/orders", "--run-id", "cli-1", "--output", "json")
    checks.equal("the command goes through the server", (json.loads(done.stdout)["runs"][0]["outcome"], mesh.ledger("run")[-1]["door"]), ("published", "socket"))
    edit(mesh, "rope,2,14.50", "rope,two,14.50")
    done = mesh.run("run", "complete", "shop/orders", "--run-id", "cli-2", code=1)
    checks.true("what breaks the contract is told", "was not published" in done.stderr and "HNS-C002" in done.stderr, done.stderr)
    edit(mesh, "rope,two,14.50", "rope,2,14.50")
    again = json.loads(mesh.run("run", "complete", "shop/orders", "--run-id", "cli-2", "--output", "json").stdout)["runs"][0]
    checks.equal("reported again it builds what was left", (again["repeated"], again["outcome"]), (True, "published"))
    failed = mesh.run("run", "complete", "shop/orders", "--status", "failed", "--message", "half a table", code=1)
    checks.true("a failed run is told", "failed, nothing was built: half a table" in failed.stderr, failed.stderr)
    edit(mesh, "lantern,1,32.00", "lantern,9,32.00")
    rows = mesh.query("seller", "SELECT CAST(max(quantity) AS BIGINT) AS q FROM shop.orders")["rows"]
    mesh.run("refresh")
    checks.equal("what a failed run left is not read by itself", mesh.query("seller", "SELECT CAST(max(quantity) AS BIGINT) AS q FROM shop.orders")["rows"], rows)
    mesh.run("run", "complete", "shop/orders")


def sleeping(pid):
    """Threads of a process that sleep by the clock: those that wait for their turn."""
    count = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/syscall", encoding="utf-8") as file:
                count += file.read().split(" ")[0] == CLOCK_NANOSLEEP
        except OSError:
            pass
    return count


def task_of(mesh):
    return subprocess.Popen([HANSE, "--mesh", mesh.folder, "refresh", "shop/orders", "--wait"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def begun(mesh):
    return sum(line.endswith("refresh through the socket\n") for line in list(mesh.said))


def all_wait(mesh, tasks, before):
    """Whether each of them waits for its turn, there where the work is done. `before`: how many refreshes had begun."""
    if mesh.server:
        return until(lambda: begun(mesh) == before + len(tasks)) and until(lambda: sleeping(mesh.server.pid) >= len(tasks))
    return until(lambda: all(sleeping(task.pid) > 0 for task in tasks))


def waiting(mesh, checks, served):
    """`refresh --wait`, with a server and without one."""
    where = "with a server" if served else "alone"
    lock_path = os.path.join(mesh.folder, ".hanse", "refresh.lock")
    done = mesh.run("refresh", "shop/orders", "--wait", "--timeout", "5m", "--output", "json")
    product = json.loads(done.stdout)["products"][0]
    checks.equal(f"{where}: done", (product["product"], product["succeeded"], product["rows"]), ("shop/orders", True, 6))
    with open(lock_path, "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = mesh.run("refresh", "shop/orders", "--wait", "--timeout", "1s", "--output", "json", code=124)
        checks.equal(f"{where}: not in time", done.stdout, "")
        checks.true(f"{where}: nothing waits any more", not served or until(lambda: any("refresh through the socket: cancelled" in line for line in list(mesh.said))))
        before = begun(mesh)
        task = task_of(mesh)
        checks.true(f"{where}: it waits", all_wait(mesh, [task], before))
        task.send_signal(signal.SIGINT)
        out, _ = task.communicate(timeout=60)
        checks.equal(f"{where}: interrupted", (task.returncode, out), (130, ""))
    edit(mesh, "rope,5", "rope,five")
    done = mesh.run("refresh", "shop/orders", "--wait", code=1)
    checks.true(f"{where}: a failed build is 1", "HNS-C002" in done.stderr, done.stderr)
    edit(mesh, "rope,five", "rope,5")
    builds = len(mesh.ledger("refresh"))
    with open(lock_path, "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # both wait for their turn; what the first builds is the second's too
        before = begun(mesh)
        tasks = [task_of(mesh) for _ in range(2)]
        checks.true(f"{where}: both wait", all_wait(mesh, tasks, before))
    told = [task.communicate(timeout=60)[0] for task in tasks]
    checks.equal(f"{where}: both are told", told, ["shop/orders: 6 rows, checks passed\n"] * 2)
    checks.equal(f"{where}: and it was built once", len(mesh.ledger("refresh")) - builds, 1)
    mesh.run("refresh", "shop/orders", "--wait", "--timeout", "soon", code=64)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-runs-") as top:
        mesh = new_mesh(top)
        mesh.serve()
        tokens = [mesh.token(user) for user in ("seller", "analyst", "stranger")]
        over_http(mesh, checks, tokens)
        at_once(mesh, checks, tokens[0])
        through_the_socket(mesh, checks)
        waiting(mesh, checks, True)
        mesh.stop()
        waiting(mesh, checks, False)
        checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)
    checks.finish()


if __name__ == "__main__":
    main()
