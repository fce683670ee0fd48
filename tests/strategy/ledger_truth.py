# SPDX-License-Identifier: Apache-2.0
"""Success metrics computed the slow and plain way from a mesh's ledger, its incidents and `git log`: what `hanse metrics` is held against."""
import datetime
import statistics
import subprocess

from flights import ledger_entries

DAY_S = 86_400
HOUR_S = 3_600.0


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def quantile(values, q):
    values = sorted(values)
    if not values:
        return None
    at = q * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)


class Truth:
    """`products`: domain.table → domain/name. `owners`: domain → team. `groups`: group → (team, its only domain or None).
    `contracts`: contract id → domain/name."""

    def __init__(self, folder, products, owners, groups, contracts):
        self.folder, self.products, self.owners, self.groups, self.contracts = folder, products, owners, groups, contracts
        self.entries = ledger_entries(folder)
        self.uses = list(self.statements())

    def statements(self):
        """(time, principal, groups, table, answer) of every table of every statement."""
        tables_of = {}
        for entry in self.entries:
            body = entry["body"]
            if entry["kind"] != "decision" or body["outcome"] not in ("allowed", "denied", "failed"):
                continue
            who, at = body["principal"], instant(entry["time"])
            name = who["user"] if who["user"].startswith("product:") else "user:" + who["user"]
            if "repeats" in body:
                for table in tables_of.get(body["repeats"], []):
                    yield at, name, who["groups"], table, "allowed"
                continue
            seen = {}
            for table in body["tables"]:
                if table["table"] in seen:
                    continue
                if body["outcome"] == "allowed":
                    answer = "allowed"
                elif not table["discover"] or body["outcome"] == "denied" and not table["allow"]:
                    answer = "refused"
                else:
                    answer = "failed"
                seen[table["table"]] = answer
                yield at, name, who["groups"], table["table"], answer
            if body["outcome"] == "allowed":
                tables_of[body["decision_id"]] = list(seen)

    def pairs(self):
        """(person, product) → [first refused, first allowed]; None: never."""
        out = {}
        for at, who, _, table, answer in self.uses:
            product = self.products.get(table)
            if who.startswith("product:") or product is None or answer == "failed":
                continue
            times = out.setdefault((who, product), [None, None])
            slot = 1 if answer == "allowed" else 0
            if times[slot] is None or at < times[slot]:
                times[slot] = at
        return out

    def time_to_insight(self):
        """Hours by product."""
        out = {}
        for (_, product), (refused, allowed) in self.pairs().items():
            if allowed is not None and refused is not None and refused < allowed:
                out.setdefault(product, []).append((allowed - refused) / HOUR_S)
        return out

    def answered_at_once(self):
        firsts = [refused is None or refused > allowed for refused, allowed in self.pairs().values() if allowed is not None]
        return 100 * sum(firsts) / len(firsts)

    def waiting(self):
        return sum(allowed is None for _, allowed in self.pairs().values())

    def granted(self):
        """(time, product, principal) of each grant of the ledger."""
        return [(instant(e["time"]), e["body"]["product"], e["body"]["principal"])
                for e in self.entries if e["kind"] == "grant" and e["body"]["event"] == "granted"]

    def decision_speed(self):
        """For grants to single users."""
        out = []
        for at, product, principal in self.granted():
            mine = [u for u in self.uses if u[1] == principal and self.products.get(u[3]) == product and u[0] < at]
            answered = max((u[0] for u in mine if u[4] == "allowed"), default=0)
            asked = min((u[0] for u in mine if u[4] == "refused" and u[0] > answered), default=None)
            if asked is not None:
                out.append((at - asked) / HOUR_S)
        return out

    def self_service(self):
        given = self.granted()
        by_hand = [any(principal == who and product == of and at <= allowed for at, of, principal in given)
                   for (who, product), (_, allowed) in self.pairs().items() if allowed is not None]
        return 100 * (1 - sum(by_hand) / len(by_hand))

    def unit(self, who, groups):
        if who.startswith("product:"):
            return who[len("product:"):].split("/")[0], None
        for group in sorted(groups):
            if group in self.groups:
                team, domain = self.groups[group]
                return domain or team, None if domain else team
        return None, None

    def cross_domain_use(self):
        own = other = 0
        for _, who, groups, table, answer in self.uses:
            product = self.products.get(table)
            unit, team = self.unit(who, groups)
            if answer != "allowed" or product is None or unit is None:
                continue
            domain = product.split("/")[0]
            if (self.owners[domain] != team) if team else (unit != domain):
                other += 1
            else:
                own += 1
        return 100 * other / (own + other)

    def applies(self):
        """(time, commit, scopes, products, changes of the mesh) of each that policy allowed."""
        out = []
        for entry in self.entries:
            body = entry["body"]
            if entry["kind"] != "apply" or not body["allowed"]:
                continue
            products, of_mesh = set(), 0
            for change in body["changes"]:
                words = change["address"].split(" ")
                if words[0] == "product":
                    products.add(words[1])
                elif words[0] == "contract":
                    products.add(self.contracts[words[1]])
                elif words[0] not in ("agreement", "domain"):
                    of_mesh += 1
            out.append((instant(entry["time"]), body["git_commit"], [s["scope"] or "mesh" for s in body["scopes"]], products, of_mesh))
        return out

    def deployments(self):
        """product → its times."""
        out = {}
        for at, _, _, products, _ in self.applies():
            for product in products:
                out.setdefault(product, []).append(at)
        return out

    def alone(self):
        flags = [of_mesh == 0 and set(scopes) == {product.split("/")[0]}
                 for _, _, scopes, products, of_mesh in self.applies() for product in products]
        return 100 * sum(flags) / len(flags)

    def broken(self, incidents):
        """product → (from, until or None) of failed builds until one succeeds, and of incidents of severity error."""
        out, open_since = {}, {}
        for entry in self.entries:
            if entry["kind"] != "refresh":
                continue
            product, at = entry["body"]["product"], instant(entry["time"])
            if not entry["body"]["succeeded"]:
                open_since.setdefault(product, at)
            elif product in open_since:
                out.setdefault(product, []).append((open_since.pop(product), at))
        for product, at in open_since.items():
            out.setdefault(product, []).append((at, None))
        for incident in incidents:
            if incident["severity"] == "error":
                out.setdefault(incident["product"], []).append((incident["detected"], incident["repaired"]))
        return out

    def delivery(self, incidents):
        """Change fail rate, rework rate in percent; hours of recovery."""
        broken, failed, rework, hours = self.broken(incidents), [], [], []
        for product, times in self.deployments().items():
            for index, at in enumerate(times):
                end = min([at + DAY_S] + times[index + 1:index + 2])
                begun = [t for t in broken.get(product, []) if at <= t[0] < end]
                failed.append(bool(begun))
                rework.append(any(t[0] < at and (t[1] is None or t[1] > at) for t in broken.get(product, [])))
                if begun and all(t[1] is not None for t in begun):
                    hours.append((max(t[1] for t in begun) - at) / HOUR_S)
        return 100 * sum(failed) / len(failed), 100 * sum(rework) / len(rework), hours

    def lead_time(self):
        """Hours by product, by `git log` between the commits that were applied."""
        out, applied = {}, {}
        for at, commit, scopes, _, _ in self.applies():
            for domain in set(scopes) - {"mesh"}:
                before = applied.get(domain)
                applied[domain] = commit
                if before is None:
                    continue
                listed = subprocess.run(["git", "-C", self.folder, "log", "--no-merges", "--format=%H %ct", f"{before}..{commit}"],
                                        capture_output=True, text=True, check=True).stdout.split("\n")
                for line in filter(None, listed):
                    one, seconds = line.split(" ")
                    files = subprocess.run(["git", "-C", self.folder, "show", "--name-only", "--format=", one],
                                           capture_output=True, text=True, check=True).stdout.split("\n")
                    for product in {"/".join(f.split("/")[1:3]) for f in files if f.startswith(f"domains/{domain}/") and f.count("/") > 2}:
                        if product in self.contracts.values():
                            out.setdefault(product, []).append((at - float(seconds)) / HOUR_S)
        return out

    def check_runs(self):
        runs = [set(e["body"]["verdicts"].values()) for e in self.entries if e["kind"] == "checks"]
        good = ["failed" not in verdicts for verdicts in runs if verdicts - {"notRun"}]
        return 100 * sum(good) / len(good)


def median(values):
    return statistics.median(values) if values else None
