# SPDX-License-Identifier: Apache-2.0
"""Commands that would make somebody else of the asker, write, read or write files, run programs, or listen."""
import os

from wire import SYNC, bind, execute, parse, query

TABLE = "flight_operations.departures"
READ_ONLY, DENIED, UNKNOWN, SYNTAX, NOT_HERE = "25006", "42501", "42704", "42601", "0A000"
CLEAR = f"SELECT count(*) FROM {TABLE} WHERE origin = 'EWR'"  # rows that the analyst never sees

BECOMING = {
    "SET ROLE engineer": {SYNTAX}, "SET ROLE 'engineer'": {SYNTAX}, "SET LOCAL ROLE engineer": {None}, "BEGIN; SET LOCAL ROLE engineer": {SYNTAX}, "SET SESSION ROLE engineer": {SYNTAX}, "SET role = engineer": {SYNTAX},
    "SET role TO operator": {SYNTAX}, "SET ROLE NONE": {None}, "RESET ROLE": {None}, "SET SESSION AUTHORIZATION engineer": {NOT_HERE}, "SET SESSION AUTHORIZATION 'engineer'": {NOT_HERE},
    "SET SESSION AUTHORIZATION DEFAULT": {NOT_HERE}, "SET LOCAL SESSION AUTHORIZATION engineer": {UNKNOWN, SYNTAX, NOT_HERE}, "SET session_authorization = engineer": {DENIED}, "SET \"session_authorization\" = 'engineer'": {DENIED},
    "SET SESSION_AUTHORIZATION TO engineer": {DENIED}, "RESET SESSION AUTHORIZATION": {None, SYNTAX, UNKNOWN}, "SET is_superuser = on": {DENIED}, "SET \"IS_SUPERUSER\" TO 'on'": {DENIED}, "SET row_security = off": {None},
    "SET search_path = flight_operations": {None}, "SET search_path TO pg_catalog, hanse_pg": {None}, "SET transaction_read_only = off": {SYNTAX}, "SET default_transaction_read_only = off": {SYNTAX},
    "SET in_hot_standby = off": {DENIED}, "SET TRANSACTION READ WRITE": {READ_ONLY}, "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE": {READ_ONLY}, "BEGIN READ WRITE": {READ_ONLY},
    "START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE": {READ_ONLY}, "SET hanse.purpose = 'nothing'": {None}, "SET hanse.auth = 'none'": {SYNTAX}, "SET hanse.user = engineer": {UNKNOWN}, "SET user = engineer": {UNKNOWN},
    "SELECT set_config('role', 'engineer', false)": {SYNTAX}, "SELECT set_config('session_authorization', 'engineer', false)": {DENIED}, "SELECT set_config('is_superuser', 'on', true)": {None}, "BEGIN; SELECT set_config('is_superuser', 'on', true)": {DENIED},
    "SELECT pg_catalog.set_config('transaction_read_only', 'off', false)": {SYNTAX}, "SELECT set_config('search_path', 'flight_operations', false)": {None}, f"SELECT set_config('role', carrier, false) FROM {TABLE}": {NOT_HERE},
    "SELECT set_config((SELECT 'role'), 'engineer', false)": {NOT_HERE, SYNTAX}, "ALTER ROLE analyst SET role = engineer": {READ_ONLY}, "ALTER SYSTEM SET limits = 0": {READ_ONLY}, "GRANT engineer TO analyst": {READ_ONLY},
    "CREATE ROLE root SUPERUSER": {READ_ONLY}, "ALTER USER analyst WITH SUPERUSER": {READ_ONLY}, "SET statement_timeout = -1": {SYNTAX}, "SET statement_timeout = 0": {None}, "SET statement_timeout = '99999999999999999999s'": {SYNTAX},
    "SET statement_timeout = '9223372036854775807min'": {SYNTAX, None},
    "SET enable_external_access = true": {UNKNOWN}, "PRAGMA enable_external_access": {NOT_HERE, SYNTAX}, "SET lock_configuration = false": {UNKNOWN}, "SET GLOBAL threads = 100": {SYNTAX, UNKNOWN}, "USE hanse_pg": {NOT_HERE, SYNTAX, UNKNOWN},
}

