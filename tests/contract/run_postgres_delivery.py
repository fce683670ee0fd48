#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A product delivered to a table of a real PostgreSQL: made by the contract, changed by its key in one transaction, the same
after a kill at any moment, and nothing of anybody else's touched."""
import json
import os
import random
import subprocess
import time

import psycopg

from postgres_mesh import HANSE, contract, listed, play

COLUMNS = [("id", "integer", "", "primaryKey: true, required: true"), ("'odd \"c'", "string", "", ""), ("price", "number", "decimal(10,2)", ""), ("f", "number", "", ""), ("ok", "boolean", "", ""),
           ("d", "date", "", ""), ("tz", "timestamp", "", ""), ("raw", "string", "blob", ""), ("tags", "array", "", "items: {logicalType: string}"),
           ("doc", "object", "", "properties: [{name: a, logicalType: integer}]")]
TABLE = "  - name: things\n    physicalName: 'odd \"t'\n    properties:\n{columns}"
SOURCE = "  - name: things\n    properties:\n{columns}"
ROWS = [[1, 'line\nbreak "q"', "12345678.90", 0.1, "true", "2026-02-28", "2026-01-01T00:00:00.5Z", "AP8K", '["a","b,c",null]', '{"a":1}'],
        [2, "", None, "NaN", "false", None, None, "", "[]", None], [3, "\\.", None, None, None, None, None, None, None, None]]
OTHER = 'CREATE TABLE other (id bigint); INSERT INTO other VALUES (7); CREATE TABLE "single" (a bigint); GRANT CREATE, USAGE ON SCHEMA "sh""op" TO reader;'


def write_rows(case, rows):
    with open(os.path.join(case.folder, "data", "things.json"), "w", encoding="utf-8") as file:
        json.dump([{name.strip("'"): (json.loads(value) if name in ("tags", "doc") and value is not None else value)
                    for (name, *_), value in zip(COLUMNS, row)} for row in rows], file)


def state(case, columns=None):
    columns = listed(columns or COLUMNS)
    files = "servers:\n  - {server: f, type: local, path: data/things.json, format: json}\n"
    case.write("files.odcs.yaml", contract("shop-orders-files", files, SOURCE.format(columns=columns)))
    case.write("orders.odcs.yaml", contract("shop-orders", case.servers(), TABLE.format(columns=columns)))


def made(case):
    write_rows(case, ROWS)
    state(case)
    case.run("apply", "--yes")
    expected = [(1, 'line\nbreak "q"', "12345678.90", "0.1", "true", "2026-02-28", "2026-01-01 00:00:00.5+00", "\\x00ff0a", '{a,"b,c",NULL}', '{"a": 1}'),
                (2, "", None, "NaN", "false", None, None, "\\x", "{}", None), (3, "\\.", None, None, None, None, None, None, None, None)]
    with psycopg.connect(case.server.address) as connection:
        connection.execute("SET timezone = 'UTC'; SET search_path = \"sh\"\"op\"")
        found = connection.execute('SELECT id, "odd ""c", price::text, f::text, ok::text, d::text, tz::text, raw::text, tags::text, doc::text FROM "odd ""t" ORDER BY id').fetchall()
    case.expect("rows as they were published", found, expected)
    case.expect("the key", case.execute("SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname = 'odd \"t' AND indisprimary"), [(1,)])


def changed(case):
    """By the key: an unchanged row is not written again, a vanished one goes, a column of somebody else's stays."""
    case.execute('ALTER TABLE "odd ""t" ADD COLUMN theirs text DEFAULT \'kept\'')
    before = dict(case.execute('SELECT id, xmin::text FROM "odd ""t"'))
    write_rows(case, [ROWS[0], [2, "new"] + ROWS[1][2:], [4, "added"] + [None] * 8])
    case.refresh(0)
    after = dict(case.execute('SELECT id, xmin::text FROM "odd ""t"'))
    case.expect("rows", sorted(after), [1, 2, 4])
    case.expect("an unchanged row", after[1], before[1])
    case.expect("values", case.execute('SELECT id, "odd ""c", theirs FROM "odd ""t" ORDER BY id'), [(1, ROWS[0][1], "kept"), (2, "new", "kept"), (4, "added", "kept")])
    state(case, COLUMNS + [("more", "integer", "", "")])
    case.run("apply", "--yes")
    case.expect("a new column", case.execute("SELECT count(*), count(more) FROM \"odd \"\"t\""), [(3, 0)])
    state(case)
    case.run("apply", "--yes")
    case.expect("a column that left the contract", case.execute("SELECT count(*) FROM information_schema.columns WHERE table_name = 'odd \"t' AND column_name IN ('more', 'theirs')"), [(2,)])


