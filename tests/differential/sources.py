# SPDX-License-Identifier: Apache-2.0
"""What stands in FROM and WITH, by chance: tables, joins, subqueries, functions, pivots, common table expressions."""
import kinds
from expressions import COMMON, Relation, Scope, name_of

JOINS = ("JOIN", "LEFT JOIN", "INNER JOIN", "RIGHT JOIN", "FULL JOIN")


class Sources:
    """Needs `self.choices`, `self.world`, `self.seen`, `self.query(…)` and expressions."""

    # ---------------------------------------------------------------- FROM

    def from_clause(self, outer, depth):
        text, scope = self.source(outer, depth)
        for _ in range(self.choices.weighted([(5, 0), (3, 1), (1, 2)]) if depth > 0 else 0):
            if len(scope.relations) < 4:
                text, scope = self.joined(text, scope, outer, depth)
        return text, scope

    def source(self, outer, depth):
        """One item of FROM: (text, Scope)."""
        way = self.choices.weighted([(14, "table"), (4 if self.ctes else 0, "cte"), (3 if depth > 1 else 0, "subquery"), (1, "values"), (1, "function"),
                                     (1 if depth > 1 else 0, "pivot"), (1 if depth > 1 else 0, "unpivot"), (1 if depth > 1 else 0, "nested")])
        text, relations, merged = getattr(self, "from_" + way)(outer, depth)
        return text, Scope(relations, outer, merged)

    def from_table(self, _outer, _depth):
        readable = [table for table in self.world.tables if not isinstance(self.seen[table.key], str)]
        table = self.choices.pick(readable) if readable and not self.choices.chance(3) else self.choices.pick(self.world.tables)
        return self.named_table(table)

    def named_table(self, table):
        seen = self.seen[table.key]
        columns = [(column.name, column.kind) for column in (table.columns if isinstance(seen, str) else seen[0])]
        hidden = [(column.name, column.kind) for column in table.columns if (column.name, column.kind) not in columns]
        form = self.choices.weighted([(6, "alias"), (3, "plain"), (1, "columns"), (1, "quoted"), (1, "case")])
        written = {"quoted": f'"{table.domain}"."{table.name}"', "case": table.key.title()}.get(form, table.key)
        if form in ("plain", "quoted", "case"):
            return written, [Relation(table.name, columns, f"{table.domain}.{table.name}", hidden, table)], ()
        alias = self.choices.pick(("orders", "people", "k", "T")) if self.choices.chance(15) else self.alias()
        if form == "columns":
            count = 1 + self.choices.draw(len(columns))
            renamed = [(f"r{at}", kind) for at, (_, kind) in enumerate(columns[:count])] + columns[count:]
            return f"{written} AS {alias}({', '.join(f'r{at}' for at in range(count))})", [Relation(alias, renamed, None, hidden, None)], ()
        return f"{written}{self.choices.pick((' AS ', ' '))}{alias}", [Relation(alias, columns, None, hidden, table)], ()

    def from_cte(self, _outer, _depth):
        name, columns = self.choices.pick(self.ctes)
        if self.choices.chance(40):
            return name, [Relation(name, columns)], ()
        alias = self.alias()
        return f"{name} AS {alias}", [Relation(alias, columns)], ()

    def from_subquery(self, outer, depth):
        """A correlated one where there is something outside."""
        query = self.query(outer, depth - 1)
        alias = self.alias("s")
        columns = self.derived(query.columns)
        if columns and self.choices.chance(20):
            names = [f"q{at}" for at in range(len(columns))]
            return f"({query.text}) AS {alias}({', '.join(names)})", [Relation(alias, [(name, kind) for name, (_, kind) in zip(names, columns)])], ()
        return f"({query.text}) AS {alias}", [Relation(alias, [column for column in columns if not column[0].startswith("?")])], ()

    @staticmethod
    def derived(columns):
        """Those of a subquery that its outside can name without doubt."""
        lowered = [name.lower() for name, _ in columns]
        return [(name if lowered.count(name.lower()) == 1 else "?" + name, kind) for name, kind in columns]

    def from_values(self, _outer, _depth):
        families = [self.choices.pick(COMMON) for _ in range(1 + self.choices.draw(3))]
        rows = [[self.literal(family) for family in families] for _ in range(1 + self.choices.draw(3))]
        alias, names = self.alias("v"), [f"v{at}" for at in range(len(families))]
        text = ", ".join("(" + ", ".join(value for value, _ in row) + ")" for row in rows)
        return f"(VALUES {text}) AS {alias}({', '.join(names)})", [Relation(alias, [(name, kind) for name, (_, kind) in zip(names, rows[0])])], ()

    def from_function(self, _outer, _depth):
        alias = self.alias("f")
        text, kind = self.choices.pick((("range(3)", kinds.BIGINT), ("generate_series(1, 4)", kinds.BIGINT), ("unnest([1, NULL, 3])", kinds.INTEGER),
                                        ("unnest(['a', 'b'])", kinds.WORD)))
        return f"{text} AS {alias}(i)", [Relation(alias, [("i", kind)])], ()

    def from_nested(self, outer, depth):
        text, scope = self.joined(*self.source(outer, depth - 1), outer, depth - 1)
        return f"({text})", scope.relations, scope.merged

    # ---------------------------------------------------------------- pivots

    def pivoted_table(self):
        """A subquery of a few named columns to turn: ((text, [(name, Kind)]), or None."""
        tables = [table for table in self.world.tables if not isinstance(self.seen[table.key], str)]
        fitting = []
        for table in tables:
            columns = [(column.name, column.kind) for column in self.seen[table.key][0]]
            of = lambda family, columns=columns: [column for column in columns if column[1].family == family]  # noqa: E731
            if of("text") and of("integer"):
                fitting.append((table, of("text"), of("integer"), columns))
        return self.choices.pick(fitting) if fitting else None

    def from_pivot(self, outer, depth):
        found = self.pivoted_table()
        if found is None:
            return self.from_table(outer, depth)
        table, texts, integers, columns = found
        (on, _), (value, _) = self.choices.pick(texts), self.choices.pick(integers)
        simple = [(name, kind) for name, kind in columns if name not in (on, value) and kind.family in ("boolean", "integer", "date")]
        aggregate, alias = self.choices.pick((f"sum({name_of(value)})", "count(*)", f"max({name_of(value)})")), self.alias("p")
        group = self.choices.pick([name for name, _ in simple]) if simple and self.choices.chance(60) else None
        by = f" GROUP BY {name_of(group)}" if group else ""
        made = [("a", kinds.BIGINT), ("b", kinds.BIGINT)]
        known = [column for column in columns if column[0] == group] if group else [column for column in columns if column[0] not in (on, value)]
        if aggregate == "count(*)" and not group:
            known = [column for column in columns if column[0] != on]
        relation = Relation(alias, [column for column in known if column[0].lower() not in ("a", "b")] + made)
        if self.choices.chance(50):
            return f"(PIVOT {table.key} ON {name_of(on)} IN ('a', 'b') USING {aggregate}{by}) AS {alias}", [relation], ()
        return f"{table.key} PIVOT ({aggregate} FOR {name_of(on)} IN ('a', 'b'){by}) AS {alias}", [relation], ()

    def from_unpivot(self, outer, depth):
        found = self.pivoted_table()
        if found is None:
            return self.from_table(outer, depth)
        table, texts, integers, columns = found
        turned = self.choices.some(integers if self.choices.chance(60) else texts)
        names, alias = ", ".join(name_of(name) for name, _ in turned), self.alias("u")
        left = [column for column in columns if column not in turned]
        relation = Relation(alias, left + [("which", kinds.WORD), ("held", turned[0][1])])
        if self.choices.chance(50):
            return f"(UNPIVOT {table.key} ON {names} INTO NAME which VALUE held) AS {alias}", [relation], ()
        nulls = self.choices.pick(("", "INCLUDE NULLS "))
        return f"{table.key} UNPIVOT {nulls}(held FOR which IN ({names})) AS {alias}", [relation], ()

    # ---------------------------------------------------------------- joins

    def joined(self, text, scope, outer, depth):
        way = self.choices.weighted([(8, "on"), (2, "comma"), (1, "cross"), (2, "using"), (2, "natural"), (2, "semi"), (1, "positional"), (2, "asof"),
                                     (2 if depth > 1 else 0, "lateral"), (1, "unnest")])
        return getattr(self, "join_" + way)(text, scope, outer, depth)

    def beside(self, scope, relations, outer, merged=()):
        return Scope(scope.relations + relations, outer, scope.merged | set(merged))

    def join_condition(self, scope, right):
        """Equality of columns of both sides where there is one."""
        left_columns, right_columns = list(scope.columns()), list(right.columns())
        pairs = [(one, other) for one in left_columns for other in right_columns
                 if one[2].family == other[2].family and one[2].family in ("integer", "text", "date", "boolean", "decimal")]
        both = Scope(scope.relations + right.relations, scope.outer)
        if not pairs or self.choices.chance(15):
            return self.condition(both, 1)
        (left, name, _), (other, other_name, _) = self.choices.pick(pairs)
        text = f"{self.reference(both, left, name)} {self.choices.pick(('=', '=', '=', '<'))} {self.reference(both, other, other_name)}"
        return f"{text} AND {self.condition(both, 0)}" if self.choices.chance(20) else text

    def join_on(self, text, scope, outer, depth):
        right, other = self.source(outer, depth - 1)
        word = self.choices.pick(JOINS)
        return f"{text} {word} {right} ON {self.join_condition(scope, other)}", self.beside(scope, other.relations, outer, other.merged)

    def join_comma(self, text, scope, outer, depth):
        right, other = self.source(outer, depth - 1)
        return f"{text}, {right}", self.beside(scope, other.relations, outer, other.merged)

    def join_cross(self, text, scope, outer, depth):
        right, other = self.source(outer, depth - 1)
        return f"{text} CROSS JOIN {right}", self.beside(scope, other.relations, outer, other.merged)

    def shared(self, scope, other):
        """Names that both sides have without doubt, of types that compare."""
        left = {name: kind for _, name, kind in scope.columns() if scope.count(name) == 1}
        right = {name: kind for _, name, kind in other.columns() if other.count(name) == 1}
        return [name for name, kind in left.items() if name in right and right[name].family == kind.family]

    def join_using(self, text, scope, outer, depth):
        right, other = self.source(outer, depth - 1)
        names = self.shared(scope, other)
        if not names:
            return f"{text} CROSS JOIN {right}", self.beside(scope, other.relations, outer, other.merged)
        names = self.choices.some(names, 1, 2)
        word = self.choices.pick((*JOINS, "SEMI JOIN", "ANTI JOIN"))
        made = f"{text} {word} {right} USING ({', '.join(name_of(name) for name in names)})"
        if word in ("SEMI JOIN", "ANTI JOIN"):
            return made, scope
        return made, self.beside(scope, other.relations, outer, {*other.merged, *names})

    def join_natural(self, text, scope, outer, depth):
        right, other = self.source(outer, depth - 1)
        word = self.choices.pick(("NATURAL JOIN", "NATURAL LEFT JOIN", "NATURAL FULL JOIN"))
        names = self.shared(scope, other)
        if not names and not self.choices.chance(10):
            return f"{text}, {right}", self.beside(scope, other.relations, outer, other.merged)
        return f"{text} {word} {right}", self.beside(scope, other.relations, outer, {*other.merged, *names})

    def join_semi(self, text, scope, outer, depth):
        right, other = self.source(outer, depth - 1)
        return f"{text} {self.choices.pick(('SEMI JOIN', 'ANTI JOIN'))} {right} ON {self.join_condition(scope, other)}", scope

    def join_positional(self, text, scope, outer, depth):
        right, relations, _ = self.from_table(outer, depth)
        return f"{text} POSITIONAL JOIN {right}", self.beside(scope, relations, outer)

    def join_asof(self, text, scope, outer, depth):
        """By the number of the right table's rows, which is there once: no two rows are as near."""
        right, relations, _ = self.from_table(outer, depth)
        other, left = relations[0], [(relation, name) for relation, name, kind in scope.columns() if kind.family == "integer"]
        names = [name for name, _ in other.columns]
        if other.table is None or other.table.base is not None or "id" not in names or not left:
            return f"{text}, {right}", self.beside(scope, relations, outer)
        both = Scope(scope.relations + relations, outer)
        condition = f"{self.reference(both, *self.choices.pick(left))} {self.choices.pick(('>=', '>', '<='))} {self.reference(both, other, 'id')}"
        return f"{text} ASOF {self.choices.pick(('JOIN', 'LEFT JOIN'))} {right} ON {condition}", self.beside(scope, relations, outer)

    def join_lateral(self, text, scope, outer, depth):
        query = self.query(Scope(scope.relations, outer, scope.merged), depth - 1)
        alias = self.alias("l")
        columns = [column for column in self.derived(query.columns) if not column[0].startswith("?")]
        word = self.choices.pick((", LATERAL ", " CROSS JOIN LATERAL ", ", "))
        return f"{text}{word}({query.text}) AS {alias}", self.beside(scope, [Relation(alias, columns)], outer)

    def join_unnest(self, text, scope, outer, _depth):
        found = [(relation, name, kind) for relation, name, kind in scope.columns() if kind.family == "list"]
        if not found:
            return f"{text}, range(2) AS i9(i)", self.beside(scope, [Relation("i9", [("i", kinds.BIGINT)])], outer)
        relation, name, kind = self.choices.pick(found)
        alias = self.alias("n")
        return f"{text}, unnest({self.reference(scope, relation, name)}) AS {alias}(v)", self.beside(scope, [Relation(alias, [("v", kind.item)])], outer)

    # ---------------------------------------------------------------- WITH

    def with_clause(self, outer, depth):
        made, word = [], "WITH "
        for _ in range(1 + self.choices.draw(2)):
            name = self.choices.pick((self.alias("w"), "orders", "people", "Visits"))
            if any(f"{name}{after}" in text for text in made for after in "( "):
                name = self.alias("w")
            if self.choices.chance(20):
                made.append(self.recursion(outer, depth, name))
                word = "WITH RECURSIVE "
                continue
            query = self.query(outer, depth)
            columns, names = self.derived(query.columns), ""
            if columns and self.choices.chance(20):
                columns = [(f"x{at}", kind) for at, (_, kind) in enumerate(columns)]
                names = "(" + ", ".join(column for column, _ in columns) + ")"
            how = self.choices.pick((" AS ", " AS ", " AS MATERIALIZED ", " AS NOT MATERIALIZED "))
            made.append(f"{name}{names}{how}({query.text})")
            self.ctes.append((name, [column for column in columns if not column[0].startswith("?")]))
        return word + ", ".join(made) + " "

    def recursion(self, outer, depth, name):
        """Three rounds at most."""
        text, scope = self.source(outer, max(depth - 1, 0))
        value, kind = self.column(scope, "integer", 0) or ("1", kinds.INTEGER)
        word = self.choices.pick(("UNION ALL", "UNION"))
        step = f"SELECT i + 1, v FROM {name} WHERE i < 2"
        if self.choices.chance(40):
            more, other = self.source(None, 0)
            step = f"SELECT i + 1, v FROM {name}, (SELECT count(*) AS n FROM {more}) AS most WHERE i < 2 AND n > 0"
            del other
        self.ctes.append((name, [("i", kinds.INTEGER), ("v", kinds.BIGINT)]))
        del kind
        return f"{name}(i, v) AS (SELECT 0, CAST({value} AS BIGINT) FROM {text} {word} {step})"
