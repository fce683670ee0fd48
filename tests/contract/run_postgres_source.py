#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real PostgreSQL as the source of a product and under `hanse contract test`: every type lossless or a finding with the
row's key, one moment for all tables, the old snapshot served when it fails, and no password in anything that is told."""
import json
import os
import subprocess

import psycopg

from postgres_mesh import HANSE, SECRET, contract, listed, play

NAME = 'odd "t'  # of a table: what quotes a name must double it
TABLES = f'''
CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TABLE "odd ""t" (
  id bigint PRIMARY KEY, t text, u uuid, m mood, p positive, small smallint, price numeric(10,2), big numeric, f float8, ok boolean, d date,
  ts timestamp, tz timestamptz, at time, raw bytea, doc jsonb, tags text[], "Say ""hi""" text, unread text);
INSERT INTO "odd ""t" VALUES
 (1, E'line\\nbreak, "quoted" \\\\N \\t end\\r', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'it''s ok', 7, -3, 12345678.90, 0.1, 'NaN', true, '2026-02-28',
  '2026-01-01 00:00:00.123456', '2026-03-29 03:00:00.5+02', '23:59:59.999999', '\\x00ff0a', '{{"a": 1, "b": "x,\\"y"}}', '{{a,"b,c",NULL}}', 'hi', 'never'),
 (2, '', NULL, NULL, NULL, NULL, NULL, NULL, '-Infinity', false, '0001-01-01', NULL, NULL, NULL, '\\x', NULL, '{{}}', NULL, 'never'),
 (3, NULL, NULL, NULL, NULL, NULL, NULL, 123456789012345, 1e300, NULL, NULL, '9999-12-31 23:59:59', NULL, '00:00', NULL, '{{}}', NULL, '\\.', 'never');
CREATE TABLE lonely (note text); INSERT INTO lonely VALUES (NULL), ('x'), (NULL), ('');
GRANT SELECT ON lonely TO reader;
GRANT SELECT (id, t, u, m, p, small, price, big, f, ok, d, ts, tz, at, raw, doc, tags, "Say ""hi""") ON "odd ""t" TO reader;
'''
COLUMNS = [("id", "integer", "", "primaryKey: true, required: true"), ("t", "string", "", ""), ("u", "string", "uuid", ""), ("m", "string", "", ""), ("p", "integer", "int", ""),
           ("small", "integer", "smallint", ""), ("price", "number", "decimal(10,2)", ""), ("big", "number", "", ""), ("f", "number", "", ""), ("ok", "boolean", "", ""),
           ("d", "date", "", ""), ("ts", "timestamp", "timestamp", ""), ("tz", "timestamp", "", ""), ("at", "time", "", ""), ("raw", "string", "bytea", ""),
           ("doc", "object", "", "properties: [{name: a, logicalType: integer}, {name: b, logicalType: string}]"), ("tags", "array", "", "items: {logicalType: string}"),
           ("said", "string", "", "physicalName: 'Say \"hi\"'")]
TWO_TABLES = "  - name: things\n    physicalName: '" + NAME + "'\n    properties:\n{columns}  - name: lonely\n    properties:\n      - {{name: note, logicalType: string}}\n"


def values(case):
    case.state(TWO_TABLES.format(columns=listed(COLUMNS)), case.servers())
    case.run("apply", "--yes")
    rows = case.query("SELECT * FROM shop.things ORDER BY id")
    first = [1, 'line\nbreak, "quoted" \\N \t end\r', "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "it's ok", 7, -3, "12345678.90", 0.1, "NaN", True, "2026-02-28",
             "2026-01-01T00:00:00.123456", "2026-03-29T01:00:00.500000Z", "23:59:59.999999", "AP8K", {"a": 1, "b": 'x,"y'}, ["a", "b,c", None], "hi"]
    second = [2, "", None, None, None, None, None, None, "-Infinity", False, "0001-01-01", None, None, None, "", None, [], None]
    third = [3, None, None, None, None, None, None, 123456789012345, 1e300, None, None, "9999-12-31T23:59:59", None, "00:00:00", None, {"a": None, "b": None}, None, "\\."]
    for row, expected in zip(rows, (first, second, third)):
        for found, value, column in zip(row, expected, COLUMNS):
            case.expect(f"row {expected[0]}, column {column[0]}", found, value)
    case.expect("rows", len(rows), 3)
    case.expect("a table of one column", sorted(map(str, case.query("SELECT note FROM shop.lonely"))), sorted(map(str, [[None], ["x"], [None], [""]])))


