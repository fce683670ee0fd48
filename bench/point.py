# SPDX-License-Identifier: Apache-2.0
"""Point queries through the gate, on 1 M rows × 20 columns and on 3 columns of 200, against raw prepared statements of DuckDB."""
import os
import re
import statistics
import subprocess
import time

from one_domain import begin, describe_domain, open_to_analysts, product, register
from results import ROOT, pinned
from server import Server, cpu_s, run

ROWS, WIDE_ROWS = 1_000_000, 100_000
ROUNDS, BATCH = 8, 50
SEEN_GOAL, FIRST_GOAL_MS = 1.15, 2.5
# Of mesh.yaml: with what rows are read from. The peer reads from the same.
FILES, COPIES = "copiesBytes: 0", "copyAfterQueries: 1"
RAW = os.path.join(ROOT, "build", "release", "raw_statements")
MEMORY_BYTES = 4_000_000_000
STEPS = ("parse", "bind", "decide", "rewrite", "record", "prepare", "execute", "encode")
ABOUT = """## Point queries

`bench.flat` has {rows:,} rows × 20 columns, `bench.wide` {wide:,} rows × 200 columns; both are filtered by policy (`n02` is not 2)
and mask a name (`keepFirst4`). Asked is one row by its key, of 4 columns of the one (`seen`, `changing`, `new`) and of 3 of the other
(`wide`). The peer is raw DuckDB {version} in its own process over the same snapshot files, the same filter and mask by hand,
`EXECUTE` of a prepared statement, with {threads} threads and the metadata of Parquet kept, as Hanse's engine has them. *From copies*:
Hanse has copied the snapshots into the engine's own format, as a server does with those it is asked for often; the peer has tables of its own.

*seen*: the same text again. *changing*: `WHERE id = $1`, another value each time, for the peer a parameter as well. *new*: a text that
was never asked. Both sides are asked in turn, {rounds} rounds of {batch}. CPU is that of all threads of the server process, the door and the
ledger's writer included; of the peer that of its process. The door is what a request costs that asks nothing (`GET /readyz`): it is
shown apart, and taken off where Hanse is held against the peer. Milliseconds; steps are means of wall time in the server.

There are two peers. *Peer* is DuckDB as Python has it, in the client's own process. *Linked* is the very build that Hanse links, in a
program of 40 lines (`bench/raw_statements.cc`) that reads statements from a pipe; its door, an empty line there and back, is taken off as well.
The second one shows what the gate costs, the first one also how a build is compiled: seven tenths of such a statement are spent in one loop
of ZSTD (seen once by `perf`), and the linked build's takes longer there. Another value is planned again, which is *prepare*. A new text of the
wide table loses in *bind*: the empty table that it is bound against has all columns that may be known.

"""


def rules(folder: str) -> None:
    open_to_analysts(folder, "bench", "filters:\n" + "".join(
        f"  - {{rule: not-two-{table}, source: bench.{table}.n02, operator: notEqual, value: 2}}\n" for table in ("flat", "wide")),
        "masks:\n" + "".join(
            f"  - {{rule: names-{table}, source: bench.{table}.name, action: keepFirst4}}\n" for table in ("flat", "wide")))


def columns_of(count: int) -> list:
    """Names with their expressions over the row's number `i`."""
    out = [("id", "i", "integer bigint"), ("name", "'name-' || i", "string varchar")]
    for index in range(1, count - 1):
        out.append((f"n{index:02}", f"(i * {index}) % 100000", "integer bigint") if index % 2 == 0
                   else (f"c{index:02}", f"'v' || ((i * {index}7) % 1000)", "string varchar"))
    return out


def make(folder: str, durability: str, storage: str) -> None:
    import duckdb
    begin(folder)
    register(folder, ("point", "Points"), "bench", f"ledger: {durability}\nlimits: {{engineMemoryBytes: {MEMORY_BYTES}, {storage}}}\n")
    describe_domain(folder, "bench", "Bench")
    rules(folder)
    os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    for table, count, rows in (("flat", 20, ROWS), ("wide", 200, WIDE_ROWS)):
        columns = columns_of(count)
        listed = ", ".join(f"{text} AS {name}" for name, text, _ in columns)
        duckdb.sql(f"COPY (SELECT {listed} FROM range({rows}) AS t(i)) TO '{folder}/data/{table}.parquet' (FORMAT parquet)")
        product(folder, "bench", table, properties_of(columns))
    run(folder, "apply", "--yes")


def properties_of(columns: list) -> str:
    return "".join(
        f"      - name: {name}\n        logicalType: {kind.split()[0]}\n        physicalType: {kind.split()[1]}\n"
        f"        description: A column.\n        classification: internal\n        required: true\n"
        + ("        primaryKey: true\n        primaryKeyPosition: 1\n" if name == "id" else "") for name, _, kind in columns)


