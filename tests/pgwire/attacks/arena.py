# SPDX-License-Identifier: Apache-2.0
"""What all attempts share: a served mesh, who may sign in, and what must hold after each kind."""
import re

import wire

CONNECTIONS, QUERIES = 40, 100  # `limits.connections` and `limits.queriesRunning` of the mesh


class Arena:
    def __init__(self, checks, mesh, secure):
        self.checks, self.mesh = checks, mesh
        self.port, self.secure_port = mesh.postgres_port, secure.postgres_port
        self.tokens = {user: mesh.token(user) for user in ("analyst", "engineer", "stranger")}
        self.bystander = self.sign_in()
        self.bystander.ask(wire.query("SELECT * FROM flight_operations.departures LIMIT 1"))
        self.idle = self.megabytes()

    def check(self, what, holds, detail=""):
        self.checks.true(what, holds, detail)

    def equal(self, what, found, expected):
        self.checks.equal(what, found, expected)

    def refused(self, what, seen, state):
        """`seen` has an error of that SQLSTATE, and no row."""
        self.check(what, seen.state == state and not seen.rows, f"{seen.state} {seen.told} ({seen.kinds[:80]}), expected {state}")

    def sign_in(self, user="analyst", **parameters):
        return wire.signed_in(self.port, user, self.tokens[user], **parameters)

    def open(self, timeout=30):
        return wire.Wire(self.port, timeout)

    def serves(self, after):
        """Who was connected before is answered, and so is who comes now."""
        self.equal(f"{after}: who was there before is answered", self.bystander.ask(wire.query("SELECT 1")).rows, [[b"1"]])
        with self.sign_in() as fresh:
            self.equal(f"{after}: who comes now is answered", fresh.ask(wire.query("SELECT 2")).rows, [[b"2"]])

    def within(self, what, megabytes):
        """That the server did not take more than this beside what it has when it does nothing, since the last time."""
        high = self.megabytes("VmHWM")
        with open(f"/proc/{self.mesh.server.pid}/clear_refs", "w", encoding="utf-8") as peak:
            peak.write("5")  # VmHWM begins anew
        self.check(f"{what}: memory stays", high < self.idle + megabytes, f"{self.idle} MB at first, {high} MB at most")

    def megabytes(self, what="VmRSS"):
        """Of memory that the server has now; VmHWM: that it had at most."""
        with open(f"/proc/{self.mesh.server.pid}/status", encoding="utf-8") as status:
            return int(re.search(what + r":\s+(\d+)", status.read()).group(1)) // 1024
