#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients that others wrote, unchanged, against PostgreSQL's protocol: psql's listings, psycopg, asyncpg, SQLAlchemy's
reflection, pgJDBC's metadata, pgbench. What they show is held against clients.golden; `--update` writes it anew."""
import asyncio
import datetime
import decimal
import os
import re
import subprocess
import sys
import tempfile

import asyncpg
import psycopg
import sqlalchemy
from psycopg.types import TypeInfo

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))
from flights import Checks, Mesh  # noqa: E402  (what other drivers share)

GOLDEN = os.path.join(HERE, "clients.golden")
JDBC = "/usr/share/java/postgresql.jar"
TABLE = "flight_operations.departures"
LISTINGS = [r"\l", r"\dn", r"\dn+", r"\d", r"\dt", r"\dt+", r"\dt fleet.*", r"\dv", rf"\d {TABLE}", rf"\d+ {TABLE}",
            r"\d insights.aircraft_use", r"\d nothing.here", r"\d fleet.aircraft_pkey", r"\di", r"\du", rf"\dp {TABLE}", r"\df", r"\dT nothing", r"\dx",
            r"\db", r"\dO", r"\dm", r"\ds", r"\dD", r"\dL", r"\ddp", r"\drds", r"\dC", r"\do nothing", r"\dd", r"\conninfo", r"\encoding"]
STATEMENTS = [
    "SELECT current_user, session_user, current_database(), current_schema(), current_catalog",
    "SELECT version(), current_setting('server_version_num'), pg_is_in_recovery()",
    "SELECT table_schema, table_name, table_type FROM information_schema.tables ORDER BY 1, 2",
    "SELECT column_name, data_type, udt_name, is_nullable FROM information_schema.columns WHERE table_name = 'aircraft' ORDER BY ordinal_position",
    "SELECT schema_name FROM information_schema.schemata ORDER BY 1",
    f"SELECT has_table_privilege('{TABLE}', 'SELECT'), has_table_privilege('{TABLE}', 'INSERT')",
    f"SELECT obj_description('{TABLE}'::regclass, 'pg_class'), col_description('{TABLE}'::regclass, 12)",
    f"SELECT '{TABLE}'::regclass, '{TABLE}'::regclass::oid = (SELECT oid FROM pg_class WHERE relname = 'departures')",
    "SELECT 'int8'::regtype, 20::regtype, 'fleet'::regnamespace",
    "SELECT set_config('application_name', 'x', false), current_setting('jit')",
    "SELECT relname FROM pg_class WHERE relnamespace = 'fleet'::regnamespace AND relkind = ANY('{r,v}') ORDER BY 1",
    "WITH pg_class AS (SELECT 1 AS mine) SELECT * FROM pg_class",
]
REFUSED = [
    (f"SELECT * FROM pg_class, {TABLE}", "0A000"),
    ("SELECT * FROM pg_class, nothing.here", "0A000"),
    ("SELECT hanse_oid('x') FROM pg_class", "0A000"),
    ("SELECT * FROM hanse_pg.hanse_tables", "42P01"),
    ("SELECT * FROM pg_class, hanse_pg.hanse_tables", "0A000"),
    ("SELECT * FROM pg_class, duckdb_tables()", "0A000"),
    ("SELECT * FROM pg_class, read_text('/etc/passwd')", "0A000"),
    ("SELECT pg_read_file('/etc/passwd') FROM pg_class", "0A000"),
    ("SELECT relname FROM pg_catalog.pg_class WHERE (SELECT count(*) FROM range(10) r) = getvariable('x')", "0A000"),
    ("SELECT * FROM pg_nothing", "42P01"),
    ("SELECT nothing FROM pg_class", "42601"),
    ("SELECT set_config('hanse.nothing', 'x', false)", "42704"),
    ("SELECT set_config('is_superuser', 'on', false)", "42501"),
    ("SELECT repeat(relname, 100000000) FROM pg_class", "0A000"),
]


def psql(port, user, token, *words):
    done = subprocess.run(["psql", "-X", "-h", "127.0.0.1", "-p", str(port), "-U", user, "-d", "flights", *words], capture_output=True,
                          text=True, timeout=120, env={**os.environ, "PGPASSWORD": token, "PGTZ": "UTC"})
    return done.stdout + done.stderr


def listings(port, user, token, commands):
    words = [word for command in commands for word in ("-c", rf"\echo == {command.replace(chr(92), chr(92) * 2)}", "-c", command)]
    return psql(port, user, token, *words).replace(str(port), "PORT")


