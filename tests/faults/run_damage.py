#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds that fail, sources that vanish or change, snapshots that are damaged on disk: the product says so at each door, nothing
foreign is served, the rest of the mesh serves, and a refresh or an apply mends it.
usage: run_damage.py [PART…], parts: builds, sources, snapshots"""
import gzip
import os
import random
import shutil

from damage import DAILY, Doors, FOREIGN, LATEST, ORDERS, RETURNS, WHOLE, part_of, problem_of, run_parts
from faults import base_mesh, temporary

# ------------------------------------------------------------------------------ builds and sources

CSV, FILES = "data/orders.csv", "domains/shop/orders/files.odcs.yaml"
SQL, CONTRACT = "domains/shop/daily_sales/daily_sales.sql", "domains/shop/daily_sales/daily_sales.odcs.yaml"


def written(path, change):
    """A change of a file's text."""
    def make(mesh):
        with open(mesh.path(path), encoding="utf-8") as file:
            text = file.read()
        with open(mesh.path(path), "w", encoding="utf-8") as file:
            file.write(change(text))
    return make


def edited(path, old, new):
    return written(path, lambda text: text.replace(old, new))


def instead(make):
    """Something else in the source's place."""
    def change(mesh):
        os.remove(mesh.path(CSV))
        make(mesh.path(CSV))
    return change


def packed(spoil):
    """The source packed with gzip, then spoiled."""
    def change(mesh):
        with open(mesh.path(CSV), "rb") as file:
            data = bytearray(gzip.compress(file.read()))
        spoil(data)
        with open(mesh.path(CSV + ".gz"), "wb") as file:
            file.write(data)
        edited(FILES, CSV, CSV + ".gz")(mesh)
    return change


def of_format(form, text):
    def change(mesh):
        with open(mesh.path("data", "orders." + form), "wb") as file:
            file.write(text(mesh))
        written(FILES, lambda contract: contract.replace(CSV, "data/orders." + form).replace("format: csv", "format: " + form))(mesh)
    return change


def cut_parquet(mesh):
    with open(part_of(mesh, "orders"), "rb") as file:
        return file.read()[:-20]


def flipped(at):
    def spoil(data):
        data[at] ^= 0x40
    return spoil


BUILDS = {  # what is changed; whose build fails, and what it says
    "a transform that fails on a row": (
        edited(SQL, "count(*)", "count(*) + CAST(min(article) AS INTEGER)"),
        "shop/daily_sales", "a value does not fit what the statement does with it"),
    "a transform that overflows": (
        edited(SQL, "count(*)", "count(*) * 9223372036854775807"), "shop/daily_sales", "a value does not fit what the statement does with it"),
    "a required column without values": (
        edited(SQL, "article,", "CASE WHEN article <> 'rope' THEN article END AS article,"), "shop/daily_sales",
        "column `article` of `daily_sales` is required and has no value"),
    "a primary key twice": (edited(SQL, "GROUP BY ALL", "GROUP BY ALL UNION ALL SELECT DATE '2026-01-05', 'rope', 1, 1.0"), "shop/daily_sales",
                            "the primary key `day`, `article` of `daily_sales` is not unique"),
    "a unique column twice": (edited(CONTRACT, "        description: How many orders.", "        description: How many orders.\n        unique: true"),
                              "shop/daily_sales", "column `orders` of `daily_sales` is not unique"),
}
SOURCES = {
    "a source that vanished": (lambda mesh: os.remove(mesh.path(CSV)), "the source file `data/orders.csv` does not exist"),
    "a folder in a source's place": (instead(os.mkdir), "`data/orders.csv` is no regular file"),
    "a pipe in a source's place": (instead(os.mkfifo), "`data/orders.csv` is no regular file"),
    "a link to nothing in a source's place": (instead(lambda path: os.symlink("nothing", path)), "the source file `data/orders.csv` does not exist"),
    "an emptied source": (written(CSV, lambda text: ""), "lacks the columns `order_id`"),
    "a source without its header": (written(CSV, lambda text: text.split("\n", 1)[1]), "lacks the columns `order_id`"),
    "a source with a column of another name": (edited(CSV, "quantity", "amount"), "lacks the columns `quantity`"),
    "a source with values of another type": (edited(CSV, ",rope,2", ",rope,two"), "`two` is not of the column's type"),
    "a source without a required value": (edited(CSV, ",rope,", ",,"), "column `article` of `orders` is required and has no value"),
    "a source with a row twice": (written(CSV, lambda text: text + text.strip().split("\n")[-1] + "\n"), "the primary key `order_id` of `orders` is not unique"),
    "a source cut within a row": (written(CSV, lambda text: text[:330]), "the source file cannot be read as CSV"),
    "a source with a quote that does not end": (edited(CSV, "Z,rope,5", 'Z,"rope,5'), "the source file cannot be read as CSV"),
    "a source of noise": (instead(lambda path: open(path, "wb").write(random.Random(1).randbytes(5000))), "the source file cannot be read as CSV"),
    "a packed source that is cut": (packed(lambda data: data.__delitem__(slice(150, None))), "`data/orders.csv.gz` is no whole gzip file"),
    "a packed source without its end": (packed(lambda data: data.__delitem__(slice(-8, None))), "`data/orders.csv.gz` is no whole gzip file"),
    "a packed source with a flipped bit": (packed(flipped(60)), "`data/orders.csv.gz` is no whole gzip file"),
    "a packed source whose sum is wrong": (packed(flipped(-6)), "`data/orders.csv.gz` is no whole gzip file"),
    "a Parquet source that is cut": (of_format("parquet", cut_parquet), "the source file cannot be read as Parquet"),
    "a JSON source that is cut": (of_format("json", lambda mesh: b'[{"order_id": 1, "ordered_at": "2026-'), "the source file cannot be read as JSON"),
}


