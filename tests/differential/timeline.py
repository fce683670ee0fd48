# SPDX-License-Identifier: Apache-2.0
"""What stood when: each committed change of a mesh, and so what may be answered to a statement that was asked then."""
import collections
import copy
import dataclasses
import threading
import time

import oracle
import world as worlds
from verdicts import Asker, Unreadable, Verdicts

NEVER = ("internal", "cut", "gone", "protocol", "unavailable")


@dataclasses.dataclass(frozen=True)
class Grant:
    number: int
    principal: str
    key: str
    columns: tuple
    purpose: str
    since: float = 0
    until: float = float("inf")

    def stands(self, at):
        return self.since <= at < self.until

    def plain(self):
        return self.principal, self.key, list(self.columns), self.purpose


@dataclasses.dataclass
class Standing:
    """What one commit left. Nobody changes it."""
    world: object
    law: object          # its `grants` are not used
    grants: tuple
    groups: dict         # of each user
    tokens: frozenset    # those that are valid
    began: float = 0     # the call that committed it
    returned: float = float("inf")
    seen: dict = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Expected:
    """Rows, or the words of which an error has one; no words: any error that is an answer."""
    names: list = None
    types: list = None
    rows: collections.Counter = None
    errors: tuple = None

    @property
    def form(self):
        return (tuple(self.names), frozenset(self.rows.items())) if self.errors is None else ("error", self.errors)


class Timeline:
    """Thread-safe. Times are the system's clock: grants begin and end by it."""

    def __init__(self, standing, hash_key):
        self.lock, self.hash_key = threading.RLock(), hash_key
        self.states, self.floors = [standing], [(0.0, 0)]
        standing.returned = 0

    @property
    def newest(self):
        return self.states[-1]

    def begin(self, **fields):
        """What will stand when the call that begins now has returned; it may be seen before that."""
        with self.lock:
            self.states.append(dataclasses.replace(
                self.newest, began=time.time(), returned=float("inf"), seen={}, **fields))

    def returned(self):
        self.newest.returned = time.time()

    def did_not_happen(self):
        with self.lock:
            self.states.pop()

    def possible(self, begun, ended):
        """Numbers of the states that one answer between these two times may be of."""
        with self.lock:
            least = max(number for at, number in self.floors if at <= begun)
            for number, state in enumerate(self.states):
                if state.returned < begun:
                    least = max(least, number)
            return [number for number in range(least, len(self.states)) if self.states[number].began <= ended]

    def answered(self, number, at):
        """An answer showed this state: who asks from now on is not shown an older one."""
        with self.lock:
            if number > self.floors[-1][1]:
                self.floors.append((at, number))

    def moments(self, number, begun, ended):
        """Times between these two, one for each set of grants that stands in them."""
        ends = {edge for grant in self.states[number].grants for edge in (grant.since, grant.until)}
        return [begun] + sorted(edge for edge in ends if begun < edge <= ended)

    def next_end(self):
        now = time.time()
        return min((grant.until for grant in self.newest.grants if grant.until > now), default=float("inf"))

    def view(self, number, at, user, purpose):
        return View(self, self.states[number], at, user, purpose)

    def views(self, begun, ended, user, purpose):
        """(state's number, view) for all that an answer between these times may be of."""
        for number in self.possible(begun, ended):
            for at in self.moments(number, begun, ended):
                yield number, self.view(number, at, user, purpose)


class View:
    """The tables as one user has them for one purpose, in one state at one time."""

    def __init__(self, timeline, state, at, user, purpose):
        self.timeline, self.state, self.user, self.purpose = timeline, state, user, purpose
        self.standing = tuple(grant for grant in state.grants if grant.stands(at))

    @property
    def verdicts(self):
        key = tuple(grant.number for grant in self.standing)
        if key not in self.state.seen:
            law = copy.copy(self.state.law)
            law.grants = [grant.plain() for grant in self.standing]
            self.state.seen[key] = (Verdicts(self.state.world, law, self.timeline.hash_key), {})
        return self.state.seen[key]

    @property
    def asker(self):
        return Asker(self.user, self.state.groups[self.user])

    def table(self, key):
        """(columns, rows in plain form), or the word for why it cannot be read."""
        verdicts, known = self.verdicts
        wanted = self.user, self.purpose, key
        if wanted not in known:
            try:
                columns, rows = verdicts.seen(self.asker, self.state.world.table(key), self.purpose)
                known[wanted] = columns, [tuple(oracle.plain(value) for value in row) for row in rows]
            except Unreadable as refusal:
                known[wanted] = str(refusal)
        return known[wanted]

    def form(self, key):
        """What tells one verdict on a table from another."""
        seen, (_, known) = self.table(key), self.verdicts
        wanted = "form", self.user, self.purpose, key
        if wanted not in known:
            known[wanted] = seen if isinstance(seen, str) else ([column.name for column in seen[0]], collections.Counter(seen[1]))
        return known[wanted]

    def listed(self):
        verdicts, _ = self.verdicts
        return [table for table in self.state.world.tables if verdicts.discoverable(self.asker, table, self.purpose)]

    def is_signed_in(self, token):
        return token is None or token in self.state.tokens