WRITING = [
    f"INSERT INTO {TABLE} VALUES (1)", f"UPDATE {TABLE} SET carrier = 'x'", f"DELETE FROM {TABLE}", f"TRUNCATE {TABLE}", f"MERGE INTO {TABLE} USING {TABLE} s ON true WHEN MATCHED THEN DELETE", "CREATE TABLE t (a int)",
    "CREATE TEMP TABLE t AS SELECT 1", "CREATE VIEW v AS SELECT 1", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", "CREATE MACRO m() AS 1", "CREATE EXTENSION dblink", "CREATE SCHEMA s", "CREATE SECRET s (TYPE s3)",
    f"DROP TABLE {TABLE}", "DROP SCHEMA flight_operations CASCADE", f"ALTER TABLE {TABLE} ADD COLUMN x int", f"COMMENT ON TABLE {TABLE} IS 'x'", "VACUUM", "VACUUM FULL", "REINDEX DATABASE flights", "CLUSTER",
    "REFRESH MATERIALIZED VIEW v", "DO $$ BEGIN END $$", "CALL f()", "GRANT SELECT ON ALL TABLES IN SCHEMA flight_operations TO analyst", f"REVOKE ALL ON {TABLE} FROM engineer", "IMPORT DATABASE '/tmp'",
    f"WITH x AS (DELETE FROM {TABLE} RETURNING *) SELECT * FROM x", f"WITH x AS (INSERT INTO {TABLE} SELECT * FROM {TABLE} RETURNING *) SELECT * FROM x", f"SELECT * INTO t FROM {TABLE}", f"SELECT * FROM {TABLE} FOR UPDATE",
    f"EXPLAIN ANALYZE DELETE FROM {TABLE}", f"LOCK TABLE {TABLE}", "LOCK TABLE pg_class", "EXPORT DATABASE '/tmp/x'", "ATTACH '/etc/passwd' AS x", "DETACH x", "INSTALL httpfs", "LOAD httpfs", "CHECKPOINT", "FORCE CHECKPOINT",
    "NOTIFY x, 'y'", "LISTEN x", "PREPARE TRANSACTION 'x'", "COMMIT PREPARED 'x'", "ROLLBACK PREPARED 'x'", "SECURITY LABEL ON TABLE x IS 'y'", "SET CONSTRAINTS ALL DEFERRED", "SELECT nextval('s')",
    "SELECT lo_import('/etc/passwd')", "SELECT pg_read_file('/etc/passwd')", "SELECT pg_ls_dir('/')", "SELECT pg_terminate_backend(1)", "SELECT pg_cancel_backend(1)", "SELECT pg_sleep(100)", "SELECT dblink('x', 'y')",
    "SELECT pg_reload_conf()", "SELECT pg_switch_wal()", "SELECT pg_advisory_lock(1)", "SELECT query_to_xml('SELECT 1', true, true, '')", "SELECT getenv('PATH')",
]

FILES = [
    "COPY (SELECT 1) TO '{path}'", "COPY (SELECT 1) TO PROGRAM 'touch {path}'", f"COPY {TABLE} TO '{{path}}'", f"COPY {TABLE} TO PROGRAM 'cat > {{path}}'", f"COPY {TABLE} FROM '/etc/passwd'", f"COPY {TABLE} FROM PROGRAM 'touch {{path}}'",
    f"COPY {TABLE} FROM STDIN", f"COPY {TABLE} (carrier) FROM STDIN WITH CSV", f"COPY BINARY {TABLE} FROM STDIN", "COPY (SELECT 1) TO 'STDOUT'", 'COPY (SELECT 1) TO "{path}"', "COPY (SELECT 1) TO STDOUT, '{path}'",
    "COPY (SELECT 1) TO STDOUT TO '{path}'", "COPY (SELECT 1) TO STDOUT (FORMAT parquet)", "COPY (SELECT 1) TO STDOUT (FORMAT 'json')", "COPY (SELECT 1) TO STDOUT (PARTITION_BY a)", "COPY (SELECT 1) TO STDOUT (FILE_EXTENSION '{path}')",
    "COPY (SELECT 1) FROM STDOUT", "COPY '/etc/passwd' TO STDOUT", 'COPY "/etc/passwd" TO STDOUT', "COPY (SELECT * FROM '/etc/passwd') TO STDOUT", "COPY (SELECT * FROM read_text('/etc/passwd')) TO STDOUT",
    "COPY (FROM '/etc/passwd') TO STDOUT", "COPY (COPY (SELECT 1) TO '{path}') TO STDOUT", "COPY (DELETE FROM x RETURNING *) TO STDOUT", "COPY FROM DATABASE a TO b", "COPY pg_authid TO PROGRAM 'touch {path}'",
    "COPY (SELECT 1) TO STDOUT (DELIMITER E'\\n')", "COPY (SELECT 1) TO STDOUT (DELIMITER 'ab')", "COPY (SELECT 1) TO STDOUT (DELIMITER '')", "COPY (SELECT 1) TO STDOUT (ENCODING 'LATIN1')", "COPY",
    "COPY (SELECT 1", "COPY (SELECT 1) TO", "COPY (SELECT 1) TO STDOUT (", "COPY (SELECT 1) TO STDOUT (FORMAT", "COPY () TO STDOUT", "COPY TO STDOUT", "EXPLAIN COPY (SELECT 1) TO '{path}'", "PREPARE c AS COPY (SELECT 1) TO '{path}'; EXECUTE c",
]


