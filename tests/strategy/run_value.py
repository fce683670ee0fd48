#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse roi`: its numbers against numpy-financial and scipy, its spreadsheet recomputed by LibreOffice, its page in a
real browser, its forecasts kept and scored; and what it refuses."""
import csv
import datetime
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import numpy
import numpy_financial
import openpyxl
import scipy.stats
import yaml

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "e2e"))
from flights import Checks, HANSE  # noqa: E402

MESH = """apiVersion: hanse/v1
kind: Mesh
id: shop
name: Shop
teams: [{id: seller, type: streamAligned, group: sellers}]
domains: [{id: sales, owner: seller}]
environments: [{id: dev, development: true}]
purposes: [{id: analysis, name: Analysis}]
"""
DOMAIN = "apiVersion: hanse/v1\nkind: Domain\nid: sales\nname: Sales\nstatus: active\nowner: seller\n"
CHROMIUM = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=8000"]
checks = Checks()
base = yaml.safe_load(open(os.path.join(HERE, "value", "value.yaml"), encoding="utf-8"))


def close(what, found, expected, tolerance=1e-9):
    scale = max(1.0, abs(expected))
    checks.true(what, abs(found - expected) <= tolerance * scale, f"found {found!r}, expected {expected!r}")


class Shop:
    """A small mesh with one value model."""

    def __init__(self, model=None):
        self.folder = tempfile.mkdtemp(prefix="hanse-value-")
        os.makedirs(os.path.join(self.folder, "strategy"))
        os.makedirs(os.path.join(self.folder, "domains", "sales"))
        self.write("mesh.yaml", MESH)
        self.write("domains/sales/domain.yaml", DOMAIN)
        if model is not None:
            self.write("strategy/value.yaml", yaml.safe_dump(model, allow_unicode=True))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, *words, code=0):
        done = subprocess.run([HANSE, "--mesh", self.folder, *words], capture_output=True, text=True, timeout=120)
        if done.returncode != code:
            raise AssertionError(f"{words}: exit {done.returncode}, expected {code}\n{done.stdout}\n{done.stderr}")
        return done

    def roi(self, *more, code=0):
        return json.loads(self.run("roi", "--now", "2026-11-28", "--output", "json", *more, code=code).stdout)


def kept_on(shop, name, day):
    """A forecast as it was kept on that day; the tool itself keeps it with the clock's, and says that --now was given."""
    path = shop.path(f"strategy/forecasts/{name}.yaml")
    forecast = yaml.safe_load(open(path, encoding="utf-8"))
    checks.equal("as of which day it is", forecast.pop("asOf"), day + "T00:00:00Z")
    checks.true("it is of the clock's day", abs(datetime.datetime.now(datetime.timezone.utc) - datetime.datetime.fromisoformat(forecast["madeAt"]))
                < datetime.timedelta(minutes=10), forecast["madeAt"])
    forecast["madeAt"] = day + "T00:00:00Z"
    with open(path, "w", encoding="utf-8") as file:
        file.write(yaml.safe_dump(forecast))
    return forecast


def copy_of_model():
    return yaml.safe_load(yaml.safe_dump(base))


def input_of(model, name):
    return next(one for one in model["inputs"] if one["id"] == name)


def alternative(answer, name):
    return next(one for one in answer["alternatives"] if one["id"] == name)


def recomputed(path, folder):
    """{sheet: rows} as LibreOffice computes it. Kept values are dropped first, so that nothing but formulas is left."""
    book = openpyxl.load_workbook(path)  # with formulas; saving leaves out what they gave
    bare = os.path.join(folder, "bare.xlsx")
    book.save(bare)
    values = openpyxl.load_workbook(bare, data_only=True)
    kept = [cell.value for sheet in book for row in sheet for cell in row if isinstance(cell.value, str) and cell.value.startswith("=")
            and values[sheet.title][cell.coordinate].value is not None]
    checks.equal("no computed value is left in the file", kept, [])
    out = os.path.join(folder, "sheets")
    shutil.rmtree(out, ignore_errors=True)
    done = subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to",
                           "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1", "--outdir", out, bare],
                          capture_output=True, text=True, timeout=120)
    sheets = {}
    for sheet in book.sheetnames:
        name = os.path.join(out, f"bare-{sheet}.csv")
        if not os.path.exists(name):
            raise AssertionError(f"no {name}: {done.stdout} {done.stderr}")
        with open(name, encoding="utf-8", newline="") as file:
            sheets[sheet] = list(csv.reader(file))
    return sheets


