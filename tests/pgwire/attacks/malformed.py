# SPDX-License-Identifier: Apache-2.0
"""Messages whose parts do not fit each other."""
import struct

from wire import SYNC, bind, close, columns_of, describe, execute, int16, int32, message, parse, query, text

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


def parses(arena):
    for what, sent, states in [
            ("nothing", message(b"P"), PROTOCOL), ("no statement", message(b"P", b"s\0"), PROTOCOL), ("no NUL", message(b"P", b"s\0SELECT 1"), PROTOCOL),
            ("no count", message(b"P", b"s\0SELECT 1\0"), PROTOCOL), ("fewer types than counted", message(b"P", b"s\0SELECT 1\0" + int16(3) + int32(23)), PROTOCOL),
            ("more types than counted", message(b"P", b"s\0SELECT 1\0" + int16(1) + int32(23, 23)), PROTOCOL), ("a negative count", message(b"P", b"s\0SELECT 1\0" + int16(-1)), PROTOCOL),
            ("the lowest count", message(b"P", b"s\0SELECT 1\0" + int16(-32768)), PROTOCOL), ("32,767 types and none there", message(b"P", b"s\0SELECT 1\0" + int16(32767)), PROTOCOL),
            ("32,767 types", parse("SELECT 1", "s", [23] * 32767), "54000"), ("$10001", parse("SELECT $10001", "s"), "54000"), ("$9999999", parse("SELECT $9999999", "s"), "54000"),
            ("two statements", parse("SELECT 1; SELECT 2", "s"), "42601"), ("bytes that are no UTF-8", parse(b"SELECT '\xc3\x28'", "s"), "22021"),
            ("a name that is no UTF-8", parse("SELECT 1", b"\xff"), "22021"), ("half a surrogate", parse(b"SELECT '\xed\xa0\x80'", "s"), "22021"),
            ("an overlong slash", parse(b"SELECT '\xc0\xaf'", "s"), "22021")]:
        with arena.sign_in() as wire:
            arena.refused(f"Parse with {what}", wire.ask(sent, SYNC), states)
            arena.refused(f"Parse with {what}: nothing is kept", wire.ask(bind("", "s"), SYNC), "26000")
    with arena.sign_in() as wire:
        for what, sql in [("$99999999999999999999", "SELECT $99999999999999999999"), ("$0", "SELECT $0"), ("a type of no kind", "SELECT $1")]:
            seen = wire.ask(parse(sql, "", [999_999, 0, -1, 2147483647]), describe(b"S"), bind(values=[b"1", b"2", b"3", b"4"]), execute(), SYNC)
            arena.check(f"{what} is refused or taken as text", seen.state in ("42601", "0A000", "42P01", "22000", "54000", None), f"{seen.state} {seen.told}")


def binds(arena):
    two = parse("SELECT $1::INTEGER AS a, $2::VARCHAR AS b", "s")
    head = b"p\0s\0"
    for what, body in [
            ("nothing", b""), ("no NUL", b"p"), ("no statement", b"p\0s"), ("no counts", head), ("half a count", head + b"\0"), ("a negative count of formats", head + int16(-1)),
            ("fewer formats than counted", head + int16(2, 0)), ("32,767 formats and none there", head + int16(32767)), ("a format that is none", head + int16(1, 2, 2) + int32(1) + b"1" + int32(1) + b"1" + int16(0)),
            ("a negative format", head + int16(1, -1, 2) + int32(-1, -1) + int16(0)), ("no values", head + int16(0)), ("a negative count of values", head + int16(0, -1)),
            ("no value of two", head + int16(0, 0, 0)), ("one of two", head + int16(0, 1) + int32(-1) + int16(0)), ("three of two", head + int16(0, 3) + int32(-1, -1, -1) + int16(0)),
            ("three formats of two", head + int16(3, 0, 0, 0, 2) + int32(-1, -1) + int16(0)), ("a value's length past the end", head + int16(0, 2) + int32(1_000_000) + b"1"),
            ("the highest length", head + int16(0, 2) + int32(2147483647) + b"1"), ("no length", head + int16(0, 2) + b"\0\0"), ("a second value's length past the end", head + int16(0, 2) + int32(1) + b"1" + int32(9) + b"1"),
            ("no count of results", head + int16(0, 2) + int32(-1, -1)), ("a negative count of results", head + int16(0, 2) + int32(-1, -1) + int16(-5)),
            ("fewer results than counted", head + int16(0, 2) + int32(-1, -1) + int16(2, 1)), ("a result format that is none", head + int16(0, 2) + int32(-1, -1) + int16(1, 7)),
            ("a byte at the end", head + int16(0, 2) + int32(-1, -1) + int16(0) + b"x"), ("all of it twice", (head + int16(0, 2) + int32(-1, -1) + int16(0)) * 2)]:
        with arena.sign_in() as wire:
            arena.refused(f"Bind with {what}", wire.ask(two, message(b"B", body), SYNC), PROTOCOL)
            arena.refused(f"Bind with {what}: no portal", wire.ask(execute("p"), SYNC), "34000")
    with arena.sign_in() as wire:
        arena.refused("Bind of 10,000 values to two", wire.ask(two, bind("p", "s", [b"1"] * 10_000), SYNC), PROTOCOL)
        arena.refused("a statement's name that is no UTF-8", wire.ask(bind("p", b"\xff"), SYNC), "22021")
        arena.refused("a portal's name that is no UTF-8", wire.ask(bind(b"\xff", "s"), SYNC), "22021")
        seen = wire.ask(bind("p", "s", [None, None]), execute("p"), SYNC)
        arena.equal("and an honest one is bound", seen.rows, [[None, None]])
        # As many as the protocol counts, and each is there.
        most = ", ".join(f"${i}" for i in range(1, 1_665))
        seen = wire.ask(parse("SELECT " + most), bind(values=[b"%d" % i for i in range(1_664)]), execute(), SYNC)
        arena.equal("1,664 values", seen.rows, [[b"%d" % i for i in range(1_664)]])


