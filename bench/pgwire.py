# SPDX-License-Identifier: Apache-2.0
"""Five million rows out of the PostgreSQL door, against PostgreSQL 15 and roapi: rows per CPU second of the server."""
import hashlib
import os
import shutil
import socket
import statistics
import struct
import time

from one_domain import begin, describe_domain, open_to_analysts, product, register
from postgres import Postgres, Roapi, wait_for
from server import Server, cpu_s, run

ROWS, ROUNDS = 5_000_000, 5
GOAL = 0.667  # of PostgreSQL's CPU for a row: 1.5 times its rows per CPU second
COLUMNS = [("id", "i", "integer bigint", "BIGINT"), ("code", "'code-' || (i * 7919 % 100000)", "string varchar", "TEXT"),
           ("part", "((i * 31) % 10000)::INTEGER", "integer integer", "INTEGER"), ("amount", "(i % 1000003) / 8.0::DOUBLE", "number double", "DOUBLE PRECISION"),
           ("seen", "TIMESTAMP '2020-01-01' + to_seconds(i)", "timestamp timestamp", "TIMESTAMP")]
ABOUT = """## The PostgreSQL door

{rows:,} rows × 5 columns (BIGINT, text, INTEGER, DOUBLE, TIMESTAMP) to one client that throws them away, {rounds} rounds in turn, after a
round that is not counted. The bytes of every answer are the same as PostgreSQL's, in text and in binary; that is checked first. CPU is
that of the serving process alone (of PostgreSQL the backend's), in seconds; PostgreSQL 15 has the table in its buffers, and no parallel
workers, jit or fsync. roapi answers the simple query in text alone.

"""


def make(folder: str) -> str:
    import duckdb
    begin(folder)
    register(folder, ("door", "Door"), "bench", "limits: {resultRows: 10000000, engineMemoryBytes: 4000000000}\n")
    describe_domain(folder, "bench", "Bench")
    open_to_analysts(folder, "bench")
    os.makedirs(os.path.join(folder, "data"))
    listed = ", ".join(f"{text} AS {name}" for name, text, _, _ in COLUMNS)
    duckdb.sql(f"COPY (SELECT {listed} FROM range({ROWS}) AS t(i)) TO '{folder}/data/rows.parquet' (FORMAT parquet)")
    duckdb.sql(f"COPY (SELECT * FROM '{folder}/data/rows.parquet') TO '{folder}/data/rows.csv' (FORMAT csv, HEADER false)")
    product(folder, "bench", "rows", "".join(
        f"      - name: {name}\n        logicalType: {kind.split()[0]}\n        physicalType: {kind.split()[1]}\n"
        "        description: A column.\n        classification: internal\n" for name, _, kind, _ in COLUMNS))
    run(folder, "apply", "--yes")
    return run(folder, "token", "analyst").strip()


class Client:
    """Signs in by libpq, then speaks the protocol over the same socket and keeps nothing."""

    def __init__(self, port: int, user: str, password: str, database: str):
        import psycopg
        self.link = psycopg.connect(host="127.0.0.1", port=port, user=user, password=password or None, dbname=database, sslmode="disable",
                                    autocommit=True)
        self.socket = socket.socket(fileno=os.dup(self.link.pgconn.socket))
        self.socket.setblocking(True)
        self.buffer = bytearray(1 << 20)

    def send(self, mode: str, sql: str) -> None:
        text = sql.encode() + b"\0"
        message = lambda kind, body: kind + struct.pack(">I", len(body) + 4) + body  # noqa: E731
        if mode == "binary select":
            self.socket.sendall(message(b"P", b"\0" + text + b"\0\0") + message(b"B", b"\0\0\0\0\0\0\0\1\0\1") +
                                message(b"E", b"\0\0\0\0\0") + message(b"S", b""))
        else:
            self.socket.sendall(message(b"Q", text))

    def drain(self, seen=None) -> int:
        """Reads until the server is ready again; `seen` gets every byte. The number of bytes."""
        total, tail = 0, b""
        while not tail.endswith(b"Z\0\0\0\5I"):
            count = self.socket.recv_into(self.buffer)
            if count == 0:
                raise RuntimeError("the server went away")
            if seen is not None:
                seen.update(memoryview(self.buffer)[:count])
            total += count
            tail = (tail + bytes(self.buffer[max(0, count - 6):count]))[-6:]
        if total < ROWS:
            raise RuntimeError(f"an answer of {total} bytes: {bytes(self.buffer[:total])!r}")
        return total

    def close(self) -> None:
        self.socket.close()
        self.link.close()


def statement(mode: str, table: str) -> str:
    names = ", ".join(name for name, *_ in COLUMNS)
    asked = f"SELECT {names} FROM {table}"
    return {"copy text": f"COPY ({asked}) TO STDOUT", "copy binary": f"COPY ({asked}) TO STDOUT (FORMAT binary)"}.get(mode, asked)


