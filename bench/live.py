# SPDX-License-Identifier: Apache-2.0
"""A live product over PostgreSQL, asked by psql at the PostgreSQL door, against psql on the same server: wall time of a command."""
import os
import statistics
import subprocess
import time

from make_mesh import write
from one_domain import begin, describe_domain, open_to_analysts, product, register
from postgres import BIN, Postgres, wait_for
from results import ROOT
from server import Server, run

ROWS, ROUNDS = 1_000_000, 21
GOAL = 1.3
READER = "reader"
COLUMNS = [("id", "integer", "bigint"), ("code", "string", "varchar"), ("part", "integer", "integer"), ("amount", "number", "decimal(12,2)"), ("seen", "timestamp", "timestamp")]
STATEMENTS = {"one row by its key": "SELECT id, code, amount FROM {table} WHERE id = 765432", "1,000 rows of a range": "SELECT id, amount FROM {table} WHERE id BETWEEN 5000 AND 5999 ORDER BY id",
              "the first 100 rows": "SELECT * FROM {table} LIMIT 100", "2,000 rows by a condition without an index": "SELECT id, seen FROM {table} WHERE part = 77 ORDER BY id"}
ABOUT = """## A live product over PostgreSQL

{rows:,} rows × 5 columns in PostgreSQL 15, asked by `psql` at Hanse's PostgreSQL door through a product with `materialization: live`, and by `psql` on the server itself: the wall
time of the whole command, median of {rounds} in turn; both sign in by SCRAM-SHA-256. Columns, conditions and limits go to the server; the rows are compared first.

| | hanse, ms | PostgreSQL, ms | |
|---|---|---|---|
"""


def make(folder: str, port: int) -> str:
    begin(folder)
    register(folder, ("live", "Live"), "bench", f"stores: {{sources: ['postgres://127.0.0.1:{port}/postgres']}}\n")
    describe_domain(folder, "bench", "Bench")
    open_to_analysts(folder, "bench")
    product(folder, "bench", "rows", "".join(
        f"      - name: {name}\n        logicalType: {logical}\n        physicalType: {physical}\n        description: A column.\n        classification: internal\n" for name, logical, physical in COLUMNS))
    with open(os.path.join(folder, "domains/bench/rows/product.odps.yaml"), "a", encoding="utf-8") as out:
        out.write("customProperties:\n  - {property: materialization, value: live}\n")
    write(folder, "domains/bench/rows/file.odcs.yaml",
          "apiVersion: v3.2.0\nkind: DataContract\nid: rows-file\nversion: 1.0.0\nstatus: active\nservers:\n"
          f"  - {{server: s, type: postgres, host: 127.0.0.1, port: {port}, database: postgres, schema: public, customProperties: [{{property: user, value: postgres}}]}}\n")
    run(folder, "apply", "--yes")
    return run(folder, "token", "analyst").strip()


def psql(port: int, user: str, database: str, sql: str, password: str = "") -> tuple:
    start = time.perf_counter()
    done = subprocess.run([f"{BIN}/psql", "-X", "-A", "-t", "-h", "127.0.0.1", "-p", str(port), "-U", user, "-d", database, "-c", sql], capture_output=True, text=True,
                          env={**os.environ, "PGPASSWORD": password, "PGSSLMODE": "disable", "PGTZ": "UTC"})
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return time.perf_counter() - start, done.stdout


def let_in_by_password(peer: Postgres) -> None:
    """A role that signs in as whoever asks Hanse does."""
    path = os.path.join(peer.folder, "data", "pg_hba.conf")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"host all {READER} 127.0.0.1/32 scram-sha-256\n{text}")
    psql(peer.port, "postgres", "postgres", f"CREATE ROLE {READER} LOGIN PASSWORD '{READER}'")
    psql(peer.port, "postgres", "postgres", f"GRANT SELECT ON rows TO {READER}")
    psql(peer.port, "postgres", "postgres", "SELECT pg_reload_conf()")
    time.sleep(1)


def measure(folder: str) -> dict:
    with Postgres(folder + "-postgres") as peer:
        wait_for(peer.port)
        psql(peer.port, "postgres", "postgres", "CREATE TABLE rows AS SELECT i::bigint AS id, ('code-' || i % 1000)::varchar AS code, (i % 500)::integer AS part, "
             f"(i / 8.0)::numeric(12,2) AS amount, '2020-01-01'::timestamp + i * interval '1 second' AS seen FROM generate_series(1, {ROWS}) i")
        psql(peer.port, "postgres", "postgres", "ALTER TABLE rows ADD PRIMARY KEY (id)")
        psql(peer.port, "postgres", "postgres", "VACUUM (FREEZE, ANALYZE) rows")
        let_in_by_password(peer)
        token = make(folder, peer.port)
        times = {}
        with Server(folder, "--listen-pg", "127.0.0.1:0") as server:
            for name, sql in STATEMENTS.items():
                ours = lambda: psql(server.postgres_port, "analyst", "live", sql.format(table="bench.rows"), token)  # noqa: E731,B023
                theirs = lambda: psql(peer.port, READER, "postgres", sql.format(table="rows"), READER)  # noqa: E731,B023
                if len(ours()[1].splitlines()) != len(theirs()[1].splitlines()) or ("LIMIT" not in sql and ours()[1] != theirs()[1]):
                    raise RuntimeError(f"{name}: the rows differ from PostgreSQL's")
                times[name] = [statistics.median(all_of) for all_of in zip(*[(ours()[0], theirs()[0]) for _ in range(ROUNDS)])]
        return times


def report(results) -> None:
    what = "a live query with push-down by psql, against psql on the same server"
    try:
        times = measure(os.path.join(ROOT, "build", "bench", "live"))
    except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
        return results.failed("live", what, str(problem), "×", GOAL, "PostgreSQL 15")
    page = ABOUT.format(rows=ROWS, rounds=ROUNDS)
    for name, (ours, theirs) in times.items():
        page += f"| {name} | {ours * 1e3:.1f} | {theirs * 1e3:.1f} | {ours / theirs:.2f} × |\n"
        results.add(f"live-{name.replace(' ', '-').replace(',', '')}", f"{what}: {name}", ours / theirs, "×", GOAL, "PostgreSQL 15")
    results.page(page)
