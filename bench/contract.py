# SPDX-License-Identifier: Apache-2.0
"""`hanse contract test` against datacontract-cli, Soda and one fused query written by hand: one contract, one data set."""
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from importlib import metadata

from results import ROOT, pinned

ROWS, REPEATS, HUGE_ROWS = 5_000_000, 3, 100_000_000
PEERS = os.path.join(ROOT, ".deps", "peers")
HANSE = os.path.join(ROOT, "build", "hanse")
KINDS = ["open", "paid", "sent", "done"]
# What is planted: rows that break a promise, by check.
PLANTED = {"unique": 1, "email_pattern": 2, "amount_minimum": 3, "day_missing": 5, "status_list": 4}
ABOUT = """## Contracts

`hanse contract test` of one table of {rows:,} rows and 5 columns, as CSV and as Parquet, with 24 promises and 5 types: presence,
required, unique, lengths, range, patterns, valid and missing values, null values in percent, number of rows. Peers:
datacontract-cli {datacontract}, soda-core {soda} with soda-duckdb, each in an environment of its own with the engine that it brings,
Great Expectations {expectations} with pandas (20 checks: it has one for both ends of a range), and one fused query written by hand over DuckDB {duckdb}, types given, in Python. {planted} defects are planted; verdicts and numbers of
failing rows are compared first, and a tool that differs counts as failed. datacontract-cli looks at no type of a CSV and says of those
of a Parquet file that it cannot tell, and neither it nor Soda shows failing rows here: Hanse is held against them without, and stands
beside with. Soda's contract has no word for a presence apart from its schema check.

Whole commands, from start to exit, {repeats} rounds, who goes first changes, medians. CPU is user and system time of the process.

"""


def contract(small):
    rule = lambda metric, **more: {"metric": metric, **more}  # noqa: E731
    name = "small" if small else "orders"
    return {
        "apiVersion": "v3.1.0", "kind": "DataContract", "id": "orders", "version": "1.0.0", "status": "active",
        "servers": [{"server": form, "type": "local", "path": f"{name}.{form}", "format": form} for form in ("csv", "parquet")],
        "schema": [{"name": "orders", "quality": [rule("rowCount", mustBeGreaterThan=0)], "properties": [
            {"name": "id", "logicalType": "integer", "required": True, "unique": True},
            {"name": "email", "logicalType": "string", "required": True,
             "logicalTypeOptions": {"pattern": "^[^@]+@[^@]+$", "minLength": 3, "maxLength": 100},
             "quality": [rule("nullValues", mustBeLessThan=1, unit="percent")]},
            {"name": "amount", "logicalType": "number", "required": True,
             "logicalTypeOptions": {"minimum": 0, "maximum": 10000}},
            {"name": "day", "logicalType": "date", "required": True, "quality": [rule("nullValues", mustBeLessThan=100)]},
            {"name": "status", "logicalType": "string", "required": True,
             "logicalTypeOptions": {"pattern": "^[a-z]+$", "minLength": 2, "maxLength": 10},
             "quality": [rule("invalidValues", mustBe=0, arguments={"validValues": KINDS}),
                         rule("missingValues", mustBe=0, arguments={"missingValues": ["", "n/a"]})]}]}],
    }


def soda_contract():
    invalid = lambda name, **more: {"invalid": {"qualifier": name, "name": name, **more}}  # noqa: E731
    regex = lambda text: {"valid_format": {"regex": text, "name": "shape"}}  # noqa: E731
    return {"dataset": "bench/main/orders", "checks": [{"schema": {}}, {"row_count": {"threshold": {"must_be_greater_than": 0}}}], "columns": [
        {"name": "id", "checks": [{"missing": {"name": "id_missing"}}, {"duplicate": {"name": "unique"}}]},
        {"name": "email", "checks": [{"missing": {"name": "email_missing"}}, {"missing": {"qualifier": "percent", "threshold": {
            "metric": "percent", "must_be_less_than": 1}}}, invalid("email_pattern", **regex("^[^@]+@[^@]+$")),
            invalid("email_min", valid_min_length=3), invalid("email_max", valid_max_length=100)]},
        {"name": "amount", "checks": [{"missing": {"name": "amount_missing"}}, invalid("amount_minimum", valid_min=0),
                                      invalid("amount_maximum", valid_max=10000)]},
        {"name": "day", "checks": [{"missing": {"name": "day_missing"}}, {"missing": {"qualifier": "some", "threshold": {
            "must_be_less_than": 100}}}]},
        {"name": "status", "checks": [{"missing": {"name": "status_missing"}}, invalid("status_pattern", **regex("^[a-z]+$")),
                                      invalid("status_min", valid_min_length=2), invalid("status_max", valid_max_length=10),
                                      invalid("status_list", valid_values=KINDS),
                                      {"missing": {"qualifier": "words", "missing_values": ["", "n/a"]}}]}]}


