# SPDX-License-Identifier: Apache-2.0
"""A small mesh whose commands run under the preload library (interpose.c), and what must hold of it."""
import argparse
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from flights import Checks, HANSE, Mesh, ROOT, until  # noqa: E402  (what other drivers share)

__all__ = ["Checks", "Faulty", "HANSE", "KILLED", "LIBRARY", "Scenario", "SCENARIOS", "base_mesh",
           "look_again", "nothing", "options_of", "points_of", "sums", "temporary", "try_points", "until", "view_of_state"]

LIBRARY = os.environ.get("HANSE_FAULTS") or next(
    iter(sorted(glob.glob(os.path.join(ROOT, "build", "*", "libhanse_faults.so")))), "")
KILLED = -9
HOUR_S = 3600
# What a state folder holds after any run that came to its end.
KEPT = re.compile(r"(open\.lock|apply\.lock|refresh\.lock|checks\.lock|incidents\.lock|state\.sqlite|ledger/(lock|head|\d{6}\.ledger)"
                  r"|data/shop/\w+/\w+@1/[0-9a-f]{32}/(part-0\.parquet|\.pin))$")
PURPOSE = "purposes:\n  - {id: audit, name: Audit, classificationMax: internal}\n"
ORDERS = "SELECT CAST(sum(quantity) AS BIGINT) AS q, count(*) AS n FROM shop.orders"
DAILY = "SELECT count(*) AS n FROM shop.daily_sales"


class Faulty(Mesh):
    """The mesh in `top`/mesh; `faulty` runs a command with the library between it and libc."""

    def __init__(self, top, base=None):
        self.top = os.path.realpath(top)
        super().__init__(os.path.join(self.top, "mesh"))
        self.log_path = os.path.join(self.top, "calls")
        if base:
            shutil.copytree(base, self.folder)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def environment(self, mode="kill", at=0, more=None):
        shadow = os.path.join(self.top, "shadow")
        shutil.rmtree(shadow, ignore_errors=True)
        os.mkdir(shadow)
        if os.path.exists(self.log_path):
            os.remove(self.log_path)
        return {"LD_PRELOAD": LIBRARY, "HANSE_FAULT_DIR": self.path(".hanse"), "HANSE_FAULT_MODE": mode,
                "HANSE_FAULT_AT": str(at), "HANSE_FAULT_LOG": self.log_path, "HANSE_FAULT_SHADOW": shadow,
                **(more or {})}

    def faulty(self, *words, **how):
        return self.run(*words, code=None, env=self.environment(**how))

    def calls(self):
        """[(call, path below the state folder)] of the last faulty run."""
        with open(self.log_path, encoding="utf-8") as file:
            lines = [line.rstrip("\n").split(" ", 2) for line in file]
        return [(call, os.path.relpath(path, self.path(".hanse"))) for _, call, path in lines]

    def edit(self, path, old, new):
        with open(self.path(path), encoding="utf-8") as file:
            text = file.read()
        assert old in text, (path, old)
        with open(self.path(path), "w", encoding="utf-8") as file:
            file.write(text.replace(old, new, 1))

    def revisions(self):
        scopes = json.loads(self.run("status", "--output", "json").stdout)["scopes"]
        return {scope["scope"]: scope["revision"] for scope in scopes}

    def had(self, kind, base):
        """How many entries of a kind the mesh in `base` has."""
        other = Mesh.__new__(Faulty)
        other.folder = base
        return len(other.ledger(kind))

    def grants(self, to):
        done = json.loads(self.run("grant", "list", "--output", "json").stdout)
        return [grant["id"] for grant in done["grants"] if grant["principal"] == to]

    def answer(self, sql, user="seller"):
        """The rows, or the code of the refusal."""
        done = self.run("query", "--as", user, "--output", "json", sql, code=None)
        if done.returncode == 0:
            return json.loads(done.stdout)["rows"]
        return json.loads(done.stderr.strip().splitlines()[-1])["error"]["code"]

    def age(self):
        """Makes what lies in the state folder old, as far as rules ask for an age."""
        then = time.time() - HOUR_S
        for folder, _, _ in os.walk(self.path(".hanse", "data")):
            os.utime(folder, (then, then))

    def leftovers(self):
        """Files that a run which came to its end must not leave, and snapshots that no record names."""
        out, state = [], self.path(".hanse")
        for folder, _, names in os.walk(state):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), state)
                if not KEPT.match(path):
                    out.append(path)
        for table in glob.glob(os.path.join(state, "data", "*", "*", "*")):
            if len(os.listdir(table)) > 2:  # the current one and the one before
                out += [os.path.join(table, name) for name in os.listdir(table)]
        return out


def sums(mesh):
    return mesh.answer(ORDERS), mesh.answer(DAILY)


class Scenario:
    """A command, what comes before it, and the states of which one must be found after it was killed."""

    def __init__(self, name, words, prepare, view, entry=""):
        self.name, self.words, self.prepare, self.view = name, words, prepare, view
        self.entry = entry  # the kind of what it puts into the ledger


