#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Attempts to get around the gate, each asked of the example mesh over HTTP and over PostgreSQL's protocol. See README.md."""
import glob
import json
import os
import re
import sys

import psycopg

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
    "disjunctions": "SELECT 1 WHERE true" + " OR 1" * 190_000,
    "signs": "SELECT 1 " + "+" * 100_000 + " 1",
    "other signs": "SELECT 1 " + "-+" * 2_000 + " 1",
    "comments": "SELECT " + "/**/" * 200_000 + " 1",
    "nested comments": "SELECT " + "/*" * 200_000 + "*/" * 200_000 + " 1",
    "open comments": "SELECT /*" + "/*" * 200_000 + " 1",
    "quotes": "SELECT '" + "''" * 450_000 + "'",
    "question marks": "SELECT ?" + ",?" * 400_000,
    "wide list": "SELECT 1 WHERE 1 IN (" + ",".join(map(str, range(100_000))) + ")",
    "joins": "SELECT 1 FROM flight_operations.departures" + "".join(
        f", flight_operations.departures d{i}" for i in range(1000)),
    "unions": " UNION ALL ".join(["SELECT 1"] * 5000),
    "ctes": "WITH a0 AS (SELECT 1 AS x)" + "".join(f", a{i} AS (SELECT * FROM a{i - 1}, a{i - 1} b)" for i in range(1, 300))
            + " SELECT 1 FROM a299",
    "doubled rows": "WITH a0 AS (SELECT 1 AS x)" + "".join(f", a{i} AS (SELECT * FROM a{i - 1}, a{i - 1} b)" for i in range(1, 40))
                    + " SELECT 1 FROM a39",
    "doubled stars": "SELECT 1 FROM " + "(SELECT *, * FROM " * 30 + "range(1)" + ")" * 30,
    "doubled structs": "SELECT 1 FROM " + "(SELECT struct_pack(a := s, b := s) AS s FROM " * 30 + "(SELECT 1 AS s)" + ")" * 30,
    "doubled whole rows": "SELECT 1 FROM " + "".join(f"(SELECT t{i} AS a, t{i} AS b FROM " for i in range(30)) + "(SELECT 1 AS s)"
                          + "".join(f" AS t{i})" for i in reversed(range(30))),
    "doubled aliases": "SELECT 1 AS s0" + "".join(f", row(s{i}, s{i}) AS s{i + 1}" for i in range(30)),
    "doubled lambdas": "SELECT " + "list_transform(" * 30 + "[1]" + ", lambda x: {'a': x, 'b': x})" * 30,
    "doubled lateral": "SELECT 1 FROM (SELECT 1 AS s) t0" + "".join(
        f", LATERAL (SELECT map([t{i}.s], [t{i}.s]) AS s) t{i + 1}" for i in range(30)),
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


class Http:
    name = "http"

    def __init__(self, mesh, tokens):
        self.mesh, self.tokens = mesh, tokens

    def ask(self, user, sql):
        return self.mesh.ask(self.tokens[user], sql)[1]


class Postgres:
    """The same over a connection a user; an answer in the shape of HTTP's."""
    name = "postgres"

    def __init__(self, mesh, tokens):
        self.port, self.tokens, self.connections = mesh.postgres_port, tokens, {}

    def connection(self, user):
        if user not in self.connections or self.connections[user].closed:
            self.connections[user] = psycopg.connect(host="127.0.0.1", port=self.port, user=user, password=self.tokens[user], dbname="flights",
                                                     autocommit=True)
        return self.connections[user]

    def ask(self, user, sql):
        if "\0" in sql:  # no text of this protocol can hold it
            return {"code": "invalid_argument"}
        result = self.connection(user).pgconn.exec_(sql.encode("utf-8", "surrogatepass"))
        if result.error_message:
            word = result.error_field(psycopg.pq.DiagnosticField.SOURCE_FUNCTION)
            return {"code": word.decode(), "title": result.error_message.decode()}
        value = lambda row, column: result.get_value(row, column) and result.get_value(row, column).decode()  # noqa: E731
        return {"rows": [[value(row, column) for column in range(result.nfields)] for row in range(result.ntuples)]}


def judge(door, block):
    user, sql = block["as"], block["sql"]
    expect = block.get(door.name, block["expect"])
    answer = door.ask(user, sql)
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
        wanted = door.ask(user, expect[5:]).get("rows")
        return None if code == "rows" and answer["rows"] == wanted else f"{json.dumps(answer)[:300]}, expected {wanted}"
    return None if code == expect else f"{code} ({answer.get('title', '')}), expected {expect}"


def main():
    checks = Checks()
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        mesh.serve("--listen-pg", "127.0.0.1:0")
        tokens = {user: mesh.token(user) for user in ("engineer", "analyst", "stranger")}
        for door in (Http(mesh, tokens), Postgres(mesh, tokens)):
            for path in sorted(glob.glob(os.path.join(HERE, "*.attack"))):
                for block in blocks(path):
                    if "make" in block:
                        block["sql"] = MADE[block["make"]]
                    problem = judge(door, block)
                    name = f"{door.name}, {os.path.basename(path)}: {block['sql'][:150]!r}"
                    checks.true(name, problem is None, problem)
        checks.equal("the server still answers", mesh.ask(tokens["engineer"], "SELECT 1 AS x")[1].get("rows"), [[1]])
        mesh.stop()
        checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)
    checks.finish()


main()
