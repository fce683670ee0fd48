#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Values of parameters: a statement is governed once for all of one kind, and answers as if each were written into it."""
import http.client
import json
import os
import re
import subprocess
import tempfile
import urllib.request

from flights import Checks, HANSE, Mesh, until

FROM = "SELECT order_id, article, quantity FROM shop.orders WHERE "
# Statements with `$1`, `$2` …, each with lists of values; all but the first list of a kind are answered by what the first left.
CASES = [
    (FROM + "order_id = $1", [[1], [2], [3], [0], [-1], [9_000_000_000], [2**63 - 1], ["4"], ["x"], [None], [True], [2.5]]),
    (FROM + "article = $1 ORDER BY 1", [["rope"], ["lantern"], [""], ["ro'pe"], ["ro\\pe"], ["$1"], ["'' OR true --"], ["röpe"], [1]]),
    (FROM + "$1 = order_id AND $2 <> article", [[1, "rope"], [2, "rope"], [2, "lantern"]]),
    (FROM + "order_id BETWEEN $1 AND $2 ORDER BY 1", [[1, 3], [2, 5], [5, 2], ["1", "3"]]),
    (FROM + "order_id IN ($1, 2, $2) ORDER BY 1", [[1, 3], [4, 5], [1, "3"]]),
    (FROM + "order_id = CAST($1 AS INTEGER)", [[1], [2], ["3"], ["x"], [9_000_000_000]]),
    (FROM + "ordered_at > $1 ORDER BY 1 LIMIT 3", [["2026-01-06"], ["2026-01-05T10:00:00Z"], ["yesterday"], [5]]),
    (FROM + "order_id > 0 ORDER BY order_id LIMIT $1 OFFSET $2", [[1, 0], [2, 1], [0, 0], [3, 2]]),
    ("SELECT quantity, count(*) AS n FROM shop.orders GROUP BY quantity HAVING quantity > $1 ORDER BY 1", [[0], [1], [2]]),
    ("SELECT a.order_id FROM shop.orders AS a JOIN shop.orders AS b ON a.order_id = b.order_id AND b.quantity = $1 ORDER BY 1",
     [[1], [2]]),
    # Where a value names a column, is an argument or stands beside something else, each is governed anew.
    ("SELECT $1 AS v, order_id FROM shop.orders WHERE order_id = 1", [[1], [2], ["a"]]),
    ("SELECT order_id = $1 FROM shop.orders WHERE order_id = 1", [[1], [2]]),
    (FROM + "order_id + 1 = $1 + 1", [[1], [2]]),
    (FROM + "repeat(article, $1) = 'roperope'", [[2], [3], [999_999_999]]),
    ("SELECT order_id FROM shop.orders ORDER BY order_id = $1, order_id LIMIT 2", [[1], [3]]),
]


def written(sql, values):
    literal = {bool: lambda v: str(v).lower(), type(None): lambda _: "NULL", str: lambda v: "'" + v.replace("'", "''") + "'",
               float: lambda v: f"CAST('{v}' AS DOUBLE)"}
    return re.sub(r"\$(\d)", lambda found: literal.get(type(values[int(found.group(1)) - 1]), str)(values[int(found.group(1)) - 1]), sql)


class Door:
    def __init__(self, mesh, user):
        self.link = http.client.HTTPConnection(mesh.url.split("//")[1], timeout=60)
        self.headers = {"Content-Type": "application/json", "Authorization": "Bearer " + mesh.token(user)}

    def ask(self, sql, values=None):
        """Columns and rows, or the code and the words of the refusal."""
        body = {"sql": sql} if values is None else {"sql": sql, "parameters": values}
        self.link.request("POST", "/v1/query", json.dumps(body), self.headers)
        answer = self.link.getresponse()
        told = json.loads(answer.read())
        if answer.status == 200:
            return [column["type"] for column in told["columns"]], told["rows"]
        return answer.status, re.sub(r"[0-9a-f-]{20,}", "", str(told.get("detail")))


def same_answers(checks, door):
    for sql, lists in CASES:
        for values in lists:
            checks.equal(f"{sql} with {values}", door.ask(sql, values), door.ask(written(sql, values)))


def is_copied(mesh):
    """Whether the table, which was asked for often, has been copied: the statement after that is decided anew."""
    with urllib.request.urlopen(mesh.metrics_url, timeout=60) as answer:
        return re.search(r"^hanse_copies [1-9]", answer.read().decode(), re.M) is not None


def governed_once(checks, mesh, door):
    checks.true("the table is copied before decisions are counted", until(lambda: is_copied(mesh)), mesh.metrics_url)
    for number in range(2000, 2020):
        door.ask(FROM + "order_id = $1 -- once", [number])
        door.ask("SELECT order_id + $1 AS n FROM shop.orders -- each", [number])
    mesh.stop()
    decisions = mesh.ledger("decision")
    for comment, expected in (("once", 19), ("each", 0)):
        of = [decision for decision in decisions if decision["sql"].endswith("-- " + comment)]
        checks.equal(f"{comment}: all are recorded", len(of), 20)
        checks.equal(f"{comment}: with their values", [decision["parameters"] for decision in of], [[n] for n in range(2000, 2020)])
        checks.equal(f"{comment}: those that repeat a decision", sum("repeats" in decision for decision in of), expected)


def inputs_once(checks, mesh):
    """What policy was asked, and what it saw of a table, stand in one entry; the others name it, and are decided again with it."""
    entries = [decision for decision in mesh.ledger("decision") if decision.get("tables") and decision["outcome"] == "allowed"]
    written, named = {}, {}
    for entry in entries:
        for table in entry["tables"]:
            for name in ("resource", "visibility_input", "decision_input"):
                of = written.setdefault(name, {})
                if name in table:
                    of[entry["decision_id"]] = table[name]
                    continue
                named[name] = named.get(name, 0) + 1
                checks.true(f"{entry['sql'][:40]} names an entry before it with its {name}", table[name + "_in"] in of, table)
                if name == "decision_input":
                    asked = [item["column"]["columnName"] for item in of[table[name + "_in"]]["action"]["filterResources"]]
                    checks.equal(f"{entry['sql'][:40]} names the question about its columns", asked, table["columns"])
    checks.equal("each table stands once", len(written["resource"]), 1)
    checks.true("and is the table", set(next(iter(written["resource"].values()))["columns"]) >= {"order_id"}, written["resource"])
    # One asker, purpose and door: columns are asked for in several sets, the table is asked for once.
    checks.equal("what may be known of the table is asked once", len(written["visibility_input"]), 1)
    questions = [json.dumps({**asked, "time": ""}, sort_keys=True) for asked in written["decision_input"].values()]
    checks.equal("no question is written twice", len(set(questions)), len(questions))
    checks.true("kept answers name what was asked", named.get("decision_input", 0) > 0, named)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-values-") as top:
        folder = os.path.join(top, "mesh")
        subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
        mesh = Mesh(folder)
        mesh.run("apply", "--yes")
        mesh.serve("--listen-metrics", "127.0.0.1:0")
        try:
            door = Door(mesh, "seller")
            same_answers(checks, door)
            governed_once(checks, mesh, door)
            inputs_once(checks, mesh)
        finally:
            mesh.stop()
    checks.finish()


main()
