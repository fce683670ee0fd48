#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse metrics` on a mesh that was really used, under git: every number against a plain computation over ledger, incidents and
`git log`; what is kept of closed segments is deleted, broken and tampered with; the report in a browser; who sees what."""
import datetime
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
sys.path[:0] = [os.path.join(ROOT, "tests", "e2e"), os.path.join(ROOT, "bench")]
import make_ledger  # noqa: E402
from flights import HANSE, Checks, Mesh, ledger_entries  # noqa: E402
from ledger_truth import HOUR_S, Truth, instant, median, quantile  # noqa: E402
from strategy_pages import look  # noqa: E402

checks = Checks()
TABLES = {"carriers.airlines": "carriers/airlines", "fleet.aircraft": "fleet/aircraft", "airports.airports": "airports/airports",
          "weather.observations": "weather/observations", "flight_operations.departures": "flight_operations/departures",
          "insights.punctuality": "insights/punctuality", "insights.aircraft_use": "insights/aircraft_use",
          "insights.weather_impact": "insights/weather_impact"}
OWNERS = {"carriers": "partners", "fleet": "partners", "airports": "partners", "weather": "meteorology",
          "flight_operations": "operations", "insights": "insights"}
GROUPS = {"flight-operations": ("operations", "flight_operations"), "partner-management": ("partners", None)}
CONTRACTS = {**{f"{p.replace('/', '-').replace('_', '-')}": p for p in TABLES.values()},
             **{f"{p.replace('/', '-').replace('_', '-')}-file": p for p in TABLES.values()}}


def git(mesh, *words, ago_h=0.0):
    at = f"{int(time.time() - ago_h * HOUR_S)} +0000"
    subprocess.run(["git", "-C", mesh.folder, "-c", "user.name=team", "-c", "user.email=team@example.org", *words], check=True,
                   capture_output=True, env={**os.environ, "GIT_COMMITTER_DATE": at, "GIT_AUTHOR_DATE": at})


def edit(mesh, path, before, after):
    full = os.path.join(mesh.folder, path)
    with open(full, encoding="utf-8") as handle:
        text = handle.read()
    assert before in text, (path, before)
    with open(full, "w", encoding="utf-8") as handle:
        handle.write(text.replace(before, after, 1))


def commit(mesh, path, before, after, ago_h):
    edit(mesh, path, before, after)
    git(mesh, "commit", "-qam", f"change {path}", ago_h=ago_h)


def write(mesh, path, text):
    full = os.path.join(mesh.folder, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as handle:
        handle.write(text)


def incidents(mesh):
    """Straight from the state, read by its own columns."""
    with sqlite3.connect(f"file:{mesh.folder}/.hanse/state.sqlite?mode=ro", uri=True) as store:
        store.row_factory = sqlite3.Row
        rows = store.execute("SELECT * FROM incidents").fetchall()
    return [{"product": f"{r['domain']}/{r['product']}", "severity": r["severity"], "began": (r["began_us"] or r["detected_us"]) / 1e6,
             "detected": r["detected_us"] / 1e6, "repaired": r["repaired_us"] / 1e6 if r["repaired_us"] else None} for r in rows]


def metrics(mesh, *more):
    return json.loads(mesh.run("metrics", "--output", "json", *more).stdout)


def value_of(document, name, part="value"):
    return next(m for m in document["metrics"] if m["id"] == name)[part]


def near(what, found, expected, within=1e-6):
    if found is None or expected is None:
        checks.equal(what, found, expected)
    else:
        checks.true(what, abs(found - expected) <= within + 1e-9 * abs(expected), f"found {found}, expected {expected}")


def use(mesh):
    """What teams and consumers do in a week, in seconds."""
    with open(os.path.join(mesh.folder, ".gitignore"), "w", encoding="utf-8") as handle:
        handle.write(".hanse/\ndata/\n")
    git(mesh, "init", "-q", "-b", "main")
    git(mesh, "add", "-A")
    git(mesh, "commit", "-qm", "the mesh", ago_h=90)
    mesh.run("apply", "--yes")
    counted = "SELECT count(*) FROM flight_operations.departures"
    mesh.refused("stranger", counted, None)            # hidden: told that there is none
    mesh.refused("stranger", "SELECT count(*) FROM fleet.aircraft", None)  # and never answered
    mesh.query("analyst", counted)
    mesh.query("analyst", "SELECT count(*) FROM insights.punctuality")
    mesh.refused("analyst", "SELECT nothing FROM carriers.airlines", None)  # a slip, no refusal
    mesh.query("engineer", "SELECT count(*) FROM carriers.airlines")
    mesh.query("engineer", "SELECT a.name, count(*) FROM flight_operations.departures d JOIN carriers.airlines a USING (carrier) GROUP BY 1")
    given = mesh.run("grant", "add", "flight_operations/departures", "--to", "user:stranger").stdout.split()[0]
    mesh.query("stranger", counted)
    mesh.query("stranger", counted)
    # Taken away, refused and given again on the day of an answer: that wait counts as well.
    mesh.run("grant", "revoke", given)
    mesh.refused("stranger", counted, None)
    mesh.run("grant", "add", "flight_operations/departures", "--to", "user:stranger")
    mesh.query("stranger", counted)
    commit(mesh, "domains/flight_operations/departures/departures.odcs.yaml", "a cancelled one has no", "one that is cancelled has no", 30)
    commit(mesh, "domains/insights/punctuality/punctuality.sql", "round(avg(d.dep_delay), 2)", "round(avg(d.dep_delay), 3)", 20)
    git(mesh, "checkout", "-qb", "side")
    commit(mesh, "domains/insights/punctuality/punctuality.odcs.yaml", "version: 1.0.0", "version: 1.0.1", 10)
    git(mesh, "checkout", "-q", "main")
    git(mesh, "merge", "-q", "--no-ff", "-m", "merge", "side", ago_h=5)
    mesh.run("apply", "--yes")
    # A deployment that breaks a product, and the one that repairs it.
    place = "domains/carriers/airlines/file.odcs.yaml"
    commit(mesh, place, "data/airlines.csv", "data/gone.csv", 3)
    mesh.run("apply", "--yes", code=None)
    commit(mesh, place, "data/gone.csv", "data/airlines.csv", 1)
    mesh.run("apply", "--yes")
    mesh.run("refresh", "carriers/airlines")
    mesh.run("product", "check", code=None)
    mesh.run("incident", "open", "fleet/aircraft", "--summary", "May is missing", "--as", "analyst")


def compare(mesh, document, what):
    truth = Truth(mesh.folder, TABLES, OWNERS, GROUPS, CONTRACTS)
    insight, lead = truth.time_to_insight(), truth.lead_time()
    every = [hours for of in insight.values() for hours in of]
    near(f"{what}: time to insight", value_of(document, "time_to_insight"), median(every))
    near(f"{what}: time to insight, p90", value_of(document, "time_to_insight", "p90"), quantile(every, 0.9))
    for product, hours in insight.items():
        near(f"{what}: time to insight of {product}", value_of(document, "time_to_insight", "products")[product]["value"], median(hours))
    near(f"{what}: answered at once", value_of(document, "answered_at_once"), truth.answered_at_once())
    checks.equal(f"{what}: still waiting", document["still_waiting"], truth.waiting())
    near(f"{what}: use across domains", value_of(document, "cross_domain_use"), truth.cross_domain_use())
    near(f"{what}: check runs", value_of(document, "data_quality"), truth.check_runs())
    found = incidents(mesh)
    fail_rate, rework, recovery = truth.delivery(found)
    near(f"{what}: change fail rate", value_of(document, "change_fail_rate"), fail_rate)
    near(f"{what}: rework rate", value_of(document, "rework_rate"), rework)
    near(f"{what}: recovery", value_of(document, "recovery_time"), median(recovery))
    near(f"{what}: autonomy", value_of(document, "autonomy"), truth.alone())
    near(f"{what}: deployments", value_of(document, "deployment_frequency", "count"), sum(map(len, truth.deployments().values())))
    near(f"{what}: lead time", value_of(document, "lead_time"), median([h for of in lead.values() for h in of]))
    checks.equal(f"{what}: products with a lead time", sorted(value_of(document, "lead_time", "products")), sorted(lead))
    return truth, lead, found


def give_inputs(mesh):
    today = datetime.date.today()
    write(mesh, "strategy/metrics.yaml", "apiVersion: hanse/v1\nkind: Metrics\nmetrics:\n"
          "  - metric: self_service\n    baseline: {value: 25, by: ana, at: 2026-04-01}\n    target: {value: 100, until: 2030-12-31}\n"
          f"  - metric: reuse\n    baseline: {{from: {today - datetime.timedelta(days=30)}, until: {today + datetime.timedelta(days=2)}}}\n"
          "    target: {value: 2}\n")
    marks = {"tools": [2, 2, 1, 3, 2], "say": [4, 5, 4, 3, 5], "few": [1, 1]}
    write(mesh, "strategy/survey.yaml", "apiVersion: hanse/v1\nkind: Survey\ntitle: Spring\nat: 2026-04-01\nitems:\n"
          "  - {id: tools, text: The tools do what I need, about: platform}\n  - {id: say, text: We decide ourselves, about: autonomy}\n"
          "  - {id: few, text: Rarely asked, about: satisfaction}\nanswers:\n" +
          "".join(f"  - by: person-{i}\n    domain: insights\n    values: {{" +
                  ", ".join(f"{item}: {all_[i]}" for item, all_ in marks.items() if i < len(all_)) + "}\n" for i in range(5)))
    edit(mesh, "domains/weather/domain.yaml", "status: active", "status: active\ncostCenter: '4711'")
    start = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
    rows = [("10.5", "12", "compute", '{"domain":"insights"}'), ("4.25", "4.25", "storage", '{"Cost-Center":"4711"}'),
            ("2", "2", "storage", '{"data-product":"fleet/aircraft"}'), ("1.25", "1.25", "network", "")]
    path = os.path.join(mesh.folder, "costs.csv")
    with open(path, "w", encoding="utf-8") as handle:
        handle.write("BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ServiceName,Tags\n")
        for effective, billed, service, tags in rows:
            quoted = '"' + tags.replace('"', '""') + '"'
            handle.write(f"{billed},{effective},EUR,{start.strftime('%Y-%m-%dT%H:%M:%SZ')},{service},{quoted}\n")
    return path


def check_inputs(mesh, costs):
    mesh.run("validate")
    mesh.run("apply", "--yes")
    document = metrics(mesh, "--costs", costs)
    near("cost", value_of(document, "cost"), 18.0)
    by_domain = {name: part["value"] for name, part in value_of(document, "cost", "domains").items()}
    checks.equal("cost by domain", by_domain, {"insights": 10.5, "weather": 4.25, "fleet": 2.0})
    near("the share that tags lead somewhere", document["costs"]["attributed_percent"], 100 * 16.75 / 18)
    share = value_of(document, "self_service")
    near("progress from a stated baseline", value_of(document, "self_service", "comparison")["progress"], (share - 25) / 75)
    checks.equal("a stated baseline says so", value_of(document, "self_service", "comparison")["basis"], "stated")
    checks.equal("a measured one too", value_of(document, "reuse", "comparison")["basis"], "measured")
    items = {item["id"]: item for item in document["survey"]["items"]}
    checks.equal("medians of items", (items["tools"]["median"], items["say"]["median"]), (2, 4))
    checks.true("too few answers show nothing", "median" not in items["few"] and items["few"]["answers"] == 2, items["few"])
    checks.true("nobody who answered is named", "person-0" not in json.dumps(document))
    shares = document["shares"]
    checks.true("the report says what it rests on", 0 < shares["stated"] < shares["measured"] < 1, shares)
    text = mesh.run("metrics", "--costs", costs).stdout
    page = text[text.index("At a glance"):text.index("\nBusiness")]
    checks.true("at most twelve numbers at a glance", len(re.findall(r"^  \S.*: ", page, re.MULTILINE)) == 12, page)


def check_agreements(mesh):
    """Agreements that are not in force make nobody a reader."""
    path = "domains/weather/agreements/taken.agreement.yaml"
    text = ("apiVersion: hanse/v1\nkind: Agreement\nid: taken\n{}provider: {{domain: fleet, product: aircraft}}\n"
            "consumer: {{product: observations}}\npurposes: [analytics]\n")
    before = value_of(metrics(mesh), "reuse", "products")["fleet/aircraft"]["value"]
    for more, readers in (("status: proposed\n", 0), ("status: active\nuntil: '2020-01-01'\n", 0), ("status: active\n", 1)):
        write(mesh, path, text.format(more))
        mesh.run("apply", "--yes")
        checks.equal(f"readers by an agreement with {more!r}", value_of(metrics(mesh), "reuse", "products")["fleet/aircraft"]["value"], before + readers)
    os.remove(os.path.join(mesh.folder, path))
    mesh.run("apply", "--yes")


def check_sight(mesh):
    seen = metrics(mesh, "--as", "stranger")
    named = json.dumps(seen)
    checks.true("the stranger sees the product that they were given", "flight_operations/departures" in named)
    for hidden in ("insights", "carriers", "fleet", "weather/observations", "analyst", "engineer"):
        checks.true(f"the stranger sees nothing of `{hidden}`", hidden not in named, named[:400])
    for command in ("doctor", "assess"):
        for form in ("json", "human", "markdown"):
            shown = mesh.run(command, "--as", "stranger", "--output", form, code=None).stdout
            for hidden in ("insights/punctuality", "carriers", "fleet", "weather/observations", "meteorology", "punctuality-airlines"):
                checks.true(f"{command} as {form} tells the stranger nothing of `{hidden}`", shown and hidden not in shown, shown[:400])
    hidden, absent = (mesh.run("metrics", name, "--as", "stranger", code=1).stderr for name in ("fleet/aircraft", "fleet/nothing"))
    checks.equal("a hidden product looks like none", hidden.replace("aircraft", "nothing"), absent)
    hidden, absent = (mesh.run("metrics", "--domain", name, "--as", "stranger", code=1).stderr for name in ("fleet", "none"))
    checks.equal("a hidden domain looks like none", hidden.replace("fleet", "none"), absent)


def check_pages(mesh, costs):
    out = os.path.join(mesh.folder, "report")
    mesh.run("metrics", "--costs", costs, "--out", out, "--now", "2029-12-31T12:00:00Z", "--until", "2030-01-01", "--from", "2025-01-01")
    first = open(os.path.join(out, "metrics.html"), "rb").read()
    mesh.run("metrics", "--costs", costs, "--out", out, "--now", "2029-12-31T12:00:00Z", "--until", "2030-01-01", "--from", "2025-01-01")
    checks.equal("the same inputs give the same bytes", open(os.path.join(out, "metrics.html"), "rb").read() == first, True)
    page = look(os.path.join(out, "metrics.html"))
    checks.true("the page has its title", "Success metrics" in page, page[:300])
    for label in ("Time to insight, median", "Self-service access", "Lead time for changes, median", "The tools do what I need"):
        checks.true(f"the page has `{label}`", label in page)
    checks.true("files beside it", {"metrics.json", "metrics-figures.csv", "metrics-products.csv"} <= set(os.listdir(out)), os.listdir(out))


def grow(mesh, count):
    products = [(product, table) for table, product in TABLES.items()]
    make_ledger.add_entries(os.path.join(mesh.folder, ".hanse", "ledger"), products, count,
                            datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=1), days=200, seed=7, padding=6_000)
    checks.true("the chain holds", "intact" in mesh.run("audit", "verify").stdout)


def check_kept(mesh):
    """What is kept of closed segments never changes a number."""
    grow(mesh, 12_000)
    facts = os.path.join(mesh.folder, ".hanse", "facts")
    period = ("--from", "2020-01-01", "--now", "2029-12-31", "--until", "2030-01-01")
    shutil.rmtree(facts, ignore_errors=True)
    first = metrics(mesh, *period)
    compare(mesh, first, "with two segments")
    kept = sorted(os.path.basename(path) for path in glob.glob(facts + "/*"))
    checks.equal("one closed segment is kept", kept, ["000001.ledger.decisions", "000001.ledger.facts"])
    place = os.path.join(facts, "000001.ledger.facts")
    good = open(place, "rb").read()

    def same(what):
        checks.true(f"{what}: the same numbers", metrics(mesh, *period) == first)

    same("kept")
    stamp = os.stat(place).st_mtime_ns
    same("kept again")
    checks.equal("what is kept is not written again", os.stat(place).st_mtime_ns, stamp)
    for name, bad in (("cut", good[:len(good) // 2]), ("one bit", good[:5000] + bytes([good[5000] ^ 1]) + good[5001:]), ("empty", b""),
                      ("its seal", good[:-1] + bytes([good[-1] ^ 1])), ("another format", b"hnsfact9" + good[8:])):
        with open(place, "wb") as handle:
            handle.write(bad)
        same(f"{name} of what is kept was changed")
        checks.true(f"{name}: it is mended", open(place, "rb").read() == good)
    for ending in ("facts", "decisions"):
        os.remove(os.path.join(facts, f"000001.ledger.{ending}"))
        same(f"without {ending}")
    os.remove(os.path.join(facts, "000001.ledger.decisions"))
    shutil.rmtree(facts)
    with open(facts, "w", encoding="utf-8") as handle:
        handle.write("no folder")
    same("without a place to keep it")
    os.remove(facts)
    # A segment that changed is counted again, whatever is kept of it; verifying it is another command.
    metrics(mesh, *period)
    segment = os.path.join(mesh.folder, ".hanse", "ledger", "000001.ledger")
    text = open(segment, "rb").read()
    at = os.stat(segment)
    changed = text.replace(b'"outcome":"allowed"', b'"outcome":"allowes"')
    for content in (changed, text):
        with open(segment, "r+b") as handle:
            handle.write(content)
        os.utime(segment, ns=(at.st_atime_ns, at.st_mtime_ns))
        checks.equal("a changed segment is counted as it is", metrics(mesh, *period) == first, content is text)


def check_periods(mesh):
    """Of a time without facts there is no figure; what lasts counts up to the end of the time."""
    for words in (("--until", "2036-01-01"), ("--now", "2020-01-01"), ("--from", "2019-01-01", "--until", "2020-01-01")):
        document = metrics(mesh, *words)
        checks.equal(f"no figure with {words}", [m["id"] for m in document["metrics"] if m["value"] is not None], [])
        checks.equal(f"nothing is covered with {words}", document["period"]["covered_from"], None)
    begins = min(entry["time"] for entry in ledger_entries(mesh.folder))[:10]
    text = mesh.run("metrics", "--now", "2020-01-01").stdout
    checks.true("the ledger begins when it begins", f"The ledger begins on {begins}" in text, text[:600])
    start = time.monotonic()
    said = mesh.run("metrics", "--now", "9999-12-31", "--from", "2026-01-01", code=1).stderr
    checks.true("thousands of years are refused at once", "at most 5000" in said and time.monotonic() - start < 10, said)


def check_usage(mesh):
    for words in (("--by", "day"), ("--from", "yesterday"), ("--from", "2026-02-01", "--until", "2026-01-01"), ("--costs", "/none.csv")):
        mesh.run("metrics", *words, code=1)
    mesh.run("metrics", "a/b", "c/d", code=64)
    bad = os.path.join(mesh.folder, "bad.csv")
    for text, said in (("A,B\n1,2\n", "EffectiveCost"), ("BilledCost,BillingCurrency,ChargePeriodStart\nx,EUR,2026-01-01\n", "a number"),
                       ("BilledCost,BillingCurrency,ChargePeriodStart\n1e308,EUR,2026-01-01\n1e308,EUR,2026-01-01\n", "up to a quadrillion"),
                       ("BilledCost,BillingCurrency,ChargePeriodStart\n1,EUR,2026-01-01\n1,USD,2026-01-01\n", "one currency")):
        with open(bad, "w", encoding="utf-8") as handle:
            handle.write(text)
        done = mesh.run("metrics", "--costs", bad, code=1)
        checks.true(f"a bad export says `{said}`", said in done.stderr, done.stderr)


with Mesh() as flights:
    use(flights)
    period = ("--from", "2020-01-01")
    whole = metrics(flights, *period)
    truth, lead, found = compare(flights, whole, "a week")
    near("decision speed", value_of(whole, "decision_speed"), median(truth.decision_speed()))
    near("self-service", value_of(whole, "self_service"), truth.self_service())
    checks.true("one product broke and was repaired", value_of(whole, "change_fail_rate") > 0 and value_of(whole, "rework_rate") > 0 and
                value_of(whole, "recovery_time") is not None)
    checks.equal("commits that reached products", {p: len(h) for p, h in lead.items()},
                 {"flight_operations/departures": 1, "insights/punctuality": 2, "carriers/airlines": 2})
    down = [(i["repaired"] or time.time()) - i["began"] for i in found if i["severity"] == "error"]
    near("data downtime", value_of(whole, "data_downtime"), sum(down) / HOUR_S, within=0.01)
    checks.true("there were incidents", len(found) >= 2, found)
    # By lineage: departures and airlines are read by insights, aircraft and observations too; by use: nobody of another domain
    # but the engineer, of operations, who reads airlines.
    checks.equal("consuming domains", {p: v["count"] and v["value"] for p, v in value_of(whole, "reuse", "products").items()},
                 {"flight_operations/departures": 1, "carriers/airlines": 2, "fleet/aircraft": 1, "weather/observations": 1})
    near("reuse is over all products", value_of(whole, "reuse"), 5 / 8)
    one = metrics(flights, *period, "carriers/airlines")
    near("of one product", value_of(one, "deployment_frequency", "count"), 3)
    checks.equal("of one product alone", list(value_of(one, "deployment_frequency", "products")), ["carriers/airlines"])
    of_domain = metrics(flights, *period, "--domain", "insights")
    checks.equal("of one domain alone", list(value_of(of_domain, "deployment_frequency", "domains")), ["insights"])
    exported = give_inputs(flights)
    check_inputs(flights, exported)
    check_agreements(flights)
    check_sight(flights)
    check_pages(flights, exported)
    check_usage(flights)
    check_periods(flights)
    check_kept(flights)
checks.finish()
