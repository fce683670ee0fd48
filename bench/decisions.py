# SPDX-License-Identifier: Apache-2.0
"""Policy decisions on a table of 200 columns, with 100 to 100,000 grants, against an OPA server with the same policies."""
import json
import os
import re
import shutil
import sqlite3
import statistics

from make_mesh import write
from one_domain import describe_domain, product, register
from opa import Opa
from results import ROOT
from server import Server, run

COLUMNS, ROUNDS = 200, 60
GRANTS = (100, 10_000, 100_000)
FEW_GOAL_MS, ALL_GOAL_MS, SAME_GOAL_MS = 0.3, 5, 0.02
ABOUT = """## Policy decisions

A table of 200 columns, every one masked, half of them by one tag, half by another; the asker's right is one grant among
{grants} on that table, the others are other users'. Policies are those of `policies/`. What Hanse needs is the step *decide* of
single statements (`/metrics`), p50 of {rounds}. *Few*: a statement with three columns that were not asked together before. *All*: `SELECT *`
for a purpose that was not stated before. *Table*: what the asker may know of the table, asked once for each asker, purpose and
revision, before the first statement. *Same*: nothing changed since. The grants are put into the state by SQL, since a
hundred thousand commands would take hours.

OPA has the same policies, tables and input documents (from the ledger), and answers over HTTP on a connection that stays open: *allow* alone,
and for all columns the masks alone; and then all that Hanse asks: `allow`, `rowFilters`, `batchColumnMasks` and `reasons`, a request each.

"""


