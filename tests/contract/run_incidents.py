#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Incidents and who hears of them, with the real binary against a real mail server and a receiver that verifies signatures:
each event is told once, whatever is down or restarted meanwhile, and nobody is told what they may not read."""
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from flights import Checks, HANSE, Mesh, until  # noqa: E402
from receivers import SECRET, Hook, Mails, certificate  # noqa: E402

OWNER, READERS = "shop@example.org", "analysts@example.org"
CELL, COLUMN = "not-a-number-7141", "unit_price"
PASSWORD = "mail-password-5519"


class Shop(Mesh):
    """The mesh of `hanse init`, told how people hear of incidents."""

    def __init__(self, folder, notifications):
        super().__init__(folder)
        subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
        self.env = {"WEBHOOK_SECRET": SECRET, "MAIL_PASSWORD": PASSWORD}
        self.edit("mesh.yaml", "group: shop}", f"group: shop, support: \"mailto:{OWNER}\"}}\n"
                  f"  - {{id: analysts, type: streamAligned, group: analysts, support: {READERS}}}")
        self.notify(notifications)
        self.source = os.path.join(folder, "data", "orders.csv")
        with open(self.source, encoding="utf-8") as file:
            self.good = file.read()

    def path(self, name):
        return os.path.join(self.folder, name)

    def edit(self, name, old, new):
        with open(self.path(name), encoding="utf-8") as file:
            text = file.read()
        assert old in text, (name, old)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text.replace(old, new, 1))

    def notify(self, notifications):
        with open(self.path("mesh.yaml"), encoding="utf-8") as file:
            text = re.sub(r"\nnotifications:\n(  .*\n)*", "\n", file.read())
        with open(self.path("mesh.yaml"), "w", encoding="utf-8") as file:
            file.write(text + "\nnotifications:\n" + notifications)

    def write(self, text):
        with open(self.source, "w", encoding="utf-8") as file:
            file.write(text)

    def spoil(self):
        """A cell that is no number."""
        self.write(self.good.replace("48.90", CELL))

    def run(self, *words, code=0, env=None):
        return super().run(*words, code=code, env={**self.env, **(env or {})})

    def serve(self, *more):
        os.environ.update(self.env)
        return super().serve(*more)

    def incidents(self, *more, user=None):
        words = ["incident", "list", "--output", "json", *more]
        return json.loads(self.run(*words, *(["--as", user] if user else [])).stdout)["incidents"]

    def state(self, sql, *values):
        connection = sqlite3.connect(self.path(".hanse/state.sqlite"), timeout=30)
        try:
            with connection:
                return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    def quiet_outbox(self):
        return until(lambda: self.state("SELECT count(*) FROM notices WHERE sent_us = 0 AND given_up_us = 0") == [(0,)])


def ways(mails, hook=True, private="true", more=""):
    webhook = f"  webhook: {{secret: \"${{WEBHOOK_SECRET}}\", privateAddresses: {private}}}\n" if hook else ""
    return f"  mail: {{server: \"127.0.0.1:{mails.port}\", sender: hanse@example.org, security: none}}\n{webhook}{more}"


def one_of(incidents, key):
    return next((each for each in incidents if each["key"] == key), {})


def told_once(mesh, mails, hook, checks):
    """A failed build is an incident; owners and readers hear of it once, of its repair once."""
    mesh.spoil()
    failed = mesh.run("refresh", "shop/orders", code=1)
    checks.true("the refresh fails on the cell", CELL in failed.stdout + failed.stderr, failed.stderr)
    checks.true("the owner hears of it", until(lambda: mails.to(OWNER)))
    checks.true("and the contract's channel", until(lambda: hook.taken), hook.refused)
    checks.true("and who reads it by a grant", until(lambda: mails.to(READERS)))
    mail = mails.to(OWNER)[0]
    checks.equal("the subject", mail["subject"], "[error] shop/orders: the last refresh failed: HNS-C002, a value is not of the contract's type")
    checks.equal("from", mail["from"], "hanse@example.org")
    everything = "".join(m.get_content() + m["subject"] for m in mails.taken) + json.dumps(hook.taken)
    checks.true("no value and no column is told", CELL not in everything and COLUMN not in everything, everything)
    checks.equal("what the program hears", (hook.types(), hook.taken[0][1]["data"]["severity"], hook.taken[0][1]["data"]["owner"]),
                 (["incident.opened"], "error", "shop-team"))
    incident = one_of(mesh.incidents(), "build")
    checks.equal("the incident", (incident["kind"], incident["state"], incident["occurrences"]), ("build", "open", 1))
    checks.true("it was notified", until(lambda: one_of(mesh.incidents(), "build")["notified"]))
    times = one_of(mesh.incidents(), "build")["times"]
    checks.equal("the time to notify is held against the contract", (times["timeToNotify"]["allowed_seconds"], times["timeToNotify"]["is_missed"]),
                 (3600, False))
    mesh.run("refresh", "shop/orders", code=1)
    checks.equal("it is seen again", one_of(mesh.incidents(), "build")["occurrences"], 2)
    mesh.run("incident", "ack", incident["id"], "--as", "seller")
    checks.true("nothing waits", mesh.quiet_outbox())
    checks.equal("nobody hears of it again", (len(mails.to(OWNER)), len(mails.to(READERS)), len(hook.taken)), (1, 1, 1))
    mesh.write(mesh.good)
    mesh.run("refresh", "shop/orders")
    checks.true("its repair is told", until(lambda: "incident.repaired" in hook.types() and len(mails.to(OWNER)) == 2))
    shown = json.loads(mesh.run("incident", "show", incident["id"], "--output", "json").stdout)["incident"]
    checks.equal("it is repaired by nobody", (shown["state"], shown["closed_by"], shown["acknowledged_by"]), ("repaired", "", "seller"))
    checks.true("the time to repair is over", shown["times"]["timeToRepair"]["is_over"])
    checks.equal("none is open", mesh.incidents(), [])


def failed_check(mesh, mails, checks):
    """A check that fails after a refresh is told once, however often it is run, and is over when it passes."""
    checks.true("nothing waits", mesh.quiet_outbox())
    before = len(mails.to(OWNER))
    mesh.write(mesh.good.replace("rope,2,", "rope,0,"))  # a quantity of nothing
    mesh.run("refresh", "shop/orders", code=None)
    found = [each for each in mesh.incidents() if each["kind"] == "check"]
    checks.equal("a check that fails after a refresh is an incident", [(each["severity"], "quantity" in each["key"], each["summary"]) for each in found],
                 [("error", True, "a check fails: HNS-C012, a value is outside its range")])
    checks.equal("of the rows that were published", found[0]["began"] <= found[0]["detected"], True)
    checks.true("the owner hears of it", until(lambda: len(mails.to(OWNER)) == before + 1))
    checks.true("and of no column", "quantity" not in mails.to(OWNER)[-1].get_content(), mails.to(OWNER)[-1].get_content())
    mesh.run("product", "check", "shop/orders", code=None)
    checks.equal("run again it is seen again", [each["occurrences"] for each in mesh.incidents()], [2])
    status = json.loads(mesh.run("product", "status", "shop/orders", "--output", "json", code=None).stdout)["products"][0]
    checks.equal("its status names it", [each["id"] for each in status["incidents"]], [found[0]["id"]])
    quality = next(each for each in status["objectives"] if each["name"] == "quality")
    checks.true("and what it costs", quality["attained"] < 1 and quality["budget_left"] < 0 and not quality["is_spent"], quality)
    mesh.write(mesh.good)
    mesh.run("refresh", "shop/orders")
    checks.equal("when it passes it is over", mesh.incidents(), [])
    checks.true("nothing waits", mesh.quiet_outbox())
    checks.equal("told twice: its beginning and its end", [m["subject"].split("]")[0] for m in mails.to(OWNER)[before:]], ["[error", "[repaired"])


def drift(mesh, checks):
    lines = mesh.good.splitlines()
    mesh.write("\n".join(line.rsplit(",", 2)[0] for line in lines) + "\n")  # without its last two columns
    mesh.run("refresh", "shop/orders", code=1)
    incident = one_of(mesh.incidents(), "build")
    checks.equal("a source without a column has drifted", (incident["kind"], incident["summary"]),
                 ("drift", "a source no longer has the shape of its contract: HNS-C001, the data lacks a column"))
    mesh.write(mesh.good)
    mesh.run("refresh", "shop/orders")
    checks.equal("and is back", mesh.incidents(), [])


def who_may_know(mesh, mails, checks):
    """Over HTTP: nobody learns of a product that they may not find; owners alone change."""
    seller, analyst, stranger = (mesh.token(user) for user in ("seller", "analyst", "stranger"))
    words = "the orders of May are missing"
    report = "/v1/products/shop/orders/incidents"
    hidden = mesh.http("POST", report, stranger, {"summary": words})
    absent = mesh.http("POST", "/v1/products/shop/nothing/incidents", stranger, {"summary": words})
    checks.equal("what is hidden looks absent", (hidden[0], hidden[2].replace(b"shop/orders", b"X")), (404, absent[2].replace(b"shop/nothing", b"X")))
    for bad in ("two\r\nBcc: evil@example.org", "", "x" * 501, "a\x00b"):
        checks.equal(f"{bad[:20]!r} is no summary", mesh.http("POST", report, analyst, {"summary": bad})[0], 400)
    status, _, body = mesh.http("POST", report, analyst, {"summary": words})
    checks.equal("a reader reports", status, 200)
    incident = json.loads(body)["incident"]
    again = json.loads(mesh.http("POST", report, analyst, {"summary": words})[2])["incident"]
    checks.equal("twice is one", (again["id"], again["occurrences"]), (incident["id"], 2))
    checks.true("the owner hears the words", until(lambda: any(words in m.get_content() for m in mails.to(OWNER))))
    checks.true("nothing waits", mesh.quiet_outbox())
    checks.true("other readers do not", all(words not in m.get_content() for m in mails.to(READERS)))
    checks.equal("strangers see none", json.loads(mesh.http("GET", "/v1/incidents", stranger)[2])["incidents"], [])
    checks.equal("nor this one", mesh.http("GET", f"/v1/incidents/{incident['id']}", stranger)[0], 404)
    checks.equal("readers see it", [each["id"] for each in json.loads(mesh.http("GET", "/v1/incidents", analyst)[2])["incidents"]], [incident["id"]])
    checks.equal("but not what it is about", incident["key"], None)
    checks.equal("and may not close it", mesh.http("POST", f"/v1/incidents/{incident['id']}/close", analyst, {"cause": "none"})[0], 403)
    checks.equal("nor a stranger", mesh.http("POST", f"/v1/incidents/{incident['id']}/close", stranger, {"cause": "none"})[0], 404)
    checks.equal("the owner is at it", mesh.http("POST", f"/v1/incidents/{incident['id']}/acknowledge", seller)[0], 200)
    checks.equal("and closes it", mesh.http("POST", f"/v1/incidents/{incident['id']}/close", seller, {"cause": "a late export"})[0], 200)
    checks.equal("once", mesh.http("POST", f"/v1/incidents/{incident['id']}/close", seller, {"cause": "x"})[0], 409)
    closed = json.loads(mesh.http("GET", "/v1/incidents?all=true", analyst)[2])["incidents"][0]
    checks.equal("with its cause", (closed["cause"], closed["closed_by"]), ("a late export", "seller"))


def receiver_down(mesh, hook, checks):
    """What is down is tried again, under the same id, and a redirect is not followed."""
    checks.true("nothing waits", mesh.quiet_outbox())
    hook.status, hook.location = 307, hook.url("/elsewhere")
    taken = len(hook.taken)
    tries = len(hook.tries)
    mesh.spoil()
    mesh.run("refresh", "shop/orders", code=1)
    checks.true("a redirect is no delivery", until(lambda: len(hook.tries) > tries))
    hook.status = 503
    seen = len(hook.tries)
    checks.true("it is tried again", until(lambda: len(hook.tries) > seen))
    checks.equal("under the same id", len(set(hook.tries[tries:])), 1)
    mesh.write(mesh.good)
    mesh.run("refresh", "shop/orders")
    hook.status = 200
    checks.true("nothing waits", mesh.quiet_outbox())
    checks.equal("once each, and nobody hears of an end before its beginning", hook.types()[taken:], ["incident.opened", "incident.repaired"])


def restart(mesh, mails, hook, checks):
    """What a process without a server found is told by the next server, once."""
    mesh.stop()
    before = len(mails.to(OWNER)), len(hook.taken)
    mesh.spoil()
    mesh.run("refresh", "shop/orders", code=1)
    checks.true("it waits in the state", mesh.state("SELECT count(*) FROM notices WHERE sent_us = 0")[0][0] >= 3)
    mesh.serve()
    checks.true("the next server tells it", until(lambda: (len(mails.to(OWNER)), len(hook.taken)) == (before[0] + 1, before[1] + 1)))
    checks.true("nothing waits", mesh.quiet_outbox())
    mesh.stop()
    mesh.serve("--listen-metrics", "127.0.0.1:0")
    with urllib.request.urlopen(mesh.metrics_url + "", timeout=30) as answer:
        metrics = answer.read().decode()
    checks.true("it is among the numbers", 'hanse_incidents_open{product="shop/orders",severity="error"} 1' in metrics, metrics[-4000:])
    checks.true("as are objectives", 'hanse_slo_error_budget_remaining_ratio{product="shop/orders",slo="availability"} 1' in metrics, metrics[-4000:])
    mesh.write(mesh.good)
    mesh.run("refresh", "shop/orders")
    checks.true("told by one server and not by the next", until(lambda: len(hook.taken) == before[1] + 2))
    checks.equal("once each", hook.types()[before[1]:], ["incident.opened", "incident.repaired"])


def quiet_hours(mesh, mails, hook, checks):
    """Held back while it is quiet, then told as one digest; errors pass where that is stated."""
    hours = "  quietHours: {from: \"00:00\", to: \"23:59\", timeZone: UTC, pass: error}\n"
    mesh.notify(ways(mails, more=hours))
    mesh.run("apply", "--yes")
    before, hooks = len(mails.to(OWNER)), len(hook.taken)
    for what in ("first", "second"):
        mesh.run("incident", "open", "shop/orders", "--summary", f"a {what} ü problem", "--as", "seller")
    held = "SELECT count(*) FROM notices WHERE is_held = 1 AND sent_us = 0"
    checks.true("both are held back", until(lambda: mesh.state(held)[0][0] >= 4))
    mesh.spoil()
    mesh.run("refresh", "shop/orders", code=1)
    checks.true("an error passes", until(lambda: len(mails.to(OWNER)) == before + 1 and len(hook.taken) == hooks + 1))
    mesh.notify(ways(mails))
    mesh.run("apply", "--yes")
    mesh.state("UPDATE notices SET due_us = 1 WHERE is_held = 1")  # their end comes
    checks.true("they end in one digest", until(lambda: len(mails.to(OWNER)) == before + 2))
    digest = mails.to(OWNER)[-1]
    checks.equal("of both", (digest["subject"], "a first ü problem" in digest.get_content(), "a second ü problem" in digest.get_content()),
                 ("2 notices of quiet hours", True, True))
    checks.true("for programs too", until(lambda: hook.types()[-1] == "incident.digest"))
    checks.equal("with both", len(hook.taken[-1][1]["data"]["notices"]), 2)
    mesh.write(mesh.good)
    mesh.run("refresh", "shop/orders")
    for incident in mesh.incidents():
        mesh.run("incident", "close", incident["id"], "--cause", "none")
    checks.true("nothing waits", mesh.quiet_outbox())


def own_network(mesh, mails, hook, checks):
    """Without leave, no webhook goes to the own network: the address that is connected to decides."""
    mesh.notify(ways(mails, private="false"))
    mesh.run("apply", "--yes")
    before, tries = len(mails.to(OWNER)), len(hook.tries)
    mesh.run("incident", "open", "shop/orders", "--summary", "to the own network", "--as", "seller")
    checks.true("mail goes", until(lambda: len(mails.to(OWNER)) == before + 1))
    problem = "SELECT problem FROM notices WHERE address LIKE 'http%' AND sent_us = 0"
    checks.true("the webhook says why not", until(lambda: mesh.state(problem) and "no public address" in mesh.state(problem)[-1][0]))
    checks.equal("nobody was connected to", len(hook.tries), tries)


def encrypted(top, checks):
    """STARTTLS with the authority that mesh.yaml names, and a password that stands nowhere."""
    cert, key = certificate(top)
    mails = Mails(tls=(cert, key), user="hanse", password=PASSWORD)
    folder = os.path.join(top, "encrypted")
    mail = f"  mail: {{server: \"localhost:{mails.port}\", sender: hanse@example.org, user: hanse, password: \"${{MAIL_PASSWORD}}\"}}\n"
    mesh = Shop(folder, mail)
    try:
        mesh.run("apply", "--yes")
        mesh.run("incident", "open", "shop/orders", "--summary", "over TLS", "--as", "seller")
        mesh.serve()
        problem = "SELECT problem FROM notices WHERE sent_us = 0"
        checks.true("an authority that nobody named is not trusted", until(lambda: mesh.state(problem) and "certificate" in mesh.state(problem)[0][0].lower()),
                    mesh.state(problem))
        checks.equal("and gets no password", mails.signed_in, [])
        mesh.notify(mail + "  authorities: ../receiver.pem\n")
        mesh.run("apply", "--yes")
        checks.true("one that is named is", until(lambda: mails.to(OWNER)), mesh.state(problem))
        checks.equal("with the password", mails.signed_in, [True])
        mesh.stop()
        everywhere = subprocess.run(["grep", "-rl", PASSWORD, folder], capture_output=True, text=True, check=False).stdout
        checks.equal("the password is nowhere", everywhere, "")
    finally:
        mesh.stop()
        mails.stop()


def ledger_tells(mesh, checks):
    events = [entry["event"] for entry in mesh.ledger("incident")]
    checks.equal("the ledger has each kind of event", sorted(set(events)), ["acknowledged", "opened", "repaired", "seen"])
    checks.true("and what was told", until(lambda: any(entry["sent"] for entry in mesh.ledger("notice"))))


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-incidents-") as top:
        mails, hook = Mails(), Hook()
        mesh = Shop(os.path.join(top, "mesh"), ways(mails))
        contract = "domains/shop/orders/orders.odcs.yaml"
        mesh.edit(contract, "schema:\n", f"support:\n  - {{channel: hook, url: \"{hook.url()}\"}}\n"
                  "  - {channel: talk, url: \"https://chat.example/orders\", tool: slack}\n"
                  "slaProperties:\n  - {property: timeToNotify, value: 1, unit: h}\nschema:\n")
        try:
            mesh.run("apply", "--yes")
            mesh.run("grant", "add", "shop/orders", "--to", "group:analysts", "--columns", "order_id,article")
            mesh.serve()
            told_once(mesh, mails, hook, checks)
            failed_check(mesh, mails, checks)
            drift(mesh, checks)
            who_may_know(mesh, mails, checks)
            receiver_down(mesh, hook, checks)
            restart(mesh, mails, hook, checks)
            quiet_hours(mesh, mails, hook, checks)
            own_network(mesh, mails, hook, checks)
            ledger_tells(mesh, checks)
            checks.equal("every signature held", hook.refused, [])
            encrypted(top, checks)
        finally:
            mesh.stop()
            hook.stop()
            mails.stop()
    checks.finish()


if __name__ == "__main__":
    main()
