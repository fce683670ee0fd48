# SPDX-License-Identifier: Apache-2.0
"""dbt itself over exported properties files: `dbt parse` of a project with the DuckDB adapter, and what its manifest says."""
import json
import os
import re
import subprocess
import sys

SOURCES_MAX = 30


def parse(folder):
    """(the manifest, what dbt said)."""
    with open(os.path.join(folder, "dbt_project.yml"), "w", encoding="utf-8") as out:
        out.write("name: made\nversion: '1.0'\nprofile: made\nmodel-paths: [models]\nflags: {send_anonymous_usage_stats: false}\n")
    with open(os.path.join(folder, "profiles.yml"), "w", encoding="utf-8") as out:
        out.write("made: {target: dev, outputs: {dev: {type: duckdb, path: ':memory:'}}}\n")
    env = dict(os.environ, DBT_SEND_ANONYMOUS_USAGE_STATS="false", HOME=folder)
    done = subprocess.run([sys.executable, "-c", "from dbt.cli.main import cli; cli()", "parse", "--project-dir", folder, "--profiles-dir", folder,
                           "--no-partial-parse"], capture_output=True, text=True, env=env, cwd=folder, timeout=300)
    path = os.path.join(folder, "target", "manifest.json")
    if done.returncode != 0 or not os.path.exists(path):
        return None, (done.stdout + done.stderr)[-1500:]
    with open(path, encoding="utf-8") as file:
        return json.load(file), done.stdout


def columns(node):
    return {name: column["description"] for name, column in node["columns"].items()}


def check(folder, sources, models):
    """Problems. `sources`: {number: (contract, text)} by contract; `models`: the same for those that get models as well."""
    os.makedirs(os.path.join(folder, "models"))
    taken = {}
    for number, (contract, text) in sources.items():
        name = contract.get("name") or contract["id"]
        folded = re.sub(r"\W", "_", name, flags=re.A)
        if folded in {re.sub(r"\W", "_", one, flags=re.A) for one in taken} or name in taken or len(taken) >= SOURCES_MAX:
            continue
        taken[name] = contract
        with open(os.path.join(folder, "models", f"sources_{number}.yml"), "w", encoding="utf-8") as out:
            out.write(text)
    for number, (contract, text) in models.items():
        with open(os.path.join(folder, "models", f"models_{number}.yml"), "w", encoding="utf-8") as out:
            out.write(text)
        for table in contract["schema"]:
            with open(os.path.join(folder, "models", table["name"] + ".sql"), "w", encoding="utf-8") as out:
                out.write("select 1 as id")
    manifest, said = parse(folder)
    if manifest is None:
        yield f"dbt refuses them: {said}"
        return
    found = {}
    for node in manifest["sources"].values():  # by the contract's id and names, which stand in `meta`
        found[node["source_meta"]["contract"], node["meta"].get("contract_table", node["name"])] = node
    for name, contract in taken.items():
        for table in contract["schema"]:
            yield from same(found.get((contract["id"], table["name"])), table, name)
    nodes = {node["name"]: node for node in manifest["nodes"].values() if node["resource_type"] == "model"}
    for contract, _ in models.values():
        for table in contract["schema"]:
            yield from same(nodes.get(table["name"]), table, "models")
            tests = [node for node in manifest["nodes"].values()
                     if node["resource_type"] == "test" and node["attached_node"] == nodes[table["name"]]["unique_id"]]
            expected = sum(bool(c.get("required")) + bool(c.get("unique")) + bool(c.get("enum")) + len(c.get("relationships", []))
                           for c in table["properties"])
            if len(tests) != expected:
                yield f"dbt: {len(tests)} tests of {table['name']}, expected {expected}"


def same(node, table, owner):
    if node is None:
        yield f"dbt: there is no {table['name']!r} of {owner!r}"
        return
    if node["description"] != table.get("description", ""):
        yield f"dbt: {table['name']!r} says {node['description']!r}, expected {table.get('description')!r}"
    expected = {column["name"]: column.get("description", "") for column in table["properties"]}
    if columns(node) != expected:
        yield f"dbt: columns of {table['name']!r} are {columns(node)!r}, expected {expected!r}"
