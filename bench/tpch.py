# SPDX-License-Identifier: Apache-2.0
"""TPC-H, scale factor 1: 22 queries through the gate over HTTP against raw DuckDB over the same snapshot files."""
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from decimal import Decimal

from server import Server, run
from tpch_mesh import make_tpch, peer_views

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))
QUERIES = range(1, 23)
GOAL = 1.05
MEMORY_BYTES = 4_000_000_000
# The columns that ORDER BY names: among rows that are equal in them any order is right.
ORDER = {1: [0, 1], 2: [0, 2, 1, 3], 3: [1, 2], 4: [0], 5: [1], 6: [], 7: [0, 1, 2], 8: [0], 9: [0, 1], 10: [2], 11: [1], 12: [0],
         13: [1, 0], 14: [], 15: [0], 16: [3, 0, 1, 2], 17: [], 18: [4, 3], 19: [], 20: [0], 21: [1, 0], 22: [0]}


def text_of(number: int) -> str:
    with open(os.path.join(ROOT, "bench", "tpch", f"q{number:02}.sql"), encoding="utf-8") as handle:
        return handle.read()


def prepare(folder: str) -> None:
    """The mesh with its data, applied."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "policies"), os.path.join(folder, "policies"), ignore=shutil.ignore_patterns("*_test.rego"))
    make_tpch(folder, MEMORY_BYTES)
    generator = os.path.join(os.path.dirname(sys.executable), "tpchgen-cli")
    subprocess.run([generator, "parquet", "-s", "1", "--output-dir", os.path.join(folder, "data")], check=True)
    run(folder, "apply", "--yes")


def open_peer(folder: str):
    """Raw DuckDB with the settings of Hanse's serving engine."""
    import duckdb
    peer = duckdb.connect(":memory:", config={"threads": os.cpu_count(), "memory_limit": f"{MEMORY_BYTES}B", "temp_directory": ""})
    for statement in ["SET GLOBAL parquet_metadata_cache = true", "SET TimeZone = 'UTC'", *peer_views(folder)]:
        peer.execute(statement)
    return peer


def as_peer_has_it(value, like):
    """A value of a JSON answer in the type of the peer's value: exact for all but floating point."""
    if value is None or like is None:
        return value
    if isinstance(like, Decimal):
        return Decimal(value)
    return int(value) if isinstance(like, int) and not isinstance(like, bool) else value


def plain(value):
    return value if isinstance(value, (int, float, str, Decimal, type(None))) else str(value)


def same(one, other) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return type(one) is type(other) and one == other


def difference(number: int, ours: list, peers: list) -> str:
    """Why the two answers are not the same, or nothing."""
    peers = [[plain(value) for value in row] for row in peers]
    if len(ours) != len(peers):
        return f"{len(ours)} rows, the peer has {len(peers)}"
    if not peers:
        return "no row: nothing is compared"
    ours = [[as_peer_has_it(value, like) for value, like in zip(row, peers[0])] for row in ours]
    keys = ORDER[number]
    for row, (one, other) in enumerate(zip(ours, peers)):
        if not all(same(one[key], other[key]) for key in keys):
            return f"row {row} stands in another order: {one}, the peer has {other}"
    text = lambda row: [f"{value:.6g}" if isinstance(value, float) else str(value) for value in row]  # noqa: E731
    for one, other in zip(sorted(ours, key=text), sorted(peers, key=text)):
        if not all(map(same, one, other)):
            return f"{one}, the peer has {other}"
    return ""


def timed(work) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(folder: str, repeats: int) -> list:
    """Of each query its number, the two medians in ms and why it does not count, if so."""
    token = run(folder, "token", "analyst").strip()
    out = []
    with Server(folder) as server:
        peer = open_peer(folder)
        wrong = {n: compared(n, server, token, peer) for n in QUERIES}  # also what warms both
        took = {n: ([], [], []) for n in QUERIES}
        for turn in range(repeats):
            for number in QUERIES:
                sql = text_of(number)
                # A comment makes a text new: it is read, decided, bound and planned again, as the peer plans each time.
                sides = [lambda: server.ask(token, f"{sql}\n-- {turn}"), lambda: peer.execute(sql).fetchall(), lambda: server.ask(token, sql)]
                # Who goes first changes, so that neither always finds the caches as the other left them.
                for side in ((0, 1, 2) if turn % 2 == 0 else (1, 0, 2)):
                    if not wrong[number]:
                        took[number][side].append(timed(sides[side]) * 1000)
        for number in QUERIES:
            ours, peers, again = (statistics.median(values) if values else None for values in took[number])
            out.append({"number": number, "ours": ours, "peer": peers, "again": again, "wrong": wrong[number]})
        peer.close()
    return out


def compared(number: int, server: Server, token: str, peer) -> str:
    try:
        return difference(number, server.ask(token, text_of(number))["rows"], peer.execute(text_of(number)).fetchall())
    except Exception as problem:  # noqa: BLE001  a query that cannot run is a row that does not hold
        return f"{type(problem).__name__}: {problem}"


def report(results, folder: str, repeats: int = 5) -> None:
    peer = "DuckDB 1.5.5, hand-written filter and masks"
    what = "TPC-H scale 1, 22 queries through the gate over HTTP, one row filter and two masks: total against the peer's"
    try:
        prepare(folder)
        queries = measure(folder, repeats)
    except Exception as problem:  # noqa: BLE001
        results.failed("tpch-total", what, "×", f"{GOAL}", str(problem)[:300], peer)
        return
    wrong = [f"query {query['number']}: {query['wrong']}" for query in queries if query["wrong"]]
    ours, peers, again = (sum(query[side] or 0 for query in queries) for side in ("ours", "peer", "again"))
    if wrong or not peers:
        results.failed("tpch-total", what, "×", f"{GOAL}", "; ".join(wrong)[:300], peer)
    else:
        results.add("tpch-total", what, ours / peers, "×", f"≤ {GOAL}", ours <= GOAL * peers, peer)
        results.add("tpch-again", "the same, texts that were asked before", again / peers, "×", peer=peer)
    lines = "".join(f"| {query['number']} | {query['ours']:.1f} | {query['peer']:.1f} | {query['ours'] / query['peer']:.2f} | {query['again']:.1f} |\n"
                    for query in queries if not query["wrong"])
    results.page("## TPC-H\n\nScale 1, generated by `tpchgen-cli`, loaded by `hanse apply`; both sides read the same snapshot files, with the "
                 f"same threads\nand memory, and deliver their rows to one Python client: Hanse as JSON over HTTP, parsed; the peer in the "
                 f"client's own process by\n`fetchall()`. Rows are compared before anything is timed. Medians of {repeats} runs, who goes first "
                 "changes; losses are shown too.\n\n| query | hanse, new text, ms | peer, ms | ratio | hanse, asked before, ms |\n|---|---|---|---|---|\n" + lines +
                 f"| all | {ours:.0f} | {peers:.0f} | {ours / peers if peers else 0:.3f} | {again:.0f} |\n")
