# SPDX-License-Identifier: Apache-2.0
"""Tables with planted defects, and by plain Python what each promise of their contract finds in them."""
import datetime
import json
import random
import re

import duckdb

FORMATS = ("csv", "json", "ndjson", "parquet")
DAY = datetime.date(2026, 11, 1)
CUSTOMERS = list(range(1, 21))
WORDS = ["N/A", "-"]


class Bad:
    """A cell that is no value of its column's type: text in CSV, another JSON type in JSON."""

    def __init__(self, text, of_json):
        self.text, self.of_json = text, of_json


def clean_row(rng, number):
    return {
        "id": number, "line": number % 3, "code": f"C{number:04d}", "email": f"user{number}@example.org",
        "ip": f"10.0.{number % 256}.{rng.randrange(256)}", "amount": round(rng.uniform(0, 1000), 2),
        "ratio": round(rng.uniform(0.01, 0.99), 3), "step": 5 * rng.randrange(100),
        "price": f"{rng.randrange(2000) * 5 / 100:.2f}", "day": DAY + datetime.timedelta(rng.randrange(28)),
        "at": datetime.datetime(2026, 11, 28, 17, 0) + datetime.timedelta(minutes=7 * number),
        "kind": rng.choice(["a", "b", "it's"]), "flag": rng.random() < 0.5, "country": rng.choice(["DE", "FR", "IT"]),
        "note": f"note {number}", "customer": rng.choice(CUSTOMERS),
    }


NESTED = {
    "tags": lambda rng, number: [f"t{n}" for n in range(1 + number % 3)],
    "address": lambda rng, number: {"zip": f"{10000 + number}", "city": "Bremen"},
}

# Defects: column -> what may be planted there. `None` is a missing value.
DEFECTS = {
    "id": [None, "again", Bad("x7", "x7"), Bad("1.5", 1.5)],
    "code": [None, "again", "X", "CTOOLONG", "c0001x"],
    "email": [None, "no address", "a@b@c"],
    "ip": [None, "256.1.1.1", "1.2.3"],
    "amount": [None, -0.01, 1000.01, Bad("12,5", "12.5")],
    "ratio": [None, 0, 1, 1.5],
    "step": [None, 3, -7, Bad("five", True)],
    "price": [None, "0.07", "1.01", Bad("1.005", "1.005")],
    "day": [None, DAY - datetime.timedelta(1), datetime.date(2027, 1, 1), Bad("2026-13-01", "2026-13-01"),
            Bad("01.11.2026", 20261101)],
    "at": [None, Bad("yesterday", "yesterday")],
    "kind": [None, "c", "A", ""],
    "flag": [None, Bad("maybe", "maybe")],
    "country": [None, "XX", "de"],
    "note": [None, "N/A", "-", "again", "note 1"],
    "customer": [None, 99, 0],
    "tags": [None, [], ["x", "x"], ["1", "2", "3", "4", "5"], ["much too long a tag"]],
    "address": [None, {"city": "Bremen"}, {"zip": "1", "city": "Bremen"}, {"zip": None, "city": None}],
}


def table(rng, form, size=60):
    rows = [clean_row(rng, number + 1) for number in range(size)]
    columns = list(rows[0])
    if form != "csv":
        for number, row in enumerate(rows):
            row.update({name: make(rng, number) for name, make in NESTED.items()})
        columns += list(NESTED)
    planted = []
    for _ in range(rng.randrange(12)):
        column, at = rng.choice(columns + ["id", "step", "day", "code"]), rng.randrange(1, size)
        if column == "line":
            continue
        value = rng.choice(DEFECTS[column])
        if isinstance(value, Bad) and form == "parquet":
            continue
        rows[at][column] = rows[rng.randrange(at)][column] if value == "again" else value
        planted.append((column, at))
    return columns, rows, planted


def written(value, form):
    """A cell as its format has it."""
    if isinstance(value, Bad):
        return f'"{value.text}"' if form == "csv" else value.of_json
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if form == "csv":
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if text == "" or re.search(r'[",\n]', text) else text
    return value


