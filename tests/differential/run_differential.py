#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Statements by chance, asked at every door and of an oracle that applied the policy to the data first. See README.md."""
import argparse
import collections
import dataclasses
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e")]
import doors  # noqa: E402
import law as laws  # noqa: E402
import oracle as oracles  # noqa: E402
import reproduce  # noqa: E402
import world as worlds  # noqa: E402
from choices import Choices  # noqa: E402
from flights import HANSE, Mesh  # noqa: E402
from queries import Generator  # noqa: E402
from workers import WORKERS, in_parallel  # noqa: E402

CASES, WORLD_CASES, LAWS = 10_000, 2_500, 4
CLI_EACH, FAILURES_SHOWN = 250, 8
UNDETERMINED_MAX_PERCENT = 2
NEVER = ("internal", "cut", "gone", "protocol", "unauthenticated")  # no answer to any statement
ASKERS = [user for user in worlds.USERS if user != "stranger"] * 3 + ["stranger"]


@dataclasses.dataclass
class Case:
    user: str
    purpose: str
    statement: object


def make_case(choices, oracle):
    user, purpose = choices.pick(ASKERS), choices.pick(list(worlds.PURPOSES))
    return Case(user, purpose, Generator(choices, oracle.world, oracle.view(user, purpose)).statement())


# -------------------------------------------------------------------- judgement

def wrong_refusal(case, seen, expected, found):
    """Why an error is not the one that was due, or None."""
    if found["error"] in NEVER:
        return f"error `{found['error']}`: {found['words']}"
    hidden = {seen[key] for key in case.statement.keys if isinstance(seen[key], str)}
    early = hidden - {"late"}
    if early and expected.get("error") != "ParserException" and found["error"] not in early:
        return f"error `{found['error']}` of a table that is {' or '.join(sorted(early))}"
    if found["error"] == "unavailable" and "late" not in hidden:
        return "error `unavailable`"
    return None


def is_of_two_tables(case, words):
    """Whether the gate says that a name is of two tables, or that there is no column of a name that two tables have."""
    unknown = re.search(r"unknown column `([^`]*)`", words)
    alike = unknown and [key for key in case.statement.keys if key.split(".")[1].lower() == unknown.group(1).lower()]
    return "ambiguous table" in words or bool(alike and len(alike) > 1)


def is_named_with_its_domain(case, expected):
    """Whether the engine calls a name ambiguous that the statement writes as `domain.table.column`: the gate knows the domain."""
    name = re.search(r'Ambiguous reference to table "([^"]*)"', expected.get("words", ""))
    return bool(name and re.search(rf'\w"?\s*\.\s*"?{re.escape(name.group(1))}"?\s*\.', case.statement.text, re.I))


def difference(case, seen, expected, found):
    """What a door's answer has that the oracle's has not, or None."""
    if "rows" in found and is_named_with_its_domain(case, expected):
        return None
    if "error" in found and is_of_two_tables(case, found["words"]):
        return None  # the engine may take the one that has the column; the gate wants the domain
    is_hidden = any(isinstance(seen[key], str) for key in case.statement.keys)
    if "error" in found and ("error" in expected or is_hidden):  # the engine binds no CTE that nothing uses, the gate does
        return wrong_refusal(case, seen, expected, found)
    if "error" in found:
        return f"refused ({found['error']}: {found['words']}), the oracle has {len(expected['rows'])} rows"
    if "error" in expected:
        return f"answered {len(found['rows'])} rows, the oracle fails ({expected['error']}: {expected['words'].splitlines()[0][:200]})"
    if isinstance(found["columns"][0], str):
        if found["columns"] != [name for name, _ in expected["columns"]]:
            return f"columns {found['columns']}, the oracle has {expected['columns']}"
    elif found["columns"] != expected["columns"]:
        return f"columns {found['columns']}, the oracle has {expected['columns']}"
    if case.statement.is_ordered and found["rows"] != expected["rows"]:
        return rows_differ(found["rows"], expected["rows"])
    if collections.Counter(found["rows"]) != collections.Counter(expected["rows"]):
        return rows_differ(found["rows"], expected["rows"])
    return None


