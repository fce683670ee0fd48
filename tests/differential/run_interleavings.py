#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Grants, policies, groups and tokens change while statements are asked, prepared, fetched and read: never an old verdict. See README.md."""
import argparse
import collections
import copy
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "e2e"), os.path.join(HERE, "..", "pgwire")]
import asking  # noqa: E402
import law as laws  # noqa: E402
import steps as of_steps  # noqa: E402
import timeline as timelines  # noqa: E402
import world as worlds  # noqa: E402
from choices import shrink_list  # noqa: E402
from flights import HANSE, Mesh  # noqa: E402
from workers import in_parallel  # noqa: E402

STEPS, HISTORY_STEPS, SHRINK_ATTEMPTS = 5_000, 500, 60
LATE_BYTES_MAX = 12 << 20  # what the system holds between a server and a client that does not read
LOOKS_AGAIN_S = 1.2        # how long a stream may go on of someone who is signed out meanwhile
KEPT_MAX = 4               # open portals and streams
RACE_S = 60


class Differs(Exception):
    """An answer that no state which stood then gives."""


class Place:
    """A mesh of a folder of its own and two servers over its state."""

    def __init__(self, folder, history):
        subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
        for name in ("domains", "data"):
            shutil.rmtree(os.path.join(folder, name))
        law = laws.make_law(history.seed, history.world)
        law.grants = []
        worlds.write_mesh(folder, history.world, of_steps.USERS)
        laws.write_law(folder, history.world, law)
        self.mesh = Mesh(folder)
        self.mesh.run("apply", "--yes")
        self.servers = [Mesh(folder).serve("--listen-pg", "127.0.0.1:0") for _ in range(2)]
        self.tokens = {user: [self.mesh.token(user)] for user in of_steps.USERS}
        with sqlite3.connect(f"file:{folder}/.hanse/state.sqlite?mode=ro", uri=True) as state:
            key = state.execute("SELECT value FROM secrets WHERE name = 'hash_key'").fetchone()[0]
        valid = frozenset(token for tokens in self.tokens.values() for token in tokens)
        self.timeline = timelines.Timeline(
            timelines.Standing(history.world, law, (), dict(of_steps.USERS), valid), key)

    def stop(self):
        for server in self.servers:
            server.stop()


