#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Ends commands at each call that changes files, as a kill and as a loss of power would, and looks at what is left:
the old or the new revision, tables that answer as before or after, a ledger that verifies; the next run completes,
answers right and leaves nothing behind. A sample of the points by default, all with --all."""
import time

from faults import (Checks, Faulty, KILLED, LIBRARY, SCENARIOS, base_mesh, look_again, options_of, points_of, sums,
                    temporary, try_points)

MODES = ("kill", "lose", "torn", "lose-data", "lose-names")
SAMPLE_S = 90  # what the sample may take, on one core


class Run:
    def __init__(self, checks, scenario, bases):
        self.checks, self.scenario = checks, scenario
        self.base = bases[scenario.name != "first apply"]
        with temporary() as top:  # the states before and after, and which calls there are
            mesh = Faulty(top, self.base)
            scenario.prepare(mesh)
            self.views = [scenario.view(mesh)]
            self.sums = [sums(mesh)]
        with temporary() as top:
            mesh = Faulty(top, self.base)
            scenario.prepare(mesh)
            done = mesh.faulty(*scenario.words)
            checks.equal(f"{scenario.name} completes when nothing fails", done.returncode, 0)
            self.calls = mesh.calls()
            self.views.append(scenario.view(mesh))
            self.sums.append(sums(mesh))

    def points(self, mode, every):
        found = points_of(self.calls, every)
        if mode == "torn":
            found = [at for at in found if "write" in self.calls[at - 1][0]]
        return found + ([-1] if mode == "lose" else [])

    def attempt(self, mode, at):
        checks, scenario = self.checks, self.scenario
        with temporary() as top:
            mesh = Faulty(top, self.base)
            scenario.prepare(mesh)
            done = mesh.faulty(*scenario.words, mode=mode, at=at)
            if done.returncode == 0:
                return  # two threads build: this run made fewer calls
            call = mesh.calls()[-1] if at > 0 else "the end"
            step = f"{scenario.name}, {mode} at {at} {call}"
            checks.equal(f"{step}: the process ended there", done.returncode, KILLED)
            view, found = scenario.view(mesh), sums(mesh)
            checks.true(f"{step}: the old or the new state", view in self.views, (view, self.views))
            if at == -1:
                checks.equal(f"{step}: what was said to be done is", view, self.views[1])
                checks.equal(f"{step}: and answers", found, self.sums[1])
            for was, old, new in zip(found, *self.sums):
                # Between the commit of the first apply and its build a table has no rows yet.
                early = was == "unavailable" and view == self.views[1] and scenario.name == "first apply"
                checks.true(f"{step}: old or new rows", was in (old, new) or early, (was, old, new))
            self.recorded(step, mesh, view)
            verified = mesh.run("audit", "verify", code=None)
            checks.true(f"{step}: the ledger verifies", verified.returncode == 0, verified.stdout + verified.stderr)
            look_again(checks, step, scenario, mesh, self.sums[1])

    def recorded(self, step, mesh, view):
        """What is in force stands in the ledger."""
        if view == self.views[1] != self.views[0]:
            kind = self.scenario.entry
            self.checks.equal(f"{step}: the change is recorded", len(mesh.ledger(kind)), mesh.had(kind, self.base) + 1)


def main():
    options = options_of(__doc__, MODES).parse_args()
    checks = Checks()
    checks.true("the preload library is built", bool(LIBRARY))
    with temporary() as applied, temporary() as fresh:
        bases = {True: base_mesh(applied, True).folder, False: base_mesh(fresh, False).folder}
        runs = [Run(checks, scenario, bases) for scenario in SCENARIOS if options.scenario in (None, scenario.name)]
        try_points(runs, MODES, options, time.monotonic() + SAMPLE_S)
    checks.finish()


main()
