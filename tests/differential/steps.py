# SPDX-License-Identifier: Apache-2.0
"""Steps by chance: each says all that it does, so that a history can be run again without some of them."""
import dataclasses
import random

import timeline
import world as worlds

USERS = {"seller": ["sales"], "carer": ["care", "readers"], "whole": ["analysts"], "few": ["visitors"], "ruled": ["readers"],
         "partner": ["partners"], "governor": ["governance", "platform", *worlds.DOMAINS]}
ASKERS = [user for user in USERS if user != "governor"]
GROUPS = ("sales", "care", "readers", "analysts", "visitors", "partners", "officers")
TABLES_EACH, DERIVED, QUESTIONS = 1, 1, 18
DOORS = (("http", 30), ("simple", 30), ("extended", 20), ("command", 1))
FIELDS = ("filters", "masks", "rules", "clearance", "discover", "agreements", "all")
# How often each kind of step comes: (weight, name). Changes are dear, and long streams.
WEIGHTS = ((880, "ask"), (40, "prepare"), (120, "execute"), (50, "open"), (90, "more"), (50, "stream"), (30, "drain"),
           (40, "grant"), (16, "brief"), (30, "revoke"), (9, "redraw"), (3, "regroup"), (3, "relevel"), (4, "retoken"),
           (9, "outlive"), (30, "race"))
RACED = ((30, "grant"), (30, "revoke"), (5, "redraw"), (3, "regroup"), (3, "retoken"))
ROUTES = ("socket", "http", "http")


@dataclasses.dataclass
class Step:
    kind: str
    args: tuple = ()

    def __str__(self):
        return f"{self.kind} {' '.join(map(str, self.args))}"


class History:
    """A small world, the questions that are asked in it, and what happens."""

    def __init__(self, seed, count):
        self.rng, self.seed = random.Random(seed), seed
        self.world = worlds.World(seed, TABLES_EACH, DERIVED)
        self.questions = [self.question() for _ in range(QUESTIONS)]
        self.recent = [self.questions[0]]
        self.steps = [self.step(kind) for kind in self.kinds(count)]

    def kinds(self, count):
        names = [name for _, name in WEIGHTS]
        return self.rng.choices(names, [weight for weight, _ in WEIGHTS], k=count)

    def question(self, shape=None):
        rng = self.rng
        shape = shape or rng.choice(("all", "all", "all", "count", "some", "some", "where", "join", "listing"))
        user, purpose = rng.choice(ASKERS), rng.choice(("analysis", "analysis", "analysis", "audit", "outreach"))
        if shape == "listing":
            return timeline.Question(user, purpose, shape)
        table, other = rng.choice(self.world.tables), rng.choice(self.world.tables)
        names = tuple(column.name for column in rng.sample(table.columns, min(2, len(table.columns))))
        return timeline.Question(user, purpose, shape, table.key, other.key if shape == "join" else "",
                                 names if shape in ("some", "where") else ())

    def asked(self):
        """Mostly one of those that were asked just now: what caches know, and what changes were made for."""
        rng = self.rng
        chosen = rng.choice(self.recent[-4:]) if rng.random() < 0.7 else rng.choice(self.questions)
        self.recent.append(chosen)
        return chosen

    def step(self, kind):
        return Step(kind, getattr(self, kind)())

    def which(self):
        return self.rng.randrange(1000)

    def server(self):
        return self.rng.randrange(2)

    def token(self):
        """The user's newest, or with luck one that may have ended."""
        return self.rng.choice((-1, -1, -1, -1, -1, -2))

    def ask(self):
        door = self.rng.choices([name for name, _ in DOORS], [weight for _, weight in DOORS])[0]
        question = self.asked()
        if question.shape == "listing" and door in ("http", "command"):
            door = "simple"
        return door, self.server(), question, self.token()

    def prepare(self):
        return self.server(), self.asked(), self.token(), self.rng.random() < 0.5

    def execute(self):
        return (self.which(),)

    def open(self):
        question = self.asked()
        while question.shape == "listing":
            question = self.asked()
        return self.server(), question, self.token(), self.rng.random() < 0.5, self.rng.randint(1, 3)

    def more(self):
        return self.which(), self.rng.randint(1, 3)

    def stream(self):
        recent = self.asked()
        wide = recent if recent.key else self.question("long")
        return self.rng.choice(("http", "wire")), self.server(), dataclasses.replace(wide, shape="long", other="", names=()), -1

    def drain(self):
        return (self.which(),)

    # ---------------------------------------------------------------- changes

    def concerned(self):
        """A user and a table that somebody asks about."""
        question = self.rng.choice(self.recent[-6:])
        return question.user, question.key or self.rng.choice(self.world.tables).key

    def grant(self):
        rng = self.rng
        user, key = self.concerned()
        group = rng.choice(USERS[user])
        columns = tuple(sorted(column.name for column in self.world.table(key).columns if rng.random() < 0.6))
        return (rng.choice((f"user:{user}", f"user:{user}", f"group:{group}")), key, columns if rng.random() < 0.5 else (),
                rng.choice(("", "", "analysis", "audit")), 0.0, 0.0)

    def brief(self):
        """One that ends soon, or that only begins."""
        since = self.rng.choice((0.0, 0.0, 0.0, 0.4))
        return *self.grant()[:4], since, since + self.rng.uniform(0.3, 1.2)

    def revoke(self):
        return (self.rng.choice((-1, -1, self.which())),)

    def redraw(self):
        return self.rng.choice(FIELDS), f"{self.seed}/{self.which()}", self.rng.choice(ROUTES), self.server()

    def regroup(self):
        user, _ = self.concerned()
        return user, tuple(self.rng.sample(GROUPS, self.rng.randint(0, 3))), self.rng.choice(ROUTES), self.server()

    def relevel(self):
        return self.which(), self.which(), self.rng.choice(worlds.LEVELS[:3]), self.rng.choice(ROUTES), self.server()

    def retoken(self):
        return (self.concerned()[0],)

    def outlive(self):
        """A brief right to what is asked until it has ended."""
        question = self.asked()
        while not question.key:
            question = self.asked()
        made = f"user:{question.user}", question.key, (), "", 0.0, self.rng.uniform(0.3, 0.7)
        return made, tuple((door, self.server(), question, -1) for door in self.rng.sample(("http", "simple", "extended"), 2))

    def race(self):
        kind = self.rng.choices([name for _, name in RACED], [weight for weight, _ in RACED])[0]
        return self.step(kind), tuple(tuple(self.ask() for _ in range(3)) for _ in range(2))
