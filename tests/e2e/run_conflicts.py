#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What happens when applies meet, plans grow old, data goes bad and tokens end: by the real binary on a small mesh."""
import fcntl
import json
import os
import pty
import re
import shutil
import sqlite3
import subprocess
import tempfile

from flights import Checks, HANSE, Mesh, until

SUM = "SELECT CAST(sum(quantity) AS BIGINT) AS q FROM shop.orders"
PURPOSE = "purposes:\n  - {{id: {0}, name: {0}, classificationMax: internal}}\n"
WAIT_S = 60


def new_mesh(top, name="mesh"):
    folder = os.path.join(top, name)
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    return Mesh(folder)


def edit(mesh, path, old, new):
    path = os.path.join(mesh.folder, path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text, (path, old)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(old, new, 1))


def add_purpose(mesh, name):
    edit(mesh, "mesh.yaml", "purposes:\n", PURPOSE.format(name))


def status(mesh, *more):
    return json.loads(mesh.run(*more, "status", "--output", "json").stdout)


def revisions(mesh, *more):
    return {scope["scope"]: scope["revision"] for scope in status(mesh, *more)["scopes"]}


def nothing_to_do(mesh, checks, when, *more):
    done = mesh.run(*more, "plan", "--detailed-exitcode", code=None)
    checks.equal(f"plan is empty {when}", done.returncode, 0)


