#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse select`: must-haves, dominance, scores, flips and ranks against scipy; what it writes is accepted by validate,
plan and apply; its page in a real browser."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import numpy
import scipy.optimize
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from flights import Checks, HANSE  # noqa: E402

MESH = """# The register, with a comment that stays.
apiVersion: hanse/v1
kind: Mesh
id: shop
name: Shop
teams: [{id: seller, type: streamAligned, group: sellers}]   # one team
domains: [{id: sales, owner: seller}]
environments: [{id: dev, development: true}]
purposes: [{id: analysis, name: Analysis}]
technologies:
  - {id: postgresql, for: store, ring: adopt, decision: "by hand", reviewBy: 2027-01-01}   # kept
"""
DOMAIN = "apiVersion: hanse/v1\nkind: Domain\nid: sales\nname: Sales\nstatus: active\nowner: seller\n"
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=8000"]
PURPOSES = {"store", "stream", "gateway", "catalog", "iac", "orchestration", "pipeline", "observability", "policy"}
NAMED = {"postgresql", "mongodb", "kafka", "pulsar", "kong", "ambassador", "datahub", "atlas", "terraform", "pulumi", "kubernetes",
         "gitlab", "github-actions", "prometheus", "grafana", "opa"}  # by the guide
checks = Checks()
base = yaml.safe_load(open(os.path.join(HERE, "select", "stream.yaml"), encoding="utf-8").read().replace("2027-11-28", '"2027-11-28"'))


def close(what, found, expected, tolerance=1e-9):
    checks.true(what, abs(found - expected) <= tolerance, f"found {found!r}, expected {expected!r}")


class Shop:
    def __init__(self, *selections):
        self.folder = tempfile.mkdtemp(prefix="hanse-select-")
        for folder in ("strategy", "domains/sales"):
            os.makedirs(os.path.join(self.folder, folder))
        shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(self.folder, "policies"))
        self.write("mesh.yaml", MESH)
        self.write("domains/sales/domain.yaml", DOMAIN)
        for selection in selections:
            self.write(f"strategy/{selection['id']}.yaml", yaml.safe_dump(selection))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        return open(self.path(name), encoding="utf-8").read()

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, *words, code=0):
        done = subprocess.run([HANSE, "--mesh", self.folder, *words], capture_output=True, text=True, timeout=120)
        if done.returncode != code:
            raise AssertionError(f"{words}: exit {done.returncode}, expected {code}\n{done.stdout}\n{done.stderr}")
        return done

    def select(self, *more, code=0):
        return json.loads(self.run("select", *more, "--now", "2026-11-28", "--output", "json", code=code).stdout)


def copy():
    return json.loads(json.dumps(base))


def option(answer, name):
    return next(one for one in answer["options"] if one["option"] == name)


def least_change(values, weights, winner, largest):
    """The smallest change of weights that lets another option in, by a linear program: L∞ or L1."""
    best = None
    count = len(weights)
    for other in range(len(values)):
        if other == winner:
            continue
        gains = numpy.array(values[winner]) - numpy.array(values[other])
        if gains.min() >= 0:
            continue  # at most a tie: it never leads
        size = 1 if largest else count  # variables: new weights, then the bounds of their changes
        bound = numpy.ones((count, 1)) if largest else numpy.eye(count)
        upper = [numpy.concatenate([gains, numpy.zeros(size)])]
        rows = numpy.vstack([upper, numpy.hstack([numpy.eye(count), -bound]), numpy.hstack([-numpy.eye(count), -bound])])
        limits = numpy.concatenate([[0], weights, -numpy.array(weights)])
        found = scipy.optimize.linprog(numpy.concatenate([numpy.zeros(count), numpy.ones(size)]), A_ub=rows, b_ub=limits,
                                       A_eq=[numpy.concatenate([numpy.ones(count), numpy.zeros(size)])], b_eq=[1], bounds=(0, None))
        if found.success and (best is None or found.fun < best):
            best = found.fun
    return best


