#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rows that were kept apart are nobody's to learn of but their owner's: not by a right, a policy, a transform, a filter or a listing."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import Checks  # noqa: E402
from shop import World  # noqa: E402

CONTRACT, SECRET = "domains/shop/orders/orders.odcs.yaml", "kept-apart@example.org"
APART, NONE = "shop.orders__quarantine", "shop.orders__quarantina"
GRANTED = """rules:
  - {rule: everything, groups: [analysts], tables: ["*"]}
discover: {public: ["*"], internal: ["*"], confidential: ["*"], restricted: ["*"]}
publicReaders: ["*"]
"""
OPEN = """package hanse.read

discover := true

allow := true

columns contains item.column.columnName if some item in input.action.filterResources
"""
LOOKUP = """package domains.shop.read

rowFilters contains {"rule": "listed", "field": "article", "operator": "in",
	"value": {"domain": "shop", "table": "TABLE", "column": "article"}} if input.action.resource.table.tableName == "daily_sales"
"""
STATEMENTS = ("SELECT count(*) FROM {}", "SELECT * FROM {} LIMIT 0", "EXPLAIN POLICY SELECT hanse_reason FROM {}", "SELECT 1 WHERE EXISTS (FROM {})",
              "WITH q AS (SELECT * FROM {}) SELECT 1", "SELECT hanse_record FROM {} AS t", "SELECT a.article FROM shop.orders AS a JOIN {} AS b USING (article)")


def stands_apart(world, checks, what, user="analyst"):
    """For the user it looks in every respect like a table that does not exist."""
    for statement in STATEMENTS:
        for name in (APART, APART.upper().replace("SHOP", "shop"), "shop.orders_v1__quarantine", 'shop."orders__quarantine"'):
            shown = name.replace('"', "")
            other = shown.replace("quarantine", "quarantina").replace("QUARANTINE", "QUARANTINA")
            there, missing = world.http(user, statement.format(name)), world.http(user, statement.format(other))
            same = json.dumps(missing[2]).replace(other, shown)
            strip = lambda text: {k: v for k, v in json.loads(text).items() if k != "decision_id"}  # noqa: E731
            checks.equal(f"{what}: {statement.format(name)}", (there[0], strip(json.dumps(there[2]))), (404, strip(same)))
    told = lambda name: re.sub(r"decision \w+", "decision", world.psql(user, f"SELECT count(*) FROM {name}")[1])  # noqa: E731
    checks.equal(f"{what}: PostgreSQL's protocol", told(APART).replace(APART, NONE), told(NONE))
    for path in ("/v1/products", "/v1/products/shop/orders", "/v1/contracts/shop-orders", "/v1/domains", "/v1/lineage/shop/orders", "/"):
        body = world.mesh.http("GET", path, world.tokens[user])[2].decode()
        checks.true(f"{what}: {path}", "__quarantine" not in body and SECRET not in body and "hanse_reason" not in body, body)
    for sql in ("SELECT table_name FROM information_schema.tables", "SELECT column_name FROM information_schema.columns",
                "SELECT relname FROM pg_catalog.pg_class"):
        rows = world.psql(user, sql)[0]
        checks.true(f"{what}: {sql}", "sales" in rows or "revenue" in rows or "pg_" in rows, rows)
        checks.true(f"{what}: nothing in {sql}", "__quarantine" not in rows and "hanse_reason" not in rows, rows)


def attack(world, checks):
    lines = world.read("data/orders.csv").strip().split("\n")
    world.write("data/orders.csv", "\n".join(lines + [f"7,2026-01-08T09:00:00Z,rope,many,14.50,{SECRET}"]) + "\n")
    world.edit(CONTRACT, "schema:\n", "customProperties:\n  - {property: quarantine, value: {limitPercent: 50}}\nschema:\n")
    world.apply()
    world.serve()
    checks.equal("there is a row", world.http("seller", f"SELECT hanse_row, quantity FROM {APART}")[2]["rows"], [[7, "many"]])
    checks.true("masks and levels are the table's", SECRET in json.dumps(world.http("seller", f"SELECT customer_email FROM {APART}")[2]))
    stands_apart(world, checks, "without a right")

    world.mesh.run("grant", "add", "shop/orders", "--to", "user:analyst", "--purpose", "analysis")
    world.mesh.run("grant", "add", "shop/orders", "--to", "group:analysts", "--purpose", "analysis", "--as", "seller")
    world.write("policies/data/access.yaml", GRANTED)
    world.apply()
    checks.equal("the published rows are read", world.http("analyst", "SELECT count(*) FROM shop.orders")[0], 200)
    stands_apart(world, checks, "with every right")

    # A transform of the same domain would publish it under its own name.
    path = "domains/shop/daily_sales/daily_sales.sql"
    before = world.read(path)
    world.write(path, f"SELECT DATE '2026-01-01' AS day, hanse_record AS article, 1 AS orders, CAST(1 AS DOUBLE) AS revenue FROM {APART}")
    done = world.mesh.run("plan", code=1)
    checks.true("no transform reads it", f"error[HNS-T002]: `{APART}` is no table of the product's input ports" in done.stderr, done.stderr)
    world.write(path, before)

    # A row filter that looks up its keys reads as the product.
    for name, looked in (("orders", 200), ("orders__quarantine", 403)):
        world.write("domains/shop/policies/read.rego", LOOKUP.replace("TABLE", name))
        world.mesh.run("apply", "--yes", code=None)
        status, _, body = world.http("analyst")
        checks.true(f"a filter over {name}", status == looked and SECRET not in json.dumps(body), body)
    os.remove(os.path.join(world.mesh.folder, "domains/shop/policies/read.rego"))

    # Whatever the council writes.
    world.write("policies/read.rego", OPEN)
    os.remove(os.path.join(world.mesh.folder, "policies/read_test.rego"))
    world.apply()
    checks.equal("policy lets all read all", world.http("analyst", "SELECT customer_email FROM shop.orders")[0], 200)
    stands_apart(world, checks, "with a policy that allows all")
    stands_apart(world, checks, "to a stranger", "stranger")
    checks.equal("its owner reads it", world.http("seller", f"SELECT count(*) FROM {APART}")[2]["rows"], [[1]])


checks = Checks()
with World() as world:
    attack(world, checks)
checks.finish()
