# SPDX-License-Identifier: Apache-2.0
"""A labelled corpus for `hanse contract infer`: small groups of tables that belong together, made by a seed, with what
is true of them: keys, relationships, closed lists, personal data. Beside what is wanted stands what only looks like it:
order numbers like cards, versions like IP addresses, product codes like ICD-10, towns that are called like people.
usage: corpus.py FOLDER [SEED] [GROUPS]"""
import csv
import datetime
import json
import os
import random
import re
import sys
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import numbers_made as made  # noqa: E402

# Partly common, partly rare names: lists in a product never have all.
GIVEN = {
    "en": "James Mary Robert Patricia Michael Jennifer Ebony Darnell Tiffany Brayden Skylar Jamal Nevaeh Tamsin Callum "
          "Isla Alistair Niamh Siobhan Oliver Amelia Harry Poppy Emma Sarah",
    "de": "Hans Petra Jürgen Sabine Wolfgang Ursula Lukas Leonie Finn Mia Heike Torben Anneliese Dietmar Jörg Katrin "
          "Matthias Anke Uwe Silke",
    "fr": "Jean Marie Pierre Camille Léa Manon Théo Enzo Chloé Gaëlle Mathilde Benoît Élodie Aurélie Romain Nicolas "
          "Isabelle Thierry Solène Yannick",
    "es": "José María Carmen Antonio Lucía Pablo Marta Javier Rocío Íñigo Nuria Álvaro Montserrat Gonzalo Begoña Iker "
          "Pilar Sergio Elena Raúl",
    "pl": "Anna Piotr Katarzyna Krzysztof Agnieszka Tomasz Małgorzata Zbigniew Bożena Sławomir Halina Jadwiga Marek "
          "Paweł Grażyna",
    "nl": "Jan Sanne Daan Lotte Bram Femke Joost Maaike Thijs Anouk Willem Marieke Ruben Eva Pieter",
    "sv": "Lars Karin Erik Ingrid Björn Astrid Gunilla Håkan Linnea Oskar Maja Sven Ebba Göran Emil"}
FAMILY = {
    "en": "Smith Johnson Williams Brown Jones Okafor Featherstone Ramsbottom Abernathy Whitaker Clarke Wright Hughes "
          "Patel Singh Murphy O'Brien Campbell Baker Green",
    "de": "Müller Schmidt Schneider Fischer Weber Wagner Hoffmann Schäfer Koch Lehmann Krüger Hartmann Stöckl Brandner "
          "Zielke Pfeiffer Vogt Böhm Seidel Lang",
    "fr": "Martin Bernard Dubois Moreau Laurent Lefebvre Garnier Lemoine Charpentier Vasseur Guillot Perrin Roux "
          "Fontaine Marchand",
    "es": "García Fernández González Rodríguez López Martínez Sánchez Ortega Echeverría Ibáñez Navarro Molina Serrano "
          "Romero Delgado",
    "pl": "Nowak Kowalski Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Dąbrowski Kaczmarek Mazur Krawczyk",
    "nl": "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Hendriks Dekker Brouwer Kuipers Postma Hoekstra",
    "sv": "Andersson Johansson Karlsson Nilsson Lindberg Bergström Hedlund Sandberg Söderström Nyström Eriksson Olsson"}
STREETS = {"en": ("{n} {w} Street", "{n} {w} Ave", "{n} {w} Road", "{n} {w} Lane"), "de": ("{w}straße {n}", "{w}weg {n}", "{w}gasse {n}"),
           "fr": ("{n} rue {w}", "{n} avenue {w}", "{n} boulevard {w}"), "es": ("Calle {w} {n}", "Avenida {w} {n}"),
           "pl": ("ul. {w} {n}",), "nl": ("{w}straat {n}", "{w}laan {n}", "{w}gracht {n}"), "sv": ("{w}gatan {n}", "{w}vägen {n}")}
