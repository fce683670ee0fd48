#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Malicious files: contract servers whose paths leave the folders that may be read from, links that change while they are read,
odd names, and files that are made to take all memory, time or disk. Nothing from outside is read, what served before serves on,
and every attempt ends in time. usage: run_files.py [PART…], parts: paths, names, states, swaps, bombs, parquet"""
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "faults"))
from damage import FOREIGN, ORDERS, RETURNED, WHOLE, add_product, part_of, run_parts  # noqa: E402
from faults import HANSE  # noqa: E402

FILES = "domains/shop/orders/files.odcs.yaml"
WAIT_S = 30
SERVER = "servers:\n  - {{server: export, type: local, path: {path}, format: {format}}}\n"


def point_to(mesh, path, form="csv", contract=FILES):
    """The contract's server, whatever the path has in it."""
    with open(mesh.path(contract), encoding="utf-8") as file:
        text = file.read()
    with open(mesh.path(contract), "w", encoding="utf-8") as file:
        file.write(text[:text.index("servers:")] + SERVER.format(path=json.dumps(path), format=form))


def few_descriptors():
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def tried(mesh, *words):
    """(exit code, all that was said) of a command that must end in time."""
    try:
        done = subprocess.run([HANSE, "--mesh", mesh.folder, *words], capture_output=True, timeout=WAIT_S, preexec_fn=few_descriptors)
    except subprocess.TimeoutExpired as late:
        return None, f"{late.cmd} took longer than {WAIT_S} s"
    return done.returncode, (done.stdout + done.stderr).decode(errors="replace")


def attempt(checks, mesh, what, path, form="csv", before=None):
    """A path that must not be read: apply or refresh says so, and the old rows are served."""
    point_to(mesh, path, form)
    codes, said = zip(tried(mesh, "apply", "--yes"))
    if codes == (0,) or "HNS-V" not in said[0]:  # not refused by its letters alone
        codes, said = zip((codes[0], said[0]), tried(mesh, "refresh", "orders"))
    checks.true(f"{what}: is refused", None not in codes and any(codes) and set(codes) <= {0, 1}, (codes, said))
    checks.true(f"{what}: shows nothing", FOREIGN not in "".join(said), said)
    checks.equal(f"{what}: the old rows are served", mesh.answer(ORDERS), before or WHOLE[ORDERS])


# ------------------------------------------------------------------------------ paths

def make_links(mesh):
    """Ways out of the mesh folder, and what is no file."""
    outside, data = os.path.join(mesh.top, "outside"), mesh.path("data")
    os.makedirs(os.path.join(outside, "deep"))
    os.makedirs(os.path.join(data, "mixed"))
    os.makedirs(os.path.join(data, "in"))
    for path in (os.path.join(outside, "secret.csv"), os.path.join(outside, "deep", "secret.csv")):
        with open(path, "w", encoding="utf-8") as file:
            file.write(RETURNED)
    shutil.copy(mesh.path("data", "orders.csv"), os.path.join(data, "mixed", "a.csv"))
    links = {"file.csv": os.path.join(outside, "secret.csv"), "relative.csv": "../../outside/secret.csv", "folder": outside,
             "chain1": "chain2", "chain2": "../data/chain3", "chain3": "in/../../../outside", "up": "../..", "root": "/", "proc": "/proc/self/root",
             "state": "../.hanse", "mixed/b.csv": os.path.join(outside, "secret.csv"), "loop": "loop", "zero.csv": "/dev/zero",
             "in/again.csv": "../file.csv", "packed.csv.gz": os.path.join(outside, "secret.csv"), "self.csv": "/proc/self/fd/0"}
    for name, target in links.items():
        os.symlink(target, os.path.join(data, name))
    os.mkfifo(os.path.join(data, "pipe.csv"))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.path.join(data, "s.csv"))
    listener.listen()
    return outside, listener


class Heard:
    """A listener on loopback that counts who connects."""

    def __enter__(self):
        self.count, self.listener = 0, socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()
        return self

    def run(self):
        try:
            while True:
                link, _ = self.listener.accept()
                self.count += 1
                link.close()
        except OSError:
            pass

    def __exit__(self, *_):
        self.listener.close()


