# SPDX-License-Identifier: Apache-2.0
"""Statements by chance: every construct that the gate lets through, over tables that the asker sees, and now and then those it does not."""
import dataclasses
import re

import kinds
import sources
import world as worlds
from expressions import COMMON, FAMILIES, Expressions, Scope, name_of

SORTED = ("integer", "text", "boolean", "double", "decimal", "date", "timestamp", "timestamptz", "time", "uuid", "blob")
PLAIN_COLUMN = re.compile(r'[\w.]+(\."[^"]*")?\Z')
MARK = re.compile("\x01(\\d+)\x01")


@dataclasses.dataclass
class Query:
    text: str
    columns: list          # (name, Kind)
    is_ordered: bool = False


@dataclasses.dataclass
class Statement:
    """What is asked: with parameters, and with their values written into it."""
    text: str
    written: str
    parameters: list
    is_ordered: bool
    keys: set              # of the tables that it names


class Generator(sources.Sources, Expressions):
    """One statement a generator. `seen` is what the oracle says of the asker's tables."""

    def __init__(self, choices, world, seen):
        self.choices, self.world, self.seen = choices, world, seen
        self.values, self.ctes, self.aliases = [], [], 0

    def statement(self):
        query = self.query(None, 1 + self.choices.draw(3), top=True)
        used = sorted({int(number) for number in MARK.findall(query.text)})
        numbers = MARK.sub(lambda found: f"${used.index(int(found.group(1))) + 1}", query.text)
        written = MARK.sub(lambda found: self.values[int(found.group(1)) - 1][1], query.text)
        bare = written.lower().replace('"', "")
        keys = {table.key for table in self.world.tables if re.search(rf"\b{re.escape(table.key)}\b", bare)}
        return Statement(numbers, written, [self.values[number - 1][0] for number in used], query.is_ordered, keys)

    def parameter(self, value, text, family):
        """A mark for a value that is given apart. Alone, it would have no type: a cast says it."""
        if len(self.values) >= 6:
            return text
        self.values.append((value, text))
        return f"CAST(\x01{len(self.values)}\x01 AS {'BIGINT' if family == 'integer' else 'VARCHAR'})"

    def alias(self, prefix="t"):
        self.aliases += 1
        return f"{prefix}{self.aliases}"

    # ---------------------------------------------------------------- queries

    def query(self, outer, depth, top=False):
        known = len(self.ctes)
        before = self.with_clause(outer, depth - 1) if depth > 1 and self.choices.chance(25) else ""
        form = self.choices.weighted([(10, "select"), (2 if depth > 1 else 0, "set"), (1, "values"), (1, "from")])
        query = getattr(self, form + "_query")(outer, depth, top)
        self.ctes = self.ctes[:known]
        return dataclasses.replace(query, text=before + query.text)

    def ordered(self, text, columns, top, percent=40):
        """With ORDER BY, and LIMIT only where the order is of all columns, so that it leaves no choice."""
        if not columns or not self.choices.chance(percent if top else 8):
            return Query(text, columns)
        some = not all(kind.family in SORTED for _, kind in columns)
        if some or self.choices.chance(25):
            at = self.choices.draw(len(columns))
            direction = self.choices.pick(("", " DESC", " NULLS FIRST", " ASC NULLS LAST"))
            return Query(f"{text} ORDER BY {at + 1}{direction}", columns)
        whole = ", ".join(f"{at + 1}{self.choices.pick(('', ' DESC', ' NULLS FIRST'))}" for at in self.choices.shuffled(range(len(columns))))
        order = self.choices.pick((whole, "ALL", "ALL DESC"))
        if self.choices.chance(50):
            order += self.limit()
        return Query(f"{text} ORDER BY {order}", columns, True)

    def limit(self):
        count = self.choices.draw(6)
        if self.choices.chance(30) and len(self.values) < 6:
            self.values.append((count, str(count)))
            return f" LIMIT \x01{len(self.values)}\x01"
        return self.choices.pick((f" LIMIT {count}", f" LIMIT {count} OFFSET {self.choices.draw(4)}", f" OFFSET {count}", " LIMIT 40%"))

    def from_query(self, outer, depth, top):
        """FROM first, with all columns."""
        before, scope = self.from_clause(outer, depth)
        columns = self.all_columns(scope)
        where = f" WHERE {self.condition(scope, depth - 1)}" if self.choices.chance(40) else ""
        return self.ordered(f"FROM {before}{where}", columns, top)

    def values_query(self, outer, depth, top):
        families = [self.choices.pick(COMMON) for _ in range(1 + self.choices.draw(3))]
        scope = outer or Scope([])
        rows = [[self.value(scope, family, 0) for family in families] for _ in range(1 + self.choices.draw(3))]
        text = "VALUES " + ", ".join("(" + ", ".join(value for value, _ in row) + ")" for row in rows)
        return self.ordered(text, [(f"col{at}", kind) for at, (_, kind) in enumerate(rows[0])], top)

    def set_query(self, outer, depth, top):
        families = [self.choices.pick(SORTED) for _ in range(1 + self.choices.draw(3))]
        by_name = self.choices.chance(25)
        names = [f"c{at}" for at in range(len(families))]
        left, right = (self.shaped_select(outer, families, names, depth - 1) for _ in range(2))
        word = self.choices.pick(("UNION ALL", "UNION", "EXCEPT", "INTERSECT", "EXCEPT ALL", "INTERSECT ALL"))
        if by_name:
            word = self.choices.pick(("UNION ALL BY NAME", "UNION BY NAME"))
        text = f"{left.text} {word} {right.text}"
        if self.choices.chance(20):
            third = self.shaped_select(outer, families, names, 1)
            text = f"({text}) {self.choices.pick(('UNION ALL', 'UNION', 'INTERSECT'))} {third.text}"
        return self.ordered(text, left.columns, top)

    def shaped_select(self, outer, families, names, depth):
        """A select of columns of these families and names."""
        before, scope = self.from_clause(outer, max(depth, 1))
        items = [self.value(scope, family, max(depth - 1, 0)) for family in families]
        text = ", ".join(f"{item} AS {name}" for (item, _), name in zip(items, names))
        where = f" WHERE {self.condition(scope, 1)}" if self.choices.chance(40) else ""
        return Query(f"SELECT {text} FROM {before}{where}", [(name, kind) for name, (_, kind) in zip(names, items)])

    def column_query(self, outer, family, depth):
        """Of one column, for IN and ANY."""
        return self.shaped_select(outer, [family], ["v"], depth).text

    def scalar_subquery(self, outer, family, depth):
        """Of one row, whatever the rows are."""
        before, scope = self.from_clause(outer, max(depth - 1, 1))
        where = f" WHERE {self.condition(scope, 1)}" if self.choices.chance(70) else ""
        if family == "integer" and self.choices.chance(40):
            return f"(SELECT count(*) FROM {before}{where})", kinds.BIGINT
        text, kind = self.value(scope, family, 0)
        return f"(SELECT {'min' if family in SORTED and family != 'boolean' else 'max'}({text}) FROM {before}{where})", kind

    # ---------------------------------------------------------------- select

    def select_query(self, outer, depth, top):
        before, scope = self.from_clause(outer, depth)
        where = f" WHERE {self.condition(scope, depth)}" if self.choices.chance(35) else ""
        form = self.choices.weighted([(4, "plain"), (4, "grouped"), (3, "star"), (2, "windows")])
        query = getattr(self, "select_" + form)(scope, f" FROM {before}{where}", depth)
        return self.ordered(query.text, query.columns, top)

    def items(self, scope, depth, count):
        """Select items: (text, name, Kind). Those of subqueries have a name: the engine would name them after their text."""
        found = []
        for _ in range(count):
            family = self.choices.pick(COMMON) if self.choices.chance(60) else self.choices.pick(FAMILIES)
            text, kind = self.any_column(scope) if self.choices.chance(30) else self.value(scope, family, depth - 1)
            name = self.alias("c")
            is_named = self.needs_name(text) or self.choices.chance(50)
            found.append((f"{text} AS {name}" if is_named else text, name if is_named else "", kind))
        if self.choices.chance(6):
            relation = self.choices.pick(scope.relations)
            if relation.alias and scope.is_clear(relation):
                found.append((f"{name_of(relation.alias)} AS whole", "whole", kinds.struct_kind([(name, kind) for name, kind in relation.columns] or [("a", kinds.BIGINT)])))
        return found

    def needs_name(self, text):
        """What the engine would name after a text that the gate writes otherwise: a subquery, an interval, a parameter, a column of `domain.table`."""
        return any(mark in text for mark in ("SELECT", "FROM", "INTERVAL", "\x01")) or any(
            f"{domain}." in text.lower() and not PLAIN_COLUMN.match(text) for domain in worlds.DOMAINS)

    def select_plain(self, scope, rest, depth):
        items = self.items(scope, depth, 1 + self.choices.draw(4))
        distinct = "DISTINCT " if self.choices.chance(15) else ""
        if self.choices.chance(5) and all(kind.family in SORTED for _, _, kind in items):
            on = self.any_column(scope)[0]
            order = ", ".join([on, *(str(at + 1) for at in range(len(items)))])
            return Query(f"SELECT * FROM (SELECT DISTINCT ON ({on}) {listed(items)}{rest} ORDER BY {order})", [])
        return Query(f"SELECT {distinct}{listed(items)}{rest}", named(items))

    def select_star(self, scope, rest, depth):
        text, columns = self.star(scope)
        more = self.items(scope, depth, self.choices.draw(2))
        return Query(f"SELECT {', '.join([text] + [item for item, _, _ in more])}{rest}", columns + named(more) if columns is not None else [])

    def star(self, scope):
        """A star expression, and its columns when they are known."""
        relation = self.choices.pick(scope.relations)
        whole = relation.alias and scope.is_clear(relation) and self.choices.chance(30)
        star = f"{name_of(relation.alias)}.*" if whole else "*"
        columns = list(relation.columns) if whole else self.all_columns(scope)
        unique = [(name, kind) for name, kind in columns if sum(name == other for other, _ in columns) == 1]
        form = self.choices.weighted([(6, "all"), (2, "exclude"), (2, "replace"), (2, "rename"), (1, "like"), (1, "pattern"), (1, "lambda"), (1, "min")])
        if form == "all" or len(unique) < 2:
            return star, columns
        name, kind = self.choices.pick(unique)
        others = [(other, of) for other, of in columns if other != name]
        if form == "exclude":
            return f"{star} EXCLUDE ({name_of(name)})", others
        if form == "rename":
            return f"{star} RENAME ({name_of(name)} AS renamed)", [("renamed", of) if other == name else (other, of) for other, of in columns]
        if form == "replace":
            text, of = self.value(scope, kind.family, 1)
            return f"{star} REPLACE ({text} AS {name_of(name)})", [(other, of if other == name else old) for other, old in columns]
        if form == "like":
            return f"{star} LIKE '%{name[0]}%'", None
        if form == "min":
            return f"min(COLUMNS({star}))", None
        pattern = name[:2].replace(" ", ".")
        return (f"COLUMNS('^{pattern}.*')" if form == "pattern" else f"COLUMNS(lambda c: c LIKE '{pattern}%')"), None

    def all_columns(self, scope):
        found = []
        for relation in scope.relations:
            found += [(name, kind) for name, kind in relation.columns if not (name in scope.merged and any(name == other for other, _ in found))]
        return found

    # ---------------------------------------------------------------- groups

    def aggregate(self, scope, depth):
        a = lambda family: self.text_of(scope, family, depth)  # noqa: E731
        any_of = lambda: a(self.choices.pick(SORTED))  # noqa: E731
        text, kind = self.choices.pick([
            lambda: ("count(*)", kinds.BIGINT), lambda: (f"count({any_of()})", kinds.BIGINT), lambda: (f"sum({a('integer')})", kinds.BIGINT),
            lambda: (f"min({a('text')})", kinds.WORD), lambda: (f"max({a('integer')})", kinds.BIGINT), lambda: (f"count(DISTINCT {any_of()})", kinds.BIGINT),
            lambda: (f"avg({a('integer')})", kinds.DOUBLE), lambda: (f"sum({a('double')})", kinds.DOUBLE), lambda: (f"sum({a('decimal')})", kinds.WIDE),
            lambda: (f"max({a('date')})", kinds.DATE), lambda: (f"min({a('timestamptz')})", kinds.INSTANT), lambda: (f"bool_or({a('boolean')})", kinds.BOOLEAN),
            lambda: self.ordered_aggregate(scope, "text", "string_agg({0}, ',' ORDER BY {0})", kinds.WORD),
            lambda: self.ordered_aggregate(scope, "integer", "list({0} ORDER BY {0} NULLS FIRST)", kinds.NUMBERS),
            lambda: (f"median({a('integer')})", kinds.DOUBLE), lambda: (f"stddev_pop({a('integer')})", kinds.DOUBLE), lambda: (f"bit_or({a('integer')})", kinds.BIGINT),
            lambda: self.ordered_aggregate(scope, "integer", "arg_max({0}, {0})", kinds.BIGINT), lambda: (f"quantile_disc({a('integer')}, 0.5)", kinds.BIGINT),
            lambda: (f"count_if({a('boolean')})", kinds.BIGINT), lambda: (f"sum(DISTINCT {a('integer')})", kinds.BIGINT)])()
        if self.choices.chance(12):
            text += f" FILTER (WHERE {self.condition(scope, 0)})"
        return text, kind

    def ordered_aggregate(self, scope, family, form, kind):
        """One that needs a column: the engine refuses to order by a constant."""
        found = self.column(scope, family, 0)
        return (form.format(found[0]), kind) if found else ("count(*)", kinds.BIGINT)

    def select_grouped(self, scope, rest, depth):
        inner = max(depth - 2, 0)
        keys = [self.any_column(scope) if self.choices.chance(70) else self.value(scope, self.choices.pick(COMMON), inner)
                for _ in range(self.choices.draw(4))]
        keys = [(text, kind) for text, kind in keys if "SELECT" not in text and "\x01" not in text and not text.startswith(("(-", "'")) and not text[0].isdigit()]
        # The gate refuses one column in two spellings in sets of groupings.
        keys = list({text.lower().split(".")[-1]: (text, kind) for text, kind in keys}.values())
        items = [(f"{text} AS g{at}", f"g{at}", kind) for at, (text, kind) in enumerate(keys)]
        for _ in range(1 + self.choices.draw(3)):
            text, kind = self.aggregate(scope, inner)
            name = self.alias("c")
            items.append((f"{text} AS {name}", name, kind))
        by, having = self.group_by([text for text, _ in keys]), ""
        if self.choices.chance(20):
            having = f" HAVING {self.aggregate(scope, 0)[0]} IS NOT NULL" if self.choices.chance(50) else " HAVING count(*) > 1"
        items = items if self.choices.chance(30) else self.choices.shuffled(items)
        return Query(f"SELECT {listed(items)}{rest}{by}{having}", named(items))

    def group_by(self, keys):
        if not keys:
            return self.choices.pick(("", "", " GROUP BY ()"))
        joined = ", ".join(keys)
        form = self.choices.weighted([(6, "plain"), (2, "all"), (1, "rollup"), (1, "cube"), (1, "sets")])
        if form == "sets":
            return f" GROUP BY GROUPING SETS (({joined}), ({keys[0]}), ())"
        return {"plain": f" GROUP BY {joined}", "all": " GROUP BY ALL", "rollup": f" GROUP BY ROLLUP ({joined})", "cube": f" GROUP BY CUBE ({joined})"}[form]

    # ---------------------------------------------------------------- windows

    def select_windows(self, scope, rest, depth):
        items = self.items(scope, depth, 1 + self.choices.draw(2))
        window, named_window = "", ""
        for _ in range(1 + self.choices.draw(2)):
            text, kind = self.window_function(scope, "w1" if named_window else "")
            if not named_window and self.choices.chance(15):
                named_window = f" WINDOW w1 AS ({self.partition(scope)})"
                text = "count(*) OVER w1"
            name = self.alias("c")
            items.append((f"{text} AS {name}", name, kind))
        qualify = f" QUALIFY {self.window_function(scope, '')[0]} IS NOT NULL" if self.choices.chance(25) else ""
        return Query(f"SELECT {listed(items)}{rest}{named_window}{qualify}{window}", named(items))

    def partition(self, scope):
        return f"PARTITION BY {self.any_column(scope)[0]}" if self.choices.chance(60) else ""

    def window_function(self, scope, name):
        """One whose result does not depend on how rows that are alike in what it orders by are laid."""
        over = self.partition(scope)
        order, _ = self.column(scope, self.choices.pick(COMMON), 0) or self.any_column(scope)
        direction = self.choices.pick(("", " DESC", " DESC NULLS LAST"))
        frame = self.choices.pick(("", "", " RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", " RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
                                   " GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING", " RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE GROUP"))
        if name and self.choices.chance(50):
            return f"sum({self.text_of(scope, 'integer', 0)}) OVER {name}", kinds.BIGINT
        ranked, aggregated = f"({over} ORDER BY {order}{direction})", f"({over} ORDER BY {order}{direction}{frame})"
        same = f"({over} ORDER BY {order}{direction})"
        return self.choices.pick([
            lambda: (f"count(*) OVER ({over})", kinds.BIGINT), lambda: (f"rank() OVER {ranked}", kinds.BIGINT), lambda: (f"dense_rank() OVER {ranked}", kinds.BIGINT),
            lambda: (f"sum({self.text_of(scope, 'integer', 0)}) OVER {aggregated}", kinds.BIGINT),
            lambda: (f"max({self.text_of(scope, 'text', 0)}) OVER {aggregated}", kinds.WORD), lambda: (f"percent_rank() OVER {ranked}", kinds.DOUBLE),
            lambda: (f"first_value({order}) OVER {same}", kinds.BIGINT), lambda: (f"cume_dist() OVER {ranked}", kinds.DOUBLE),
            lambda: (f"avg({self.text_of(scope, 'integer', 0)}) FILTER (WHERE {self.condition(scope, 0)}) OVER {aggregated}", kinds.DOUBLE),
            lambda: (f"last_value({order}) OVER {same}", kinds.BIGINT), lambda: self.placed_function(scope, over)])()

    def placed_function(self, scope, over):
        """One by the place of a row: rows are alike in all that is ordered by, or in different places."""
        columns = list(scope.columns())
        if len(columns) > 7 or any(kind.family not in SORTED for _, _, kind in columns) or len(columns) < sum(len(each.columns) for each in scope.relations):
            return f"count(*) OVER ({over})", kinds.BIGINT
        order = ", ".join(self.reference(scope, relation, name) for relation, name, _ in columns)
        value = self.text_of(scope, "integer", 0)
        form = self.choices.pick(("row_number()", f"lag({value})", f"lead({value}, 2, 0)", "ntile(3)", f"nth_value({value}, 2)"))
        return f"{form} OVER ({over} ORDER BY {order})", kinds.BIGINT


def listed(items):
    return ", ".join(text for text, _, _ in items)


def named(items):
    """Columns by which an outer query may name them: those without a name of our own it cannot."""
    return [(name or f"?{at}", kind) for at, (_, name, kind) in enumerate(items)]
