# SPDX-License-Identifier: Apache-2.0
"""Expressions by chance, of a wanted type, over the columns that are in scope."""
import re

import kinds

PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
RESERVED = {"order", "end", "group", "select", "table", "all", "user"}
FAMILIES = ("integer", "text", "boolean", "double", "decimal", "date", "timestamp", "timestamptz", "time", "uuid", "blob", "json", "struct", "list", "map")
COMMON = FAMILIES[:6]
SIMPLEST = {"integer": kinds.INTEGER, "text": kinds.WORD, "boolean": kinds.BOOLEAN, "double": kinds.DOUBLE, "decimal": kinds.DECIMAL,
            "date": kinds.DATE, "timestamp": kinds.MOMENT, "timestamptz": kinds.INSTANT, "time": kinds.TIME, "uuid": kinds.UUID,
            "blob": kinds.BLOB, "json": kinds.JSON, "struct": kinds.PAIR, "list": kinds.NUMBERS, "map": kinds.MAP}
LITERALS = {
    "integer": ("1", "0", "2", "3", "5", "(-1)", "12"), "text": ("'a'", "'b'", "''", "'alpha'", "'12'", "'o''hara'", "'zoë'"),
    "boolean": ("true", "false"), "double": ("1.5::DOUBLE", "0::DOUBLE", "(-2.25::DOUBLE)"), "decimal": ("1.50", "0.25", "(-100.00)"),
    "date": ("DATE '2024-02-29'", "DATE '2024-01-01'"), "timestamp": ("TIMESTAMP '2024-01-01 12:30:00'", "TIMESTAMP '2024-01-31 00:00:00'"),
    "timestamptz": ("TIMESTAMPTZ '2024-01-01 12:30:00+00'",), "time": ("TIME '12:30:00'",),
    "uuid": ("CAST('00000000-0000-0000-0000-000000000001' AS UUID)",), "blob": ("'abc'::BLOB",), "json": ("to_json({'a': 1})",),
    "struct": ("{'a': 1, 'b': 'x'}",), "list": ("[1, 2, NULL]",), "map": ("MAP {'a': 1}",)}


def name_of(name):
    return name if PLAIN.match(name) and name not in RESERVED else kinds.quoted(name)


class Relation:
    """What stands in FROM: its alias (None when it cannot be named), and its columns as (name, Kind)."""

    def __init__(self, alias, columns, longer=None, hidden=(), table=None):
        self.alias, self.columns, self.longer, self.hidden, self.table = alias, columns, longer, list(hidden), table


class Scope:
    def __init__(self, relations, outer=None, merged=()):
        self.relations, self.outer, self.merged = relations, outer, set(merged)

    def count(self, name):
        found = sum(name.lower() == other.lower() for relation in self.relations for other, _ in relation.columns)
        return 1 if name in self.merged and found else found

    def is_clear(self, relation):
        """Whether its alias is its alone. Of two tables of a name the engine takes the one with the column; the gate wants the domain."""
        return sum((other.alias or "").lower() == (relation.alias or "").lower() for other in self.relations) == 1

    def columns(self):
        """(relation, name, Kind) of those that some text names without doubt."""
        for relation in self.relations:
            own = [name.lower() for name, _ in relation.columns]
            for name, kind in relation.columns:
                if own.count(name.lower()) == 1 and (relation.alias or self.count(name) == 1):
                    yield relation, name, kind