def measure(rows, name):
    return next(row[1] for row in rows if row and row[0] == name)


def years(rows, name):
    return [float(cell) for cell in next(row for row in rows if row and row[0] == name)[2:]]


def same_numbers(what, sheets, answer):
    """The spreadsheet's formulas against the JSON, for every alternative."""
    for one in answer["alternatives"]:
        rows = sheets[one["id"]]
        here = f"{what}, {one['id']}"
        close(f"{here}: NPV", float(measure(rows, "net present value")), one["npv"], 1e-8)
        for year, (found, expected) in enumerate(zip(years(rows, "net flow"), one["flows"], strict=True)):
            close(f"{here}: flow of year {year}", found, expected, 1e-8)
        for name, key in (("costs", "costs"), ("cashable benefits", "cashable"), ("non-cashable benefits", "non_cashable")):
            close(f"{here}: {name}", float(measure(rows, "present value of " + name)), one["present_values"][key], 1e-8)
        close(f"{here}: flexibility", float(measure(rows, "flexibility, in no other figure")), one["flexibility"], 1e-6)
        rate, flows = measure(rows, "internal rate of return"), one["flows"]
        signed = [flow for flow in flows if flow]
        if sum(a * b < 0 for a, b in zip(signed, signed[1:])) > 1:
            checks.equal(f"{here}: IRR", rate, "several are possible")
        elif one["internal_rates"]:
            close(f"{here}: IRR", float(rate), one["internal_rates"][0], 1e-6)
        else:
            checks.equal(f"{here}: no IRR", rate, "none")
        for name, key in (("payback, years", "payback_years"), ("discounted payback, years", "discounted_payback_years")):
            found = measure(rows, name)
            if one[key] is None:
                checks.equal(f"{here}: {name}", found, "not within the horizon")
            else:
                close(f"{here}: {name}", float(found), one[key], 1e-8)


def oracle():
    """Flows, present values, rates and quantiles computed apart, with numpy, numpy-financial and scipy."""
    with Shop(base) as shop:
        answer = shop.roi()
        checks.equal("twice the same bytes", shop.roi(), answer)
        mesh = alternative(answer, "mesh")
        number = {}
        for one in base["inputs"]:
            kind = one.get("distribution") or ("pert" if "value" in one and "low" in one else "lognormal")
            number[one["id"]] = one["value"] if "value" in one else \
                (one["low"] * one["high"]) ** 0.5 if kind == "lognormal" else (one["low"] + one["high"]) / 2
        ramp = [1 / (1 + numpy.exp(-numpy.log(81) / number["adoptionDuration"] * (year - 0.5 - number["adoptionMiddle"]))) for year in range(6)]
        flows = [-number["migration"] * (1 + number["costBias"])]
        for year in range(1, 6):
            saved = number["analysts"] * number["searchHours"] * number["searchLess"] * number["hourCost"] + number["centralRun"] * number["overheadLess"]
            flows.append(saved * ramp[year] * (1 - number["benefitBias"]) - number["platformPeople"] * number["personYear"] * (1 + number["costBias"])
                         - (number["delayRisk"] * number["delayCost"] if year == 2 else 0))
        for year in range(6):
            close(f"flow of year {year}", mesh["flows"][year], flows[year])
        close("NPV by numpy-financial", mesh["npv"], numpy_financial.npv(number["discountRate"], flows))
        close("IRR by numpy-financial", mesh["internal_rates"][0], numpy_financial.irr(flows), 1e-8)
        roots = numpy.roots(flows)  # in 1 + rate
        rates = sorted(root.real - 1 for root in roots if abs(root.imag) < 1e-9 and root.real > 0.01)
        checks.equal("as many rates as numpy finds", len(mesh["internal_rates"]), len(rates))
        d1 = (numpy.log(number["insightWorth"] / number["insightCost"]) + (number["riskFree"] + number["volatility"] ** 2 / 2) * 2) / (number["volatility"] * 2 ** 0.5)
        option = number["insightWorth"] * scipy.stats.norm.cdf(d1) - number["insightCost"] * numpy.exp(-number["riskFree"] * 2) * \
            scipy.stats.norm.cdf(d1 - number["volatility"] * 2 ** 0.5)
        close("flexibility by scipy", mesh["flexibility"], option)
        runs(answer, number)


