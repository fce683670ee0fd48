#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse roadmap`: schedules of random networks against an independent computation, evidence that closes itself on a real
mesh, slips against a baseline, forecasts kept and scored, tables left, reports in a real browser."""
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import HANSE, Checks, Mesh  # noqa: E402
import network_truth as truth  # noqa: E402
from strategy_pages import look  # noqa: E402

SEED = int(os.environ.get("SEED") or random.randrange(1_000_000))
NETWORKS, TRIALS = 6, 4_000
print(f"seed {SEED}")
checks = Checks()


def write(folder, path, text):
    os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
    with open(os.path.join(folder, path), "w", encoding="utf-8") as file:
        file.write(text)


def read(folder, path):
    with open(os.path.join(folder, path), encoding="utf-8") as file:
        return file.read()


def hanse(folder, *words, code=0):
    done = subprocess.run([HANSE, "--mesh", folder, *words], capture_output=True, text=True, timeout=300)
    if done.returncode != code:
        raise AssertionError(f"{words}: exit {done.returncode}, expected {code}\n{done.stdout}\n{done.stderr}")
    return done


def roadmap(folder, *words):
    return json.loads(hanse(folder, "roadmap", *words, "--output", "json").stdout)


def same(what, found, expected, tolerance):
    checks.true(what, found is not None and abs(found - expected) <= tolerance, f"seed {SEED}: found {found}, expected {expected}")


def check_network(folder, number):
    rng, tasks, start, weekdays, holidays = truth.random_network(f"{SEED}-{number}")
    write(folder, "strategy/roadmap.yaml", truth.yaml_of(tasks, start, weekdays, holidays))
    found = roadmap(folder, "--now", str(start), "--trials", str(TRIALS), "--seed", str(number + 1))
    slacks, end = truth.slacks(tasks)
    same("the end at mean durations", found["finish"]["pertDays"], end, 1e-6)
    checks.equal(f"its date, seed {SEED}", found["finish"]["pert"], str(truth.end_day(start, end, weekdays, holidays)))
    items = {item["id"]: item for item in found["items"]}
    ends = truth.finishes(tasks, [truth.mean(task) for task in tasks])
    for task, slack, finish in zip(tasks, slacks, ends):
        item = items[task["id"]]
        same(f"slack of {task['id']}", item["slackDays"], slack, 1e-6)
        checks.equal(f"{task['id']} is critical", item["isCritical"], slack < 1e-9)
        checks.equal(f"day of {task['id']}, seed {SEED}", item["finish"], str(truth.end_day(start, finish, weekdays, holidays)))
    # The path is one chain from a beginning to the end, without slack.
    path = found["criticalPath"]
    index = {task["id"]: i for i, task in enumerate(tasks)}
    same("the critical path is as long as the whole", sum(truth.mean(tasks[index[one]]) for one in path), end, 1e-6)
    for before, after in zip(path, path[1:]):
        checks.true("each waits for the one before", index[before] in tasks[index[after]]["after"])
    same("deviation of the path", found["finish"]["pertDeviationDays"],
         sum(((tasks[index[one]]["estimate"][2] - tasks[index[one]]["estimate"][0]) / 6) ** 2 for one in path) ** 0.5, 1e-6)
    p50, p80 = truth.quantiles(tasks, TRIALS, rng)
    spread = max(p80 - p50, 0.1)  # sampling error of both sides is a small part of it
    same("P50 by another generator", found["finish"]["p50Days"], p50, 0.35 * spread)
    same("P80 by another generator", found["finish"]["p80Days"], p80, 0.35 * spread)


def check_networks():
    with tempfile.TemporaryDirectory(prefix="hanse-roadmap-") as folder:
        hanse(folder, "init", folder)
        for number in range(NETWORKS):
            check_network(folder, number)
        once = hanse(folder, "roadmap", "--now", "2026-01-01", "--out", os.path.join(folder, "one")).stdout
        checks.equal("the same again", hanse(folder, "roadmap", "--now", "2026-01-01", "--out", os.path.join(folder, "two")).stdout, once)
        for name in ("roadmap.html", "roadmap.json", "roadmap-activities.csv"):
            checks.equal(f"{name} to the byte", read(folder, f"one/{name}"), read(folder, f"two/{name}"))


def check_cycle():
    with tempfile.TemporaryDirectory(prefix="hanse-roadmap-") as folder:
        hanse(folder, "init", folder)
        checks.true("nothing yet says how to begin", "hanse roadmap init" in hanse(folder, "roadmap", code=1).stderr)
        hanse(folder, "roadmap", "init", "--start", "2026-01-05")
        checks.true("it is not overwritten", "exists already" in hanse(folder, "roadmap", "init", code=1).stderr)
        hanse(folder, "validate")
        text = read(folder, "strategy/roadmap.yaml")
        write(folder, "strategy/roadmap.yaml", text.replace("    after: [win-sponsor]\n", "    after: [find-boundaries]\n", 1).replace(
            "    after: [inventory]\n", "    after: [map-stakeholders]\n", 1))
        said = hanse(folder, "validate", code=1).stderr
        checks.true("a circle is named", "HNS-G051" in said and "map-stakeholders → find-boundaries → map-stakeholders" in said, said)
        checks.true("with its place", "strategy/roadmap.yaml:" in said, said)
        checks.true("the command refuses it, too", "wait for each other" in hanse(folder, "roadmap", code=1).stderr)


def check_dates():
    with tempfile.TemporaryDirectory(prefix="hanse-roadmap-") as folder:
        hanse(folder, "init", folder)
        write(folder, "strategy/roadmap.yaml", TWO.replace("id: a, name: A,", "id: a, name: A, closed: {by: o, at: 2099-01-01},"))
        found = roadmap(folder, "--now", "2026-01-05")
        checks.equal("what is closed in the future is open", found["items"][0]["state"], "open")
        checks.true("and the verdict says so", "closed on 2099-01-01, which is after today" in found["problems"][0], found["problems"])
        checks.equal("then it is closed", roadmap(folder, "--now", "2099-01-02")["items"][0]["state"], "done")
        write(folder, "strategy/roadmap.yaml", TWO.replace("start: 2026", "start: 9999"))
        checks.true("no calendar has that year", "of the years 1970 to 2199" in hanse(folder, "roadmap", code=1).stderr)
        write(folder, "strategy/roadmap.yaml", TWO.replace("start: 2026-01-05", "start: 2199-12-27"))
        found = roadmap(folder, "--now", "2026-01-05")
        checks.true("the end of calendars is no date", found["finish"] is None and found["items"][0]["p95"] is None, found["finish"])
        write(folder, "strategy/roadmap.yaml", TWO.replace("owner: o, after: [a]", "owner: o, evidence: [{of: purposes, atLeast: 0}]"))
        checks.true("at least nothing is no evidence", "expected a number from 1" in hanse(folder, "validate", code=1).stderr)


def check_drafts():
    """Nothing that a command writes closes an activity before anybody filled it in."""
    with tempfile.TemporaryDirectory(prefix="hanse-roadmap-") as folder:
        hanse(folder, "init", folder)
        for words in (["roadmap", "init"], ["roi", "init"], ["change", "init"], ["assess", "questions"]):
            hanse(folder, *words)
        for sheet in ("business-model-canvas", "value-stream", "capability-assessment", "asset-inventory", "usage-audit", "interview-guide"):
            hanse(folder, "worksheet", sheet, "--write")
        hanse(folder, "worksheet", "boundary-canvas", "--domain", "shop", "--write")
        hanse(folder, "validate")
        items = roadmap(folder, "status")["items"]
        checks.equal("nothing is done", [item["id"] for item in items if item["state"] == "done"], [])
        said = {item["id"]: item["evidence"][0]["text"] for item in items if item["evidence"]}
        checks.true("each says why", all("is a draft" in said[name] for name in ("state-value", "agree-responsibilities", "map-stakeholders")), said)


def check_links():
    """No command writes through a link that leaves the mesh."""
    with tempfile.TemporaryDirectory(prefix="hanse-roadmap-") as folder:
        hanse(folder, "init", os.path.join(folder, "mesh"))
        mesh, outside = os.path.join(folder, "mesh"), os.path.join(folder, "outside")
        os.makedirs(outside)
        os.symlink(outside, os.path.join(mesh, "strategy"))
        for words in (["roadmap", "init"], ["roi", "init"], ["change", "init"], ["assess", "questions"],
                      ["worksheet", "asset-inventory", "--write"], ["strategy", "publish", "shop/strategy"]):
            said = hanse(mesh, *words, code=1).stderr
            checks.true(f"{' '.join(words)} names the link", "leaves the folder of the mesh" in said, said)
        os.remove(os.path.join(mesh, "strategy"))
        hanse(mesh, "assess", "questions")
        os.symlink(outside, os.path.join(mesh, "strategy", "assessments"))
        said = hanse(mesh, "assess", "--keep", code=1).stderr
        checks.true("nor does what is kept", "leaves the folder of the mesh" in said, said)
        checks.equal("nothing came out", os.listdir(outside), [])


def states(mesh, *words):
    return {item["id"]: item for item in json.loads(mesh.run("roadmap", "status", "--output", "json", *words).stdout)["items"]}


def closed(items):
    return {name for name, item in items.items() if item["state"] == "done"}


def found_of(item, index=0):
    return item["evidence"][index]["found"]


def check_evidence(mesh):
    mesh.run("roadmap", "init", "--start", "2026-01-05")
    before = mesh.run("roadmap", "status", "--output", "json")
    document = json.loads(before.stdout)
    checks.equal("before apply nothing is done", [item["id"] for item in document["items"] if item["state"] == "done"], [])
    checks.true("and it says not to start", not document["startable"] and "sponsor" in document["problems"][0], document["problems"])
    checks.equal("no table is known to be left", document["tablesLeft"], None)
    mesh.run("apply", "--yes")
    applied = states(mesh)
    done = closed(applied)
    checks.true("apply closes what it shows", {"first-domain-active", "five-domains", "form-platform-team", "form-council", "proof-of-concept",
                                               "register-purposes", "first-use-across", "products-across"} <= done, done)
    checks.equal("six domains are active", found_of(applied["five-domains"]), 6)
    checks.true("the council lacks seats", "council-set" not in done and "nobody holds legal, security, domainLiaison" in applied["council-set"]["evidence"][0]["text"])
    checks.true("each with its query", all(answer["query"] for item in applied.values() for answer in item["evidence"]))
    today = datetime.datetime.now(datetime.timezone.utc).date()
    checks.true("done today", applied["five-domains"]["doneOn"] in (str(today), str(today - truth.DAY)), applied["five-domains"]["doneOn"])
    checks.equal("products are published", found_of(applied["first-products-trusted"]), 8)
    doctor = json.loads(mesh.run("doctor", "--fail-on", "none", "--output", "json").stdout)
    checks.equal("the doctor's findings are asked", found_of(applied["clean-bill"]), doctor["summary"]["errors"] + doctor["summary"]["warnings"])
    checks.true("a level needs its 30 days", "level-kept" not in done)
    asked = found_of(applied["train-consumers"])
    mesh.query("analyst", "SELECT count(*) FROM insights.punctuality")
    mesh.query("engineer", "SELECT count(*) FROM weather.observations")
    checks.true("a view is not checked yet", "first-products-trusted" not in closed(states(mesh)))
    mesh.run("product", "check")
    after = states(mesh)
    checks.equal("who asked counts", found_of(after["train-consumers"]) - asked, 2)
    checks.equal("a second domain reads", found_of(after["used-across"]), 2)
    checks.true("once all are checked it closes", "first-products-trusted" in closed(after), after["first-products-trusted"])
    write(mesh.folder, "domains/carriers/domain.yaml", read(mesh.folder, "domains/carriers/domain.yaml").replace("status: active", "status: proposed"))
    write(mesh.folder, "domains/fleet/domain.yaml", read(mesh.folder, "domains/fleet/domain.yaml").replace("status: active", "status: proposed"))
    checks.true("the folder alone is no evidence", "five-domains" in closed(states(mesh)))
    return after


def check_documents(mesh):
    mesh.run("change", "init")
    items = states(mesh)
    checks.true("a template is no evidence", "map-stakeholders" not in closed(items) and "is a draft" in items["map-stakeholders"]["evidence"][0]["text"],
                items["map-stakeholders"])
    write(mesh.folder, "strategy/stakeholders.yaml", "apiVersion: hanse/v1\nkind: Stakeholders\nid: s\nby: lead\nat: 2026-01-07\nstakeholders:\n"
          "  - {id: cfo, name: CFO, power: 5, interest: 3, attitude: 1, wanted: 2, owner: lead}\n")
    checks.true("a filled one is", "map-stakeholders" in closed(states(mesh)))
    write(mesh.folder, "strategy/stakeholders.yaml", read(mesh.folder, "strategy/stakeholders.yaml").replace("power: 5", "power: 9"))
    checks.true("one with errors is not", "map-stakeholders" not in closed(states(mesh)))
    os.remove(os.path.join(mesh.folder, "strategy/stakeholders.yaml"))


def check_tables(mesh):
    os.makedirs(os.path.join(mesh.folder, "legacy"), exist_ok=True)
    write(mesh.folder, "legacy/old.csv", "id,name\n1,a\n2,b\n")
    mesh.run("migrate", os.path.join(mesh.folder, "legacy/old.csv"), "--domain", "weather", "--purpose", "operations")
    document = json.loads(mesh.run("roadmap", "status", "--output", "json").stdout)
    checks.equal("one table is left", (document["tablesLeft"], document["tablesRegistered"]), (1, 1))
    items = {item["id"]: item for item in document["items"]}
    checks.true("at most five are wanted", items["five-tables-left"]["state"] == "done" and items["no-table-left"]["state"] == "open")


TWO = """apiVersion: hanse/v1
kind: Roadmap
id: two
sponsor: cfo
start: 2026-01-05
phases: [{id: p, name: P}]
activities:
  - {id: a, name: A, phase: p, owner: o, estimate: {optimistic: 5, likely: 5, pessimistic: 5, by: o, at: 2026-01-01}}
  - {id: b, name: B, phase: p, owner: o, after: [a], estimate: {optimistic: 5, likely: 5, pessimistic: 5, by: o, at: 2026-01-01}}
