#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks of a mesh's product: verdicts of the lone test, agreements, history, schedules, samples, attacks."""
import glob
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mesh_world import SCHEDULED, World  # noqa: E402
from flights import HANSE, Checks, until  # noqa: E402

SECRETS = ["jon at example", "secret.person", "913.9", "mara@example.org"]
HOUR_US = 3_600_000_000
KILLS = 10
ROUNDS = 3
LOOK_S = 1.5  # a server looks each second at what is due
MINUTE_S = 66  # until a schedule of each minute has come


def runs_of(world, *words, code=None):
    done = world.run("product", "check", *words, "--output", "json", code=code)
    return json.loads(done.stdout)["runs"]


def by_id(runs):
    return {check["id"]: check for run in runs for check in run["checks"]}


def state(world, *parts):
    return os.path.join(world.folder, ".hanse", *parts)


def stored(world, query, *values):
    with sqlite3.connect(state(world, "state.sqlite"), timeout=30) as database:
        return database.execute(query, values).fetchall()


def history(world, product="orders"):
    """(table, trigger) of each run, oldest first."""
    return stored(world, "SELECT tbl, trigger FROM check_runs WHERE product = ? ORDER BY id", product)


def snapshots(world, folder):
    """The published files, as files of a folder: what the lone test reads."""
    for domain, product, table in (("shop", "orders", "orders"), ("crm", "customers", "customers")):
        newest = max(glob.glob(state(world, "data", domain, product, f"{table}@1", "*", "*.parquet")), key=os.path.getmtime)
        shutil.copy(newest, os.path.join(folder, f"{table}.parquet"))


def lone(world, folder):
    """Verdicts of `hanse contract test` over the same rows."""
    paths = [os.path.join(world.folder, "domains", path) for path in
             ("shop/orders/orders.odcs.yaml", "crm/customers/customers.odcs.yaml")]
    done = subprocess.run([HANSE, "contract", "test", *paths, "--data", folder, "--output", "json"], capture_output=True, text=True, check=False)
    return {check["id"]: check for table in json.loads(done.stdout)["tables"] for check in table["checks"]}


def as_the_product(world, checks, top):
    """Verdicts and counts are those of the lone test on the same rows, and those that plain Python finds."""
    applied = world.run("apply", "--yes")
    checks.true("a failed check is told after the build", "shop/orders/orders:" in applied.stderr, applied.stderr)
    checks.equal("and runs after it", history(world), [("orders", "refresh")])
    runs = runs_of(world, "shop/orders", code=1)
    checks.equal("history grows", history(world), [("orders", "refresh"), ("orders", "demand")])
    found = by_id(runs)
    snapshots(world, top)
    expected = lone(world, top)
    kept = {key: check for key, check in expected.items() if key.startswith("orders.")}
    checks.equal("the same checks", sorted(set(kept) ^ set(found)), ["orders.referrer.concept(crm.customers)"])
    for key, check in kept.items():
        mine = found.get(key, {})
        for field in ("verdict", "failing_rows", "code", "severity", "expected", "dimension"):
            checks.equal(f"{key}: {field} as of the lone test", mine.get(field), check[field])
        if key not in ("orders.freshness", "orders.retention", "orders.unit_price.dearest"):
            checks.equal(f"{key}: measured as of the lone test", mine.get("measured"), check["measured"])
    wrong = {key: (check["verdict"], check["failing_rows"]) for key, check in found.items() if check["failing_rows"]}
    checks.equal("rows that break promises", wrong, {
        "orders.article.enum": ("failed", 1), "orders.quantity.minimum": ("failed", 2), "orders.customer_email.pattern": ("failed", 2),
        "orders.customer.relationship": ("failed", 2), "orders.referrer.concept(crm.customers)": ("warning", 1),
        "orders.customer_email.nullValues": ("warning", 1)})
    checks.equal("a concept's failure", found["orders.referrer.concept(crm.customers)"]["code"], "HNS-C090")
    for rule in ("escape", "files"):
        checks.equal(f"the rule `{rule}` is not run", found[f"orders.{rule}"]["code"], "HNS-C022")
    checks.true("a number that may be a value is not kept", "not kept" in found["orders.unit_price.dearest"]["measured"], found["orders.unit_price.dearest"])
    checks.equal("a count is", found["orders.unit_price.cheap"]["measured"], "2")
    decided = [entry for entry in world.ledger("decision") if "product:shop/orders" in json.dumps(entry)]
    checks.true("what it reads of others is decided and written down", any("customers" in entry["sql"] for entry in decided), len(decided))
    checks.true("each statement is written down", len(world.ledger("check")) >= 4, len(world.ledger("check")))
    text = "".join(str(row) for row in stored(world, "SELECT * FROM check_runs"))
    for secret in SECRETS:
        checks.true(f"history does not hold `{secret}`", secret not in text)
    checks.equal("two products as well", {run["product"] for run in runs_of(world, code=1)}, {"crm/customers", "shop/daily_sales", "shop/orders"})
    checks.equal("a product that keeps its contract", world.run("product", "check", "crm/customers").returncode, 0)
    checks.equal("an unknown one", world.run("product", "check", "shop/order", code=1).stderr.splitlines()[-1].strip(), "= help: did you mean `shop/orders`?")


