#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What lies behind a product stays there: views, row filters that look up, builds, environments."""
import http.client
import json
import os
import re
import shutil
import subprocess
import tempfile
import time

from flights import Checks, HANSE, Mesh

SALES = "SELECT count(*) AS n FROM shop.daily_sales"
LOCAL = "package domains.shop.read\n\n"
LOOKUP = LOCAL + """rowFilters contains {{"rule": "listed", "field": "article", "operator": "in",
	"value": {{"domain": "{0}", "table": "{1}", "column": "{2}"}}}} if input.action.resource.table.tableName == "daily_sales"
"""
VAULT_CONTRACT = """apiVersion: v3.2.0
kind: DataContract
id: vault-articles
version: 1.0.0
status: active
schema:
  - name: articles
    properties:
      - {name: article, logicalType: string, required: true, primaryKey: true}
"""
VAULT_FILES = """apiVersion: v3.2.0
kind: DataContract
id: vault-files
version: 1.0.0
status: active
servers:
  - {server: export, type: local, path: data/articles.csv, format: csv}
"""
VAULT_PRODUCT = """apiVersion: v1.1.0
kind: DataProduct
id: vault-articles
name: articles
version: 1.0.0
status: active
domain: vault
type: sourceAligned
description: {purpose: Articles that nobody else may know of.}
inputPorts:
  - {name: files, contractId: vault-files}
outputPorts:
  - {name: articles, version: 1.0.0, contractId: vault-articles}
support:
  - {channel: "#vault", url: "https://chat.example/vault"}
team:
  name: vault-team
customProperties:
  - {property: purpose, value: analysis}
"""
VAULT_DOMAIN = """apiVersion: hanse/v1
kind: Domain
id: vault
name: Vault
description: What nobody else knows of.
status: active
owner: vault-team
roles:
  - {role: productOwner, group: vault}
  - {role: dataEngineer, group: vault}
"""