def failed(case):
    """Refused, it is told, what was published is served, and the next refresh delivers it."""
    case.execute('ALTER TABLE "odd ""t" ADD CONSTRAINT no_five CHECK (id <> 5)')
    write_rows(case, [ROWS[0], [5, "five"] + [None] * 8])
    told = case.refresh(1)
    case.expect("the finding", "error[HNS-C111]: `things` was published, and not delivered:" in told and 'violates check constraint "no_five"' in told, True)
    case.expect("published", case.query("SELECT id FROM shop.things ORDER BY id"), [[1], [5]])
    case.expect("all or nothing", sorted(row[0] for row in case.execute('SELECT id FROM "odd ""t"')), [1, 2, 4])
    status = json.loads(case.run("status", "--output", "json").stdout)
    case.expect("status", "not delivered" in json.dumps(status), True)
    case.execute('ALTER TABLE "odd ""t" DROP CONSTRAINT no_five')
    case.refresh(0)
    case.expect("the next refresh", sorted(row[0] for row in case.execute('SELECT id FROM "odd ""t"')), [1, 5])


def listed_targets(case):
    path = os.path.join(case.folder, "mesh.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace("targets", "sources"))
    done = case.run("apply", "--yes", code=None)
    case.expect("an unlisted target", "HNS-V051" in done.stdout + done.stderr, True)
    told = case.refresh(1)
    case.expect("it is not written to", "is none that may be written to" in told, True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    case.run("apply", "--yes")
    case.refresh(0)


def killed(case):
    """At a moment by chance: the table is as before or after, and one refresh makes it right."""
    seed = int(os.environ.get("HANSE_SEED") or random.randrange(1 << 30))
    print("seed", seed)
    chance = random.Random(seed)
    big = [[number, f"row {number}"] + [None] * 8 for number in range(20_000)]
    write_rows(case, big)
    start = time.monotonic()
    case.refresh(0)
    took = time.monotonic() - start
    for round_number in range(4):
        for row in big:
            row[1] = f"row {row[0]} of {round_number}"
        write_rows(case, big)
        process = subprocess.Popen([HANSE, "refresh", "orders"], cwd=case.folder, env=case.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.random() * took)
        process.kill()
        process.wait()
        kinds = case.execute("SELECT count(DISTINCT split_part(\"odd \"\"c\", ' of ', 2)), count(*) FROM \"odd \"\"t\"")
        case.expect("one round or the other", kinds, [(1, 20_000)])
        case.refresh(0)
        case.expect("the round", case.execute(f"SELECT count(*) FROM \"odd \"\"t\" WHERE \"odd \"\"c\" LIKE '% of {round_number}'"), [(20_000,)])


def without_key(case):
    case.execute('DROP TABLE "odd ""t"')
    write_rows(case, [[1, "a"] + [None] * 8, [1, "a"] + [None] * 8, [None, None] + [None] * 8])
    state(case, [("id", "integer", "", "")] + COLUMNS[1:])
    case.run("apply", "--yes")
    case.expect("all rows, the same ones too", case.execute('SELECT id, "odd ""c" FROM "odd ""t" ORDER BY id'), [(1, "a"), (1, "a"), (None, None)])
    case.refresh(0)
    case.expect("again", case.execute('SELECT count(*) FROM "odd ""t"'), [(3,)])
    case.expect("a table of somebody else's", case.execute("SELECT id FROM other"), [(7,)])


if __name__ == "__main__":
    play((made, changed, failed, listed_targets, killed, without_key), OTHER, stores="targets: ['postgres://{address}']")
