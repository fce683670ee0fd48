#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A real dbt project fills a product: `dbt build` writes the table, `hanse run complete --dbt-target` reports it, and the product is
served. Failing models and tests, and target folders that are none."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from flights import Checks, Mesh  # noqa: E402
from shop import external_orders  # noqa: E402

HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
COUNT = "SELECT count(*) AS n, CAST(sum(quantity) AS BIGINT) AS q FROM shop.orders"
PRODUCT = external_orders("{tool: dbt, project: lake}")
PROJECT = {
    "dbt_project.yml": "name: lake\nversion: '1.0'\nprofile: lake\nmodel-paths: [models]\nflags: {send_anonymous_usage_stats: false}\n",
    "profiles.yml": "lake: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:'}}}\n",
    "models/stage.sql": "select * from read_csv('../data/orders.csv')\n",
    "models/lake_orders.sql": "{{ config(materialized='external', location='../lake/orders.parquet') }}\nselect order_id, ordered_at, article, "
                              "cast(quantity as bigint) as quantity, cast(unit_price as decimal(10,2)) as unit_price, customer_email "
                              "from {{ ref('stage') }}\n",
    "models/schema.yml": "version: 2\nmodels:\n  - name: lake_orders\n    columns:\n      - name: order_id\n        data_tests: [not_null, unique]\n"
                         "      - name: article\n        data_tests: [{accepted_values: {arguments: {values: [rope, lantern, compass]}}}]\n"}


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def dbt(project, ok=True):
    """One `dbt build` of the project."""
    env = {**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "HOME": project}
    done = subprocess.run([sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build", "--project-dir", ".", "--profiles-dir", "."],
                          capture_output=True, text=True, env=env, cwd=project, timeout=300)
    if (done.returncode == 0) != ok:
        raise AssertionError(f"dbt build: exit {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-1000:]}")


def report(mesh, *words, code=0):
    done = mesh.run("run", "complete", *words, "--output", "json", code=code)
    return json.loads(done.stdout)["runs"] if done.stdout else json.loads(done.stderr.strip().splitlines()[-1])["error"]


def count(mesh):
    return mesh.query("seller", COUNT)["rows"]


def verdicts(run):
    return [(test["verdict"], test["failures"]) for model in run["details"]["dbt"]["models"] for test in model["tests"]]


def new_mesh(top):
    folder = os.path.join(top, "mesh")
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    write(folder, "domains/shop/orders/product.odps.yaml", PRODUCT)
    os.remove(os.path.join(folder, "domains/shop/orders/files.odcs.yaml"))
    with open(os.path.join(folder, "domains/shop/orders/orders.odcs.yaml"), "a", encoding="utf-8") as out:
        out.write("servers:\n  - {server: lake, type: local, path: lake/orders.parquet, format: parquet}\n")
    os.makedirs(os.path.join(folder, "lake"))
    for name, text in PROJECT.items():
        write(os.path.join(folder, "dbt"), name, text)
    mesh = Mesh(folder)
    mesh.run("apply", "--yes")
    return mesh


def changed(target, top, name, change):
    """A copy of the target folder in which one file is another; what `change` gives is written as it is."""
    folder = os.path.join(top, "changed")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for file in ("manifest.json", "run_results.json"):
        shutil.copy(os.path.join(target, file), folder)
    path = os.path.join(folder, name)
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    text = change(document)
    with open(path, "w", encoding="utf-8") as out:
        out.write(text if isinstance(text, str) else json.dumps(document))
    return folder


def put(*place_and_value):
    *place, last, value = place_and_value

    def change(document):
        at = document
        for key in place:
            at = at[key]
        at[last] = value
    return change


HOSTILE = (  # file, what is changed, what the message must have
    ("manifest.json", lambda _: "{", "`manifest.json` is no JSON"),
    ("manifest.json", lambda _: "[" * 5_000 + "]" * 5_000, "`manifest.json` is no JSON"),
    ("manifest.json", lambda _: "[]", "`manifest.json`, the whole: expected an object"),
    ("manifest.json", put("metadata", "dbt_schema_version", "https://schemas.getdbt.com/dbt/manifest/v4.json"), "schema v4; v10 to v12 are read"),
    ("manifest.json", put("metadata", "dbt_schema_version", "https://schemas.getdbt.com/dbt/manifest/v99999999999999999999.json"), "expected the schema of"),
    ("manifest.json", put("metadata", "dbt_schema_version", 12), "metadata.dbt_schema_version: expected the schema of a dbt manifest"),
    ("manifest.json", put("metadata", []), "metadata.dbt_schema_version"),
    ("manifest.json", put("nodes", [1]), "nodes: expected an object"),
    ("manifest.json", put("nodes", "model.lake.lake_orders", 7), "nodes.model.lake.lake_orders: expected an object"),
    ("manifest.json", put("nodes", "model.lake.lake_orders", "name", {}), "lake_orders.name: expected a text"),
    ("manifest.json", put("nodes", {}), "which `manifest.json` does not know"),
    ("run_results.json", put("metadata", "dbt_schema_version", "https://schemas.getdbt.com/dbt/run-results/v1.json"), "schema v1; v5 to v6 are read"),
    ("run_results.json", put("results", None), "results: expected a list"),
    ("run_results.json", put("results", 0, 7), "results[0].unique_id: expected the name of a node"),
    ("run_results.json", put("results", 0, "status", ["success"]), "results[0].status: expected a text"),
    ("run_results.json", lambda document: document["results"].append(document["results"][0]), "each node once"),
)


def hostile(checks, mesh, target, top):
    for name, change, expected in HOSTILE:
        error = report(mesh, "--dbt-target", changed(target, top, name, change), code=1)
        checks.true(f"{name}: {expected} is said", expected in json.dumps(error, ensure_ascii=False), error)
    large = changed(target, top, "run_results.json", lambda _: None)
    os.truncate(os.path.join(large, "run_results.json"), (64 << 20) + 1)
    checks.true("a file past its limit is refused", "67108864" in json.dumps(report(mesh, "--dbt-target", large, code=1)), "")
    os.remove(os.path.join(large, "run_results.json"))
    checks.true("a file that is missing is named", "run_results.json" in json.dumps(report(mesh, "--dbt-target", large, code=1)), "")
    odd = changed(target, top, "run_results.json", lambda d: [r.update(status="exploded", message="\x1b[31mred" * 1000, timing=7, failures="many")
                                                               for r in d["results"]] and None)
    run = report(mesh, "--dbt-target", odd, "--run-id", "odd", code=1)[0]
    checks.equal("an unknown status is a failure", (run["outcome"], {verdict for verdict, _ in verdicts(run["run"])}), ("runFailed", {"error"}))
    checks.true("a message shows no control bytes and is cut", "\x1b" not in run["message"] and len(run["message"]) < 4_100, len(run["message"]))
    report(mesh, "--dbt-target", target, "--run-id", "after-odd")


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-dbt-") as top:
        mesh = new_mesh(top)
        project, target = os.path.join(mesh.folder, "dbt"), os.path.join(mesh.folder, "dbt", "target")
        mesh.refused("seller", COUNT, 1)

        dbt(project)
        runs = report(mesh, "--dbt-target", target)
        run = runs[0]["run"]
        with open(os.path.join(target, "run_results.json"), encoding="utf-8") as file:
            invocation = json.load(file)["metadata"]["invocation_id"]
        checks.equal("the run is dbt's, and published", (len(runs), runs[0]["outcome"], run["id"], run["tool"], runs[0]["rows"]),
                     (1, "published", invocation, "dbt", 6))
        checks.equal("each test has its verdict", [verdict for verdict, _ in verdicts(run)], ["passed"] * 3)
        checks.equal("the product is served", count(mesh), [[6, 13]])
        checks.true("the model is matched by its file", run["details"]["dbt"]["models"][0]["model"] == "model.lake.lake_orders", run)
        checks.true("a repeated report builds nothing again", report(mesh, "--dbt-target", target)[0]["repeated"], "")

        write(project, "models/stage.sql", "select * from read_csv('../data/orders.csv') where error('the lake is on fire')\n")
        dbt(project, ok=False)
        failed = report(mesh, "shop/orders", "--dbt-target", target, code=1)[0]
        checks.equal("a failing model is recorded", (failed["outcome"], failed["run"]["status"]), ("runFailed", "failed"))
        checks.true("with what dbt says", "model `lake_orders`: error" in failed["message"] and "on fire" in failed["message"], failed)
        checks.equal("and the old rows stay", count(mesh), [[6, 13]])

        write(project, "models/stage.sql", "select * from read_csv('../data/orders.csv') union all select 7, now(), 'unicorn', 1, 1, 'x@example.org'\n")
        dbt(project, ok=False)
        tested = report(mesh, "--dbt-target", target)[0]
        checks.equal("a failing test of dbt is recorded; the contract decides", (tested["outcome"], tested["rows"], tested["run"]["status"]),
                     ("published", 7, "succeeded"))
        checks.true("it is named with its rows", "accepted_values" in tested["run"]["message"] and ("failed", 1) in verdicts(tested["run"]), tested)

        listed = json.loads(mesh.run("run", "list", "shop/orders", "--output", "json").stdout)["runs"]
        checks.equal("all three runs are listed", [r["status"] for r in listed], ["succeeded", "failed", "succeeded"])
        write(project, "models/stage.sql", "select * from read_csv('../data/orders.csv') union all select 1, now(), 'rope', 1, 1, 'x@example.org'\n")
        dbt(project, ok=False)
        broken = report(mesh, "--dbt-target", target, code=1)[0]
        checks.equal("what breaks the contract is not published", (broken["outcome"], [f["code"] for f in broken["findings"]]), ("buildFailed", ["HNS-C005"]))
        checks.equal("and the rows before it stay", count(mesh)[0][0], 7)
        write(project, "models/stage.sql", "select * from read_csv('../data/orders.csv')\n")
        dbt(project)
        other = report(mesh, "shop/daily_sales", "--dbt-target", target, code=1)
        checks.true("a product that the mesh builds is no model's", "no model of the dbt project `lake`" in json.dumps(other), other)
        hostile(checks, mesh, target, project)
    checks.finish()


if __name__ == "__main__":
    main()