class Small:
    """The mesh that `hanse init` makes."""

    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="hanse-sideways-")
        folder = os.path.join(self.top, "mesh")
        subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
        self.mesh = Mesh(folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.mesh.stop()
        shutil.rmtree(self.top, ignore_errors=True)

    def write(self, path, text):
        path = os.path.join(self.mesh.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)

    def edit(self, path, old, new):
        with open(os.path.join(self.mesh.folder, path), encoding="utf-8") as file:
            text = file.read()
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def local_policy(self, text):
        self.write("domains/shop/policies/read.rego", text)

    def add_vault(self):
        """A domain that has no agreement with anybody."""
        self.edit("mesh.yaml", "domains:\n", "domains:\n  - {id: vault, owner: vault-team}\n")
        self.edit("mesh.yaml", "teams:\n", "teams:\n  - {id: vault-team, type: streamAligned, group: vault}\n")
        self.write("data/articles.csv", "article\nmug\npen\n")
        self.write("domains/vault/domain.yaml", VAULT_DOMAIN)
        self.write("domains/vault/articles/articles.odcs.yaml", VAULT_CONTRACT)
        self.write("domains/vault/articles/files.odcs.yaml", VAULT_FILES)
        self.write("domains/vault/articles/product.odps.yaml", VAULT_PRODUCT)

    def error(self, user, sql):
        done = self.mesh.run("query", "--as", user, "--output", "json", sql, code=None)
        return json.loads(done.stderr.strip().splitlines()[-1])["error"] if done.returncode else None

    def decisions(self):
        """What the ledger holds of the last decision."""
        folder = os.path.join(self.mesh.folder, ".hanse", "ledger")
        lines = []
        for name in sorted(os.listdir(folder)):
            if os.path.isfile(os.path.join(folder, name)):
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    lines += [line for line in file if '"decision"' in line]
        return lines


def as_view(small):
    small.edit("domains/shop/daily_sales/product.odps.yaml", "value: table", "value: view")


def view_over_nothing(checks):
    """What a view stands on was never built: the asker of the view does not learn its name."""
    with Small() as small:
        as_view(small)
        os.remove(os.path.join(small.mesh.folder, "data", "orders.csv"))
        small.mesh.run("apply", "--yes", code=None)
        error = small.error("analyst", SALES)
        checks.equal("a view without data is unavailable", error["code"], "unavailable")
        checks.true("its source is not named", "shop.orders" not in json.dumps(error) and "shop/orders" not in json.dumps(error), error)
        checks.true("the view is", "shop.daily_sales" in error["message"], error)
        checks.true("the ledger knows why", any("shop.orders` has no data yet" in line for line in small.decisions()), small.decisions())


def view_whose_right_ended(checks):
    """The product behind a view may read no more: the policy's words are its owner's."""
    with Small() as small:
        as_view(small)
        end = time.time() + 5
        small.local_policy(LOCAL + f"""allow if not blocked

blocked if {{
	input.context.identity.kind == "product"
	input.time > "{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(end))}"
}}

reasons contains {{"rule": "inner", "message": "the-inner-words"}} if blocked
""")
        small.mesh.run("apply", "--yes")
        checks.true("the view answers", small.mesh.query("analyst", SALES)["rows"][0][0] > 0)
        time.sleep(max(0, end + 1.5 - time.time()))
        error = small.error("analyst", SALES)
        checks.equal("then it does not", error["code"] if error else None, "unavailable")
        told = json.dumps(error)
        checks.true("who asks is not told what it reads nor why", "orders" not in told and "inner" not in told, error)
        checks.true("the ledger is", "the-inner-words" in small.decisions()[-1], small.decisions()[-1])
        small.edit("domains/shop/daily_sales/daily_sales.sql", "GROUP BY ALL", "GROUP BY ALL -- again")
        done = small.mesh.run("plan", code=None)
        checks.true("and so is who builds", done.returncode == 1 and "the-inner-words" in done.stderr, done.stderr)


def lookups(checks):
    with Small() as small:
        small.add_vault()
        small.edit("policies/data/access.yaml", "tables: [shop.daily_sales]", "tables: [shop.daily_sales, shop.orders]")
        small.mesh.run("apply", "--yes")
        every = small.mesh.query("analyst", "SELECT DISTINCT article FROM shop.daily_sales ORDER BY 1")["rows"]
        checks.true("there are articles", len(every) > 1, every)
        small.local_policy(LOOKUP.format("shop", "orders", "article"))
        small.mesh.run("apply", "--yes")
        checks.equal("keys of one's own domain are looked up", small.mesh.query("seller", "SELECT DISTINCT article FROM shop.daily_sales ORDER BY 1")["rows"], every)
        last = small.decisions()[-1]
        checks.true("the look-up is recorded as the product's", '"as":"product:shop/daily_sales"' in last and "shop.orders" in last, last[:3000])
        for table, column, what in (("articles", "article", "keys of a product that it may not read"), ("nothing", "article", "keys of no product")):
            small.local_policy(LOOKUP.format("vault", table, column))
            small.mesh.run("apply", "--yes")
            error = small.error("seller", SALES)
            checks.equal(f"{what} are not looked up", error["code"] if error else None, "denied")
            checks.true(f"nor named ({table})", "vault" not in json.dumps(error), error)
        # A column of the filtered table must not stand in for a key column that is missing.
        small.local_policy(LOOKUP.format("shop", "orders", "revenue"))
        small.mesh.run("apply", "--yes")
        error = small.error("seller", SALES)
        checks.equal("a missing key column is refused", error["code"] if error else None, "denied")


def environments(checks):
    """A build is decided in the environment it runs in, not in the first one."""
    with Small() as small:
        small.edit("mesh.yaml", "environments:\n", "environments:\n  - {id: early, development: true, data: sample}\n")
        small.local_policy(LOCAL + """allow if input.environment.id == "dev"

allow if input.context.identity.kind != "product"
""")
        done = small.mesh.run("--env", "dev", "apply", "--yes", code=None)
        checks.equal("the build of an environment is allowed there", done.returncode, 0)
        done = small.mesh.run("--env", "early", "apply", "--yes", code=None)
        checks.equal("and in no other", done.returncode, 1)


def streams(checks):
    """Rows that are leaving are decided again when something changes."""
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        mesh.serve()
        token = mesh.token("engineer")

        def rows_around(change):
            link = http.client.HTTPConnection(mesh.url.split("//")[1], timeout=60)
            link.request("POST", "/v1/query", json.dumps({"sql": "SELECT * FROM flight_operations.departures"}),
                         {"Content-Type": "application/json", "Accept": "application/x-ndjson", "Authorization": "Bearer " + token})
            answer = link.getresponse()
            text = answer.read(20_000)
            change()
            complete = True
            try:
                while part := answer.read(1_000_000):
                    text += part
            except http.client.IncompleteRead as cut:
                text += cut.partial
                complete = False
            link.close()
            return text.count(b"\n"), complete

        whole = rows_around(lambda: None)
        checks.true("all rows come when nothing changes", whole == (336_776, True), whole)
        path = os.path.join(mesh.folder, "domains", "airports", "policies", "read.rego")
        os.makedirs(os.path.dirname(path))

        def other_change():
            with open(path, "w", encoding="utf-8") as out:
                out.write("package domains.airports.read\n\nallow := true\n")
            mesh.run("apply", "--yes")

        checks.equal("and when something else does", rows_around(other_change), whole)
        path = os.path.join(mesh.folder, "domains", "flight_operations", "policies", "read.rego")
        os.makedirs(os.path.dirname(path), exist_ok=True)

        def narrow(origin):
            with open(path, "w", encoding="utf-8") as out:
                out.write('package domains.flight_operations.read\n\nallow := true\n\nrowFilters contains '
                          f'{{"rule": "new", "field": "origin", "operator": "equal", "value": "{origin}"}}\n')
            mesh.run("apply", "--yes")

        def narrow_and_ask():
            narrow("LGA")
            rows_around(lambda: None)

        for what, change in (("a new filter ends the stream", lambda: narrow("JFK")),
                             ("though the same was asked since, and is remembered", narrow_and_ask)):
            rows, complete = rows_around(change)
            checks.true(what, 0 < rows < whole[0] / 4, rows)
            checks.true("which does not look like its end", not complete)
        shutil.rmtree(os.path.dirname(path))
        mesh.run("apply", "--yes")
        rows, complete = rows_around(lambda: mesh.run("token", "--revoke", token.split("_")[1]))
        checks.true("so does the end of the token", 0 < rows < whole[0] and not complete, rows)
        mesh.stop()
        outcomes, ended = [], 0
        folder = os.path.join(mesh.folder, ".hanse", "ledger")
        for name in sorted(os.listdir(folder)):
            if os.path.isfile(os.path.join(folder, name)):
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                    text = file.read()
                    outcomes += re.findall(r'"outcome":"(\w+)"', text)
                    ended += len([line for line in text.splitlines() if '"withdrawn"' in line and '"unauthenticated"' in line])
        checks.true("the ledger has both", "continued" in outcomes and "withdrawn" in outcomes, outcomes)
        checks.equal("and that nobody knew any more who asked", ended, 1)


def hidden_rows_that_fail(checks):
    """A predicate that fails on a row which policy hides tells nothing of that row."""
    with Mesh() as mesh:
        mesh.run("apply", "--yes")
        path = os.path.join(mesh.folder, "domains", "flight_operations", "policies", "read.rego")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            # No condition that the engine could push into its scan.
            # Dear, so that the engine would try the statement's cheap ones first.
            out.write('package domains.flight_operations.read\n\nallow := true\n\nrowFilters contains {"rule": "no-aa", '
                      '"expression": "regexp_matches(concat(carrier, origin), \'^[B-Z9]\') OR regexp_matches(concat(carrier, dest), \'^A[B-Z]\')"}\n')
        mesh.run("apply", "--yes")
        mesh.serve()
        tokens = {user: mesh.token(user) for user in ("engineer", "analyst")}
        visible = mesh.ask(tokens["engineer"], "SELECT count(*) AS n FROM flight_operations.departures")[1]["rows"][0][0]
        checks.true("some rows are hidden", 0 < visible < 336_776, visible)
        fails = "CASE WHEN carrier = 'AA' THEN 'x' ELSE '1' END"
        for what in ("CASE WHEN carrier = 'AA' THEN 9223372036854775807 ELSE 1 END + flight > 0",
                     "CAST(distance AS BIGINT) * (CASE WHEN carrier = 'AA' THEN 9223372036854775807 ELSE 1 END) >= 0", f"CAST({fails} AS INTEGER) = 1", f"CAST({fails} AS INTEGER) + flight > 0", f"1 / (CASE WHEN carrier = 'AA' THEN 0 ELSE 1 END) = 1",
                     f"flight >= 0 AND CAST({fails} AS DOUBLE) > 0 AND distance > 0", f"exp(CASE WHEN carrier = 'AA' THEN 1e9 ELSE 1 END) > 0"):
            answer = mesh.ask(tokens["engineer"], f"SELECT count(*) AS n FROM flight_operations.departures WHERE {what}")[1]
            checks.equal(f"{what} counts what is visible", answer.get("rows", answer), [[visible]])
        for sql in (f"SELECT sum(CAST({fails} AS INTEGER)) AS n FROM flight_operations.departures",
                    f"SELECT count(*) AS n FROM flight_operations.departures a JOIN carriers.airlines b ON a.carrier = b.carrier AND CAST(CASE WHEN a.carrier = 'AA' THEN 'x' ELSE '1' END AS INTEGER) = 1",
                    f"SELECT count(*) AS n FROM (SELECT DISTINCT carrier, CAST({fails} AS INTEGER) AS x FROM flight_operations.departures)"):
            answer = mesh.ask(tokens["engineer"], sql)[1]
            checks.true(f"{sql[:60]} … answers", "rows" in answer, answer)
        answer = mesh.ask(tokens["engineer"], "SELECT count(*) AS n FROM flight_operations.departures WHERE CAST(carrier AS INTEGER) = 1")[1]
        checks.equal("an error on visible rows is one", answer.get("code"), "data_error")


def remembered(checks):
    """A statement that was asked before is decided as if it had not been."""
    with Small() as small:
        small.mesh.run("apply", "--yes")
        small.mesh.serve()
        tokens = {user: small.mesh.token(user) for user in ("seller", "analyst")}
        sql = "SELECT count(*) AS n FROM shop.orders"

        def asked(user, **more):
            answer = small.mesh.ask(tokens[user], sql, **more)[1]
            return answer.get("code") or answer["rows"]

        checks.equal("the seller counts", [asked("seller") for _ in range(3)], [[[6]]] * 3)
        checks.equal("nobody else is given that answer", [asked("analyst") for _ in range(2)], ["not_found"] * 2)
        time.sleep(1)  # a relaxed ledger writes a moment later
        last = small.decisions()[-3:]
        checks.true("the ledger says what is repeated", sum('"repeats"' in line for line in small.decisions()) == 2, last)
        made = json.loads(small.mesh.run("grant", "add", "shop/orders", "--to", "user:analyst", "--output", "json").stdout)["grant"]["id"]
        checks.equal("a grant holds at once", [asked("analyst") for _ in range(3)], [[[6]]] * 3)
        small.mesh.run("grant", "revoke", made)
        checks.equal("and its end", [asked("analyst") for _ in range(2)], ["not_found"] * 2)
        until = time.time() + 3
        small.mesh.run("grant", "add", "shop/orders", "--to", "user:analyst", "--until",
                       time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(until)))
        checks.equal("a grant for a time holds", [asked("analyst") for _ in range(2)], [[[6]]] * 2)
        time.sleep(max(0, until + 0.2 - time.time()))
        checks.equal("until it ends, though nothing moved", [asked("analyst") for _ in range(2)], ["not_found"] * 2)
        checks.equal("another purpose is another question", asked("seller", purpose="none"), "denied")
        small.local_policy(LOCAL + f"""allow if input.time < "{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 4))}"
""")
        small.mesh.run("apply", "--yes")
        checks.equal("a policy that reads the time", [asked("seller") for _ in range(2)], [[[6]]] * 2)
        time.sleep(5)
        checks.equal("is asked each time", [asked("seller") for _ in range(2)], ["denied"] * 2)
        os.remove(os.path.join(small.mesh.folder, "domains/shop/policies/read.rego"))
        small.edit("data/orders.csv", "\n", "\n999,2026-01-02T03:04:05Z,mug,1,2.50,x@example.org\n")
        small.mesh.run("apply", "--yes")
        small.mesh.run("refresh")
        checks.equal("new rows are seen at once", [asked("seller") for _ in range(2)], [[[7]]] * 2)
        small.mesh.stop()
        checks.equal("the ledger verifies", small.mesh.run("audit", "verify").returncode, 0)


def main():
    checks = Checks()
    view_over_nothing(checks)
    view_whose_right_ended(checks)
    lookups(checks)
    environments(checks)
    streams(checks)
    hidden_rows_that_fail(checks)
    remembered(checks)
    checks.finish()


main()