WORDS = "Oak Linden Maple Mill Church Station Garden Berg Park Victor Hugo Rosen Kirch Wald Colón Mayor Polna Dorps Prinsen Kungs".split()
PHONES = {"en": "+44 20 {:04d} {:04d}", "de": "+49 30 {:04d}{:04d}", "fr": "+33 1 {:04d}{:04d}", "es": "+34 91{:04d} {:03d}",
          "pl": "+48 22 {:03d} {:04d}", "nl": "+31 20 {:03d} {:04d}", "sv": "+46 8 {:04d} {:04d}"}
NATIONAL = {"en": [("UK national insurance number", made.nino, "ni_number"), ("US social security number", made.ssn, "ssn"),
                   ("Indian Aadhaar", made.aadhaar, "aadhaar")],
            "de": [("German tax number", made.german, "steuer_id")], "fr": [("French NIR", made.nir, "nir")],
            "es": [("Spanish DNI", made.dni, "dni")], "pl": [("Polish PESEL", made.pesel, "pesel")],
            "nl": [("Dutch BSN", made.bsn, "bsn"), ("Belgian national number", made.belgian, "rijksregisternummer")],
            "sv": [("Swedish personnummer", made.swedish, "personnummer"), ("Finnish HETU", made.finnish, "hetu"),
                   ("Norwegian fødselsnummer", made.norwegian, "fnr"), ("Danish CPR", made.danish, "cpr")]}
HEADS = {"given": {"en": ["first_name", "given_name", "fname"], "de": ["vorname"], "fr": ["prenom"], "es": ["nombre"],
                   "pl": ["imie"], "nl": ["voornaam"], "sv": ["fornamn"]},
         "family": {"en": ["last_name", "surname", "lname"], "de": ["nachname"], "fr": ["nom_de_famille"], "es": ["apellidos"],
                    "pl": ["nazwisko"], "nl": ["achternaam"], "sv": ["efternamn"]},
         "phone": {"en": ["phone", "mobile"], "de": ["telefon"], "fr": ["tel"], "es": ["telefono"], "pl": ["telefon"],
                   "nl": ["telefoon"], "sv": ["mobil"]},
         "address": {"en": ["address", "street_address"], "de": ["strasse"], "fr": ["adresse"], "es": ["direccion"],
                     "pl": ["adres"], "nl": ["adres"], "sv": ["adress"]},
         "birth": {"en": ["date_of_birth", "dob"], "de": ["geburtsdatum"], "fr": ["date_naissance"], "es": ["fecha_nacimiento"],
                   "pl": ["birth_date"], "nl": ["geboortedatum"], "sv": ["birthdate"]}}
CITIES = "Charlotte Austin Florence Victoria Jackson Madison Paris Berlin Lyon Valencia Poznań Utrecht Malmö Leeds".split()


