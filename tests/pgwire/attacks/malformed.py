# SPDX-License-Identifier: Apache-2.0
"""Messages whose parts do not fit each other."""
from wire import SYNC, bind, columns_of, describe, execute, parse, query

THREE = "SELECT 1 AS a, 2 AS b, 3 AS c"
PROTOCOL = "08P01"


def formats(arena):
    """A format for some columns: none, one for all, or one each."""
    asked = {"Describe": [describe(b"P")], "Execute": [execute()], "Describe and Execute": [describe(b"P"), execute()]}
    for what, messages in asked.items():
        for count in (2, 4, 1000):
            with arena.sign_in() as wire:
                seen = wire.ask(parse(THREE), bind(results=[1] * count), *messages, SYNC)
                arena.refused(f"{count} formats for 3 columns, {what}", seen, PROTOCOL)
    with arena.sign_in() as wire:
        for count in (0, 1, 3):
            seen = wire.ask(parse(THREE), bind(results=[1] * count), describe(b"P"), execute(), SYNC)
            arena.equal(f"{count} formats for 3 columns", [format for _, format in columns_of(dict(seen)[b"T"])], [int(count > 0)] * 3)
        wire.ask(query("BEGIN; DECLARE c CURSOR FOR " + THREE))
        arena.refused("2 formats for a cursor's 3 columns", wire.ask(parse("FETCH c"), bind(results=[1, 1]), execute(), SYNC), PROTOCOL)
        wire.ask(query("ROLLBACK"))
        arena.refused("3 formats for SHOW's column", wire.ask(parse("SHOW role"), bind(results=[1, 1, 1]), describe(b"P"), SYNC), PROTOCOL)
    with arena.sign_in() as wire:  # the columns change between Describe and Execute
        wire.ask(query("BEGIN; DECLARE c CURSOR FOR SELECT 1 AS a, 2 AS b"))
        seen = wire.ask(parse("FETCH c"), bind("p", results=[1, 1]), describe(b"P", "p"), SYNC)
        arena.equal("2 formats for a cursor's 2 columns", seen.state, None)
        wire.ask(query("CLOSE c; DECLARE c CURSOR FOR " + THREE))
        arena.refused("a cursor of more columns than were described", wire.ask(execute("p"), SYNC), PROTOCOL)


def widths(arena):
    """More columns than a count of them holds: the messages after it would be read as others."""
    with arena.sign_in() as wire:
        for count in (1_665, 4_000):
            wide = "SELECT " + ", ".join(["1"] * count)
            for what, messages in [("a simple query", [query(wide)]), ("Describe", [parse(wide), describe(b"S"), SYNC]),
                                   ("Execute", [parse(wide), bind(), execute(), SYNC])]:
                arena.refused(f"{count} columns, {what}", wire.ask(*messages), "54011")
        arena.equal("1,664 columns", len(wire.ask(query("SELECT " + ", ".join(["1"] * 1_664))).rows[0]), 1_664)
        stars = "SELECT t.*, t.* FROM (" * 7 + 'SELECT 1 AS "' + "n" * 20_000 + '"' + ") t" * 7
        arena.refused("names of 2 MB in one description", wire.ask(query(stars)), "54011")


def attempts(arena):
    formats(arena)
    widths(arena)