def attempts(checks, mesh, sources):
    """A product a path: each is refused by its letters, or when it is built; one command for all of them."""
    products = {f"p{number}": source for number, source in enumerate(sources)}
    for name, (path, form) in products.items():
        add_product(mesh, name)
        point_to(mesh, path, form, f"domains/shop/{name}/files.odcs.yaml")
    validated = json.loads(mesh.run("validate", "--output", "json", code=1).stdout)
    refused = {problem["file"].split("/")[2] for problem in validated["diagnostics"] if problem["severity"] == "error"}
    checks.true("some are refused by their letters", 0 < len(refused) < len(products), refused)
    for name in refused:
        shutil.rmtree(mesh.path("domains", "shop", name))
    codes, said = zip(tried(mesh, "apply", "--yes"), tried(mesh, "refresh"))
    checks.equal("apply and refresh fail", codes, (1, 1))
    checks.true("nothing is shown", FOREIGN not in "".join(said), said)
    state = json.loads(mesh.run("status", "--output", "json").stdout)
    tables = {table["table"].split(".")[1]: table for table in state["tables"]}
    for name, (path, _) in products.items():
        found = tables.get(name)
        checks.true(f"{path[:80]!r} is refused", name in refused or (found and found["rows"] is None and found["problem"]), found)
    checks.equal("the rest is built and serves", [mesh.answer(sql) for sql in WHOLE], list(WHOLE.values()))


def paths(checks, mesh):
    outside, listener = make_links(mesh)
    with Heard() as heard:
        at = f"127.0.0.1:{heard.port}/secret.csv"
        url = [f"{scheme}{at}" for scheme in ("http://", "https://", "HTTP://", "http:/", "http:", "//", "hf://", "s3://", "gcs://", "az://", "ftp://",
                                              "file://", "file:", "httpfs://", "data:text/csv,")]
        leaving = [
            "../outside/secret.csv", os.path.join(outside, "secret.csv"), "data/../../outside/secret.csv", "data/./..//../outside/secret.csv",
            "./../outside/secret.csv", "data/in/../../../outside/deep/../secret.csv", "../outside/*.csv", "../*/secret.csv", "..", "/", ".", "",
            "data/file.csv", "data/relative.csv", "data/folder/secret.csv", "data/folder/deep/secret.csv", "data/chain1/secret.csv",
            "data/chain1/deep/secret.csv", "data/up/outside/secret.csv", f"data/root{outside}/secret.csv", f"data/proc{outside}/secret.csv",
            "data/in/again.csv", "data/fi*.csv", "data/f*", "data/folder/*.csv", "data/chain1/*", "data/mixed/*.csv", "data/mixed/?.csv",
            "data/*/secret.csv", "data/**/secret.csv", "data/**", "data/{orders,file}.csv", "data/[f]ile.csv", "data/packed.csv.gz",
            "data/loop", "data/loop/x.csv", "data/in", "data/in/", "data/orders.csv/x", "data/orders.csv/../file.csv",
            ".hanse/state.sqlite", ".hanse/ledger/000001.ledger", "data/state/state.sqlite", "data/../.hanse/ledger/head", ".hanse/../data/file.csv",
            "data/pipe.csv", "data/s.csv", "data/zero.csv", "data/self.csv", "/dev/zero", "/dev/stdin", "/dev/fd/0", "/dev/tty", "/proc/self/environ",
            "/proc/self/fd/0", "/proc/self/cwd/data/file.csv", "/proc/self/mem", "/proc/1/environ", "/sys/kernel/notes", "/etc/passwd",
            "~/x.csv", "$HOME/x.csv", "%2e%2e/outside/secret.csv", "..\\outside\\secret.csv", "data/orders.csv\0.parquet", "data\0/orders.csv",
            "data/" + "x" * 300 + ".csv", "data/" + "x/" * 3000 + "y.csv", "../" * 2000 + "etc/passwd", "data/orders.csv\n", " data/orders.csv",
            "-", "--", "stdin", "x'); ATTACH 'y.db'; --", "data/orders.csv'] , union_by_name = true) --", *url]
        parts = [os.path.relpath(part_of(mesh, name), mesh.folder) for name in ("orders", "returns")]
        snapshots = [*parts, os.path.dirname(parts[1]) + "/*.parquet", parts[1].replace(".hanse", "data/state"), parts[1].replace(".hanse", "./data/../.hanse"),
                     parts[1].replace(".hanse", f"data/root{mesh.folder}/.hanse")]
        attempts(checks, mesh, [(path, "csv") for path in leaving] + [(path, "parquet") for path in snapshots])
        checks.equal("nobody was connected to", heard.count, 0)
    listener.close()