"""


def check_slips():
    with tempfile.TemporaryDirectory(prefix="hanse-roadmap-") as folder:
        hanse(folder, "init", folder)
        write(folder, "strategy/roadmap.yaml", TWO)
        hanse(folder, "roadmap", "--keep-baseline", "--now", "2026-01-05")
        hanse(folder, "validate")
        slips = {item["id"]: item["slipDays"] for item in roadmap(folder, "--now", "2026-01-05")["items"]}
        checks.equal("nothing slips at first", slips, {"a": 0, "b": 0})
        write(folder, "strategy/roadmap.yaml", TWO.replace("id: a, name: A,", "id: a, name: A, started: 2026-01-07,"))
        slips = {item["id"]: item["slipDays"] for item in roadmap(folder, "--now", "2026-01-07")["items"]}
        checks.equal("two working days late", slips, {"a": 2, "b": 2})
        slips = {item["id"]: item["slipDays"] for item in roadmap(folder, "--now", "2026-01-13")["items"]}
        checks.equal("on its last day it holds still", slips, {"a": 2, "b": 2})
        over = roadmap(folder, "--now", "2026-01-14")
        checks.equal("beyond the pessimistic end no date is promised", [(item["p95"], item["slipDays"]) for item in over["items"]], [(None, None)] * 2)
        checks.true("and a new estimate is asked for", "state a new `estimate`" in " ".join(over["problems"]) and over["finish"] is None, over["problems"])
        late = json.loads(hanse(folder, "roadmap", "status", "--now", "2026-02-02", "--output", "json").stdout)
        checks.equal("late", [item["late"] for item in late["items"]], [True, True])
        refused = hanse(folder, "roadmap", "--keep-baseline", "--now", "2026-01-07", code=1).stderr
        checks.true("another baseline needs a reason", "--reason" in refused, refused)
        hanse(folder, "roadmap", "--keep-baseline", "--reason", "began late", "--now", "2026-01-07")
        slips = {item["id"]: item["slipDays"] for item in roadmap(folder, "--now", "2026-01-07")["items"]}
        checks.equal("slips are against the newest", slips, {"a": 0, "b": 0})
        checks.equal("both are kept", read(folder, "strategy/roadmap-forecasts.yaml").count("baseline: true"), 2)
        # a was to be done on the 9th, then on the 13th: it is done on the 12th.
        write(folder, "strategy/roadmap.yaml", TWO.replace("id: a, name: A,", "id: a, name: A, started: 2026-01-07, closed: {by: o, at: 2026-01-12},"))
        hanse(folder, "roadmap", "--keep-forecast", "--now", "2026-01-12")
        scored = roadmap(folder, "--now", "2026-01-12")["forecasts"]
        checks.equal("two forecasts of it are scored", (scored["scored"], scored["withinP95"]), (2, 0.5))
        same("late on average", scored["lateDays"], (3 - 1) / 2, 1e-9)
        scenario = hanse(folder, "roadmap", "--scenario", "guide", "--keep-forecast", "--now", "2026-01-12")
        checks.true("nothing was left to claim", "100 % claimed" not in scenario.stdout)


def check_scenario(mesh):
    claimed = json.loads(mesh.run("roadmap", "--scenario", "guide", "--output", "json").stdout)
    checks.true("the guide's dates are claims", claimed["shares"]["claimed"] > 0.5 and claimed["guideEstimates"] > 40, claimed["shares"])
    checks.equal("never by default", json.loads(mesh.run("roadmap", "--output", "json").stdout)["finish"], None)
    refused = mesh.run("roadmap", "--scenario", "guide", "--keep-baseline", code=1).stderr
    checks.true("nor a baseline", "nobody's forecast" in refused, refused)
    out = os.path.join(mesh.folder, "out")
    mesh.run("roadmap", "--scenario", "guide", "--out", out)
    mesh.run("roadmap", "status", "--out", out)
    page = look(os.path.join(out, "roadmap.html"))
    checks.true("the chart is drawn", page.count("<svg") == 1 and "foundation-done" in page, page[:300])
    checks.true("its label is there for who does not see it", 'aria-label="' in page and "bars from" in page)
    checks.true("milestones, path and checklist", all(f"<h2>{title}</h2>" in page for title in ("Milestones", "Critical path", "Checklist")))
    page = look(os.path.join(out, "roadmap-status.html"))
    checks.true("the status opens, too", "<h2>What blocks</h2>" in page and "Done, as the mesh shows" in page, page[:300])
    markdown = mesh.run("roadmap", "--output", "markdown").stdout
    checks.true("a checklist to tick", "* [x] Form the platform team" in markdown and "* [ ] Win a sponsor" in markdown)


check_networks()
check_cycle()
check_slips()
check_dates()
check_drafts()
check_links()
with Mesh() as flights:
    check_evidence(flights)
    check_documents(flights)
    check_tables(flights)
    check_scenario(flights)
checks.finish()
