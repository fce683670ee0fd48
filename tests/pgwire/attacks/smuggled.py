# SPDX-License-Identifier: Apache-2.0
"""One thing inside another: messages in strings, NULs in texts, statements behind statements, answers that a client could take for others."""
from wire import SYNC, bind, describe, execute, int32, message, parse, query, text

TABLE = "flight_operations.departures"


def in_strings(arena):
    """Bytes of a message inside a value, a name, a comment: data, here and on the way back."""
    hidden = query("SELECT 'smuggled'")
    with arena.sign_in() as wire:
        for what, sent in [("a Query behind the NUL of a Query", message(b"Q", text("SELECT 'honest'") + hidden)), ("a Query behind the end of Parse", message(b"P", b"\0" + text("SELECT 'honest'") + b"\0\0" + hidden)),
                           ("a Query in a Sync", message(b"S", hidden)), ("a Query in a Flush", message(b"H", hidden)), ("a Query in CopyData", message(b"d", hidden)),
                           ("a Query in a Close", message(b"C", b"S\0" + hidden)), ("a Query behind Describe", message(b"D", b"S\0" + hidden))]:
            seen = wire.ask(sent, SYNC) if sent[:1] not in (b"Q", b"S") else wire.ask(sent)
            arena.check(f"{what} is not asked", "D" not in seen.kinds and b"smuggled" not in b"".join(body for _, body in seen), seen.kinds)
            arena.equal(f"{what}: the next is answered, and nothing else", wire.ask(query("SELECT 'next'")).rows, [[b"next"]])
        printable = "Q\u0001\u0001\u0001\u001fSELECT 2; --"
        for what, asked, expected in [("a value", [parse("SELECT $1::VARCHAR AS v"), bind(values=[printable.encode()]), execute(), SYNC], [[printable.encode()]]),
                                      ("a literal", [query(f"SELECT '{printable}'")], [[printable.encode()]]), ("a comment", [query(f"SELECT 1 /* {printable} ; SELECT 2 */")], [[b"1"]])]:
            arena.equal(f"a message in {what} is text", wire.ask(*asked).rows, expected)
        column = wire.ask(query('SELECT 1 AS "Z\u0001E;C"'))
        arena.equal("a column's name with bytes of messages", column.kinds, "TDCZ")
        value = wire.ask(query("SELECT chr(0) || 'x'"))
        arena.check("a NUL in a result's text cuts no message", value.kinds in ("TDCZ", "EZ"), value.kinds)
        for sql in ("SELECT 1 AS \"a\0b\"", "SELECT 'a\0b'", "SELECT 1\0; SELECT 2", "\0SELECT 1"):
            arena.refused(f"a NUL in {sql!r}", wire.ask(message(b"Q", sql.encode() + b"\0")), "08P01")
        for name in ("SELECT no_column_\u0001", "SET \"x\ny\" = 1", "SELECT * FROM \"a\u0000b\"".replace("\u0000", "\u0002"), "FETCH \"ERROR:  SZ\""):
            seen = wire.ask(query(name))
            arena.equal(f"an error about {name!r} is one message", seen.kinds, "EZ")


def lengths(arena):
    """A length that says less or more than there is: what follows is read by it, as a message or as the end."""
    inner = query("SELECT 'smuggled'")
    with arena.sign_in() as wire:  # a shorter length makes the rest a message: it is the client's own
        whole = text("SELECT 'honest'")
        seen = wire.send(b"Q" + int32(4 + len(whole)) + whole + b"\xffjunk").until(b"E")
        arena.equal("bytes behind a message are the next one, and no message", (seen.kinds[-1], wire.message()), ("E", None))
    with arena.sign_in() as wire:
        sent = b"Q" + int32(4 + len(text("SELECT 1")) + len(inner)) + text("SELECT 1") + inner
        arena.refused("a message that swallows the next one", wire.ask(sent), "08P01")
        arena.equal("and that one is not asked", wire.ask(query("SELECT 'next'")).rows, [[b"next"]])
    with arena.sign_in() as wire:
        arena.equal("many in one segment, in order", [row[0] for row in wire.send(*[query(f"SELECT {i}") for i in range(50)], query("SELECT 'end'; SELECT 'x' WHERE false; ABORT")).until(b"N").rows],
                    [b"%d" % i for i in range(50)] + [b"end"])