# ------------------------------------------------------------------------------ names

NAMES = ["it's.csv", 'double".csv', "semi;colon--.csv", "a b\tc.csv", "new\nline.csv", "ünïcödé 🜁.csv", "e\u0301.csv", "\u202egnp.csv", "..csv", "...csv",
         "%s%n.csv", "$(id).csv", "`id`.csv", "-rf.csv", "#.csv", "!.csv", "{}.csv", "&|<>.csv", "x" * 250 + ".csv", "http:.csv", "a:b.csv", "~.csv", "$X.csv"]
MANY = 600


def names(checks, mesh):
    """Odd names of files that may be read are names, and nothing else."""
    for number, name in enumerate(NAMES):
        with open(mesh.path("data", name), "w", encoding="utf-8") as file:
            file.write(RETURNED.split("\n")[0] + f"\n1,2026-02-01T09:00:00Z,odd,{number + 1},1.50,\n")
        point_to(mesh, "data/" + name)
        done = [tried(mesh, "apply", "--yes"), tried(mesh, "refresh", "orders")]
        checks.equal(f"{name!r} is read: {done}", mesh.answer(ORDERS), [[1, number + 1]])
    os.makedirs(mesh.path("data", "many"))
    for number in range(MANY):
        with open(mesh.path("data", "many", f"{number}.csv"), "w", encoding="utf-8") as file:
            file.write(RETURNED.split("\n")[0] + f"\n{number},2026-02-01T09:00:00Z,odd,1,1.50,\n")
    point_to(mesh, "data/many/*.csv")
    done = [tried(mesh, "apply", "--yes"), tried(mesh, "refresh", "orders")]
    checks.equal(f"{MANY} files, more than a process may first open: {done}", mesh.answer(ORDERS), [[MANY, MANY]])
    for name in ("a*b.csv", "[ab].csv", "q?.csv", "back\\slash.csv"):  # what the engine would take for a pattern
        for neighbour in (name, "ab.csv", "a.csv", "qq.csv", "axb.csv"):
            with open(mesh.path("data", neighbour), "w", encoding="utf-8") as file:
                file.write(RETURNED)
        attempt(checks, mesh, repr(name), "data/" + name, before=[[MANY, MANY]])
        for neighbour in (name, "ab.csv", "a.csv", "qq.csv", "axb.csv"):
            os.remove(mesh.path("data", neighbour))


# ------------------------------------------------------------------------------ states

def states(checks, mesh):
    """The state of another environment, and a state folder elsewhere, are no sources either; a folder of others is no state folder."""
    theirs = os.path.join(mesh.top, "theirs")
    os.makedirs(theirs, 0o755)
    open(os.path.join(theirs, "letter"), "w", encoding="utf-8").close()
    with open(mesh.path("mesh.yaml"), encoding="utf-8") as file:
        register = file.read()
    with open(mesh.path("mesh.yaml"), "a", encoding="utf-8") as file:
        file.write(f"stores: {{state: {{path: {theirs}}}}}\n")
    for words in (["apply", "--yes"], ["status"], ["query", "--as", "seller", ORDERS]):
        code, said = tried(mesh, *words)
        checks.true(f"a folder of others is not taken over by {words[0]}", code and "is no state folder: it holds `letter`" in said, (code, said))
    checks.equal("nor changed", (os.listdir(theirs), oct(os.stat(theirs).st_mode & 0o777)), (["letter"], "0o755"))
    with open(mesh.path("mesh.yaml"), "w", encoding="utf-8") as file:
        file.write(register)
    part = os.path.relpath(part_of(mesh, "returns"), mesh.path(".hanse"))
    mesh.edit("mesh.yaml", "environments:\n", "environments:\n  - {id: first, development: true, data: sample}\n")
    os.symlink("../.hanse", mesh.path("data", "link"))
    os.rename(mesh.path(".hanse"), mesh.path(".hanse-dev"))
    os.makedirs(mesh.path(".hanse", "environments"))
    os.rename(mesh.path(".hanse-dev"), mesh.path(".hanse", "environments", "dev"))
    os.makedirs(os.path.dirname(mesh.path(".hanse", part)))
    shutil.copy(mesh.path(".hanse", "environments", "dev", part), mesh.path(".hanse", part))

    def answer():
        done = mesh.run("--env", "dev", "query", "--as", "seller", "--output", "json", ORDERS)
        return json.loads(done.stdout)["rows"]

    checks.equal("the environment serves", answer(), WHOLE[ORDERS])
    for path in (f".hanse/{part}", f"data/link/{part}", f"data/link/environments/dev/{part}", f"data/link/environments/first/{part}"):
        point_to(mesh, path, "parquet")
        done = [tried(mesh, "--env", "dev", "apply", "--yes"), tried(mesh, "--env", "dev", "refresh", "orders")]
        checks.true(f"{path[:40]!r} is refused", any(code for code, _ in done), done)
        checks.equal(f"{path[:40]!r}: the old rows are served", answer(), WHOLE[ORDERS])


