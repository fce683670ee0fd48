#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`hanse doctor` on what really happened: statements, refusals, grants, checks, incidents and applies of a mesh, looked at later."""
import datetime
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import Checks  # noqa: E402
from shop import World  # noqa: E402

ORDERS = "domains/shop/orders/product.odps.yaml"
STRICT = """apiVersion: hanse/v1
kind: Doctor
thresholds:
  - {detector: HNS-D016, name: days, value: 1}
  - {detector: HNS-D016, name: statementsPerDay, value: 3}
  - {detector: HNS-D018, name: days, value: 0.1}
  - {detector: HNS-D018, name: statementsPerDay, value: 2}
  - {detector: HNS-D020, name: waits, value: 1}
"""


class Doctor:
    def __init__(self, world):
        self.world = world

    def look(self, detector, days):
        """Objects of its findings, seen so many days from now; None: it could not tell."""
        now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        done = self.world.mesh.run("doctor", "--detector", detector, "--output", "json", "--now", now.strftime("%Y-%m-%dT%H:%M:%SZ"), code=None)
        body = json.loads(done.stdout)
        row = body["detectors"][0]
        return [finding["object"] for finding in body["findings"]] if row["ran"] else None


def ask(world, times):
    for _ in range(times):
        world.mesh.query("analyst", "SELECT count(*) AS n FROM shop.daily_sales")


def main():
    checks = Checks()
    with World() as world:
        doctor = Doctor(world)
        world.write("strategy/doctor.yaml", STRICT)
        world.apply()
        checks.equal("D018 nearly, D016 nearly: nobody asked", (doctor.look("HNS-D016", 0.5), doctor.look("HNS-D018", 0.5)), ([], []))
        ask(world, 2)
        checks.equal("D016 nearly: two statements a day", doctor.look("HNS-D016", 0.5), [])
        checks.equal("D018: fetched each day, a little", doctor.look("HNS-D018", 0.5), ["shop/daily_sales"])
        checks.equal("D018, D016 of a day before: what came later is no use", (doctor.look("HNS-D016", -1), doctor.look("HNS-D018", -1)), ([], None))
        checks.equal("D018 cannot tell of a ledger that has just begun", doctor.look("HNS-D018", 0), None)
        ask(world, 1)
        checks.equal("D016: three statements a day", doctor.look("HNS-D016", 0.5), ["shop/daily_sales"])
        checks.equal("D018 nearly: more than a few a day", doctor.look("HNS-D018", 0.5), [])
        checks.equal("D014 cannot tell before its days are over", doctor.look("HNS-D014", 60), None)
        checks.equal("D014 nearly: read, though by others of the product only", doctor.look("HNS-D014", 90), ["shop/orders"])
        checks.equal("D014: not read for longer than that", doctor.look("HNS-D014", 92), ["shop/daily_sales", "shop/orders"])
        checks.equal("D013 nearly: checked when it was built", doctor.look("HNS-D013", 29), [])
        checks.equal("D013: not checked since", doctor.look("HNS-D013", 31), ["shop/daily_sales", "shop/orders"])
        world.mesh.run("incident", "open", "shop/orders", "--summary", "May is missing", "--as", "seller")
        checks.equal("D023 nearly: open for six days", doctor.look("HNS-D023", 6), [])
        checks.equal("D023: open for eight days", doctor.look("HNS-D023", 8), ["shop/orders"])
        waits(world, doctor, checks)
        changes(world, doctor, checks)
    checks.finish()


def waits(world, doctor, checks):
    """From a refusal to the day that a grant begins."""
    def grant(days):
        begins = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        given = world.mesh.run("grant", "add", "shop/orders", "--to", "user:analyst", "--from", begins, "--as", "seller")
        return given.stdout.split()[0]

    world.mesh.refused("analyst", "SELECT count(*) AS n FROM shop.orders", 1)
    grant(4)
    checks.equal("D020 nearly: four days", doctor.look("HNS-D020", 10), [])
    for _ in range(2):
        grant(7)
    checks.equal("D020: half of them seven days", doctor.look("HNS-D020", 10), ["shop"])


def changes(world, doctor, checks):
    """The first apply is the first change; a draft grows old."""
    world.edit(ORDERS, "status: active", "status: draft")
    for number in range(3):
        world.edit(ORDERS, "version: 1.0.0" if number == 0 else f"version: 1.0.{number}", f"version: 1.0.{number + 1}")
        world.apply()
    checks.true("D027 nearly: four changes", "shop/orders" not in doctor.look("HNS-D027", 1))
    world.edit(ORDERS, "version: 1.0.3", "version: 1.0.4")
    world.apply()
    checks.true("D027: five changes by one", "shop/orders" in doctor.look("HNS-D027", 1))
    checks.equal("D024 nearly: a draft of 179 days", doctor.look("HNS-D024", 179), [])
    checks.equal("D024: a draft of 181 days", doctor.look("HNS-D024", 181), ["shop/orders"])


if __name__ == "__main__":
    main()
