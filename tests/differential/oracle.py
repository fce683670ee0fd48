# SPDX-License-Identifier: Apache-2.0
"""The other way to the same answer: policy is applied to the rows first, in Python, and the plain statement runs over what is left."""
import base64
import datetime as dt
import decimal
import json
import math

import duckdb

import world as worlds
from verdicts import Asker, Unreadable, Verdicts

EXACT = 2**53


class Oracle:
    """Engines by who asks and what for, each holding what of the world that asker has. Not for several threads."""

    def __init__(self, world, law, hash_key):
        self.world, self.verdicts, self.engines, self.views = world, Verdicts(world, law, hash_key), {}, {}

    def view(self, user, purpose):
        """By table key, its (columns, rows), or the word for why it cannot be read."""
        if (user, purpose) not in self.views:
            asker = Asker(user, worlds.USERS[user])
            self.views[user, purpose] = {table.key: self.table(asker, table, purpose) for table in self.world.tables}
        return self.views[user, purpose]

    def table(self, asker, table, purpose):
        try:
            return self.verdicts.seen(asker, table, purpose)
        except Unreadable as refusal:
            return str(refusal)

    def engine(self, user, purpose):
        if (user, purpose) not in self.engines:
            self.engines[user, purpose] = loaded(self.view(user, purpose))
        return self.engines[user, purpose]

    def answer(self, user, purpose, sql):
        return ask(self.engine(user, purpose), sql)

    def answers(self, user, purpose, sql):
        """What else the plain engine may say to the same statement: where that differs, the statement has no one answer."""
        seen = self.view(user, purpose)
        for backwards, before in ((False, ["PRAGMA disable_optimizer"]), (True, []), (True, ["PRAGMA disable_optimizer"])):
            with loaded(seen, backwards) as engine:
                for statement in before:
                    engine.execute(statement)
                yield ask(engine, sql)

    def close(self):
        for engine in self.engines.values():
            engine.close()
        self.engines = {}


def loaded(seen, backwards=False):
    engine = duckdb.connect(":memory:", config={"threads": 1, "asof_loop_join_threshold": 0})  # its loop for few rows may end the process
    engine.execute("SET TimeZone = 'UTC'")
    for domain in worlds.DOMAINS:
        engine.execute(f"CREATE SCHEMA {domain}")
    for key, table in seen.items():
        if not isinstance(table, str):
            columns, rows = table
            engine.execute(worlds.create_table(key, columns, rows[::-1] if backwards else rows))
    return engine


def ask(engine, sql):
    """{"columns": [(name, type)], "rows": […]} in plain form, or {"error": …}."""
    try:
        done = engine.execute(sql)
        columns = [(column[0], str(column[1])) for column in done.description]
        return {"columns": columns, "rows": [tuple(plain(value) for value in row) for row in done.fetchall()]}
    except duckdb.Error as error:
        return {"error": type(error).__name__, "words": str(error)}


def plain(value):
    """A value in a form that every door's form of it can be brought to."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None).isoformat() + ("Z" if value.tzinfo else "")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, dict):
        return tuple((key if isinstance(key, str) else word(plain(key)), plain(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(plain(item) for item in value)
    return str(value)


def word(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def number(value):
    """Floats to ten digits: the order of a sum is the engine's."""
    if isinstance(value, int):
        return str(value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return str(int(value)) if value == int(value) and abs(value) < EXACT else f"{value:.10g}"


def from_json(value):
    """An answer's value of the HTTP door."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(float(value) if abs(value) > EXACT else value)  # a larger integer stands in quotes
    if isinstance(value, dict):
        return tuple((key, from_json(item)) for key, item in value.items())
    return tuple(from_json(item) for item in value) if isinstance(value, list) else value


def from_text(text, sql_type):
    """A value in PostgreSQL's text form, of a type as the engine names it."""
    if text is None:
        return None
    if sql_type.endswith("[]") and not is_json(sql_type):
        return tuple(from_text(item, sql_type[:-2]) for item in array_items(text))
    if is_json(sql_type):
        return from_json(json.loads(text))
    if sql_type == "BOOLEAN":
        return text == "t"
    if sql_type in ("DOUBLE", "FLOAT"):
        return number(float(text))
    if sql_type == "BLOB":
        return base64.b64encode(bytes.fromhex(text[2:])).decode()
    if sql_type.startswith("TIMESTAMP"):
        return full_fraction(text.removesuffix("+00")).replace(" ", "T") + ("Z" if sql_type.endswith("ZONE") else "")
    if sql_type == "TIME":
        return full_fraction(text)
    return text


def is_json(sql_type):
    """What that protocol has no type of: structs, maps, and lists of lists."""
    return sql_type.startswith(("STRUCT", "MAP", "UNION")) or sql_type.removesuffix("[]").endswith("]")


def full_fraction(text):
    whole, dot, fraction = text.partition(".")
    return whole + dot + fraction.ljust(6, "0") if dot else whole


def array_items(text):
    """The items of `{a,"b c",NULL}`."""
    items, item, quoted, escaped, was_quoted = [], "", False, False, False
    for letter in text[1:-1]:
        if escaped:
            item, escaped = item + letter, False
        elif letter == "\\":
            escaped = True
        elif letter == '"':
            quoted, was_quoted = not quoted, True
        elif letter == "," and not quoted:
            items.append(item if was_quoted or item != "NULL" else None)
            item, was_quoted = "", False
        else:
            item += letter
    if text != "{}":
        items.append(item if was_quoted or item != "NULL" else None)
    return items
