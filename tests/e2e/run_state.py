#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The state of products, on both doors of a running server: what flips it, the next statement sees."""
import json
import time

from flights import Checks, until
from shop import SQL, World, said


EXTRA = "7,2026-01-08T09:00:00Z,anchor,1,99.00,zoe@example.org\n"  # one row more than the rule below lets pass


def fail_check(world):
    """A build whose checks fail: they run after it, and what was built is served."""
    world.write("data/orders.csv", world.read("data/orders.csv") + EXTRA)
    world.mesh.run("refresh", "shop/daily_sales", code=None)


def mend(world):
    world.write("data/orders.csv", world.read("data/orders.csv").replace(EXTRA, ""))
    world.mesh.run("refresh", "shop/daily_sales", code=None)


CONTRACT = "domains/shop/daily_sales/daily_sales.odcs.yaml"
PRODUCT = "domains/shop/daily_sales/product.odps.yaml"
REFUSE = """refuse:
  - {rule: sound-analysis, states: [failing, stale], purposes: [analysis]}
"""
FAILING = "`shop.daily_sales` fails its checks"
GONE = "there is no table `shop.daily_sales`"


def quality(world, checks):
    """A verdict of its checks: the next statement on each door tells it, and what policy makes of it."""
    world.edit(CONTRACT, "    description: One row a day and article.\n", "    description: One row a day and article.\n"
               "    quality:\n      - {type: library, metric: rowCount, mustBeLessThan: 6}\n")
    world.apply()
    world.serve()
    status, headers, body = world.http("analyst")
    source = body["sources"][0]
    checks.equal("nothing is known against it", (status, source["state"], source["quality"], source["freshness"], source["lifecycle"]),
                 (200, "fresh", "passed", "unknown", "active"))
    checks.equal("nor warned of", (headers.get("Hanse-Warning"), headers["Hanse-Quality"].startswith("shop.daily_sales passed 20"), source["warnings"]),
                 (None, True, []))
    checks.equal("psql is quiet", world.psql("analyst", SQL)[1], "")
    told = world.psql("analyst", SQL, "-c client_min_messages=debug1")[1]
    checks.true("psql tells where rows come from when it is asked to", told.startswith("DEBUG:  00000: shop.daily_sales: contract 1.0.0, of "), told)

    fail_check(world)
    status, headers, body = world.http("analyst")
    source = body["sources"][0]
    checks.equal("failing: the next statement over HTTP", (status, source["state"], source["quality"]), (200, "failing", "failing"))
    checks.true("failing: its headers", headers["Hanse-Quality"].startswith("shop.daily_sales failing 20")
                and headers["Hanse-Warning"].startswith("shop.daily_sales failing " + FAILING), headers)
    checks.equal("failing: its warning", [warning["rule"] for warning in source["warnings"]], ["failing"])
    rows, told = world.psql("analyst", SQL)
    checks.true("failing: the next statement over PostgreSQL's protocol", rows.isdigit() and told.startswith("WARNING:  01000: " + FAILING)
                and "NOTICE:  00000: shop.daily_sales: contract 1.0.0, of " in told and told.count("\n") == 1, told)
    checks.equal("once a statement", world.psql("analyst", f"{SQL}; {SQL}")[1].count("WARNING"), 2)
    checks.equal("not when warnings are not wanted", world.psql("analyst", SQL, "-c client_min_messages=error")[1], "")
    checks.equal("warnings alone", world.psql("analyst", SQL, "-c client_min_messages=warning")[1].count(":  0"), 1)
    done = world.mesh.run("query", "--as", "analyst", SQL)
    checks.true("failing: below the table", ", failing, checks failing\nwarning: " + FAILING in done.stderr, done.stderr)
    done = world.mesh.run("query", "--as", "analyst", "--output", "csv", SQL)
    checks.true("failing: beside CSV", done.stderr.startswith("warning: " + FAILING) and done.stdout.startswith("n\n"), done.stderr)

    world.edit("policies/data/state.yaml", "refuse: []\n", REFUSE)
    world.apply()
    status, _, body = world.http("analyst")
    checks.true("a purpose that needs sound data is refused", status == 403 and "is failing, which the purpose does not allow" in said(body), body)
    checks.true("on the other door too", "is failing, which the purpose does not allow" in world.psql("analyst", SQL)[1])
    checks.equal("its owner reads it, to mend it", world.http("seller")[0], 200)
    mend(world)
    checks.equal("passed: read again", (world.http("analyst")[0], world.psql("analyst", SQL)[0].isdigit()), (200, True))
    checks.equal("passed: told", world.source("analyst")["quality"], "passed")


