#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Values as text and binary, byte by byte as a real PostgreSQL 15 writes them: a few by hand, the others by chance (`--seed`)."""
import os
import random
import struct
import sys
import tempfile

import psycopg

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "e2e"), os.path.join(HERE, "..", "..", "bench")]
from flights import Checks, Mesh  # noqa: E402
from postgres import Postgres, wait_for  # noqa: E402

BATCH, BATCHES = 500, 4
DAY = 86_400 * 1_000_000


def doubles(rng):
    few = [0.0, -0.0, 1e15, 1e15 - 1, 999999999999999.9, 1e14, 1e11, 99999999999.9999, 1e-4, 1e-5, 0.00012, 0.1, -0.1, 5e-324, 1.7976931348623157e308,
           123456.7891, 123456.78915, 2**53, 2**53 + 2, 4503599627370497.5, 1 / 3, 2 / 3, 100.0, 1e22, 1e23]
    return few + [value for _ in range(BATCH * BATCHES) for value in (
        round(rng.uniform(-1e6, 1e6), rng.randint(0, 6)), rng.randint(-10**15, 10**15) / 10**rng.randint(0, 8),
        struct.unpack(">d", rng.randbytes(8))[0])]


def reals(rng):
    few = [0.0, -0.0, 999999.0, 1e6, 1e5, 99.9999, 0.0001, 0.00001, 16777216.0, 3.4028235e38, 1e-45, 0.1, 123.4567]
    return few + [value for _ in range(BATCH * BATCHES) for value in (
        round(rng.uniform(-1e4, 1e4), rng.randint(0, 5)), struct.unpack(">f", rng.randbytes(4))[0])]


def floats(values, kind):
    return [f"'{value!r}'::{kind}" for value in values]


def expressions(rng):
    """(what, SQL that both understand), a list by type."""
    dates = [0, 59, 365, -2_451_545 + 1_721_426, -730_119, -730_120, -730_485, 2_921_939, 2_921_940] + [rng.randint(-1_500_000, 5_000_000)
                                                                                                       for _ in range(BATCH)]
    moments = [0, 1, -1, DAY - 1, -DAY, 999_999, 500_000] + [rng.randint(-10**17, 10**17) for _ in range(BATCH)] + [
        rng.randint(-10**9, 10**9) * 1_000_000 for _ in range(BATCH)]
    spans = [(0, 0, 0), (1, 1, 1_000_000), (-1, 1, -1), (0, 0, 100 * 3_600_000_000), (14, -3, 36 * 10**11), (0, 0, -1), (-13, 0, 0)] + [
        (rng.randint(-30, 30), rng.randint(-40, 40), rng.choice([0, 1, -1]) * rng.randint(0, 10**rng.randint(1, 15))) for _ in range(BATCH)]
    integers = [0, -1, 9, 10, 99, 100, 2**63 - 1, -2**63 + 1] + [rng.randint(-10**k, 10**k) for k in range(1, 19) for _ in range(20)]
    return [
        ("doubles", floats(doubles(rng), "float8")), ("reals", floats(reals(rng), "float4")),
        ("dates", [f"DATE '2000-01-01' + ({days})" for days in dates]),
        ("timestamps", [f"TIMESTAMP '2000-01-01' + INTERVAL '{moment} microseconds'" for moment in moments]),
        ("intervals", [f"INTERVAL '{months} months {days} days {moment} microseconds'" for months, days, moment in spans]),
        ("bigints", [f"({value})::bigint" for value in integers]),
        ("numerics", [f"({value / 1000!r})::numeric(18, 3)" for value in integers if abs(value) < 10**14]),
        ("times", [f"TIME '{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.{rng.randint(0, 999_999):06}'" for s in rng.sample(range(86_400), BATCH)]),
        ("texts", ["'a''b'", "''", "'é\n\t'", "'\\'"]), ("booleans", ["true", "false", "NULL::boolean"])]


def values_of(connection, expressions, binary):
    out = []
    for first in range(0, len(expressions), BATCH):
        listed = ", ".join(f"({text})" for text in expressions[first:first + BATCH])
        got = connection.pgconn.exec_params(f"SELECT x FROM (VALUES {listed}) AS t(x)".encode(), [], result_format=int(binary))
        if got.status != psycopg.pq.ExecStatus.TUPLES_OK:
            sys.exit(f"{got.error_message.decode()} for {listed[:300]}")
        out += [got.get_value(row, 0) for row in range(got.ntuples)]
    return out


def alike(found, expected, what):
    """A float half-way between two may be written with either's digits; both read back, none is longer."""
    form = ">f" if what == "reals" else ">d"
    return len(found) <= len(expected) and struct.pack(form, float(found)) == struct.pack(form, float(expected))


def main():
    seed = int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 4
    print(f"seed {seed}")
    checks = Checks()
    with Mesh() as mesh, tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # PostgreSQL runs as another user
        mesh.run("apply", "--yes")
        token = mesh.token("analyst")
        mesh.serve("--listen-pg", "127.0.0.1:0")
        with Postgres(os.path.join(folder, "peer")) as peer:
            wait_for(peer.port)
            with psycopg.connect(host="127.0.0.1", port=peer.port, user="postgres", dbname="postgres", autocommit=True) as theirs, \
                    psycopg.connect(host="127.0.0.1", port=mesh.postgres_port, user="analyst", password=token, autocommit=True) as ours:
                theirs.execute("SET TimeZone TO 'UTC'; SET IntervalStyle TO postgres")
                for what, listed in expressions(random.Random(seed)):
                    for binary in (False, True):
                        found, expected = values_of(ours, listed, binary), values_of(theirs, listed, binary)
                        wrong = [three for three in zip(listed, found, expected) if three[1] != three[2] and
                                 not (what in ("reals", "doubles") and not binary and alike(*three[1:], what))]
                        checks.equal(f"{what}, {'binary' if binary else 'text'}: {len(wrong)} of {len(listed)} differ", wrong[:3], [])
    checks.finish()


if __name__ == "__main__":
    main()
