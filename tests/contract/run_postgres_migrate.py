#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A legacy table of a real PostgreSQL becomes a product by evidence; and a table there that another tool fills is read after its runs,
and never written to."""
import json
import os

from postgres_mesh import SECRET, contract, listed, play

TABLES = """
CREATE TABLE public.sales (id bigint PRIMARY KEY, customer text NOT NULL, amount numeric(10,2), placed timestamptz NOT NULL, note varchar(20));
INSERT INTO public.sales VALUES (1, 'ann', 12.50, '2026-01-01 10:00+00', 'first'), (2, 'bob', NULL, '2026-01-02 10:00+00', NULL),
  (3, 'zoë', 0.01, '2026-01-03 10:00+00', '');
CREATE TABLE public.secret (id int);
CREATE TABLE public.filled (id bigint PRIMARY KEY, label text);
INSERT INTO public.filled VALUES (1, 'a'), (2, 'b');
GRANT SELECT ON public.sales, public.filled TO reader;
GRANT INSERT, UPDATE, DELETE ON public.filled TO reader;
"""
FILLED = """apiVersion: v1.1.0
kind: DataProduct
id: shop-filled
name: filled
version: 1.0.0
status: active
domain: shop
outputPorts: [{name: filled, version: 1.0.0, contractId: shop-filled}]
customProperties:
  - {property: purpose, value: analysis}
  - {property: externalBuild, value: {tool: spark, job: nightly}}
"""


def migrated(case):
    address = f"postgres://reader@{case.address}"
    words = ("migrate", "sales", "--from", address, "--domain", "shop", "--name", "sold")
    done = case.run(*words, code=1)
    case.expect("a wrong password is no secret's end", SECRET in done.stdout + done.stderr, False)
    case.run("migrate", "sales", "--from", address.replace("reader@", f"reader:{SECRET}@"), "--domain", "shop", code=1)
    case.run("migrate", "nothing", "--from", address, "--domain", "shop", code=1, PGPASSWORD=SECRET)
    case.expect("nothing was written", os.path.exists(os.path.join(case.folder, "migration")), False)
    case.run(*words, PGPASSWORD=SECRET)
    case.run("apply", "--yes", PGPASSWORD=SECRET)
    case.expect("the product has the rows", case.query("SELECT id, customer, amount, note FROM shop.sold ORDER BY id"),
                [[1, "ann", "12.50", "first"], [2, "bob", None, None], [3, "zoë", "0.01", ""]])

    def compare(code):
        return json.loads(case.run("migrate", "compare", "sales", "--output", "json", code=code, PGPASSWORD=SECRET).stdout)

    first = compare(0)
    case.expect("both are equal", (first["equal"], first["rows"], first["key"], first["keys"]["same"]), (True, {"legacy": 3, "product": 3}, ["id"], 3))
    case.expect("the sums are told", [(s["column"], s["legacy"], s["equal"]) for s in first["sums"]], [("id", "6", True), ("amount", "12.51", True)])
    case.execute("UPDATE public.sales SET note = NULL WHERE id = 3")
    case.execute("INSERT INTO public.sales VALUES (4, 'dora', 1, '2026-02-01 10:00+00', NULL)")
    second = compare(1)
    case.expect("what differs is told by its key", [(d["kind"], d["key"], d["columns"]) for d in second["differences"]],
                [("differs", {"id": "3"}, ["note"]), ("missing", {"id": "4"}, [])])
    case.run("migrate", "cut-over", "sales", code=1, PGPASSWORD=SECRET)
    january = ("--column", "placed", "--until", "2026-01-03T00:00:00Z")
    case.run("migrate", "compare", "sales", *january, PGPASSWORD=SECRET)
    case.run("refresh", "shop/sold", PGPASSWORD=SECRET)
    case.run("migrate", "cut-over", "sales", code=1, PGPASSWORD=SECRET)
    case.expect("equal again", compare(0)["equal"], True)
    case.run("migrate", "cut-over", "sales", PGPASSWORD=SECRET)
    case.run("apply", "--yes", PGPASSWORD=SECRET)
    status = json.loads(case.run("migrate", "status", "--output", "json").stdout)
    case.expect("nothing is left", (status["left"], status["tables"][0]["state"]), (0, "cutOver"))


def filled(case):
    folder = os.path.join(case.shop, "filled")
    os.makedirs(folder)
    with open(os.path.join(folder, "product.odps.yaml"), "w", encoding="utf-8") as file:
        file.write(FILLED)
    with open(os.path.join(folder, "filled.odcs.yaml"), "w", encoding="utf-8") as file:
        columns = listed([("id", "integer", "bigint", "primaryKey: true, required: true"), ("label", "string", "", "")])
        file.write(contract("shop-filled", case.servers(schema="public"), "  - name: filled\n    properties:\n" + columns))

    def rows():
        return [tuple(row) for row in case.execute("SELECT id, label, xmin::text, ctid::text FROM public.filled ORDER BY id")]

    before = rows()
    case.run("apply", "--yes", PGPASSWORD=SECRET)
    case.expect("it waits for a run", "shop.filled" in case.run("status").stdout and "no run of spark was reported yet" in case.run("status").stdout, True)
    done = json.loads(case.run("run", "complete", "shop/filled", "--run-id", "1", "--output", "json", PGPASSWORD=SECRET).stdout)["runs"][0]
    case.expect("published", (done["outcome"], done["rows"], done["run"]["tool"]), ("published", 2, "spark"))
    case.expect("served", case.query("SELECT id, label FROM shop.filled ORDER BY id"), [[1, "a"], [2, "b"]])
    case.execute("INSERT INTO public.filled VALUES (3, 'c')")
    case.run("run", "complete", "shop/filled", "--run-id", "2", "--status", "failed", code=1, PGPASSWORD=SECRET)
    case.run("refresh", PGPASSWORD=SECRET)
    case.expect("what a failed run left is not served", case.query("SELECT count(*) FROM shop.filled"), [[2]])
    case.run("run", "complete", "shop/filled", "--run-id", "3", PGPASSWORD=SECRET)
    case.expect("the next run is", case.query("SELECT count(*) FROM shop.filled"), [[3]])
    case.expect("the tool's rows were never written to", rows()[:2], before)


if __name__ == "__main__":
    play([migrated, filled], TABLES, stores="sources: [data, 'postgres://{address}'], targets: ['postgres://{address}']")
