#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A ledger or a state database that is damaged, locked or taken away, at rest and under a server: commands and doors say so, nothing
is answered that could be wrong, and putting it back mends it. What is left then verifies.
usage: run_damage_state.py [PART…], parts: ledger, state"""
import json
import os
import random
import shutil
import sqlite3
import time

import psycopg

from damage import Doors, ORDERS, RETURNS, WHOLE, run_parts

SEGMENT = (".hanse", "ledger", "000001.ledger")
DATABASE = (".hanse", "state.sqlite")
WAIT_S = 20


def set_bytes(path, at, data):
    with open(path, "r+b") as file:
        file.seek(at)
        file.write(data)


def with_noise(path):
    with open(path, "wb") as file:
        file.write(random.Random(1).randbytes(20_000))


def in_its_place(make):
    def damage(path):
        os.remove(path)
        make(path)
    return damage


class Saved:
    """The state folder is put back as it was, file by file: what holds one open sees it again."""

    def __init__(self, mesh):
        self.state, self.saved = mesh.path(".hanse"), mesh.folder + "-state"

    def __enter__(self):
        shutil.copytree(self.state, self.saved)

    def __exit__(self, *_):
        shutil.rmtree(self.state)
        os.rename(self.saved, self.state)


def refused_start(mesh, *words):
    """What `serve` says when it does not start."""
    done = mesh.run("serve", "--listen", "127.0.0.1:0", code=None)
    return done.returncode == 1 and all(word in done.stderr for word in words), (done.returncode, done.stderr)


def says(checks, what, mesh, code, *words):
    """Each command fails with that code and these words, and a server does not start."""
    for command in (("query", "--as", "seller", ORDERS), ("status",), ("plan",), ("refresh",), ("grant", "list")):
        done = mesh.run(*command, "--output", "json", code=None)
        last = (done.stderr.strip().splitlines() or ["none"])[-1]
        checks.equal(f"{what}: {command[0]} fails", done.returncode, 1)
        checks.true(f"{what}: {command[0]} says so", f'"code":"{code}"' in last and all(word in last for word in words), done)
    done = mesh.run("token", "seller", code=None)
    checks.true(f"{what}: token says so", done.returncode == 1 and all(word in done.stderr for word in words), done)
    checks.true(f"{what}: a server does not start", *refused_start(mesh, *words))


LEDGERS = {  # that end as they should not
    "a changed last entry": lambda path: set_bytes(path, os.path.getsize(path) - 20, b"~"),
    "a ledger cut between entries": lambda path: os.truncate(path, open(path, "rb").read().find(b"\n") + 1),
    "a ledger cut within an entry": lambda path: os.truncate(path, os.path.getsize(path) // 2),
    "an emptied segment": lambda path: os.truncate(path, 0),
    "a removed segment": os.remove,
    "a segment of noise": with_noise,
    "a folder in a segment's place": in_its_place(os.mkdir),
    "a pipe in a segment's place": in_its_place(os.mkfifo),
}
UNDER_A_SERVER = {
    "a removed segment": os.remove,
    "a cut segment": lambda path: os.truncate(path, os.path.getsize(path) // 2),
    "a copy in the segment's place": lambda path: (shutil.copyfile(path, path + "-"), os.replace(path + "-", path)),
    "a segment with a foreign tail": lambda path: open(path, "ab").write(b"not an entry\n"),
}


def until(what, wanted):
    """Asks until it is so; the last answer."""
    deadline = time.monotonic() + WAIT_S
    while (found := what()) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def ledger(checks, mesh):
    for what, damage in LEDGERS.items():
        with Saved(mesh):
            damage(mesh.path(*SEGMENT))
            says(checks, what, mesh, "io" if "folder" in what else "corrupt", "ledger")
            verified = mesh.run("audit", "verify", code=None)
            checks.true(f"{what}: audit verify says where", verified.returncode == 1 and "the ledger is broken at 000001.ledger" in verified.stderr, verified)
            os.rename(mesh.path(".hanse", "ledger"), mesh.path(".hanse", "ledger-away"))
            checks.equal(f"{what}: a new one begins where it is moved away", [mesh.answer(sql) for sql in WHOLE], list(WHOLE.values()))
    with Saved(mesh):
        what = "an entry changed in the middle"
        set_bytes(mesh.path(*SEGMENT), 200, b"~")
        for _ in range(2):
            verified = mesh.run("audit", "verify", code=None)
            checks.true(f"{what}: audit verify says where", verified.returncode == 1 and "000001.ledger line 1" in verified.stderr, verified)
            checks.equal(f"{what}: what comes after is recorded all the same", mesh.answer(ORDERS), WHOLE[ORDERS])
    for what, damage in UNDER_A_SERVER.items():
        with Saved(mesh):
            doors = Doors(mesh)
            what = f"{what} under a server"
            checks.equal(f"{what}: before", doors.served(ORDERS), {"http": WHOLE[ORDERS], "postgres": WHOLE[ORDERS]})
            time.sleep(0.5)  # a relaxed ledger writes a moment later
            damage(mesh.path(*SEGMENT))
            checks.equal(f"{what}: soon nothing is answered", until(lambda: doors.http(ORDERS)[0], "unavailable"), "unavailable")
            checks.true(f"{what}: at no door", *(lambda found: (set(map(str, found.values())) == {"unavailable"}, found))(doors.served(RETURNS)))
            checks.equal(f"{what}: it is alive and not ready", doors.ready(), [503, 200])
            checks.equal(f"{what}: so say the metrics", doors.metric("hanse_ready"), 0)
            mesh.stop()
    checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)


DATABASES = {
    "a state without its head": lambda path: set_bytes(path, 0, b"~" * 16),
    "a state with pages of noise": lambda path: set_bytes(path, 4096, random.Random(1).randbytes(os.path.getsize(path) - 4096)),
    "a state that is cut": lambda path: os.truncate(path, 50_000),
    "a state of noise": with_noise,
    "a state of texts": lambda path: open(path, "w", encoding="utf-8").write("orders\n" * 5000),
}
for seed in range(6):
    DATABASES[f"a state with noise on some pages, seed {seed}"] = lambda path, seed=seed: [
        set_bytes(path, 4096 * page, random.Random(seed).randbytes(4096))
        for page in random.Random(seed).sample(range(1, os.path.getsize(path) // 4096), 12)]


def state(checks, mesh):
    for what, damage in DATABASES.items():
        with Saved(mesh):
            damage(mesh.path(*DATABASE))
            if "seed" not in what:
                says(checks, what, mesh, "corrupt", "state")
            else:  # what these pages held is needed by some commands only
                found = mesh.run("query", "--as", "seller", "--output", "json", ORDERS, code=None)
                right = found.returncode == 0 and json.loads(found.stdout)["rows"] == WHOLE[ORDERS]
                checks.true(f"{what}: a right answer or a word on the state", right or (found.returncode == 1 and "state" in found.stderr), found)
            checks.equal(f"{what}: the ledger verifies", mesh.run("audit", "verify", code=None).returncode, 0)
        checks.equal(f"{what}: a backup mends it", [mesh.answer(sql) for sql in WHOLE], list(WHOLE.values()))
    for what, make in (("a folder in the state's place", os.mkdir), ("a pipe in the state's place", os.mkfifo)):
        with Saved(mesh):
            in_its_place(make)(mesh.path(*DATABASE))
            done = mesh.run("query", "--as", "seller", ORDERS, code=None)
            checks.true(f"{what} is said", done.returncode == 1 and "state" in done.stderr, done)
    for what, damage in (("an emptied state", lambda path: os.truncate(path, 0)), ("a removed state", os.remove)):
        with Saved(mesh):
            damage(mesh.path(*DATABASE))
            done = mesh.run("query", "--as", "seller", ORDERS, code=None)
            checks.true(f"{what} gives nothing", done.returncode == 3 and "6" not in done.stdout, done)
            checks.true(f"{what} says that nothing is applied", "nothing is applied yet" in mesh.run("status").stdout)
            mesh.run("apply", "--yes")
            checks.equal(f"{what}: apply mends it", [mesh.answer(sql) for sql in WHOLE], list(WHOLE.values()))
    locked(checks, mesh)
    under_a_server(checks, mesh)


def locked(checks, mesh):
    """Another program holds the database."""
    link = sqlite3.connect(mesh.path(*DATABASE), isolation_level=None)
    link.execute("BEGIN IMMEDIATE")
    doors_token = mesh.run("token", "seller", code=None)
    checks.true("a held state is said where something is written", doors_token.returncode == 1 and "another process holds the state" in doors_token.stderr, doors_token)
    link.execute("ROLLBACK")
    doors = Doors(mesh)
    link.execute("BEGIN IMMEDIATE")
    checks.equal("who only reads is served", [doors.served(sql) for sql in WHOLE], [{"http": rows, "postgres": rows} for rows in WHOLE.values()])
    done = mesh.run("grant", "add", "shop/orders", "--to", "user:stranger", code=None)
    checks.true("a grant says who holds it", done.returncode == 1 and "another process holds the state" in done.stderr, done)
    link.execute("ROLLBACK")
    checks.equal("and is not in force", mesh.grants("user:stranger"), [])
    checks.equal("nor lost for ever", mesh.run("grant", "add", "shop/orders", "--to", "user:stranger", code=None).returncode, 0)
    mesh.stop()
    link.close()


def under_a_server(checks, mesh):
    """The database is taken away under a server: it cannot learn of revocations, so it answers nothing."""
    for what, damage in (("removed", lambda path: os.rename(path, path + "-away")),
                         ("replaced by a copy", lambda path: (os.rename(path, path + "-away"), shutil.copyfile(path + "-away", path)))):
        doors = Doors(mesh)
        checks.equal(f"{what} under a server: before", doors.served(ORDERS), {"http": WHOLE[ORDERS], "postgres": WHOLE[ORDERS]})
        path = mesh.path(*DATABASE)
        damage(path)
        for sql in (ORDERS, RETURNS):
            checks.equal(f"{what} under a server: nothing is answered over HTTP", doors.http(sql)[0], "unavailable")
        try:
            found = doors.postgres(ORDERS)[0]
        except psycopg.OperationalError as problem:  # nobody can be signed in
            found = str(problem)
        checks.true(f"{what} under a server: nor over PostgreSQL's protocol", "state" in found or found == "unavailable", found)
        checks.equal(f"{what} under a server: it is alive and not ready", doors.ready(), [503, 200])
        checks.equal(f"{what} under a server: so say the metrics", doors.metric("hanse_ready"), 0)
        os.replace(path + "-away", path)
        checks.equal(f"{what} under a server: put back it serves", doors.served(ORDERS), {"http": WHOLE[ORDERS], "postgres": WHOLE[ORDERS]})
        checks.equal(f"{what} under a server: and is ready", doors.ready(), [200, 200])
        mesh.stop()


run_parts({"ledger": ledger, "state": state})