SODA = """import json, sys, duckdb
from soda_core.common.yaml import ContractYamlSource
from soda_core.contracts.contract_verification import ContractVerificationSession
from soda_duckdb.common.data_sources.duckdb_data_source import DuckDBDataSourceImpl
path = sys.argv[1]
connection = duckdb.connect(":memory:")
connection.execute(f"CREATE VIEW orders AS SELECT * FROM '{path}'")
source = DuckDBDataSourceImpl.from_existing_cursor(connection, "bench")
result = ContractVerificationSession.execute(
    contract_yaml_sources=[ContractYamlSource.from_file_path("soda.yaml")], data_source_impls=[source])
found = {}
checks = result.contract_verification_results[0].check_results
for one in checks:
    found[one.check.name] = one.threshold_value
print(json.dumps([len(checks), found], default=str))
"""
HAND = """import json, sys, duckdb
path = sys.argv[1]
source = f"'{path}'" if path.endswith("parquet") else (
    f"read_csv('{path}', header = true, columns = {{'id': 'BIGINT', 'email': 'VARCHAR', 'amount': 'DOUBLE', 'day': 'DATE', 'status': 'VARCHAR'}})")
row = duckdb.sql(f'''SELECT count(*), count(*) - count(id), count(id) - count(DISTINCT id), count(*) - count(email),
  count(*) FILTER (WHERE NOT regexp_matches(email, '^[^@]+@[^@]+$')), count(*) FILTER (WHERE length(email) < 3),
  count(*) FILTER (WHERE length(email) > 100), count(*) FILTER (WHERE email IS NULL), count(*) - count(amount),
  count(*) FILTER (WHERE amount < 0), count(*) FILTER (WHERE amount > 10000), count(*) - count(day),
  count(*) FILTER (WHERE day IS NULL), count(*) - count(status), count(*) FILTER (WHERE NOT regexp_matches(status, '^[a-z]+$')),
  count(*) FILTER (WHERE length(status) < 2), count(*) FILTER (WHERE length(status) > 10),
  count(*) FILTER (WHERE status NOT IN ('open', 'paid', 'sent', 'done')), count(*) FILTER (WHERE status IS NULL OR status IN ('', 'n/a'))
  FROM {source}''').fetchone()
print(json.dumps({"unique": row[2], "email_pattern": row[4], "amount_minimum": row[9], "day_missing": row[11], "status_list": row[17]}))
"""


VALUES = {
    "id": "i", "email": "'user' || hash(i) % 1000000 || '@example.org'", "amount": "CAST(hash(i * 7) % 1000000 AS DOUBLE) / 100",
    "day": "DATE '2020-01-01' + CAST(hash(i * 3) % 2000 AS INTEGER)",
    "status": "['open', 'paid', 'sent', 'done'][1 + CAST(hash(i * 11) % 4 AS INTEGER)]"}


def rows_sql(count, planted):
    """Rows that keep the contract, but for what `planted` makes of a column's value."""
    columns = ", ".join(f"{planted.get(name, '{}').format(value)} AS {name}" for name, value in VALUES.items())
    return f"SELECT {columns} FROM range(1, {count} + 1) AS r(i)"