def runs(answer, number):
    """The distribution of the result against numpy's own draws: other random numbers, the same model."""
    random, count, z = numpy.random.default_rng(1), 200_000, scipy.stats.norm.ppf(0.95)
    def lognormal(name):
        one = input_of(base, name)
        low, high = numpy.log(one["low"]), numpy.log(one["high"])
        return random.lognormal((low + high) / 2, (high - low) / (2 * z), count)
    def beta_like(name, shape):
        one = input_of(base, name)
        def fitted(t):
            unit = scipy.stats.beta(1 + 4 * t, 5 - 4 * t) if shape == "pert" else scipy.stats.triang(t)
            below, above = unit.ppf([0.05, 0.95])
            width = (one["high"] - one["low"]) / (above - below)
            return unit, one["low"] - width * below, width
        t = scipy.optimize.brentq(lambda t: fitted(t)[1] + fitted(t)[2] * t - one["value"], 1e-9, 1 - 1e-9)
        unit, start, width = fitted(t)
        return start + width * unit.rvs(count, random_state=random)
    bias = random.uniform(0.1 - 0.2 / 0.9 * 0.05, 0.3 + 0.2 / 0.9 * 0.05, count)
    cost_bias, less, people = beta_like("costBias", "triangular"), beta_like("searchLess", "pert"), beta_like("platformPeople", "pert")
    middle = random.normal(1.75, 1.5 / (2 * z), count)
    saved = number["analysts"] * lognormal("searchHours") * less * number["hourCost"] + lognormal("centralRun") * lognormal("overheadLess")
    values = -lognormal("migration") * (1 + cost_bias) - (random.uniform(size=count) < 0.2) * lognormal("delayCost") / 1.08 ** 2
    for year in range(1, 6):
        ramp = 1 / (1 + numpy.exp(-numpy.log(81) / 2 * (year - 0.5 - middle)))
        values += (saved * ramp * (1 - bias) - people * number["personYear"] * (1 + cost_bias)) / 1.08 ** year
    mesh = alternative(answer, "mesh")
    spread = values.std()
    for name, share in (("p10", 0.1), ("p50", 0.5), ("p90", 0.9)):
        expected = numpy.quantile(values, share)
        checks.true(f"{name} within sampling error", abs(mesh[name] - expected) < 0.05 * spread, f"{mesh[name]} {expected} of {spread}")
    checks.true("probability of a loss", abs(mesh["loss_probability"] - (values < 0).mean()) < 0.02, f"{mesh['loss_probability']} {(values < 0).mean()}")
    rank = scipy.stats.spearmanr(less, values)[0]
    found = next(one["rank_correlation"] for one in answer["inputs"] if one["input"] == "searchLess")
    checks.true("rank correlation as scipy has it", abs(found - rank) < 0.03, f"{found} {rank}")
    widest = answer["inputs"][0]
    checks.true("the tornado begins with the widest", all(abs(widest["npv_at_high"] - widest["npv_at_low"]) >= abs(one["npv_at_high"] - one["npv_at_low"])
                                                          for one in answer["inputs"]))
    checks.true("no input is worth more than everything", all(0 <= one["information"] <= answer["information"] + 1e-9 for one in answer["inputs"]))


