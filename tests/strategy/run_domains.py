#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Domain boundaries end to end: the generated bank falls into eight domains, plan and apply take the proposal on a fresh
mesh, moves cost what they cut, foreign keys of a live PostgreSQL and the ledger's history are evidence, and a browser
opens every page."""
import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, "tests", "e2e"), os.path.join(ROOT, "tests", "contract"), os.path.join(ROOT, "examples", "finance")]

import psycopg

import generate
from flights import HANSE, Checks, Mesh
from postgres_server import Postgres
from strategy_pages import look

FINANCE = os.path.join(ROOT, "examples", "finance")
NOW = ("--now", "2026-03-01")
SCHEMA = """
CREATE SCHEMA erp; SET search_path = erp;
CREATE TABLE client (id int PRIMARY KEY, name text);
CREATE TABLE sale (id int PRIMARY KEY, client int REFERENCES client, seller int REFERENCES client);
CREATE TABLE sale_line (id int PRIMARY KEY, sale int REFERENCES sale, part int);
CREATE TABLE part (id int PRIMARY KEY, replaces int REFERENCES part);
ALTER TABLE sale_line ADD FOREIGN KEY (part) REFERENCES part;
"""


def rows_of(folder, name):
    with open(os.path.join(folder, "strategy", "inventory", name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def discover(mesh, *more):
    return json.loads(mesh.run("domains", "discover", *NOW, "--output", "json", *more).stdout)


def fresh(top, name):
    folder = os.path.join(top, name)
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    return Mesh(folder)


def planted_of(item):
    """The area that the generator drew an item for."""
    for area, (groups, assets, _) in generate.AREAS.items():
        if item in assets or any(item == generate.slug(name) for _, names in groups.values() for name in names):
            return area
    return None


def check_finance(checks, top):
    mesh = Mesh(FINANCE)
    applications = rows_of(FINANCE, "applications.csv")
    checks.equal("business units", len(rows_of(FINANCE, "units.csv")), 15)
    checks.true("180 applications and more", len(applications) >= 180, len(applications))
    found = discover(mesh)
    checks.equal("the bank's answer", (found["answer"], len(found["domains"])), ("domains", 8))
    members = {item: domain["id"] for domain in found["domains"] for item in domain["capabilities"] + domain["assets"]}
    for domain in found["domains"]:
        areas = [planted_of(item) for item in domain["capabilities"] + domain["assets"]]
        home = max(set(areas), key=areas.count)
        checks.true(f"{domain['id']} is one area that was drawn", areas.count(home) >= 0.85 * len(areas), areas)
        checks.true(f"{domain['id']} has an owner", domain["owner"], domain)
    checks.true("the map's five chapters are not the answer", len({row["parent"] for row in rows_of(FINANCE, "capabilities.csv")} & {"serve", "move", "finance_customers", "invest", "steer"}) == 5)
    hubs = {hub["application"]: hub["kind"] for hub in found["hub_applications"]}
    checks.equal("bus and warehouse are found by their neighbours", hubs, {"integration_bus": "bus", "enterprise_warehouse": "warehouse"})
    splits = {split["application"]: split["domains"] for split in found["split_applications"]}
    checks.true("the core system is split over what it does", len(splits.get("core_banking", {})) >= 2, splits.get("core_banking"))
    undecided = {item["item"] for item in found["undecided"]}
    checks.true("work that two areas do is left to people", undecided & set(generate.BETWEEN), undecided)
    checks.true("evidence beats the same evidence with its ends exchanged", found["quality"] > 1.2 * found["quality_by_chance"], (found["quality"], found["quality_by_chance"]))
    checks.equal("only what was generated is claimed", found["shares"], {"measured": 0.0, "stated": 1.0, "claimed": 0.0})
    checks.true("the generator gives what is committed", same_tables(top))
    at_most = discover(mesh, "--max", "5")
    checks.true("at most five domains", 2 <= len(at_most["domains"]) <= 5, len(at_most["domains"]))
    other = discover(mesh, "--seed", "7")
    checks.equal("another seed of the draws, the same number", len(other["domains"]), 8)
    few = mesh.run("domains", "discover", "--min", "50", code=None)
    checks.true("fifty are not there, and that is said", few.returncode == 1 and "at least 50 domains are asked for" in few.stderr, few.stderr)
    moved = json.loads(mesh.run("domains", "what-if", "--move", "clearing:" + members["card_issuing"], *NOW, "--output", "json").stdout)
    checks.true("moving clearing to cards costs quality", moved["quality_after"] < moved["quality_before"] and moved["crossing_after"] > moved["crossing_before"], moved)
    checks.equal("only clearing moves", moved["moved"], ["clearing"])
    return found


def same_tables(top):
    generate.TABLES = os.path.join(top, "generated")
    bank = generate.Bank()
    for step in (bank.make_teams, bank.make_applications, bank.make_access, bank.make_flows, bank.write):
        step()
    committed = os.path.join(FINANCE, "strategy", "inventory")
    return all(open(os.path.join(committed, name), "rb").read() == open(os.path.join(generate.TABLES, name), "rb").read() for name in os.listdir(committed))


def shuffled(top):
    """The bank with every link between its parts drawn anew: there is nothing to find."""
    folder = os.path.join(top, "shuffled")
    shutil.copytree(FINANCE, folder)
    draw = random.Random(3)
    tables = os.path.join(folder, "strategy", "inventory")
    for name in ("value_streams.csv", "statements.csv"):
        os.remove(os.path.join(tables, name))
    items = {"capabilities": [row["id"] for row in rows_of(folder, "capabilities.csv") if row["unit"]], "asset": [row["id"] for row in rows_of(folder, "assets.csv")]}
    for name, column in (("applications.csv", "capabilities"), ("access.csv", "asset"), ("integrations.csv", "assets")):
        rows = rows_of(folder, name)
        for row in rows:
            pool = items["capabilities" if column == "capabilities" else "asset"]
            row[column] = ";".join(draw.sample(pool, max(1, len(row[column].split(";")))))
        if name == "access.csv":
            rows = list({(row["application"], row["asset"], row["mode"]): row for row in rows}.values())
        write(os.path.join(tables, name), rows)
    rows = rows_of(folder, "capabilities.csv")
    for row in rows:
        row["parent"] = ""
    write(os.path.join(tables, "capabilities.csv"), rows)
    return Mesh(folder)


def write(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def check_emission(checks, top, found):
    mesh = fresh(top, "fresh")
    before = open(os.path.join(mesh.folder, "mesh.yaml"), encoding="utf-8").read()
    shutil.copytree(os.path.join(FINANCE, "strategy"), os.path.join(mesh.folder, "strategy"))
    mesh.run("domains", "discover", "--write", *NOW)
    plan = json.loads(mesh.run("plan", "--output", "json").stdout)
    checks.true("plan takes the proposal", mesh.run("validate").returncode == 0 and not [one for one in plan.get("diagnostics", []) if one.get("severity") == "error"], plan.get("diagnostics"))
    products = sum(len(domain["products"]) for domain in found["domains"])
    agreements = sum(domain["agreements_needed"] for domain in found["domains"])
    files = [os.path.join(where, name) for where, _, names in os.walk(os.path.join(mesh.folder, "domains")) for name in names]
    checks.equal("domains, products, contracts and agreements are files",
                 [sum(path.endswith(end) for path in files) for end in ("domain.yaml", ".odps.yaml", ".odcs.yaml", ".agreement.yaml")],
                 [9, products + 2, 2 * products + 3, agreements])
    after = open(os.path.join(mesh.folder, "mesh.yaml"), encoding="utf-8").read()
    kept = [line for line in before.splitlines() if line not in after.splitlines()]
    checks.equal("the register keeps every line", kept, [])
    mesh.run("domains", "discover", "--write", *NOW)
    checks.equal("a second time changes nothing", open(os.path.join(mesh.folder, "mesh.yaml"), encoding="utf-8").read(), after)


def small(top, name, more="", areas=("front", "back"), width=4):
    """A mesh with a small inventory of two areas."""
    mesh = fresh(top, name)
    tables = os.path.join(mesh.folder, "strategy", "inventory")
    os.makedirs(tables)
    with open(os.path.join(mesh.folder, "strategy", "inventory.yaml"), "w", encoding="utf-8") as file:
        file.write("apiVersion: hanse/v1\nkind: Inventory\nid: small\norigin: {who: a test, when: 2026-01}\n" + more)
    write(os.path.join(tables, "teams.csv"), [{"id": area, "people": 6} for area in areas])
    write(os.path.join(tables, "capabilities.csv"), [{"id": f"{area}_{at}"} for area in areas for at in range(width)])
    write(os.path.join(tables, "applications.csv"), [{"id": f"{area}_app_{at}", "owner": area, "capabilities": f"{area}_{at};{area}_{(at + 1) % width}"} for area in areas for at in range(width)])
    write(os.path.join(tables, "assets.csv"), [{"id": f"{area}_data_{at}", "columns": "key;email" if at == 0 else "", "personal": "email" if at == 0 else ""} for area in areas for at in range(width)])
    write(os.path.join(tables, "access.csv"), [{"application": f"{area}_app_{at}", "asset": f"{area}_data_{at}", "mode": "creates"} for area in areas for at in range(width)]
          + [{"application": "back_app_1", "asset": "front_data_0", "mode": "reads"}])
    return mesh


def files_of(folder):
    return {os.path.relpath(os.path.join(where, name), folder) for where, _, names in os.walk(folder) for name in names}


def check_names(checks, top):
    """What people call things becomes ids that plan takes, one each, and all of it stays in the mesh."""
    mesh = small(top, "names")
    tables = os.path.join(mesh.folder, "strategy", "inventory")
    odd = ["files", "agreements", "policies", "domain", "product", "cust.order", "cust_order", "Order", "order", "ÄÄ", "ÖÖ", "long" * 12 + "_a", "long" * 12 + "_b"]
    write(os.path.join(tables, "assets.csv"), rows_of(mesh.folder, "assets.csv") + [{"id": each, "columns": 'key;"a, b";c""d' if each == "files" else "", "personal": ""} for each in odd])
    write(os.path.join(tables, "access.csv"), rows_of(mesh.folder, "access.csv")
          + [{"application": f"{area}_app_{at}", "asset": each, "mode": mode} for each in odd for area, mode in (("front", "creates"), ("back", "reads")) for at in (0, 1)])
    write(os.path.join(tables, "teams.csv"), [{"id": each} for each in ("ÄÄ", "ÖÖ")])
    write(os.path.join(tables, "applications.csv"), [row | {"owner": {"front": "ÄÄ", "back": "ÖÖ"}[row["owner"]]} for row in rows_of(mesh.folder, "applications.csv")])
    found = discover(mesh, "--write")
    shared = {each["asset"] for domain in found["domains"] for each in domain["products"]}
    checks.true("all of it is read by the other area", set(odd) <= shared, sorted(shared))
    written = [path for path in files_of(os.path.join(mesh.folder, "domains")) if path.endswith("product.odps.yaml") and not path.startswith("shop/")]
    checks.equal("a product each", len(written), len(shared))
    checks.equal("plan takes them", mesh.run("plan", code=None).returncode, 0)
    teams = re.findall(r"- id: (team-\S+)", open(os.path.join(mesh.folder, "mesh.yaml"), encoding="utf-8").read())
    checks.equal("a team each", len(set(teams)), 2)
    before = files_of(mesh.folder)
    discover(mesh, "--write")
    checks.equal("a second time adds nothing", files_of(mesh.folder), before)

    for at, (domain, code) in enumerate((("../../escaped", "HNS-V008"), ("a b", "HNS-V008"), ("main", "HNS-V009"))):
        mesh = small(top, f"fixed-{at}", f"constraints: {{fixed: [{{domain: {domain}, items: [front_0]}}]}}\n")
        before = files_of(top)
        done = mesh.run("domains", "discover", "--write", code=None)
        checks.true(f"`{domain}` names no domain", done.returncode == 1 and code in done.stderr, done.stderr)
        checks.equal(f"`{domain}`: nothing is written", files_of(top), before)
    known = small(top, "registered")
    derived = next(domain["id"] for domain in discover(known)["domains"] if "front_0" in domain["capabilities"])
    other = derived.replace("_", "-").upper()
    mesh = small(top, "beside", f"constraints: {{fixed: [{{domain: {other}, items: [back_0]}}]}}\n")
    ids = {domain["id"] for domain in discover(mesh, "--write")["domains"]}
    checks.true("a derived name makes way for a stated one", other in ids and derived not in ids, ids)
    checks.equal("plan takes both", mesh.run("plan", code=None).returncode, 0)
    known.run("new", "domain", other, "--owner", "shop-team")
    ids = {domain["id"] for domain in discover(known, "--write")["domains"]}
    checks.true("a registered name keeps its spelling", other in ids and derived not in ids, ids)
    checks.equal("plan takes it", known.run("plan", code=None).returncode, 0)


def check_apply(checks, top):
    """A smaller one, applied and read."""
    mesh = small(top, "applied")
    found = discover(mesh, "--write")
    checks.equal("two domains", [len(domain["capabilities"]) for domain in found["domains"]], [4, 4])
    mesh.run("apply", "--yes")
    state = json.loads(mesh.run("status", "--output", "json").stdout)
    checks.true("apply works on it", "front_data_0" in json.dumps(state), list(state))
    contract = next(os.path.join(where, name) for where, _, names in os.walk(os.path.join(mesh.folder, "domains")) for name in names if name == "front_data_0.odcs.yaml")
    text = open(contract, encoding="utf-8").read()
    checks.true("personal columns are confidential in the draft", text.index("email") < text.index("confidential"), text)
    sheet = json.loads(mesh.run("worksheet", "boundary-canvas", "--domain", found["domains"][0]["id"], "--output", "json").stdout)
    checks.true("the canvas reads the applied domain", sheet["sections"]["ownership"], sheet)


def check_history(checks, top):
    """What people read together in the mesh's own ledger."""
    mesh = fresh(top, "history")
    mesh.run("apply", "--yes")
    for _ in range(2):
        mesh.query("seller", "SELECT count(*) AS n FROM shop.orders o, shop.daily_sales d WHERE o.article = d.article")
    mesh.run("domains", "import", "mesh")
    early = json.loads(mesh.run("domains", "import", "queries", "--now", "2020-01-01", "--output", "json").stdout)
    checks.equal("what comes later than now is not counted", early["added"], {})
    done = json.loads(mesh.run("domains", "import", "queries", "--days", "2", "--output", "json").stdout)
    checks.equal("a pair that is read together", done["added"], {"strategy/inventory/links.csv": 1})
    link = rows_of(mesh.folder, "links.csv")[0]
    checks.equal("two statements and one reader", (link["from"], link["to"], link["kind"], link["strength"]), ("shop.daily_sales", "shop.orders", "readTogether", "3"))
    checks.true("the link says where it was measured", link["source"].startswith("decisions of the ledger since "), link)
    checks.true("no reader is named in the inventory", "seller" not in open(os.path.join(mesh.folder, "strategy", "inventory", "links.csv"), encoding="utf-8").read())
    checks.equal("imported rows are valid", mesh.run("validate").returncode, 0)