def prepare(folder):
    import duckdb
    if duckdb.__version__ != pinned("DUCKDB_VERSION"):
        raise RuntimeError(f"the hand-written query runs in DuckDB {duckdb.__version__}, Hanse has {pinned('DUCKDB_VERSION')}")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for name, small in (("orders", False), ("small", True)):
        with open(os.path.join(folder, f"{name}.odcs.yaml"), "w", encoding="utf-8") as file:
            json.dump(contract(small), file)
        data = rows_sql(20 if small else ROWS, {
            "id": "CASE WHEN i = 7 THEN 3 ELSE {} END", "email": "CASE WHEN i IN (11, 12) THEN 'nobody' ELSE {} END",
            "amount": "CASE WHEN i IN (1, 2, 3) THEN -1.0 ELSE {} END", "day": "CASE WHEN i BETWEEN 4 AND 8 THEN NULL ELSE {} END",
            "status": "CASE WHEN i BETWEEN 9 AND 12 THEN 'opne' ELSE {} END"})
        for form in ("csv", "parquet"):
            how = "FORMAT csv, HEADER" if form == "csv" else "FORMAT parquet"
            duckdb.sql(f"COPY ({data}) TO '{folder}/{name}.{form}' ({how})")
    for name, text in (("soda.yaml", json.dumps(soda_contract())), ("soda.py", SODA), ("hand.py", HAND)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def ask(folder, command):
    """(CPU seconds, wall seconds, peak MB, standard output) of one command."""
    began = time.monotonic()
    environment = {**os.environ, "SODA_CORE_TELEMETRY_ENABLED": "false", "SODA_TELEMETRY": "false"}
    with open(os.path.join(folder, "out"), "w+b") as out, open(os.path.join(folder, "err"), "w+b") as err:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=err, env=environment)
        _, _, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        out.seek(0)
        text = out.read().decode()
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, text


OURS = {"orders.id.unique": "unique", "orders.email.pattern": "email_pattern", "orders.amount.minimum": "amount_minimum",
        "orders.day.required": "day_missing", "orders.status.invalidValues": "status_list"}
THEIRS = {"orders__id__field_unique": "unique", "orders__email__field_regex": "email_pattern",
          "orders__amount__field_minimum": "amount_minimum", "orders__day__field_required": "day_missing"}


def hanse(folder, name, form, rows=0):
    done = ask(folder, [HANSE, "contract", "test", f"{name}.odcs.yaml", "--server", form, "--samples", str(rows), "--output", "json"])
    checks = json.loads(done[3])["tables"][0]["checks"]
    return done, {OURS[one["id"]]: one["failing_rows"] for one in checks if one["id"] in OURS}, len(checks)


def hanse_with_rows(folder, name, form):
    return hanse(folder, name, form, rows=5)


def datacontract(folder, name, form):
    path = os.path.join(folder, "datacontract.json")
    done = ask(folder, [os.path.join(PEERS, "datacontract", "bin", "datacontract"), "test", f"{name}.odcs.yaml", "--server", form,
                        "--output", path, "--output-format", "json"])
    with open(path, encoding="utf-8") as file:
        checks = json.load(file)["checks"]
    os.remove(path)
    found = {}
    for one in checks:
        key = THEIRS.get(one["key"]) or ("status_list" if "invalid" in (one.get("type") or "") + one["key"] and one["field"] == "status" else None)
        if key is not None:
            found[key] = number_in(one)
    return done, found, len(checks)


def number_in(check):
    diagnostics = check.get("diagnostics") or {}
    for name in ("value", "actual", "failed_rows_count", "measured"):
        if isinstance(diagnostics.get(name), (int, float)):
            return int(diagnostics[name])
    return check["result"]


def soda(folder, name, form):
    done = ask(folder, [os.path.join(PEERS, "soda", "bin", "python"), "soda.py", f"{name}.{form}"])
    checks, found = json.loads(done[3].strip().splitlines()[-1])
    return done, {key: int(found[key]) for key in PLANTED if key in found}, checks


def expectations(folder, name, form):
    done = ask(folder, [sys.executable, os.path.join(ROOT, "bench", "expectations.py"), f"{name}.{form}"])
    checks, found = json.loads(done[3].strip().splitlines()[-1])
    return done, found, checks


def by_hand(folder, name, form):
    done = ask(folder, [sys.executable, "hand.py", f"{name}.{form}"])
    return done, json.loads(done[3]), 19


WITH_ROWS = "hanse, with up to 5 failing rows of each"
TOOLS = {"hanse": hanse, WITH_ROWS: hanse_with_rows, "datacontract-cli": datacontract, "soda-core": soda, "great-expectations": expectations, "by hand": by_hand}
BESIDE = ("CPU", None)  # no goal: it stands in the table
CASES = (  # what, contract, format, peers with the goal for each: (measure, most of ours to theirs)
    ("1 KB of CSV", "small", "csv", {"datacontract-cli": ("CPU", 1 / 50)}),
    ("CSV", "orders", "csv", {WITH_ROWS: BESIDE, "datacontract-cli": ("wall", 1 / 4), "soda-core": ("wall", 1 / 2.5), "great-expectations": BESIDE,
                              "by hand": ("wall", 1.1)}),
    ("Parquet", "orders", "parquet", {WITH_ROWS: BESIDE, "datacontract-cli": ("wall", 1 / 5), "soda-core": ("wall", 1 / 2), "great-expectations": BESIDE,
                                      "by hand": ("wall", 1.15)}),
)
MEASURES = ("CPU", "wall", "peak")