def spreadsheet():
    """Its formulas give the JSON's numbers; and follow a changed cell as `hanse roi` follows the changed file."""
    with Shop(base) as shop:
        out = shop.path("out")
        answer = shop.roi("--out", out)
        path = os.path.join(out, "roi.xlsx")
        shown = openpyxl.load_workbook(path, data_only=True)["Summary"]
        close("the value kept in the file", shown["B3"].value, alternative(answer, "mesh")["npv"])
        same_numbers("as written", recomputed(path, shop.folder), answer)
        again = shop.path("again")
        shop.roi("--out", again)
        checks.equal("the same spreadsheet, to the byte", open(os.path.join(again, "roi.xlsx"), "rb").read(), open(path, "rb").read())
        book = openpyxl.load_workbook(path)
        sheet = book["Inputs"]
        changes = {"analysts": ("C", "value", 55), "searchHours": ("D", "low", 100), "platformPeople": ("C", "value", 6.5), "insightYears": ("C", "value", 3)}
        model = copy_of_model()
        for row in sheet.iter_rows(min_row=3):
            if row[0].value in changes:
                column, key, value = changes[row[0].value]
                sheet[f"{column}{row[0].row}"] = value
                input_of(model, row[0].value)[key] = value
        book.save(path)
        sheets = recomputed(path, shop.folder)
    with Shop(model) as shop:
        changed = shop.roi()
        checks.true("the change matters", changed["alternatives"][0]["npv"] != answer["alternatives"][0]["npv"])
        same_numbers("after changes", sheets, changed)


def odd_sheets():
    """Flows that turn over years without any, no payback, options without volatility: as the tool has them, kept and computed."""
    model = copy_of_model()
    for name, value in (("hundred", 1000), ("gain", 3162.5), ("last", 1320)):
        model["inputs"].append({"id": name, "label": name, "value": value, "basis": "stated", "source": "test"})
    flows = [{"id": name, "name": name, "kind": kind, "factors": [name], "year": year}
             for name, kind, year in (("hundred", "cost", 0), ("gain", "benefit", 2), ("last", "cost", 4))]
    model["alternatives"].append({"id": "turns", "name": "turns", "flows": flows})
    input_of(model, "volatility")["value"] = 0
    with Shop(model) as shop:
        answer = shop.roi("--out", shop.path("out"))
        checks.equal("two rates", len(alternative(answer, "turns")["internal_rates"]), 2)
        path = os.path.join(shop.path("out"), "roi.xlsx")
        same_numbers("odd", recomputed(path, shop.folder), answer)
        book = openpyxl.load_workbook(path, data_only=True)
        shown = {row[0].value: row for row in book["Summary"].iter_rows(min_row=3)}
        checks.equal("rate and payback kept in the summary", [cell.value for cell in shown["turns"][2:4]], ["several are possible", "not within the horizon"])
        close("a payback that there is", shown["turns"][4].value, alternative(answer, "turns")["discounted_payback_years"])
        checks.equal("without any", [cell.value for cell in shown["Carry on as today"][2:5]], ["none", "not within the horizon", "not within the horizon"])
        checks.true("an option without volatility is worth what it brings", alternative(answer, "mesh")["flexibility"] > 0)


