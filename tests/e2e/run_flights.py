#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The example mesh from validation to three people's answers, by the command line and over HTTP."""
import json
import os
import re
import socket

from flights import Checks, Mesh, ROOT

COUNTS = "SELECT origin, count(*) AS n FROM flight_operations.departures GROUP BY origin ORDER BY origin"
ALL = [["EWR", 120835], ["JFK", 111279], ["LGA", 104662]]
SOME = ALL[1:]


def lifecycle(mesh, checks):
    mesh.run("validate")
    mesh.run("plan", "--detailed-exitcode", code=2)
    mesh.run("apply", "--yes")
    checks.equal("plan after apply is empty", mesh.run("plan", "--detailed-exitcode").returncode, 0)
    status = json.loads(mesh.run("status", "--output", "json").stdout)
    rows = {table["table"]: table["rows"] for table in status["tables"]}
    checks.equal("departures are loaded", rows["flight_operations.departures"], 336776)
    checks.equal("observations are loaded", rows["weather.observations"], 26115)
    checks.equal("a view has no rows of its own", rows["insights.aircraft_use"], None)


def three_people(mesh, checks):
    checks.equal("engineer", mesh.query("engineer", COUNTS)["rows"], ALL)
    checks.equal("analyst", mesh.query("analyst", COUNTS)["rows"], SOME)
    error = mesh.refused("stranger", COUNTS, 1)
    checks.equal("stranger finds nothing", error["code"], "not_found")
    hidden = error["message"].replace("flight_operations.departures", "X")
    unknown = mesh.refused("stranger", "SELECT * FROM no_domain.no_table", 1)["message"].replace("no_domain.no_table", "X")
    checks.equal("what is hidden looks like what is not there", hidden, unknown)
    clear = mesh.query("engineer", "SELECT tailnum FROM fleet.aircraft WHERE tailnum = 'N10156'")["rows"]
    checks.equal("engineer sees registrations", clear, [["N10156"]])
    none = mesh.query("analyst", "SELECT tailnum FROM fleet.aircraft WHERE tailnum = 'N10156'")["rows"]
    checks.equal("a mask holds in conditions too", none, [])
    for table in ("fleet.aircraft", "flight_operations.departures", "insights.aircraft_use"):
        values = mesh.query("analyst", f"SELECT DISTINCT tailnum FROM {table} WHERE tailnum IS NOT NULL LIMIT 50")["rows"]
        checks.true(f"{table}: hashed for the analyst", values and all(re.fullmatch("[0-9a-f]{32}", v[0]) for v in values), values[:3])
    joined = mesh.query("analyst", "SELECT count(*) FROM fleet.aircraft a JOIN flight_operations.departures d USING (tailnum)")
    checks.true("hashes still join", joined["rows"][0][0] > 100000, joined["rows"])
    for table in ("insights.punctuality", "insights.weather_impact", "insights.aircraft_use"):
        origins = mesh.query("analyst", f"SELECT DISTINCT origin FROM {table} ORDER BY 1")["rows"]
        checks.equal(f"{table}: no Newark for the analyst", origins, [["JFK"], ["LGA"]])
        origins = mesh.query("engineer", f"SELECT DISTINCT origin FROM {table} ORDER BY 1")["rows"]
        checks.equal(f"{table}: all for the engineer", origins, [["EWR"], ["JFK"], ["LGA"]])
    unknown = mesh.query("engineer", """SELECT count(*) FROM flight_operations.departures d
        WHERE tailnum IS NOT NULL AND NOT EXISTS (SELECT 1 FROM fleet.aircraft a WHERE a.tailnum = d.tailnum)""")["rows"]
    checks.equal("departures of aircraft that are not in the fleet", unknown, [[50094]])
    parameters = mesh.query("analyst", "SELECT count(*) FROM flight_operations.departures WHERE origin = $1", "--param", "JFK")
    checks.equal("parameters", parameters["rows"], [[111279]])


def explanation(mesh, checks):
    rows = mesh.query("analyst", "EXPLAIN POLICY SELECT tailnum FROM flight_operations.departures")["rows"]
    checks.true("filters are told", "no-newark" in rows[0][3], rows)
    checks.true("masks are told", "keyedHash" in rows[0][4], rows)
    rows = mesh.query("analyst", "EXPLAIN POLICY SELECT count(*) FROM flight_operations.departures WHERE origin = $1",
                      "--param", "JFK")["rows"]
    checks.equal("a policy is explained for a statement with parameters", [row[:2] for row in rows],
                 [["flight_operations.departures", "allowed"]])
    done = mesh.run("query", "--as", "analyst", "--purpose", "no-such-purpose", COUNTS, code=3)
    checks.true("an undeclared purpose is denied with a reason", "purpose" in done.stderr, done.stderr)


