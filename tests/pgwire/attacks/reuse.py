# SPDX-License-Identifier: Apache-2.0
"""Statements, portals and cursors used where they do not belong: by others, after their end, after what allowed them has gone."""
import contextlib
import json
import os

from wire import FLUSH, SYNC, bind, close, describe, execute, parse, query, signed_in

NO_STATEMENT, NO_PORTAL, DENIED = "26000", "34000", "42501"
TABLE = "flight_operations.departures"
READ = f"SELECT carrier, origin FROM {TABLE}"
LISTING = "SELECT relname FROM pg_class WHERE relname = 'departures' OR relkind = 'r'"


def others(arena):
    """What one connection prepared is another's neither by name nor by text."""
    with arena.sign_in("engineer") as engineer, arena.sign_in() as analyst, arena.sign_in() as twin:
        engineer.ask(query("BEGIN; DECLARE c CURSOR FOR " + READ))
        engineer.ask(parse(READ, "s"), bind("p", "s"), execute("p", 1), SYNC)
        analyst.ask(query("BEGIN; DECLARE mine CURSOR FOR SELECT 1"))
        analyst.ask(parse("SELECT 1", "mine"), bind("mine", "mine"), SYNC)
        for what, wire in [("another user's", analyst), ("the same user's other", twin)]:
            for name, state, messages in [("statement by Bind", NO_STATEMENT, [bind("", "s"), SYNC]), ("statement by Describe", NO_STATEMENT, [describe(b"S", "s"), SYNC]),
                                          ("statement by EXECUTE", NO_STATEMENT, [query("EXECUTE s")]), ("statement by DEALLOCATE", NO_STATEMENT, [query("DEALLOCATE s")]),
                                          ("portal by Execute", NO_PORTAL, [execute("p"), SYNC]), ("portal by Describe", NO_PORTAL, [describe(b"P", "p"), SYNC]),
                                          ("cursor by FETCH", NO_PORTAL, [query("FETCH c")]), ("cursor by CLOSE", NO_PORTAL, [query("CLOSE c")])]:
                wire.ask(query("ROLLBACK"))
                arena.refused(f"{what} {name}", wire.ask(*messages), state)
        for wire in (analyst, twin):
            wire.ask(query("ROLLBACK"))
        engineer.ask(close(b"S", "s"), SYNC)
        for sql in [f"SELECT DISTINCT origin FROM {TABLE} ORDER BY ALL", f"SELECT DISTINCT origin FROM {TABLE} WHERE carrier <> $1 ORDER BY ALL"]:
            values = [b"ZZ"] if "$1" in sql else []
            seen = [[row[0] for row in wire.ask(parse(sql), bind(values=values), execute(), SYNC).rows]
                    for wire in (engineer, analyst, engineer, analyst)]
            arena.equal(f"the same text of two users, in turn: {sql}", seen, [[b"EWR", b"JFK", b"LGA"], [b"JFK", b"LGA"]] * 2)


