# SPDX-License-Identifier: Apache-2.0
"""More than any client sends: what is kept is bounded in bytes, and what is answered leaves while it is made."""
import threading

from wire import SYNC, TERMINATE, bind, describe, execute, parse, query

LIMIT = "54000"
LONG = "x" * 1_900_000
GROWTH_MAX_MB = 150  # what one client may make of the server's memory
ANSWERS_MAX_MB = 60
LISTINGS_MAX_MB = 700


def answers_that_nobody_asked_for(arena):
    """Without Sync or Flush the answers leave all the same: they are not gathered to be sent at once."""
    wide = "SELECT " + ", ".join(f"1 AS a{i}" for i in range(400))
    with arena.sign_in() as wire:
        size = len(wire.ask(parse(wide, "s"), describe(b"S", "s"), SYNC)[2][1])
        sender = threading.Thread(target=wire.send, args=(describe(b"S", "s") * 12_000, SYNC))
        sender.start()
        seen = wire.bytes_until_ready()
        sender.join()
        arena.equal("12,000 descriptions come", len(seen) // (size + 12), 12_000)
        arena.within("12,000 descriptions in one go", ANSWERS_MAX_MB)
    with arena.sign_in() as wire:
        wire.send(query("SHOW ALL;" * 40_000))
        arena.equal("40,000 SHOW ALL in one message", wire.bytes_until_ready().count(b"SHOW\0"), 40_000)
        arena.within("40,000 SHOW ALL", ANSWERS_MAX_MB)


def told_at_last(times, ask):
    """The SQLSTATE of the first error of that many questions; None: there was none."""
    return next((state for state in (ask(i).state for i in range(times)) if state), None)


def statements(arena):
    with arena.sign_in() as wire:
        for what, message in [("names", lambda i: parse("SELECT 1", f"{i}{LONG}")),
                              ("texts", lambda i: parse(f"SELECT '{i}{LONG[:900_000]}'", f"n{i}")),
                              ("COPY texts", lambda i: parse(f"COPY (SELECT '{i}{LONG[:900_000]}') TO STDOUT", f"c{i}")),
                              ("types", lambda i: parse("SELECT 1", f"t{i}", [23] * 10_000))]:
            told = told_at_last(1_100, lambda i: wire.ask(message(i), SYNC))
            arena.equal(f"prepared statements with long {what} come to an end", told, LIMIT)
            wire.ask(query("DEALLOCATE ALL"))
            arena.within(f"prepared statements with long {what}", GROWTH_MAX_MB)
        arena.equal("and there is room again", wire.ask(parse("SELECT 1", "n"), SYNC).state, None)


def portals(arena):
    array = b"{" + b",".join([b"1"] * 900_000) + b"}"
    with arena.sign_in() as wire:
        wire.ask(parse("SELECT $1::VARCHAR", "text"), parse("SELECT $1", "list", [1009]), parse("SELECT 1", "one"), SYNC)
        for what, message in [("names", lambda i: bind(f"{i}{LONG}", "one")),
                              ("values", lambda i: bind(f"v{i}", "text", [LONG.encode()])),
                              ("lists", lambda i: bind(f"l{i}", "list", [array])),
                              ("formats", lambda i: bind(f"f{i}", "one", results=[1] * 30_000))]:
            wire.ask(query("BEGIN"))
            told = told_at_last(110, lambda i: wire.ask(message(i), SYNC))
            arena.equal(f"portals with long {what} come to an end", told, LIMIT)
            arena.within(f"portals with long {what}", GROWTH_MAX_MB)
            wire.ask(query("ROLLBACK"))
        wire.ask(query("BEGIN"))
        told = told_at_last(110, lambda i: wire.ask(query(f"DECLARE c{i} CURSOR FOR SELECT 1")))
        arena.check("cursors come to an end", told is not None, told)
        arena.within("cursors", GROWTH_MAX_MB)


def listings(arena):
    """What is listed is held until it was read: of that there is no more than a part of the machine."""
    wide = "SELECT a.*, b.*, c.* FROM pg_type a, pg_attribute b, pg_type c"
    narrow = "SELECT a.typname, b.attname FROM pg_type a, pg_attribute b, pg_type c LIMIT 200000"
    with arena.sign_in() as wire:
        arena.refused("a listing of 300,000 wide rows", wire.ask(query(wide)), LIMIT)
        arena.within("a listing of 300,000 wide rows", LISTINGS_MAX_MB)
        for what, name in [("portals", "p{}"), ("statements", "")]:
            wire.ask(query("BEGIN"))
            told = None
            for i in range(100):
                told = wire.ask(parse(narrow), bind(name.format(i)), execute(name.format(i), 1), SYNC).state
                if told:
                    break
            arena.equal(f"listings of 200,000 rows, in {what} that nobody reads", told, "57P03" if name else None)
            wire.ask(query("ROLLBACK"))
            arena.within(f"listings in {what}", LISTINGS_MAX_MB)
        arena.equal("and there is room again", wire.ask(query("SELECT count(*) FROM pg_class")).state, None)


def messages(arena):
    """Thousands of messages at once: each is answered, or is the end."""
    for what, message, kinds in [("Sync", SYNC, "Z"), ("Close", b"C\0\0\0\x06S\0", "3"), ("Parse", parse("SELECT 1"), "1"), ("CopyData", b"d\0\0\0\x04", "")]:
        with arena.sign_in() as wire:
            thread = threading.Thread(target=wire.send, args=(message * 20_000, SYNC, query("SELECT 7")))
            thread.start()
            seen = wire.until(b"C", b"E")
            thread.join()
            arena.equal(f"20,000 of {what}: a row comes after them", seen.rows, [[b"7"]])
            arena.check(f"20,000 of {what}: each is answered", seen.kinds.count(kinds or "T") >= (20_000 if kinds else 1), len(seen))
    with arena.sign_in() as wire:
        wire.send(query("SELECT 1") * 1_000, TERMINATE)
        arena.check("1,000 queries and an end", wire.to_the_end().count(b"SELECT 1\0") == 1_000)


def attempts(arena):
    for flood in (answers_that_nobody_asked_for, statements, portals, listings, messages):
        flood(arena)