def reflection(port, token):
    engine = sqlalchemy.create_engine(f"postgresql+psycopg://analyst:{token}@127.0.0.1:{port}/flights")
    seen = sqlalchemy.inspect(engine)
    out = [f"schemas {seen.get_schema_names()} default {seen.default_schema_name}"]
    for schema in ("flight_operations", "insights", "nothing", None):
        out.append(f"{schema}: tables {sorted(seen.get_table_names(schema=schema))} views {seen.get_view_names(schema=schema)}")
    at = {"table_name": "departures", "schema": "flight_operations"}
    out += [f"{column['name']} {column['type']!r} {column['nullable']} {column['comment']}" for column in seen.get_columns(**at)]
    out += [f"{key} {what(**at)}" for key, what in (
        ("key", seen.get_pk_constraint), ("foreign keys", seen.get_foreign_keys), ("indexes", seen.get_indexes),
        ("unique", seen.get_unique_constraints), ("checks", seen.get_check_constraints), ("comment", seen.get_table_comment),
        ("options", seen.get_table_options), ("there", seen.has_table))]
    out.append(f"enums {seen.get_enums()} sequences {seen.get_sequence_names()} nothing {seen.has_table('nothing', schema='fleet')}")
    tables = sqlalchemy.MetaData()
    tables.reflect(bind=engine, schema="flight_operations", views=True)
    departures = tables.tables[TABLE]
    with engine.connect() as connection:
        where = departures.c.carrier == sqlalchemy.bindparam("carrier")
        asked = sqlalchemy.select(sqlalchemy.func.count()).select_from(departures).where(where)
        out.append(f"reflected {sorted(tables.tables)}: {connection.execute(asked, {'carrier': 'AA'}).scalar()}")
    engine.dispose()
    return "\n".join(out) + "\n"


def jdbc(port, token):
    done = subprocess.run(["java", "-cp", JDBC, os.path.join(HERE, "Metadata.java"), f"jdbc:postgresql://127.0.0.1:{port}/flights",
                           "analyst", token, *TABLE.split(".")], capture_output=True, text=True, timeout=300)
    return done.stdout + done.stderr


def with_psycopg(checks, port, token):
    how = {"host": "127.0.0.1", "port": port, "user": "analyst", "password": token, "dbname": "flights"}
    with psycopg.connect(**how) as connection:
        checks.equal("psycopg knows types", [TypeInfo.fetch(connection, name).oid for name in ("text", "numeric", "timestamptz")], [25, 1700, 1184])
        checks.equal("and one that is not", TypeInfo.fetch(connection, "nothing"), None)
        with connection.cursor(name="rows") as cursor:
            cursor.itersize = 10
            cursor.execute(f"SELECT carrier FROM {TABLE} ORDER BY ALL LIMIT 25")
            checks.equal("a cursor on the server", (len(cursor.fetchmany(3)), len(list(cursor))), (3, 22))
        checks.equal("values out and in", connection.execute("SELECT %s + 1, %s::text, %s::date", (5, "x", datetime.date(2020, 1, 2))).fetchone(),
                     (6, "x", datetime.date(2020, 1, 2)))
        with connection.cursor(binary=True) as cursor:
            checks.equal("binary", cursor.execute("SELECT 1.25::DECIMAL(5,2), true, 'x', [1, 2]::INTEGER[], TIMESTAMPTZ '2020-01-01'").fetchone(),
                         (decimal.Decimal("1.25"), True, "x", [1, 2], datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)))
        with connection.cursor().copy(f"COPY (SELECT carrier, flight FROM {TABLE} ORDER BY ALL LIMIT 2) TO STDOUT") as copy:
            checks.equal("copy", list(copy.rows()), [("9E", "2900"), ("9E", "2900")])
        with connection.pipeline():
            first, second = connection.execute("SELECT 1"), connection.execute("SELECT 2")
            checks.equal("a pipeline", (first.fetchone(), second.fetchone()), ((1,), (2,)))
        try:
            connection.execute("INSERT INTO fleet.aircraft VALUES (1)")
        except psycopg.errors.ReadOnlySqlTransaction as error:
            checks.true("writing is refused", "nothing can be changed" in str(error), error)
        connection.rollback()
        connection.autocommit = True
        for number in range(8):
            connection.execute(f"SELECT count(*) FROM {TABLE} WHERE flight = %s", (number,), prepare=True)
        for sql, state in REFUSED:
            try:
                connection.execute(sql)
                checks.true(sql, False, "it answered")
            except psycopg.Error as error:
                checks.equal(sql, error.sqlstate, state)


async def with_asyncpg(checks, port, token):
    how = {"host": "127.0.0.1", "port": port, "user": "analyst", "password": token, "database": "flights"}
    connection = await asyncpg.connect(**how)
    rows = await connection.fetch(f"SELECT carrier, flight FROM {TABLE} WHERE flight = $1 ORDER BY ALL LIMIT 1", 1545)
    checks.equal("asyncpg", [tuple(row) for row in rows], [("DL", 1545)])
    prepared = await connection.prepare(f"SELECT carrier, $1::DATE AS d FROM {TABLE}")
    checks.equal("what a statement gives", [(field.name, field.type.name) for field in prepared.get_attributes()], [("carrier", "text"), ("d", "date")])
    checks.equal("a list in and out", await connection.fetchval("SELECT $1::TEXT[]", ["a", None]), ["a", None])
    async with connection.transaction(readonly=True):
        count = 0
        async for _ in connection.cursor("SELECT unnest(range(1, 1000))", prefetch=100):
            count += 1
    checks.equal("a portal with row limits", count, 999)
    row = await connection.fetchrow("SELECT {'a': 1} AS s, [1, 2]::INTEGER[] AS l, 1.5::DECIMAL(5,2) AS n, INTERVAL '1 day' AS i")
    checks.equal("types that it must look up", tuple(row), ('{"a":1}', [1, 2], decimal.Decimal("1.50"), datetime.timedelta(days=1)))
    await connection.reset()
    names = await connection.fetch("SELECT nspname FROM pg_namespace WHERE nspname = any($1::TEXT[])", ["fleet", "nothing"])
    checks.equal("the catalog with a list", [tuple(name) for name in names], [("fleet",)])
    rows = await connection.fetch("SELECT $1 AS text, typname FROM pg_type WHERE oid = $2", "a", 20)
    checks.equal("of which one parameter could be anything", [tuple(row) for row in rows], [("a", "int8")])
    await connection.close()
    async with asyncpg.create_pool(min_size=1, max_size=2, **how) as pool:
        checks.equal("a pool", [await pool.fetchval("SELECT 1"), await pool.fetchval("SELECT 2")], [1, 2])