def check_postgres(checks, top):
    mesh = fresh(top, "keys")
    with Postgres() as server:
        with psycopg.connect(server.address, autocommit=True) as connection:
            connection.execute(SCHEMA)
        address = server.address + " options=-csearch_path=erp password=open-sesame"
        mesh.run("domains", "import", "postgres", address)
        again = json.loads(mesh.run("domains", "import", "postgres", address, "--output", "json").stdout)
    checks.equal("tables are assets", sorted(row["id"] for row in rows_of(mesh.folder, "assets.csv")), ["client", "part", "sale", "sale_line"])
    links = rows_of(mesh.folder, "links.csv")
    checks.equal("foreign keys are links, by how many there are", sorted((row["from"], row["to"], row["strength"]) for row in links),
                 [("sale", "client", "2"), ("sale_line", "part", "1"), ("sale_line", "sale", "1")])
    checks.true("no password is kept", all("sesame" not in row["source"] for row in links), links)
    checks.equal("a second time adds nothing", (again["added"], again["known"]), ({}, 7))
    found = discover(mesh)
    checks.equal("four tables are too few, and what is missing is said", (found["answer"], len(found["missing"]) > 5), ("too_thin", True))
    checks.equal("what it rests on is measured", found["shares"]["measured"], 1.0)
    gone = mesh.run("domains", "import", "postgres", "host=127.0.0.1 port=1 dbname=x password=open-sesame", code=None)
    checks.true("an unreachable server is an error without the password", gone.returncode == 1 and "sesame" not in gone.stderr, gone.stderr)


