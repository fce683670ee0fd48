#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A live product over a real PostgreSQL: each statement sees the source as it is at that moment, the server's own log shows
which columns, conditions and limits arrive there, policy holds, and nothing else of the server can be reached."""
import json
import os
import re
import sys
import threading
import time

import psycopg

from postgres_mesh import ROOT, SECRET, listed, play

sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from flights import Mesh, until  # noqa: E402

COLUMNS = [("id", "integer", "", "primaryKey: true, required: true"), ("t", "string", "", ""), ("at", "timestamp", "", ""), ("price", "number", "decimal(10,2)", ""), ("d", "date", "", ""),
           ("email", "string", "", "tags: [pii], classification: confidential")]
TABLE = "  - name: things\n    properties:\n{columns}"
ROWS = "CREATE TABLE things (id bigint PRIMARY KEY, t text, at timestamptz, price numeric(10,2), d date, email text, secret text DEFAULT 'hush'); GRANT SELECT ON things TO reader; " \
       "CREATE TABLE other (x text); INSERT INTO other VALUES ('not yours'); GRANT SELECT ON other TO reader; " \
       "INSERT INTO things SELECT n, 'row ' || n % 10, '2026-01-01 00:00+00'::timestamptz + n * interval '1 minute', n / 4.0, '2026-01-01'::date + n % 100, 'm' || n || '@example.org' " \
       "FROM generate_series(1, 1000) n"
ACCESS = "rules:\n  - {rule: analysts, groups: [analysts], tables: ['shop.*'], purposes: [analysis]}\ndiscover: {public: ['*'], internal: [], confidential: [], restricted: []}\npublicReaders: ['*']\n"


def asked(case):
    """What the server was asked for since the last look: (columns, rest) of each COPY."""
    with open(f"{case.server.folder}/log", encoding="utf-8", errors="replace") as file:
        file.seek(getattr(case, "seen", 0))
        text = file.read()
        case.seen = file.tell()
    return [([name for name in re.findall(r'AS "([^"]*)"', columns) if name != " "], rest.strip())
            for columns, rest in re.findall(r'COPY \(SELECT (.*?) FROM "sh""op"\."things" AS t(.*?)\) TO STDOUT', text)]


def query(case, sql, user="seller", code=0):
    done = case.run("query", "--as", user, "--output", "json", sql, code=code)
    return json.loads(done.stdout)["rows"] if code == 0 and done.stdout else done.stderr


def policy(case, name, text):
    os.makedirs(os.path.join(case.folder, "policies", "data"), exist_ok=True)
    with open(os.path.join(case.folder, "policies", "data", name), "w", encoding="utf-8") as file:
        file.write(text)


def first(case):
    case.state(TABLE.format(columns=listed(COLUMNS)), case.servers())
    case.add_to_product("  - {property: materialization, value: live}\n")
    policy(case, "access.yaml", ACCESS)
    case.run("apply", "--yes")
    case.expect("rows", query(case, "SELECT count(*), sum(price) FROM shop.things"), [[1000, "125125.00"]])
    case.execute("INSERT INTO things (id, t) VALUES (5000, 'now')")
    case.expect("this moment", query(case, "SELECT id, t FROM shop.things WHERE id = 5000"), [[5000, "now"]])
    case.execute("DELETE FROM things WHERE id = 5000")
    case.expect("the next moment", query(case, "SELECT id FROM shop.things WHERE id = 5000"), [])


def push_down(case):
    """(statement, columns, rest) as they arrive."""
    everything = [name for name, *_ in COLUMNS]
    for sql, columns, rest in (
            ("SELECT t FROM shop.things WHERE id = 42", ["id", "t"], 'WHERE t."id" = 42'),
            ("SELECT x.t FROM shop.things AS x WHERE x.id BETWEEN 5 AND 7 AND 100 > id AND length(t) > 2", ["id", "t"], 'WHERE t."id" >= 5 AND t."id" <= 7 AND t."id" < 100'),
            ("SELECT * FROM shop.things LIMIT 3", everything, "LIMIT 3"),
            ("SELECT id FROM shop.things WHERE id > 10 AND d <= DATE '2026-02-01' LIMIT 3 OFFSET 4", ["id", "d"], 'WHERE t."id" > 10 AND t."d" <= CAST(\'2026-02-01\' AS date) LIMIT 7'),
            ("SELECT id FROM shop.things WHERE t = 'row ''1' LIMIT 3", ["id", "t"], "WHERE t.\"t\" = CAST('row ''1' AS text) LIMIT 3"),
            ("SELECT id FROM shop.things WHERE id IN (1, 2) AND price < 1.25", ["id", "price"], 'WHERE t."id" IN (1, 2) AND t."price" < 1.25'),
            ("SELECT id FROM shop.things WHERE \"at\" >= '2026-01-01T12:00:00Z'", ["id", "at"], "WHERE t.\"at\" >= CAST('2026-01-01T12:00:00Z' AS timestamptz)"),
            # What the two sides may see differently stays here, and then the limit does.
            ("SELECT id FROM shop.things WHERE t > 'row 5' LIMIT 3", ["id", "t"], ""),
            ("SELECT id FROM shop.things WHERE \"at\" >= '2026-01-01 12:00:00' LIMIT 3", ["id", "at"], ""),
            ("SELECT id FROM shop.things WHERE id = 1 OR id = 2 LIMIT 3", ["id"], ""),
            ("SELECT id FROM shop.things ORDER BY id DESC LIMIT 3", ["id"], ""),
            ("SELECT DISTINCT d FROM shop.things LIMIT 3", ["d"], ""),
            ("SELECT max(id) FROM shop.things LIMIT 3", ["id"], ""),
            ("WITH things AS (SELECT * FROM shop.things) SELECT id FROM things WHERE id = 1 LIMIT 1", everything, ""),
            ("SELECT count(*) FROM shop.things WHERE d > '2026-03-01'", ["d"], "WHERE t.\"d\" > CAST('2026-03-01' AS date)")):
        asked(case)
        rows = query(case, sql)
        case.expect(sql, [(sorted(names), where) for names, where in asked(case)], [(sorted(columns), rest)])
        if "LIMIT" not in sql:
            with psycopg.connect(case.server.address) as connection:
                connection.execute("SET search_path = \"sh\"\"op\"; SET timezone = 'UTC'")
                case.expect(f"rows of {sql}", len(rows), len(connection.execute(sql.replace("shop.", "")).fetchall()))


def one_transaction(case):
    asked(case)
    rows = query(case, "SELECT count(*) FROM shop.things AS a JOIN shop.things AS b USING (id) WHERE a.id <= 10")
    case.expect("a join", (rows, len(asked(case))), ([[10]], 2))
    with open(f"{case.server.folder}/log", encoding="utf-8", errors="replace") as file:
        text = file.read()
    begun = text[text.rindex("BEGIN ISOLATION LEVEL"):]
    case.expect("in one transaction", (begun.startswith("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"), begun.count("COPY (SELECT")), (True, 2))


def policies(case):
    """Masks and filters hold, and no condition on what is masked goes where it is not."""
    masked = query(case, "SELECT email FROM shop.things WHERE id = 5", user="analyst")
    case.expect("a mask", masked != [["m5@example.org"]] and len(masked) == 1, True)
    asked(case)
    case.expect("a condition on a masked column", query(case, "SELECT id FROM shop.things WHERE email = 'm5@example.org' LIMIT 5", user="analyst"), [])
    case.expect("it stays here", [rest for _, rest in asked(case)], [""])
    case.expect("the owner's", query(case, "SELECT id FROM shop.things WHERE email = 'm5@example.org' LIMIT 5"), [[5]])
    policy(case, "filters.yaml", "filters:\n  - {rule: few, source: shop.things.id, operator: lessThan, value: 4}\n")
    case.run("apply", "--yes")
    asked(case)
    case.expect("a filter", query(case, "SELECT id FROM shop.things WHERE id > 1 LIMIT 9", user="analyst"), [[2], [3]])
    case.expect("it arrives", [rest for _, rest in asked(case)], ['WHERE t."id" < 4 AND t."id" > 1 LIMIT 9'])
    case.expect("a stranger", "there is no table" in query(case, "SELECT id FROM shop.things", user="stranger", code=1), True)
    case.expect("nothing was asked", asked(case), [])
    # Where policy's filter stays here, no condition of the asker tells by a failure what it hides.
    policy(case, "filters.yaml", "filters:\n  - {rule: few, source: shop.things.t, operator: notEqual, value: row 5}\n")
    case.run("apply", "--yes")
    asked(case)
    query(case, "SELECT id FROM shop.things WHERE id = 5 LIMIT 9", user="analyst")
    case.expect("all or nothing", [rest for _, rest in asked(case)], [""])
    case.expect("a filter on a column that was not asked for", query(case, "SELECT count(*) FROM shop.things WHERE id <= 20", user="analyst"), [[18]])
    policy(case, "filters.yaml", "filters: []\n")
    case.run("apply", "--yes")


def attacks(case):
    """Another table of the server, its functions, files of other statements: none can be named."""
    for sql in ("SELECT * FROM other", "SELECT * FROM shop.other", 'SELECT * FROM "sh""op".other', "SELECT secret FROM shop.things", "SELECT * FROM postgres_scan('host=127.0.0.1', 'sh', 'other')",
                "SELECT * FROM read_parquet('.hanse/data/.live/*/*.parquet')", "SELECT * FROM '.hanse/data/.live/0.parquet'", "SELECT * FROM shop.things; DROP TABLE things",
                "SELECT * FROM glob('.hanse/data/.live/*')", "SELECT * FROM hanse_given(0)", "SELECT * FROM shop.things, hanse_given(0)", "SELECT * FROM main.hanse_given(0) AS things",
                "WITH hanse_given AS (SELECT 1) SELECT * FROM shop.things, hanse_given(0)", "SELECT (SELECT count(*) FROM hanse_given(0)) FROM shop.things"):
        done = case.run("query", "--as", "seller", "--output", "json", sql, code=None)
        case.expect(sql, (done.returncode != 0, "not yours" in done.stdout, "hush" in done.stdout), (True, False, False))
    for value in ("x' OR true --", "\\' OR 1=1 --", "'; DELETE FROM things; --", "$$;DELETE FROM things;$$"):
        case.expect(value, query(case, "SELECT id FROM shop.things WHERE t = '" + value.replace("'", "''") + "'"), [])
    case.expect("all rows are there", case.execute("SELECT count(*) FROM things"), [(1000,)])
    live = os.path.join(case.folder, ".hanse", "data", ".live")
    case.expect("nothing is left", os.listdir(live) if os.path.isdir(live) else [], [])


# (name, logical and physical type of the contract, type on the server, values that stay, values that are none of the contract's type)
FORMS = [("truth", "boolean", "", "boolean", ["true", "false"], []), ("tiny", "integer", "tinyint", "smallint", ["-128", "127"], ["128", "-129"]),
         ("small", "integer", "smallint", "integer", ["-32768", "32767"], ["32768"]), ("whole", "integer", "integer", "bigint", ["-2147483648", "2147483647"], ["2147483648"]),
         ("large", "integer", "", "bigint", ["-9223372036854775808", "9223372036854775807"], []), ("money", "number", "decimal(12,3)", "numeric", ["-999999999.999", "0.100", "1.5000", "0.00000"], ["0.0001", "1e9", "'NaN'", "'Infinity'"]),
         ("most", "number", "decimal(38,10)", "numeric(38,10)", ["9999999999999999999999999999.9999999999", "-0.0000000001", "10000", "0"], []), ("units", "number", "decimal(9,2)", "integer", ["-9999999", "9999999"], ["10000000"]),
         ("ratio", "number", "", "numeric", ["0.1", "-123456789012.345", "1e20", "0.00000012", "'NaN'", "'-Infinity'", "100000000000000000000000", "1e308", "1e-300"], ["0.1234567890123456", "1234567890123456", "1e309", "1.8e308", "-1e400", "1e-400"]),
         ("count", "number", "", "bigint", ["123456789012345", "-1200000000000000000"], ["9223372036854775807"]), ("real", "number", "real", "real", ["0.1", "-1.5e-30", "'NaN'", "'Infinity'"], []),
         ("double", "number", "", "double precision", ["0.1", "1.7976931348623157e308", "5e-324", "'-Infinity'", "'-0'"], []), ("word", "string", "", "text", ["''", "'a''b'", "E'x\\ny\\tz'", "'größer € 𝄞'", "'\"q\",'", "repeat('long ', 5000)"], []),
         ("short", "string", "", "varchar(9)", ["'NULL'", "' '"], []), ("padded", "string", "", "char(6)", ["'ab'", "'abcdef'"], []), ("document", "string", "", "jsonb", ["'{\"a\": [1, null]}'", "'1'"], []), ("written", "string", "", "json", ["'{ }'"], []),
         ("key", "string", "", "uuid", ["'00000000-0000-0000-0000-000000000000'", "'f47ac10b-58cc-4372-a567-0e02b2c3d479'"], []), ("bytes", "string", "bytea", "bytea", ["'\\x00ff0a'", "''"], []),
         ("day", "date", "", "date", ["'0001-01-01'", "'1969-12-31'", "'9999-12-31'", "'12345-06-07'"], ["'infinity'", "'0001-01-01 BC'"]), ("clock", "time", "", "time", ["'00:00'", "'23:59:59.999999'"], []),
         ("local", "timestamp", "timestamp", "timestamp", ["'0001-01-01'", "'1969-12-31 23:59:59.999999'", "'294246-12-31 23:59:59'"], ["'-infinity'", "'0044-03-15 BC'"]),
         ("moment", "timestamp", "", "timestamptz", ["'2026-03-29 01:30+00'", "'1900-01-01 00:00:00.000001+05'"], ["'infinity'"]), ("zoneless", "timestamp", "", "timestamp", ["'2026-10-25 02:30'", "'2000-01-01'"], ["'infinity'"])]


def forms(case):
    """Rows that are handed over are those that come through texts and a file, and what is no value of the contract's type is none in either way."""
    names = [name for name, *_ in FORMS]
    case.execute("CREATE TYPE \"sh\"\"op\".uuid AS ENUM ('sixteen letters!'); GRANT USAGE ON TYPE \"sh\"\"op\".uuid TO reader")
    case.execute("CREATE TABLE forms (tags text[] DEFAULT '{a}', id integer PRIMARY KEY, named \"sh\"\"op\".uuid DEFAULT 'sixteen letters!', " + ", ".join(f"{name} {kind}" for name, _, _, kind, _, _ in FORMS) + "); GRANT SELECT ON forms TO reader; INSERT INTO forms (id) VALUES (0)")
    number = 0
    for name, _, _, _, values, _ in FORMS:
        for value in values:
            number += 1
            case.execute(f"INSERT INTO forms (id, {name}) VALUES ({number}, {value})")
    columns = [("tags", "array", "", "items: {logicalType: string}"), ("id", "integer", "integer", "primaryKey: true"), ("named", "string", "", "")] + [(name, logical, physical, "") for name, logical, physical, *_ in FORMS]
    case.state(TABLE.format(columns=listed(COLUMNS)) + f"  - name: forms\n    properties:\n{listed(columns)}", case.servers())
    case.run("apply", "--yes")
    log = f"{case.server.folder}/log"

    def both(what, values, where="", code=0):
        """The same by either way, which the server's log tells apart."""
        out = []
        for more, form in (("", "FORMAT binary"), (" AND tags IS NOT NULL", "FORMAT csv")):
            with open(log, encoding="utf-8", errors="replace") as file:
                file.seek(0, os.SEEK_END)
                found = query(case, f"SELECT {values} FROM shop.forms WHERE true{where}{more} ORDER BY id", code=code)
                out.append(found if code == 0 else re.sub(r'"decision_id":"\w+"', "", found))
                case.expect(f"{what}: the way of {form}", re.findall(r'FROM "sh""op"\."forms".*?\((FORMAT \w+)', file.read())[-1:], [form])
        case.expect(what, out[0], out[1])
        return out[0]

    everything = both("all forms", "id, " + ", ".join(names))
    case.expect("all rows", [row[0] for row in everything], list(range(number + 1)))
    case.expect("none is lost", [sum(row[1 + at] is not None for row in everything) for at in range(len(names))], [len(values) for *_, values, _ in FORMS])
    for name in names:
        both(f"one column: {name}", f"id, {name}", f" AND {name} IS NOT NULL")
    asked_now = query(case, "SELECT count(*), (SELECT 1 FROM shop.forms LIMIT 1), EXISTS (SELECT 1 FROM shop.forms) FROM shop.forms")
    case.expect("rows without columns", asked_now, [[number + 1, 1, True]])
    case.expect("another's type of a known name", query(case, "SELECT named FROM shop.forms WHERE id = 0"), [["sixteen letters!"]])
    for name, _, _, _, _, wrong in FORMS:
        for value in wrong:
            case.execute(f"INSERT INTO forms (id, {name}) VALUES (-1, {value})")
            told = both(f"{name}: {value}", f"id, {name}", code=1)
            case.expect(f"{name}: {value} is none", "`shop.forms` cannot be read at present" in told, True)
            case.execute("DELETE FROM forms WHERE id = -1")
    # Once a column came by texts, the statements that read it do so at once; others do not.
    os.environ["READER_PASSWORD"] = SECRET
    with Mesh(case.folder).serve() as mesh:
        token = mesh.token("seller")
        for sql, form in (("SELECT tags FROM shop.forms WHERE id = 0", "csv"),) * 3 + (("SELECT id FROM shop.forms WHERE id = 0", "binary"),) * 2:
            with open(log, encoding="utf-8", errors="replace") as file:
                file.seek(0, os.SEEK_END)
                status, answer = mesh.ask(token, sql)
                case.expect(sql, (status, len(answer.get("rows", [])), re.findall(r"\((FORMAT \w+)", file.read())), (200, 1, [f"FORMAT {form}"]))
        # A kept statement over a table whose column changes its type.
        case.expect("before", mesh.ask(token, "SELECT id FROM shop.forms WHERE id = 0")[1]["rows"], [[0]])
        case.execute("ALTER TABLE forms ALTER id TYPE numeric(9)")
        case.expect("and after", mesh.ask(token, "SELECT id FROM shop.forms WHERE id = 0")[1].get("rows"), [[0]])
        case.execute("ALTER TABLE forms ALTER id TYPE integer")
        # What the contract does not take is none, and is handed over again once it is repaired.
        case.execute("ALTER TABLE forms ALTER small TYPE text USING 'x'")
        case.expect("another type", mesh.ask(token, "SELECT small FROM shop.forms")[0], 503)
        case.execute("ALTER TABLE forms ALTER small TYPE integer USING 1")
        with open(log, encoding="utf-8", errors="replace") as file:
            file.seek(0, os.SEEK_END)
            case.expect("repaired", mesh.ask(token, "SELECT max(small) FROM shop.forms")[1].get("rows"), [[1]])
            case.expect("and handed over", re.findall(r"\((FORMAT \w+)", file.read()), ["FORMAT binary"])
        # More than waits in memory.
        case.execute("INSERT INTO forms (id, word, large, money) SELECT n, repeat('x', n % 50), n, n / 8.0 FROM generate_series(1000, 120999) n")
        sums = "SELECT count(*), sum(length(word)), sum(large), sum(money), max(id) FROM shop.forms WHERE id >= 1000"
        for _ in range(2):
            case.expect("many rows", mesh.ask(token, sums)[1].get("rows"), [[120000, "2940000", "7319940000", "914992500.000", 120999]])
        status, answer = mesh.ask(token, "SELECT a.id FROM shop.forms a JOIN shop.forms b ON b.id = a.id + 1 WHERE a.id >= 120990 ORDER BY 1 LIMIT 3")
        case.expect("one table twice", answer.get("rows"), [[120990], [120991], [120992]])
    case.execute("DROP TABLE forms")
    live = os.path.join(case.folder, ".hanse", "data", ".live")
    case.expect("nothing is left of rows", os.listdir(live) if os.path.isdir(live) else [], [])
    case.state(TABLE.format(columns=listed(COLUMNS)), case.servers())
    case.run("apply", "--yes")