# ------------------------------------------------------------------------------ swaps

# In bursts, and still between them: at times both looks at a path meet the same.
SWAPPER = """
import os, random, sys, time
data, good, bad = sys.argv[1:]
link = os.path.join(data, "swapped")
while True:
    for target in (good, bad) * random.randrange(1, 100) + (good,) * random.randrange(2):
        os.symlink(target, link + "-")
        os.rename(link + "-", link)
    time.sleep(random.random() * 0.02)
"""
FOLDER_SWAPPER = """
import ctypes, os, random, sys, time
libc = ctypes.CDLL(None, use_errno=True)
one, other = (path.encode() for path in sys.argv[1:])
while True:
    for _ in range(random.randrange(1, 200)):
        if libc.renameat2(-100, one, -100, other, 2) != 0:  # RENAME_EXCHANGE
            sys.exit(os.strerror(ctypes.get_errno()))
    time.sleep(random.random() * 0.02)
"""
SWAPS_S, SWAPS_MAX_S = 5, 60


def swaps(checks, mesh):
    """A link, or a folder in a path, that is another one when the file is read than when it was looked at."""
    outside = os.path.join(mesh.top, "outside")
    os.makedirs(outside)
    with open(os.path.join(outside, "in.csv"), "w", encoding="utf-8") as file:
        file.write(RETURNED)
    os.makedirs(mesh.path("data", "real"))
    shutil.copy(mesh.path("data", "orders.csv"), mesh.path("data", "real", "in.csv"))
    os.symlink(outside, mesh.path("data", "away"))
    swappers = {
        "a link that is swapped": ("data/swapped", [SWAPPER, mesh.path("data"), mesh.path("data", "real", "in.csv"), os.path.join(outside, "in.csv")]),
        "a folder that is swapped": ("data/real/in.csv", [FOLDER_SWAPPER, mesh.path("data", "real"), mesh.path("data", "away")]),
        "a folder that is swapped, a pattern": ("data/real/i*.csv", [FOLDER_SWAPPER, mesh.path("data", "real"), mesh.path("data", "away")]),
    }
    for what, (path, words) in swappers.items():
        point_to(mesh, path)
        tried(mesh, "apply", "--yes")
        process = subprocess.Popen([sys.executable, "-c", *words])
        try:
            outcomes, begin = {0: 0, 1: 0}, time.monotonic()
            while (took := time.monotonic() - begin) < SWAPS_S or (min(outcomes[0], outcomes[1]) == 0 and took < SWAPS_MAX_S):
                code, said = tried(mesh, "refresh", "orders")
                outcomes[code] = outcomes.get(code, 0) + 1
                rows = mesh.answer(ORDERS)
                checks.true(f"{what}: only rows from inside", rows == WHOLE[ORDERS] and FOREIGN not in said, (rows, said))
            checks.true(f"{what}: it was read and it was refused", min(outcomes[0], outcomes[1]) > 0 and len(outcomes) == 2, outcomes)
            checks.true(f"{what}: the swapper ran", process.poll() is None)
        finally:
            process.kill()
            process.wait()


run_parts({"paths": paths, "names": names, "states": states, "swaps": swaps})