def ends(arena):
    """A portal lives as long as its transaction, its statement's text as long as its name."""
    ways = {name: [query(name)] for name in ("ROLLBACK", "COMMIT", "END", "ABORT", "ROLLBACK; BEGIN", "COMMIT; BEGIN", "CLOSE ALL")}
    ways |= {"COMMIT; DISCARD ALL": [query("COMMIT; DISCARD ALL")], "an error": [query("SELECT nothing"), query("ROLLBACK")]}
    with arena.sign_in() as wire:
        for name, messages in ways.items():
            wire.ask(query("BEGIN"))
            wire.ask(parse("SELECT unnest([1, 2, 3])", ""), bind("p"), bind(""), execute("p", 1), SYNC)
            for message in messages:
                wire.ask(message)
            arena.refused(f"a portal after {name}", wire.ask(execute("p"), SYNC), "34000")
            wire.ask(query("ROLLBACK"))
        for name, end in [("ROLLBACK", ["ROLLBACK"]), ("COMMIT and BEGIN", ["COMMIT", "BEGIN"])]:
            wire.ask(query("BEGIN"))
            wire.ask(parse("SELECT unnest([1, 2, 3])", "s"), bind("p", "s"), execute("p", 1), SYNC)
            steps = [m for sql in end for m in (parse(sql), bind(), execute())]
            arena.equal(f"a portal after {name} in one go", [wire.ask(*steps, execute("p"), SYNC).state], [NO_PORTAL])
            wire.ask(query("ROLLBACK; DEALLOCATE ALL"))
        wire.ask(parse("SELECT 'old'"), SYNC)
        arena.refused("the unnamed statement after a simple query", wire.ask(query("SELECT 1")) and wire.ask(bind(), execute(), SYNC), NO_STATEMENT)
        for what, broken in [("does not read", parse("SELECT 'new'; SELECT 2")), ("is no UTF-8", parse(b"SELECT '\xff'")), ("is a write", parse("BEGIN READ WRITE"))]:
            wire.ask(parse("SELECT 'old'"), SYNC)
            wire.ask(broken, SYNC)
            arena.refused(f"the unnamed statement after one that {what}", wire.ask(bind(), execute(), SYNC), NO_STATEMENT)
        for name in ("DISCARD ALL", "DEALLOCATE ALL"):
            wire.ask(parse("SELECT 1", "s"), SYNC)
            wire.ask(query(name))
            arena.refused(f"a statement after {name}", wire.ask(bind("", "s"), SYNC), NO_STATEMENT)
        arena.refused("a name twice", wire.ask(parse("SELECT 1", "t"), parse("SELECT 2", "t"), SYNC), "42710")
        arena.equal("the first one of a name stays", wire.ask(bind("", "t"), execute(), SYNC).rows, [[b"1"]])
        arena.refused("a portal's name twice", wire.ask(bind("p", "t"), bind("p", "t"), SYNC), "42710")


def failures(arena):
    """What failed half way is not gone on with, and gives no end that it did not come to."""
    failing = "SELECT CASE WHEN x < 5000 THEN x ELSE CAST('a' || x AS INTEGER) END FROM range(6000) t(x)"
    with arena.sign_in() as wire:
        for what, first, again in [("a portal", [parse(failing), bind("p"), execute("p"), SYNC], [execute("p"), SYNC]),
                                   ("a portal that cannot begin", [parse("SELECT * FROM nothing.here"), bind("p"), execute("p"), SYNC], [execute("p"), SYNC]),
                                   ("a portal that cannot be described", [parse("SELECT * FROM nothing.here"), bind("p"), describe(b"P", "p"), SYNC], [execute("p"), SYNC]),
                                   ("a cursor", [query("FETCH ALL FROM c")], [query("FETCH ALL FROM c")])]:
            wire.ask(query(f"BEGIN; SAVEPOINT s; DECLARE c CURSOR FOR {failing}"))
            failed = wire.ask(*first)
            arena.check(f"{what} fails", failed.state not in (None, NO_PORTAL), failed.state)
            arena.check(f"{what} after its failure", wire.ask(*again).state in ("25P02", NO_PORTAL))
            wire.ask(query("ROLLBACK TO s"))
            seen = wire.ask(*again)
            arena.check(f"{what} after its failure and ROLLBACK TO", seen.state is not None and not seen.rows, (seen.kinds, seen.state))
            wire.ask(query("ROLLBACK"))
        wire.ask(query("BEGIN"))
        arena.refused("after an error nothing is answered up to Sync", wire.ask(parse("SELECT nothing"), describe(b"S"), parse("SELECT 1"), bind(), execute(), SYNC), "42601")
        arena.equal("FLUSH is no Sync", wire.send(execute("none"), FLUSH, bind(), execute(), SYNC).until(b"Z").kinds.count("D"), 0)


WAYS = {  # how a statement is asked that was prepared while it was allowed; s: statement, open: portal with rows, fresh: portal without
    "Describe of the statement": [describe(b"S", "s")], "Describe of the open portal": [describe(b"P", "open")], "Describe of the fresh portal": [describe(b"P", "fresh")],
    "the next row": [execute("open", 1)], "all rows that wait": [execute("open")], "the fresh portal": [execute("fresh")], "a new portal": [bind("", "s"), execute()],
    "EXECUTE": query("EXECUTE s"), "FETCH": query("FETCH 1 FROM c"), "FETCH ALL": query("FETCH ALL FROM c"), "Describe of the cursor": [describe(b"P", "c")],
}
BEGUN = {"Describe of the open portal", "the next row", "all rows that wait", "FETCH", "FETCH ALL", "Describe of the cursor"}