def statements(arena):
    """Several statements in one text: each is decided by itself, and none is hidden from the others' refusal."""
    with arena.sign_in() as wire:
        for what, sql, kinds, state in [
                ("a refused one behind an honest one", f"SELECT 1; DROP TABLE {TABLE}", "TDCEZ", "25006"), ("an honest one behind a refused one", f"DROP TABLE {TABLE}; SELECT 1", "EZ", "25006"),
                ("an empty one between", "SELECT 1;;; SELECT 2", "TDCTDCZ", None), ("comments alone", "-- x\n;/* ; */", "IZ", None), ("a semicolon in a string", "SELECT ';DROP TABLE x'", "TDCZ", None),
                ("a semicolon in a dollar string", "SELECT $$;SELECT 2$$", "TDCZ", None), ("a semicolon in a tagged dollar string", "SELECT $a$;$$;SELECT 2$a$", "TDCZ", None), ("a semicolon in a name", 'SELECT 1 AS "a;SELECT 2"', "TDCZ", None),
                ("a nested comment", "SELECT 1 /* /* ; */ ; SELECT 2 */", "TDCZ", None), ("a comment that never ends", "SELECT 1 /* ; SELECT 2", None, None), ("a string that never ends", "SELECT 'x; SELECT 2", "EZ", None),
                ("an escape string with a quote", r"SELECT E'\';SELECT 2--'", None, None), ("a backslash before a quote", r"SELECT '\';SELECT 2", None, None), ("an end of transaction inside", "BEGIN; SELECT 1; COMMIT; SELECT 2", "CTDCCTDCZ", None),
                ("another transaction's end", "COMMIT; DROP TABLE x; BEGIN", "NCEZ", "25006")]:
            seen = wire.ask(query(sql))
            if kinds is not None:
                arena.equal(f"{what}: {sql[:60]!r}", (seen.kinds, seen.state if state else None), (kinds, state))
            arena.check(f"{what}: {sql[:60]!r}: nothing of 2 beside what was asked", [b"2"] not in seen.rows or "SELECT 2" in sql.replace("'", "").split(";")[-1], seen.rows)
            arena.check(f"{what}: {sql[:60]!r}: no hidden statement's end", sum(kind == b"C" for kind, _ in seen) <= sql.count(";") + 1, seen.kinds)
            wire.ask(query("ROLLBACK"))
        for what, sql in [("Parse", "SELECT 1; SELECT 2"), ("Parse with a write behind", f"SELECT 1; DELETE FROM {TABLE}"), ("Parse with a command behind", "SELECT 1; SET ROLE engineer")]:
            arena.refused(f"{what}: {sql}", wire.ask(parse(sql), bind(), execute(), SYNC), "42601")
        for what, sql in [("DECLARE", "BEGIN; DECLARE c CURSOR FOR SELECT 1; SELECT 'second'; FETCH ALL FROM c"), ("PREPARE", "PREPARE two AS SELECT 1; SELECT 'second'; EXECUTE two")]:
            arena.equal(f"{what} holds the first statement alone", wire.ask(query(sql)).rows, [[b"second"], [b"1"]])
            wire.ask(query("ROLLBACK"))
        for what, sql in [("COPY with a statement in its query", "COPY (SELECT 1; SELECT 2) TO STDOUT"), ("COPY with a bracket too many", "COPY (SELECT 1)) TO STDOUT"), ("COPY out of its brackets", "COPY (SELECT 1) UNION (SELECT 2) TO STDOUT"),
                          ("COPY of a table with a query as columns", f"COPY {TABLE} ((SELECT 1)) TO STDOUT"), ("COPY of a table with another behind", f'COPY {TABLE}, stranger.secret TO STDOUT'),
                          ("COPY of columns that end its SELECT", f"COPY {TABLE} (carrier FROM {TABLE} --) TO STDOUT"), ("EXECUTE with an expression", "EXECUTE two((SELECT 1))"),
                          ("EXECUTE with a statement", "EXECUTE two(1); ) ; SELECT 1 ("), ("DECLARE of a write", f"BEGIN; DECLARE c CURSOR FOR DELETE FROM {TABLE}"), ("DECLARE of COPY", "BEGIN; DECLARE c CURSOR FOR COPY (SELECT 1) TO STDOUT"),
                          ("PREPARE of a write", f"PREPARE w AS DELETE FROM {TABLE}; EXECUTE w"), ("PREPARE of COPY, executed", "PREPARE w2 AS COPY (SELECT 1) TO STDOUT; EXECUTE w2"),
                          ("PREPARE of EXECUTE", "PREPARE w3 AS EXECUTE two; EXECUTE w3"), ("COPY of EXECUTE", "COPY (EXECUTE two) TO STDOUT")]:
            seen = wire.ask(query(sql))
            arena.check(f"{what}: {sql}", seen.state is not None and "d" not in seen.kinds, f"{seen.kinds} {seen.rows}")
            wire.ask(query("ROLLBACK"))


def answers(arena):
    """What a client is told is in the order of what it asked, whatever failed."""
    with arena.sign_in() as wire:
        seen = wire.ask(parse("SELECT 1", "a"), parse("SELECT nothing", "b"), describe(b"S", "a"), describe(b"S", "b"), bind("", "a"), execute(), SYNC)
        arena.equal("after an error the rest is passed over", seen.kinds, "11tTEZ")
        arena.equal("and the next is answered", wire.ask(bind("", "a"), execute(), SYNC).kinds, "2DCZ")
        seen = wire.ask(bind("", "a"), execute(), query("SELECT 'between'"))
        arena.equal("a query in the middle of extended ones", seen.kinds, "2DCTDCZ")
        seen = wire.ask(parse("SELECT nothing"), describe(b"S"), query("SELECT 'between'"), SYNC)
        arena.check("a query behind an error waits for Sync as all do", seen.kinds == "1EZ", seen.kinds)


def attempts(arena):
    for kind in (in_strings, lengths, statements, answers):
        kind(arena)