def failing(checks, mesh, doors, what, product, words, step):
    """The build of `product` failed: what is said of it and what is served."""
    done = mesh.run(*step.split(), code=None)
    checks.true(f"{what}: {step} says so", done.returncode == 1 and words in done.stderr and product in done.stderr, (done.returncode, done.stderr))
    table = product.replace("/", ".")
    checks.true(f"{what}: so does status", words in (problem_of(mesh, table) or ""), problem_of(mesh, table))
    checks.equal(f"{what}: and the resources", doors.state_of(product), "last refresh failed")
    checks.equal(f"{what}: and the metrics", (doors.metric("hanse_products_failed"), doors.metric("hanse_tables_damaged")), (1, 0))
    sql = DAILY if product == "shop/daily_sales" else ORDERS
    checks.true(f"{what}: and each answer", '"state": "last refresh failed"' in doors.http(sql)[1], doors.http(sql)[1])
    for each, rows in WHOLE.items():
        checks.equal(f"{what}: served as before, {each}", doors.served(each), {"http": rows, "postgres": rows})
    checks.equal(f"{what}: the server is ready", doors.ready(), [200, 200])


def mended(checks, mesh, doors, what, product, step):
    done = mesh.run(*step.split(), code=None)
    checks.equal(f"{what}: {step} mends it", (done.returncode, done.stderr if done.returncode else ""), (0, ""))
    checks.equal(f"{what}: status after it", problem_of(mesh, product.replace("/", ".")), None)
    checks.equal(f"{what}: the resources after it", doors.state_of(product), "fresh")
    checks.equal(f"{what}: the metrics after it", doors.metric("hanse_products_failed"), 0)


class Kept:
    """What a change did to the mesh's own files is undone."""

    def __init__(self, mesh):
        self.mesh, self.saved = mesh, mesh.folder + "-saved"

    def __enter__(self):
        for part in ("data", "domains"):
            shutil.copytree(self.mesh.path(part), os.path.join(self.saved, part))

    def __exit__(self, *_):
        for part in ("data", "domains"):
            shutil.rmtree(self.mesh.path(part))
            shutil.copytree(os.path.join(self.saved, part), self.mesh.path(part))
        shutil.rmtree(self.saved)