def two_applies(mesh, checks):
    """Two applies of one plan at once: the scopes move by one revision, the other one is told."""
    for round_number in range(3):
        before = revisions(mesh)
        add_purpose(mesh, f"race{round_number}")
        mesh.run("plan", "--out", "race.plan")
        both = [subprocess.Popen([HANSE, "--mesh", mesh.folder, "apply", "race.plan", "--yes"], text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                for _ in range(2)]
        told = [process.communicate(timeout=WAIT_S) for process in both]
        codes = sorted(process.returncode for process in both)
        checks.equal("one apply wins", codes, [0, 1])
        loser = next((err for process, (_, err) in zip(both, told) if process.returncode), "")
        checks.true("the other is told why", "apply.lock" in loser or "changed since the plan was made" in loser, loser)
        checks.equal("one revision further", revisions(mesh)["mesh"], before["mesh"] + 1)
        nothing_to_do(mesh, checks, "after two applies")


def held_lock(mesh, checks):
    add_purpose(mesh, "held")
    with open(os.path.join(mesh.folder, ".hanse", "apply.lock"), "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = mesh.run("apply", "--yes", "--output", "json", code=1)
        error = json.loads(done.stderr.strip().splitlines()[-1])["error"]
        checks.equal("an apply does not wait for another", error["code"], "conflict")
        checks.true("it names the lock", "apply.lock" in error["message"], error)
    mesh.run("apply", "--yes")
    nothing_to_do(mesh, checks, "after the lock was given up")


def saved_plans(mesh, checks):
    add_purpose(mesh, "saved")
    mesh.run("plan", "--out", "saved.plan")
    add_purpose(mesh, "later")
    mesh.run("apply", "saved.plan", "--yes")
    done = mesh.run("plan", "--detailed-exitcode", code=2)
    checks.true("a saved plan holds the files of its time", "purpose later" in done.stdout and "purpose saved" not in done.stdout, done.stdout)
    mesh.run("plan", "--out", "stale.plan")
    mesh.run("apply", "--yes")
    nothing_to_do(mesh, checks, "after a saved plan and the rest")
    before = revisions(mesh)
    done = mesh.run("apply", "stale.plan", "--yes", "--output", "json", code=1)
    error = json.loads(done.stderr.strip().splitlines()[-1])["error"]
    checks.equal("a stale plan is refused", (error["code"], error["message"]),
                 ("conflict", "the applied state changed since the plan was made"))
    done = mesh.run("apply", "saved.plan", "--yes", code=1)
    checks.true("a plan is applied once", "changed since" in done.stderr, done.stderr)
    checks.equal("nothing moved", revisions(mesh), before)
    with open("broken.plan", "w", encoding="utf-8") as file:
        file.write('{"format_version":1}')
    done = mesh.run("apply", "broken.plan", "--yes", code=1)
    checks.true("what is no plan is refused", done.stderr.startswith("error: "), done.stderr)


def changed_plans(mesh, checks):
    """A saved plan whose parts do not fit each other is not applied."""
    add_purpose(mesh, "honest")
    with open(os.path.join(mesh.folder, "policies", "read.rego"), "a", encoding="utf-8") as file:
        file.write("\n# reviewed\n")
    mesh.run("plan", "--out", "honest.plan")
    before = revisions(mesh)

    def attempt(what, change, said):
        with open("honest.plan", encoding="utf-8") as file:
            plan = json.load(file)
        change(plan, {file["path"]: file for scope in plan["scopes"] for file in scope["files"]})
        with open("changed.plan", "w", encoding="utf-8") as file:
            json.dump(plan, file)
        done = mesh.run("apply", "changed.plan", "--yes", code=1)
        checks.true(f"refused: {what}", said in done.stderr, done.stderr)

    attempt("another digest", lambda plan, files: plan["scopes"][0].update(digest="0" * 64), "not those of its digest")
    attempt("another file's digest", lambda plan, files: files["mesh.yaml"].update(digest="0" * 64), "not those of its digest")
    attempt("a file less", lambda plan, files: plan["scopes"][0]["files"].pop(), "not those of its digest")
    attempt("another policy", lambda plan, files: files["policies/read.rego"].update(text="package hanse.read\n\nallow := true\n"),
            "the text of `policies/read.rego` is not the one of its digest")
    attempt("no policy", lambda plan, files: files["policies/read.rego"].update(text=""), "is not the one of its digest")
    attempt("a file of elsewhere", lambda plan, files: files["mesh.yaml"].update(path="../mesh.yaml"), "does not lie in")
    checks.equal("nothing moved", revisions(mesh), before)
    mesh.run("apply", "honest.plan", "--yes")
    nothing_to_do(mesh, checks, "after the honest plan")


def answered(mesh, words, answer):
    """One command on a terminal of its own, `answer` typed when it asks; (exit code, what it showed)."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(HANSE, [HANSE, "--mesh", mesh.folder, *words])
    shown, sent = "", False
    while True:
        try:
            got = os.read(terminal, 65536)
        except OSError:
            got = b""
        if not got:
            break
        shown += got.decode(errors="replace")
        if "(yes/no)" in shown and not sent:
            os.write(terminal, answer.encode() + b"\n")
            sent = True
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown


def destruction_and_rollback(mesh, checks):
    older = mesh.folder + "-older"
    shutil.copytree(mesh.folder, older, ignore=shutil.ignore_patterns(".hanse", "*.plan"))
    rows = mesh.query("seller", "SELECT * FROM shop.daily_sales ORDER BY ALL")["rows"]
    shutil.rmtree(os.path.join(mesh.folder, "domains", "shop", "daily_sales"))
    add_purpose(mesh, "newer")
    before = revisions(mesh)
    done = mesh.run("apply", code=1)
    checks.true("no terminal and no --yes: refused", "nothing was applied" in done.stderr and "--yes" in done.stderr, done.stderr)
    checks.true("what is lost is said", "Applying it destroys what exists." in done.stdout, done.stdout)
    code, shown = answered(mesh, ["apply"], "no")
    checks.true("a no is a no", code == 1 and "this destroys something" in shown, (code, shown[-300:]))
    checks.equal("nothing moved", revisions(mesh), before)
    code, shown = answered(mesh, ["apply"], "yes")
    checks.equal("a yes is a yes", code, 0)
    nothing_to_do(mesh, checks, "after a destruction")
    checks.equal("the table is gone", mesh.refused("seller", "SELECT * FROM shop.daily_sales", 1)["code"], "not_found")
    for name in ("mesh.yaml", "domains"):
        target, source = os.path.join(mesh.folder, name), os.path.join(older, name)
        if os.path.isdir(target):
            shutil.rmtree(target)
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    mesh.run("apply", "--yes")
    checks.equal("the older folder brings the table back", mesh.query("seller", "SELECT * FROM shop.daily_sales ORDER BY ALL")["rows"], rows)
    nothing_to_do(mesh, checks, "after a rollback")
    checks.equal("a rollback is a revision of its own", revisions(mesh), {scope: n + 2 for scope, n in before.items()})


def bad_data(mesh, checks):
    """A refresh that fails leaves what was published, says where, and ends with the mended source."""
    old = mesh.query("seller", SUM)["rows"]
    csv = "data/orders.csv"
    cases = (("a value of no type", "HNS-C002", "rope,2,14.50", "rope,two,14.50", "row 1, column `quantity` of `orders`: `two`"),
             ("a primary key twice", "HNS-C005", "\n2,2026", "\n1,2026", "the primary key `order_id`"),
             ("a null that is required", "HNS-C003", "lantern,1,32.00", ",1,32.00", "column `article` of `orders` is required"),
             ("a column that is missing", "HNS-C001", "customer_email", "mail", "`customer_email`"))
    for what, code, good, bad, said in cases:
        edit(mesh, csv, good, bad)
        done = mesh.run("refresh", "shop/orders", code=1)
        checks.true(f"{what}: the place is told", said in done.stderr and f"error[{code}]" in done.stderr, done.stderr)
        checks.true(f"{what}: with its source", "contract `shop-orders-files` reads `data/orders.csv`" in done.stderr or code in ("HNS-C003", "HNS-C005"), done.stderr)
        found = json.loads(mesh.run("refresh", "shop/orders", "--output", "json", code=1).stdout)["products"]
        checks.equal(f"{what}: JSON has the code", [f["code"] for f in found[0]["findings"]], [code])
        checks.equal(f"{what}: the old rows are served", mesh.query("seller", SUM)["rows"], old)
        problems = {table["table"]: table["problem"] for table in status(mesh)["tables"]}
        checks.true(f"{what}: status says so", said in (problems["shop.orders"] or ""), problems)
        checks.equal(f"{what}: the others are well", problems["shop.daily_sales"], None)
        edit(mesh, csv, bad, good)
    os.rename(os.path.join(mesh.folder, csv), os.path.join(mesh.folder, "away.csv"))
    done = mesh.run("refresh", "shop/orders", code=1)
    checks.true("a file that went away", "error[HNS-C006]" in done.stderr and "`data/orders.csv` does not exist" in done.stderr, done.stderr)
    os.rename(os.path.join(mesh.folder, "away.csv"), os.path.join(mesh.folder, csv))
    edit(mesh, csv, "rope,2,14.50", "rope,20,14.50")
    mesh.run("refresh")
    checks.equal("the mended source is served", mesh.query("seller", SUM)["rows"], [[old[0][0] + 18]])
    checks.equal("status is well", {table["problem"] for table in status(mesh)["tables"]}, {None})


def first_build_fails(top, checks):
    """Nothing is published of a product whose first data breaks its contract."""
    mesh = new_mesh(top, "broken")
    edit(mesh, "data/orders.csv", "\n2,2026", "\n1,2026")
    done = mesh.run("apply", "--yes", code=1)
    checks.true("apply says what was not built", "shop/orders was not built" in done.stderr, done.stderr)
    error = mesh.refused("seller", SUM, 1)
    checks.equal("there is nothing to ask", error["code"], "unavailable")
    mesh.run("plan", "--detailed-exitcode", code=2)
    edit(mesh, "data/orders.csv", "\n1,2026-01-05T10", "\n2,2026-01-05T10")
    mesh.run("apply", "--yes")
    checks.equal("the next apply builds it", mesh.query("seller", SUM)["rows"], [[13]])
    nothing_to_do(mesh, checks, "after the second apply")


def environments(mesh, checks):
    edit(mesh, "mesh.yaml", "  - {id: dev, development: true, data: sample}\n",
         "  - {id: dev, development: true, data: sample}\n  - {id: test, development: true, data: sample, after: [dev]}\n")
    mesh.run("apply", "--yes")
    dev = revisions(mesh)
    checks.equal("the other environment is empty", revisions(mesh, "--env", "test"), {})
    error = json.loads(mesh.run("--env", "test", "query", "--as", "seller", "--output", "json", SUM, code=3).stderr)["error"]
    checks.equal("nothing may be asked where nothing is applied", error["code"], "denied")
    mesh.run("--env", "test", "apply", "--yes")
    checks.equal("an apply leaves the first one", revisions(mesh), dev)
    checks.equal("it starts at its own revision", revisions(mesh, "--env", "test"), {"mesh": 1, "shop": 1})
    nothing_to_do(mesh, checks, "in each environment", "--env", "test")
    nothing_to_do(mesh, checks, "in the first one")
    edit(mesh, "data/orders.csv", "rope,20,14.50", "rope,30,14.50")
    mesh.run("--env", "test", "refresh")
    rows = json.loads(mesh.run("--env", "test", "query", "--as", "seller", "--output", "json", SUM).stdout)["rows"]
    checks.equal("each has its own data", rows[0][0] - mesh.query("seller", SUM)["rows"][0][0], 10)
    add_purpose(mesh, "one")
    mesh.run("--env", "test", "plan", "--out", "test.plan")
    done = mesh.run("apply", "test.plan", "--yes", code=1)
    checks.true("a plan is for its environment", "the plan is for environment `test`, this is `dev`" in done.stderr, done.stderr)
    mesh.run("--env", "nowhere", "status", code=1)
    mesh.run("apply", "--yes")


def tokens(mesh, checks):
    """What ends a token ends it at the next statement of a server that runs."""
    with mesh.serve():
        token, other = mesh.token("seller"), mesh.token("seller")
        checks.equal("a token works", mesh.ask(token, SUM)[0], 200)
        mesh.run("token", "--revoke", token.split("_")[1])
        state, answer = mesh.ask(token, SUM)
        checks.equal("a revoked one does not", (state, answer.get("code")), (401, "unauthenticated"))
        checks.equal("another one of the user does", mesh.ask(other, SUM)[0], 200)
        done = mesh.run("token", "--revoke", token.split("_")[1], code=1)
        checks.true("it ends once", "there is no valid token" in done.stderr, done.stderr)
        short = mesh.run("token", "seller", "--hours", "1").stdout.strip()
        checks.equal("a short one works", mesh.ask(short, SUM)[0], 200)
        with sqlite3.connect(os.path.join(mesh.folder, ".hanse", "state.sqlite")) as state:
            state.execute("UPDATE tokens SET expires_us = 1 WHERE id = ?", (short.split("_")[1],))
        checks.equal("an expired one does not", mesh.ask(short, SUM)[0], 401)
        edit(mesh, "mesh.yaml", "    - {id: seller, groups: [shop], defaultPurpose: analysis}\n", "")
        checks.equal("a removed user is one until the apply", mesh.ask(other, SUM)[0], 200)
        mesh.run("apply", "--yes")
        checks.equal("and none after it", mesh.ask(other, SUM)[0], 401)
        mesh.stop()
    checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)


def up(top, checks):
    mesh = new_mesh(top, "up")
    os.mkdir(os.path.join(mesh.folder, ".hanse"))
    with open(os.path.join(mesh.folder, ".hanse", "refresh.lock"), "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the first apply has committed and waits with its builds
        server = subprocess.Popen([HANSE, "--mesh", mesh.folder, "up", "--listen", "127.0.0.1:0"], text=True,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        mesh.server = server
        checks.true("up applies", until(lambda: revisions(mesh).get("mesh") == 1))
        add_purpose(mesh, "meanwhile")
    for line in server.stderr:
        found = re.search(r"listening on (http://\S+)", line)
        if found:
            mesh.url = found.group(1)
            break
    token = mesh.token("seller")
    checks.equal("up applies and serves", mesh.ask(token, SUM)[1].get("rows"), [[13]])
    checks.true("an edit while it applied is seen", until(lambda: revisions(mesh)["mesh"] == 2))
    add_purpose(mesh, "edited")
    checks.true("up picks an edit up", until(lambda: revisions(mesh)["mesh"] == 3))
    with open(os.path.join(mesh.folder, ".hanse", "apply.lock"), "a+", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        add_purpose(mesh, "waiting")
        checks.true("a conflict is said", any("apply.lock" in line for line in server.stderr))
    checks.true("and tried again", until(lambda: revisions(mesh)["mesh"] == 4))
    checks.equal("a new purpose may be named", mesh.ask(token, SUM, purpose="edited")[0] in (200, 403), True)
    edit(mesh, "mesh.yaml", "kind: Mesh", "kind: Mess")
    checks.true("an error is said", any("the folder has errors" in line for line in server.stderr))
    checks.equal("and what runs goes on", mesh.ask(token, SUM)[0], 200)
    edit(mesh, "mesh.yaml", "kind: Mess", "kind: Mesh")
    shutil.rmtree(os.path.join(mesh.folder, "domains", "shop", "daily_sales"))
    checks.true("up destroys nothing", any("destroys something: nothing was applied" in line for line in server.stderr))
    checks.equal("the table stays", mesh.ask(token, "SELECT count(*) FROM shop.daily_sales")[0], 200)
    mesh.stop()


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-conflicts-") as top:
        mesh = new_mesh(top)
        mesh.run("apply", "--yes")
        os.chdir(mesh.folder)  # for plans that are named without a folder
        nothing_to_do(mesh, checks, "after the first apply")
        two_applies(mesh, checks)
        held_lock(mesh, checks)
        saved_plans(mesh, checks)
        changed_plans(mesh, checks)
        destruction_and_rollback(mesh, checks)
        bad_data(mesh, checks)
        environments(mesh, checks)
        tokens(mesh, checks)
        first_build_fails(top, checks)
        up(top, checks)
        os.chdir("/")
    checks.finish()


main()