def against_scipy(answer, what):
    ranked = [one for one in answer["options"] if one["ranked"]]
    values, weights = [one["values"] for one in ranked], [one["weight"] for one in answer["criteria"]]
    for one in ranked:
        close(f"{what}: score of {one['option']}", one["score"], float(numpy.dot(one["values"], weights)))
    for name, largest in (("flip_by_sum", False), ("flip_by_largest", True)):
        expected, found = least_change(values, weights, 0, largest), answer[name]
        if expected is None:
            checks.equal(f"{what}: {name}: never", found, None)
        else:
            close(f"{what}: {name} as the linear program", found["change"], expected, 1e-7)
            close(f"{what}: {name}: weights sum to 1", sum(found["weights"]), 1, 1e-9)
    draws = numpy.random.default_rng(5).dirichlet(numpy.ones(len(weights)), 100_000) @ numpy.array(values).T
    first = numpy.bincount(draws.argmax(axis=1), minlength=len(values)) / len(draws)
    for i, one in enumerate(ranked):
        if not one["dominated_by"]:
            close(f"{what}: first in, {one['option']}", one["rank_acceptability"][0], first[i], 0.02)
        close(f"{what}: ranks add up, {one['option']}", sum(one["rank_acceptability"]), 1, 1e-9)


def answers():
    with Shop(base) as shop:
        answer = shop.select()
        checks.equal("twice the same", shop.select(), answer)
        checks.equal("the choice", (answer["verdict"], answer["winner"]), ("choose", "kafka"))
        close("its score by hand", option(answer, "kafka")["score"], (60 * 35 / 45 + 100 * 1 + 40 * 1) / 200, 1e-9)
        checks.true("out, with the reason", "openSource" in option(answer, "redpanda")["out"][0], option(answer, "redpanda"))
        checks.true("what is not known", "`skills`" in option(answer, "nats")["unknown"][0])
        checks.equal("dominated", option(answer, "homegrown")["dominated_by"], ["kafka"])
        checks.equal("not dominated", option(answer, "pulsar")["dominated_by"], [])
        checks.true("what may fit and is not compared is named", answer["not_compared"] == ["nats"] and "`nats`" in answer["reason"], answer["reason"])
        checks.true("it opens with what it rests on", answer["shares"]["stated"] > 0.5 and answer["shares"]["measured"] > 0, answer["shares"])
        against_scipy(answer, "stream")
    random = numpy.random.default_rng(11)
    for case in range(6):
        many = copy()
        count, criteria = int(random.integers(3, 7)), int(random.integers(2, 6))
        many.update(options=["nats"], mustHaves=[], measurements=[], ownOptions=[
            {"id": f"o{i}", "name": f"Option {i}", "facts": [{"fact": f"f{k}", "value": round(float(random.uniform(0, 10)), 2), "source": "drawn"}
                                                            for k in range(criteria)]} for i in range(count)],
            criteria=[{"id": f"c{k}", "name": f"Criterion {k}", "fact": f"f{k}", "worst": 0, "best": 10, "swing": round(float(random.uniform(5, 100)), 1)}
                      for k in range(criteria)])
        with Shop(many) as shop:
            against_scipy(shop.select(), f"case {case} of {count} options, {criteria} criteria")


