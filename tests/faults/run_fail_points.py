#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lets the Nth call on files fail (EIO, ENOSPC, EACCES), or all from the Nth on, for the state store, the ledger and the
engine: the command says so and ends with 1, or has done everything and ends with 0; the state is the old or the new one;
the next run completes. A server whose ledger cannot be written answers nothing: this by default; a sample of the points with
--sample, which belongs here once all of them were run, all with --all."""
import json
import os
import time

from faults import (Checks, Faulty, LIBRARY, SCENARIOS, Scenario, base_mesh, look_again, nothing, options_of, points_of, sums,
                    temporary, try_points, view_of_state)

MODES = ("EIO", "ENOSPC", "EACCES", "EIO on", "ENOSPC on", "EACCES on", "EIO reads")
SAMPLE_S = 55  # what all may take with a sample, on one core
SPILLED_ROWS = 150_000


def more_of(mode):
    more = {"HANSE_FAULT_COUNT": "reads" if mode == "EIO reads" else "opens" if "EACCES" in mode else "changes"}
    return {**more, "HANSE_FAULT_ON": "1"} if mode.endswith(" on") else more


class Run:
    def __init__(self, checks, scenario, base):
        self.checks, self.scenario, self.base = checks, scenario, base
        self.calls = {}
        with temporary() as top:
            mesh = Faulty(top, base)
            scenario.prepare(mesh)
            self.views, self.sums = [scenario.view(mesh)], [sums(mesh)]
        for mode in ("EIO", "EACCES", "EIO reads"):
            with temporary() as top:
                mesh = Faulty(top, base)
                scenario.prepare(mesh)
                done = mesh.faulty(*scenario.words, more=more_of(mode))
                checks.equal(f"{scenario.name} completes when nothing fails", done.returncode, 0)
                self.calls[more_of(mode)["HANSE_FAULT_COUNT"]] = mesh.calls()
                if mode == "EIO":
                    self.views.append(scenario.view(mesh))
                    self.sums.append(sums(mesh))
        if scenario.name == "spill":
            checks.true("the engine spills", any(path.startswith("tmp/") for _, path in self.calls["changes"]))

    def points(self, mode, every):
        found = points_of(self.calls[more_of(mode)["HANSE_FAULT_COUNT"]], every)
        if self.scenario.name == "spill":  # the rest is refresh's
            calls = self.calls[more_of(mode)["HANSE_FAULT_COUNT"]]
            found = [at for at in found if calls[at - 1][1].startswith("tmp/")]
        return found

    def attempt(self, mode, at):
        checks, scenario = self.checks, self.scenario
        with temporary() as top:
            mesh = Faulty(top, self.base)
            scenario.prepare(mesh)
            done = mesh.faulty(*scenario.words, mode=mode.split()[0], at=at, more=more_of(mode))
            calls = mesh.calls()
            if len(calls) < at:
                return  # two threads build: this run made fewer calls
            step = f"{scenario.name}, {mode} at {at} {calls[at - 1]}"
            # The engine ends the process where it may not remove its own spilled file: what is left must hold all the same.
            aborted = scenario.name == "spill" and done.returncode == -6 and "Could not remove file" in done.stderr
            checks.true(f"{step}: ends with 0 or 1", done.returncode in (0, 1) or aborted, (done.returncode, done.stderr[-500:]))
            if done.returncode == 1:
                checks.true(f"{step}: says why", "error" in done.stderr, done.stderr)
                checks.true(f"{step}: no fault of ours", "internal" not in done.stderr, done.stderr)
            view, found = scenario.view(mesh), sums(mesh)
            checks.true(f"{step}: the old or the new state", view in self.views, (view, self.views))
            if done.returncode == 0:
                checks.equal(f"{step}: what was said to be done is", (view, found), (self.views[1], self.sums[1]))
            verified = mesh.run("audit", "verify", code=None)
            checks.true(f"{step}: the ledger verifies", verified.returncode == 0, verified.stdout + verified.stderr)
            if done.returncode == 0 and scenario.entry:
                checks.true(f"{step}: and recorded", len(mesh.ledger(scenario.entry)) > mesh.had(scenario.entry, self.base))
            look_again(checks, step, scenario, mesh, self.sums[1])


def many_rows(mesh):
    """Rows that the engine cannot sort in the memory that it has."""
    with open(mesh.path("data", "orders.csv"), "w", encoding="utf-8") as file:
        file.write("order_id,ordered_at,article,quantity,unit_price,customer_email\n")
        for i in range(SPILLED_ROWS):
            file.write(f"{i},2026-01-05T09:12:00Z,{(i * 7919) % 1_000_003:050d},1,1.50,{i:040d}@example.org\n")


SPILL = Scenario("spill", ("refresh",), many_rows, view_of_state, "refresh")


def spill_mesh(top):
    mesh = base_mesh(top, False)
    mesh.edit("mesh.yaml", "purposes:\n", "limits: {engineMemoryBytes: 60000000}\npurposes:\n")
    mesh.run("apply", "--yes")
    return mesh


def full_ledger(checks, ledger):
    """A server whose ledger cannot be written any more: nothing is answered that is not recorded."""
    with temporary() as top:
        mesh = base_mesh(top, True, ledger)
        token = mesh.token("seller")
        full = os.path.join(top, "full")
        environment = mesh.environment(mode="ENOSPC", at=1, more={
            "HANSE_FAULT_ON": "1", "HANSE_FAULT_SWITCH": full, "HANSE_FAULT_DIR": mesh.path(".hanse", "ledger")})
        before = dict(os.environ)
        os.environ.update(environment)
        try:
            mesh.serve()
        finally:
            os.environ.clear()
            os.environ.update(before)
        sql = "SELECT count(*) AS n FROM shop.orders"
        checks.equal(f"{ledger}: answers", mesh.ask(token, sql)[0], 200)
        checks.equal(f"{ledger}: is ready", mesh.http("GET", "/readyz")[0], 200)
        open(full, "w", encoding="utf-8").close()
        first = mesh.ask(token, sql)
        if ledger == "strict":
            checks.equal("strict: the first statement already is refused", (first[0], first[1].get("code")), (503, "unavailable"))
            checks.true("strict: without a row", "rows" not in first[1], first)
        deadline = time.monotonic() + 10
        while mesh.ask(token, sql)[0] == 200 and time.monotonic() < deadline:
            time.sleep(0.05)  # relaxed: within the second that may be lost
        status, body = mesh.ask(token, sql)
        checks.equal(f"{ledger}: then nothing is answered", (status, body.get("code")), (503, "unavailable"))
        checks.equal(f"{ledger}: and it is not ready", mesh.http("GET", "/readyz")[0], 503)
        checks.equal(f"{ledger}: but alive", mesh.http("GET", "/healthz")[0], 200)
        granted = mesh.run("grant", "add", "shop/orders", "--to", "user:stranger", code=None,
                           env={**environment, "HANSE_FAULT_SWITCH": full})
        checks.equal(f"{ledger}: a grant fails", granted.returncode, 1)
        mesh.stop()
        os.remove(full)
        checks.equal(f"{ledger}: and is not in force", mesh.grants("user:stranger"), [])
        checks.equal(f"{ledger}: the ledger verifies", mesh.run("audit", "verify", code=None).returncode, 0)
        mesh.serve()
        checks.equal(f"{ledger}: with room again and a new start it answers", mesh.ask(token, sql)[0], 200)
        mesh.stop()


def unrecorded_command(checks):
    """With `ledger: relaxed` a command finds out at its end."""
    with temporary() as top:
        mesh = base_mesh(top, True)
        environment = mesh.environment(mode="ENOSPC", at=1, more={
            "HANSE_FAULT_ON": "1", "HANSE_FAULT_DIR": mesh.path(".hanse", "ledger", "000001.ledger")})
        done = mesh.run("query", "--as", "seller", "--output", "json", "SELECT 1", code=None, env=environment)
        checks.equal("a command whose decision was not recorded fails", done.returncode, 1)
        checks.equal("with a code", json.loads(done.stderr.strip().splitlines()[-1])["error"]["code"], "io")


def main():
    parser = options_of(__doc__, MODES)
    parser.add_argument("--sample", action="store_true", help="as many points as a minute takes")
    options = parser.parse_args()
    checks, began = Checks(), time.monotonic()
    checks.true("the preload library is built", bool(LIBRARY))
    if options.scenario in (None, "ledger"):
        full_ledger(checks, "strict")
        full_ledger(checks, "relaxed")
        unrecorded_command(checks)
    if not (options.sample or options.all or options.some or options.at or options.scenario or options.mode):
        return checks.finish()
    with temporary() as applied, temporary() as fresh, temporary() as small:
        bases = {"first apply": base_mesh(fresh, False).folder, "spill": spill_mesh(small).folder}
        base = base_mesh(applied, True).folder
        runs = [Run(checks, scenario, bases.get(scenario.name, base)) for scenario in [*SCENARIOS, SPILL]
                if options.scenario in (None, scenario.name)]
        try_points(runs, MODES, options, began + SAMPLE_S)
    checks.finish()


main()