class Changes:
    """Each commits one thing, and says so to the timeline."""

    def __init__(self, place):
        self.place, self.mesh, self.timeline, self.count, self.ids = place, place.mesh, place.timeline, 0, {}

    def make(self, step):
        getattr(self, step.kind)(*step.args)

    def grant(self, principal, key, columns, purpose, since, until):
        now, state = time.time(), self.timeline.newest
        self.count += 1
        made = timelines.Grant(self.count, principal, key, columns, purpose, now + since if since else 0,
                               round(now + until, 6) if until else float("inf"))
        words = ["grant", "add", key.replace(".", "/"), "--to", principal]
        words += (["--columns", ",".join(columns)] if columns else []) + (["--purpose", purpose] if purpose else [])
        words += (["--from", instant(made.since)] if since else []) + (["--until", instant(made.until)] if until else [])
        self.timeline.begin(grants=(*state.grants, made))
        done = self.mesh.run(*words, code=None)
        if done.returncode:
            if "ends before it begins" not in done.stderr:  # this process was too slow for it
                raise Differs(f"{words}: {done.stderr}")
            return self.timeline.did_not_happen()
        self.ids[made.number] = done.stdout.split()[0]
        return self.timeline.returned()

    brief = grant

    def revoke(self, which):
        state, now = self.timeline.newest, time.time()
        lasting = [grant for grant in state.grants if grant.until > now + 5]
        if not lasting:
            return
        ended = lasting[which % len(lasting)] if which >= 0 else lasting[-1]
        self.timeline.begin(grants=tuple(grant for grant in state.grants if grant is not ended))
        self.mesh.run("grant", "revoke", self.ids[ended.number])
        self.timeline.returned()

    def redraw(self, field, seed, route, server):
        state = self.timeline.newest
        law, drawn = copy.copy(state.law), laws.make_law(seed, state.world)
        names = {"clearance": ("clearance", "otherwise"), "discover": ("discover", "public_readers"),
                 "all": ("filters", "masks", "rules", "clearance", "otherwise", "discover", "public_readers", "agreements")}
        for name in names.get(field, (field,)):
            setattr(law, name, getattr(drawn, name))
        laws.write_law(self.mesh.folder, state.world, law)
        self.apply(route, server, law=law)

    def regroup(self, user, groups, route, server):
        changed = {**self.timeline.newest.groups, user: list(groups)}
        worlds.write_register(self.mesh.folder, changed)
        self.apply(route, server, groups=changed)

    def relevel(self, table, column, level, route, server):
        world = copy.deepcopy(self.timeline.newest.world)
        bases = {id(each.base) for each in world.tables if each.base}
        free = [each for each in world.tables if each.base is None and id(each) not in bases]
        chosen = free[table % len(free)]
        chosen.columns[column % len(chosen.columns)].level = level
        worlds.write_table(self.mesh.folder, chosen)
        self.apply(route, server, world=world)

    def retoken(self, user):
        """A new one, and the end of the one before."""
        tokens, state = self.place.tokens[user], self.timeline.newest
        made = self.mesh.token(user)
        self.timeline.begin(tokens=state.tokens - {tokens[-1]} | {made})
        self.mesh.run("token", "--revoke", tokens[-1].split("_")[1])
        self.timeline.returned()
        tokens.append(made)

    def apply(self, route, server, **fields):
        if route == "socket":
            self.timeline.begin(**fields)
            self.mesh.run("apply", "--yes")
            return self.timeline.returned()
        path = os.path.join(self.mesh.folder, "..", "saved.plan")
        if os.path.exists(path):
            os.remove(path)
        self.mesh.run("plan", "--out", path)
        with open(path, encoding="utf-8") as file:
            plan = json.load(file)
        self.timeline.begin(**fields)
        status, _, body = self.place.servers[server].http("POST", "/v1/apply", self.place.tokens["governor"][-1], {"plan": plan})
        self.timeline.returned()
        last = json.loads(body.splitlines()[-1])
        if status != 200 or "outcome" not in last:
            raise Differs(f"apply over HTTP: {status} {body[-500:]}")
        return None


def instant(at):
    whole, fraction = divmod(round(at * 1_000_000), 1_000_000)
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(whole)) + f".{fraction:06d}Z"