def builds(checks, mesh):
    doors = Doors(mesh)
    for what, (change, product, words) in BUILDS.items():
        with Kept(mesh):
            change(mesh)
            failing(checks, mesh, doors, what, product, words, "apply --yes")
        mesh.run("apply", "--yes")
        mended(checks, mesh, doors, what, product, "refresh")
    mesh.stop()


def sources(checks, mesh):
    doors = Doors(mesh)
    for what, (change, words) in SOURCES.items():
        with Kept(mesh):
            change(mesh)
            mesh.run("apply", "--yes", code=None)  # where the contract names another file
            failing(checks, mesh, doors, what, "shop/orders", words, "refresh")
        mesh.run("apply", "--yes", code=None)
        mended(checks, mesh, doors, what, "shop/orders", "refresh")
    mesh.stop()
    for mode, count in (("EACCES", "opens"), ("EIO", "reads")):
        environment = mesh.environment(mode=mode, at=1, more={"HANSE_FAULT_ON": "1", "HANSE_FAULT_COUNT": count,
                                                              "HANSE_FAULT_DIR": mesh.path("data")})
        done = mesh.run("refresh", "orders", code=None, env=environment)
        what = f"a source that cannot be read, {mode}"
        checks.true(f"{what}: refresh says so", done.returncode == 1 and "cannot be read" in done.stderr, done)
        checks.true(f"{what}: so does status", "cannot be read" in (problem_of(mesh, "shop.orders") or ""), problem_of(mesh, "shop.orders"))
        checks.equal(f"{what}: served as before", [mesh.answer(sql) for sql in WHOLE], list(WHOLE.values()))
        checks.equal(f"{what}: refresh mends it", mesh.run("refresh", "orders", code=None).returncode, 0)
        checks.equal(f"{what}: status after it", problem_of(mesh, "shop.orders"), None)
    with temporary() as top:  # never built: nothing stands behind it
        mesh = base_mesh(top, False)
        os.remove(mesh.path(CSV))
        done = mesh.run("apply", "--yes", code=None)
        checks.true("a first build that fails is said with what waits for it", done.returncode == 1
                    and "shop/orders was not built: the source file" in done.stderr
                    and "shop/daily_sales was not built: it reads `shop.orders`, which was not built yet" in done.stderr, done.stderr)
        checks.equal("nothing is served of it", [mesh.answer(sql) for sql in (ORDERS, DAILY)], ["unavailable"] * 2)


# ------------------------------------------------------------------------------ snapshots

def flip(path, at):
    with open(path, "r+b") as file:
        file.seek(at)
        byte = file.read(1)
        file.seek(at)
        file.write(bytes([byte[0] ^ 0x40]))


def replaced(make):
    """What removes the file first and makes something else of its name."""
    def damage(path, other):
        os.remove(path)
        make(path, other)
    return damage


def foreign_folder(path, other):
    folder = os.path.dirname(path)
    os.rename(folder, folder + "-away")
    os.symlink(os.path.dirname(other), folder)