def check_pages(checks, top):
    out = os.path.join(top, "pages")
    Mesh(FINANCE).run("domains", "discover", *NOW, "--out", out)
    page = look(os.path.join(out, "domains.html"))
    checks.true("the report draws its charts", page.count("<svg") >= 2, page.count("<svg"))
    checks.true("the report has its tables", page.count("<caption") >= 8 and "fraud_detection" in page, page.count("<caption"))
    canvases = sorted(name for name in os.listdir(out) if name.startswith("boundary-canvas-"))
    checks.equal("a canvas a domain, as HTML and Markdown", (sum(name.endswith(".html") for name in canvases), sum(name.endswith(".md") for name in canvases)), (8, 8))
    canvas = look(os.path.join(out, next(name for name in canvases if name.endswith(".html"))))
    checks.true("a canvas opens", "Ubiquitous language" in canvas and "Inbound" in canvas, canvas[:300])
    again = os.path.join(top, "again")
    Mesh(FINANCE).run("domains", "discover", *NOW, "--out", again)
    checks.true("the same inputs, the same bytes", all(open(os.path.join(out, name), "rb").read() == open(os.path.join(again, name), "rb").read() for name in os.listdir(out)))


def main():
    checks = Checks()
    top = tempfile.mkdtemp(prefix="hanse-domains-")
    try:
        found = check_finance(checks, top)
        central = discover(shuffled(top))
        checks.equal("without structure it says to stay central", (central["answer"], bool(central["reasons"])), ("stay_central", True))
        check_emission(checks, top, found)
        check_names(checks, top)
        check_apply(checks, top)
        check_history(checks, top)
        check_postgres(checks, top)
        check_pages(checks, top)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    checks.finish()


if __name__ == "__main__":
    main()