def measure(results, folder, case):
    what, name, form, peers = case
    times, counts, problems = {}, {}, {}
    tools = ["hanse", *peers]
    for round_number in range(REPEATS):
        for tool in tools if round_number % 2 == 0 else reversed(tools):
            if tool in problems:
                continue
            try:
                done, found, checks = TOOLS[tool](folder, name, form)
                if found != PLANTED:
                    raise RuntimeError(f"it finds {found}, planted are {PLANTED}")
                times.setdefault(tool, []).append(done[:3])
                counts[tool] = checks
            except Exception as problem:  # it stands in the results with its reason
                problems[tool] = f"{type(problem).__name__}: {problem}"
    medians = {tool: [statistics.median(one[at] for one in all_times) for at in range(3)] for tool, all_times in times.items()}
    slug = what.replace(" ", "-")
    for peer, (measured, most) in peers.items():
        if most is None:
            continue
        identity, text = f"contract-{slug}-{peer.replace(' ', '-')}", f"contract test of {what}: {measured} against {peer}"
        if peer in medians and "hanse" in medians:
            at = MEASURES.index(measured)
            results.add(identity, text, medians["hanse"][at] / medians[peer][at], "×", round(most, 3), peer)
        else:
            results.failed(identity, text, problems.get("hanse") or problems.get(peer, "no answer"), "×", round(most, 3), peer)
    page = f"\n| {what} | checks | CPU s | wall s | peak MB |\n|---|---|---|---|---|\n"
    for tool in tools:
        if tool in medians:
            cpu, wall, peak = medians[tool]
            page += f"| {tool} | {counts[tool]} | {cpu:.3f} | {wall:.3f} | {peak:.0f} |\n"
        else:
            page += f"| {tool} | failed: {' '.join(problems[tool].split())[:200]} | - | - | - |\n"
    return page


def measure_memory(results, folder):
    """Peak memory over a table that is much larger than it."""
    import duckdb
    path = os.path.join(folder, "huge")
    os.makedirs(path)
    duckdb.sql(f"COPY ({rows_sql(HUGE_ROWS, {})}) TO '{path}/orders.parquet' (FORMAT parquet)")
    shutil.copy(os.path.join(folder, "orders.odcs.yaml"), path)
    done = ask(path, [HANSE, "contract", "test", "orders.odcs.yaml", "--server", "parquet", "--samples", "0", "--output", "json"])
    table = json.loads(done[3])["tables"][0]
    failed = [one["id"] for one in table["checks"] if one["verdict"] != "passed"]
    if table["rows"] != HUGE_ROWS or failed:
        raise RuntimeError(f"of {HUGE_ROWS} rows that keep the contract, {table['rows']} are seen and {failed} fail")
    results.add("contract-memory", f"contract test of {HUGE_ROWS:,} rows of Parquet: peak memory", done[2], "MB", 1000, "no peer")
    size = os.path.getsize(f"{path}/orders.parquet") / 1e9
    shutil.rmtree(path)
    return f"\n{HUGE_ROWS:,} rows of Parquet ({size:.1f} GB): {done[0]:.1f} s of CPU, {done[1]:.1f} s, peak {done[2]:.0f} MB.\n"


def version_of(name, package):
    done = subprocess.run([os.path.join(PEERS, name, "bin", "python"), "-c",
                           f"from importlib.metadata import version; print(version('{package}'))"], capture_output=True, text=True)
    return done.stdout.strip() or "(not installed)"


def report(results, folder):
    prepare(folder)
    page = ABOUT.format(rows=ROWS, datacontract=version_of("datacontract", "datacontract-cli"), soda=version_of("soda", "soda-core"),
                        expectations=metadata.version("great-expectations"),
                        duckdb=pinned("DUCKDB_VERSION"), planted=sum(PLANTED.values()), repeats=REPEATS)
    for case in CASES:
        page += measure(results, folder, case)
    try:
        page += measure_memory(results, folder)
    except Exception as problem:  # as above
        results.failed("contract-memory", "contract test of a large table: peak memory", str(problem), "MB", 1000, "no peer")
    results.page(page)
    for name in os.listdir(folder):
        if name.startswith("orders.") and not name.endswith(".yaml"):
            os.remove(os.path.join(folder, name))