def with_pgbench(checks, port, token):
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(f"\\set flight random(1, 60)\nSELECT carrier, flight FROM {TABLE} WHERE flight = :flight ORDER BY ALL LIMIT 1;\n")
        script.flush()
        for mode in ("simple", "extended", "prepared"):
            done = subprocess.run(["pgbench", "-h", "127.0.0.1", "-p", str(port), "-U", "analyst", "-n", "-f", script.name, "-M", mode, "-t", "20",
                                   "-c", "2", "flights"], capture_output=True, text=True, timeout=120, env={**os.environ, "PGPASSWORD": token})
            checks.true(f"pgbench {mode}", done.returncode == 0 and "40/40" in done.stdout, done.stdout + done.stderr)


def only_what_may_be_seen(checks, mesh, port, stranger):
    """Listings hold what the asker may see at that moment, and nothing else."""
    def names():
        return psql(port, "stranger", stranger, "-A", "-t", "-c", "SELECT relname FROM pg_class WHERE relname IN ('departures', 'aircraft')").split()
    for sql in ("SELECT count(*) FROM pg_namespace WHERE nspname = 'flight_operations'", "SELECT count(*) FROM pg_attribute WHERE attname = 'tailnum'",
                "SELECT count(*) FROM information_schema.columns WHERE table_name = 'departures'",
                "SELECT count(*) FROM pg_description WHERE description LIKE '%Registration%'",
                "SELECT count(*) FROM pg_roles WHERE rolname IN ('flight_operations', 'analyst')"):
        checks.equal(f"a stranger: {sql}", psql(port, "stranger", stranger, "-A", "-t", "-c", sql).strip(), "0")
    checks.equal("nothing for a stranger", names(), [])
    granted = mesh.run("grant", "add", "flight_operations/departures", "--to", "user:stranger", "--columns", "carrier,flight", "--output", "json")
    checks.equal("after a grant it is there", names(), ["departures"])
    columns = psql(port, "stranger", stranger, "-A", "-t", "-c",
                   "SELECT column_name FROM information_schema.columns WHERE table_name = 'departures' ORDER BY 1").split()
    checks.equal("with its columns alone", columns, ["carrier", "flight"])
    checks.equal("and no key in part", psql(port, "stranger", stranger, "-A", "-t", "-c", "SELECT count(*) FROM pg_constraint").strip(), "0")
    grant = re.search(r'"id": ?"([^"]+)"', granted.stdout).group(1)
    mesh.run("grant", "revoke", grant)
    checks.equal("and gone after its end", names(), [])


def main():
    checks = Checks()
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        token, stranger = mesh.token("analyst"), mesh.token("stranger")
        port = mesh.serve("--listen-pg", "127.0.0.1:0").postgres_port
        with_psycopg(checks, port, token)
        asyncio.run(with_asyncpg(checks, port, token))
        with_pgbench(checks, port, token)
        only_what_may_be_seen(checks, mesh, port, stranger)
        shown = "".join(f"### {title}\n{text}\n" for title, text in (
            ("psql", listings(port, "analyst", token, LISTINGS)),
            ("psql, who may see nothing", listings(port, "stranger", stranger, [r"\dn", r"\d", rf"\d {TABLE}"])),
            ("statements", psql(port, "analyst", token, *[word for sql in STATEMENTS for word in ("-c", sql)])),
            ("SQLAlchemy", reflection(port, token)), ("pgJDBC", jdbc(port, token))))
    shown = "\n".join(line.rstrip() for line in re.sub(r"decision [0-9a-f]+", "decision ID", shown).splitlines()) + "\n"
    if "--update" in sys.argv:
        with open(GOLDEN, "w", encoding="utf-8") as file:
            file.write(shown)
    with open(GOLDEN, encoding="utf-8") as file:
        expected = file.read()
    for number, (found, wanted) in enumerate(zip(shown.splitlines(), expected.splitlines()), 1):
        if found != wanted:
            checks.equal(f"clients.golden:{number}", found, wanted)
    checks.equal("as much as clients.golden", len(shown.splitlines()), len(expected.splitlines()))
    checks.finish()


main()
