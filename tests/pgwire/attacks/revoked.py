# SPDX-License-Identifier: Apache-2.0
"""A token that ends, a grant that goes, a policy that changes, while a connection is open: nothing of before is said after."""
import time

from wire import SYNC, bind, describe, execute, parse, query, signed_in

ENDED = "28000"
READ = "SELECT carrier, tailnum FROM flight_operations.departures"
LISTING = "SELECT relname FROM pg_class ORDER BY ALL"


def tokens(arena):
    """Each way to ask, begun before the token ended, and first used after; each on its own connection."""
    prepared = {"an answered statement": READ, "a listing": LISTING}
    attempts = {"a simple query": query("SELECT 1"), "a simple query of the catalog": query(LISTING), "EXPLAIN POLICY": query("EXPLAIN POLICY " + READ),
                "COPY": query(f"COPY ({READ}) TO STDOUT"), "FETCH": query("FETCH 1 FROM c"), "MOVE": query("MOVE 1 FROM c"),
                "DECLARE": query("DECLARE d CURSOR FOR SELECT 1"), "EXECUTE": query('EXECUTE "an answered statement"'),
                "Parse, Bind and Execute": parse("SELECT 1") + bind() + execute() + SYNC, "Describe of a cursor": describe(b"P", "c") + SYNC,
                "Describe of a statement that was not described": describe(b"S", "unasked") + SYNC, "FETCH by Execute": bind("", "fetch") + execute() + SYNC,
                "Describe of a FETCH": describe(b"S", "fetch") + SYNC}
    for name in prepared:
        attempts |= {f"Describe of {name}": describe(b"S", name) + SYNC, f"Describe of the open portal of {name}": describe(b"P", name) + SYNC,
                     f"the next rows of {name}": execute(name, 1) + SYNC, f"all rows of {name}": execute(name) + SYNC,
                     f"a portal of {name} that was bound before": execute("new " + name) + SYNC, f"a new portal of {name}": bind("", name) + execute() + SYNC}
    token = arena.mesh.token("analyst")
    doomed = {}
    for what in attempts:
        wire = doomed[what] = signed_in(arena.port, "analyst", token)
        wire.ask(query("BEGIN; DECLARE c CURSOR FOR " + READ))
        for name, sql in prepared.items():
            seen = wire.ask(parse(sql, name), describe(b"S", name), bind(name, name), execute(name, 1), bind("new " + name, name), SYNC)
            arena.equal(f"before the token ended: {what}", (seen.state, len(seen.rows)), (None, 1))
        wire.ask(parse(READ, "unasked"), parse("FETCH 1 FROM c", "fetch"), SYNC)
    arena.mesh.run("token", "--revoke", token)
    for what, messages in attempts.items():
        seen = doomed[what].ask(messages)
        arena.refused(f"after the token ended: {what}", seen, ENDED)
        arena.check(f"after the token ended: {what}, no column", not set("TtH") & set(seen.kinds), seen.kinds)
    wire.ask(query("ROLLBACK"))
    for sql in ["SHOW role", "BEGIN", "COMMIT", "SET application_name = 'x'", "DEALLOCATE ALL"]:  # these tell of the connection alone
        arena.equal(f"after the token ended: {sql}", wire.ask(query(sql)).state, None)
    with arena.open() as again:
        arena.equal("an ended token does not sign in", again.sign_in("analyst", token).state, "28P01")
    for wire in doomed.values():
        wire.socket.close()


def running(arena):
    """Rows that leave when the token ends: they stop, they do not come to their end."""
    much = "SELECT a.range AS a, repeat('x', 900) FROM range(600) a, range(600) b"
    for what, messages in [("a simple query", [query(much)]), ("COPY", [query(f"COPY ({much}) TO STDOUT")]), ("Execute", [parse(much), bind(), execute(), SYNC])]:
        token = arena.mesh.token("analyst")
        with signed_in(arena.port, "analyst", token) as wire:
            wire.send(*messages).until(b"T", b"H", b"2")
            arena.mesh.run("token", "--revoke", token)
            time.sleep(1.5)  # the server looks again after a second, and the client takes nothing meanwhile
            end = wire.bytes_until_ready()[-1000:]
            arena.check(f"{what} that runs while its token ends", b"C" + ENDED.encode() in end and b" 360000\0" not in end, end[-200:])


def attempts(arena):
    tokens(arena)
    running(arena)