def checked(case, code=0):
    done = case.run("product", "check", "--output", "json", code=code)
    return done.stdout, next(run for run in json.loads(done.stdout)["runs"] if run["table"] == "things")


def checks(case):
    """Its checks look at the source as it is then, and leave nothing behind."""
    case.expect("checked as it is", [checked(case)[1][field] for field in ("verdict", "rows")], ["passed", 1000])
    case.execute("INSERT INTO things (id, t) VALUES (5000, 'now')")
    case.expect("and as it is next", checked(case)[1]["rows"], 1001)
    case.execute("DELETE FROM things WHERE id = 5000")
    live = os.path.join(case.folder, ".hanse", "data", ".live")
    case.expect("nothing is left of checks", os.listdir(live) if os.path.isdir(live) else [], [])


def kept_sessions(case):
    """A server keeps its session on the source between statements, and sees every statement's own moment; a session that ended is
    none, and what the source's owner takes away is away."""
    os.environ["READER_PASSWORD"] = SECRET
    backends = "SELECT pid, backend_start FROM pg_stat_activity WHERE application_name = 'hanse'"
    with Mesh(case.folder).serve() as mesh:
        token = mesh.token("seller")

        def ask(sql):
            status, answer = mesh.ask(token, sql)
            return answer["rows"] if status == 200 else status
        case.expect("the first", ask("SELECT t FROM shop.things WHERE id = 5"), [["row 5"]])
        first_one = case.execute(backends)
        case.expect("one session", len(first_one), 1)
        for number in range(10):
            case.execute(f"UPDATE things SET t = 'now {number}' WHERE id = 5")
            case.expect(f"moment {number}", ask("SELECT t FROM shop.things WHERE id = 5"), [[f"now {number}"]])
        case.expect("the same session", case.execute(backends), first_one)
        case.expect("outside a transaction", case.execute(backends.replace("pid, backend_start", "state")), [("idle",)])
        case.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hanse'")
        case.expect("a session that ended", ask("SELECT t FROM shop.things WHERE id = 5"), [["now 9"]])
        case.expect("another session", len(case.execute(backends)) == 1 and case.execute(backends) != first_one, True)
        case.execute("REVOKE SELECT ON things FROM reader")
        case.expect("what was taken away", ask("SELECT t FROM shop.things WHERE id = 5"), 503)
        case.execute("GRANT SELECT ON things TO reader; UPDATE things SET t = 'row 5' WHERE id = 5")
        case.expect("and given again", ask("SELECT t FROM shop.things WHERE id = 5"), [["row 5"]])
        answers = []
        threads = [threading.Thread(target=lambda: answers.append(ask("SELECT count(*) FROM shop.things"))) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        case.expect("many at once", answers, [[[1000]]] * 20)
        case.expect("at most so many lie idle", until(lambda: len(case.execute(backends)) <= 8), True)
    case.expect("none outlives the server", until(lambda: not case.execute(backends)), True)


def failures(case):
    """In words that tell the asker nothing of the source; the owner finds them in the ledger."""
    for change, back in (("ALTER TABLE things RENAME TO gone", "ALTER TABLE gone RENAME TO things"), ("ALTER TABLE things ALTER t TYPE bigint USING 1", "ALTER TABLE things ALTER t TYPE text USING t::text"),
                         ("UPDATE things SET at = 'infinity' WHERE id = 9", "UPDATE things SET at = '2026-01-01' WHERE id = 9")):
        case.execute(change)
        told = query(case, "SELECT * FROM shop.things", code=1)
        case.expect(change, ("`shop.things` cannot be read at present" in told, "127.0.0.1" in told, "infinity" in told), (True, False, False))
        case.execute(back)
    case.execute("CREATE TABLE kept AS SELECT * FROM things; DROP TABLE things; CREATE VIEW things AS SELECT k.* FROM kept k, pg_sleep(600); GRANT SELECT ON things TO reader")
    path = os.path.join(case.folder, "mesh.yaml")
    with open(path, "a", encoding="utf-8") as file:
        file.write("limits: {queryTimeMs: 1500}\n")
    case.run("apply", "--yes")
    start = time.monotonic()
    told = query(case, "SELECT id FROM shop.things", code=1)
    case.expect("a source that does not end", ("took too long" in told or "cannot be read" in told or "time" in told, time.monotonic() - start < 15), (True, True))
    case.server.stop()
    case.expect("no server", "cannot be read at present" in query(case, "SELECT id FROM shop.things", code=1), True)
    text, run = checked(case, code=1)
    case.expect("nothing to check", (run["verdict"], run["failed"], run["checks"][0]["key"], "127.0.0.1" in text), ("failed", 1, "readable", False))


if __name__ == "__main__":
    play((first, push_down, one_transaction, policies, attacks, forms, checks, kept_sessions, failures), ROWS)