def keep_times(path, other):
    """Another product's file of the same size and times, as a copy that keeps them makes it."""
    before = os.stat(path)
    shutil.copyfile(other, path)
    os.truncate(path, before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


SNAPSHOTS = {  # what is done to the file of shop.orders; `other` is that of shop.returns
    "a flipped byte in the footer": lambda path, other: flip(path, os.path.getsize(path) - 60),
    "a flipped byte in the length of the footer": lambda path, other: flip(path, os.path.getsize(path) - 8),
    "a flipped byte in a page": lambda path, other: flip(path, 120),
    "cut in the middle": lambda path, other: os.truncate(path, os.path.getsize(path) // 2),
    "emptied": lambda path, other: os.truncate(path, 0),
    "bytes behind its end": lambda path, other: open(path, "ab").write(b"PAR1"),
    "another product's file": lambda path, other: shutil.copyfile(other, path),
    "another product's file in its place": lambda path, other: (shutil.copyfile(other, path + "-"), os.replace(path + "-", path)),
    "another product's file of the same size and times": keep_times,
    "a symbolic link to another product's file": replaced(lambda path, other: os.symlink(other, path)),
    "a hard link to another product's file": replaced(lambda path, other: os.link(other, path)),
    "a pipe": replaced(lambda path, other: os.mkfifo(path)),
    "a folder": replaced(lambda path, other: os.mkdir(path)),
    "a link to a device": replaced(lambda path, other: os.symlink("/dev/zero", path)),
    "removed": lambda path, other: os.remove(path),
    "its folder is removed": lambda path, other: shutil.rmtree(os.path.dirname(path)),
    "its folder is a link to another product's": foreign_folder,
}


def damaged_snapshot(checks, mesh, doors, what, damage, mend):
    for sql, rows in WHOLE.items():  # seen before: the engine has read the file, the statement is remembered
        checks.equal(f"{what}: before, {sql}", doors.http(sql)[0], rows)
    damage(part_of(mesh, "orders"), part_of(mesh, "returns"))
    for door, (found, said) in doors.all(ORDERS).items():
        checks.equal(f"{what}: {door} says so", found, "unavailable")
        checks.true(f"{what}: {door} names the table and how to mend it",
                    "`shop.orders` cannot be read at present" in said and "hanse refresh shop/orders" in said, said)
    for sql in (ORDERS + " WHERE order_id > 0", "SELECT * FROM shop.orders", f"SELECT 1 FROM shop.orders WHERE article = '{FOREIGN}'"):
        checks.equal(f"{what}: nothing is given, {sql}", set(map(str, doors.served(sql).values())), {"unavailable"})
    found, said = doors.http(LATEST)
    checks.equal(f"{what}: a view over it says so", found, "unavailable")
    checks.true(f"{what}: and names itself alone", "shop.latest" in said and "orders" not in said, said)
    for sql in (DAILY, RETURNS):
        for door, found in doors.served(sql).items():
            checks.equal(f"{what}: {door} serves the rest, {sql}", found, WHOLE[sql])
    checks.true(f"{what}: status says so", "snapshot" in (problem_of(mesh, "shop.orders") or ""), problem_of(mesh, "shop.orders"))
    checks.equal(f"{what}: and of no other", [problem_of(mesh, f"shop.{name}") for name in ("daily_sales", "returns")], [None, None])
    checks.equal(f"{what}: so do the resources", [doors.state_of(f"shop/{name}") for name in ("orders", "returns")], ["damaged", "fresh"])
    checks.equal(f"{what}: and the metrics", doors.metric("hanse_tables_damaged"), 1)
    checks.equal(f"{what}: the server is ready all the same", doors.ready(), [200, 200])
    if mend.startswith("apply"):
        planned = mesh.run("plan", code=None)
        checks.true(f"{what}: plan says what will be built", "build shop/orders/orders@1 (its snapshot is damaged)" in planned.stdout, planned)
    done = mesh.run(*mend.split(), code=None)
    checks.equal(f"{what}: {mend} mends it", (done.returncode, done.stderr if done.returncode else ""), (0, ""))
    for sql, rows in WHOLE.items():
        for door, found in doors.served(sql).items():
            checks.equal(f"{what}: {door} after it, {sql}", found, rows)
    checks.equal(f"{what}: status after it", problem_of(mesh, "shop.orders"), None)
    checks.equal(f"{what}: the metrics after it", doors.metric("hanse_tables_damaged"), 0)


def snapshots(checks, mesh):
    # A copy of a mesh has other inodes and times, and the same bytes.
    shutil.copytree(mesh.folder, mesh.folder + "-copy")
    shutil.rmtree(mesh.folder)
    os.rename(mesh.folder + "-copy", mesh.folder)
    checks.equal("a copied mesh is whole", [mesh.answer(sql) for sql in WHOLE], list(WHOLE.values()))
    checks.equal("and says so", problem_of(mesh, "shop.orders"), None)
    mends = ("apply --yes", "refresh", "refresh daily_sales")  # the last builds what it needs and is not whole
    doors = Doors(mesh)
    for number, (what, damage) in enumerate(SNAPSHOTS.items()):
        damaged_snapshot(checks, mesh, doors, what, damage, mends[number % len(mends)])
    mesh.stop()


run_parts({"builds": builds, "sources": sources, "snapshots": snapshots})