def one_scan(world, checks):
    """All that can be counted of a table is counted by one statement."""
    before = len(world.ledger("check"))
    runs_of(world, "crm/customers", code=0)
    checks.equal("statements for a table of keys and types", len(world.ledger("check")) - before, 1)


def agreements(world, checks):
    """Without an agreement a relationship into another domain is not run, and no word tells of what is there."""
    world.agree(False)
    world.run("apply", "--yes", code=None)
    found = by_id(runs_of(world, "shop/orders", code=1))
    for key in ("orders.customer.relationship", "orders.referrer.concept"):
        checks.equal(f"{key} without an agreement", found.get(key, {}).get("verdict"), "notRun")
        checks.true(f"{key} says why", "agreement" in found.get(key, {}).get("reason", ""), found.get(key))
    checks.true("the others are judged", found["orders.quantity.minimum"]["verdict"] == "failed")
    world.agree(True)
    world.run("apply", "--yes")
    checks.equal("with it again", by_id(runs_of(world, "shop/orders", code=1))["orders.customer.relationship"]["failing_rows"], 2)


def samples(world, checks):
    """Who asks for failing rows sees what their own statements would give: masks, filters and denials hold."""
    owner = by_id(runs_of(world, "shop/orders", "--samples", "9", "--as", "seller", code=1))
    shown = {key: [row["value"] for row in check.get("samples", [])] for key, check in owner.items()}
    checks.equal("the owner sees them", (sorted(shown["orders.customer_email.pattern"]), shown["orders.quantity.minimum"], shown["orders.article.enum"]),
                 (["jon at example", "secret.person"], ["0", "-3"], ["anchor"]))
    checks.equal("at most so many", len(by_id(runs_of(world, "shop/orders", "--samples", "1", "--as", "seller", code=1))["orders.quantity.minimum"]["samples"]), 1)
    done = world.run("product", "check", "shop/orders", "--samples", "9", "--as", "analyst", "--output", "json", code=1)
    analyst = by_id(json.loads(done.stdout)["runs"])
    email = analyst["orders.customer_email.pattern"]
    checks.equal("a masked column shows no row", email["samples"], [])
    checks.true("and says why", "mask" in email["samples_note"], email)
    checks.equal("nor how many there are", (email["measured"], email["failing_rows"]), (None, None))
    least = analyst["orders.quantity.minimum"]
    checks.equal("a filter hides its rows, and their places", [dict(row) for row in least["samples"]], [{"key": "order_id = 3", "value": "0"}])
    checks.true("which is said", "that you may see" in least["samples_note"], least)
    checks.true("what cannot be found is not named", "crm" not in done.stdout and "orders.customer.relationship" not in analyst, done.stdout)
    checks.true("statements are not told to who sees a part", not any(check["key"] == "sql" for check in analyst.values()))
    for secret in SECRETS + ['"-3"', "lantern-"]:
        checks.true(f"the analyst is not shown `{secret}`", secret not in done.stdout, done.stdout)
    stranger = world.run("product", "check", "shop/orders", "--samples", "9", "--as", "stranger", "--output", "json", code=1)
    checks.equal("a stranger sees nothing", json.loads(stranger.stdout)["runs"], [])
    human = world.run("product", "check", "shop/orders", "--samples", "9", "--as", "analyst", code=1).stdout
    checks.true("people read it as well", "rows are not shown: a mask changes what you see" in human, human)


def status(world, checks):
    document = json.loads(world.run("product", "status", "shop/orders", "--history", "--output", "json").stdout)["products"][0]
    table = document["tables"][0]
    checks.equal("status", (table["name"], table["rows"], table["check"]["verdict"], table["contract"]["version"], document["status"]),
                 ("shop.orders", 6, "failed", "1.0.0", "active"))
    checks.true("freshness by the contract", any(level["property"] == "freshness" and level["verdict"] == "failed" and level["expected"] == "at most 1 d"
                                                 for level in table["check"]["serviceLevels"]), table)
    checks.equal("newest first", document["history"][0]["startedAt"], max(run["startedAt"] for run in document["history"]))
    text = world.run("product", "status", "shop/orders").stdout
    checks.true("for people", "FAILED   `quantity` is at least 1\n           2 rows break it" in text, text)
    seen = json.loads(world.run("product", "status", "--as", "analyst", "--output", "json").stdout)["products"]
    checks.equal("an analyst's products", [product["id"] for product in seen], ["shop/daily_sales", "shop/orders"])
    checks.equal("no count of rows that a filter hides", seen[1]["tables"][0]["rows"], None)
    hidden, absent = (world.run("product", "status", name, "--as", "analyst", code=1).stderr for name in ("crm/customers", "crm/nothing"))
    checks.equal("hidden is as good as absent", hidden.replace("crm/customers", "crm/nothing"), absent)