def rows_differ(found, expected):
    one, other = collections.Counter(found), collections.Counter(expected)
    return (f"{len(found)} rows, the oracle has {len(expected)}; only here {list((one - other).elements())[:3]}, "
            f"only there {list((other - one).elements())[:3]}")


class Asker:
    """The doors of one mesh, and the oracle of its law."""

    def __init__(self, place, world, law):
        self.oracle = oracles.Oracle(world, law, place.hash_key)
        self.http, self.postgres = doors.Http(place.url, place.tokens), doors.Postgres(place.port, place.tokens)
        self.cli = doors.Cli(Mesh(place.folder))

    def answers(self, case, expected, with_cli):
        statement = case.statement
        yield "http", self.http.ask(case.user, case.purpose, statement.text, statement.parameters)
        types = [sql_type for _, sql_type in expected.get("columns", [])]
        yield "postgres", self.postgres.ask(case.user, case.purpose, statement.text, statement.parameters, types)
        if with_cli:
            yield "cli", self.cli.ask(case.user, case.purpose, statement.text, statement.parameters)

    def judge(self, case, with_cli=False):
        """("agree" or "undetermined" or "differ", door, what differs)."""
        seen = self.oracle.view(case.user, case.purpose)
        expected = self.oracle.answer(case.user, case.purpose, case.statement.written)
        for door, found in self.answers(case, expected, with_cli):
            problem = difference(case, seen, expected, found)
            if problem is None:
                continue
            for other in self.oracle.answers(case.user, case.purpose, case.statement.written):
                if difference(case, seen, expected, other) is not None:
                    return "undetermined", door, problem
            return "differ", door, problem
        return ("agree" if "error" not in expected else "refuse"), "", ""

    def close(self):
        self.oracle.close()
        self.http.close()
        self.postgres.close()


# -------------------------------------------------------------------- a mesh

@dataclasses.dataclass
class Place:
    folder: str
    url: str
    port: int
    tokens: dict
    hash_key: str


def new_mesh(folder, world, law):
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    for name in ("domains", "data"):
        shutil.rmtree(os.path.join(folder, name))
    worlds.write_mesh(folder, world)
    laws.write_law(folder, world, law)
    mesh = Mesh(folder)
    mesh.run("apply", "--yes")
    mesh.serve("--listen-pg", "127.0.0.1:0")
    with sqlite3.connect(f"file:{folder}/.hanse/state.sqlite?mode=ro", uri=True) as state:
        key = state.execute("SELECT value FROM secrets WHERE name = 'hash_key'").fetchone()[0]
    return mesh, Place(folder, mesh.url, mesh.postgres_port, {user: mesh.token(user) for user in worlds.USERS}, key)


def enact(mesh, world, law, standing):
    """Applies the law's tables and brings grants to it; `standing` maps those that stand to their ids."""
    laws.write_law(mesh.folder, world, law)
    mesh.run("apply", "--yes")
    wanted = [grant_key(*grant) for grant in law.grants]
    for key in set(standing) - set(wanted):
        mesh.run("grant", "revoke", standing.pop(key))
    for principal, table, columns, purpose in wanted:
        if (principal, table, columns, purpose) not in standing:
            words = (["--columns", ",".join(columns)] if columns else []) + (["--purpose", purpose] if purpose else [])
            done = mesh.run("grant", "add", table.replace(".", "/"), "--to", principal, *words)
            standing[principal, table, columns, purpose] = done.stdout.split()[0]


def grant_key(principal, table, columns, purpose):
    return principal, table, tuple(columns), purpose


# -------------------------------------------------------------------- the run