def hostile():
    """Names that are formulas, flows without a rate, numbers too large, several models."""
    model = copy_of_model()
    evil = "=cmd|' /C calc'!A0"
    model["name"] = evil
    input_of(model, "analysts")["label"] = "@SUM(1+1)*cmd|' /C calc'!A0 <script>alert(1)</script>"
    model["alternatives"][0]["flows"][0]["name"] = "+" + evil
    model["alternatives"][0]["name"] = "-" + evil
    model["alternatives"][2]["flows"] = [{"id": "only", "name": "[x]:*?/\\", "kind": "benefit", "factors": ["extraPeople"]}]
    model["alternatives"].append({"id": "a/b'[c]*:?\\ of a name that is much longer than a sheet's may be", "name": "odd", "flows": [
        {"id": "once", "name": "once", "kind": "cost", "factors": ["migration"], "year": 0},
        {"id": "then", "name": "then", "kind": "benefit", "factors": ["centralRun"], "year": 1},
        {"id": "last", "name": "last", "kind": "cost", "factors": ["migration"], "year": 2}]})
    with Shop(model) as shop:
        out = shop.path("out")
        answer = shop.roi("--out", out)
        book = openpyxl.load_workbook(os.path.join(out, "roi.xlsx"))
        cells = [cell for sheet in book for row in sheet for cell in row]
        checks.true("the names are in the spreadsheet", any(cell.value == "+" + evil for cell in cells))
        checks.true("no text is a formula", not [cell.value for cell in cells if cell.data_type == "f" and "cmd" in str(cell.value)])
        checks.equal("a sheet an alternative", len(book.sheetnames), 4 + len(model["alternatives"]))
        for name in os.listdir(out):
            if name.endswith(".csv"):
                rows = csv.reader(io.StringIO(open(os.path.join(out, name), encoding="utf-8", newline="").read()))
                texts = [cell for row in rows for cell in row]
                checks.true(f"{name}: no cell begins a formula", not [cell for cell in texts if cell[:1] in "=+@" and cell[:1]], name)
        years_csv = list(csv.reader(io.StringIO(open(os.path.join(out, "roi-years.csv"), encoding="utf-8", newline="").read())))
        close("numbers of a CSV are numbers", float(years_csv[1][5]), round(alternative(answer, "mesh")["flows"][0]))
        page = open(os.path.join(out, "roi.html"), encoding="utf-8").read()
        checks.true("markup is text", "<script>alert" not in page)
        odd = answer["alternatives"][-1]
        checks.equal("no rate is made up", alternative(answer, "betterCentralTeam")["internal_rates"], [])
        checks.equal("or all of them given", len(odd["internal_rates"]), len([root for root in numpy.roots(odd["flows"][:3]) if abs(root.imag) < 1e-9 and root.real > 0.01]))
    model = copy_of_model()
    input_of(model, "hourCost")["value"] = 1e300
    with Shop(model) as shop:
        done = shop.run("roi", code=1)
        checks.true("a number that is too large has its place", "strategy/value.yaml:" in done.stderr and "1e15" in done.stderr, done.stderr)
        checks.true("and `validate` says so", "HNS-G030" in shop.run("validate", code=1).stderr)
    model = copy_of_model()
    model["alternatives"][0]["flows"][0]["factors"] *= 12
    input_of(model, "hourCost")["value"] = 1e14
    with Shop(model) as shop:
        checks.equal("products that are too large give no figure", "alternatives" in shop.roi(code=1), False)
    with Shop(base) as shop:
        shop.write("strategy/second.yaml", yaml.safe_dump({**copy_of_model(), "id": "second"}))
        checks.true("which of two models", "--model" in shop.run("roi", code=1).stderr)
        shop.roi("--model", "second")
        shop.write("strategy/third.yaml", yaml.safe_dump({**copy_of_model(), "id": "second"}))
        said = shop.run("roi", "--model", "second", code=1).stderr
        checks.true("two of one id are told with their places", "strategy/second.yaml and strategy/third.yaml" in said, said)
    model = copy_of_model()
    change = {"id": "analysts", "value": 3, "basis": "stated", "source": "me"}
    model["scenarios"] = [{"id": "x/../../../../evil2", "name": "evil", "inputs": [change]}]
    with Shop(model) as shop:
        os.makedirs(shop.path("strategy/forecasts/roi-20261128T000000-x"))
        shop.run("roi", "--scenario", "x/../../../../evil2", "--keep", "--now", "2026-11-28", code=1)
        checks.equal("nothing is written elsewhere", os.path.exists(shop.path("../evil2.yaml")), False)
        checks.true("such an id is refused", "HNS-G002" in shop.run("validate", code=1).stderr)