def freshness(world, checks):
    """Time alone makes data stale: a decision that was kept is not used for it."""
    world.edit(CONTRACT, "status: active\n", "status: active\nslaProperties: [{property: freshness, value: 12, unit: s}]\n")
    world.edit("policies/data/state.yaml", "refuse: []\n", REFUSE)
    world.apply()
    world.mesh.run("refresh", "shop/daily_sales")
    world.serve()
    first = world.http("analyst")
    checks.equal("fresh at first", (first[0], first[2].get("sources", [{}])[0].get("freshness")), (200, "fresh"))
    again = world.http("analyst")  # from what was decided
    checks.equal("and again", again[0], 200)
    published = first[2]["sources"][0]
    version = lambda: world.mesh.run("status", "--output", "json").stdout  # noqa: E731
    before = version()
    checks.true("stale without any change of the state", until(lambda: world.http("analyst")[0] == 403), "never")
    checks.equal("nothing was applied or built meanwhile", json.loads(version())["scopes"], json.loads(before)["scopes"])
    status, _, body = world.http("seller")
    source = body["sources"][0]
    checks.equal("since the instant that was told", (status, source["freshness"], source["stale_at"]), (200, "stale", published["stale_at"]))
    checks.true("a warning on the other door", "`shop.daily_sales` is stale: its data is of " in world.psql("seller", SQL)[1])
    checks.true("and a refusal", "is stale, which the purpose does not allow" in world.psql("analyst", SQL)[1])
    world.mesh.run("refresh", "shop/daily_sales")
    checks.equal("refreshed: read again", world.http("analyst")[0], 200)


def lifecycle(world, checks):
    """Draft, active, deprecated, retired: who finds it, and what readers are told."""
    world.serve()
    world.edit(PRODUCT, "status: active", "status: draft")
    world.apply()
    status, _, body = world.http("analyst")
    checks.equal("a draft is not there for others", (status, said(body)), (404, GONE))
    checks.true("on no door", GONE in world.psql("analyst", SQL)[1])
    checks.equal("nor in a listing", json.loads(world.mesh.http("GET", "/v1/products", world.tokens["analyst"])[2])["products"], [])
    checks.equal("its owner reads it", world.http("seller")[0], 200)
    world.edit(PRODUCT, "status: draft", "status: active")
    world.apply()
    checks.equal("active: read", world.http("analyst")[0], 200)

    world.edit(CONTRACT, "status: active\n", "status: deprecated\nslaProperties: [{property: endOfSupport, value: '2099-06-01'}]\n")
    done = world.apply()
    checks.true("the plan shows the step", "status changes from `active` to `deprecated`" in done.stdout, done.stdout)
    until_then = "`shop.daily_sales` is deprecated and will be removed on 2099-06-01"
    source = world.source("analyst")
    checks.equal("deprecated: told with rows", (source["state"], source["removal"], [w["message"] for w in source["warnings"]]),
                 ("deprecated", "2099-06-01T00:00:00Z", [until_then]))
    checks.true("deprecated: over PostgreSQL's protocol", until_then in world.psql("analyst", SQL)[1])
    product = json.loads(world.mesh.http("GET", "/v1/products/shop/daily_sales", world.tokens["analyst"])[2])["product"]
    checks.equal("deprecated: in the listing", [(table["lifecycle"], table["removal"]) for table in product["tables"]],
                 [("deprecated", "2099-06-01T00:00:00Z")])
    tables = json.loads(world.mesh.run("status", "--output", "json").stdout)["tables"]
    checks.equal("deprecated: in the status", [(t["lifecycle"], t["removal"]) for t in tables if t["table"] == "shop.daily_sales"],
                 [("deprecated", "2099-06-01T00:00:00Z")])

    world.edit(PRODUCT, "status: active", "status: retired")
    done = world.apply()
    checks.true("retired before its time: said", "HNS-L001" in done.stderr, done.stderr)
    for user in ("analyst", "seller"):
        status, _, body = world.http(user)
        checks.equal(f"retired: gone for {user}", (status, said(body)), (404, GONE))
        checks.true(f"retired: on no door for {user}", GONE in world.psql(user, SQL)[1])


