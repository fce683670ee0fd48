#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse assess`: the sheet, several people's answers, what the mesh measures, verdicts, gaps, and assessments that are kept and compared."""
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import ROOT, Checks  # noqa: E402
from shop import World  # noqa: E402
from strategy_pages import look  # noqa: E402

SHEET = "strategy/assessment.yaml"


def assess(world, *words, code=0):
    return json.loads(world.mesh.run("assess", "--output", "json", *words, code=code).stdout)


def answer(world, levels, when="2025-11-28"):
    """Puts answers into the sheet as people would: `levels(question)` gives who says what."""
    text = re.sub(r"    answers: \[.*\]", "    answers: []", world.read(SHEET))
    out, question = [], None
    for line in text.splitlines():
        if "- question:" in line:
            question = line.split(": ")[1]
        if line == "    answers: []":
            line = "    answers: [" + ", ".join(f"{{who: {who}, when: {when}, level: {level}}}" for who, level in levels(question).items()) + "]"
        out.append(line)
    world.write(SHEET, "\n".join(out) + "\n")


def question_of(body, name):
    return next(question for dimension in body["dimensions"] for question in dimension["questions"] if question["id"] == name)


def dimension_of(body, name):
    return next(dimension for dimension in body["dimensions"] if dimension["id"] == name)


def empty(world, checks):
    body = assess(world)
    checks.equal("without answers there is no verdict and no figure", (body["verdict"], dimension_of(body, "sponsorship")["level"], body["people"]),
                 ("not known yet", None, 0))
    checks.equal("what files say is measured", (question_of(body, "ownership.accountable")["level"], question_of(body, "ownership.accountable")["basis"]), (4, "measured"))
    checks.true("what needs a state says so", "hanse apply" in question_of(body, "product.tested")["measured"]["source"])
    checks.true("and none was made", not os.path.exists(os.path.join(world.mesh.folder, ".hanse")))
    checks.true("the sheet is written", "wrote strategy/assessment.yaml" in world.mesh.run("assess", "questions").stdout)
    checks.equal("40 questions", world.read(SHEET).count("- question:"), 40)
    checks.true("an answered sheet is never overwritten", "is there already" in world.mesh.run("assess", "questions", code=1).stderr)
    world.mesh.run("validate")


def answered(world, checks):
    answer(world, lambda question: {"cio": 3, "domain lead": 3, "engineer": 2})
    body = assess(world)
    shares = body["shares"]
    checks.true("shares of what it rests on", shares["stated"] > 0.6 and shares["measured"] > 0.1 and shares["claimed"] == 0, shares)
    checks.equal("three people", body["people"], 3)
    one = question_of(body, "culture.errors")
    checks.equal("median, IQR and r_wg of 3 3 2", (one["median"], one["iqr"], round(one["rwg"], 6)), (3, 0.5, round(1 - (1 / 3) / 2, 6)))
    checks.equal("no dispute in that", one["disputed"], False)
    checks.equal("a measurement wins over three answers", (question_of(body, "product.promises")["median"], question_of(body, "product.promises")["level"]), (3, 0))
    checks.equal("a dimension is the median of its questions", dimension_of(body, "product")["level"], 3)
    answer(world, lambda question: {"cio": 1 if question.startswith("culture") else 4})
    body = assess(world)
    checks.equal("the weakest caps", (body["readiness"], body["weakest"], body["verdict"]), (1, ["culture"], "start with one pilot domain"))
    checks.equal("gaps by leverage", [gap["leverage"] for gap in body["gaps"]], sorted((gap["leverage"] for gap in body["gaps"]), reverse=True))
    answer(world, lambda question: {"cio": 4, "domain lead": 0} if question == "culture.errors" else {"cio": 3})
    one = question_of(assess(world), "culture.errors")
    checks.equal("people who see opposite things", (one["iqr"], one["rwg"], one["disputed"]), (2, 0, True))


