# SPDX-License-Identifier: Apache-2.0
"""What the council and the owners decide, by chance: the tables of policies/data, grants and agreements."""
import dataclasses
import datetime as dt
import decimal
import glob
import os
import random
import uuid

import kinds
import world as worlds

ORDERED = ("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual")
COMPARED = ("integer", "decimal", "double", "text", "date", "timestamp", "timestamptz")


@dataclasses.dataclass
class Law:
    rules: list = dataclasses.field(default_factory=list)
    discover: dict = dataclasses.field(default_factory=dict)
    public_readers: list = dataclasses.field(default_factory=list)
    clearance: dict = dataclasses.field(default_factory=dict)
    otherwise: str = "internal"
    filters: list = dataclasses.field(default_factory=list)
    masks: list = dataclasses.field(default_factory=list)
    grants: list = dataclasses.field(default_factory=list)      # (principal, table key, columns, purpose)
    agreements: list = dataclasses.field(default_factory=list)  # (team, table key, columns, purposes)


def plain(value):
    """As a policy table and JSON write it."""
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat(" ") if isinstance(value, dt.datetime) else value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value.quantize(decimal.Decimal("0.01"))) if abs(value) < 10**6 else 7.25
    return str(value) if isinstance(value, uuid.UUID) else value


def value_of(rng, kind):
    """A value that rows are likely to have, of those that JSON has a number or text for."""
    value = kind.make(rng)
    return plain(min(value, 2**31) if isinstance(value, int) and not isinstance(value, bool) else value)


def keys_of(rng, world, table, column):
    """Another product's keys: those that the product may read are of its own domain, or of what it has an agreement on."""
    readable = [other for other in world.tables if other.domain == table.domain or (table.base is not None and other is table.base)]
    found = [(other, candidate) for other in readable for candidate in other.columns
             if candidate.kind.sql == column.kind.sql and candidate.level != "restricted" and other is not table]
    if not found:
        return None
    other, candidate = rng.choice(found)
    return {"domain": other.domain, "table": other.name, "column": candidate.name}


def filter_of(rng, world, number):
    table = rng.choice([table for table in world.tables if table.base is None or rng.random() < 0.3] or world.tables)
    column = rng.choice(table.columns)
    operators = ["isNull", "isNotNull", "isNotNull"]
    if column.kind.family in (*COMPARED, "boolean", "uuid"):
        operators += ["equal", "notEqual", "in", "notIn", "keys"] * 2
    if column.kind.family in COMPARED:
        operators += ORDERED
    if column.kind.family == "text":
        operators += ["startsWith", "startsWith"]
    operator = rng.choice(operators)
    entry = {"rule": f"filter-{number}", "source": f"{table.key}.{column.name}", "operator": operator}
    if operator == "keys":
        keys = keys_of(rng, world, table, column)
        entry.update({"operator": "in", "value": keys} if keys else {"operator": "isNotNull"})
    elif operator in ("in", "notIn"):
        entry["value"] = [value_of(rng, column.kind) for _ in range(rng.randint(1, 4))]
    elif operator == "startsWith":
        entry["value"] = rng.choice(("a", "", "al", "B", "o'"))
    elif operator not in ("isNull", "isNotNull"):
        entry["value"] = value_of(rng, column.kind)
    entry["exempt"] = exempt(rng)
    # A view that does not keep the column is refused to those whom it concerns, unless this stands here.
    if rng.random() < 0.5:
        entry["derived"] = "allow"
    return entry


def exempt(rng):
    return sorted({group for group in ("officers", "analysts", "visitors") if rng.random() < 0.25} | {"products"})


def actions_for(kind):
    actions = ["null", "null"]
    if kind.family == "text":
        actions += ["keepFirst4", "keepLast4", "keyedHash", "keyedHash", "constant"]
    if kind.family in ("date", "timestamp", "timestamptz"):
        actions += ["truncateToYear", "truncateToMonth", "truncateToYear", "truncateToMonth"]
    if kind.family in ("integer", "decimal", "double", "boolean", "date", "uuid"):
        actions += ["constant"]
    return actions