def nothing(_):
    pass


def add_purpose(mesh):
    mesh.edit("mesh.yaml", "purposes:\n", PURPOSE)
    # And a table that must be built again.
    mesh.edit("domains/shop/daily_sales/daily_sales.sql", "SELECT", "-- once more\nSELECT")


def add_row(mesh):
    with open(mesh.path("data", "orders.csv"), encoding="utf-8") as file:
        lines = file.read().rstrip("\n").split("\n")
    cells = lines[-1].split(",")
    cells[0] = "99"
    with open(mesh.path("data", "orders.csv"), "w", encoding="utf-8") as file:
        file.write("\n".join([*lines, ",".join(cells)]) + "\n")


def view_of_state(mesh):
    return mesh.revisions()


def view_of_grants(mesh):
    return len(mesh.grants("user:stranger"))


QUESTION = ("query", "--as", "seller", "--output", "json", ORDERS)
GRANT = ("grant", "add", "shop/orders", "--to", "user:stranger")
SCENARIOS = [
    Scenario("first apply", ("apply", "--yes"), nothing, view_of_state, "apply"),
    Scenario("changed apply", ("apply", "--yes"), add_purpose, view_of_state, "apply"),
    Scenario("refresh", ("refresh",), add_row, view_of_state, "refresh"),
    Scenario("grant add", GRANT, nothing, view_of_grants, "grant"),
    Scenario("query", QUESTION, nothing, view_of_state, "decision"),
    Scenario("token", ("token", "seller"), nothing, view_of_state, "token"),
]


def base_mesh(top, applied, ledger="relaxed"):
    """The small mesh of `hanse init`, applied or not."""
    mesh = Faulty(top)
    subprocess.run([HANSE, "init", mesh.folder], check=True, capture_output=True)
    mesh.edit("mesh.yaml", "purposes:\n", f"ledger: {ledger}\npurposes:\n")
    if applied:
        mesh.run("apply", "--yes")
    return mesh


def temporary():
    return tempfile.TemporaryDirectory(prefix="hanse-faults-")


def points_of(calls, every):
    """Numbers of calls to fail at. Of a run of the same call on the same file the first, second and last, unless
    `every`: what lies between differs in nothing that anybody reads before the next flush."""
    out = []
    for i, call in enumerate(calls):
        before, two_before = (calls[i - n] if i >= n else None for n in (1, 2))
        after = calls[i + 1] if i + 1 < len(calls) else None
        if every or not before == two_before == call == after:
            out.append(i + 1)
    return out


def options_of(description, modes):
    """The parser of a driver's options: which points it tries."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--all", action="store_true", help="every point, calls in a row too")
    parser.add_argument("--some", action="store_true", help="every point, calls in a row three times")
    parser.add_argument("--scenario", help="only this one")
    parser.add_argument("--mode", choices=modes, help="only this one")
    parser.add_argument("--at", type=int, help="only this call")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def try_points(runs, modes, options, until):
    """Each run's attempts at its points: those that the options name, else a sample in the time `until`, on time.monotonic()."""
    points = [(run, mode, at) for run in runs for mode in modes if options.mode in (None, mode)
              for at in ([options.at] if options.at else run.points(mode, options.all))]
    sampled = not (options.all or options.some or options.at)
    if sampled:
        random.Random(options.seed).shuffle(points)
        points.sort(key=lambda point: point[2] != -1)  # the end of each command is always tried
    tried = 0
    for run, mode, at in points:
        if sampled and time.monotonic() > until:
            break
        run.attempt(mode, at)
        tried += 1
    print(f"{tried} of {len(points)} points, seed {options.seed}")


def look_again(checks, step, scenario, mesh, expected):
    """The same command and a refresh, now that nothing fails: right answers, nothing left behind."""
    mesh.age()
    spilled = mesh.path(".hanse", "tmp", "duckdb_temp_storage_DEFAULT-0.tmp")
    if os.path.isdir(os.path.dirname(spilled)):  # as a killed build of more rows leaves it
        open(spilled, "w", encoding="utf-8").close()
    done = mesh.run(*scenario.words, code=None)
    checks.true(f"{step}: the next run completes", done.returncode == 0, done.stdout + done.stderr)
    # Apply builds what it says it will; new data is refresh's affair, which collects as well.
    done = mesh.run("refresh", code=None)
    checks.true(f"{step}: and a refresh", done.returncode == 0, done.stdout + done.stderr)
    planned = mesh.run("plan", "--detailed-exitcode", code=None)
    checks.true(f"{step}: nothing is left to do", planned.returncode == 0, planned.stdout + planned.stderr)
    checks.equal(f"{step}: right answers", sums(mesh), expected)
    checks.equal(f"{step}: nothing is left behind", mesh.leftovers(), [])
    checks.equal(f"{step}: the ledger verifies at last", mesh.run("audit", "verify", code=None).returncode, 0)