def values(arena):
    """Binary values that are none of their type: refused, never read past their end or taken for another."""
    numeric = struct.Struct(">hhHh").pack
    array = struct.Struct(">iiiii").pack
    with arena.sign_in() as wire:
        for oid, type_name, found in [
                (16, "BOOLEAN", [b"", b"\1\1"]), (21, "SMALLINT", [b"", b"\0", b"\0\0\0"]), (23, "INTEGER", [b"", b"\0\0\0", b"\0" * 5, b"\0" * 8, b"\0" * 100_000]),
                (20, "BIGINT", [b"", b"\0" * 4, b"\0" * 9]), (700, "FLOAT", [b"\0" * 3, b"\0" * 8]), (701, "DOUBLE", [b"\0" * 4, b"\0" * 9]), (1082, "DATE", [b"\0", b"\x7f\xff\xff\xfe", b"\0" * 8]),
                (1083, "TIME", [b"\0" * 4]), (1114, "TIMESTAMP", [b"\0" * 4, b"\x7f" + b"\xff" * 6 + b"\xfe"]), (1184, "TIMESTAMPTZ", [b"", b"\0" * 9]), (1186, "INTERVAL", [b"\0" * 15, b"\0" * 17]),
                (2950, "UUID", [b"\0" * 15, b"\0" * 17, b""]), (25, "VARCHAR", [b"\xff", b"a\0b", b"\xed\xa0\x80"]),
                (1700, "DECIMAL(9,2)", [b"", b"\0" * 7, numeric(1, 0, 0, 0), numeric(-1, 0, 0, 0), numeric(0, 32767, 0, 0), numeric(0, -32768, 0, 0), numeric(0, 0, 0x1234, 0), numeric(0, 0, 0, -1),
                                        numeric(0, 0, 0, 32767), numeric(1, 0, 0, 0) + b"\x7f\xff", numeric(32767, 0, 0, 0), numeric(0, 0, 0, 0) + b"\0\1"]),
                (1007, "INTEGER[]", [b"", b"\0" * 11, array(1, 0, 23, 2147483647, 1), array(1, 0, 23, -1, 1), array(2, 0, 23, 1, 1) + int32(1, 1), array(-1, 0, 23, 0, 1), array(1, 0, 25, 1, 1) + int32(1) + b"1",
                                     array(1, 0, 23, 1, 1) + int32(4), array(1, 0, 23, 1, 1) + int32(2147483647) + b"1", array(1, 0, 23, 1, 1) + int32(-5), array(1, 0, 1007, 1, 1) + int32(-1), array(1, 0, 23, 1, 1) + int32(4, 1) + b"x"])]:
            wire.ask(parse(f"SELECT $1::{type_name} IS NULL", "v", [oid]), SYNC)
            for value in found:
                seen = wire.ask(bind("", "v", [value], [1]), execute(), SYNC)
                # A NULL inside an array has any negative length.
                allowed = ["22000", *([None] if value.endswith(int32(-5)) else [])]
                arena.check(f"{type_name} from {value[:24].hex()} ({len(value)} bytes)", seen.state in allowed, f"{seen.state} {seen.told} {seen.rows}")
            wire.ask(close(b"S", "v"), SYNC)
        for oid, found in [(23, [b"x", b"1;", b"1 OR 1=1", b"99999999999", b""]), (16, [b"maybe", b""]), (1082, [b"2013-13-01", b"today; DROP"]), (1700, [b"1e999999", b"--1", b"0x10", b"1" * 500]),
                           (1007, [b"{", b"{1", b"1", b"{{1}}", b"{1,}", b'{"1}', b"{1}}", b"{x}", b"{1;2}"]), (2950, [b"x", b"{" * 36]), (17, [b"\\x0", b"\\xzz", b"\\"])]:
            for value in found:
                seen = wire.ask(parse("SELECT $1", "", [oid]), bind(values=[value]), execute(), SYNC)
                arena.check(f"text {value[:24]!r} of type {oid}", seen.state in ("22000", "42601", "54000") or (oid in (17, 1700) and seen.state is None), f"{seen.state} {seen.told} {seen.rows}")


