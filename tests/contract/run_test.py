#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse contract test`: planted defects in four formats, every operator, and contracts that attack.
usage: run_test.py [SEED [ROUNDS]]"""
import datetime
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import xml.etree.ElementTree as xml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import planted  # noqa: E402

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
NOW = datetime.datetime(2026, 11, 29, tzinfo=datetime.timezone.utc)
SAMPLES = 5
problems = []


def check(what, holds, details=""):
    if not holds:
        problems.append(what)
        print(f"FAILED {what}\n  {details}", flush=True)


def run(folder, *words, code=None):
    done = subprocess.run([HANSE, "contract", "test", *words, "--now", NOW.strftime("%Y-%m-%dT%H:%M:%SZ")], cwd=folder,
                          capture_output=True, text=True, timeout=120)
    if code is not None:
        check(f"exit code {code} of {words}", done.returncode == code, f"{done.returncode} {done.stdout} {done.stderr}")
    return done


def verdicts(folder, *words):
    """check id -> outcome, of all tables."""
    done = run(folder, *words, "--output", "json")
    if not done.stdout.startswith("{"):
        check(f"JSON of {words}", False, f"{done.returncode} {done.stdout[:300]} {done.stderr[:600]}")
        return {}
    report = json.loads(done.stdout)
    failed = sum(item["verdict"] == "failed" for table in report.get("tables", []) for item in table["checks"])
    check("exit code and failures agree", done.returncode == (1 if failed else 0), done.stdout[:200])
    return {item["id"]: item for table in report.get("tables", []) for item in table["checks"]}


def save(folder, name, document):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(document if isinstance(document, str) else json.dumps(document, default=str))


CODES = {  # what a failure of each kind is reported as
    "present": "HNS-C001", "logicalType": "HNS-C002", "required": "HNS-C003", "unique": "HNS-C004", "primaryKey": "HNS-C005",
    "physicalType": "HNS-C010", "minLength": "HNS-C011", "maxLength": "HNS-C011", "minimum": "HNS-C012",
    "maximum": "HNS-C012", "exclusiveMinimum": "HNS-C012", "exclusiveMaximum": "HNS-C012", "pattern": "HNS-C013",
    "format": "HNS-C014", "multipleOf": "HNS-C015", "minItems": "HNS-C016", "maxItems": "HNS-C016",
    "uniqueItems": "HNS-C016", "enum": "HNS-C017", "nullValues": "HNS-C018", "missingValues": "HNS-C018",
    "invalidValues": "HNS-C018", "duplicateValues": "HNS-C018", "rowCount": "HNS-C018", "sql": "HNS-C019",
    "relationship": "HNS-C020", "freshness": "HNS-C021", "retention": "HNS-C021", "frequency": "HNS-C021",
}


def compare(name, found, wanted, planted_at):
    """Number of checks whose verdict, count and first rows are those of the plain Python."""
    for key in sorted(set(wanted) ^ {key for key in found if key.startswith("orders.")}):
        check(f"{name}: {key} is a check on both sides", False, f"ours: {key in found}")
    same = 0
    for key, (verdict, at) in wanted.items():
        item = found.get(key)
        if item is None:
            continue
        rows = [row["row"] - 1 for row in item["rows"]]
        fits = item["verdict"] == verdict and item["code"] == CODES[item["key"]] and (
            at is None or (item["failing_rows"] == len(at) and (verdict == "passed" or rows == at[:SAMPLES])))
        check(f"{name}: {key}", fits, f"expected {verdict} {at}, found {item['verdict']} {item['failing_rows']} {rows} "
              f"{item['reason']}; planted {planted_at}")
        same += fits
    return same


def planted_defects(folder, seed, rounds):
    cases = compared = 0
    for number in range(rounds):
        form = planted.FORMATS[number % 4]
        columns, rows, at, composite = planted.generated(seed + number, form)
        planted.write(os.path.join(folder, f"orders.{form}"), columns, rows, form)
        planted.write(os.path.join(folder, f"customers.{form}"), ["id"], [{"id": key} for key in planted.CUSTOMERS], form)
        save(folder, "orders.odcs.yaml", planted.contract(columns, form, composite))
        wanted = planted.expected(columns, rows, form, composite, NOW)
        compared += compare(f"round {number} {form}", verdicts(folder, "orders.odcs.yaml"), wanted, at)
        cases += len(at)
    print(f"{cases} defects planted in {rounds} tables, {compared} verdicts as plain Python has them")
    check("at least 300 defects", cases >= 300 or rounds < 60, cases)


HOLDS = {
    "mustBe": lambda x, low, high: x == low, "mustNotBe": lambda x, low, high: x != low,
    "mustBeGreaterThan": lambda x, low, high: x > low, "mustBeGreaterOrEqualTo": lambda x, low, high: x >= low,
    "mustBeLessThan": lambda x, low, high: x < low, "mustBeLessOrEqualTo": lambda x, low, high: x <= low,
    "mustBeBetween": lambda x, low, high: low < x < high, "mustNotBeBetween": lambda x, low, high: not low < x < high,
}


def operators(folder):
    """Five metrics by eight operators by the bounds around what is measured, in rows and percent."""
    values = ["a", "a", "b", "", "", "-", "zz", "c"] + [f"v{n}" for n in range(12)]
    save(folder, "orders.csv", "id,name\n" + "".join(f"{n},{value}\n" for n, value in enumerate(values)))
    listed = {"validValues": [value for value in values if value not in ("zz", "")]}
    measured = {"nullValues": 2, "missingValues": 3, "invalidValues": 1, "duplicateValues": 1, "rowCount": 20}
    arguments = {"missingValues": {"missingValues": ["-"]}, "invalidValues": listed}
    rules, wanted = {"name": [], "": []}, {}
    for metric, count in measured.items():
        for operator, holds in HOLDS.items():
            for unit in ("rows",) if metric == "rowCount" else ("rows", "percent"):
                size = count if unit == "rows" else 100 * count / len(values)
                for shift in (-1, 0, 1):
                    between = operator.endswith("Between")
                    bounds = [size + shift - 1, size + shift] if between else size + shift
                    key = f"{metric}-{operator}-{unit}-{shift}"
                    rule = {"id": key, "metric": metric, "unit": unit, operator: bounds}
                    if metric in arguments:
                        rule["arguments"] = arguments[metric]
                    rules["" if metric == "rowCount" else "name"].append(rule)
                    low, high = bounds if between else (bounds, None)
                    wanted[key] = "passed" if holds(size, low, high) else "failed"
    document = planted.contract(["id"], "csv", False)
    document["schema"] = [{"name": "orders", "quality": rules[""], "properties": [
        {"name": "id", "logicalType": "integer"}, {"name": "name", "logicalType": "string", "quality": rules["name"]}]}]
    document.pop("slaProperties")
    save(folder, "orders.odcs.yaml", document)
    found = {key.split(".")[-1]: item["verdict"] for key, item in verdicts(folder, "orders.odcs.yaml").items()}
    for key, verdict in wanted.items():
        check(f"operator {key}", found.get(key) == verdict, f"expected {verdict}, found {found.get(key)}")
    print(f"{len(wanted)} operators and bounds")


def small(folder, properties, text, name="orders.csv", **more):
    """A contract of one CSV table, and its outcomes."""
    save(folder, name, text)
    document = {"apiVersion": "v3.2.0", "kind": "DataContract", "id": "small", "version": "1.0.0", "status": "active",
                "servers": [{"server": "files", "type": "local", "path": name, "format": "csv"}],
                "schema": [{"name": "orders", "properties": properties, **more}]}
    save(folder, "small.odcs.yaml", document)
    return verdicts(folder, "small.odcs.yaml")


REFUSED = [  # statements that a rule may not be
    "SELECT count(*) FROM read_csv('/etc/passwd')", "SELECT count(*) FROM '/etc/passwd'",
    "SELECT count(*) FROM orders; DROP TABLE orders", "SELECT 1; SELECT 2", "DROP VIEW table_under_test_0",
    "CREATE TABLE x AS SELECT 1", "COPY orders TO 'stolen.csv'", "INSERT INTO orders VALUES (1)",
    "SELECT count(*) FROM information_schema.tables", "SELECT count(*) FROM duckdb_settings()",
    "SELECT count(*) FROM table_under_test_0", "SELECT count(*) FROM main.table_under_test_0",
    "SELECT count(*) FROM glob('/etc/*')", "SELECT getenv('HOME') IS NULL", "SELECT count(*) FROM query('SELECT 1')",
    "SET threads = 1", "PRAGMA database_list", "ATTACH 'x.db'", "LOAD httpfs", "SELECT count(*) FROM other",
    "WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT count(*) FROM x", "EXPLAIN SELECT 1", "", "SELECT",
    "SELECT (SELECT content FROM read_text('/etc/hostname')) IS NULL", "CALL pragma_version()",
    "SELECT count(*) FROM hanse_given(0)",
]


def rules_that_attack(folder):
    properties = [{"name": "id", "logicalType": "integer"}]
    quality = [{"id": f"rule{n}", "type": "sql", "query": query or " ", "mustBe": 0} for n, query in enumerate(REFUSED)]
    found = small(folder, properties, "id\n1\n", quality=quality)
    for number, query in enumerate(REFUSED):
        item = found.get(f"orders.rule{number}", {})
        check(f"refused: {query}", item.get("verdict") == "failed" and item.get("code") == "HNS-C022", item)
    check("nothing was written", not os.path.exists(os.path.join(folder, "stolen.csv")))
    good = ["SELECT count(*) FROM {object} WHERE {property} > 1", "SELECT max({column}) = 3 FROM \"{table}\"",
            "SELECT (SELECT count(*) FROM orders) - 3", "WITH x AS (SELECT * FROM orders) SELECT count(*) FROM x"]
    properties[0]["quality"] = [{"id": f"good{n}", "type": "sql", "query": query, "mustNotBe": -1}
                                for n, query in enumerate(good)]
    measured = [item["measured"] for key, item in small(folder, properties, "id\n1\n2\n3\n").items() if ".good" in key]
    check("rules that may run", measured == ["2", "1", "0", "3"], measured)
    os.environ["HANSE_TEST_LIMIT"] = "2"
    quality = [{"id": "flag", "type": "sql", "query": "SELECT count(*) = 3 FROM {object}", "mustBe": True},
               {"id": "text", "type": "sql", "query": "SELECT count(*) FROM {object}", "mustBe": "three"},
               {"id": "unit", "metric": "rowCount", "unit": "hours", "mustBe": 3},
               {"id": "variable", "type": "sql", "query": "SELECT count(*) FROM {object} WHERE id > ${HANSE_TEST_LIMIT}", "mustBe": 1}]
    found = small(folder, properties[:0] + [{"name": "id", "logicalType": "integer"}], "id\n1\n2\n3\n", quality=quality)
    found = {key[7:]: item["verdict"] for key, item in found.items() if key.count(".") == 1}
    check("what rules want", found == {"flag": "passed", "text": "notRun", "unit": "notRun", "variable": "passed"}, found)
    print(f"{len(REFUSED)} statements refused")


def paths_that_leave(folder):
    outside = tempfile.mkdtemp(prefix="hanse-outside-")
    save(outside, "secret.csv", "id\n42\n")
    os.symlink(os.path.join(outside, "secret.csv"), os.path.join(folder, "link.csv"))
    paths = ["../secret.csv", os.path.join(outside, "secret.csv"), "link.csv", "/etc/passwd", "/proc/self/environ",
             "*/secret.csv", "file:///etc/passwd", "https://example.org/x.csv", "s3://bucket/x.csv", "\0", "",
             os.path.relpath(os.path.join(outside, "secret.csv"), folder)]
    for path in paths:
        document = {"apiVersion": "v3.2.0", "kind": "DataContract", "id": "small", "version": "1.0.0",
                    "status": "active", "servers": [{"server": "f", "type": "local", "path": path, "format": "csv"}],
                    "schema": [{"name": "orders", "properties": [{"name": "id", "logicalType": "integer"}]}]}
        save(folder, "small.odcs.yaml", document)
        done = run(folder, "small.odcs.yaml", code=1)
        check(f"nothing is read at {path!r}", "42" not in done.stdout + done.stderr, done.stdout)
    document["servers"][0]["path"] = "orders.csv"
    save(folder, "small.odcs.yaml", document)
    run(folder, "small.odcs.yaml", "--data", os.path.join(outside, "secret.csv"), code=0)
    shutil.rmtree(outside)
    print(f"{len(paths)} paths refused")


def names_and_patterns(folder):
    name = 'a "quoted\' name; DROP TABLE x --'
    found = small(folder, [{"name": "id", "physicalName": name, "logicalType": "integer", "required": True,
                            "unique": True, "quality": [{"id": "q", "metric": "nullValues", "mustBe": 0}]}],
                  '"' + name.replace('"', '""') + '"\n1\n1\n\n')
    check("a hostile name", {key: item["failing_rows"] for key, item in found.items()} == {
        "orders.id.present": 0, "orders.id.logicalType": 0, "orders.id.required": 1, "orders.id.unique": 1,
        "orders.id.q": 1}, found)
    patterns = {"((a+)+)+$": "passed", "(x{1000}){1000}": "notRun", "(?=a)a": "notRun", "(a)\\1": "notRun",
                "^[\\s\\S]*$": "passed", "\\A": "notRun", "[[:alpha:]]": "failed", "^a+$": "passed", "[^]": "notRun",
                "^a'\\|\\|(SELECT 1)": "failed", "^(?<n>a+)$": "passed", "\\u0061": "notRun", "^.$": "failed"}
    properties = [{"name": "id", "logicalType": "string"}]
    begun = time.monotonic()
    for pattern, verdict in patterns.items():
        properties[0]["logicalTypeOptions"] = {"pattern": pattern}
        item = small(folder, properties, "id\n" + "a" * 50_000 + "\n").get("orders.id.pattern", {})
        check(f"pattern {pattern}", item.get("verdict") == verdict, item)
    check("no pattern takes long", time.monotonic() - begun < 30, time.monotonic() - begun)


FORMS = {  # format: what has it, what has not
    "email": (["a@b", "a.b+c@x.example.org", "o'neil@example.org"], ["a", "a@", "@b", "a b@c", "a@b@c", "a@-b.org", "a@b..org"]),
    "uuid": (["123e4567-e89b-12d3-a456-426614174000"], ["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g"]),
    "uri": (["https://example.org/a?b=c#d", "mailto:a@b", "urn:isbn:1"], ["example.org", "/a", "ht tp://x", "http://x/%zz"]),
    "hostname": (["example.org", "a", "x-1.y"], ["-a", "a-", "a..b", "a_b", "x" * 64]),
    "ipv4": (["0.0.0.0", "255.255.255.255"], ["256.0.0.1", "1.2.3", "01.2.3.4", "1.2.3.4.5"]),
    "ipv6": (["::", "::1", "2001:db8::8a2e:370:7334", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1::", "1:2:3:4:5:6:7::", "fe80::1:2"],
             ["1:2:3", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", ":::", "::1.2.3", "g::"]),
    "date": (["2026-02-28", "2026-12-31"], ["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1"]),
    "date-time": (["2026-02-28T10:00:00Z", "2026-02-28T10:00:00.123+02:00"], ["2026-02-28", "2026-02-28T25:00:00Z", "2026-02-28T10:00:00"]),
    "time": (["10:00:00Z", "23:59:60+01:00"], ["24:00:00Z", "10:00"]),
    "duration": (["P1D", "PT1H30M", "P1Y2M3DT4H", "P3W"], ["1D", "P1H", "PT"]),
    "byte": (["aGFsbG8=", "aGFs"], ["aGFsbG8", "a*=="]),
}


def formats(folder):
    """Values of each format, known and unknown formats."""
    cases = 0
    for form, (good, bad) in FORMS.items():
        properties = [{"name": "v", "logicalType": "string", "logicalTypeOptions": {"format": form}}]
        text = "v\n" + "".join('"' + value + '"\n' for value in good + bad)
        item = small(folder, properties, text).get("orders.v.format", {})
        rows = len(good) + 1
        check(f"format {form}", item.get("failing_rows") == len(bad) and item["rows"][0]["row"] == rows, item)
        cases += len(good) + len(bad)
    for form, verdict in (("password", None), ("isbn", "notRun")):
        properties[0]["logicalTypeOptions"] = {"format": form}
        item = small(folder, properties, "v\nx\n").get("orders.v.format", {})
        check(f"format {form}", item.get("verdict") == verdict, item)
    for form, good, bad in (("i8", -128, 128), ("u16", 65535, -1), ("i32", 2**31 - 1, 2**31), ("u64", 5, -1)):
        properties = [{"name": "v", "logicalType": "integer", "logicalTypeOptions": {"format": form}}]
        item = small(folder, properties, f"v\n{good}\n{bad}\n").get("orders.v.format", {})
        check(f"format {form}", [row["row"] for row in item.get("rows", [])] == [2], item)
    properties = [{"name": "v", "logicalType": "date", "logicalTypeOptions": {"format": "dd.MM.yyyy", "minimum": "01.01.2026"}}]
    found = small(folder, properties, "v\n28.11.2026\n2026-11-28\n31.12.2025\n")
    check("a date of a format", (found["orders.v.logicalType"]["failing_rows"], found["orders.v.minimum"]["failing_rows"]) == (1, 1), found)
    properties[0]["logicalTypeOptions"] = {"format": "QQQ", "maximum": "1"}
    found = small(folder, properties, "v\n1\n")
    check("a format that is not read", {found["orders.v.logicalType"]["verdict"],
                                        found["orders.v.maximum"]["verdict"]} == {"notRun"}, found)
    print(f"{cases} values of {len(FORMS)} formats")


def what_cannot_be_read(folder):
    properties = [{"name": "id", "logicalType": "integer", "required": True}, {"name": "name", "logicalType": "string"}]
    for what, text, words in (("too many fields", "id,name\n1,a\n2,b,c\n", "line 3"),
                              ("an open quote", 'id,name\n1,"a\n', "cannot be read as CSV"),
                              ("no UTF-8", b"id,name\n1,\xff\xfe\n".decode("latin-1"), None)):
        found = small(folder, properties, text)
        failed = [item for item in found.values() if item["verdict"] == "failed"]
        if words is not None:
            check(f"{what}: one finding", len(failed) == 1 and words in failed[0]["reason"] and
                  failed[0]["code"] == "HNS-C006" and "/proc" not in failed[0]["reason"], found)
    os.remove(os.path.join(folder, "orders.csv"))
    document = json.loads(open(os.path.join(folder, "small.odcs.yaml"), encoding="utf-8").read())
    found = verdicts(folder, "small.odcs.yaml")
    check("no file: one finding", [item["code"] for item in found.values()] == ["HNS-C006"], found)
    document["servers"] = [{"server": "stream", "type": "kafka", "host": "broker:9092"}]
    save(folder, "small.odcs.yaml", document)
    found = verdicts(folder, "small.odcs.yaml")
    check("a server that is not read", [item["code"] for item in found.values()] == ["HNS-C008"], found)
    found = small(folder, [{"name": "id", "logicalType": "integer"}, {"name": "gone", "logicalType": "date",
                                                                    "required": True}], "id,more\n1,2\nx,2\n")
    check("a missing column hides no other", found["orders.gone.present"]["verdict"] == "failed" and
          found["orders.gone.required"]["verdict"] == "notRun" and
          found["orders.id.logicalType"]["failing_rows"] == 1, found)


def reports(folder):
    small(folder, [{"name": "id", "logicalType": "integer", "required": True}], "id\n1\nx\n\n")
    run(folder, "small.odcs.yaml", "--junit", "j.xml", "--sarif", "s.json", code=1)
    suite = xml.parse(os.path.join(folder, "j.xml")).getroot()
    check("JUnit counts", (suite.get("tests"), suite.get("failures")) == ("3", "2"), suite.attrib)
    sarif = json.load(open(os.path.join(folder, "s.json"), encoding="utf-8"))
    results = sarif["runs"][0]["results"]
    check("SARIF results", sorted(item["ruleId"] for item in results) == ["HNS-C002", "HNS-C003"] and
          results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "small.odcs.yaml", results)
    small(folder, [{"name": "id", "quality": [{"type": "text", "description": "It is good."}]}], "id\n1\n")
    run(folder, "small.odcs.yaml", "--sarif", "s.json", code=0)
    results = json.load(open(os.path.join(folder, "s.json"), encoding="utf-8"))["runs"][0]["results"]
    check("SARIF has what was not run", [item["ruleId"] for item in results] == ["HNS-C023"], results)
    run(folder, code=64)
    run(folder, "small.odcs.yaml", "--server", "fils", code=64)
    run(folder, "small.odcs.yaml", "--output", "csv", code=64)
    run(folder, "absent.odcs.yaml", code=1)


NESTED_ROWS = [
    {"id": 1, "tags": ["a", "b"], "address": {"zip": 12345, "lines": [{"text": "x"}]}, "prices": {"a": 1, "b": 2.5}, "v": [1, 2, 3]},
    {"id": 2, "tags": ["a", "a"], "address": {"zip": "abc", "lines": [{"text": "z"}, {"text": None}]}, "prices": {"A": -1}, "v": [1, 2]},
    {"id": 3, "tags": ["long1"], "address": {"lines": []}, "prices": {"a": "x"}, "v": "no"},
    {"id": 4, "tags": "oops", "address": 5, "prices": [1], "v": [1, 2, "x"]},
    {"id": 5, "tags": [5], "address": {"zip": 1}, "prices": {}, "v": None},
]
NESTED_FAILURES = {  # check: failing rows
    "tags.logicalType": [4], "tags.uniqueItems": [2], "tags[].logicalType": [5], "tags[].maxLength": [3],
    "address.logicalType": [4], "address.maxProperties": [1, 2], "address.required": [5], "address.zip.logicalType": [2], "address.zip.required": [3], "address.zip.minimum": [5],
    "address.lines[].text.required": [2], "address.lines[].text.enum": [2], "prices.logicalType": [4],
    "prices{key}.pattern": [2], "prices{}.logicalType": [3], "prices{}.minimum": [2], "v.logicalType": [3, 4], "v.dimensions": [2],
}


def nested(folder):
    """Objects, lists, maps and vectors in NDJSON and in cells of a CSV: each place has its own findings."""
    typed = lambda name, logical, **more: {"name": name, "logicalType": logical, **more}  # noqa: E731
    properties = [
        typed("id", "integer"),
        typed("tags", "array", logicalTypeOptions={"minItems": 1, "uniqueItems": True},
              items={"logicalType": "string", "logicalTypeOptions": {"maxLength": 3}}),
        typed("address", "object", logicalTypeOptions={"maxProperties": 1, "required": ["lines"]}, properties=[
            typed("zip", "integer", required=True, logicalTypeOptions={"minimum": 100}),
            typed("lines", "array", items={"logicalType": "object", "properties": [
                typed("text", "string", required=True, enum=[{"value": "x"}, {"value": "y"}])]})]),
        typed("prices", "map", map={"key": {"logicalType": "string", "logicalTypeOptions": {"pattern": "^[a-z]+$"}},
                                    "value": {"logicalType": "number", "logicalTypeOptions": {"minimum": 0}}}),
        typed("v", "vector", logicalTypeOptions={"dimensions": 3})]
    query = "SELECT count(*) FROM orders WHERE address.zip > 1000 AND len(tags) > 0 AND prices['a'] = 1"
    cell = lambda value: "" if value is None else '"' + json.dumps(value).replace('"', '""') + '"'  # noqa: E731
    save(folder, "orders.ndjson", "".join(json.dumps(row) + "\n" for row in NESTED_ROWS))
    save(folder, "orders.csv", ",".join(NESTED_ROWS[0]) + "\n" +
         "".join(",".join(cell(value) for value in row.values()) + "\n" for row in NESTED_ROWS))
    for form in ("ndjson", "csv"):
        save(folder, "n.odcs.yaml", {
            "apiVersion": "v3.2.0", "kind": "DataContract", "id": "n", "version": "1.0.0", "status": "active",
            "servers": [{"server": "f", "type": "local", "path": f"orders.{form}", "format": form}],
            "schema": [{"name": "orders", "properties": properties, "quality": [
                {"id": "rule", "type": "sql", "query": query, "mustBe": 1}]}]})
        found = {key[7:]: [row["row"] for row in item["rows"]] for key, item in verdicts(folder, "n.odcs.yaml").items()
                 if item["verdict"] != "passed"}
        check(f"nested places in {form}", found == NESTED_FAILURES, found)


def many_rows(folder, seed):
    """Duplicates among so many rows that they are counted by bitmaps and hashes, in every place a key may lie."""
    rng = random.Random(seed)
    size = 260_000
    keys = {
        "ordered": list(range(1, size + 1)), "shuffled": rng.sample(range(size), size),
        "negative": rng.sample(range(-size, 0), size), "wide": [rng.randrange(-2**62, 2**62) for _ in range(size)],
        "late": list(range(size - 3)) + [2**60, -2**60, 2**60 + 1], "word": [f"w{rng.randrange(10**9)}" for _ in range(size)],
    }
    for name, values in keys.items():
        for _ in range(rng.randrange(1, 4)):  # the same value again, somewhere behind
            at = rng.randrange(size // 2)
            values[rng.randrange(size // 2, size - 3)] = values[at]
        values[5] = None
    keys["late"][-1] = keys["late"][-3]
    keys["clean"] = [10 * number for number in range(size)]
    rows = [dict(zip(keys, row)) for row in zip(*keys.values())]
    types = {name: "VARCHAR" if name == "word" else "BIGINT" for name in keys}
    properties = [{"name": name, "logicalType": "string" if name == "word" else "integer", "unique": True} for name in keys]
    wanted = {name: planted.repeats(values) for name, values in keys.items()}
    wanted["pair"] = planted.repeats([(row["ordered"], row["word"]) for row in rows[:]])
    planted.PARQUET_TYPES.update(types)
    for form in ("csv", "parquet"):
        planted.write(os.path.join(folder, f"orders.{form}"), list(keys), rows, form)
        save(folder, "orders.odcs.yaml", {
            "apiVersion": "v3.2.0", "kind": "DataContract", "id": "o", "version": "1.0.0", "status": "active",
            "servers": [{"server": "f", "type": "local", "path": f"orders.{form}", "format": form}],
            "schema": [{"name": "orders", "properties": properties, "quality": [
                {"id": "pair", "metric": "duplicateValues", "mustBe": 0, "arguments": {"properties": ["ordered", "word"]}}]}]})
        found = verdicts(folder, "orders.odcs.yaml")
        for name, at in wanted.items():
            item = found.get("orders.pair" if name == "pair" else f"orders.{name}.unique", {})
            rows_found = [row["row"] - 1 for row in item.get("rows", [])]
            check(f"many rows: {name} in {form}, seed {seed}", item.get("failing_rows") == len(at) and rows_found == at[:SAMPLES],
                  f"expected {len(at)} {at[:SAMPLES]}, found {item.get('failing_rows')} {rows_found}")


def types_of_files(folder):
    """A Parquet file that states other types than its contract, nested ones too."""
    planted.duckdb.sql("SELECT 1::INTEGER AS id, 'x' AS day, {'zip': 5, 'list': [1]} AS place, 300::SMALLINT AS small, "
                       "1.5::DECIMAL(2,1) AS money").write_parquet(os.path.join(folder, "t.parquet"))
    typed = lambda name, logical, physical="", **more: {  # noqa: E731
        "name": name, "logicalType": logical, **({"physicalType": physical} if physical else {}), **more}
    document = {"apiVersion": "v3.2.0", "kind": "DataContract", "id": "t", "version": "1.0.0", "status": "active",
                "servers": [{"server": "f", "type": "local", "path": "t.parquet", "format": "parquet"}], "schema": [{
                    "name": "orders", "properties": [
                        typed("id", "integer", "bigint"), typed("day", "date", required=True),
                        typed("place", "object", properties=[typed("zip", "string"), typed("city", "string"),
                                                             typed("list", "array", items=typed("item", "integer"))]),
                        typed("small", "integer", "tinyint"), typed("money", "number", "decimal(2,1)")]}]}
    save(folder, "t.odcs.yaml", document)
    found = {key[7:]: (item["verdict"], item["code"]) for key, item in verdicts(folder, "t.odcs.yaml").items()
             if item["verdict"] != "passed"}
    check("types of a file", found == {
        "id.physicalType": ("failed", "HNS-C010"), "day.logicalType": ("failed", "HNS-C002"),
        "place.zip.logicalType": ("failed", "HNS-C002"), "place.city.present": ("failed", "HNS-C001"),
        "place.city.logicalType": ("notRun", "HNS-C002"), "small.logicalType": ("failed", "HNS-C002"),
        "small.physicalType": ("failed", "HNS-C010")}, found)


def shortcuts(folder):
    """What is found in a shorter way where it can be: words for missing values, closed lists, lengths in bytes, bounds of what is no number; as text and as a file has it."""
    missing = lambda identity, *words: {"id": identity, "metric": "missingValues", "mustBe": 0, "arguments": {"missingValues": list(words)}}  # noqa: E731
    properties = [
        {"name": "id", "logicalType": "integer", "quality": [missing("minus", "-1"), {"id": "none", "metric": "nullValues", "mustBe": 0}]},
        {"name": "word", "logicalType": "string", "logicalTypeOptions": {"minLength": 2, "maxLength": 3}, "quality": [missing("both", "n/a", "-"), missing("one", "-")]},
        {"name": "kind", "logicalType": "string", "enum": [{"value": value} for value in ("4:open", "it's", "a word of many letters", "ä")], "quality": [missing("all", "-", "")]},
        {"name": "size", "logicalType": "number", "logicalTypeOptions": {"minimum": 0, "maximum": 10}},
        {"name": "open", "logicalType": "number", "logicalTypeOptions": {"exclusiveMinimum": 0, "exclusiveMaximum": 10}},
        {"name": "day", "logicalType": "date"}, {"name": "whole", "logicalType": "integer"}]
    rows = [("1", "ab", "4:open", "0", "0", "2026-02-28", "7"), ("-1", "äöü", "it's", "10", "10", "2026-02-29", "+7"), ("", "😀", "a word of many letters", "NaN", "NaN", "+2026-02-28", "007"),
            ("2", "😀😀😀", "ä", "Infinity", "5", "12026-01-01", "7.0"), ("3", "n/a", "open", "-Infinity", "-0.5", "2026-1-1", "123456789012345678901"), ("4", "-", "-", "-1", "", "infinity", " 7"), ("-1", "abcd", "", "11", "1e1", "0001-01-01", "-0")]
    names = [item["name"] for item in properties]
    save(folder, "orders.csv", ",".join(names) + "\n" + "".join(",".join(row) + "\n" for row in rows))
    planted.duckdb.sql("SELECT try_cast(id AS BIGINT) AS id, word, nullif(kind, '') AS kind, try_cast(size AS DOUBLE) AS size, try_cast(nullif(open, '') AS DOUBLE) AS open, day, whole "
                       f"FROM read_csv('{folder}/orders.csv', all_varchar = true, header = true, nullstr = 'no null')").write_parquet(os.path.join(folder, "orders.parquet"))
    wanted = {"id.minus": [2, 3, 7], "id.none": [3], "word.both": [5, 6], "word.one": [6], "word.minLength": [3], "word.maxLength": [7], "kind.enum": [5], "kind.all": [6, 7], "size.minimum": [3, 5, 6],
              "size.maximum": [3, 4, 7], "open.exclusiveMinimum": [1, 3, 5], "open.exclusiveMaximum": [2, 3, 7], "day.logicalType": [2, 3, 5, 6], "whole.logicalType": [4, 5, 6]}
    for form in ("csv", "parquet"):
        save(folder, "orders.odcs.yaml", {"apiVersion": "v3.2.0", "kind": "DataContract", "id": "o", "version": "1.0.0", "status": "active",
                                          "servers": [{"server": "f", "type": "local", "path": f"orders.{form}", "format": form}], "schema": [{"name": "orders", "properties": properties}]})
        found = verdicts(folder, "orders.odcs.yaml", "--samples", "9")
        for key, at in wanted.items():
            if form == "parquet" and key.split(".")[0] in ("day", "whole"):
                continue  # of a file's own type
            item = found.get(f"orders.{key}", {})
            check(f"{key} in {form}", (item.get("failing_rows"), [row["row"] for row in item.get("rows", [])]) == (len(at), at), f"expected {at}, found {item}")


    found = small(folder, [{"name": "k", "logicalType": "number", "unique": True}], "k\n0.0\n-0.0\n1.5\nNaN\nNaN\n")["orders.k.unique"]
    check("zeros and what is no number", (found["failing_rows"], [row["row"] for row in found["rows"]]) == (2, [2, 5]), found)
    found = small(folder, [{"name": "k", "logicalType": "string", "logicalTypeOptions": {"maxLength": 1}}], "k\n" + "ab\n" * 12_000)["orders.k.maxLength"]
    check("the first of very many", (found["failing_rows"], [row["row"] for row in found["rows"]]) == (12_000, [1, 2, 3, 4, 5]), found)


def plain_and_quoted(folder):
    """The same rows in CSV that is plain and in such that the engine has to read: quoted at the end, with other line ends."""
    names = ["id", "word", "day"]
    rows = [[str(number), "ä" * (number % 30), "2026-01-31"] for number in range(30_000)]
    rows[20_000][0], rows[25_000][2], rows[25_001][0] = "7", "31.1.2026", ""
    text = "".join(",".join(row) + "\n" for row in [names, *rows])
    properties = [{"name": "id", "logicalType": "integer", "required": True, "unique": True}, {"name": "day", "logicalType": "date"},
                  {"name": "word", "logicalType": "string", "logicalTypeOptions": {"maxLength": 28}, "quality": [{"metric": "nullValues", "mustBe": 0}]}]
    forms = {"plain": text, "quoted": text + '"30000","a","2026-01-31"\n', "other line ends": text.replace("\n", "\r\n"), "marked": "\ufeff" + text,
             "not ended": text[:-1]}
    found = {}
    for name, form in forms.items():
        found[name] = {key: (item["verdict"], item.get("failing_rows"), item.get("rows")) for key, item in small(folder, properties, form).items()}
        check(f"CSV that is {name}", found[name] == found["plain"], found)
    check("the rows of CSV", found["plain"]["orders.id.unique"][1:] == (1, [{"row": 20_001, "value": "7"}]) and
          found["plain"]["orders.id.required"][1:] == (1, [{"row": 25_002, "value": "NULL"}]) and
          found["plain"]["orders.day.logicalType"][1:] == (1, [{"row": 25_001, "value": "31.1.2026"}]) and
          [row["row"] for row in found["plain"]["orders.word.maxLength"][2]] == [30, 60, 90, 120, 150], found["plain"])
    for text_of_one in ("id,place_file,place_row\n1,a,b\n1,a,b\n", 'id,place_file,place_row\n1,a,"b"\n1,a,b\n'):
        found = small(folder, [{"name": "id", "logicalType": "integer", "unique": True}, {"name": "place_file"}, {"name": "place_row"}], text_of_one)
        check("a column called place_file", found["orders.id.unique"]["rows"] == [{"row": 2, "value": "1"}], found)
    found = small(folder, properties, text + "1,a\n")
    check("a row of too few", found["orders.readable"]["code"] == "HNS-C006" and "line 30002" in found["orders.readable"]["reason"], found)
    with open(os.path.join(folder, "orders.csv"), "wb") as file:
        file.write(text.encode() + b"1,\xff,2026-01-31\n")
    found = verdicts(folder, "small.odcs.yaml")
    check("what is no UTF-8 hides no other column", found["orders.id.unique"]["failing_rows"] == 2 and
          found["orders.word.maxLength"]["verdict"] == "notRun", found)


def across_contracts(folder):
    base = {"apiVersion": "v3.2.0", "kind": "DataContract", "version": "1.0.0", "status": "active"}
    save(folder, "orders.csv", "id,customer\n1,7\n2,8\n3,\n")
    save(folder, "customers.csv", "key\n7\n")
    orders = {**base, "id": "o", "servers": [{"server": "f", "type": "local", "path": "orders.csv", "format": "csv"}], "schema": [
        {"name": "orders", "properties": [{"name": "id", "logicalType": "integer"}, {
            "name": "customer", "logicalType": "integer",
            "relationships": [{"to": "people.odcs.yaml#schema/people/properties/key"}]}]}]}
    people = {**base, "id": "p", "servers": [{"server": "f", "type": "local", "path": "customers.csv", "format": "csv"}], "schema": [
        {"name": "people", "properties": [{"name": "key", "logicalType": "string"}]}]}
    save(folder, "orders.odcs.yaml", orders)
    save(folder, "people.odcs.yaml", people)
    found = verdicts(folder, "orders.odcs.yaml", "people.odcs.yaml").get("orders.customer.relationship", {})
    check("a key in another contract", found.get("failing_rows") == 1 and found["rows"][0]["value"] == "8", found)
    found = verdicts(folder, "orders.odcs.yaml").get("orders.customer.relationship", {})
    check("the other contract was not given", found.get("verdict") == "notRun", found)


def several_files(folder):
    os.makedirs(os.path.join(folder, "parts"))
    for name, text in (("a", "id\n1\n2\n"), ("b", "id\n3\nx\n3\n")):
        save(os.path.join(folder, "parts"), f"{name}.csv", text)
    document = json.loads(open(os.path.join(folder, "small.odcs.yaml"), encoding="utf-8").read())
    document["servers"][0].update(path="parts/*.csv", type="local")
    document["schema"][0]["properties"] = [{"name": "id", "logicalType": "integer", "unique": True}]
    save(folder, "small.odcs.yaml", document)
    found = verdicts(folder, "small.odcs.yaml")
    place = [{key: row[key] for key in ("row", "file")} for row in found["orders.id.logicalType"]["rows"]]
    check("the place in its file", place == [{"row": 2, "file": "parts/b.csv"}], found["orders.id.logicalType"])
    place = [row["row"] for row in found["orders.id.unique"]["rows"]]
    check("the second of two", place == [3], found["orders.id.unique"])
    for mark in ("", '"'):  # plain, and for the engine to read
        with zipfile.ZipFile(os.path.join(folder, "parts.zip"), "w") as archive:
            archive.writestr("a.csv", "id\n1\n2\n")
            archive.writestr("b.csv", f"id\n{mark}3{mark}\nx\n3\n")
        document["servers"][0].update(path="parts.zip")
        save(folder, "small.odcs.yaml", document)
        found = verdicts(folder, "small.odcs.yaml")
        check("the places in an archive", [found[f"orders.id.{key}"]["rows"][0]["row"] for key in ("logicalType", "unique")] == [2, 3], found)


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(1_000_000)
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 80
    print(f"seed {seed}")
    for part in (lambda folder: planted_defects(folder, seed, rounds), lambda folder: many_rows(folder, seed), operators, rules_that_attack, paths_that_leave,
                 names_and_patterns, formats, nested, what_cannot_be_read, reports, types_of_files, shortcuts, plain_and_quoted, across_contracts,
                 lambda folder: (small(folder, [{"name": "id"}], "id\n"), several_files(folder))):
        folder = tempfile.mkdtemp(prefix="hanse-contract-")
        try:
            part(folder)
        finally:
            shutil.rmtree(folder)
    print(f"{len(problems)} problems" if problems else "all as expected")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