def majors(world, checks):
    """Two majors side by side, each with its contract and its state."""
    old = world.read(CONTRACT).replace("id: shop-daily-sales\n", "id: shop-daily-sales-1\n").replace(
        "status: active\n", "status: deprecated\nslaProperties: [{property: endOfSupport, value: '2099-06-01'}]\n")
    world.write("domains/shop/daily_sales/daily_sales_1.odcs.yaml", old)
    world.edit(CONTRACT, "version: 1.0.0", "version: 2.0.0")
    world.edit(PRODUCT, "  - {name: daily_sales, version: 1.0.0, contractId: shop-daily-sales}\n",
               "  - {name: daily_sales, version: 1.0.0, contractId: shop-daily-sales-1}\n"
               "  - {name: daily_sales, version: 2.0.0, contractId: shop-daily-sales}\n")
    world.edit("policies/data/access.yaml", "tables: [shop.daily_sales]", "tables: [shop.daily_sales, shop.daily_sales_v1]")
    world.apply()
    world.serve()
    for name, contract, state, warned in (("daily_sales_v1", "1.0.0", "deprecated", 1), ("daily_sales_v2", "2.0.0", "fresh", 0),
                                          ("daily_sales", "2.0.0", "fresh", 0)):
        sql = f"SELECT count(*) AS n FROM shop.{name}"
        source = world.source("analyst", sql)
        checks.equal(f"{name}: contract and state", (source["contract_version"], source["state"], len(source["warnings"])),
                     (contract, state, warned))
        rows, told = world.psql("analyst", sql)
        checks.equal(f"{name}: on the other door", (rows.isdigit(), "WARNING" in told), (True, warned == 1))
    edges = json.loads(world.mesh.http("GET", "/v1/lineage/shop/daily_sales", world.tokens["seller"])[2])
    tables = {edge["to"]["table"] for edge in edges["lineage"]["edges"]}
    checks.equal("each has its lineage", tables, {"shop.daily_sales", "shop.daily_sales_v1"})


def refused(world, checks):
    """Steps that the life cycle does not have, a notice that is too short, and who would be left."""
    def plan(old, new, path=PRODUCT, code=1):
        before = world.read(path)
        world.edit(path, old, new)
        said = world.mesh.run("plan", code=code).stderr
        world.write(path, before)
        return said

    step = "[HNS-L001]: product `shop/daily_sales` does not go from `active` to `retired`"
    checks.true("in development it is a warning", "warning" + step in plan("status: active", "status: retired", code=0))
    world.mesh.run("grant", "add", "shop/daily_sales", "--to", "user:analyst", "--purpose", "analysis")
    world.edit("mesh.yaml", "id: dev, development: true", "id: dev")
    checks.true("elsewhere it is refused", "error" + step in plan("status: active", "status: retired"))
    checks.true("nor back to a draft", "does not go from `active` to `draft`" in plan("status: active", "status: draft"))
    checks.true("of contracts too", "contract `shop-daily-sales` does not go from `active` to `draft`" in
                plan("status: active", "status: draft", CONTRACT))
    said = plan("status: active", "status: deprecated")
    checks.true("an end has a date", "error[HNS-L002]: product `shop/daily_sales` is deprecated, and `shop-daily-sales` does not say when it ends" in said, said)
    soon = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 100 * 86_400))
    dated = "status: active\nslaProperties: [{property: endOfSupport, value: '%s'}]\n"
    contract = world.read(CONTRACT)
    world.edit(CONTRACT, "status: active\n", dated % soon)
    said = plan("status: active", "status: deprecated")
    checks.true("which is far enough", f"error[HNS-L003]: product `shop/daily_sales` is to end on {soon}, and its readers are told P180D before" in said, said)
    checks.true("and names who has to go", "in use by grant " in said and "of user:analyst" in said, said)
    world.write(CONTRACT, contract.replace("status: active\n", dated % "2099-06-01"))
    world.mesh.run("plan")
    checks.equal("what is told in time may be", plan("status: active", "status: deprecated", code=0).count("HNS-L"), 0)

    # Deprecated, as it would be after an apply there: then the end comes before its date, or after it.
    world.edit("mesh.yaml", "id: dev", "id: dev, development: true")
    world.edit(PRODUCT, "status: active", "status: deprecated")
    world.apply()
    world.edit("mesh.yaml", "id: dev, development: true", "id: dev")
    said = plan("status: deprecated", "status: retired")
    checks.true("not before its date", "error[HNS-L003]: product `shop/daily_sales` would end before 2099-06-01" in said, said)
    world.edit("mesh.yaml", "id: dev", "id: dev, development: true")
    world.edit(CONTRACT, "2099-06-01", "2020-06-01")
    world.apply()
    world.edit("mesh.yaml", "id: dev, development: true", "id: dev")
    said = plan("status: deprecated", "status: retired")
    checks.true("not while it is in use", "error[HNS-L004]: product `shop/daily_sales` ends, and is still in use" in said
                and "in use by grant " in said, said)
    grants = json.loads(world.mesh.run("grant", "list", "--all", "--output", "json").stdout)["grants"]
    world.edit("mesh.yaml", "id: dev", "id: dev, development: true")
    world.mesh.run("grant", "revoke", grants[0]["id"])
    world.edit("mesh.yaml", "id: dev, development: true", "id: dev")
    checks.equal("when nobody is left it may end", plan("status: deprecated", "status: retired", code=0).count("HNS-L"), 0)


checks = Checks()
for part in (quality, freshness, lifecycle, majors, refused):
    with World() as world:
        world.apply()
        part(world, checks)
checks.finish()