class Group:
    """Tables that belong together, and what is true of them."""

    def __init__(self, rng, number):
        self.rng, self.number, self.tables = rng, number, {}
        self.locale = rng.choice(sorted(GIVEN))
        self.labels = {"keys": {}, "relationships": [], "enums": {}, "personal": {}, "looks": {}}
        self.style = rng.choice(["snake", "snake", "camel", "title"])
        self.vague = rng.random() < 0.25  # names of columns that say nothing

    def head(self, name):
        if self.style == "snake":
            return name
        parts = name.split("_")
        return parts[0] + "".join(p.title() for p in parts[1:]) if self.style == "camel" else " ".join(p.title() for p in parts)

    def add(self, table, columns, rows, key):
        """columns: [(name, values, {label: …})]; key: names, or None."""
        heads = {}
        for name, _, labels in columns:
            heads[name] = self.head(name)
            where = f"{table}.{heads[name]}"
            for kind, value in labels.items():
                if kind == "to":
                    other, column = value
                    self.labels["relationships"].append([where, f"{other}.{self.head(column)}"])
                else:
                    self.labels[kind][where] = value
        self.labels["keys"][table] = [heads[name] for name in key] if key else []
        self.tables[table] = ([heads[name] for name, _, _ in columns],
                              [[values[i] for _, values, _ in columns] for i in range(rows)])

    def blanks(self, values, share):
        return [None if self.rng.random() < share else value for value in values]

    def some(self, rows, make):
        return [make() for _ in range(rows)]

    def dates(self, rows, first=2015, last=2025):
        return self.some(rows, lambda: datetime.date(self.rng.randint(first, last), self.rng.randint(1, 12),
                                                     self.rng.randint(1, 28)).isoformat())

    def person_columns(self, rows):
        rng, at = self.rng, self.locale
        pick = lambda kind: rng.choice(HEADS[kind][at]) if not self.vague else rng.choice(["field", "info", "attr"]) + f"_{kind[0]}"  # noqa: E731
        given = self.some(rows, lambda: rng.choice(GIVEN[at].split()))
        family = self.some(rows, lambda: rng.choice(FAMILY[at].split()))
        mails = [f"{plain(g)}.{plain(f)}{rng.randint(1, 999)}@example.{rng.choice(['com', 'org', 'net'])}" for g, f in zip(given, family)]
        choices = [
            [(pick("given"), given, {"personal": "given name"}), (pick("family"), family, {"personal": "family name"})],
            [("full_name" if not self.vague else "label", [f"{g} {f}" for g, f in zip(given, family)], {"personal": "person's name"})]]
        out = list(rng.choice(choices))
        optional = [
            ("email" if not self.vague else "login", self.blanks(mails, rng.choice([0, 0.05])), {"personal": "e-mail address"}),
            (pick("phone"), self.blanks(self.some(rows, lambda: PHONES[at].format(rng.randrange(1000), rng.randrange(1000))), 0.1),
             {"personal": "phone number"}),
            (pick("address"), self.some(rows, lambda: rng.choice(STREETS[at]).format(n=rng.randint(1, 250), w=rng.choice(WORDS))),
             {"personal": "postal address"}),
            ("iban" if not self.vague else "ref_a", self.some(rows, lambda: made.iban(rng)), {"personal": "IBAN"})]
        if not self.vague:
            optional.append((rng.choice(HEADS["birth"][at]), self.dates(rows, 1940, 2005), {"personal": "date of birth"}))
        kind, make, name = rng.choice(NATIONAL[at])
        if not (self.vague and kind in ("Danish CPR",)):
            optional.append((name if not self.vague else "ref_b", self.some(rows, lambda: make(rng)), {"personal": kind}))
        rng.shuffle(optional)
        return out + optional[:rng.randint(3, len(optional))]


def plain(text):
    marks = str.maketrans("äöüßéèêëáàâíïîóôõúñçłżźśćńęąåÉÍÁ'", "aousee" + "eeaaaiiiooouncl" + "zzscneaaEIA-")
    return "".join(c for c in text.translate(marks).lower() if c.isascii() and (c.isalnum() or c == "-")) or "x"


def money(rng, top=900):
    return f"{rng.random() * top + 1:.2f}"