def missing():
    """Without input there is no figure; the template says what it needs, and is accepted by validate and plan."""
    with Shop() as shop:
        checks.true("no model", "hanse roi init" in shop.run("roi", code=1).stderr)
        checks.equal("init answers as asked", json.loads(shop.run("roi", "init", "--output", "json").stdout),
                     {"format_version": 1, "file": "strategy/value.yaml"})
        shop.run("validate")
        shop.run("plan")
        answer = shop.roi(code=1)
        template = yaml.safe_load(open(shop.path("strategy/value.yaml"), encoding="utf-8"))
        checks.equal("every input of the template is missing", sorted(one["input"] for one in answer["missing"]), sorted(one["id"] for one in template["inputs"]))
        checks.equal("no figure", (answer["verdict"], "alternatives" in answer, answer["figures"]), ("cannotSay", False, []))
        checks.equal("nothing to rest on", answer["shares"], {"measured": 0, "stated": 0, "claimed": 0})
        shop.run("roi", "init", code=1)
        shop.run("roi", "--scenario", "guide", code=1)  # claims fill in claims only: the rest is still missing
    with Shop(base) as shop:
        plain, guide = shop.roi(), shop.roi("--scenario", "guide")
        checks.equal("no claim by default", plain["shares"]["claimed"], 0)
        checks.true("the guide's claims are claimed", guide["shares"]["claimed"] > 0.1 and "claims" in guide["title"], guide["title"])
        claimed = {one["id"] for one in guide["rests_on"] if one["basis"] == "claimed"}
        checks.equal("and only they", claimed, {"searchLess", "overheadLess"})
        shop.run("roi", "--scenario", "none", code=1)


def forecasts():
    """A forecast is kept once, planned like any file, and scored by what came later."""
    with Shop(base) as shop:
        shop.run("roi", "--keep", "--now", "2026-11-28")
        kept = open(shop.path("strategy/forecasts/roi-20261128T000000.yaml"), encoding="utf-8").read()
        shop.run("roi", "--keep", "--now", "2026-11-28")
        shop.run("roi", "--keep", "--scenario", "guide", "--now", "2026-11-28")
        names = ["roi-20261128T000000", "roi-20261128T000000-2", "roi-20261128T000000-guide"]
        checks.equal("each has a name of its own", sorted(os.listdir(shop.path("strategy/forecasts"))), sorted(name + ".yaml" for name in names))
        checks.equal("and stays as it was kept", open(shop.path(f"strategy/forecasts/{names[0]}.yaml"), encoding="utf-8").read(), kept)
        shop.run("validate")
        forecast = kept_on(shop, names[0], "2026-11-28")
        checks.equal("it says its model", forecast["model"], "value")
        kept_on(shop, names[2], "2026-11-28")
        shop.run("roi", "score", code=1)
        quantity = {one["id"]: one["quantiles"] for one in forecast["quantities"]}
        actual = {"input.searchHours": 380, "flow.1": quantity["flow.1"][0] - 50_000, "flow.2": quantity["flow.2"][9]}
        rows = [{"id": name, "at": "2028-11-28" if name == "flow.2" else "2028-01-01", "value": value, "basis": "measured", "source": "ledger"}
                for name, value in actual.items()]
        rows.append({"id": "risk.delay", "at": "2028-01-01", "happened": True, "basis": "stated", "source": "minutes"})
        rows.append({"id": "flow.9", "at": "2028-01-01", "value": 1, "basis": "stated", "source": "none"})
        shop.write("strategy/actuals.yaml", yaml.safe_dump({"apiVersion": "hanse/v1", "kind": "ValueActuals", "actuals": rows}))
        shop.run("validate")
        score = json.loads(shop.run("roi", "score", "--output", "json", "--out", shop.path("out")).stdout)
        checks.equal("covered", [one["covered"] for one in score["quantities"]], [True, False, True])
        close("coverage", score["coverage"], 2 / 3)
        close("how likely that is", score["coverage_probability"], scipy.stats.binom.cdf(2, 3, 0.9))
        close("Brier", score["brier"], 0.8 ** 2)
        for one in score["quantities"]:
            levels = numpy.arange(1, 20) / 20
            off = one["actual"] - numpy.array(quantity[one["id"]])
            close(f"CRPS of {one['id']}", one["crps"], 2 * numpy.mean(numpy.maximum(levels * off, (levels - 1) * off)))
        checks.equal("what nobody foretold", score["unmatched"], ["flow.9"])
        checks.equal("what is left out", score["left_out"], [f"{names[1]} was kept with `--now`", f"{names[2]} is of the scenario `guide`"])
        score = json.loads(shop.run("roi", "score", "--scenario", "guide", "--output", "json").stdout)
        checks.equal("a scenario's are scored apart", {one["forecast"] for one in score["quantities"]}, {names[2]})
        shop.write("strategy/forecasts/other.yaml", yaml.safe_dump({**forecast, "id": "other", "model": "other"}))
        checks.true("whose actuals", "does not say its `model`" in shop.run("roi", "score", code=1).stderr)
        shop.write("strategy/actuals.yaml", yaml.safe_dump({"apiVersion": "hanse/v1", "kind": "ValueActuals", "model": "value", "actuals": rows}))
        score = json.loads(shop.run("roi", "score", "--output", "json").stdout)
        checks.equal("a model's own", {one["forecast"] for one in score["quantities"]}, {names[0]})