# -------------------------------------------------------------------- questions

@dataclasses.dataclass(frozen=True)
class Question:
    """A statement whose answer follows from the tables without an engine."""
    user: str
    purpose: str
    shape: str           # all | count | some | where | join | listing | long
    key: str = ""
    other: str = ""
    names: tuple = ()

    @property
    def text(self):
        names = ", ".join(f'"{name}"' for name in self.names)
        return {"all": f"SELECT * FROM {self.key}",
                "count": f"SELECT count(*) AS n FROM {self.key}",
                "some": f"SELECT {names} FROM {self.key}",
                "where": f'SELECT {names} FROM {self.key} AS t WHERE t."{self.names[0] if self.names else ""}" IS NOT NULL',
                "join": f"SELECT a.*, b.id AS other FROM {self.key} AS a JOIN {self.other} AS b ON a.id = b.id",
                "listing": "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ("
                           + ", ".join(f"'{domain}'" for domain in worlds.DOMAINS) + ")",
                "long": f"SELECT a.*, '{'-' * 100}' AS wide FROM {self.key} AS a, range({LONG_ROWS}) LIMIT {LONG_ROWS}"}[self.shape]

    @property
    def keys(self):
        return [key for key in (self.key, self.other) if key]

    def expected(self, view, token=None):
        if not view.is_signed_in(token):
            return Expected(errors=("unauthenticated",))
        _, known = view.verdicts
        if self not in known:
            known[self] = self.expected_of(view)
        return known[self]

    def expected_of(self, view):
        if self.shape == "listing":
            found = [(table.domain, table.name) for table in view.listed()]
            return Expected(["table_schema", "table_name"], ["VARCHAR"] * 2, collections.Counter(found))
        seen = [view.table(key) for key in self.keys]
        hidden = [word for word in seen if isinstance(word, str)]
        if hidden:
            early = [word for word in hidden if word != "late"]
            return Expected(errors=tuple(sorted(early)) or ("denied", "unavailable", "invalid_argument"))
        return self.rows_of(*seen)

    def rows_of(self, table, other=None):
        columns, rows = table
        names, types = [column.name for column in columns], [column.kind.sql for column in columns]
        if self.shape == "count":
            return Expected(["n"], ["BIGINT"], collections.Counter([(str(len(rows)),)]))
        if self.shape in ("some", "where"):
            if not set(self.names) <= set(names):
                return Expected(errors=())
            places = [names.index(name) for name in self.names]
            kept = [row for row in rows if self.shape == "some" or row[places[0]] is not None]
            return Expected(list(self.names), [types[at] for at in places],
                            collections.Counter(tuple(row[at] for at in places) for row in kept))
        if self.shape == "join":
            theirs = [column.name for column in other[0]]
            if "id" not in names or "id" not in theirs:
                return Expected(errors=())
            mine, yours = names.index("id"), theirs.index("id")
            pairs = [(*row, match[yours]) for row in rows for match in other[1]
                     if row[mine] is not None and row[mine] == match[yours]]
            return Expected([*names, "other"], [*types, other[0][yours].kind.sql], collections.Counter(pairs))
        if self.shape == "long":
            return Expected([*names, "wide"], [*types, "VARCHAR"], collections.Counter((*row, "-" * 100) for row in rows))
        return Expected(names, types, collections.Counter(rows))

    def same(self, one, other):
        """Whether this is decided alike in two views, as far as rows can show it: of columns that are not asked for, nothing is decided."""
        return all(self.asked_of(one.form(key)) == self.asked_of(other.form(key)) for key in self.keys)

    def asked_of(self, form):
        if isinstance(form, str) or self.shape not in ("some", "where"):
            return form
        columns, rows = form
        places = [columns.index(name) for name in self.names if name in columns]
        out = collections.Counter()
        for row, times in rows.items():
            out[tuple(row[place] for place in places)] += times
        return [columns[place] for place in places], out


LONG_ROWS = 250_000