def shop(group):
    rng, n, m = group.rng, group.rng.randint(80, 300), group.rng.randint(200, 900)
    customers = [str(i) for i in range(1001, 1001 + n)]
    segment = rng.sample(["retail", "wholesale", "partner", "internal", "public"], rng.randint(2, 5))
    group.add("customers", [("customer_id", customers, {}), *group.person_columns(n),
                            ("segment", group.some(n, lambda: rng.choice(segment)), {"enums": sorted(segment)}),
                            ("city", group.some(n, lambda: rng.choice(CITIES)), {"looks": "given name"}),
                            ("loyalty_points", group.some(n, lambda: str(rng.randrange(5000))), {})], n, ["customer_id"])
    codes = [f"{rng.choice('ABCDEF')}{i:02d}.{rng.randrange(10)}" for i in range(60)]
    categories = rng.sample(["tools", "garden", "kitchen", "toys", "books", "music"], 4)
    group.add("products", [("product_code", codes, {"looks": "ICD-10 code"}),
                           ("title", [f"{rng.choice(WORDS)} {rng.choice(['Lamp', 'Chair', 'Drill', 'Mug'])} {i}" for i in range(60)], {}),
                           ("category", group.some(60, lambda: rng.choice(categories)), {"enums": sorted(categories)}),
                           ("ean", group.some(60, lambda: made.ean(rng)), {"looks": "card number"}),
                           ("unit_price", group.some(60, lambda: money(rng)), {}),
                           ("weight_kg", group.some(60, lambda: f"{rng.random() * 20:.3f}"), {})], 60, ["product_code"])
    status = ["new", "paid", "shipped", "returned"]
    currency = ["EUR", "USD", "GBP"]
    group.add("orders", [("order_id", [str(i) for i in range(1, m + 1)], {}),
                         ("customer_id", group.some(m, lambda: rng.choice(customers)), {"to": ("customers", "customer_id")}),
                         ("ordered_at", [f"{d}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:00Z" for d in group.dates(m)], {}),
                         ("status", group.some(m, lambda: rng.choice(status)), {"enums": sorted(status)}),
                         ("currency", group.some(m, lambda: rng.choice(currency)), {"enums": sorted(currency)}),
                         ("order_number", group.some(m, lambda: "4" + made.digits(rng, 15)), {"looks": "card number"}),
                         ("tracking", group.some(m, lambda: rng.choice("3456789") + made.digits(rng, 11)), {"looks": "Indian Aadhaar"}),
                         ("total_amount", group.some(m, lambda: money(rng)), {})], m, ["order_id"])
    lines = [(o, line) for o in range(1, m + 1) for line in range(1, rng.randint(1, 4))]
    group.add("order_lines", [("order_id", [str(o) for o, _ in lines], {"to": ("orders", "order_id")}),
                              ("line_number", [str(line) for _, line in lines], {}),
                              ("product_code", group.some(len(lines), lambda: rng.choice(codes)), {"to": ("products", "product_code")}),
                              ("quantity", group.some(len(lines), lambda: str(rng.randint(1, 40))), {}),
                              ("line_amount", group.some(len(lines), lambda: money(rng)), {})], len(lines), ["order_id", "line_number"])


def hospital(group):
    rng, n, m = group.rng, group.rng.randint(60, 250), group.rng.randint(200, 700)
    numbers = [f"P{i:06d}" for i in rng.sample(range(900000), n)]
    columns = [("patient_no", numbers, {}), *group.person_columns(n),
               ("sex", group.some(n, lambda: rng.choice("FM")), {"enums": ["F", "M"]}),
               ("ward", group.some(n, lambda: rng.choice(["A1", "B2", "C3", "D4"])), {"enums": ["A1", "B2", "C3", "D4"]})]
    if group.locale == "en":
        columns.append(("nhs_number", group.some(n, lambda: made.nhs(rng)), {"personal": "UK NHS number"}))
    group.add("patients", columns, n, ["patient_no"])
    group.add("diagnoses", [("diagnosis_id", [str(i) for i in range(1, m + 1)], {}),
                            ("patient_no", group.some(m, lambda: rng.choice(numbers)), {"to": ("patients", "patient_no")}),
                            (rng.choice(["icd10", "diagnosis_code", "dx_code"]), group.some(m, lambda: rng.choice(made.ICD)), {"personal": "ICD-10 code"}),
                            ("snomed_code" if not group.vague else "concept", group.some(m, lambda: rng.choice(made.SNOMED)), {"personal": "SNOMED CT code"}),
                            ("noted_on", group.dates(m), {})], m, ["diagnosis_id"])
    units = ["mmol/L", "mg/dL", "mmHg", "kg"]
    group.add("lab_results", [("result_id", [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(m)], {}),
                              ("patient_no", group.some(m, lambda: rng.choice(numbers)), {"to": ("patients", "patient_no")}),
                              ("loinc" if not group.vague else "test", group.some(m, lambda: rng.choice(made.LOINC)), {"personal": "LOINC code"}),
                              ("value", group.some(m, lambda: f"{rng.gauss(80, 20):.4f}"), {}),
                              ("unit", group.some(m, lambda: rng.choice(units)), {"enums": sorted(units)})], m, ["result_id"])