PARQUET_TYPES = {"id": "BIGINT", "line": "BIGINT", "amount": "DOUBLE", "ratio": "DOUBLE", "step": "BIGINT",
                 "price": "DECIMAL(10,2)", "day": "DATE", "at": "TIMESTAMPTZ", "flag": "BOOLEAN", "customer": "BIGINT",
                 "tags": "VARCHAR[]", "address": "STRUCT(zip VARCHAR, city VARCHAR)"}


def write(path, columns, rows, form):
    cells = [{name: written(row[name], form) for name in columns} for row in rows]
    if form == "csv":
        text = ",".join(columns) + "\n" + "".join(",".join(row[name] for name in columns) + "\n" for row in cells)
    elif form == "ndjson":
        text = "".join(json.dumps(row) + "\n" for row in cells)
    else:
        text = json.dumps(cells)
    if form != "parquet":
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    with open(path + ".tmp", "w", encoding="utf-8") as file:
        file.write(text)
    types = ", ".join(f"'{name}': '{PARQUET_TYPES.get(name, 'VARCHAR')}'" for name in columns)
    connection.execute(f"COPY (SELECT * FROM read_json('{path}.tmp', columns = {{{types}}}, format = 'array')) "
                       f"TO '{path}' (FORMAT parquet)")


def contract(columns, form, composite):
    rule = lambda metric, bound, **more: {"metric": metric, **bound, **more}  # noqa: E731
    properties = {
        "id": {"logicalType": "integer", "primaryKey": True, "primaryKeyPosition": 1},
        "line": {"logicalType": "integer", **({"primaryKey": True, "primaryKeyPosition": 2} if composite else {})},
        "code": {"logicalType": "string", "unique": True,
                 "logicalTypeOptions": {"minLength": 2, "maxLength": 6, "pattern": "^[A-Z]"}},
        "email": {"logicalType": "string", "required": True, "logicalTypeOptions": {"format": "email"}},
        "ip": {"logicalType": "string", "logicalTypeOptions": {"format": "ipv4"}},
        "amount": {"logicalType": "number", "logicalTypeOptions": {"minimum": 0, "maximum": 1000}},
        "ratio": {"logicalType": "number", "logicalTypeOptions": {"exclusiveMinimum": 0, "exclusiveMaximum": 1}},
        "step": {"logicalType": "integer", "logicalTypeOptions": {"multipleOf": 5, "minimum": 0}},
        "price": {"logicalType": "number", "physicalType": "decimal(10,2)", "logicalTypeOptions": {"multipleOf": 0.05}},
        "day": {"logicalType": "date", "logicalTypeOptions": {"minimum": "2026-11-01", "maximum": "2026-12-31"}},
        "at": {"logicalType": "timestamp"},
        "kind": {"logicalType": "string", "enum": [{"value": "a"}, {"value": "b"}, {"value": "it's"}],
                 "quality": [{"id": "listed", **rule("invalidValues", {"mustBe": 0},
                                                     arguments={"validValues": ["zzz"]})}]},
        "flag": {"logicalType": "boolean"},
        "country": {"logicalType": "string", "quality": [
            {"id": "few", **rule("invalidValues", {"mustBeLessThan": 1}, arguments={"validValues": ["DE", "FR", "IT"]})},
            {"id": "shape", **rule("invalidValues", {"mustBe": 0}, arguments={"pattern": "^[A-Z]{2}$"})}]},
        "note": {"logicalType": "string", "quality": [
            {"id": "nulls", **rule("nullValues", {"mustBeLessThan": 3}, unit="percent")},
            {"id": "words", **rule("missingValues", {"mustBeLessOrEqualTo": 1}, arguments={"missingValues": WORDS})},
            {"id": "twice", "severity": "warning", **rule("duplicateValues", {"mustBe": 0})}]},
        "customer": {"logicalType": "integer", "relationships": [{"to": "customers.id"}]},
        "tags": {"logicalType": "array", "logicalTypeOptions": {"minItems": 1, "maxItems": 4, "uniqueItems": True},
                 "items": {"logicalType": "string", "logicalTypeOptions": {"maxLength": 10}}},
        "address": {"logicalType": "object", "properties": [
            {"name": "zip", "logicalType": "string", "required": True, "logicalTypeOptions": {"pattern": "^[0-9]{5}$"}},
            {"name": "city", "logicalType": "string"}]},
    }
    return {
        "apiVersion": "v3.2.0", "kind": "DataContract", "id": "orders", "version": "1.0.0", "status": "active",
        "servers": [{"server": "files", "type": "local", "path": "{table}." + form, "format": form}],
        "schema": [
            {"name": "orders", "properties": [{"name": name, **properties[name]} for name in columns],
             "quality": [
                 {"id": "size", "metric": "rowCount", "mustBeBetween": [59, 61]},
                 {"id": "pairs", "metric": "duplicateValues", "mustBeLessThan": 2,
                  "arguments": {"properties": ["line", "customer"]}},
                 {"id": "large", "type": "sql", "mustBeLessOrEqualTo": 30,
                  "query": "SELECT count(*) FROM {object} WHERE amount > 500"}]},
            {"name": "customers", "properties": [{"name": "id", "logicalType": "integer", "unique": True}]}],
        "slaProperties": [
            {"property": "freshness", "value": 3, "unit": "d", "element": "orders.day"},
            {"property": "retention", "value": 30, "unit": "d", "element": "orders.day"},
            {"property": "frequency", "value": 10, "unit": "min", "element": "orders.at"}],
    }