class Teller:
    """Runs one history on one place and holds every answer against the timeline."""

    def __init__(self, place):
        self.place, self.timeline, self.changes = place, place.timeline, Changes(place)
        self.doors = [asking.Doors(place.servers, place.mesh) for _ in range(3)]
        self.prepared, self.pieces, self.streams, self.counts = [], [], [], collections.Counter()

    def run(self, step):
        self.counts[step.kind] += 1
        handler = getattr(self, "on_" + step.kind, None)
        return handler(*step.args) if handler else self.changes.make(step)

    def token(self, user, which):
        tokens = self.place.tokens[user]
        return tokens[max(which, -len(tokens))]

    def hold(self, what, question, token, answer, begun, ended, shape=None):
        """Raises Differs unless some state that may have stood gives this answer; gives the views that do."""
        fitting, wanted = [], []
        for number, view in self.timeline.views(begun, ended, question.user, question.purpose):
            expected = question.expected(view, token)
            if shape is not None and expected.errors is None and expected.names != shape:
                expected = timelines.Expected(errors=("unsupported",))
            wanted.append(expected)
            if fits(expected, answer):
                fitting.append((number, view))
        if not fitting and len(wanted) > 1 and (answer.error == "cut" or "its rows end" in answer.words):
            self.counts["ended by a change"] += 1
            return []
        if not fitting:
            raise Differs(f"{what} as {question.user} for {question.purpose}: {question.text}\n  {answer}\n  expected "
                          + "\n        or ".join(told(each) for each in wanted))
        self.timeline.answered(min(number for number, _ in fitting), ended)
        self.note(question, token, fitting[0][0], ended)
        return [view for _, view in fitting]

    def note(self, question, token, number, at):
        """Counts what an old verdict would have got wrong."""
        if number > 0:
            now = question.expected(self.timeline.view(number, at, question.user, question.purpose), token)
            old = question.expected(self.timeline.view(number - 1, at, question.user, question.purpose), token)
            self.counts["told apart"] += now.form != old.form

    # ---------------------------------------------------------------- at once

    def on_ask(self, door, server, question, which, doors=None):
        token = self.token(question.user, which) if door != "command" else None
        begun = time.time()
        answer = (doors or self.doors[0]).ask(door, server, question, token)
        self.hold(f"{door} at server {server}", question, token, answer, begun, time.time())

    def on_outlive(self, made, asks):
        """Asks until a grant has ended, and once after that."""
        self.changes.brief(*made)
        until = self.timeline.next_end()
        while until != float("inf"):
            for ask in asks:
                self.on_ask(*ask)
                self.counts["asked to the end"] += 1
            if time.time() > until:
                return

    def on_race(self, change, lists):
        """The change in one thread, two that ask all the while, and once more when it has returned."""
        problems, has_returned = [], threading.Event()

        def contained(work):
            try:
                work()
            except Exception as problem:  # told by the thread that waits
                problems.append(problem)

        def asks(doors, mine):
            for is_last in (False, True):
                while True:
                    for ask in mine:
                        self.on_ask(*ask, doors=doors)
                        self.counts["asked in a race"] += 1
                    if is_last or has_returned.is_set():
                        break

        def changes():
            try:
                self.run(change)
            finally:
                has_returned.set()

        threads = [threading.Thread(target=contained, args=(changes,))]
        threads += [threading.Thread(target=contained, args=(lambda at=at: asks(self.doors[1 + at], lists[at]),)) for at in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=RACE_S)
        if problems:
            raise problems[0]

    # ---------------------------------------------------------------- prepared

    def on_prepare(self, server, question, which, is_described):
        token, begun = self.token(question.user, which), time.time()
        made = asking.Prepared(self.place.servers[server], question, token, is_described)
        if made.refused is not None:
            self.hold("signing in", question, token, made.refused, begun, time.time())
            return
        if made.shape is not None and not any(
                question.expected(view, token).names == made.shape
                for _, view in self.timeline.views(begun, time.time(), question.user, question.purpose)):
            raise Differs(f"described as {question.user} for {question.purpose}: {question.text}: {made.shape}")
        self.prepared.append(made)
        if len(self.prepared) > 3 * KEPT_MAX:
            self.prepared.pop(0).close()

    def on_execute(self, which):
        if not self.prepared:
            return
        chosen = self.prepared[which % len(self.prepared)]
        begun, answer = time.time(), chosen.execute()
        self.hold("prepared", chosen.question, chosen.token, answer, begun, time.time(), chosen.shape)

    # ---------------------------------------------------------------- in pieces

    def on_open(self, server, question, which, is_cursor, most):
        token, begun = self.token(question.user, which), time.time()
        made = asking.Pieces(self.place.servers[server], question, token, is_cursor)
        answer = made.first(most)
        views = [view for _, view in self.timeline.views(begun, time.time(), question.user, question.purpose)]
        made.taken = collections.Counter()
        self.piece(made, answer, views)
        if made.is_ended or len(self.pieces) >= KEPT_MAX:
            return made.close()
        return self.pieces.append(made)

    def on_more(self, which, most):
        if not self.pieces:
            return
        chosen = self.pieces[which % len(self.pieces)]
        begun, answer = time.time(), chosen.more(most)
        now = [view for _, view in self.timeline.views(begun, time.time(), chosen.question.user, chosen.question.purpose)]
        stands = [old for old in chosen.views if any(self.stands(chosen, old, view) for view in now)]
        if answer.error in ("denied", "not_found", "unauthenticated", "unavailable", "invalid_argument"):
            self.counts["pieces ended" if not stands else "pieces ended alike"] += 1
        else:
            self.counts["pieces went on"] += 1
            if not stands and self.has_all(chosen, answer):
                stands = chosen.views  # that there is no more was found before
            if not stands:
                raise Differs(f"went on as {chosen.question.user} for {chosen.question.purpose}: {chosen.question.text}\n  {answer}")
            self.piece(chosen, answer, stands)
        if chosen.is_ended:
            self.pieces.remove(chosen)
            chosen.close()

    @staticmethod
    def has_all(chosen, answer):
        return not answer.values and any(
            chosen.taken == chosen.question.expected(view, chosen.token).rows for view in chosen.views)

    @staticmethod
    def stands(chosen, old, view):
        return view.is_signed_in(chosen.token) and set(view.asker.groups) == set(old.asker.groups) and chosen.question.same(old, view)

    def piece(self, made, answer, views):
        """Of the rows that a view has, some; of an error, the one that it gives."""
        made.views, taken = [], {}
        for view in views:
            expected = made.question.expected(view, made.token)
            if expected.errors is not None or answer.error:
                fitting = fits(expected, answer)
            else:
                taken[id(view)] = made.taken + answer.rows(expected.types)
                whole = taken[id(view)] == expected.rows if made.is_ended else taken[id(view)] <= expected.rows
                fitting = answer.names == expected.names and whole
            made.views += [view] if fitting else []
        if not made.views:
            raise Differs(f"a piece as {made.question.user} for {made.question.purpose}: {made.question.text}\n  {answer} after "
                          f"{made.taken}\n  expected {[told(made.question.expected(view, made.token)) for view in views]}")
        made.taken = taken.get(id(made.views[0]), made.taken)

    # ---------------------------------------------------------------- long

    def on_stream(self, door, server, question, which):
        if len(self.streams) >= KEPT_MAX:
            return
        token, begun = self.token(question.user, which), time.time()
        made = (asking.HttpStream if door == "http" else asking.WireStream)(self.place.servers[server], question, token)
        made.views = [view for _, view in self.timeline.views(begun, time.time(), question.user, question.purpose)]
        if made.refused is not None:
            self.hold("a stream", question, token, made.refused, begun, time.time())
            return made.close()
        return self.streams.append(made)

    def on_drain(self, which):
        if not self.streams:
            return
        chosen = self.streams.pop(which % len(self.streams))
        question, state = chosen.question, self.timeline.newest
        if chosen.token not in state.tokens:
            time.sleep(max(0, state.returned + LOOKS_AGAIN_S - time.time()))  # a bound that is told in time
        begun = time.time()
        answer, count, late, is_whole = chosen.rest()
        chosen.close()
        now = [view for _, view in self.timeline.views(begun, time.time(), question.user, question.purpose)]
        old = [view for view in chosen.views if subset(question.expected(view, chosen.token), answer)]
        if not old:
            raise Differs(f"a stream as {question.user} for {question.purpose}: {question.text}\n  {answer}")
        stands = any(self.stands(chosen, one, view) for one in old for view in now)
        self.counts["streams whole" if is_whole else "streams cut" if not stands else "streams cut alike"] += 1
        expected = [question.expected(view, chosen.token).rows for view in old]
        if is_whole and not any(count == (timelines.LONG_ROWS if rows else 0) and set(answer.rows(types_of(question, old))) == set(rows)
                                for rows in expected):
            raise Differs(f"an end after {count} rows as {question.user} for {question.purpose}: {question.text}")
        if not stands and late > LATE_BYTES_MAX:
            raise Differs(f"{late} bytes after the verdict had changed by {type(chosen).__name__}, whole: {is_whole}, as {question.user} "
                          f"for {question.purpose}: {question.text}\n  {[change(chosen, one, now[-1]) for one in old]}")

    def close(self):
        for each in (*self.doors, *self.prepared, *self.pieces, *self.streams):
            each.close()