def verdicts():
    none = copy()
    none["options"], none["ownOptions"], none["measurements"] = ["redpanda"], [], []
    with Shop(none) as shop:
        checks.equal("none fits", shop.select(code=1)["verdict"], "noneFits")
        checks.true("and nothing is written", "no option meets" in shop.run("select", "--write", code=1).stderr)
        checks.true("not even a folder", not os.path.exists(shop.path("strategy/decisions")))
    unknown = copy()
    unknown["options"], unknown["ownOptions"], unknown["measurements"] = ["kafka"], [], []
    with Shop(unknown) as shop:
        answer = shop.select(code=1)
        checks.equal("too little is known", (answer["verdict"], answer["winner"]), ("cannotSay", None))
        checks.equal("nothing to rest on", answer["shares"], {"measured": 0, "stated": 0, "claimed": 0})
    alone = copy()
    alone["options"], alone["ownOptions"], alone["mustHaves"] = ["kafka", "pulsar", "redpanda"], [], []
    alone["measurements"] = [one for one in base["measurements"] if one["option"] == "kafka"]
    with Shop(alone) as shop:
        answer = shop.select(code=1)
        checks.equal("one alone is no choice", (answer["verdict"], answer["winner"], answer["not_compared"]), ("cannotSay", None, ["pulsar", "redpanda"]))
        checks.true("no stability of one", "rank_acceptability" not in option(answer, "kafka") and answer["flip_by_largest"] is None, answer)
        checks.true("it is no decision", "nothing is compared" in shop.run("select", "--write", code=1).stderr)
        checks.true("and leaves no record", not os.path.exists(shop.path("strategy/decisions")))
    dominated = copy()
    dominated.update(options=["kafka", "pulsar"], ownOptions=[], criteria=[{**base["criteria"][0], "swing": 4}, base["criteria"][1]], measurements=[
        {"option": name, "fact": fact, "value": value, "basis": "stated", "source": "x"}
        for name, latency in (("kafka", 15), ("pulsar", 40)) for fact, value in (("latencyMs", latency), ("skills", "some"))])
    with Shop(dominated) as shop:
        answer = shop.select()
        checks.equal("a dominated option never takes over", (answer["verdict"], answer["flip_by_sum"], answer["flip_by_largest"]), ("choose", None, None))
        against_scipy(answer, "dominated")
    tie = copy()
    tie["measurements"].append({"option": "pulsar", "fact": "skills", "value": "many", "basis": "stated", "source": "x"})
    tie["measurements"] = [one for one in tie["measurements"] if not (one["option"] == "pulsar" and one["value"] == "none")]
    tie["measurements"][0]["value"] = 10.1
    tie["criteria"].append({"id": "release", "name": "release", "fact": "release", "scores": {"4.1.1": 100, "4.2": 99.5}, "swing": 20})
    tie["ownOptions"] = []
    tie["options"] = ["kafka", "pulsar"]
    with Shop(tie) as shop:
        checks.equal("the choice does not matter", shop.select()["verdict"], "doesNotMatter")
    for change, code in (({"options": ["kafak"]}, "HNS-G040"), ({"reviewBy": "soon"}, "HNS-G043"),
                         ({"tieWithin": 1.5}, "HNS-G041"),
                         ({"criteria": [{"id": "a", "name": "a", "fact": "f", "swing": 10}]}, "HNS-G041"),
                         ({"mustHaves": [{"id": "a", "name": "a", "fact": "f"}]}, "HNS-G041"),
                         ({"ownOptions": [{"id": "kafka", "name": "x"}]}, "HNS-G042")):
        with Shop({**copy(), **change}) as shop:
            found = shop.run("validate", code=1).stderr
            checks.true(f"{code} for {list(change)[0]}, with its place", code in found and "strategy/stream.yaml:" in found, found)