def hostile_texts(case):
    """Values that look like the ends of rows, one longer than a line may be, and bytes that are no text."""
    case.execute("INSERT INTO lonely SELECT E'\"\\n' || n || E',a,\"b\\r\\n\\\\.\\n\"' FROM generate_series(1, 40000) n; INSERT INTO lonely VALUES (repeat('x', 3000000))")
    case.refresh(0)
    there = case.execute("SELECT count(*), count(DISTINCT note), sum(length(note)) FROM lonely")[0]
    case.expect("texts", case.query("SELECT count(*), count(DISTINCT note), sum(length(note)) FROM shop.lonely"), [[there[0], there[1], str(there[2])]])
    case.execute("DELETE FROM lonely WHERE length(note) > 1")
    case.execute("CREATE DATABASE raw ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    with psycopg.connect(case.server.address.replace("dbname=postgres", "dbname=raw"), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA \"sh\"\"op\"; CREATE TABLE \"sh\"\"op\".lonely (note text); INSERT INTO \"sh\"\"op\".lonely VALUES ('ok'), (E'\\xff'); "
                           "GRANT USAGE ON SCHEMA \"sh\"\"op\" TO reader; GRANT SELECT ON \"sh\"\"op\".lonely TO reader")
    path = os.path.join(case.folder, "raw.odcs.yaml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(contract("raw", case.servers().replace("database: postgres", "database: raw"), "  - name: lonely\n    properties:\n      - {name: note, logicalType: string}\n"))
    told = case.run("contract", "test", path, code=1).stdout
    case.expect("bytes that are no text", 'invalid byte sequence for encoding "UTF8": 0xff' in told, True)
    case.refresh(0)


def bad_values(case):
    """What does not fit is a finding with the key, and what was there is served on."""
    for column, value, said in (("tz", "'infinity'", "infinity"), ("d", "'infinity'", "infinity"), ("big", "'NaN'", None), ("d", "'0044-03-15 BC'", "0044-03-15 BC"),
                                ("big", "12345678901234567890.5", "12345678901234567890.5"), ("doc", "'[1]'", "[1]"), ("doc", "'{\"a\": 1.5}'", '{"a": 1.5}')):
        case.execute(f"INSERT INTO \"odd \"\"t\" (id, {column}) VALUES (77, {value})")
        told = case.refresh(1 if said else 0)
        if said:
            case.expect(f"the finding of {column} = {value}", f"error[HNS-C002]: row id = 77, column `{column}` of `things`: `{said}` is not of the column's type" in told, True)
            case.expect("rows served on", case.query("SELECT count(*) FROM shop.things"), [[3]])
        case.execute("DELETE FROM \"odd \"\"t\" WHERE id = 77")
        case.refresh(0)


def drift(case):
    """A column that went, one that changed its type, a table that went, rights that went."""
    for change, back, said in (
            ("ALTER TABLE \"odd \"\"t\" RENAME price TO cost", "ALTER TABLE \"odd \"\"t\" RENAME cost TO price", "error[HNS-C001]: the source of the table `things` lacks the columns `price`"),
            ("ALTER TABLE \"odd \"\"t\" ALTER small TYPE text", "ALTER TABLE \"odd \"\"t\" ALTER small TYPE smallint USING small::smallint",
             "error[HNS-C110]: column `small` of `things` is `text` in the source, the contract has integer\n  = note: contract `shop-orders-files`"),
            ("ALTER TABLE lonely RENAME TO gone", "ALTER TABLE gone RENAME TO lonely", "has no table `sh\"op.lonely`"),
            ("REVOKE SELECT ON lonely FROM reader", "GRANT SELECT ON lonely TO reader", "permission denied for table lonely")):
        case.execute(change)
        told = case.refresh()
        case.expect(change, said in told and f"reads `postgres://{case.address}`" in told, True)
        case.expect("rows served on", case.query("SELECT count(*) FROM shop.things"), [[3]])
        case.execute(back)
    case.refresh(0)


def failures(case):
    told = case.refresh(READER_PASSWORD="sesame-of-another")
    case.expect("a wrong password", f"postgres `{case.address}` does not take the connection" in told and "password authentication failed" in told, True)
    case.expect("it is not told", "sesame-of-another" in told, False)
    del case.environment["READER_PASSWORD"]
    case.expect("no password", "the variable `READER_PASSWORD` has no value" in case.refresh(), True)
    case.environment["READER_PASSWORD"] = SECRET
    path = os.path.join(case.shop, "orders", "files.odcs.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    for was, new, said in (("host: 127.0.0.1", "host: localhost", "HNS-V054"), ("host: 127.0.0.1", "host: '127.0.0.1,127.0.0.2'", "HNS-V054"),
                           ("host: 127.0.0.1", "host: '${ELSEWHERE}'", "is none that may be asked"),
                           ("'${READER_PASSWORD}'", "in-the-open", "has its password in the open")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(was, new))
        done = case.run("apply", "--yes", code=None, ELSEWHERE="localhost")
        told = done.stdout + done.stderr + (case.refresh(None, ELSEWHERE="localhost") if "HNS-V054" != said else "")
        case.expect(f"{new} instead of {was}", said in told, True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    case.run("apply", "--yes")
    case.refresh(0)


def one_moment(case):
    """Two tables that are always changed together are never seen apart, and the session cannot write."""
    case.execute("CREATE FUNCTION slow(text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_catalog.pg_sleep(0.5); RETURN $1; END $$")
    case.execute("ALTER TABLE lonely RENAME TO kept")
    case.execute("CREATE VIEW lonely AS SELECT slow(note) AS note FROM kept; GRANT SELECT ON lonely TO reader; GRANT USAGE ON SCHEMA \"sh\"\"op\" TO reader")
    with psycopg.connect(case.server.address) as connection:
        refreshing = subprocess.Popen([HANSE, "refresh", "orders"], cwd=case.folder, env=case.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for round_number in range(20):
            connection.execute("INSERT INTO \"sh\"\"op\".\"odd \"\"t\" (id) VALUES (%s)", (1000 + round_number,))
            connection.execute("INSERT INTO \"sh\"\"op\".kept VALUES ('more')")
            connection.commit()
            try:
                refreshing.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
    case.expect("the refresh while rows come", refreshing.wait(120), 0)
    things, notes = case.query("SELECT count(*) FROM shop.things WHERE id >= 1000"), case.query("SELECT count(*) FROM shop.lonely WHERE note = 'more'")
    case.expect("rows of one moment", things, notes)
    case.execute("DELETE FROM \"odd \"\"t\" WHERE id >= 1000")
    case.execute("CREATE FUNCTION writes(text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN DELETE FROM \"sh\"\"op\".kept; RETURN $1; END $$")
    case.execute("CREATE OR REPLACE VIEW lonely AS SELECT \"sh\"\"op\".writes(note) AS note FROM kept")
    case.expect("a view that writes", "cannot execute DELETE in a read-only transaction" in case.refresh(), True)
    case.execute("DROP VIEW lonely; DELETE FROM kept WHERE note = 'more'; ALTER TABLE kept RENAME TO lonely")
    case.refresh(0)


def contract_test(case):
    path = os.path.join(case.folder, "lone.odcs.yaml")
    columns = [(name, logical, {"integer": "bigint", "timestamp": "", "number": ""}.get(logical, physical) if name == "id" else "", more) for name, logical, physical, more in COLUMNS]
    columns[2] = ("u", "string", "uuid", "")
    columns[6] = ("price", "number", "numeric(10, 2)", "logicalTypeOptions: {maximum: 100}")
    columns[10] = ("d", "date", "varchar(10)", "required: true")
    with open(path, "w", encoding="utf-8") as file:
        file.write(contract("lone", case.servers(), TWO_TABLES.format(columns=listed(columns))))
    case.execute("INSERT INTO \"odd \"\"t\" (id, big, tz) VALUES (88, 1, '-infinity')")
    done = case.run("contract", "test", path, "--output", "json", code=1)
    document = json.loads(done.stdout)
    things = next(table for table in document["tables"] if table["table"] == "things")
    found = {check["id"]: (check["verdict"], [row.get("key") for row in check["failing"]] if "failing" in check else [row.get("key") for row in check.get("rows", [])])
             for check in things["checks"]}
    case.expect("the source", things["source"], f"`postgres://{case.address}`")
    case.expect("rows", things["rows"], 4)
    for name, expected in (("things.id.logicalType", ("passed", [])), ("things.id.physicalType", ("passed", [])), ("things.u.physicalType", ("passed", [])),
                           ("things.price.physicalType", ("passed", [])), ("things.d.physicalType", ("failed", [])), ("things.tz.logicalType", ("failed", ["id = 88"])),
                           ("things.price.maximum", ("failed", ["id = 1"])), ("things.d.required", ("failed", ["id = 3", "id = 88"])), ("things.tags.logicalType", ("passed", []))):
        case.expect(name, found.get(name), expected)
    case.execute("DELETE FROM \"odd \"\"t\" WHERE id = 88")
    # A table that cannot be read hides nothing of the others.
    case.execute("REVOKE SELECT ON lonely FROM reader")
    done = case.run("contract", "test", path, code=1)
    case.expect("the other table", "permission denied for table lonely" in done.stdout and "things" in done.stdout and "id = 1: 12345678.90" in done.stdout, True)
    case.execute("GRANT SELECT ON lonely TO reader")


def gone(case):
    case.server.stop()
    case.expect("no server", f"postgres `{case.address}` does not take the connection" in case.refresh(), True)
    case.expect("rows served on", case.query("SELECT count(*) FROM shop.things"), [[3]])
    left = os.path.join(case.folder, ".hanse", "scratch")
    case.expect("what is left behind", os.listdir(left) if os.path.isdir(left) else [], [])


if __name__ == "__main__":
    play((values, hostile_texts, bad_values, drift, failures, one_moment, contract_test, gone), TABLES)