def verdicts(world, checks):
    answer(world, lambda question: {"cio": 1 if question.startswith("sponsorship") else 4})
    body = assess(world)
    checks.equal("without a sponsor: do not start", (body["verdict"], body["reasons"]), ("do not start", ["Sponsorship is at 1, a start needs 2"]))
    answer(world, lambda question: {"cio": 1 if question == "alignment.need" else 4})
    checks.equal("without a bottleneck: stay central", assess(world)["verdict"], "stay central")
    answer(world, lambda question: {"cio": 4})
    body = assess(world)
    checks.true("else it goes on", body["verdict"] in ("start with one pilot domain", "pilot, then widen", "scale"), body["verdict"])


def measured(world, checks):
    """Applied, read and refused: then the mesh counts."""
    world.apply()
    world.mesh.query("analyst", "SELECT count(*) AS n FROM shop.daily_sales")
    world.mesh.refused("analyst", "SELECT count(*) AS n FROM shop.orders", 1)
    world.mesh.run("grant", "add", "shop/orders", "--to", "user:analyst", "--as", "seller")
    world.mesh.query("analyst", "SELECT count(*) AS n FROM shop.orders")
    body = assess(world)
    found = {question["measured"]["id"]: question["measured"] for dimension in body["dimensions"] for question in dimension["questions"] if "measured" in question}
    checks.equal("contracts were tested when they were built", found["contracts_tested"]["counted"], "2 of 2 published tables")
    # The analyst by a rule and by hand; daily_sales reads orders by its port.
    share = found["self_service_share"]
    checks.true("self-service: all but the one by hand", share["counted"].startswith(("1 of 2", "2 of 3")), share)
    checks.true("from the refusal to the grant", 0 < found["hours_to_access"]["value"] < 0.1 and question_of(body, "self_serve.time")["level"] == 4,
                found["hours_to_access"])


def kept(world, checks):
    answer(world, lambda question: {"cio": 2})
    checks.true("kept under its date", "kept as strategy/assessments/2026-11-01.yaml"
                in world.mesh.run("assess", "--keep", "--now", "2026-11-01").stderr)
    before = world.read("strategy/assessments/2026-11-01.yaml")
    answer(world, lambda question: {"cio": 4})
    refused = world.mesh.run("assess", "--keep", "--now", "2026-11-01", code=1).stderr
    checks.true("what is kept is never overwritten", "2026-11-01.yaml is there already" in refused, refused)
    checks.equal("and is as it was", world.read("strategy/assessments/2026-11-01.yaml"), before)
    answer(world, lambda question: {"cio": 3}, when="2026-12-01")
    text = world.mesh.run("assess", "--output", "markdown", "--now", "2026-12-01").stdout
    checks.true("compared with the earlier one", re.search(r"\| Culture \| 2 \| 3 \|", text), text[-3000:])
    world.mesh.run("validate")
    out = os.path.join(world.top, "report")
    world.mesh.run("assess", "--out", out, "--now", "2026-12-01")
    page = look(os.path.join(out, "assess.html"))
    checks.true("a browser draws radar and lines", page.count("<svg") >= 2 and "Levels over time" in page and "2026-11-01" in page, page[:300])
    early = assess(world, "--now", "2026-11-30")
    checks.equal("answers dated after the day do not count, and are said",
                 (early["people"], len(early["later_answers"]), early["later_answers"][0]),
                 (0, 40, "strategy/assessment.yaml: `cio` answers `sponsorship.person` on 2026-12-01"))
    checks.equal("the same input gives the same bytes", *[world.mesh.run("assess", "--output", "json", "--now", "2026-12-01").stdout for _ in range(2)])


