# SPDX-License-Identifier: Apache-2.0
"""The types that columns have: as a contract states them, as the engine names them, and their values."""
import datetime as dt
import decimal
import json
import uuid

WORDS = ("alpha", "beta", "Gamma", "delta four", "o'hara", "zoë", "", "12", "alphabet", "be_ta%", "true", "2024-02-29")
GROUPS = ("a", "b", "c", "B", "")
ZONE = dt.timezone.utc


class Kind:
    """`family` says which operations an expression of it takes part in."""

    def __init__(self, sql, family, contract, make):
        self.sql, self.family, self.contract, self.make = sql, family, contract, make

    def __repr__(self):
        return self.sql


def scalar(logical, physical=None):
    return {"logicalType": logical, **({"physicalType": physical} if physical else {})}


def day(rng):
    return dt.date(2024, 1, 1) + dt.timedelta(days=rng.choice((0, 1, 30, 59, 366, -400, rng.randint(-900, 900))))


def moment(rng):
    return dt.datetime.combine(day(rng), clock(rng))


def clock(rng):
    return rng.choice((dt.time(0, 0), dt.time(12, 30), dt.time(23, 59, 59, 999999), dt.time(1, 2, 3, 450000)))


def decimal_of(rng, digits, places):
    return decimal.Decimal(rng.choice((0, 1, -1, 100, rng.randint(-10**digits + 1, 10**digits - 1)))).scaleb(-places)


def integer(low, high):
    return lambda rng: rng.choice((0, 1, 2, 3, low, high, rng.randint(low, high)))


def struct_kind(fields):
    """`fields`: (name, Kind) pairs."""
    contract = {"logicalType": "object", "properties": [{"name": name, **kind.contract} for name, kind in fields]}
    sql = "STRUCT(" + ", ".join(f"{quoted(name)} {kind.sql}" for name, kind in fields) + ")"
    kind = Kind(sql, "struct", contract, lambda rng: Struct((name, maybe(rng, kind)) for name, kind in fields))
    kind.fields = fields
    return kind


def list_kind(item):
    kind = Kind(item.sql + "[]", "list", {"logicalType": "array", "items": {"name": "item", **item.contract}},
                lambda rng: [maybe(rng, item) for _ in range(rng.randint(0, 3))])
    kind.item = item
    return kind


def map_kind(key, value):
    contract = {"logicalType": "map", "map": {"key": key.contract, "value": value.contract}}
    kind = Kind(f"MAP({key.sql}, {value.sql})", "map", contract,
                lambda rng: {key.make(rng): maybe(rng, value) for _ in range(rng.randint(0, 3))})
    kind.key, kind.value = key, value
    return kind


def maybe(rng, kind):
    return None if rng.random() < 0.2 else kind.make(rng)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


BIGINT = Kind("BIGINT", "integer", scalar("integer"), integer(-5, 40))
INTEGER = Kind("INTEGER", "integer", scalar("integer", "int"), integer(0, 5))
SMALLINT = Kind("SMALLINT", "integer", scalar("integer", "smallint"), integer(-3, 9))
UTINYINT = Kind("UTINYINT", "integer", scalar("integer", "utinyint"), integer(0, 255))
UBIGINT = Kind("UBIGINT", "integer", scalar("integer", "ubigint"), integer(0, 2**64 - 1))
DECIMAL = Kind("DECIMAL(10,2)", "decimal", scalar("number", "decimal(10,2)"), lambda rng: decimal_of(rng, 6, 2))
WIDE = Kind("DECIMAL(30,4)", "decimal", scalar("number", "decimal(30,4)"), lambda rng: decimal_of(rng, 18, 4))
# Quarters add up exactly, in whatever order.
DOUBLE = Kind("DOUBLE", "double", scalar("number"), lambda rng: rng.choice((0.0, 1.5, -2.25, rng.randint(-400, 400) / 4)))
FLOAT = Kind("FLOAT", "double", scalar("number", "float"), lambda rng: rng.randint(-40, 40) / 4)
BOOLEAN = Kind("BOOLEAN", "boolean", scalar("boolean"), lambda rng: rng.random() < 0.5)
WORD = Kind("VARCHAR", "text", scalar("string"), lambda rng: rng.choice(WORDS))
GROUP = Kind("VARCHAR", "text", scalar("string"), lambda rng: rng.choice(GROUPS))
DATE = Kind("DATE", "date", scalar("date"), day)
TIME = Kind("TIME", "time", scalar("time"), clock)
MOMENT = Kind("TIMESTAMP", "timestamp", scalar("timestamp", "timestamp"), moment)
INSTANT = Kind("TIMESTAMP WITH TIME ZONE", "timestamptz", scalar("timestamp"), lambda rng: moment(rng).replace(tzinfo=ZONE))
UUID = Kind("UUID", "uuid", scalar("string", "uuid"), lambda rng: uuid.UUID(int=rng.choice((0, 1, rng.getrandbits(128)))))
BLOB = Kind("BLOB", "blob", scalar("string", "blob"), lambda rng: rng.choice((b"", b"\x00\xff", b"abc")))
JSON = Kind("JSON", "json", scalar("string", "json"), lambda rng: json.dumps(
    rng.choice(({"a": 1, "b": [1, 2]}, {"a": None}, [1, "x"], 7, "s", {"b": {"c": True}}))))
PAIR = struct_kind([("a", BIGINT), ("b", WORD)])
DEEP = struct_kind([("order", INTEGER), ("Two Words", list_kind(BIGINT)), ("in_it", struct_kind([("x", DOUBLE), ("end", DATE)]))])
TAGS = list_kind(GROUP)
NUMBERS = list_kind(INTEGER)
MAP = map_kind(GROUP, BIGINT)
ROWS = list_kind(PAIR)


def literal(value, sql_type):
    """A value as SQL text, of that type."""
    if value is None:
        return f"CAST(NULL AS {sql_type})"
    return f"CAST({plain_literal(value)} AS {sql_type})"


def plain_literal(value):
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, decimal.Decimal)):
        return f"({value})" if value < 0 else str(value)
    if isinstance(value, float):
        return f"'{value!r}'::DOUBLE"
    if isinstance(value, bytes):
        return "'" + "".join(f"\\x{byte:02x}" for byte in value) + "'::BLOB"
    if isinstance(value, list):
        return "[" + ", ".join(plain_literal(item) for item in value) + "]"
    if isinstance(value, Struct):
        return "{" + ", ".join(f"{quoted(name)}: {plain_literal(item)}" for name, item in value.items()) + "}"
    if isinstance(value, dict):
        return "MAP {" + ", ".join(f"{plain_literal(name)}: {plain_literal(item)}" for name, item in value.items()) + "}"
    return "'" + str(value).replace("'", "''") + "'"


class Struct(dict):
    """A struct's value, told apart from a map's."""