class Expressions:
    """Needs `self.choices`, `self.query(…)` for subqueries, and `self.parameter(…)`."""

    # ---------------------------------------------------------------- columns

    def reference(self, scope, relation, name):
        forms = []
        if scope.count(name) == 1 or self.choices.chance(2):
            forms.append(name_of(name))
        if relation.alias and scope.is_clear(relation):
            forms.append(f"{name_of(relation.alias)}.{name_of(name)}")
        if relation.longer:
            forms.append(f"{relation.longer}.{name_of(name)}")
        written = self.choices.pick(forms or [name_of(name)])
        if self.choices.chance(5):
            written = written.upper()
        return written

    def column(self, scope, family, outer_percent=15):
        """A column's text and Kind, or None."""
        while scope.outer is not None and self.choices.chance(outer_percent):
            scope = scope.outer
        found = [(relation, name, kind) for relation, name, kind in scope.columns() if kind.family == family]
        if not found:
            return None
        relation, name, kind = self.choices.pick(found)
        return self.reference(scope, relation, name), kind

    def any_column(self, scope):
        found = list(scope.columns())
        if not found:
            return "1", kinds.INTEGER
        relation, name, kind = self.choices.pick(found)
        return self.reference(scope, relation, name), kind

    def hidden_column(self, scope):
        hidden = [(relation, name, kind) for relation in scope.relations for name, kind in relation.hidden]
        if not hidden:
            return None
        relation, name, kind = self.choices.pick(hidden)
        return (f"{name_of(relation.alias)}." if relation.alias and self.choices.chance(50) else "") + name_of(name), kind

    # ---------------------------------------------------------------- of a type

    def value(self, scope, family, depth):
        """(text, Kind) of an expression of the family."""
        if self.choices.chance(1):
            hidden = self.hidden_column(scope)
            if hidden:
                return hidden
        way = self.choices.weighted([(6, "column"), (2, "literal"), (4 if depth > 0 else 0, "made"), (1 if depth > 0 else 0, "case"),
                                     (1 if depth > 0 else 0, "subquery")])
        if way == "column":
            found = self.column(scope, family)
            if found:
                return found
            way = "made" if depth > 0 and self.choices.chance(50) else "literal"
        if way == "subquery":
            return self.scalar_subquery(scope, family, depth)
        if way == "case":
            return self.case(scope, family, depth)
        if way == "made":
            return getattr(self, "make_" + family)(scope, depth - 1)
        return self.literal(family)

    def literal(self, family):
        text = self.choices.pick(LITERALS[family])
        if family in ("integer", "text") and self.choices.chance(25):
            value = int(text.strip("()")) if family == "integer" else text[1:-1].replace("''", "'")
            return self.parameter(value, text, family), SIMPLEST[family]
        return text, SIMPLEST[family]

    def text_of(self, scope, family, depth):
        return self.value(scope, family, depth)[0]

    def case(self, scope, family, depth):
        when, (then, kind) = self.condition(scope, depth - 1), self.value(scope, family, depth - 1)
        if kind.family in ("struct", "map", "list", "json"):
            return f"CASE WHEN {when} THEN {then} END", kind
        other = self.value(scope, family, depth - 1)
        form = self.choices.weighted([(3, "case"), (1, "simple"), (1, "if"), (1, "coalesce"), (1, "nullif")])
        if form == "simple":
            subject, like = self.text_of(scope, "integer", depth - 1), self.text_of(scope, "integer", 0)
            return f"CASE {subject} WHEN {like} THEN {then} ELSE {other[0]} END", wider(kind, other[1])
        if form == "if":
            return f"if({when}, {then}, {other[0]})", wider(kind, other[1])
        if form == "coalesce":
            return f"coalesce({then}, {other[0]})", wider(kind, other[1])
        if form == "nullif":
            return f"nullif({then}, {other[0]})", kind
        return f"CASE WHEN {when} THEN {then} ELSE {other[0]} END", wider(kind, other[1])

    def make_integer(self, scope, depth):
        a = lambda: self.text_of(scope, "integer", depth)  # noqa: E731
        text = lambda: self.text_of(scope, "text", depth)  # noqa: E731
        return self.choices.pick([
            lambda: f"({a()} + {a()})", lambda: f"({a()} - {a()})", lambda: f"({a()} * 2)", lambda: f"({a()} % 3)", lambda: f"({a()} // 2)",
            lambda: f"abs({a()})", lambda: f"(-{a()})", lambda: f"length({text()})", lambda: f"strpos({text()}, 'a')",
            lambda: f"CAST(({self.condition(scope, depth)}) AS INTEGER)", lambda: f"TRY_CAST({text()} AS INTEGER)",
            lambda: f"CAST({a()} AS BIGINT)", lambda: f"greatest({a()}, {a()})", lambda: f"year({self.text_of(scope, 'date', depth)})",
            lambda: f"EXTRACT(month FROM {self.text_of(scope, 'timestamp', depth)})", lambda: f"len({self.text_of(scope, 'list', depth)})",
            lambda: f"date_diff('day', {self.text_of(scope, 'date', depth)}, DATE '2024-01-01')", lambda: f"sign({a()})",
            lambda: self.of_nested(scope, "integer", depth), lambda: self.of_nested(scope, "integer", depth),
            lambda: f"cardinality({self.text_of(scope, 'map', 0)})", lambda: f"({a()} & 3)", lambda: f"bit_count({a()})",
            lambda: f"CAST({text()} AS INTEGER)" if self.choices.chance(15) else f"ascii({text()})"])(), kinds.BIGINT

    def make_double(self, scope, depth):
        a = lambda: self.text_of(scope, "double", depth)  # noqa: E731
        return self.choices.pick([
            lambda: f"({a()} + {a()})", lambda: f"({a()} * 2)", lambda: f"({a()} / 2)", lambda: f"CAST({self.text_of(scope, 'integer', depth)} AS DOUBLE)",
            lambda: f"round({a()}, 1)", lambda: f"({self.text_of(scope, 'integer', depth)} / 4)", lambda: f"abs({a()})", lambda: f"floor({a()})",
            lambda: f"TRY_CAST({self.text_of(scope, 'text', depth)} AS DOUBLE)", lambda: f"CAST({self.text_of(scope, 'decimal', depth)} AS DOUBLE)",
        ])(), kinds.DOUBLE

    def make_decimal(self, scope, depth):
        a = lambda: self.text_of(scope, "decimal", depth)  # noqa: E731
        return self.choices.pick([
            lambda: f"({a()} + 1)", lambda: f"({a()} - {a()})", lambda: f"(-{a()})", lambda: f"abs({a()})", lambda: f"round({a()}, 1)",
            lambda: f"TRY_CAST({self.text_of(scope, 'integer', depth)} AS DECIMAL(10,2))"])(), kinds.DECIMAL

    def make_text(self, scope, depth):
        a = lambda: self.text_of(scope, "text", depth)  # noqa: E731
        any_text = lambda: self.text_of(scope, self.choices.pick(FAMILIES), depth)  # noqa: E731
        return self.choices.pick([
            lambda: f"upper({a()})", lambda: f"lower({a()})", lambda: f"({a()} || {a()})", lambda: f"concat({a()}, '-', {a()})",
            lambda: f"substr({a()}, 2, 3)", lambda: f"left({a()}, 2)", lambda: f"right({a()}, 2)", lambda: f"replace({a()}, 'a', 'x')", lambda: f"trim({a()})",
            lambda: f"CAST({any_text()} AS VARCHAR)", lambda: f"CAST({any_text()} AS VARCHAR)", lambda: f"concat_ws('/', {a()}, {a()})",
            lambda: f"strftime({self.text_of(scope, 'date', depth)}, '%Y-%m')", lambda: f"md5({a()})", lambda: f"reverse({a()})",
            lambda: f"{self.text_of(scope, 'json', 0)} ->> '$.a'", lambda: self.of_nested(scope, "text", depth), lambda: self.of_nested(scope, "text", depth),
            lambda: f"({a()})[1:2]", lambda: f"split_part({a()}, 'a', 1)", lambda: f"typeof({any_text()})",
            lambda: f"array_to_string({self.text_of(scope, 'list', 0)}, ',')", lambda: f"regexp_replace({a()}, '[a-c]', '_', 'g')"])(), kinds.WORD

    def make_boolean(self, scope, depth):
        return f"({self.condition(scope, depth)})", kinds.BOOLEAN

    def make_date(self, scope, depth):
        a = lambda: self.text_of(scope, "date", depth)  # noqa: E731
        return self.choices.pick([
            lambda: f"({a()} + 3)", lambda: f"CAST({self.text_of(scope, 'timestamp', depth)} AS DATE)", lambda: f"CAST(date_trunc('month', {a()}) AS DATE)",
            lambda: f"last_day({a()})", lambda: f"TRY_CAST({self.text_of(scope, 'text', depth)} AS DATE)"])(), kinds.DATE

    def make_timestamp(self, scope, depth):
        a = lambda: self.text_of(scope, "timestamp", depth)  # noqa: E731
        return self.choices.pick([
            lambda: f"CAST({self.text_of(scope, 'date', depth)} AS TIMESTAMP)", lambda: f"({a()} + INTERVAL 1 DAY)", lambda: f"date_trunc('hour', {a()})",
            lambda: f"({self.text_of(scope, 'timestamptz', depth)} AT TIME ZONE 'UTC')"])(), kinds.MOMENT

    def make_timestamptz(self, scope, depth):
        a = lambda: self.text_of(scope, "timestamptz", depth)  # noqa: E731
        return self.choices.pick([lambda: f"({a()} - INTERVAL '2 hours')", lambda: f"date_trunc('day', {a()})",
                                  lambda: f"CAST({self.text_of(scope, 'timestamp', depth)} AS TIMESTAMPTZ)"])(), kinds.INSTANT

    def make_time(self, scope, depth):
        return f"CAST({self.text_of(scope, 'timestamp', depth)} AS TIME)", kinds.TIME

    def make_uuid(self, scope, depth):
        return f"TRY_CAST({self.text_of(scope, 'text', depth)} AS UUID)", kinds.UUID

    def make_blob(self, scope, depth):
        return f"encode({self.text_of(scope, 'text', depth)})", kinds.BLOB

    def make_json(self, scope, depth):
        return self.choices.pick([lambda: f"to_json({self.text_of(scope, 'integer', depth)})", lambda: f"{self.text_of(scope, 'json', 0)} -> '$.b'",
                                  lambda: f"json_object('a', {self.text_of(scope, 'text', depth)})"])(), kinds.JSON

    def make_struct(self, scope, depth):
        (a, of_a), (b, of_b) = self.value(scope, "integer", depth), self.value(scope, "text", depth)
        kind = kinds.struct_kind([("a", of_a), ("b", of_b)])
        return self.choices.pick(["{'a': %s, 'b': %s}", "struct_pack(a := %s, b := %s)"]) % (a, b), kind

    def make_list(self, scope, depth):
        family = self.choices.pick(("integer", "text"))
        a, of_a = self.value(scope, family, depth)
        made = self.choices.pick([lambda: f"[{a}]", lambda: f"[{a}, {self.text_of(scope, family, depth)}]", lambda: self.of_list(scope, family, a)])()
        return made, kinds.list_kind(of_a)

    def of_list(self, scope, family, otherwise):
        found = [(relation, name) for relation, name, kind in scope.columns() if kind.family == "list" and kind.item.family == family]
        if not found:
            return f"[{otherwise}]"
        column = self.reference(scope, *self.choices.pick(found))
        body = {"integer": "lambda v: v + 1", "text": "lambda v: v || '!'"}[family]
        return self.choices.pick([f"list_sort({column})", f"list_transform({column}, {body})", f"list_filter({column}, lambda v: v IS NOT NULL)",
                                  f"list_distinct(list_sort({column}))[:2]", f"{column}[1:2]", f"list_concat({column}, {column})"])

    def make_map(self, scope, depth):
        value, kind = self.value(scope, "integer", depth)
        return f"MAP {{'k': {value}}}", kinds.map_kind(kinds.GROUP, kind)

    def of_nested(self, scope, family, depth):
        """A part of a struct, list or map that is of the family."""
        found = []
        for relation, name, kind in scope.columns():
            column = lambda relation=relation, name=name: self.reference(scope, relation, name)  # noqa: E731
            for path, part in parts_of(kind):
                if part.family == family:
                    found.append(lambda column=column, path=path: f"({column()}){path}")
        return self.choices.pick(found)() if found else self.text_of(scope, family, 0)

    # ---------------------------------------------------------------- conditions

    def condition(self, scope, depth):
        way = self.choices.weighted([(4, "compare"), (1, "column"), (1, "null"), (1, "in"), (1, "like"), (1, "between"), (1, "distinct"), (1, "contains"),
                                     *([(2, "and"), (1, "or"), (1, "not"), (1, "exists"), (2, "in query"), (1, "any"), (1, "rows")] if depth > 0 else [])])
        return getattr(self, "is_" + way.replace(" ", "_"))(scope, depth - 1)

    def pair(self, scope, depth):
        family = self.choices.pick(COMMON) if self.choices.chance(70) else self.choices.pick(FAMILIES[:11])
        return family, self.text_of(scope, family, depth), self.text_of(scope, family, depth)

    def is_compare(self, scope, depth):
        _, left, right = self.pair(scope, depth)
        return f"{left} {self.choices.pick(('=', '<', '>=', '<>', '>', '<='))} {right}"

    def is_column(self, scope, depth):
        return self.text_of(scope, "boolean", 0)

    def is_null(self, scope, depth):
        return f"{self.text_of(scope, self.choices.pick(FAMILIES), depth)} IS {self.choices.pick(('NULL', 'NOT NULL'))}"

    def is_in(self, scope, depth):
        family = self.choices.pick(COMMON)
        listed = ", ".join(self.text_of(scope, family, 0) for _ in range(1 + self.choices.draw(3)))
        return f"{self.text_of(scope, family, depth)} {self.choices.pick(('IN', 'NOT IN'))} ({listed})"

    def is_like(self, scope, depth):
        operator, pattern = self.choices.pick((("LIKE", "'a%'"), ("ILIKE", "'%A%'"), ("NOT LIKE", "'_e%'"), ("SIMILAR TO", "'[a-g].*'"), ("GLOB", "'*a'")))
        return f"{self.text_of(scope, 'text', depth)} {operator} {pattern}"

    def is_between(self, scope, depth):
        family, low, high = self.pair(scope, depth)
        return f"{self.text_of(scope, family, depth)} {self.choices.pick(('BETWEEN', 'NOT BETWEEN'))} {low} AND {high}"

    def is_distinct(self, scope, depth):
        _, left, right = self.pair(scope, depth)
        return f"{left} IS {self.choices.pick(('', 'NOT '))}DISTINCT FROM {right}"

    def is_contains(self, scope, depth):
        return self.choices.pick([lambda: f"starts_with({self.text_of(scope, 'text', depth)}, 'a')", lambda: f"contains({self.text_of(scope, 'text', depth)}, 'l')",
                                  lambda: f"regexp_matches({self.text_of(scope, 'text', depth)}, '^[a-d]')"])()

    def is_and(self, scope, depth):
        return f"({self.condition(scope, depth)} AND {self.condition(scope, depth)})"

    def is_or(self, scope, depth):
        return f"({self.condition(scope, depth)} OR {self.condition(scope, depth)})"

    def is_not(self, scope, depth):
        return f"NOT ({self.condition(scope, depth)})"

    def is_exists(self, scope, depth):
        return f"{self.choices.pick(('', 'NOT '))}EXISTS ({self.query(scope, depth).text})"

    def is_in_query(self, scope, depth):
        family = self.choices.pick(COMMON)
        return f"{self.text_of(scope, family, depth)} {self.choices.pick(('IN', 'NOT IN'))} ({self.column_query(scope, family, depth)})"

    def is_any(self, scope, depth):
        family = self.choices.pick(COMMON)
        operator = self.choices.pick((">", "=", "<=", "<>"))
        return f"{self.text_of(scope, family, depth)} {operator} {self.choices.pick(('ANY', 'ALL'))} ({self.column_query(scope, family, depth)})"

    def is_rows(self, scope, depth):
        left = f"({self.text_of(scope, 'integer', 0)}, {self.text_of(scope, 'text', 0)})"
        right = f"({self.text_of(scope, 'integer', 0)}, {self.text_of(scope, 'text', 0)})"
        return f"{left} {self.choices.pick(('=', '<', '<>'))} {right}" if self.choices.chance(60) else f"{left} IN ({right}, {left})"


def wider(one, other):
    return one if one.sql == other.sql else SIMPLEST[one.family]


def parts_of(kind):
    """(path, Kind) of what lies in a nested value, one and two steps down."""
    found = []
    if kind.family == "struct":
        for name, field in kind.fields:
            for step in (f".{name_of(name)}", f"['{name}']"):
                found.append((step, field))
            found += [(f".{name_of(name)}{path}", part) for path, part in parts_of(field)]
    elif kind.family == "list":
        found.append(("[1]", kind.item))
        found += [("[1]" + path, part) for path, part in parts_of(kind.item)]
    elif kind.family == "map":
        found.append(("['a']", kind.value))
    return found