def both(wire, sql):
    """By a simple query and by an extended one, in order; what is prepared in one message only by the first."""
    yield "simple", wire.ask(query(sql))
    wire.ask(query("ROLLBACK"))
    if ";" not in sql:
        yield "extended", wire.ask(parse(sql), bind(), execute(), SYNC)
        wire.ask(query("ROLLBACK"))


def becoming(arena):
    for sql, states in BECOMING.items():
        with arena.sign_in() as wire:
            for how, seen in both(wire, sql):
                arena.check(f"{how}: {sql}", seen.state in states, f"{seen.state} {seen.told}")
            arena.equal(f"after {sql}: RESET", wire.ask(query("RESET hanse.purpose; RESET TIME ZONE; RESET search_path")).state, None)
            arena.equal(f"after {sql}: the same rows are seen", wire.ask(query(CLEAR)).rows, [[b"0"]])
            who = [wire.ask(query(ask)).rows for ask in ("SHOW session_authorization", "SHOW is_superuser", "SHOW role", "SHOW transaction_read_only", "SELECT current_user")]
            arena.equal(f"after {sql}: the same asker", who, [[[b"analyst"]], [[b"off"]], [[b"none"]], [[b"on"]], [[b"analyst"]]])
            arena.check(f"after {sql}: no name is found by a path", wire.ask(query("SELECT count(*) FROM departures")).state is not None)
    with arena.sign_in("stranger") as wire:
        for sql in ("SET search_path = flight_operations; SELECT * FROM departures", f"SET ROLE NONE; SELECT * FROM {TABLE}", f"SET row_security = off; SELECT * FROM {TABLE}",
                    f"RESET ALL; SELECT * FROM {TABLE}", f"SET hanse.purpose = 'operations'; SELECT * FROM {TABLE}", f"DISCARD ALL; SELECT * FROM {TABLE}"):
            seen = wire.ask(query(sql))
            arena.check(f"a stranger: {sql}", seen.state is not None and not seen.rows, seen.kinds)


def writing(arena):
    with arena.sign_in("engineer") as wire:
        before = wire.ask(query(f"SELECT count(*), min(carrier), max(carrier) FROM {TABLE}")).rows
        for sql in WRITING:
            for how, seen in both(wire, sql):
                arena.check(f"{how}: {sql}", seen.state is not None and not seen.rows, f"{seen.kinds} {seen.rows}")
        arena.equal("nothing was changed", wire.ask(query(f"SELECT count(*), min(carrier), max(carrier) FROM {TABLE}")).rows, before)


def files(arena):
    path = os.path.join(arena.mesh.folder, "written")
    with arena.sign_in("engineer") as wire:
        for template in FILES:
            sql = template.replace("{path}", path)
            for how, seen in both(wire, sql):
                arena.check(f"{how}: {template}", seen.state is not None and not set("GWdD") & set(seen.kinds), f"{seen.kinds} {seen.rows}")
        arena.check("no file was written", not os.path.exists(path))
        arena.equal("the connection goes on", wire.ask(query("SELECT 1")).rows, [[b"1"]])


def attempts(arena):
    for kind in (becoming, writing, files):
        kind(arena)