def mask_of(rng, world, number):
    entry = {"rule": f"mask-{number}"}
    table = rng.choice(world.tables)
    column = rng.choice(table.columns)
    kind = column.kind
    way = rng.random()
    if way < 0.15:
        entry["level"], actions = "restricted", ["null"]  # of columns of every type
    elif way < 0.35:
        entry["tag"], kind, actions = rng.choice(("pii", "shy")), kinds.WORD, actions_for(kinds.WORD)
    else:
        entry["source"], actions = f"{table.key}.{column.name}", actions_for(kind)
    entry["action"] = rng.choice(actions)
    if entry["action"] == "constant":
        entry["argument"] = value_of(rng, kind)
    entry["exempt"] = exempt(rng)
    return entry


def some_columns(rng, table):
    return sorted({column.name for column in table.columns if rng.random() < 0.5} or {"id" if table.base is None else table.columns[0].name})


def next_law(seed, world, before):
    """Other tables; of the grants and agreements some end and some come."""
    rng, law = random.Random(seed), make_law(seed, world)
    law.grants = [grant for grant in before.grants if rng.random() < 0.7] + [grant for grant in law.grants if rng.random() < 0.2]
    law.grants = [grant for at, grant in enumerate(law.grants) if grant not in law.grants[:at]]
    return law


def make_law(seed, world):
    rng = random.Random(seed)
    law = Law()
    law.otherwise = rng.choice(("internal", "internal", "confidential"))
    law.clearance = {"products": "confidential", "officers": "restricted", "readers": rng.choice(("public", "internal", "confidential"))}
    law.discover = {level: rng.choice(([], [], ["*"], ["readers"], ["visitors"])) for level in worlds.LEVELS}
    law.public_readers = rng.choice(([], ["*"], ["readers"]))
    law.filters = [filter_of(rng, world, number) for number in range(rng.randint(0, 7))]
    law.masks = [mask_of(rng, world, number) for number in range(rng.randint(0, 8))]
    for number in range(rng.randint(1, 3)):
        table = rng.choice(world.tables)
        entry = {"rule": f"rule-{number}", "groups": ["readers"] if rng.random() < 0.7 else ["officers", "visitors"],
                 "tables": [rng.choice((table.key, table.domain + ".*", table.domain + ".*", "*"))]}
        if rng.random() < 0.5:
            entry["purposes"] = [rng.choice(list(worlds.PURPOSES))]
        if rng.random() < 0.4 and entry["tables"] == [table.key]:
            entry["columns"] = some_columns(rng, table)
        law.rules.append(entry)
    for table in world.tables:
        if rng.random() < 0.6:
            law.grants.append(("user:whole" if rng.random() < 0.7 else "group:analysts", table.key, [], rng.choice(("", "", "analysis", "audit"))))
        if rng.random() < 0.5:
            law.grants.append(("user:few", table.key, some_columns(rng, table), rng.choice(("", "analysis"))))
        if rng.random() < 0.35:
            law.agreements.append(("partners", table.key, some_columns(rng, table) if rng.random() < 0.5 else [],
                                   rng.sample(list(worlds.PURPOSES), rng.randint(1, 2))))
    return law


def write_law(folder, world, law):
    data = os.path.join(folder, "policies", "data")
    worlds.dump(os.path.join(data, "access.yaml"), {"rules": law.rules, "discover": law.discover, "publicReaders": law.public_readers})
    worlds.dump(os.path.join(data, "classification.yaml"), {
        "levels": {level: number for number, level in enumerate(worlds.LEVELS)}, "default": "internal",
        "clearance": {"otherwise": law.otherwise, "groups": law.clearance}, "personalTags": ["pii"]})
    worlds.dump(os.path.join(data, "filters.yaml"), {"filters": law.filters})
    worlds.dump(os.path.join(data, "masks.yaml"), {"masks": law.masks})
    for path in glob.glob(os.path.join(folder, "domains", "ops", "agreements", "partners-*")):
        os.remove(path)
    for team, key, columns, purposes in law.agreements:
        table = world.table(key)
        name = f"{team}-{table.domain}-{table.name}"
        worlds.dump(os.path.join(folder, "domains", "ops", "agreements", name + ".agreement.yaml"),
                    worlds.agreement(name, table, {"team": team}, purposes, columns))
