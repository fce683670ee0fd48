# SPDX-License-Identifier: Apache-2.0
"""A mesh by chance: domains, tables with rows, views over them, and who asks; and the folder that states it."""
import dataclasses
import os
import random

import duckdb
import yaml

import kinds

DOMAINS = ("sales", "care", "ops")
PURPOSES = {  # id: (parent, the strictest level that it allows)
    "analysis": (None, "confidential"), "audit": ("analysis", "restricted"), "outreach": (None, "internal")}
USERS = {  # id: groups
    "seller": ["sales"], "carer": ["care", "readers"], "whole": ["analysts"], "few": ["visitors"], "ruled": ["readers"],
    "officer": ["readers", "officers"], "partner": ["partners"], "stranger": []}
LEVELS = ("public", "internal", "confidential", "restricted")
# Each table has some of these: the same names in several, so that joins, shadows and ambiguities happen.
COLUMNS = (
    ("k", kinds.INTEGER), ("grp", kinds.GROUP), ("name", kinds.WORD), ("amt", kinds.DECIMAL), ("x", kinds.DOUBLE), ("f", kinds.FLOAT),
    ("flag", kinds.BOOLEAN), ("d", kinds.DATE), ("ts", kinds.INSTANT), ("tl", kinds.MOMENT), ("tm", kinds.TIME), ("u", kinds.UUID),
    ("b", kinds.BLOB), ("j", kinds.JSON), ("n", kinds.SMALLINT), ("n8", kinds.UTINYINT), ("n64", kinds.UBIGINT), ("w", kinds.WIDE),
    ("info", kinds.PAIR), ("deep", kinds.DEEP), ("tags", kinds.TAGS), ("nums", kinds.NUMBERS), ("m", kinds.MAP), ("rs", kinds.ROWS),
    ("Mixed Case", kinds.WORD), ("order", kinds.BIGINT), ("orders", kinds.GROUP))
NAMES = ("orders", "people", "visits", "items", "notes")
ROWS_MAX = 14


@dataclasses.dataclass
class Column:
    name: str
    kind: kinds.Kind
    level: str = "internal"
    tags: tuple = ()


@dataclasses.dataclass
class Table:
    domain: str
    name: str
    columns: list
    rows: list = dataclasses.field(default_factory=list)  # of a base table
    base: "Table" = None  # of a derived one: `origins` says which of its columns each is
    origins: dict = dataclasses.field(default_factory=dict)
    where: str = ""       # which rows of its base it has: those whose column of this name is not NULL
    stored: bool = False  # built once, by its product

    @property
    def key(self):
        return f"{self.domain}.{self.name}"

    def column(self, name):
        return next(column for column in self.columns if column.name == name)


def level_by_chance(rng):
    return rng.choices(LEVELS, (2, 7, 2, 1))[0]


def base_table(rng, domain, name):
    chosen = sorted(rng.sample(range(len(COLUMNS)), rng.randint(4, 9)))
    columns = [Column("id", kinds.BIGINT, "internal")]
    for at in chosen:
        column, kind = COLUMNS[at]
        tags = (rng.choice(("pii", "shy")),) if kind.family == "text" and rng.random() < 0.4 else ()
        level = "confidential" if "pii" in tags else level_by_chance(rng)
        columns.append(Column(column, kind, level, tags))
    rows = []
    for number in range(rng.choice((0, 1, 5, 8, 10, ROWS_MAX, ROWS_MAX, ROWS_MAX, ROWS_MAX, ROWS_MAX))):
        row = [number] + [kinds.maybe(rng, column.kind) for column in columns[1:]]
        rows.append(row)
        if len(row) > 2 and rng.random() < 0.15:  # a duplicate but for its number
            rows.append([number + 100, *row[1:]])
    return Table(domain, name, columns, rows)


def derived_table(rng, base, domain, name, stored):
    kept = [column for column in base.columns if column.level != "restricted" and rng.random() < 0.8] or [base.columns[0]]
    columns, origins = [], {}
    for column in kept:
        renamed = column.name + "_of" if rng.random() < 0.3 else column.name
        columns.append(Column(renamed, column.kind, column.level, column.tags))
        origins[renamed] = column.name
    where = rng.choice(base.columns).name if rng.random() < 0.3 else ""
    if where and base.column(where).level == "restricted":
        where = ""
    return Table(domain, name, columns, [], base, origins, where, stored)


class World:
    def __init__(self, seed, each=3, derived=4):
        """With `each` tables in a domain, and `derived` ones over them."""
        rng = random.Random(seed)
        self.tables = [base_table(rng, domain, name) for domain in DOMAINS for name in rng.sample(NAMES, each)]
        for number, base in enumerate(rng.sample(self.tables, derived)):
            abroad, stored = number % 2 == 1, number == 2
            domain = rng.choice([other for other in DOMAINS if (other != base.domain) == abroad])
            self.tables.append(derived_table(rng, base, domain, f"of_{base.name}_{number}", stored))

    def table(self, key):
        return next((table for table in self.tables if table.key == key), None)

    def lineage(self, table):
        """By column, the (table, column) pairs that it is computed from, however far back."""
        if table.base is None:
            return {column.name: set() for column in table.columns}
        further = self.lineage(table.base)
        return {name: {(table.base.key, origin)} | further[origin] for name, origin in table.origins.items()}


def dump(path, document):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        yaml.safe_dump(document, file, sort_keys=False, allow_unicode=True)