def make(folder: str) -> None:
    import duckdb
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(folder, "policies"), ignore=shutil.ignore_patterns("*_test.rego"))
    register(folder, ("decide", "Decisions"), "bench", "ledger: relaxed\n")
    path = os.path.join(folder, "mesh.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    purposes = "".join(f"  - {{id: p{i}, name: P{i}, classificationMax: internal, parent: reporting}}\n" for i in range(ROUNDS))
    write(folder, "mesh.yaml", text.replace("identity:\n", purposes + "identity:\n"))
    describe_domain(folder, "bench", "Bench")
    write(folder, "policies/data/access.yaml", "rules: []\ndiscover: {public: [], internal: [], confidential: [], restricted: []}\npublicReaders: []\n")
    write(folder, "policies/data/masks.yaml", "masks:\n  - {rule: texts, tag: text, action: keepFirst4}\n  - {rule: numbers, tag: number, action: 'null'}\n")
    columns = [(f"c{i:03}", *(("number", "integer", "bigint", "i") if i % 2 else ("text", "string", "varchar", "'v' || i"))) for i in range(COLUMNS)]
    os.makedirs(os.path.join(folder, "data"))
    listed = ", ".join(f"{value} AS {name}" for name, _, _, _, value in columns)
    duckdb.sql(f"COPY (SELECT {listed} FROM range(10) AS t(i)) TO '{folder}/data/wide.parquet' (FORMAT parquet)")
    product(folder, "bench", "wide", "".join(
        f"      - name: {name}\n        logicalType: {logical}\n        physicalType: {physical}\n        description: A column.\n"
        f"        classification: internal\n        tags: [{tag}]\n" for name, tag, logical, physical, _ in columns))
    run(folder, "apply", "--yes")
    run(folder, "grant", "add", "bench/wide", "--to", "user:analyst")


def add_grants(folder: str, count: int) -> None:
    """Until there are `count`: copies of the analyst's for other users."""
    with sqlite3.connect(os.path.join(folder, ".hanse", "state.sqlite")) as state:
        kind, at, actor, body = state.execute("SELECT kind, at_us, actor, body FROM grant_events LIMIT 1").fetchone()
        have = state.execute("SELECT count(*) FROM grant_events").fetchone()[0]
        for i in range(have, count):
            grant = {**json.loads(body), "id": f"g-{i:012x}", "principal": f"user:other-{i}"}
            state.execute("INSERT INTO grant_events(grant_id, kind, at_us, actor, body) VALUES(?,?,?,?,?)",
                          (grant["id"], kind, at, actor, json.dumps(grant)))
    state.close()


class Decisions:
    """Time of the step `decide` of single statements."""

    def __init__(self, server: Server, token: str):
        self.server, self.token = server, token

    def spent_ms(self) -> float:
        return float(re.search(r'_step_seconds_sum\{step="decide"\} (\S+)', self.server.metrics()).group(1)) * 1000

    def one(self, columns: str, purpose: str) -> float:
        before = self.spent_ms()
        self.server.ask(self.token, f"SELECT {columns} FROM bench.wide", purpose=purpose)
        return self.spent_ms() - before

    def measure(self) -> dict:
        out = {"table": [], "few": [], "all": [], "same": []}
        for i in range(ROUNDS):
            purpose = f"p{i}"
            out["table"].append(self.one("count(*)", purpose))
            out["all"].append(self.one("*", purpose))
            three = ", ".join(f"c{(i * 3 + k * 67) % COLUMNS:03}" for k in range(3))
            out["few"].append(self.one(three, purpose))
            out["same"].append(self.one(three, purpose))
        return {name: statistics.median(times) for name, times in out.items()}


def inputs_of(folder: str) -> dict:
    """The documents of the last decisions on three and on all columns."""
    out, resource = {}, None
    with open(os.path.join(folder, ".hanse", "ledger", "000001.ledger"), encoding="utf-8") as ledger:
        for line in ledger:
            for table in json.loads(line.split(" ", 1)[1])["body"].get("tables", []):
                document, resource = table.get("decision_input"), table.get("resource", resource)
                if document and (count := len(document["action"]["filterResources"])) in (3, COLUMNS):
                    out[count] = {**document, "resource": resource}
    return out


def opa_times(folder: str) -> dict:
    whole = ("allow", "rowFilters", "batchColumnMasks", "reasons")
    with Opa(folder) as opa:
        documents = inputs_of(folder)
        for count, document in documents.items():
            body = json.dumps({"input": document}).encode()
            if opa.ask("allow", body) is not True or len(opa.ask("batchColumnMasks", body)) != count:
                raise RuntimeError("OPA decides otherwise than Hanse")
        p50 = lambda rules, count: statistics.median(opa.time_ms(rules, documents[count], ROUNDS))  # noqa: E731
        return {"few": p50(("allow",), 3), "all": p50(("batchColumnMasks",), COLUMNS), "few whole": p50(whole, 3), "all whole": p50(whole, COLUMNS)}


def report(results, folder: str) -> None:
    page = ABOUT.format(grants=" / ".join(f"{count:,}" for count in GRANTS), rounds=ROUNDS)
    page += "| grants | table, ms | few, ms | all, ms | same, ms |\n|---|---|---|---|---|\n"
    what = {"few": ("a policy decision on 3 of 200 columns, 10,000 grants, first time: p50", FEW_GOAL_MS),
            "all": ("the same on all 200 columns, each masked", ALL_GOAL_MS), "same": ("the same when nothing changed since", SAME_GOAL_MS)}
    try:
        make(folder)
        found = {}
        for count in GRANTS:
            add_grants(folder, count)
            with Server(folder) as server:
                found[count] = Decisions(server, run(folder, "token", "analyst").strip()).measure()
        opa = opa_times(folder)
    except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
        for name, (words, goal) in what.items():
            results.failed(f"decision-{name}", words, str(problem), "ms", goal)
        return
    for name, (words, goal) in what.items():
        results.add(f"decision-{name}", words, found[10_000][name], "ms", goal)
    results.add("decision-flat", "a policy decision on 3 of 200 columns: with 100,000 grants against 100", found[100_000]["few"] / found[100]["few"], "×", 1.2)
    peer = "OPA 1.22.2 over HTTP"
    results.add("decision-few-opa", "a policy decision on 3 of 200 columns against the peer's `allow` alone", found[10_000]["few"] / opa["few"], "×", peer=peer)
    results.add("decision-all-opa", "the same on all 200 columns against the peer's masks alone", found[10_000]["all"] / opa["all"], "×", peer=peer)
    for count, times in found.items():
        page += f"| {count:,} | " + " | ".join(f"{times[name]:.3f}" for name in ("table", "few", "all", "same")) + " |\n"
    page += ("\n| OPA | few, ms | all, ms |\n|---|---|---|\n" f"| `allow`; the masks of all | {opa['few']:.3f} | {opa['all']:.3f} |\n"
             f"| all four rules | {opa['few whole']:.3f} | {opa['all whole']:.3f} |\n")
    results.page(page)
