# SPDX-License-Identifier: Apache-2.0
"""A contract as facts {(place, field): value}, places as `hanse contract export` names them."""
import re

TEXTS = ("description", "businessName", "classification", "physicalName")
FLAGS = ("required", "unique", "primaryKey", "deprecated")


def type_of(column):
    """The logical type with what makes another of it: two columns of one are alike to every reader."""
    logical, options = column.get("logicalType", "string"), column.get("logicalTypeOptions", {})
    physical = re.sub(r"\s+", "", column.get("physicalType", "").lower())
    size = re.search(r"\((\d+)(?:,(\d+))?\)", physical)
    if logical == "integer":
        return ("integer", options.get("format", "i64"))
    if logical == "number":
        if physical.startswith(("decimal", "numeric")) and "format" not in options:
            return ("decimal", size and size.group(1), size and (size.group(2) or "0"))
        return ("number", options.get("format", "f64"))
    if logical == "timestamp":
        local = physical in ("timestamp", "datetime", "timestamp_ntz", "datetime(6)", "timestamp(6)") and not options.get("timezone")
        return ("timestamp", "local" if local else "zone")
    return (logical,)


def of_column(column, place, facts):
    facts[place, "logicalType"] = type_of(column)
    options = dict(column.get("logicalTypeOptions", {}))
    options.pop("timezone", None)
    if column.get("logicalType") in ("integer", "number"):
        options.pop("format", None)
    for key, value in options.items():
        facts[place, f"logicalTypeOptions.{key}"] = value
    for field in TEXTS:
        if column.get(field):
            facts[place, field] = column[field]
    for field in FLAGS:
        if column.get(field):
            facts[place, field] = True
    if column.get("primaryKey"):
        facts[place, "primaryKeyPosition"] = column.get("primaryKeyPosition")
    if column.get("enum"):
        facts[place, "enum"] = [str(item["value"]) for item in column["enum"]]
    for field in ("tags", "examples", "relationships", "quality"):
        if column.get(field):
            facts[place, field] = column[field]
    of_nested(column, place, facts)


def of_nested(column, place, facts):
    for inner in column.get("properties", []):
        of_column(inner, f"{place}.{inner.get('name')}", facts)
    if "items" in column:
        of_column(column["items"], place + "[]", facts)
    for part in ("key", "value"):
        if part in column.get("map", {}):
            of_column(column["map"][part], f"{place}.{part}", facts)


def settled(relations, names):
    """Relationships with names for ids."""
    def one(reference):
        return names.get(reference, reference)
    return [{key: [one(item) for item in value] if isinstance(value, list) else one(value) for key, value in relation.items()} for relation in relations]


def of_contract(contract):
    names = {f"schema/{table['id']}/properties/{column['id']}": f"{table['name']}.{column['name']}"
             for table in contract.get("schema", []) if "id" in table for column in table["properties"] if "id" in column}
    facts = facts_of(contract)
    return {key: settled(value, names) if key[1] == "relationships" else value for key, value in facts.items()}


def facts_of(contract):
    facts = {("", key): contract[key] for key in ("id", "version", "name", "status") if contract.get(key)}
    for key, value in contract.get("description", {}).items():
        facts["", f"description.{key}"] = value
    for table in contract.get("schema", []):
        facts[table["name"], "name"] = True
        for field in TEXTS + ("tags", "relationships", "quality"):
            if table.get(field):
                facts[table["name"], field] = table[field]
        for column in table["properties"]:
            of_column(column, f"{table['name']}.{column.get('name')}", facts)
    return facts


def without_lost(facts, lost):
    """What the export claims to carry: below a place whose type or name is lost nothing is claimed."""
    gone, below = set(), []
    for item in lost:
        place, field = item["place"], item["field"]
        if field in ("physicalType", "logicalTypeOptions.format", "logicalTypeOptions.timezone", "logicalType"):
            gone.add((place, "logicalType"))
        if field in ("name", "schema") or (field == "logicalType" and place):
            below.append(place)
        gone.add((place, field))
    for item in lost:
        if item["field"] in ("properties", "items", "map"):
            below.append(item["place"])
    kept = {}
    for (place, field), value in facts.items():
        inner = any(place != one and place.startswith(one) and place[len(one):][:1] in ".[" for one in below if one)
        renamed = any(item["field"] == "name" and item["place"] == place for item in lost)
        parent = field.startswith("logicalTypeOptions.") and (place, "logicalType") in gone
        if not inner and not renamed and not parent and (place, field) not in gone:
            kept[place, field] = value
    return kept