class Run:
    def __init__(self, options):
        self.options, self.counts, self.failures = options, collections.Counter(), collections.Counter()

    def world(self, number, cases):
        seed = f"{self.options.seed}/{number}"
        world = worlds.World(seed)
        law = laws.make_law(f"{seed}/0", world)
        with tempfile.TemporaryDirectory(prefix="hanse-differential-") as top:
            mesh, place = new_mesh(os.path.join(top, "mesh"), world, law)
            standing = {}
            try:
                for turn in range(LAWS):
                    law = laws.next_law(f"{seed}/{turn}", world, law) if turn else law
                    enact(mesh, world, law, standing)
                    share = cases // LAWS + (turn < cases % LAWS)
                    self.law(place, world, law, [(at, f"{seed}/{turn}/{at}") for at in range(share)])
            finally:
                ended = mesh.server.poll()
                if ended is not None:
                    self.counts["ended"] += 1
                    print(f"FAIL the server ended with {ended}: {''.join(mesh.said)[-2000:]}", flush=True)
                mesh.stop()
            self.counts["ledgers"] += mesh.run("audit", "verify", code=None).returncode == 0

    def law(self, place, world, law, seeds):
        if self.options.case:
            seeds = [(at, self.options.case) for at, seed in seeds[:1] if seed.rpartition("/")[0] == self.options.case.rpartition("/")[0]]
        asker = Asker(place, world, law)
        for number, seed in seeds:
            choices = Choices(seed)
            verdict, door, problem = asker.judge(make_case(choices, asker.oracle), number % CLI_EACH == 7)
            self.counts[verdict] += 1
            if verdict == "differ":
                self.failed(asker, seed, door, problem, choices.drawn)
            if "error `gone`" in problem:
                break
        asker.close()

    def failed(self, asker, seed, door, problem, drawn):
        kind = door + re.sub(r"\d+|`[^`]*`", "", problem)[:80]
        self.failures[kind] += 1
        if self.failures[kind] > 1 or len(self.failures) > FAILURES_SHOWN:
            return
        print(f"FAIL case {seed}, {door}: {problem}")
        reproduce.show(asker, drawn, make_case, self.options.shrink)
        sys.stdout.flush()


def work(chosen, numbered):
    run = Run(chosen)
    for number, cases in numbered:
        run.world(number, cases)
    return run.counts, run.failures


def worlds_of(chosen):
    """(number, how many cases) of each world."""
    count = max(WORKERS, -(-chosen.cases // WORLD_CASES))
    shares = [(at, chosen.cases // count + (at < chosen.cases % count)) for at in range(count)]
    if chosen.case:
        return [(int(chosen.case.split("/")[1]), WORLD_CASES)]
    return shares


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--seed", default="4", help="of the whole run; printed")
    parser.add_argument("--shrink", action="store_true", help="make what fails smaller before it is shown")
    parser.add_argument("--case", help="only this one, as a failure names it")
    return parser.parse_args()


def main():
    chosen, counts, failures = options(), collections.Counter(), collections.Counter()
    print(f"seed {chosen.seed}, {chosen.cases} cases", flush=True)
    began = time.monotonic()
    for counted, failed in in_parallel(work, chosen, items=worlds_of(chosen)):
        counts += counted
        failures += failed
    seconds, cases = time.monotonic() - began, sum(counts[verdict] for verdict in ("agree", "refuse", "undetermined", "differ"))
    print(f"{cases} cases, {cases / seconds:.0f} a second: {counts['agree']} with rows alike, {counts['refuse']} refused alike, "
          f"{counts['undetermined']} without one answer, {counts['differ']} that differ")
    for kind, count in failures.most_common():
        print(f"  {count} times: {kind}")
    too_many = counts["undetermined"] * 100 > UNDETERMINED_MAX_PERCENT * cases
    if too_many:
        print(f"FAIL too many statements have no one answer: at most {UNDETERMINED_MAX_PERCENT} of 100")
    failed = counts["differ"] + too_many + counts["ended"]
    print(f"{cases - counts['differ']} passed, {failed} failed")
    sys.exit(1 if failed or not cases else 0)


if __name__ == "__main__":
    main()