def write_rows(table, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with duckdb.connect() as engine:
        engine.execute("SET TimeZone = 'UTC'")
        engine.execute(create_table("rows", table.columns, table.rows))
        engine.execute(f"COPY rows TO '{path}' (FORMAT parquet)")


def create_table(name, columns, rows):
    """Statements that make a table of these rows, types stated for each column and value."""
    shape = ", ".join(f"{kinds.quoted(column.name)} {column.kind.sql}" for column in columns)
    made = [f"CREATE TABLE {name} ({shape})"]
    listed = ["(" + ", ".join(kinds.literal(value, column.kind.sql) for value, column in zip(row, columns)) + ")" for row in rows]
    if listed:
        made.append(f"INSERT INTO {name} VALUES " + ", ".join(listed))
    return "; ".join(made)


def transform(table):
    chosen = ", ".join(kinds.quoted(origin) + (f" AS {kinds.quoted(name)}" if origin != name else "") for name, origin in table.origins.items())
    where = f" WHERE {kinds.quoted(table.where)} IS NOT NULL" if table.where else ""
    return f"SELECT {chosen} FROM {table.base.key}{where}\n"


def contract(table):
    properties = [{"name": column.name, **column.kind.contract, "classification": column.level, "businessName": column.name,
                   "description": "What it says.", **({"tags": list(column.tags)} if column.tags else {})} for column in table.columns]
    return {"apiVersion": "v3.2.0", "kind": "DataContract", "id": f"{table.domain}-{table.name}", "version": "1.0.0", "status": "active",
            "description": {"purpose": "Rows by chance."},
            "schema": [{"name": table.name, "description": "One row a row.", "properties": properties}]}


def product(table):
    source = f"{table.domain}-{table.name}-files" if table.base is None else f"{table.base.domain}-{table.base.name}"
    port = {"name": "input", "contractId": source, **({"version": "1.0.0"} if table.base else {})}
    properties = [{"property": "purpose", "value": "analysis"}]
    if table.base is not None:
        properties += [{"property": "materialization", "value": "table" if table.stored else "view"},
                       {"property": "declassify", "value": {"reason": "chance", "approver": "council"}}]
    return {"apiVersion": "v1.1.0", "kind": "DataProduct", "id": f"{table.domain}-{table.name}", "name": table.name, "version": "1.0.0",
            "status": "active", "domain": table.domain, "type": "sourceAligned" if table.base is None else "aggregate",
            "description": {"purpose": "Rows by chance."}, "inputPorts": [port],
            "outputPorts": [{"name": table.name, "version": "1.0.0", "contractId": f"{table.domain}-{table.name}"}],
            "support": [{"channel": "#" + table.domain, "url": "https://chat.example/" + table.domain}], "team": {"name": table.domain + "-team"}, "customProperties": properties}


def write_table(folder, table):
    place = os.path.join(folder, "domains", table.domain, table.name)
    dump(os.path.join(place, "product.odps.yaml"), product(table))
    dump(os.path.join(place, table.name + ".odcs.yaml"), contract(table))
    if table.base is not None:
        with open(os.path.join(place, table.name + ".sql"), "w", encoding="utf-8") as file:
            file.write(transform(table))
        if table.base.domain != table.domain:
            name = f"{table.name}-{table.base.name}"
            dump(os.path.join(folder, "domains", table.domain, "agreements", name + ".agreement.yaml"), agreement(
                name, table.base, {"product": table.name}, list(PURPOSES)))
        return
    path = f"data/{table.domain}_{table.name}.parquet"
    write_rows(table, os.path.join(folder, path))
    dump(os.path.join(place, "files.odcs.yaml"), {
        "apiVersion": "v3.2.0", "kind": "DataContract", "id": f"{table.domain}-{table.name}-files", "version": "1.0.0", "status": "active",
        "description": {"purpose": "A file."}, "servers": [{"server": "files", "type": "local", "path": path, "format": "parquet"}]})


def agreement(name, table, consumer, purposes, columns=()):
    return {"apiVersion": "hanse/v1", "kind": "Agreement", "id": name,
            "provider": {"domain": table.domain, "product": table.name, "port": table.name, "major": 1}, "consumer": consumer,
            "purposes": purposes, **({"columns": list(columns)} if columns else {}), "from": "2020-01-01", "until": "2099-12-31", "notice": "P90D"}


def write_register(folder, users):
    teams = [{"id": f"{domain}-team", "type": "streamAligned", "group": domain} for domain in DOMAINS]
    dump(os.path.join(folder, "mesh.yaml"), {
        "apiVersion": "hanse/v1", "kind": "Mesh", "id": "chance", "name": "Chance",
        "teams": [{"id": "council", "type": "council", "group": "governance"},
                  {"id": "platform", "type": "platform", "group": "platform"},
                  {"id": "partners", "type": "streamAligned", "group": "partners"}, *teams],
        "council": [{"role": "governance", "team": "council", "approves": ["policy", "purpose", "technology", "restrictedAgreement"]}],
        "domains": [{"id": domain, "owner": f"{domain}-team"} for domain in DOMAINS],
        "environments": [{"id": "dev", "development": True, "data": "sample"}],
        "ledger": "relaxed",
        "purposes": [{"id": name, "name": name, "legalBasis": "consent", **({"parent": parent} if parent else {}), "classificationMax": level}
                     for name, (parent, level) in PURPOSES.items()],
        "identity": {"developmentUsers": [{"id": user, "groups": groups, "defaultPurpose": "analysis"} for user, groups in users.items()]}})


def write_mesh(folder, world, users=None):
    write_register(folder, users or USERS)
    for domain in DOMAINS:
        dump(os.path.join(folder, "domains", domain, "domain.yaml"), {
            "apiVersion": "hanse/v1", "kind": "Domain", "id": domain, "name": domain, "description": "Rows by chance.", "status": "active",
            "owner": f"{domain}-team", "roles": [{"role": "productOwner", "group": domain}]})
    for table in world.tables:
        write_table(folder, table)