def others(arena):
    for what, sent in [("Describe of nothing", message(b"D")), ("Describe without a name", message(b"D", b"S")), ("Describe of another kind", message(b"D", b"X\0")), ("Describe of two", describe(b"S", "") [:1] + int32(8) + b"S\0S\0"),
                       ("Execute of nothing", message(b"E")), ("Execute without a count", message(b"E", b"\0")), ("Execute with half a count", message(b"E", b"\0\0\0")), ("Execute with more", message(b"E", b"\0" + int32(0, 0))),
                       ("Close of nothing", message(b"C")), ("Close of another kind", message(b"C", b"\0\0")), ("Close without a NUL", message(b"C", b"Sx"))]:
        with arena.sign_in() as wire:
            arena.refused(what, wire.ask(parse("SELECT 1"), bind(), sent, SYNC), PROTOCOL)
            arena.equal(f"{what}: the connection goes on", wire.ask(query("SELECT 1")).rows, [[b"1"]])
    with arena.sign_in() as wire:
        for most in (-1, -2147483648, 2147483647):
            arena.equal(f"Execute of {most} rows", len(wire.ask(parse("SELECT unnest([1, 2])"), bind(), execute("", most), SYNC).rows), 2)
        arena.equal("a body behind Sync and Flush is not read", wire.ask(message(b"H", b"x" * 10), message(b"S", query("SELECT 1"))).kinds, "Z")
        for what, sent in [("CopyData", message(b"d", query("SELECT 1"))), ("CopyDone", message(b"c")), ("CopyFail", message(b"f", b"x"))]:
            arena.equal(f"{what} without COPY is passed over", wire.ask(sent, query("SELECT 1")).kinds, "TDCZ")
        arena.refused("Query without a NUL", wire.ask(message(b"Q", b"SELECT 1")), PROTOCOL)
        arena.refused("Query with nothing", wire.ask(message(b"Q")), PROTOCOL)
        arena.refused("Query with two texts", wire.ask(message(b"Q", text("SELECT 1") + text("SELECT 2"))), PROTOCOL)
        arena.refused("a function call", wire.ask(message(b"F", int32(1598) + int16(0, 0, 0))), "0A000")
        arena.equal("a function call ends with ReadyForQuery, without Sync", wire.ask(message(b"F", b"")).kinds, "EZ")
        arena.refused("a password in the middle", wire.ask(message(b"p", b"x\0"), SYNC), PROTOCOL)
    for kind in range(256):
        if bytes([kind]) in b"BCDEFHPQSXcdfp":
            continue
        with arena.sign_in() as wire:
            seen = wire.send(message(bytes([kind]), b"\0" * 8), query("SELECT 1")).until(b"D", b"Z")
            arena.check(f"a message of type {kind} is the end", seen.state == PROTOCOL and not seen.rows and wire.message() is None, seen.kinds)
    for length in (-1, 0, 3, 2_000_001, 2147483647, -2147483648):
        with arena.sign_in() as wire:
            seen = wire.send(b"Q" + int32(length) + b"SELECT 1\0", query("SELECT 1")).until(b"D", b"Z")
            arena.check(f"a message with a length of {length} is the end", seen.state == PROTOCOL and not seen.rows, seen.kinds)


def attempts(arena):
    for kind in (formats, widths, parses, binds, values, others):
        kind(arena)