def company(group):
    rng, n = group.rng, group.rng.randint(60, 200)
    ids = [str(i) for i in range(1, n + 1)]
    departments = rng.sample(["Sales", "Legal", "Research", "Finance", "Support", "Operations"], 4)
    group.add("departments", [("dept_code", [d[:3].upper() for d in departments], {}), ("name", departments, {}),
                              ("floor", [str(rng.randint(1, 9)) for _ in departments], {})], 4, ["dept_code"])
    managers = [None if i < 5 else str(rng.randint(1, i)) for i in range(n)]
    group.add("employees", [("employee_id", ids, {}), *group.person_columns(n),
                            ("manager_id", managers, {"to": ("employees", "employee_id")}),
                            ("dept_code", group.some(n, lambda: rng.choice(departments)[:3].upper()), {"to": ("departments", "dept_code")}),
                            ("salary", group.some(n, lambda: f"{rng.randint(28, 120) * 1000}.00"), {}),
                            ("hired_on", group.dates(n, 1995, 2025), {}),
                            ("is_active", group.some(n, lambda: rng.choice(["true", "false"])), {})], n, ["employee_id"])


def web(group):
    rng, m = group.rng, group.rng.randint(300, 1200)
    methods, levels = ["GET", "POST", "PUT", "DELETE"], ["info", "warn", "error"]
    address = lambda: ".".join(str(rng.randint(1, 254)) for _ in range(4))  # noqa: E731
    group.add("requests", [("request_id", [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(m)], {}),
                           ("at", [f"{d} {rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}" for d in group.dates(m, 2024, 2025)], {}),
                           ("client_ip" if not group.vague else "source", group.some(m, address), {"personal": "IP address"}),
                           ("method", group.some(m, lambda: rng.choice(methods)), {"enums": sorted(methods)}),
                           ("status_code", group.some(m, lambda: rng.choice(["200", "200", "301", "404", "500"])), {"enums": ["200", "301", "404", "500"]}),
                           ("level", group.some(m, lambda: rng.choice(levels)), {"enums": sorted(levels)}),
                           ("build", group.some(m, lambda: f"{rng.randint(1, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 30)}.{rng.randint(0, 99)}"), {"looks": "IP address"}),
                           ("duration_ms", group.some(m, lambda: f"{rng.expovariate(0.01):.3f}"), {})], m, ["request_id"])
    k = rng.randint(50, 200)
    group.add("devices", [("serial", [f"SN-{rng.choice('ABC')}{made.digits(rng, 7)}" for _ in range(k)], {}),
                          ("imei", group.some(k, lambda: made.imei(rng)), {"looks": "card number"}),
                          ("firmware", group.some(k, lambda: f"{rng.randint(1, 4)}.{rng.randint(0, 9)}.{rng.randint(0, 9)}.{rng.randint(0, 9)}"), {"looks": "IP address"}),
                          ("model_year", group.some(k, lambda: str(rng.randint(2010, 2025))), {})], k, ["serial"])


def weather(group):
    rng = group.rng
    stations = [f"{rng.choice('EKLU')}{''.join(rng.choice('BDFGKLMPR') for _ in range(3))}" for _ in range(60)]
    stations = sorted(set(stations))[:rng.randint(20, 30)]
    group.add("stations", [("station_code", stations, {}), ("city", [rng.choice(CITIES) for _ in stations], {"looks": "given name"}),
                           ("latitude", [f"{rng.uniform(-60, 60):.5f}" for _ in stations], {}),
                           ("longitude", [f"{rng.uniform(-170, 170):.5f}" for _ in stations], {})], len(stations), ["station_code"])
    days = [(datetime.date(2024, 1, 1) + datetime.timedelta(days=i)).isoformat() for i in range(rng.randint(5, 20))]
    rows = [(s, d) for d in days for s in stations]
    group.add("readings", [("station_code", [s for s, _ in rows], {"to": ("stations", "station_code")}), ("day", [d for _, d in rows], {}),
                           ("temperature", [f"{rng.gauss(12, 8):.1f}" if rng.random() > 0.04 else "NA" for _ in rows], {}),
                           ("wind", [f"{abs(rng.gauss(4, 3)):.2f}" for _ in rows], {}),
                           ("sky", [rng.choice(["clear", "cloudy", "rain", "snow"]) for _ in rows], {"enums": ["clear", "cloudy", "rain", "snow"]})],
              len(rows), ["station_code", "day"])