def policies(world, checks):
    """A comment that names a package is neither its statement nor its test."""
    def counted():
        return question_of(assess(world), "governance.automation")["measured"]["counted"]

    tested, files = (int(number) for number in re.findall(r"\d+", counted()))
    world.write("policies/more.rego", "# The package of reading more.\npackage hanse.more\n\nanswer := 1\n")
    world.write("policies/more_test.rego", "# package hanse.more, not tested: data.hanse.more\npackage hanse.other_test\n\nimport data.hanse.moreover\n")
    checks.true("nobody tests it", counted().startswith(f"{tested} of {files + 1} "), counted())
    world.write("policies/more_test.rego", "package hanse.other_test\n\nimport data.hanse.more\n")
    checks.true("now somebody does", counted().startswith(f"{tested + 1} of {files + 1} "), counted())
    for name in ("more", "more_test"):
        os.remove(os.path.join(world.mesh.folder, f"policies/{name}.rego"))


def seen_before(world, checks):
    """Of a day before anything was read, refused or granted, nothing of that is counted."""
    body = assess(world, "--now", "2026-01-01")
    for name in ("self_serve.access", "self_serve.time"):
        checks.equal(f"{name} is not measured then", question_of(body, name)["measured"]["value"], None)
    rows = [line.split(",") for line in world.mesh.run("worksheet", "usage-audit", "--now", "2026-01-01", "--output", "csv").stdout.splitlines()]
    checks.true("the usage audit of then has no statements", rows[1:] and all(row[3] == "0" for row in rows[1:]), rows)


def sight(world, checks):
    """Who may not discover a product learns nothing of it."""
    text = world.mesh.run("assess", "--output", "json", "--as", "stranger").stdout
    body = json.loads(text)
    for name in ("ownership.accountable", "product.understandable", "skills.roles", "self_serve.access"):
        measured = question_of(body, name)["measured"]
        checks.true(f"{name} is not told to a stranger", measured["value"] is None and "--as" in measured["source"], measured)
    checks.true("nor which products there are", "daily_sales" not in text and "1 of" not in text and "2 of" not in text, text[:300])


def steps(world, checks):
    """Every next step is an activity of the roadmap."""
    with open(os.path.join(ROOT, "src/strategy/roadmap/template.yaml"), encoding="utf-8") as file:
        known = set(re.findall(r"id: ([a-z0-9-]+)", file.read()))
    answer(world, lambda question: {"cio": 2})
    gaps = assess(world)["gaps"]
    checks.true("most dimensions have a gap", len(gaps) > 5, gaps)
    for gap in gaps:
        checks.equal(f"steps of {gap['dimension']} are in the roadmap", [step for step in gap["steps"] if step not in known], [])


def slips(world, checks):
    answer(world, lambda question: {"cio": 3}, when="2026-12-01")
    text = world.read(SHEET)
    world.write(SHEET, text.replace("question: culture.errors", "question: culture.error", 1).replace("level: 3", "level: 7", 1)
                .replace("answers: [{who: cio, when: 2026-12-01, level: 3}]",
                         "answers: [{who: cio, when: 2026-12-01, level: 3}, {who: cio, when: 2026-12-01, level: 1}]", 1))
    said = world.mesh.run("validate", code=1).stderr
    world.write("strategy/other.yaml", "apiVersion: hanse/v1\nkind: Assessment\nquestions:\n  - question: culture.sharing\n"
                "    answers: [{who: cio, when: 2026-12-01, level: 0}]\n")
    twice = world.mesh.run("validate", code=1).stderr
    checks.true("two files answer for one role on one day", "also in strategy/assessment.yaml" in twice, twice)
    os.remove(os.path.join(world.mesh.folder, "strategy/other.yaml"))
    for part in ("HNS-G080", "did you mean `culture.errors`?", "HNS-G081", "expected a whole number from 0 to 4"):
        checks.true(f"validate says {part}", part in said, said)
    checks.true("and the assessment refuses it", "hanse validate" in world.mesh.run("assess", code=1).stderr)


def main():
    checks = Checks()
    with World() as world:
        for part in (empty, answered, verdicts, measured, policies, seen_before, sight, kept, steps, slips):
            part(world, checks)
    checks.finish()


if __name__ == "__main__":
    main()
