#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Statements that try to take all memory or all time, asked of a server with small limits.

Each must be answered or refused within the deadline and its grace, and the server's memory may grow
by no more than the engine's budget and what it cannot count. `--show` prints what was measured.
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "e2e"))
from flights import Checks, Mesh  # noqa: E402
from hostile import memory_mb  # noqa: E402

# What an aggregate holds outside the memory that the engine counts is freed value by value when it is stopped: seconds for ten million.
DEADLINE_S, GRACE_S = 4, 6
ENGINE_MB, UNCOUNTED_MB = 512, 640
LIMITS = f"""limits:
  queryTimeMs: {DEADLINE_S * 1000}
  queryMemoryBytes: {ENGINE_MB << 20}
  engineMemoryBytes: {ENGINE_MB << 20}
"""
D = "flight_operations.departures"
PAIRS = "range(1000000) a(i), range(1000000) b(i)"
MILLION = "range(1000000) t(i)"


def doubled(times, twice="s || s", first="carrier", of=D):
    """`s || s` of `s || s` …, over whole vectors of rows."""
    query = f"SELECT {first} AS s FROM {of}"
    for _ in range(times):
        query = f"SELECT {twice} AS s FROM ({query})"
    return f"SELECT max(length(s)) FROM ({query})"


def nested(function, times, inner="carrier"):
    return f"SELECT max(length({(function + '(') * times}{inner}{')' * times})) FROM {D}"


CASES = {
    # Aggregates whose states the engine does not count.
    "median": f"SELECT median(a.i + b.i) FROM {PAIRS}",
    "quantile_cont": f"SELECT quantile_cont(a.i + b.i, [0.1, 0.9]) FROM {PAIRS}",
    "mad": f"SELECT mad(a.i + b.i) FROM {PAIRS}",
    "mode": f"SELECT mode(a.i * 1000000 + b.i) FROM {PAIRS}",
    "entropy": f"SELECT entropy(a.i * 1000000 + b.i) FROM {PAIRS}",
    "histogram": f"SELECT histogram(a.i * 1000000 + b.i) FROM {PAIRS}",
    "approx_quantile of many groups": f"SELECT i, approx_quantile(i, 0.5) AS q FROM {MILLION} GROUP BY i ORDER BY q LIMIT 1",
    "approx_count_distinct of many groups": f"SELECT i, approx_count_distinct(i) AS q FROM {MILLION} GROUP BY i ORDER BY q LIMIT 1",
    "reservoir_quantile": f"SELECT i, reservoir_quantile(i, 0.5) AS q FROM {MILLION} GROUP BY i ORDER BY q LIMIT 1",
    "approx_top_k": f"SELECT i, approx_top_k(i, 1000) AS q FROM {MILLION} GROUP BY i LIMIT 1",
    # Those that it counts.
    "list": f"SELECT list(a.i * 1000000 + b.i) FROM {PAIRS}",
    "string_agg": f"SELECT length(string_agg(d.dest, repeat('x', 1000))) FROM {D} d",
    "count distinct": f"SELECT count(DISTINCT a.i * 1000000 + b.i) FROM {PAIRS}",
    "max of n": f"SELECT i % 50000 AS g, max(i, 999999) AS m FROM {MILLION} GROUP BY g LIMIT 1",
    "sort": f"SELECT a.i, b.i FROM {PAIRS} ORDER BY a.i DESC, b.i LIMIT 1000000",
    "window": f"SELECT list(i) OVER (ORDER BY i) FROM {MILLION}",
    "window of texts": f"SELECT max(length(s)) FROM (SELECT string_agg(carrier, ',') OVER (ORDER BY flight) AS s FROM {D})",
    "sum over long decimals": f"SELECT sum(a.i::DECIMAL(38, 0) * 10000000000000) FROM {PAIRS}",
    # Texts and lists that double, over whole vectors of rows: the engine does not count them.
    "doubled": doubled(30),
    "doubled a little": doubled(17),
    "doubled by concat": doubled(30, "concat(s, s)"),
    "doubled by concat_ws": doubled(30, "concat_ws(s, s, s)"),
    "doubled by replace": doubled(12, "replace(s, 'A', s)"),
    "doubled by format": doubled(30, "format('{}{}', s, s)"),
    "doubled by printf": doubled(30, "printf('%s%s', s, s)"),
    "doubled by array_to_string": doubled(30, "array_to_string([s, s], '')"),
    "doubled by string_agg": doubled(4, "string_agg(s || s, s)"),
    "doubled by list_concat": doubled(30, "list_concat(s, s)", "[carrier, carrier]"),
    "doubled lists": doubled(30, "s || s", "[carrier, carrier]"),
    "doubled in one expression": f"SELECT max(length({'concat(' * 12}carrier{''.join(', repeat(dest, 50))' for _ in range(12))})) FROM {D}",
    # One text or list, handed to every row.
    "one list, every row": f"SELECT range(10000) AS l FROM {D}",
    "one list of texts, every row": f"SELECT l FROM (SELECT list(repeat(carrier, 500)) AS l FROM {D}), {D}",
    # Patterns.
    "like": "SELECT repeat('a', 1000) LIKE '%a_%a_%a_%a_%a_%a_b'",
    "like of a column": f"SELECT count(*) FROM {D} WHERE repeat('a', 1000) LIKE repeat('%a', 400) || carrier",
    "ilike": f"SELECT count(*) FROM {D} WHERE (carrier || repeat('a', 300)) ILIKE '%a%a%a%a%a%b'",
    "ilike of two wildcards": f"SELECT count(*) FROM {D} WHERE (carrier || repeat('a', 100)) ILIKE '%a%a%b'",
    "like escape": f"SELECT count(*) FROM {D} WHERE repeat('a', 1000) LIKE '%a%a%a%a%a%a%b' ESCAPE '!'",
    "glob": f"SELECT count(*) FROM {D} WHERE (carrier || repeat('a', 300)) GLOB '*a*a*a*a*a*b'",
    "like of many parts": f"SELECT count(*) FROM {D} WHERE (carrier || repeat('a', 1000)) LIKE '{'%a' * 300}%b'",
    "regexp": f"SELECT count(*) FROM {D} WHERE regexp_matches(repeat('a', 1000) || carrier, '(a*)*(a*)*(a*)*b')",
    # Texts that the parser takes long for, before anything is known of them.
    "conjunctions": "SELECT 1 WHERE true" + " AND true" * 100_000,
    "disjunctions": f"SELECT count(*) FROM {D} WHERE false" + " OR false" * 90_000,
    "conditions in conditions": "SELECT 1 WHERE " + "true" + " OR (true AND true)" * 30_000,
    # Joins, recursion, set operations.
    "cross join": "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000000) c",
    "recursion": "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r",
    "recursion that doubles rows": "WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + x FROM r, range(10) t(x)) SELECT count(*) FROM r",
    "unnest": f"SELECT count(*) FROM (SELECT unnest(range(10000)) FROM {D})",
    "deep json": "SELECT json_contains('" + "[" * 400000 + "]" * 400000 + "', '1')",
    "deep json, read": "SELECT json_extract('" + "[" * 400000 + "]" * 400000 + "', '$[0][0]') IS NULL",
}