def payments(group):
    rng, m = group.rng, group.rng.randint(150, 600)
    kinds = ["card", "transfer", "cash"]
    rates = [(d, c) for d in sorted(set(group.dates(40))) for c in ["USD", "GBP", "CHF", "JPY"]]
    group.add("exchange_rates", [("rate_date", [d for d, _ in rates], {}), ("currency", [c for _, c in rates], {"enums": ["CHF", "GBP", "JPY", "USD"]}),
                                 ("rate", [f"{rng.uniform(0.5, 150):.6f}" for _ in rates], {})], len(rates), ["rate_date", "currency"])
    group.add("payments", [("payment_id", [str(i) for i in range(70001, 70001 + m)], {}),
                           ("card_number" if not group.vague else "instrument", group.some(m, lambda: made.card(rng)), {"personal": "card number"}),
                           ("payer_iban" if not group.vague else "origin", group.some(m, lambda: made.iban(rng)), {"personal": "IBAN"}),
                           ("method", group.some(m, lambda: rng.choice(kinds)), {"enums": sorted(kinds)}),
                           ("invoice_ref", [f"INV-{rng.randint(2019, 2025)}-{i:05d}" for i in rng.sample(range(90000), m)], {}),
                           ("batch", group.some(m, lambda: made.digits(rng, 9)), {"looks": "Dutch BSN"}),
                           ("amount", group.some(m, lambda: money(rng, 5000)), {})], m, ["payment_id"])


def survey(group):
    """Nothing identifies a row, nothing is personal: what must stay unproposed."""
    rng, m = group.rng, group.rng.randint(150, 500)
    group.add("answers", [("score", group.some(m, lambda: str(rng.randint(0, 100))), {}), ("minutes", group.some(m, lambda: f"{rng.expovariate(0.1):.2f}"), {}),
                          ("region", group.some(m, lambda: rng.choice(["north", "south", "east", "west"])), {"enums": ["east", "north", "south", "west"]}),
                          ("remark", group.some(m, lambda: " ".join(rng.choice(WORDS).lower() for _ in range(rng.randint(3, 12)))), {}),
                          ("year", group.some(m, lambda: str(rng.randint(1990, 2025))), {})], m, None)


KINDS = (shop, hospital, company, web, weather, payments, survey)


def as_numbers(cells):
    """A column as JSON has it: short numbers and truth values as such, names made of digits as text."""
    known = [cell for cell in cells if cell is not None]
    for kind, form in ((int, r"-?[1-9]\d{0,8}|0"), (float, r"-?\d{1,6}\.\d+")):
        if known and all(re.fullmatch(form, cell) for cell in known):
            return [None if cell is None else kind(cell) for cell in cells]
    return [cell == "true" for cell in cells] if set(known) == {"true", "false"} else list(cells)


def write(group, folder):
    """One file a table, all in one of the formats; returns the paths."""
    paths = []
    kind = group.rng.choice(["csv", "csv", "csv", "semicolons", "ndjson", "json"])
    for table, (heads, rows) in group.tables.items():
        path = os.path.join(folder, f"{table}.{'csv' if kind == 'semicolons' else kind}")
        with open(path, "w", encoding="utf-8", newline="") as out:
            if kind in ("csv", "semicolons"):
                writer = csv.writer(out, delimiter=";" if kind == "semicolons" else ",")
                writer.writerow(heads)
                writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
            else:
                objects = [dict(zip(heads, row)) for row in zip(*(as_numbers(cells) for cells in zip(*rows)))]
                out.write(json.dumps(objects) if kind == "json" else "".join(json.dumps(o) + "\n" for o in objects))
        paths.append(path)
    return paths


def make(folder, seed, groups):
    """[(paths, labels)]: the same for the same seed."""
    out = []
    for number in range(groups):
        group = Group(random.Random(f"{seed}/{number}"), number)
        KINDS[number % len(KINDS)](group)
        where = os.path.join(folder, f"g{number:03d}")
        os.makedirs(where)
        out.append((write(group, where), group.labels))
    return out


if __name__ == "__main__":
    for made_paths, made_labels in make(sys.argv[1], int((sys.argv[2:] or ["1"])[0]), int((sys.argv[3:] or ["20"])[0])):
        print(*made_paths)
        print(json.dumps(made_labels, ensure_ascii=False))