MODES = ("copy text", "copy binary", "text select", "binary select")


class Side:
    def __init__(self, client: Client, pid: int, table: str, modes=MODES):
        self.client, self.pid, self.table, self.modes = client, pid, table, modes
        self.cpu, self.wall = {mode: [] for mode in modes}, {mode: [] for mode in modes}

    def ask(self, mode: str, keep: bool) -> None:
        cpu, start = cpu_s(self.pid), time.perf_counter()
        self.client.send(mode, statement(mode, self.table))
        self.client.drain()
        if keep:
            self.wall[mode].append(time.perf_counter() - start)
            self.cpu[mode].append(cpu_s(self.pid) - cpu)

    def digest(self, mode: str) -> str:
        """Of the rows alone: their description names types and tables of the server's own."""
        seen = Rows()
        self.client.send(mode, statement(mode, self.table))
        self.client.drain(seen)
        return seen.hash.hexdigest()


class Rows:
    """Hashes the bodies of DataRow and CopyData messages."""

    def __init__(self):
        self.hash, self.rest = hashlib.md5(), b""

    def update(self, data) -> None:
        data, at = self.rest + bytes(data), 0
        while at + 5 <= len(data):
            end = at + 1 + int.from_bytes(data[at + 1:at + 5], "big")
            if end > len(data):
                break
            if data[at] in b"Dd":
                self.hash.update(data[at + 5:end])
            at = end
        self.rest = data[at:]


def measure(folder: str) -> tuple:
    import psycopg
    token = make(folder)
    with Postgres(os.path.join(folder, "postgres")) as peer, Roapi("rows", f"{folder}/data/rows.parquet") as other:
        wait_for(peer.port)
        with psycopg.connect(host="127.0.0.1", port=peer.port, user="postgres", dbname="postgres", autocommit=True) as link:
            link.execute("CREATE TABLE rows (" + ", ".join(f"{name} {kind}" for name, _, _, kind in COLUMNS) + ")")
            with link.cursor().copy("COPY rows FROM STDIN (FORMAT csv)") as copy, open(f"{folder}/data/rows.csv", "rb") as rows:
                while part := rows.read(1 << 20):
                    copy.write(part)
            link.execute("VACUUM (FREEZE, ANALYZE) rows")
        wait_for(other.port)
        with Server(folder, "--listen-pg", "127.0.0.1:0") as server:
            theirs = Client(peer.port, "postgres", "", "postgres")
            pid = theirs.link.info.backend_pid
            sides = {"hanse": Side(Client(server.postgres_port, "analyst", token, "door"), server.process.pid, "bench.rows"),
                     "PostgreSQL 15": Side(theirs, pid, "rows"),
                     "roapi": Side(Client(other.port, "roapi", "", "roapi"), other.process.pid, "rows", ("text select",))}
            for mode in MODES:
                if sides["hanse"].digest(mode) != sides["PostgreSQL 15"].digest(mode):
                    raise RuntimeError(f"{mode}: the rows differ from PostgreSQL's")
            for turn in range(ROUNDS + 1):
                for side in sides.values() if turn % 2 == 0 else reversed(sides.values()):
                    for mode in side.modes:
                        side.ask(mode, turn > 0)
            for side in sides.values():
                side.client.close()
    shutil.rmtree(os.path.join(folder, "data"), ignore_errors=True)
    return sides


def report(results, folder: str) -> None:
    peer, what = "PostgreSQL 15", f"CPU a row at the PostgreSQL door, {ROWS // 1_000_000} M rows × 5 columns, against PostgreSQL's"
    try:
        sides = measure(folder)
    except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
        return results.failed("pgwire", what, str(problem), "×", GOAL, peer)
    page = ABOUT.format(rows=ROWS, rounds=ROUNDS) + "| | server | seconds | CPU seconds | rows per CPU second |\n|---|---|---|---|---|\n"
    for mode in MODES:
        for name, side in sides.items():
            if mode in side.modes:
                cpu, wall = statistics.median(side.cpu[mode]), statistics.median(side.wall[mode])
                page += f"| {mode} | {name} | {wall:.2f} | {cpu:.2f} | {ROWS / cpu / 1e6:.2f} M |\n"
        ratio = statistics.median(sides["hanse"].cpu[mode]) / statistics.median(sides[peer].cpu[mode])
        results.add(f"pgwire-{mode.replace(' ', '-')}", f"{what}: {mode}", ratio, "×", GOAL, peer)
    ratio = statistics.median(sides["hanse"].cpu["text select"]) / statistics.median(sides["roapi"].cpu["text select"])
    results.add("pgwire-roapi", "the same against roapi's: text select", ratio, "×", None, "roapi 0.12.7")
    results.page(page)