def decision():
    with Shop(base) as shop:
        shop.run("apply", "--yes")
        before = shop.read("mesh.yaml")
        shop.run("select", "stream", "--write", "--now", "2026-11-28")
        after = shop.read("mesh.yaml")
        checks.true("every line of the register is still there", all(line in after.split("\n") for line in before.split("\n")), after)
        register = yaml.safe_load(after)
        checks.equal("the entry", {key: str(value) for key, value in register["technologies"][-1].items()},
                     {"id": "kafka", "for": "stream", "ring": "adopt", "decision": "strategy/decisions/stream.md", "reviewBy": "2027-11-28"})
        record = shop.read("strategy/decisions/stream.md")
        for word in ("Apache Kafka", "Redpanda**: out", "homegrown", "What would change it", "bench of 2026-11-10", "review by: 2027-11-28"):
            checks.true(f"the record says {word}", word in record or word == "homegrown" and "Our own queue" in record, record)
        blueprint = shop.read("strategy/decisions/blueprint.md")
        checks.true("the blueprint says how parts meet Hanse", "door: clients of PostgreSQL" in blueprint and "Apache Kafka" in blueprint, blueprint)
        checks.true("and what is not decided", "* policy" in blueprint)
        shop.run("validate")
        plan = shop.run("plan", "--detailed-exitcode", code=2).stdout
        checks.true("the plan shows it", "kafka" in plan, plan)
        shop.run("apply", "--yes")
        shop.run("plan", "--detailed-exitcode")
        shop.run("select", "stream", "--write", "--now", "2026-11-28")
        checks.equal("again changes nothing", shop.read("mesh.yaml"), after)
        shop.run("select", "stream", "--write", "--now", "2026-12-24")  # the same but for its day
        record = "strategy/decisions/stream.md"
        shop.write(record, shop.read(record) + "\nby hand\n")
        said = shop.run("select", "stream", "--write", code=1).stderr
        checks.true("what people wrote into a decision stays", "says something else" in said and
                    shop.read(record).endswith("by hand\n"))
        os.remove(shop.path(record))
        shop.write("mesh.yaml", MESH + "  - {id: pulsar, for: stream, ring: adopt}\n")
        said = shop.run("select", "stream", "--write", "--now", "2026-11-28").stderr
        checks.true("another that is adopted is named", "`pulsar` is adopted for `stream` too" in said, said)
        other = MESH + "  - {id: kafka, for: pipeline, ring: hold}\n"
        shop.write("mesh.yaml", other)
        said = shop.run("select", "stream", "--write", code=1).stderr
        checks.true("an entry of another purpose", "has `kafka` for `pipeline`" in said, said)
        checks.equal("stays as it is", shop.read("mesh.yaml"), other)
        bare = re.sub(r"technologies:\n.*\n", "", MESH)
        shop.write("mesh.yaml", bare)
        shop.run("select", "stream", "--write")
        checks.equal("a register without any", [one["id"] for one in yaml.safe_load(shop.read("mesh.yaml"))["technologies"]], ["kafka"])


def catalogue():
    with Shop() as shop:
        options = json.loads(shop.run("select", "catalogue", "--output", "json").stdout)["options"]
        checks.equal("every purpose", {one["for"] for one in options}, PURPOSES)
        checks.true("all that the guide names", NAMED <= {one["id"] for one in options}, NAMED - {one["id"] for one in options})
        checks.equal("each id once a purpose", len({(one["for"], one["id"]) for one in options}), len(options))
        for one in options:
            checks.true(f"{one['id']}: facts have a source and a date", one["facts"] and all(
                fact["source"] and re.fullmatch(r"\d{4}-\d\d-\d\d", fact["read"]) for fact in one["facts"]), one)
        for purpose in PURPOSES:
            checks.true(f"{purpose}: more than one", sum(one["for"] == purpose for one in options) > 1)
        checks.true("none here", "select catalogue" in shop.run("select", code=1).stderr)


def page():
    with Shop(base) as shop:
        shop.run("select", "--out", shop.path("out"))
        with tempfile.TemporaryDirectory(prefix="hanse-browser-") as profile:
            more = ["--dump-dom"]
            if "--screenshot" in sys.argv:
                more = ["--screenshot=" + sys.argv[sys.argv.index("--screenshot") + 1], "--window-size=1100,2600"]
            dom = subprocess.run([*CHROMIUM, f"--user-data-dir={profile}", *more, "file://" + shop.path("out/select-stream.html")],
                                 capture_output=True, text=True, timeout=120).stdout
        if "--screenshot" in sys.argv:
            return
        checks.equal("two charts are drawn", len(re.findall(r'<figure class="chart"[^>]*>(?:(?!</figure>).)*<svg', dom, re.S)), 2)
        checks.equal("every table has a caption", dom.count("<caption>"), dom.count("<table "))
        checks.true("the answer", "Choose: `kafka`" in dom)


for part in (answers, verdicts, decision, catalogue, page):
    part()
checks.finish()
