#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Copies of snapshots that a server is asked for often: what they answer, who reaches them, and where they end.

The same rows and the same verdicts as from the published files; no name on disk; gone when a snapshot is replaced.
"""
import glob
import json
import os
import re
import shutil
import signal
import time

from damage import DAILY, LATEST, ORDERS, RETURNED, RETURNS, WHOLE, Doors, part_of, run_parts
from faults import until

AFTER, WAIT_S = 3, 20
QUESTIONS = (ORDERS, DAILY, LATEST, RETURNS)


def begin(mesh, limits=f"copyAfterQueries: {AFTER}"):
    mesh.edit("mesh.yaml", "purposes:\n", f"limits: {{{limits}}}\npurposes:\n")
    mesh.run("apply", "--yes")
    return Doors(mesh)


def opened(mesh):
    """Names of the copies that the server holds: their files have no name any more."""
    links = []
    for entry in glob.glob(f"/proc/{mesh.server.pid}/fd/*"):
        try:
            links.append(os.readlink(entry))
        except OSError:
            continue
    return sorted({found.group(1) for link in links if (found := re.search(r"/(copy_[0-9a-f]+)\.duckdb \(deleted\)$", link))})


def room_taken(mesh):
    taken = 0
    for path in glob.glob(mesh.path(".hanse", "copies", "*")):
        try:
            taken += os.path.getsize(path)
        except OSError:
            continue
    return taken


def heat(doors, sql, copies):
    """Asks until so many snapshots are copied."""
    for _ in range(AFTER):
        doors.http(sql)
    return until(lambda: doors.metric("hanse_copies") == copies, WAIT_S)


def answers(checks, mesh):
    """Every door, every kind of table; before, while and after."""
    doors = begin(mesh)
    for sql in QUESTIONS:
        checks.equal(f"before: {sql}", doors.served(sql), dict.fromkeys(("http", "postgres"), WHOLE[sql]))
    checks.true("three snapshots are copied", until(lambda: [doors.http(sql) for sql in QUESTIONS] and doors.metric("hanse_copies") == 3, WAIT_S), doors.metric("hanse_copies"))
    checks.true("their room is told", doors.metric("hanse_copies_bytes") > 0)
    checks.equal("no copy has a name on disk", os.listdir(mesh.path(".hanse", "copies")), [])
    checks.equal("the server holds them", len(opened(mesh)), 3)
    for sql in QUESTIONS:
        checks.equal(f"after: {sql}", doors.served(sql), dict.fromkeys(("http", "postgres"), WHOLE[sql]))
        checks.equal(f"after, asked anew: {sql}", doors.served(sql + " -- anew"), dict.fromkeys(("http", "postgres"), WHOLE[sql]))
    rows = doors.http("SELECT * FROM shop.orders")[0]
    whole = mesh.run("query", "--as", "seller", "--output", "json", "SELECT * FROM shop.orders")
    checks.equal("all rows in their order, as from the files", rows, json.loads(whole.stdout)["rows"])
    checks.equal("an error before the first row", doors.http("SELECT CAST(article AS INTEGER) FROM shop.orders")[0], "data_error")


def reached(checks, mesh):
    """Who knows a copy's name, from the process's own descriptors, reaches nothing by it."""
    doors = begin(mesh)
    checks.true("one is copied", heat(doors, RETURNS, 1))
    name = opened(mesh)[0]
    for written in (f'"{name}".main."rows"', f'"{name}"."rows"', 'main."rows"', '"rows"', f"read_parquet('{mesh.path('.hanse', 'copies', name)}.duckdb')",
                    f"'{mesh.path('.hanse', 'copies', name)}.duckdb'", f"query('FROM {name}.main.rows')", f"query_table('{name}.main.rows')"):
        for door, (answer, said) in {"http": doors.http(f"SELECT count(*) FROM {written}"), "postgres": doors.postgres(f"SELECT count(*) FROM {written}")}.items():
            checks.true(f"{door}: {written.replace(name, 'NAME')} is refused", not isinstance(answer, list) and "foreign" not in said, (answer, said))
    for sql in (f"ATTACH '{mesh.path('.hanse', 'copies', 'x.duckdb')}'", f"DETACH {name}", f"USE {name}", "SELECT * FROM duckdb_databases()", "SHOW ALL TABLES"):
        checks.true(f"{sql.replace(name, 'NAME')[:30]} is refused", not isinstance(doors.http(sql)[0], list), doors.http(sql))
    for sql in ("EXPLAIN POLICY " + RETURNS, "SELECT nothing FROM shop.returns", "SELECT 1/CAST(article AS INTEGER) FROM shop.returns"):
        checks.true(f"no answer names it: {sql[:30]}", name not in doors.http(sql)[1] + doors.postgres(sql)[1])
    checks.equal("and it still answers", doors.http(RETURNS)[0], WHOLE[RETURNS])


def replaced(checks, mesh):
    """The next statement after a refresh reads the new snapshot, one after a revocation none."""
    doors = begin(mesh)
    checks.true("two are copied", heat(doors, RETURNS, 1) and heat(doors, ORDERS, 2))
    with open(mesh.path("data", "returns.csv"), "w", encoding="utf-8") as file:
        file.write("\n".join(RETURNED.split("\n")[:3]) + "\n")
    mesh.run("refresh", "returns")
    checks.equal("the new rows are read", doors.served(RETURNS), dict.fromkeys(("http", "postgres"), [[2, 200]]))
    checks.true("and copied in turn", heat(doors, RETURNS, 3))
    checks.equal("and are the same", doors.served(RETURNS), dict.fromkeys(("http", "postgres"), [[2, 200]]))
    part = part_of(mesh, "returns")
    os.rename(part, part + "-")
    checks.equal("a copy of files that are gone is not read", doors.served(RETURNS), dict.fromkeys(("http", "postgres"), "unavailable"))
    os.rename(part + "-", part)
    checks.equal("and is again when they are back", doors.served(RETURNS), dict.fromkeys(("http", "postgres"), [[2, 200]]))
    shutil.copy(part_of(mesh, "orders"), part)
    checks.equal("nor one whose files were replaced", doors.served(RETURNS), dict.fromkeys(("http", "postgres"), "unavailable"))
    checks.equal("others are", doors.served(ORDERS), dict.fromkeys(("http", "postgres"), WHOLE[ORDERS]))


def bounds(checks, mesh):
    """No room: nothing is copied, everything answers. A server that is killed leaves nothing that stays."""
    doors = begin(mesh, "copyAfterQueries: 1, copiesBytes: 0")
    for _ in range(AFTER):
        checks.equal("none is made where none may be", doors.http(ORDERS)[0], WHOLE[ORDERS])
    checks.equal("0 copies", (doors.metric("hanse_copies"), os.path.exists(mesh.path(".hanse", "copies"))), (0, False))
    mesh.stop()
    mesh.edit("mesh.yaml", ", copiesBytes: 0", "")
    doors = Doors(mesh)
    checks.true("one is made where there is room", heat(doors, ORDERS, 1))
    size = doors.metric("hanse_copies_bytes")
    mesh.stop()
    mesh.edit("mesh.yaml", "copyAfterQueries: 1", f"copyAfterQueries: 1, copiesBytes: {size * 3 // 2}")
    doors = Doors(mesh)
    checks.true("one fits", heat(doors, ORDERS, 1))
    for _ in range(10):
        checks.equal("another does not, and is answered", doors.http(RETURNS)[0], WHOLE[RETURNS])
        time.sleep(0.1)
    checks.equal("one is there", doors.metric("hanse_copies"), 1)
    mesh.server.send_signal(signal.SIGKILL)
    mesh.server.wait()
    checks.equal("what was copied has gone with it", os.listdir(mesh.path(".hanse", "copies")), [])
    left = mesh.path(".hanse", "copies", "copy_0011.duckdb")
    open(left, "w").close()
    os.utime(left, (1, 1))
    doors = Doors(mesh)
    checks.true("what a killed one left is removed", until(lambda: not os.path.exists(left), WAIT_S))
    checks.true("and copies are made", heat(doors, ORDERS, 1))


def ends(checks, mesh):
    """A server stops while one is being made, and while rows leave that are read from one."""
    with open(mesh.path("data", "returns.csv"), "w", encoding="utf-8") as file:
        file.write(RETURNED.split("\n")[0] + "\n" + "".join(f"{i},2026-02-01T09:00:00Z,{'x' * 40}{i},1,1.50,a{i}@example.org\n" for i in range(400_000)))
    mesh.run("refresh", "returns")
    doors = begin(mesh, "copyAfterQueries: 1")
    checks.equal("asked once", doors.http("SELECT count(*) FROM shop.returns")[0], [[400_000]])
    until(lambda: os.listdir(mesh.path(".hanse", "copies")), 5)
    mesh.server.terminate()
    code = mesh.server.wait(timeout=30)
    checks.equal("a server that copies stops", code, 0)
    checks.equal("and leaves nothing", os.listdir(mesh.path(".hanse", "copies")), [])
    doors = Doors(mesh)
    doors.http("SELECT count(*) FROM shop.returns")
    checks.true("it is copied", until(lambda: doors.metric("hanse_copies") == 1, 60))
    answer = doors.http("SELECT article, ordered_at FROM shop.returns LIMIT 300000")[0]
    checks.equal("many rows leave a copy", len(answer), 300_000)
    room = doors.metric("hanse_copies_bytes")
    checks.equal("a server that holds copies stops", (mesh.server.terminate(), mesh.server.wait(timeout=30))[1], 0)
    mesh.edit("mesh.yaml", "copyAfterQueries: 1", f"copyAfterQueries: 1, copiesBytes: {room // 3}")
    doors, taken = Doors(mesh), []
    doors.http("SELECT count(*) FROM shop.returns")
    until(lambda: taken.append(room_taken(mesh)) or (max(taken) > 0 and taken[-1] == 0), 60)
    checks.true("one that takes too much room is given up", taken[-1] == 0 and doors.metric("hanse_copies") == 0, taken[-5:])
    checks.true("before it has taken it", max(taken) < room, (max(taken), room))
    checks.equal("and the table answers", doors.http("SELECT count(*) FROM shop.returns")[0], [[400_000]])


run_parts({"answers": answers, "reached": reached, "replaced": replaced, "bounds": bounds, "ends": ends})
