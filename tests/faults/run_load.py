#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`serve` under two hundred clients that read ten million rows at a trickle, are killed in the middle of a row, cancel, send bad
bytes and half requests, sign in wrongly or do nothing: memory stays flat, others get right answers, and nothing is left afterwards.
usage: run_load.py [SECONDS]"""
import re
import sys
import time
import urllib.request

from faults import Checks, base_mesh, temporary
from crowd import CLIENTS, SETTLE_S, Good, Hostile, Target, Watch, used

ORDERS = "SELECT count(*) AS n, CAST(sum(quantity) AS BIGINT) AS q FROM shop.orders"
ALONE_S = 5
LIMITS = "limits: {queriesRunning: 64, queryTimeMs: 600000}\n"
SLOPE_MB = 96   # of the second half of the load over the first
GROWTH_MB = 700  # over what it had after the good ones alone: 48 answers that begin, each with its buffers and its thread
LEFT_MB = 400   # after all have gone


def metric(mesh, name):
    with urllib.request.urlopen(mesh.metrics_url, timeout=60) as answer:
        return int(re.search(rf"^{name} (\d+)$", answer.read().decode(), re.M).group(1))


def settled(pid, threads, descriptors):
    """What the server holds once the connections have gone, at the latest after SETTLE_S."""
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        held = used(pid)
        if held[1] <= threads and held[2] <= descriptors:
            break
        time.sleep(0.2)
    return used(pid)


def attack(checks, mesh, seconds):
    pid = mesh.server.pid
    port = int(mesh.url.rsplit(":", 1)[1])
    seller, analyst = (Target(port, mesh.postgres_port, user, mesh.token(user)) for user in ("seller", "analyst"))
    alone = Good(analyst, ORDERS, [[6, 13]], ALONE_S)
    checks.equal("alone: every answer is right", alone.wrong[:3], [])
    before = used(pid)
    with Hostile(seller) as clients, Watch(pid) as watch:
        good = Good(analyst, ORDERS, [[6, 13]], seconds)
    held = settled(pid, before[1], before[2])
    megabytes = [sample[0] for sample in watch.samples]
    half = len(megabytes) // 2
    print(f"alone {before}, most {max(megabytes)} MB and {max(sample[1] for sample in watch.samples)} threads, afterwards {held}, "
          f"answers {[len(each) for each in good.latencies.values()]}, hostile {clients.counts}")
    checks.equal("every answer is right", good.wrong[:3], [])
    checks.true("all were answered", min(len(each) for each in good.latencies.values()) > seconds, good.latencies)
    for kind in CLIENTS:
        did = clients.counts.get(kind.__name__, [0, 0])
        checks.true(f"{kind.__name__}: they did what they do", did[0] > 0 and did[1] > 0, did)
    checks.true("memory is flat", max(megabytes[half:]) - max(megabytes[:half]) < SLOPE_MB, megabytes)
    checks.true("memory is bounded", max(megabytes) - before[0] < GROWTH_MB, (before, max(megabytes)))
    checks.true("memory is given back", held[0] - before[0] < LEFT_MB, (before, held))
    checks.true("no thread is left", held[1] <= before[1], (before, held))
    checks.true("no descriptor is left", held[2] <= before[2], (before, held))
    checks.equal("every place is given back", metric(mesh, "hanse_queries_running"), 0)
    checks.equal("it is ready", mesh.http("GET", "/readyz")[0], 200)
    checks.equal("and answers", Good(analyst, ORDERS, [[6, 13]], 1).wrong[:3], [])


def main():
    checks, seconds = Checks(), int(sys.argv[1]) if sys.argv[1:] else 40
    with temporary() as top, base_mesh(top, False) as mesh:
        mesh.edit("mesh.yaml", "purposes:\n", LIMITS + "purposes:\n")
        mesh.run("apply", "--yes")
        mesh.run("grant", "add", "shop/orders", "--to", "user:analyst")
        mesh.serve("--listen-pg", "127.0.0.1:0", "--listen-metrics", "127.0.0.1:0")
        attack(checks, mesh, seconds)
        checks.equal("the server lives", mesh.server.poll(), None)
        mesh.stop()
        checks.equal("the ledger verifies", mesh.run("audit", "verify", code=None).returncode, 0)
    checks.finish()


main()