def repeats(keys):
    """Positions whose key stood before; a key with a missing part is none."""
    seen, found = set(), []
    for at, key in enumerate(keys):
        if key is None or (isinstance(key, tuple) and None in key):
            continue
        if key in seen:
            found.append(at)
        seen.add(key)
    return found


def expected(columns, rows, form, composite, now):
    """check id -> (verdict, positions of failing rows or None)."""
    found = {}

    def value(row, name):  # of its type; None when missing or not
        cell = row[name]
        if isinstance(cell, Bad) or (name == "note" and cell in WORDS):
            return None
        return float(cell) if name == "price" and cell is not None else cell

    def rows_where(check, breaks, verdict="failed"):
        at = [place for place, row in enumerate(rows) if breaks(row)]
        found[check] = (verdict if at else "passed", at)

    def where_value(check, name, breaks, **more):
        rows_where(check, lambda row: value(row, name) is not None and breaks(value(row, name)), **more)

    for name in columns:
        found[f"orders.{name}.present"] = ("passed", None)
        rows_where(f"orders.{name}.logicalType", lambda row, name=name: isinstance(row[name], Bad))
    keys = ["id", "line"] if composite else ["id"]
    for name in keys + ["email"]:
        rows_where(f"orders.{name}.required", lambda row, name=name: row[name] is None)
    for check, names in (("orders.code.unique", ["code"]), ("orders.id.primaryKey", keys)):
        at = repeats([tuple(value(row, name) for name in names) for row in rows])
        found[check] = ("failed" if at else "passed", at)
    where_value("orders.code.minLength", "code", lambda text: len(text) < 2)
    where_value("orders.code.maxLength", "code", lambda text: len(text) > 6)
    where_value("orders.code.pattern", "code", lambda text: not re.search("^[A-Z]", text))
    where_value("orders.email.format", "email", lambda text: not re.fullmatch(r"[^@ ]+@[^@ ]+", text))
    where_value("orders.ip.format", "ip", lambda text: text in ("256.1.1.1", "1.2.3"))
    where_value("orders.amount.minimum", "amount", lambda number: number < 0)
    where_value("orders.amount.maximum", "amount", lambda number: number > 1000)
    where_value("orders.ratio.exclusiveMinimum", "ratio", lambda number: number <= 0)
    where_value("orders.ratio.exclusiveMaximum", "ratio", lambda number: number >= 1)
    where_value("orders.step.minimum", "step", lambda number: number < 0)
    where_value("orders.step.multipleOf", "step", lambda number: number % 5 != 0)
    where_value("orders.price.multipleOf", "price", lambda number: round(number * 100) % 5 != 0)
    where_value("orders.day.minimum", "day", lambda day: day < DAY)
    where_value("orders.day.maximum", "day", lambda day: day > datetime.date(2026, 12, 31))
    where_value("orders.kind.enum", "kind", lambda text: text not in ("a", "b", "it's"))
    found["orders.kind.listed"] = ("notRun", None)
    where_value("orders.country.few", "country", lambda text: text not in ("DE", "FR", "IT"))
    where_value("orders.country.shape", "country", lambda text: not re.fullmatch("[A-Z]{2}", text))
    nulls = [at for at, row in enumerate(rows) if row["note"] is None]
    found["orders.note.nulls"] = ("passed" if 100 * len(nulls) / len(rows) < 3 else "failed", nulls)
    words = [at for at, row in enumerate(rows) if row["note"] is None or row["note"] in WORDS]
    found["orders.note.words"] = ("passed" if len(words) <= 1 else "failed", words)
    at = repeats([value(row, "note") for row in rows])
    found["orders.note.twice"] = ("warning" if at else "passed", at)
    where_value("orders.customer.relationship", "customer", lambda number: number not in CUSTOMERS)
    found["orders.size"] = ("passed", None)
    at = repeats([(value(row, "line"), value(row, "customer")) for row in rows])
    found["orders.pairs"] = ("failed" if len(at) >= 2 else "passed", at)
    large = sum(1 for row in rows if value(row, "amount") is not None and value(row, "amount") > 500)
    found["orders.large"] = ("passed" if large <= 30 else "failed", None)
    add_levels(found, [value(row, "day") for row in rows], [value(row, "at") for row in rows], now)
    if form == "parquet":
        found["orders.price.physicalType"] = ("passed", None)
    if "tags" in columns:
        add_nested(found, rows_where, form)
    return found