class Engine:
    """DuckDB as Python has it, in the client's own process."""

    def __init__(self):
        import duckdb
        if duckdb.__version__ != pinned("DUCKDB_VERSION"):
            raise RuntimeError(f"the peer is DuckDB {duckdb.__version__}, Hanse has {pinned('DUCKDB_VERSION')}")
        self.link = duckdb.connect(":memory:")

    def run(self, text: str) -> list:
        return [str(value) for row in self.link.execute(text).fetchall() for value in row]

    def door(self) -> None:
        """What a statement's way there and back costs: none."""

    def cpu(self) -> float:
        return time.process_time()

    def close(self) -> None:
        self.link.close()


class LinkedEngine:
    """The build of DuckDB that Hanse links, in a process of its own: a statement a line, its values back."""

    def __init__(self):
        self.process = subprocess.Popen([RAW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, text: str) -> list:
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer or answer.startswith("error: "):
            raise RuntimeError(answer or "the engine that is linked ended")
        return answer.rstrip("\n").split("\t")

    def door(self) -> None:
        self.run("")

    def cpu(self) -> float:
        return cpu_s(self.process.pid)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()


class Peer:
    """Raw DuckDB with the settings of Hanse's serving engine."""

    def __init__(self, folder: str, storage: str, engine, name: str):
        self.engine = engine
        for setting in (f"threads = {os.cpu_count()}", f"memory_limit = '{MEMORY_BYTES}B'", "temp_directory = ''",
                        "GLOBAL parquet_metadata_cache = true"):
            engine.run(f"SET {setting}")
        shown = {"flat": "id, concat(left(name, 4), '****') AS name, c01, n04", "wide": "id, concat(left(name, 4), '****') AS name, n150"}
        for table, columns in shown.items():
            files = sorted(os.path.join(where, name) for where, _, names in os.walk(os.path.join(folder, ".hanse", "data", "bench", table))
                           for name in names if name.endswith(".parquet"))
            rows = f"read_parquet({files})"
            if storage == COPIES:
                engine.run(f"ATTACH IF NOT EXISTS '{folder}/{name}.duckdb' AS peer")
                engine.run(f"CREATE TABLE peer.{table} AS FROM {rows}")
                rows = f"peer.{table}"
            text = f"SELECT * FROM (SELECT {columns} FROM {rows} WHERE n02 <> 2) AS t WHERE id = "
            engine.run(f"PREPARE {table}_seen AS {text} 77777")
            engine.run(f"PREPARE {table}_changing AS {text} $1")

    def ask(self, text: str) -> list:
        return self.engine.run(f"EXECUTE {text}")


def server_steps(server: Server) -> dict:
    text = server.metrics()
    return {step: float(found.group(1)) if (found := re.search(rf'_step_seconds_sum{{step="{step}"}} (\S+)', text)) else 0.0
            for step in STEPS}


class Case:
    """One way to ask, measured in batches: wall time of each request, CPU of each batch."""

    def __init__(self, name: str, ask, cpu, steps=None):
        self.name, self.ask, self.cpu, self.steps = name, ask, cpu, steps
        self.wall, self.batches, self.spent, self.asked = [], [], dict.fromkeys(STEPS, 0.0), 0

    def batch(self, count: int, keep: bool = True) -> None:
        before = self.steps() if self.steps else {}
        cpu, wall = self.cpu(), []
        for _ in range(count):
            self.asked += 1
            start = time.perf_counter()
            self.ask(self.asked)
            wall.append((time.perf_counter() - start) * 1000)
        spent = (self.cpu() - cpu) * 1000 / count
        after = self.steps() if self.steps else {}
        if keep:
            self.wall += wall
            self.batches.append(spent)
            for step in after:
                self.spent[step] += (after[step] - before[step]) * 1000 / count / ROUNDS

    def p50(self) -> float:
        return statistics.median(self.wall)

    def p99(self) -> float:
        return sorted(self.wall)[int(len(self.wall) * 0.99)]

    def cpu_ms(self) -> float:
        return statistics.median(self.batches)


def key(number: int) -> int:
    return number * 7919 % WIDE_ROWS


def ours_of(server: Server, token: str) -> dict:
    flat, wide = "SELECT id, name, c01, n04 FROM bench.flat WHERE id = ", "SELECT id, name, n150 FROM bench.wide WHERE id = "
    door = lambda _: (server.link.request("GET", "/readyz"), server.link.getresponse().read())  # noqa: E731
    asks = {"door": door,
            "seen": lambda _: server.ask(token, flat + "77777"),
            "changing": lambda i: server.ask(token, flat + "$1", [key(i)]),
            "new": lambda i: server.ask(token, f"{flat}{key(i)} -- {i}"),
            "wide seen": lambda _: server.ask(token, wide + "77777"),
            "wide changing": lambda i: server.ask(token, wide + "$1", [key(i)]),
            "wide new": lambda i: server.ask(token, f"{wide}{key(i)} -- {i}")}
    return {name: Case(name, ask, lambda: cpu_s(server.process.pid), lambda: server_steps(server))
            for name, ask in asks.items()}


def peers_of(peer: Peer) -> dict:
    asks = {"door": lambda _: peer.engine.door(),
            "seen": lambda _: peer.ask("flat_seen"), "changing": lambda i: peer.ask(f"flat_changing({key(i)})"),
            "wide seen": lambda _: peer.ask("wide_seen"), "wide changing": lambda i: peer.ask(f"wide_changing({key(i)})")}
    return {name: Case(name, ask, peer.engine.cpu) for name, ask in asks.items()}


def wait_for_copies(server: Server, token: str) -> None:
    end = time.monotonic() + 120
    for table in ("flat", "wide"):
        server.ask(token, f"SELECT count(*) FROM bench.{table}")
    while not re.search(r"^hanse_copies 2$", server.metrics(), re.M):
        if time.monotonic() > end:
            raise RuntimeError("no copies were made")
        time.sleep(0.1)


def measure(folder: str, storage: str) -> tuple:
    """Ours, those of DuckDB in Python, and those of the build that Hanse links."""
    token = run(folder, "token", "analyst").strip()
    engines = [Engine(), LinkedEngine()]
    try:
        return compare(folder, storage, token, [Peer(folder, storage, engine, name) for engine, name in zip(engines, ("peer", "linked"))])
    finally:
        for engine in engines:
            engine.close()


def compare(folder: str, storage: str, token: str, peers: list) -> tuple:
    with Server(folder) as server:
        if storage == COPIES:
            wait_for_copies(server, token)
        rows = server.ask(token, "SELECT id, name, c01, n04 FROM bench.flat WHERE id = 77777")["rows"]
        for peer in peers:
            if [str(value) for row in rows for value in row] != peer.ask("flat_seen"):
                raise RuntimeError("the rows differ from the peer's")
        sides = [ours_of(server, token), *(peers_of(peer) for peer in peers)]
        cases = [case for side in sides for case in side.values()]
        for case in cases:
            case.batch(BATCH // 2, keep=False)
        for turn in range(ROUNDS):
            for case in cases if turn % 2 == 0 else reversed(cases):
                case.batch(BATCH)
    return tuple(sides)


def table_of(ours: dict, *peers: dict) -> str:
    heads = [f"{peer} {what}" for peer in ("peer", "linked") for what in ("p50", "p99", "CPU")]
    out = "| statement | p50 | p99 | CPU | " + " | ".join([*STEPS, *heads]) + " |\n|" + "---|" * (len(STEPS) + len(heads) + 4) + "\n"
    for name, case in ours.items():
        steps = " | ".join(f"{case.spent[step]:.3f}" for step in STEPS)
        theirs = " | ".join(f"{peer[name].p50():.2f} | {peer[name].p99():.2f} | {peer[name].cpu_ms():.2f}" if name in peer else "- | - | -"
                            for peer in peers)
        out += f"| {name} | {case.p50():.2f} | {case.p99():.2f} | {case.cpu_ms():.2f} | {steps} | {theirs} |\n"
    return out


def report(results, folder: str) -> None:
    page = ABOUT.format(rows=ROWS, wide=WIDE_ROWS, version=pinned("DUCKDB_VERSION"), threads=os.cpu_count(), rounds=ROUNDS, batch=BATCH)
    peer = f"DuckDB {pinned('DUCKDB_VERSION')}, prepared, the same filter and mask"
    for durability, storage in (("relaxed", FILES), ("strict", FILES), ("relaxed", COPIES)):
        suffix = "" if durability == "relaxed" else ", `ledger: strict`"
        kind = durability if storage == FILES else "copies"
        if storage == COPIES:
            suffix = ", from copies"
        what = "point query on 1 M rows × 20 columns, filter and mask, text seen before, without the door: p50 against the peer's"
        goal = SEEN_GOAL if durability == "relaxed" else None
        try:
            make(folder, durability, storage)
            ours, peers, linked = measure(folder, storage)
        except Exception as problem:  # noqa: BLE001  what cannot be measured is said, and never left out
            results.failed(f"point-seen-{kind}", what + suffix, str(problem), "×", goal, peer)
            continue
        def without_door(side: dict, name: str) -> float:
            return side[name].p50() - side["door"].p50()

        for mark, theirs, whose in (("", peers, peer), ("-linked", linked, peer.replace(",", " as Hanse links it,", 1))):
            for name, words in (("seen", what), ("changing", "the same with `$1`, another value each time")):
                results.add(f"point-{name}-{kind}{mark}", words + suffix, without_door(ours, name) / without_door(theirs, name), "×", goal, whose)
        for name, words in (("", "of 20 columns"), ("wide ", "of 3 columns out of 200")):
            results.add(f"point-{name.strip() or 'flat'}-new-{kind}", f"CPU that the gate adds to a new text, point query {words}" + suffix,
                        ours[f"{name}new"].cpu_ms() - ours[f"{name}seen"].cpu_ms(), "ms", FIRST_GOAL_MS if goal else None)
        page += f"`ledger: {durability}`{', from copies' if storage == COPIES else ''}:\n\n" + table_of(ours, peers, linked) + "\n"
    results.page(page)
