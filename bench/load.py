# SPDX-License-Identifier: Apache-2.0
"""What well-behaved clients feel of two hundred that are not: latency at both doors, alone and beside them."""
import os
import shutil
import subprocess
import sys
import tempfile

from results import ROOT
from server import HANSE, Server, run

sys.path.insert(0, os.path.join(ROOT, "tests", "faults"))
import crowd  # noqa: E402

SECONDS, ROUNDS, GOAL = 20, 3, 2
SQL, ROWS = "SELECT count(*) AS n, CAST(sum(quantity) AS BIGINT) AS q FROM shop.orders", [[6, 13]]
PARTS = {"p50": 0.5, "p99": 0.99}
ABOUT = """## Under two hundred clients

Four clients, two at each door, ask a small statement one after the other, {seconds} s alone and {seconds} s beside {clients} others, {rounds} rounds
in turn; every answer is checked. Of the others {slow} read ten million rows at a trickle ({bytes:,} bytes each {wait} s; 48 at once, since one
principal leaves a quarter of the places to others), and the rest is killed in the middle of a row, cancels, sends bad bytes or half requests, signs in
wrongly or does nothing. They run in one process of the lowest priority (nice 19): what is compared is the server's doing, and not how two cores are
shared with those who attack it. The goal is that p99 at most doubles. In milliseconds, the median of the rounds:

| door | | alone | beside them | ratio |
|---|---|---|---|---|
{table}"""


def make(folder: str) -> None:
    subprocess.run([HANSE, "init", folder], check=True, capture_output=True)
    with open(os.path.join(folder, "mesh.yaml"), "a", encoding="utf-8") as register:
        register.write("limits: {queriesRunning: 64, queryTimeMs: 600000}\n")
    run(folder, "apply", "--yes")
    run(folder, "grant", "add", "shop/orders", "--to", "user:analyst")


def rounds_of(folder: str, server: Server) -> dict:
    """{(door, percentile): ([alone in ms], [beside them in ms])}"""
    seller, analyst = (crowd.Target(server.link.port, server.postgres_port, user, run(folder, "token", user).strip()) for user in ("seller", "analyst"))
    found = {(door, part): ([], []) for door in ("http", "postgres") for part in PARTS}
    crowd.Good(analyst, SQL, ROWS, 3)  # what is seen for the first time is not counted
    for _ in range(ROUNDS):
        alone = crowd.Good(analyst, SQL, ROWS, SECONDS)
        with crowd.Hostile(seller) as hostile:
            crowd.Good(analyst, SQL, ROWS, 5)  # until all of them are there
            beside = crowd.Good(analyst, SQL, ROWS, SECONDS)
        if alone.wrong or beside.wrong:
            raise RuntimeError(f"a wrong answer: {(alone.wrong + beside.wrong)[0]}")
        if not hostile.counts["slow_http"][1] or not hostile.counts["slow_postgres"][1]:
            raise RuntimeError(f"nobody read slowly: {hostile.counts}")
        for (door, part), (first, second) in found.items():
            first.append(alone.percentile_ms(door, PARTS[part]))
            second.append(beside.percentile_ms(door, PARTS[part]))
    return found


def report(results) -> None:
    top, what = tempfile.mkdtemp(prefix="hanse-bench-"), "p99 beside 200 hostile clients over p99 alone"
    folder = os.path.join(top, "mesh")  # its name is the database's
    try:
        make(folder)
        with Server(folder, "--listen-pg", "127.0.0.1:0") as server:
            found = rounds_of(folder, server)
        table = ""
        for (door, part), (alone, beside) in found.items():
            first, second = sorted(alone)[ROUNDS // 2], sorted(beside)[ROUNDS // 2]
            table += f"| {door} | {part} | {first:.2f} | {second:.2f} | {second / first:.2f} |\n"
            if part == "p99":
                results.add(f"load-{door}", f"{what}, {door}", second / first, "×", GOAL)
        slow = crowd.CLIENTS[crowd.slow_http] + crowd.CLIENTS[crowd.slow_postgres]
        results.page(ABOUT.format(seconds=SECONDS, rounds=ROUNDS, clients=sum(crowd.CLIENTS.values()), slow=slow, bytes=crowd.TRICKLE_BYTES,
                                  wait=crowd.TRICKLE_S, table=table))
    except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
        for door in ("http", "postgres"):
            results.failed(f"load-{door}", f"{what}, {door}", str(problem), "×", GOAL)
    finally:
        shutil.rmtree(top, ignore_errors=True)