def change(chosen, old, view):
    """In what a verdict differs from an old one."""
    return {"signed in": view.is_signed_in(chosen.token), "groups": (old.asker.groups, view.asker.groups),
            "tables": [(old.form(key), view.form(key)) for key in chosen.question.keys if old.form(key) != view.form(key)]}


def types_of(question, views):
    return question.expected(views[0]).types


def subset(expected, answer):
    return expected.errors is None and set(answer.rows(expected.types)) <= set(expected.rows)


def fits(expected, answer):
    if answer.error in timelines.NEVER and answer.error not in (expected.errors or ()):
        return False
    if expected.errors is not None:
        return bool(answer.error) and (not expected.errors or answer.error in expected.errors)
    named = answer.names is None or answer.names == expected.names  # not all are told their columns
    return not answer.error and named and answer.rows(expected.types) == expected.rows


def told(expected):
    if expected.errors is not None:
        return f"an error of {expected.errors}"
    return f"{expected.names} {str(list(expected.rows.elements()))[:300]}"


# -------------------------------------------------------------------- the run

def play(history, steps):
    """(None or what differs and after how many steps, counts)."""
    with tempfile.TemporaryDirectory(prefix="hanse-interleavings-") as top:
        place = Place(os.path.join(top, "mesh"), history)
        teller, problem = Teller(place), None
        try:
            for number, step in enumerate(steps):
                try:
                    teller.run(step)
                except Exception as found:  # a door that breaks is told like an answer that differs
                    problem = (number, f"{type(found).__name__}: {found}" if not isinstance(found, Differs) else str(found))
                    break
        finally:
            teller.close()
            ended = [server.server.poll() for server in place.servers]
            place.stop()
        if any(code is not None for code in ended):
            problem = (len(steps), f"a server ended: {ended}")
        elif problem is None and place.mesh.run("audit", "verify", code=None).returncode:
            problem = (len(steps), "the ledger does not verify")
        return problem, teller.counts