def ledger(mesh, checks):
    checks.equal("the ledger verifies", mesh.run("audit", "verify").returncode, 0)
    head = mesh.run("audit", "head").stdout.strip()
    path = os.path.join(mesh.folder, ".hanse", "ledger", "000001.ledger")
    good = open(path, "rb").read()
    for at in (0, len(good) // 2, len(good) - 2):
        bad = bytearray(good)
        bad[at] ^= 1
        open(path, "wb").write(bytes(bad))
        checks.equal(f"flipped byte {at}", mesh.run("audit", "verify", code=None).returncode, 1)
    lines = good.splitlines(keepends=True)
    open(path, "wb").write(b"".join(lines[:-1]))
    checks.equal("a cut tail is told by the noted head", mesh.run("audit", "verify", code=None).returncode, 1)
    os.remove(os.path.join(os.path.dirname(path), "head"))
    checks.equal("a cut tail verifies alone", mesh.run("audit", "verify").returncode, 0)
    checks.equal("and not against a kept head", mesh.run("audit", "verify", "--head", head, code=None).returncode, 1)
    open(path, "wb").write(good)


def http_door(mesh, checks):
    mesh.serve("--listen-metrics", "127.0.0.1:0")
    engineer, analyst, stranger = (mesh.token(user) for user in ("engineer", "analyst", "stranger"))
    checks.equal("engineer over HTTP", mesh.ask(engineer, COUNTS)[1]["rows"], ALL)
    checks.equal("analyst over HTTP", mesh.ask(analyst, COUNTS)[1]["rows"], SOME)
    checks.equal("stranger over HTTP", mesh.ask(stranger, COUNTS)[0], 404)
    checks.equal("nobody", mesh.ask(None, COUNTS)[0], 401)
    checks.equal("a wrong token", mesh.ask("hns_" + "0" * 16 + "_" + "A" * 43, COUNTS)[0], 401)
    status, headers, body = mesh.http("POST", "/v1/query", engineer, {"sql": "SELECT carrier, flight FROM flight_operations.departures"},
                                      {"Accept": "text/csv"})
    checks.equal("CSV streams every row", body.count(b"\n"), 336777)
    status, headers, body = mesh.http("POST", "/v1/query", analyst, {"sql": COUNTS}, {"Accept": "application/x-ndjson"})
    checks.equal("NDJSON", [json.loads(line)["origin"] for line in body.splitlines()], ["JFK", "LGA"])
    checks.true("the decision is named", headers.get("Hanse-Decision-Id"), headers)
    checks.equal("unknown fields are refused", mesh.http("POST", "/v1/query", engineer, {"sql": COUNTS, "x": 1})[0], 400)
    checks.equal("another content type", mesh.http("POST", "/v1/query", engineer, b"SELECT 1", {"Content-Type": "text/plain"})[0], 415)
    checks.equal("oversize", mesh.http("POST", "/v1/query", engineer, {"sql": "x" * 3_000_000})[0], 413)
    checks.equal("another method", mesh.http("PUT", "/v1/query", engineer, {})[0], 405)
    checks.equal("nothing there", mesh.http("GET", "/v1/nothing", engineer)[0], 404)
    products = json.loads(mesh.http("GET", "/v1/products", analyst)[2])["products"]
    checks.equal("the analyst finds all products", len(products), 8)
    checks.equal("the stranger finds none", json.loads(mesh.http("GET", "/v1/products", stranger)[2])["products"], [])
    checks.equal("a hidden product", mesh.http("GET", "/v1/products/insights/punctuality", stranger)[0], 404)
    checks.equal("the same one for the analyst", mesh.http("GET", "/v1/products/insights/punctuality", analyst)[0], 200)
    lineage = json.loads(mesh.http("GET", "/v1/lineage/insights/punctuality", analyst)[2])["lineage"]["edges"]
    checks.true("lineage", {"from": {"table": "flight_operations.departures", "column": "origin"},
                            "to": {"table": "insights.punctuality", "column": "origin"}} in lineage, lineage[:3])
    checks.equal("alive", mesh.http("GET", "/healthz")[0], 200)
    checks.equal("ready", mesh.http("GET", "/readyz")[0], 200)
    page = mesh.http("GET", "/")[2].decode()
    checks.true("the page of nobody names no product", "departures" not in page and "Sign in" in page, page[:200])
    raw_http(mesh, checks)
    openapi(mesh, checks, engineer)


def raw_http(mesh, checks):
    host, port = mesh.url.removeprefix("http://").split(":")
    for what, sent, expected in (("malformed", b"NONSENSE\r\n\r\n", b" 400 "),
                                 ("long header", b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 40000 + b"\r\n\r\n", b" 431 "),
                                 ("rebinding", b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", b" 421 ")):
        with socket.create_connection((host, int(port)), timeout=30) as link:
            link.sendall(sent)
            checks.true(what, expected in link.recv(4096), what)


def openapi(mesh, checks, token):
    from openapi_spec_validator import validate
    document = json.loads(mesh.http("GET", "/openapi.json")[2])
    validate(document)
    checks.true("the OpenAPI document is valid", document["openapi"].startswith("3.1"))
    for path, operations in document["paths"].items():
        for method in operations:
            body = {} if method == "post" else None
            status = mesh.http(method.upper(), path.replace("{id}", "no/such-thing" if "/products/" in path else "no-such-thing"), token, body)[0]
            checks.true(f"{method} {path} is served", status not in (405, 501), status)


def change_while_serving(mesh, checks):
    analyst = mesh.token("analyst")
    path = os.path.join(mesh.folder, "policies", "data", "access.yaml")
    text = open(path).read()
    open(path, "w").write(text.replace("groups: [flight-operations, analysts]", "groups: [flight-operations]"))
    mesh.run("apply", "--yes")
    checks.equal("a policy holds for the next statement", mesh.ask(analyst, COUNTS)[0], 404)
    open(path, "w").write(text)
    mesh.run("apply", "--yes")
    checks.equal("and back", mesh.ask(analyst, COUNTS)[1].get("rows"), SOME)


checks = Checks()
with Mesh() as mesh:
    for part in (lifecycle, three_people, explanation, ledger, http_door, change_while_serving):
        part(mesh, checks)
    mesh.stop()
    checks.equal("the ledger still verifies", mesh.run("audit", "verify").returncode, 0)
checks.finish()