def over_http(world, checks):
    seller, analyst, stranger, clerk = (world.token(user) for user in ("seller", "analyst", "stranger", "clerk"))
    path = "/v1/products/shop/orders"
    answer = world.http("GET", path + "/status", seller)
    checks.equal("status over HTTP", (answer[0], json.loads(answer[2])["product"]["id"]), (200, "shop/orders"))
    answer = world.http("GET", path + "/status", analyst)
    checks.true("an analyst sees verdicts, and no numbers of hidden rows", answer[0] == 200 and b'"rows":null' in answer[2] and b"crm" not in answer[2], answer)
    hidden, absent = (world.http("GET", f"/v1/products/{name}/status", stranger) for name in ("shop/orders", "shop/nothing"))
    checks.equal("hidden is as good as absent", (hidden[0], hidden[2].replace(b"shop/orders", b"shop/nothing")), (404, absent[2]))
    checks.equal("nobody", world.http("GET", path + "/status")[0], 401)
    before = len(history(world))
    answer = world.http("POST", path + "/checks", seller, {})
    checks.equal("the owner's team runs checks", (answer[0], json.loads(answer[2])["runs"][0]["verdict"]), (200, "failed"))
    refused = [world.http("POST", path + "/checks", token, {})[0] for token in (analyst, stranger, clerk)]
    checks.equal("a reader, a stranger and another domain's team do not", refused, [403, 404, 404])
    checks.equal("and nothing ran", len(history(world)) - before, 1)
    pid = int(open(state(world, "checks.lock"), encoding="utf-8").read() or 0)
    checks.equal("by the server", pid, world.server.pid)
    world.run("product", "check", "shop/orders", code=1)
    checks.true("and so is what the command line asks for", until(lambda: any("check through the socket: done" in line for line in list(world.said))), world.said)


def scheduled(world, checks):
    """Missed runs are one run, of one of two servers; the next minute brings the next one."""
    world.stop()
    second = World.__new__(World)
    second.__dict__.update(world.__dict__)
    try:
        for _ in range(ROUNDS):
            second.stop()
            world.stop()
            stored(world, "UPDATE check_runs SET started_us = started_us - ?", HOUR_US)
            before = len(history(world))
            servers = [threading.Thread(target=each.serve) for each in (world, second)]
            for server in servers:
                server.start()
            for server in servers:
                server.join()
            checks.true("a missed run is made up for", until(lambda: len(history(world)) > before, 20), world.said)
            time.sleep(LOOK_S)
            checks.equal("by one of two servers", [run[1] for run in history(world)[before:]], ["schedule"])
        began = time.monotonic()
        checks.true("and the next minute brings the next", until(lambda: len(history(world)) > before + 1, MINUTE_S), history(world))
        checks.true("within the minute", time.monotonic() - began < MINUTE_S, time.monotonic() - began)
        time.sleep(LOOK_S)
        checks.equal("each by one server", [run[1] for run in history(world)[before:]], ["schedule"] * 2)
    finally:
        second.stop()
        world.stop()


def killed(world, checks):
    """A run is recorded as a whole or not at all: killed at once when something of it is there, or before."""
    world.write("domains/shop/daily_sales/articles.sql", "SELECT DISTINCT article FROM shop.orders\n")
    with open(os.path.join(world.folder, "domains/shop/daily_sales/daily_sales.odcs.yaml"), "a", encoding="utf-8") as file:
        file.write("  - name: articles\n    description: One row an article.\n    properties:\n"
                   "      - {name: article, logicalType: string, description: What., required: true, primaryKey: true, primaryKeyPosition: 1}\n")
    world.run("apply", "--yes")
    began = time.monotonic()
    world.run("product", "check", "shop/daily_sales")
    takes = time.monotonic() - began
    before = len(history(world, "daily_sales"))
    rng = random.Random(20261128)
    for _ in range(KILLS):
        process = subprocess.Popen([HANSE, "--mesh", world.folder, "product", "check", "shop/daily_sales"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seen = len(history(world, "daily_sales"))
        at = time.monotonic() + rng.uniform(0.5, 3) * takes
        while process.poll() is None and time.monotonic() < at and len(history(world, "daily_sales")) == seen:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
    tables = [run[0] for run in history(world, "daily_sales")[before:]]
    both = (tables.count("articles"), tables.count("daily_sales"))
    checks.true("both tables of a product or none", both[0] == both[1] and 0 < both[0], both)
    checks.equal("and the next run is", world.run("product", "check", "shop/daily_sales").returncode, 0)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory() as top:
        world = World(top)
        as_the_product(world, checks, top)
        one_scan(world, checks)
        agreements(world, checks)
        samples(world, checks)
        status(world, checks)
        killed(world, checks)
        world.change("domains/shop/orders/orders.odcs.yaml", "element: orders.ordered_at}\n  - {property: availability",
                     f"element: orders.ordered_at{SCHEDULED}}}\n  - {{property: availability")
        world.run("apply", "--yes")
        world.serve()
        over_http(world, checks)
        scheduled(world, checks)
    checks.finish()


if __name__ == "__main__":
    main()