def work(is_shrunk, cases):
    found = []
    for seed, count in cases:
        history = of_steps.History(seed, count)
        problem, counts = play(history, history.steps)
        text = None
        if problem is not None:
            steps = history.steps[:problem[0] + 1]
            if is_shrunk:
                steps = shrink_list(steps, lambda some: play(history, some)[0] is not None, SHRINK_ATTEMPTS)
            text = f"FAIL case {seed}, step {problem[0]}: {problem[1]}\n" + "\n".join(f"  {step}" for step in steps[-12:])
        found.append((seed, text, counts))
    return found


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--seed", default="4", help="of the whole run; printed")
    parser.add_argument("--shrink", action="store_true", help="leave out steps of what fails, as long as it fails")
    parser.add_argument("--case", help="only this history, as a failure names it")
    return parser.parse_args()


def main():
    chosen = options()
    print(f"seed {chosen.seed}, {chosen.steps} steps", flush=True)
    began, counts, failed = time.monotonic(), collections.Counter(), 0
    cases = [(f"{chosen.seed}/{at // HISTORY_STEPS}", min(HISTORY_STEPS, chosen.steps - at)) for at in range(0, chosen.steps, HISTORY_STEPS)]
    if chosen.case:
        cases = [(seed, count) for seed, count in cases if seed == chosen.case] or [(chosen.case, HISTORY_STEPS)]
    for _, problem, counted in itertools.chain.from_iterable(in_parallel(work, chosen.shrink, items=cases)):
        counts += counted
        if problem is not None:
            failed += 1
            print(problem, flush=True)
    taken = {kind: counts[kind] for _, kind in of_steps.WEIGHTS}
    print(f"{sum(taken.values())} steps in {time.monotonic() - began:.0f} s: " + ", ".join(f"{count} {kind}" for kind, count in taken.items()))
    for kind in sorted(set(counts) - set(taken)):
        print(f"  {counts[kind]} {kind}")
    print(f"{sum(taken.values())} passed, {failed} failed")
    sys.exit(1 if failed or not counts else 0)


if __name__ == "__main__":
    main()