def measured(mesh, token, sql):
    """(status, answer, seconds, highest memory in MB) of one statement."""
    pid = mesh.server.pid
    with open(f"/proc/{pid}/clear_refs", "w", encoding="utf-8") as peak:
        peak.write("5")  # VmHWM begins anew
    begin = time.monotonic()
    try:
        status, answer = mesh.ask(token, sql)
    except OSError as problem:
        status, answer = 0, {"code": repr(problem)}
    seconds = time.monotonic() - begin
    return status, answer, seconds, memory_mb(pid, "VmHWM")


def main():
    checks, show = Checks(), "--show" in sys.argv
    only = [word for word in sys.argv[1:] if not word.startswith("--")]
    with Mesh() as mesh:
        with open(os.path.join(mesh.folder, "mesh.yaml"), "a", encoding="utf-8") as register:
            register.write(LIMITS)
        mesh.run("apply", "--yes")
        mesh.serve()
        token = mesh.token("analyst")
        mesh.ask(token, "SELECT 1 AS x")
        idle = memory_mb(mesh.server.pid)
        for name, sql in CASES.items():
            if only and name not in only:
                continue
            status, answer, seconds, peak = measured(mesh, token, sql)
            growth = peak - idle  # since the start: what is not given back counts too
            if show:
                print(f"{name:40} {status} {seconds:5.2f} s {growth:5} MB {json.dumps(answer.get('code', answer.get('rows')))[:60]}", flush=True)
            checks.true(f"{name}: the server lives", mesh.server.poll() is None, "it ended")
            if mesh.server.poll() is not None:
                mesh.serve()
                continue
            checks.true(f"{name}: time", seconds < DEADLINE_S + GRACE_S, f"{seconds:.1f} s, {status}")
            checks.true(f"{name}: memory", growth < ENGINE_MB + UNCOUNTED_MB, f"{growth} MB, {status}")
            checks.true(f"{name}: an answer", status in (200, 400, 413, 422, 504), answer)
        checks.equal("the server still answers", mesh.ask(token, "SELECT 1 AS x")[1].get("rows"), [[1]])
    checks.finish()


main()
