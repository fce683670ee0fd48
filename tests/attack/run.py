#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Attempts to get around the gate, each asked of the example mesh over HTTP. See README.md."""
import glob
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import Checks, Mesh  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
CLEAR_TAIL = re.compile(r'"N\d{2,3}[0-9A-Z]{2,3}"')
MADE = {  # statements too long to be stored
    "parentheses": "SELECT " + "(" * 3000 + "1" + ")" * 3000,
    "sum": "SELECT " + "+".join(["1"] * 5000),
    "long text": "SELECT '" + "x" * 1_100_000 + "'",
    "nots": "SELECT " + "NOT " * 2000 + "true",
    "lists": "SELECT " + "[" * 500 + "1" + "]" * 500,
    "cases": "SELECT " + "CASE WHEN " * 300 + "1=1" + " THEN 1 END" * 300,
    "conjunctions": "SELECT 1 WHERE true" + " AND true" * 100_000,
    "wide list": "SELECT 1 WHERE 1 IN (" + ",".join(map(str, range(100_000))) + ")",
    "joins": "SELECT 1 FROM flight_operations.departures" + "".join(
        f", flight_operations.departures d{i}" for i in range(1000)),
    "unions": " UNION ALL ".join(["SELECT 1"] * 5000),
    "ctes": "WITH a0 AS (SELECT 1 AS x)" + "".join(f", a{i} AS (SELECT * FROM a{i - 1}, a{i - 1} b)" for i in range(1, 300))
            + " SELECT 1 FROM a299",
    "subqueries": "SELECT 1 FROM " + "(SELECT * FROM " * 300 + "range(1)" + ")" * 300,
}


def blocks(path):
    block, key = {}, None
    for line in open(path, encoding="utf-8").read().split("\n") + [""]:
        if line.startswith("#"):
            continue
        if line.startswith("  ") and key:
            block[key] += "\n" + line[2:]
        elif ": " in line or line.endswith(":"):
            key, _, value = line.partition(":")
            block[key] = value.strip() if key != "sql" else value[1:]
        elif not line and block:
            yield block
            block, key = {}, None


def leaks(user, sql, text):
    """What no answer may contain, whatever was expected."""
    if user == "engineer":
        return None
    if '"EWR"' in text or CLEAR_TAIL.search(text):
        return "a hidden value"
    for word in (".parquet", "/data/", "hanse_shape", "read_parquet", "Did you mean", "Candidate"):
        if word in text and word not in sql:
            return word
    return None


def judge(mesh, tokens, block):
    user, sql, expect = block["as"], block["sql"], block["expect"]
    status, answer = mesh.ask(tokens[user], sql)
    leak = leaks(user, sql, json.dumps(answer))
    if leak:
        return f"leak: {leak} in {json.dumps(answer)[:300]}"
    code = answer.get("code", "rows")
    if expect == "refused":
        return None if code != "rows" else f"answered {answer['rows'][:3]}"
    if expect == "clean":
        return None
    if expect.startswith("rows "):
        return None if code == "rows" and len(answer["rows"]) == int(expect[5:]) else f"{code}: {json.dumps(answer)[:300]}"
    if expect.startswith("same "):
        wanted = mesh.ask(tokens[user], expect[5:])[1].get("rows")
        return None if code == "rows" and answer["rows"] == wanted else f"{json.dumps(answer)[:300]}, expected {wanted}"
    return None if code == expect else f"{code} ({answer.get('title', '')}), expected {expect}"


def main():
    checks = Checks()
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        mesh.serve()
        tokens = {user: mesh.token(user) for user in ("engineer", "analyst", "stranger")}
        for path in sorted(glob.glob(os.path.join(HERE, "*.attack"))):
            for block in blocks(path):
                if "make" in block:
                    block["sql"] = MADE[block["make"]]
                problem = judge(mesh, tokens, block)
                name = f"{os.path.basename(path)}: {block['sql'][:150]!r}"
                checks.true(name, problem is None, problem)
        checks.equal("the server still answers", mesh.ask(tokens["engineer"], "SELECT 1 AS x")[1].get("rows"), [[1]])
        mesh.stop()
        checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)
    checks.finish()


main()
