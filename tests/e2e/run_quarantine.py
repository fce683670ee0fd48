#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rows that a build keeps apart: which, with what reason, up to which share, and that what is published keeps the contract."""
import glob
import json
import os

from flights import Checks
from shop import World

CONTRACT = "domains/shop/orders/orders.odcs.yaml"
GOOD = 34
APART = "SELECT hanse_source, hanse_row, order_id, quantity, hanse_reason FROM shop.orders__quarantine ORDER BY hanse_source, hanse_row, order_id, quantity"
BAD = ["101,2026-01-08T09:00:00Z,rope,many,14.50,a@example.org",      # cells that do not parse
       "102,2026-01-08T09:00:00Z,rope,1,free,b@example.org",
       "103,2026-01-08T09:00:00Z,,1,14.50,c@example.org",             # no article
       "104,2026-01-08T09:00:00Z,rope,0,14.50,d@example.org",         # below the minimum
       "1,2026-01-08T09:00:00Z,lantern,7,32.00,e@example.org"]        # the key of another row


def data(world, good, bad):
    lines = ["order_id,ordered_at,article,quantity,unit_price,customer_email"]
    lines += [f"{i},2026-01-07T10:00:00Z,rope,1,10.00,buyer{i}@example.org" for i in range(1, good + 1)]
    world.write("data/orders.csv", "\n".join(lines + bad) + "\n")


def ask(world, value):
    text = world.read(CONTRACT)
    head = text.split("customProperties:")[0]
    world.write(CONTRACT, head + (f"customProperties:\n  - {{property: quarantine, value: {value}}}\n" if value else ""))


def table(world, name):
    tables = json.loads(world.mesh.run("status", "--output", "json").stdout)["tables"]
    return next(table for table in tables if table["table"] == name)


def kept_apart(world, checks):
    data(world, GOOD, BAD)
    done = world.mesh.run("apply", "--yes", code=1)
    checks.true("without being asked the build fails", "shop/orders" in done.stderr and table(world, "shop.orders")["rows"] is None, done.stderr)
    ask(world, "{limitPercent: 20}")
    world.apply()
    orders = table(world, "shop.orders")
    checks.equal("the others are published", (orders["rows"], orders["quarantined"], orders["problem"]), (GOOD - 1, 6, None))
    done = world.mesh.run("refresh", "shop/orders")
    checks.true("the refresh counts them", done.stdout.startswith(f"shop/orders: {GOOD - 1} rows, 6 kept apart"), done.stdout)
    checks.true("the status as well", "6 kept apart" in world.mesh.run("status").stdout)

    rows = world.mesh.query("seller", APART)["rows"]
    line = GOOD + 1
    checks.equal("the owner sees which, and why", rows, [
        ["orders", line, "101", "many", "`quantity` is not of the column's type"],
        ["orders", line + 1, "102", "1", "`unit_price` is not of the column's type"],
        ["result", None, "1", "1", "the primary key `order_id` is in no row twice"],
        ["result", None, "1", "7", "the primary key `order_id` is in no row twice"],
        ["result", None, "103", "1", "`article` has a value"],
        ["result", None, "104", "0", "`quantity` is at least 1"]])
    rows = world.mesh.query("seller", "SELECT count(*) FILTER (WHERE order_id = 1), count(*), count(DISTINCT order_id), min(quantity),"
                            " count(article) FROM shop.orders")["rows"]
    checks.equal("what is published keeps the contract", rows, [[0, GOOD - 1, GOOD - 1, 1, GOOD - 1]])
    rows = world.mesh.query("analyst", "SELECT CAST(sum(orders) AS BIGINT) FROM shop.daily_sales")["rows"]
    checks.equal("and what is computed from it has no other rows", rows, [[GOOD - 1]])
    checks.equal("by the name of its major too", world.mesh.query("seller", "SELECT count(*) FROM shop.orders_v1__quarantine")["rows"], [[6]])

    data(world, GOOD, [])
    world.mesh.run("refresh", "shop/orders")
    checks.equal("with good data nothing is apart", world.mesh.query("seller", "SELECT count(*) FROM shop.orders__quarantine")["rows"], [[0]])
    checks.equal("and all is published", table(world, "shop.orders")["rows"], GOOD)


def limits(world, checks):
    data(world, GOOD, [])
    ask(world, "rows")
    world.apply()
    data(world, GOOD, [BAD[0]] * 4)
    done = world.mesh.run("refresh", "shop/orders", code=1)
    checks.true("more than the limit fails", f"HNS-L010" in done.stderr and f"4 of {GOOD + 4} rows of `orders` would be kept apart, more than 10 %" in done.stderr, done.stderr)
    checks.equal("the rows of before are served", world.mesh.query("seller", "SELECT count(*) FROM shop.orders")["rows"], [[GOOD]])
    data(world, GOOD, [BAD[3].replace("104", str(200 + i)) for i in range(5)])
    done = world.mesh.run("refresh", "shop/orders", code=1)
    checks.true("of built rows as well", f"5 of {GOOD + 5} rows of the result `orders` would be kept apart" in done.stderr, done.stderr)
    ask(world, "{limitPercent: 15}")
    world.apply()
    checks.equal("a greater limit lets them go", table(world, "shop.orders")["quarantined"], 5)
    for wrong in ("cells", "{limitPercent: 0}", "{limitPercent: 101}", "{limit: 5}", "true", "[]"):
        ask(world, wrong)
        done = world.mesh.run("validate", code=1)
        checks.true(f"`{wrong}` is no quarantine", "HNS-S028" in done.stderr, done.stderr)
    ask(world, "rows")
    world.edit(CONTRACT, "property: quarantine", "property: quarantaine")
    checks.true("nor is a near miss", "did you mean `quarantine`?" in world.mesh.run("validate", code=None).stderr)


def damage(world, checks):
    """Its files are looked at as a snapshot's are, and lie where they go with it."""
    data(world, GOOD, BAD)
    ask(world, "{limitPercent: 20}")
    world.apply()
    files = glob.glob(os.path.join(world.mesh.folder, ".hanse", "data", "shop", "orders", "*", "*", "*.parquet"))
    apart = [path for path in files if os.path.basename(path).startswith("quarantine-")]
    checks.equal("beside the snapshot's", ({os.path.dirname(path) for path in apart}), {os.path.dirname(path) for path in files})
    with open(apart[0], "r+b") as file:
        file.seek(40)
        file.write(b"XXXX")
    done = world.mesh.run("query", "--as", "seller", "SELECT count(*) FROM shop.orders__quarantine", code=1)
    checks.true("what is damaged is not read", "is not the one that was built" in done.stderr, done.stderr)
    checks.equal("what is published is", world.mesh.query("seller", "SELECT count(*) FROM shop.orders")["rows"], [[GOOD - 1]])


checks = Checks()
for part in (kept_apart, limits, damage):
    with World() as world:
        part(world, checks)
checks.finish()