def add_levels(found, days, instants, now):
    days = [datetime.datetime.combine(day, datetime.time(), datetime.timezone.utc) for day in days if day]
    instants = sorted({at.replace(tzinfo=datetime.timezone.utc) for at in instants if at}) + [now]
    found["orders.freshness"] = ("passed" if now - max(days) <= datetime.timedelta(3) else "failed", None)
    found["orders.retention"] = ("passed" if now - min(days) <= datetime.timedelta(30) else "failed", None)
    gap = max(after - before for before, after in zip(instants, instants[1:]))
    found["orders.frequency"] = ("passed" if gap <= datetime.timedelta(minutes=10) else "failed", None)


def add_nested(found, rows_where, form):
    tags = lambda row: row["tags"]  # noqa: E731
    rows_where("orders.tags.minItems", lambda row: tags(row) is not None and len(tags(row)) < 1)
    rows_where("orders.tags.maxItems", lambda row: tags(row) is not None and len(tags(row)) > 4)
    rows_where("orders.tags.uniqueItems", lambda row: tags(row) is not None and len(set(tags(row))) < len(tags(row)))
    rows_where("orders.tags[].maxLength", lambda row: any(len(tag) > 10 for tag in tags(row) or []))
    found["orders.tags[].logicalType"] = found["orders.address.zip.logicalType"] = ("passed", [])
    found["orders.address.city.logicalType"] = ("passed", [])
    if form == "parquet":
        found["orders.address.zip.present"] = found["orders.address.city.present"] = ("passed", None)
    address = lambda row: row["address"]  # noqa: E731
    rows_where("orders.address.zip.required", lambda row: address(row) is not None and address(row).get("zip") is None)
    rows_where("orders.address.zip.pattern",
               lambda row: bool(address(row)) and address(row).get("zip") is not None and
               not re.fullmatch("[0-9]{5}", address(row)["zip"]))


def generated(seed, form):
    rng = random.Random(f"{seed} {form}")
    columns, rows, planted = table(rng, form)
    return columns, rows, planted, rng.random() < 0.3
