# SPDX-License-Identifier: Apache-2.0
"""Adds entries to the ledger of a mesh: a valid chain of the format that src/ledger/format.h states, of statements, builds,
checks and grants as a mesh in use writes them. Seeded; `hanse audit verify` accepts what it leaves."""
import datetime
import hashlib
import json
import os
import random

SEGMENT_BYTES = 64 << 20
FRESH, GRANTS, OUTCOMES, REFUSED = 0.10, 0.0002, 0.05, 0.02  # shares of all entries; the rest repeats a decision
TABLE_COLUMNS = 20
PEOPLE = 2_000


def canonical(value) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Chain:
    """The newest segment, continued."""

    def __init__(self, folder: str):
        self.folder = folder
        names = sorted(name for name in os.listdir(folder) if name.endswith(".ledger"))
        self.number = len(names)
        path = os.path.join(folder, names[-1])
        self.size = os.path.getsize(path)
        self.file = open(path, "ab")
        seq, self.hash = open(os.path.join(folder, "head"), encoding="utf-8").read().strip().split(":")
        self.seq, self.lines, self.filled = int(seq), [], 0

    def add(self, body: str, kind: str, time: str) -> None:
        self.seq += 1
        text = f'{{"body":{body},"kind":"{kind}","prev":"{self.hash}","seq":{self.seq},"time":"{time}"}}'.encode()
        self.hash = hashlib.blake2b(text, digest_size=32).hexdigest()
        line = self.hash.encode() + b" " + text + b"\n"
        if self.size + self.filled + len(line) > SEGMENT_BYTES:
            self.write()
            self.file.close()
            self.number += 1
            self.file, self.size = open(os.path.join(self.folder, f"{self.number:06}.ledger"), "ab"), 0
        self.lines.append(line)
        self.filled += len(line)

    def write(self) -> None:
        self.file.write(b"".join(self.lines))
        self.size, self.lines, self.filled = self.size + self.filled, [], 0

    def close(self) -> None:
        self.write()
        self.file.close()
        with open(os.path.join(self.folder, "head"), "w", encoding="utf-8") as handle:
            handle.write(f"{self.seq}:{self.hash}\n")


def decision(outcome: str, tables: bool, padding: int) -> str:
    """A decision's body with @words@ where entries differ; without `tables` it repeats another. `padding`: bytes more of statement."""
    principal = {"attributes": {}, "groups": ["@group@"], "kind": "user", "user": "@user@"}
    body = {"acting_for": [], "decision_id": "@id@", "door": "http", "outcome": outcome, "policy_revision": "a" * 64,
            "principal": principal, "purpose": "reporting", "query_id": "0123456789abcdef",
            "snapshots": ["0006615c4fdf0e99fd64f12b7c0bee97"], "sql_digest": "b" * 64,
            "sql": "SELECT region, status, sum(amount) FROM @table@ WHERE opened > 17 GROUP BY region, status ORDER BY 3 DESC LIMIT 50" + " " * padding}
    if not tables:
        return canonical({**{k: v for k, v in body.items() if k != "policy_revision"}, "repeats": "@repeats@"})
    asked = {"action": {"filterResources": [], "operation": "SelectFromColumns", "resource": {"table": {
        "catalogName": "hanse", "columns": ["region", "status", "amount", "opened"], "tableName": "@table@"}}},
        "agreements": [], "context": {"identity": principal, "softwareStack": {"name": "hanse"}}, "door": "http",
        "environment": {"data": "real", "development": True, "id": "dev"}, "grants": [],
        "purpose": {"ancestors": [], "classificationMax": "internal", "id": "reporting"}, "time": "@time@"}
    allowed = outcome == "allowed"
    body["tables"] = [{"allow": allowed, "as": "@user@", "columns": ["region", "status", "amount", "opened"], "decision_input": asked,
                       "discover": allowed, "filters": [], "masks": [], "resource_in": "0006615c4fdf0e99fd64f12b7c0bee97",
                       "table": "@table@", "warnings": [],
                       "visibility_input": {**asked, "columns": [f"column_{i}" for i in range(TABLE_COLUMNS)]}}]
    body["revisions"] = {f"domain_{i:02}": 1 for i in range(20)}
    return canonical(body)


def fill(template: str, **words: str) -> str:
    for word, text in words.items():
        template = template.replace(f"@{word}@", text)
    return template


def add_entries(folder: str, products: list, count: int, until: datetime.datetime, days: int = 365, seed: int = 1,
                padding: int = 0) -> None:
    """`products`: (domain/name, domain.table) of each. `until`: of the last entry, in UTC."""
    rng, chain = random.Random(seed), Chain(folder)
    fresh, repeat, refused = (decision(*kind, padding) for kind in (("allowed", True), ("allowed", False), ("denied", True)))
    start, step = until - datetime.timedelta(days=days), datetime.timedelta(days=days) / count
    known: list = []
    for number in range(count):
        at = start + step * number
        time = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        key = f"{int(at.timestamp() * 1e6):016x}{rng.getrandbits(64):016x}"
        draw = rng.random()
        product, table = products[min(int(rng.expovariate(8) * len(products)), len(products) - 1)]
        person = rng.randrange(PEOPLE)
        words = {"user": f"person{person}", "group": "readers" if person % 2 else f"group{person % 40}", "table": table, "time": time, "id": key}
        if draw < OUTCOMES:
            good = rng.random() > 0.02
            if rng.random() < 0.5:
                chain.add(canonical({"findings": [], "product": product, "quarantined": 0, "rows": 1, "succeeded": good}), "refresh", time)
            else:
                verdicts = {f"{product}/{table.split('.')[1]}@1": "passed" if good else "failed"}
                chain.add(canonical({"by": "", "product": product, "trigger": "schedule", "verdicts": verdicts}), "checks", time)
        elif draw < OUTCOMES + GRANTS:
            chain.add(canonical({"event": "granted", "grant": f"g-{number:012x}", "product": product,
                                 "principal": f"user:person{person}"}), "grant", time)
        elif draw < OUTCOMES + GRANTS + REFUSED:
            chain.add(fill(refused, **words), "decision", time)
        elif draw < OUTCOMES + GRANTS + REFUSED + FRESH or not known:
            chain.add(fill(fresh, **words), "decision", time)
            known.append((key, words))
            if len(known) > 20_000:
                known = known[10_000:]
        else:
            of, before = known[rng.randrange(len(known))]
            chain.add(fill(repeat, **{**before, "id": key, "repeats": of}), "decision", time)
    chain.close()