@contextlib.contextmanager
def begun(arena, user, sql, token=None):
    """A connection for each way, each with all of it begun."""
    wires = {}
    try:
        for way in WAYS:
            wire = wires[way] = signed_in(arena.port, user, token or arena.tokens[user])
            wire.ask(query(f"BEGIN; DECLARE c CURSOR FOR {sql}"))
            wire.ask(query("FETCH 1 FROM c"))
            seen = wire.ask(parse(sql, "s"), describe(b"S", "s"), bind("open", "s"), execute("open", 1), bind("fresh", "s"), SYNC)
            arena.equal(f"before: {way} of {user}: {sql[:60]}", (seen.state, len(seen.rows)), (None, 1))
        yield wires
    finally:
        for wire in wires.values():
            wire.socket.close()


def ask(wires, way):
    messages = WAYS[way]
    return wires[way].ask(messages) if isinstance(messages, bytes) else wires[way].ask(*messages, SYNC)


def withdrawn(arena, what, change, user, statements):
    """After `change` the user may read nothing of it: no way gives a row, or tells of a column."""
    with contextlib.ExitStack() as stack:
        all_wires = [(sql, stack.enter_context(begun(arena, user, sql))) for sql in statements]
        change()
        for sql, wires in all_wires:
            for way in WAYS:
                seen = ask(wires, way)
                told = b"".join(body for kind, body in seen if kind in (b"T", b"D"))
                arena.check(f"{what}: {way}: {sql[:60]}: no row of it", b"departures" not in told and (b"carrier" not in told), told[:200])
                if "pg_class" not in sql or way in BEGUN:  # what is asked of the catalog after it is a listing without them
                    arena.check(f"{what}: {way}: {sql[:60]}: refused", seen.state in (DENIED, "42P01"), f"{seen.state} {seen.told}")


def edited(arena, path, old, new):
    """The mesh with an edit applied; the edit is undone afterwards."""
    path = os.path.join(arena.mesh.folder, path)
    with open(path, encoding="utf-8") as file:
        text = file.read()
    assert old in text, (path, old)

    def write(what):
        with open(path, "w", encoding="utf-8") as file:
            file.write(what)
        arena.mesh.run("apply", "--yes")
    return lambda: write(text.replace(old, new)), lambda: write(text)


def changes(arena):
    grant = json.loads(arena.mesh.run("grant", "add", "flight_operations/departures", "--to", "user:stranger", "--output", "json").stdout)["grant"]["id"]
    withdrawn(arena, "a grant is revoked", lambda: arena.mesh.run("grant", "revoke", grant), "stranger", [READ, LISTING])
    change, undo = edited(arena, "mesh.yaml", "name: Network analyst, groups: [analysts]", "name: Network analyst, groups: [visitors]")
    withdrawn(arena, "a user leaves a group", change, "analyst", [READ, LISTING])
    undo()
    change, undo = edited(arena, "policies/data/access.yaml", '"flight_operations.*", ', "")
    withdrawn(arena, "a policy gives less", change, "analyst", [READ, LISTING])
    undo()
    change, undo = edited(arena, "policies/data/filters.yaml", "source: flight_operations.departures.origin\n    operator: notEqual\n    value: EWR",
                          "source: flight_operations.departures.origin\n    operator: equal\n    value: LGA")
    sql = f"SELECT origin FROM {TABLE} WHERE origin <> 'LGA'"
    with begun(arena, "analyst", sql) as wires:
        change()
        for way in WAYS:
            rows = ask(wires, way).rows
            arena.equal(f"a filter hides more: {way}", rows, [])
    undo()
    with arena.sign_in() as wire:
        arena.equal("what was undone holds again", wire.ask(query(f"SELECT DISTINCT origin FROM {TABLE} ORDER BY ALL")).rows, [[b"JFK"], [b"LGA"]])


def attempts(arena):
    others(arena)
    ends(arena)
    failures(arena)
    changes(arena)