def verdicts():
    """It may say `do not start`, or `stay central`; the threshold is stated by people, before."""
    with Shop(base) as shop:
        answer = shop.roi()
        checks.equal("the loss is too likely", (answer["verdict"], answer["alternatives"][0]["loss_probability"] > 0.3), ("doNotStart", True))
    for change, verdict in ((("analysts", 40), "doNotStart"), (("extraPeople", 0), "stayCentral"), (("analysts", 2000), "start")):
        model = copy_of_model()
        input_of(model, change[0])["value"] = change[1]
        if verdict == "stayCentral":
            input_of(model, "extraLess").update(low=0.3, high=0.5)
        with Shop(model) as shop:
            checks.equal(f"{change[0]} of {change[1]}", shop.roi()["verdict"], verdict)
    model = copy_of_model()
    del model["lossProbabilityMax"]
    with Shop(model) as shop:
        checks.true("without a threshold there is no answer", "lossProbabilityMax" in shop.roi(code=1)["missing_facts"][0])


def page():
    """The report in a real browser: charts drawn, nothing fetched, readable without them."""
    model = copy_of_model()
    model["lossProbabilityMax"] = 0.4
    with Shop(model) as shop:
        shop.run("roi", "--out", shop.path("out"))
        with tempfile.TemporaryDirectory(prefix="hanse-browser-") as profile:
            more = []
            if "--screenshot" in sys.argv:
                more = ["--screenshot=" + sys.argv[sys.argv.index("--screenshot") + 1], "--window-size=1100,3400"]
            dom = subprocess.run([*CHROMIUM, f"--user-data-dir={profile}", *(more or ["--dump-dom"]), "file://" + shop.path("out/roi.html")],
                                 capture_output=True, text=True, timeout=120).stdout
        if more:
            return
        checks.equal("three charts are drawn", len(re.findall(r'<figure class="chart"[^>]*>(?:(?!</figure>).)*<svg', dom, re.S)), 3)
        checks.true("it opens with what it rests on", dom.index("This result rests on") < dom.index("<h2>"))
        checks.equal("every table has a caption", dom.count("<caption>"), dom.count("<table "))
        checks.true("the verdict", 'class="callout good"' in dom and "Start:" in dom)


for part in (oracle, spreadsheet, odd_sheets, hostile, missing, forecasts, verdicts, page):
    part()
checks.finish()
