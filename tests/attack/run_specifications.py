#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Malicious specifications: texts made to exhaust who reads them, names made to be taken for something else, and products that claim
what is another's. Each is refused in time, with a place, and nothing of it is applied; or it is read as what it says and no more.
usage: run_specifications.py [WORD of a name]"""
import json
import os
import shutil
import sys

from hostile import EMAILS, MEMORY_MAX_MB, SECRET, Checks, Command, check_findings, memory_mb, temporary, two_domains

MESH, DOMAIN = "mesh.yaml", "domains/shop/domain.yaml"
FOLDER = "domains/shop/orders/"
PRODUCT, CONTRACT, FILES = FOLDER + "product.odps.yaml", FOLDER + "orders.odcs.yaml", FOLDER + "files.odcs.yaml"
TRANSFORM = FOLDER + "orders.sql"
ORDERS, PRICES = "SELECT count(*) AS n, CAST(sum(quantity) AS BIGINT) AS q FROM shop.orders", "SELECT count(*) AS n FROM rival.prices"
ESCAPE = "\x1b]0;owned\x07\x1b[2J"


def written(path, text):
    """A file of this text, or of these bytes."""
    def change(mesh):
        os.makedirs(os.path.dirname(mesh.path(path)), exist_ok=True)
        with open(mesh.path(path), "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return change


def changed(path, change):
    def make(mesh):
        with open(mesh.path(path), encoding="utf-8") as file:
            text = file.read()
        assert change(text) != text, path
        written(path, change(text))(mesh)
    return make


def edited(path, old, new):
    return changed(path, lambda text: text.replace(old, new, 1))


def added(path, more):
    return changed(path, lambda text: text.rstrip("\n") + "\n" + more)


def described(text):
    """In a field that holds any text, as YAML's double quotes write it."""
    return edited(CONTRACT, "One row an order.", json.dumps(text))


def both(*changes):
    return lambda mesh: [change(mesh) for change in changes]


def linked(path, target):
    def change(mesh):
        os.remove(mesh.path(path))
        os.symlink(target, mesh.path(path))
    return change


def instead(path, make):
    def change(mesh):
        os.remove(mesh.path(path))
        make(mesh.path(path))
    return change


def column(name, rest="logicalType: string"):
    return added(CONTRACT, f"      - {{name: {json.dumps(name)}, {rest}}}\n")


def named(name):
    """The product's contract has a table of this name, filled by its one input."""
    return edited(CONTRACT, "- name: orders", f"- name: {json.dumps(name)}")


def computed(sql):
    """`orders` computed by a statement over the columns of its source."""
    return written("domains/shop/copies/orders_copy.sql", sql)


COPY = {
    "domains/shop/copies/product.odps.yaml": """apiVersion: v1.1.0
kind: DataProduct
id: shop-copies
name: copies
version: 1.0.0
status: active
domain: shop
type: aggregate
description: {purpose: Copies.}
inputPorts:
  - {name: orders, version: 1.0.0, contractId: shop-orders}
outputPorts:
  - {name: orders_copy, version: 1.0.0, contractId: shop-copies}
support: [{channel: "#shop", url: "https://chat.example/shop"}]
team: {name: shop-team}
customProperties:
  - {property: purpose, value: analysis}
""",
    "domains/shop/copies/orders_copy.odcs.yaml": """apiVersion: v3.2.0
kind: DataContract
id: shop-copies
version: 1.0.0
status: active
description: {purpose: Copies.}
schema:
  - name: orders_copy
    description: One row an order.
    properties:
      - {name: article, logicalType: string, description: What.}
""",
}


def transform(sql):
    return both(*(written(path, text) for path, text in COPY.items()), computed(sql))


def copied(source, target, old, new):
    """A product in the folder `target` made of the one in `source`."""
    def change(mesh):
        shutil.copytree(mesh.path(source), mesh.path(target))
        for folder, _, names in os.walk(mesh.path(target)):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), mesh.folder)
                with open(mesh.path(path), encoding="utf-8") as file:
                    text = file.read()
                written(path, text.replace(old, new))(mesh)
    return change


BOMB = "x: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"y{i}: &a{i + 1} [{', '.join([f'*a{i}'] * 9)}]\n" for i in range(9))
# How it is made, the codes of which one is wanted.
REFUSED = {
    # Texts.
    "aliases that repeat": (added(CONTRACT, BOMB), "HNS-S008"),
    "aliases that repeat maps": (added(CONTRACT, BOMB.replace("[x, x, x, x, x, x, x, x, x]", "{a: 1, b: 2, c: 3}")), "HNS-S008"),
    "an anchor in itself": (added(CONTRACT, "x: &x [*x]\n"), "HNS-S011"),
    "anchors in anchors": (added(CONTRACT, "x: " + "".join(f"&a{i} [" for i in range(3000)) + "]" * 3000 + "\n"), "HNS-S007"),
    "deep lists": (added(CONTRACT, f"x: {'[' * 100000}{']' * 100000}\n"), "HNS-S007"),
    "deep lists that do not end": (added(CONTRACT, f"x: {'[' * 1000000}"), "HNS-S007"),
    "deep maps": (added(CONTRACT, f"x: {'{a: ' * 100000}1{'}' * 100000}\n"), "HNS-S007"),
    "deep blocks": (added(CONTRACT, "x:\n" + "".join(" " * i + f"a{i}:\n" for i in range(1, 1000))), "HNS-S007"),
    "deep lists of lists": (added(CONTRACT, "x: " + "- " * 100000 + "1\n"), "HNS-S004|HNS-S007"),
    "deep columns": (column("nested", "logicalType: object, properties: " + "[{name: a, logicalType: object, properties: " * 60
                            + "[]" + "}]" * 60), "HNS-S007"),
    "deep keys": (added(CONTRACT, "? " * 20000 + "a\n"), "HNS-S012|HNS-S007|HNS-S004"),
    "a list as a key": (added(CONTRACT, "? [a, b]\n: 1\n"), "HNS-S012"),
    "a long key": (added(CONTRACT, f"{'k' * 900000}: 1\n"), "HNS-S004|HNS-S020"),
    "a long key in quotes": (added(CONTRACT, f'"{"k" * 900000}": 1\n'), "HNS-S004|HNS-S020"),
    "long unknown keys": (added(CONTRACT, "".join(f'? "{"k" * 190}{i}"\n: 1\n' for i in range(15000))), "HNS-S020"),
    "many unknown keys in a line": (added(CONTRACT, "custom: {" + ", ".join(f"k{i}: 1" for i in range(200000)) + "}\n"), "HNS-S020"),
    "many unknown keys": (added(CONTRACT, "".join(f"descriptio{i}: 1\n" for i in range(200000))), "HNS-S020"),
    "one key many times in a line": (added(CONTRACT, "custom: {" + ", ".join(["k: 1"] * 500000) + "}\n"), "HNS-S005"),
    "one key many times": (added(CONTRACT, "k: 1\n" * 500000), "HNS-S005"),
    "values of a wrong type, many in a line": (edited(CONTRACT, "tags: [pii]", "tags: [" + "[], " * 500000 + "pii]"), "HNS-S021"),
    "a word twice": (added(CONTRACT, "status: retired\n"), "HNS-S005"),
    "an id twice": (edited(CONTRACT, "id: shop-orders\n", "id: shop-orders\nid: rival-prices\n"), "HNS-S005"),
    "a word twice in quotes": (added(CONTRACT, '"\\u0073tatus": retired\n'), "HNS-S005"),
    "a merge key": (added(CONTRACT, "x: &x {status: retired}\n<<: *x\n"), "HNS-S020"),
    "thousands of documents": (added(CONTRACT, "---\na: 1\n" * 100000), "HNS-S009"),
    "a second document": (added(CONTRACT, "---\nid: rival-prices\n"), "HNS-S009"),
    "a document after its end": (added(CONTRACT, "...\n---\nid: rival-prices\n"), "HNS-S009"),
    "a directive": (changed(CONTRACT, lambda text: "%TAG ! tag:yaml.org,2002:python/\n---\n" + text + "x: !object/apply:os.system [id]\n"), "HNS-S013|HNS-S004"),
    "an object of Python": (added(CONTRACT, "x: !!python/object/apply:os.system ['id']\n"), "HNS-S013"),
    "a tag of one's own": (added(CONTRACT, "x: !secret a\n"), "HNS-S013"),
    "bytes by a tag": (added(CONTRACT, "x: !!binary AAAA\n"), "HNS-S013"),
    "a NUL": (edited(CONTRACT, "One row an order.", "One row\0"), "HNS-S002"),
    "a byte that is no text": (changed(CONTRACT, lambda text: text), "HNS-S001"),
    "half a character": (lambda mesh: written(CONTRACT, open(mesh.path(CONTRACT), "rb").read() + b"x: \xe2\x82\n")(mesh), "HNS-S001"),
    "a surrogate": (edited(CONTRACT, "One row an order.", "One row \udc80"), "HNS-S001"),
    "a long form of a character": (lambda mesh: written(CONTRACT, open(mesh.path(CONTRACT), "rb").read() + b"x: \xc0\xaf\n")(mesh), "HNS-S001"),
    "UTF-16": (lambda mesh: written(CONTRACT, open(mesh.path(CONTRACT), encoding="utf-8").read().encode("utf-16"))(mesh), "HNS-S001|HNS-S002"),
    "UTF-32": (lambda mesh: written(CONTRACT, open(mesh.path(CONTRACT), encoding="utf-8").read().encode("utf-32"))(mesh), "HNS-S001|HNS-S002"),
    "tabs": (added(CONTRACT, "x:\n\t- a\n"), "HNS-S003"),
    "an empty file": (written(CONTRACT, ""), "HNS-S006"),
    "a list": (written(CONTRACT, "- a\n"), "HNS-S021"),
    "a word": (written(CONTRACT, "a\n"), "HNS-S021"),
    "ten megabytes": (added(CONTRACT, "# comment\n" * (1 << 20)), "HNS-S010"),
    "ten gigabytes of nothing": (instead(CONTRACT, lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 10 << 30)), "HNS-S010"),
    # Files.
    "a link out of the mesh": (linked(CONTRACT, "/etc/passwd"), "HNS-S014"),
    "a link to memory": (linked(CONTRACT, "/proc/self/mem"), "HNS-S014"),
    "a link to zeroes": (linked(CONTRACT, "/dev/zero"), "HNS-S014"),
    "a link to itself": (linked(CONTRACT, "orders.odcs.yaml"), "HNS-S014|HNS-S015"),
    "a link to nothing": (linked(CONTRACT, "nothing"), "HNS-S014"),
    "a pipe": (instead(CONTRACT, os.mkfifo), "HNS-S015"),
    "a folder": (instead(CONTRACT, os.mkdir), "HNS-V020|HNS-S015"),
    "a folder in the register's place": (instead(MESH, os.mkdir), "HNS-S017"),
    "a file in the domain's place": (both(lambda mesh: shutil.rmtree(mesh.path("domains", "shop")), written("domains/shop", "x")), "HNS-V011"),
    "no register": (lambda mesh: os.remove(mesh.path(MESH)), "HNS-S017"),
    "a name that nothing reads": (written(FOLDER + "product.odps.yml", "id: a\n"), "HNS-S016"),
    "a file whose name a terminal obeys": (written(FOLDER + f"{ESCAPE}\u202e.yaml", "id: a\n"), "HNS-S016"),
    # Ids and names.
    "a domain that is a path": (edited(MESH, "id: shop,", "id: ../rival,"), "HNS-V008"),
    "a domain that is a long path": (edited(MESH, "id: shop,", f"id: {'../' * 5000}etc,"), "HNS-V008"),
    "a domain that looks alike": (edited(MESH, "id: shop,", "id: ѕhop,"), "HNS-V008"),
    "a domain that is nearly another": (edited(MESH, "domains:\n", "domains:\n  - {id: SHOP, owner: rival-team}\n"), "HNS-V016"),
    "a domain twice": (edited(MESH, "domains:\n", "domains:\n  - {id: shop, owner: rival-team}\n"), "HNS-V001"),
    "a domain of the engine's": (edited(MESH, "domains:\n", "domains:\n  - {id: MAIN, owner: rival-team}\n"), "HNS-V009"),
    "a domain of the catalog's": (edited(MESH, "domains:\n", "domains:\n  - {id: information_schema, owner: rival-team}\n"), "HNS-V009"),
    "a domain of Hanse's": (edited(MESH, "domains:\n", "domains:\n  - {id: hanse, owner: rival-team}\n"), "HNS-V009"),
    "a domain of PostgreSQL's": (edited(MESH, "domains:\n", "domains:\n  - {id: pg_temp_3, owner: rival-team}\n"), "HNS-V009"),
    "a product that is a path": (edited(PRODUCT, "name: orders\n", "name: ../../rival/prices\n"), "HNS-V008"),
    "a product of another folder's name": (edited(PRODUCT, "name: orders\n", "name: returns\n"), "HNS-S031|HNS-V012"),
    "a product that looks alike": (edited(PRODUCT, "name: orders\n", "name: оrders\n"), "HNS-V008"),
    "a product of a line end": (edited(PRODUCT, "name: orders\n", 'name: "orders\\nx"\n'), "HNS-V008"),
    "a user that is a path": (edited(MESH, "id: seller", "id: ../seller"), "HNS-V008"),
    "a user that is an option": (edited(MESH, "id: seller", "id: --as"), "HNS-V008"),
    "an environment that is a path": (edited(MESH, "id: dev,", "id: ../../x,"), "HNS-V008"),
    "a table with a line end": (named("a\nb"), "HNS-V008"),
    "a table that a terminal obeys": (named(ESCAPE), "HNS-V008"),
    "a table of no name": (named(""), "HNS-S022|HNS-V008"),
    "a table of a long name": (named("t" * 5000), "HNS-V008"),
    "a column with a NUL": (column("a\0b"), "HNS-V008|HNS-S002|HNS-S004"),
    "a column that a terminal obeys": (column(ESCAPE), "HNS-V008"),
    "a column that a terminal obeys by one byte": (column("a\x9b2J"), "HNS-V008"),
    "a column that turns text around": (column("a\u202egnp"), "HNS-V008"),
    "a table that turns text around": (named("a\u2066gnp"), "HNS-V008"),
    "a hundred thousand columns": (added(CONTRACT, "".join(f"      - {{name: c{i}}}\n" for i in range(100_000))), "HNS-V048"),
    "a column in other letters": (column("ARTICLE"), "HNS-V060"),
    "a column twice": (column("article"), "HNS-V060"),
    # Claims.
    "another domain": (edited(PRODUCT, "domain: shop", "domain: rival"), "HNS-V012"),
    "another owner": (edited(DOMAIN, "owner: shop-team", "owner: rival-team"), "HNS-V012"),
    "another domain's contract": (edited(PRODUCT, "contractId: shop-orders}", "contractId: rival-prices}"), "HNS-V022"),
    "another contract's id": (edited(CONTRACT, "id: shop-orders\n", "id: rival-prices\n"), "HNS-S030"),
    "another product's table": (named("returns"), "HNS-V040"),
    "another product's table in other letters": (named("RETURNS"), "HNS-V040"),
    "a table of a major's name": (edited("domains/shop/returns/returns.odcs.yaml", "- name: returns", "- name: orders_v1"), "HNS-V041"),
    "a product of the same name": (copied(FOLDER, "domains/shop/other", "shop-orders", "shop-other"), "HNS-S031"),
    "another domain's data without an agreement": (edited(PRODUCT, "contractId: shop-orders-files", "contractId: rival-prices"), "HNS-V035"),
    "an agreement with oneself in another's folder": (written("domains/rival/agreements/a.agreement.yaml", """apiVersion: hanse/v1
kind: Agreement
id: a
status: active
provider: {domain: rival, product: prices}
consumer: {product: orders}
purposes: [analysis]
"""), "HNS-V032"),
    "an agreement of a domain that is not there": (written("domains/none/agreements/a.agreement.yaml", "apiVersion: hanse/v1\nkind: Agreement\nid: a\n"),
                                                   "HNS-V010|HNS-S022"),
    "products in a circle": (both(edited(PRODUCT, "contractId: shop-orders-files", "contractId: shop-returns"),
                                  edited("domains/shop/returns/product.odps.yaml", "contractId: shop-returns-files", "contractId: shop-orders")), "HNS-V023"),
    "a product of itself": (edited(PRODUCT, "contractId: shop-orders-files", "contractId: shop-orders"), "HNS-V023"),
    "purposes in a circle": (edited(MESH, "{id: analysis,", "{id: analysis, parent: analysis,"), "HNS-V004"),
    "a purpose for everything": (edited(MESH, "classificationMax: confidential", "classificationMax: everything"), "HNS-S023"),
    "the state as a source": (edited(FILES, "data/orders.csv", ".hanse/state.sqlite"), "HNS-V054"),
    # Numbers and dates.
    "a length beyond 64 bits": (column("a", "logicalType: string, logicalTypeOptions: {maxLength: 99999999999999999999}"), "HNS-S024"),
    "a length below nothing": (column("a", "logicalType: string, logicalTypeOptions: {maxLength: -1}"), "HNS-S024"),
    "no number": (edited(CONTRACT, "{minimum: 1}", "{minimum: .nan}"), "HNS-S024"),
    "an endless number": (edited(CONTRACT, "{minimum: 1}", "{minimum: .inf}"), "HNS-S024"),
    "a number that is none": (edited(CONTRACT, "{minimum: 1}", "{minimum: 1e999}"), "HNS-S024"),
    "a limit beyond 64 bits": (edited(MESH, "purposes:\n", "limits: {queryTimeMs: 99999999999999999999}\npurposes:\n"), "HNS-S024"),
    "a limit of nothing": (edited(MESH, "purposes:\n", "limits: {queryMemoryBytes: 0}\npurposes:\n"), "HNS-S024"),
    "a limit below nothing": (edited(MESH, "purposes:\n", "limits: {connections: -1}\npurposes:\n"), "HNS-S024"),
    "a deep pattern": (column("p", f'logicalType: string, logicalTypeOptions: {{pattern: "{"(" * 20000}{")" * 20000}"}}'), "HNS-"),
    # Transforms.
    "a file in a transform": (transform("SELECT column0 AS article FROM read_csv('data/prices.csv')"), "HNS-T004"),
    "a file as a table": (transform("SELECT article FROM 'data/prices.csv'"), "HNS-T002|HNS-T004"),
    "a snapshot in a transform": (transform("SELECT article FROM read_parquet('.hanse/data/rival/prices/*/*/*.parquet')"), "HNS-T004"),
    "a table of another domain": (transform("SELECT article FROM rival.prices"), "HNS-T002"),
    "a table of its own domain": (transform("SELECT article FROM shop.returns"), "HNS-T002"),
    "a table in a subquery": (transform("SELECT (SELECT max(article) FROM rival.prices) AS article FROM shop.orders"), "HNS-T002"),
    "a table behind a name": (transform("WITH orders AS (SELECT * FROM rival.prices) SELECT article FROM orders"), "HNS-T002"),
    "a statement as a text": (transform("SELECT article FROM query('SELECT article FROM rival.prices')"), "HNS-T004"),
    "a table as a text": (transform("SELECT article FROM query_table('rival.prices')"), "HNS-T004"),
    "copying": (transform("COPY (SELECT 'a' AS article) TO 'data/x.csv'"), "HNS-T003"),
    "attaching": (transform("ATTACH '.hanse/state.sqlite' AS s (TYPE sqlite)"), "HNS-T003"),
    "installing": (transform("INSTALL httpfs; LOAD httpfs; SELECT 'a' AS article"), "HNS-T003"),
    "a setting": (transform("SET enable_external_access = true"), "HNS-T003"),
    "a pragma": (transform("PRAGMA database_list"), "HNS-T003|HNS-T004"),
    "two statements": (transform("SELECT article FROM shop.orders; DROP TABLE shop.orders"), "HNS-T003"),
    "the environment": (transform("SELECT getenv('PATH') AS article"), "HNS-T004"),
    "the settings": (transform("SELECT current_setting('home_directory') AS article"), "HNS-T004"),
    "the catalog": (transform("SELECT table_name AS article FROM information_schema.tables"), "HNS-T002|HNS-T004"),
    "the engine's own": (transform("SELECT name AS article FROM duckdb_settings()"), "HNS-T004"),
    "a deep transform": (transform(f"SELECT {'(' * 20000}article{')' * 20000} FROM shop.orders"), "HNS-T"),
    "a long transform": (transform("SELECT article FROM shop.orders WHERE true" + " AND true" * 200000), "HNS-T001|HNS-S010"),
    "a transform of nothing": (transform(""), "HNS-S006|HNS-T001|HNS-T003"),
    "a transform of one table too many": (both(*(written(path, text) for path, text in COPY.items()), computed("SELECT article FROM shop.orders"),
                                               written("domains/shop/copies/Orders_Copy.sql", "SELECT article FROM shop.orders")), "HNS-V047"),
}
REFUSED["a byte that is no text"] = (lambda mesh: written(CONTRACT, open(mesh.path(CONTRACT), "rb").read() + b"# caf\xe9\n")(mesh), "HNS-S001")
# Read, and refused when it is planned.
PLANNED = {
    "personal data for everybody": (edited(CONTRACT, "classification: confidential", "classification: public"), "HNS-P013"),
    "a wide decimal": (edited(CONTRACT, "decimal(10,2)", "decimal(1000000000,2)"), ""),
    "a type that is SQL": (edited(CONTRACT, "decimal(10,2)", '"DECIMAL(10,2)); DROP TABLE x; --"'), ""),
    "a parameter": (transform("SELECT $1 AS article"), ""),
    "what is masked, as it is": (transform("SELECT customer_email AS article FROM shop.orders"), "HNS-T008"),
    "what is masked, in parts": (transform("SELECT substr(customer_email, 1, 3) AS article FROM shop.orders"), "HNS-T008"),
    "what is masked, when": (transform("SELECT CASE WHEN customer_email LIKE 'm%' THEN 'm' END AS article FROM shop.orders"), "HNS-T008"),
    "what is masked, through a name": (transform("WITH t AS (SELECT customer_email AS e FROM shop.orders) SELECT e AS article FROM t"), "HNS-T008"),
    "what is masked, in a list": (transform("SELECT list(customer_email)[1] AS article FROM shop.orders"), "HNS-T008"),
}
ODD = ["select", "a b", 'quo"te', "it's", "semi;colon--", "/* x", "$1", "%s%n", "../x", "*", "{}", "ünïcödé", "оrdеrs", "e\u0301", "<script>alert(1)</script>", "x') OR 1=1 --", "COLUMNS(*)", "rowid", "null", "🜁"]
# Read as what it says: nothing else happens.
READ = {
    "a number beyond 64 bits": edited(CONTRACT, "{minimum: 1}", "{minimum: 1, maximum: 99999999999999999999999999999}"),
    "control characters": edited(CONTRACT, "One row an order.", f"One row {ESCAPE}"),
    "a mark of byte order": lambda mesh: written(CONTRACT, b"\xef\xbb\xbf" + open(mesh.path(CONTRACT), "rb").read())(mesh),
    "line ends of another system": lambda mesh: written(CONTRACT, open(mesh.path(CONTRACT), "rb").read().replace(b"\n", b"\r\n"))(mesh),
    "a text that a terminal obeys": described(ESCAPE + "\u202e\u2066\x9b2J\r\n\b"),
    "a text that is SQL": described("'); DROP TABLE shop.orders; --"),
    "a text of a page": described("<script>alert(1)</script>"),
    "a long text": described("x" * 1_000_000),
    "an alias": edited(CONTRACT, "description: One row an order.", "description: &d One row an order.\n    businessName: *d"),
    "transformation in words": edited(CONTRACT, "      - name: article\n", "      - name: article\n        transformLogic: \"'; COPY x TO 'y'; --\"\n"),
    "a link within the mesh": both(lambda mesh: shutil.move(mesh.path(CONTRACT), mesh.path("data", "contract")), lambda mesh: os.symlink(
        "../../../data/contract", mesh.path(CONTRACT))),
}


class Attack:
    def __init__(self, checks, mesh):
        self.checks, self.mesh = checks, mesh
        self.kept = os.path.join(mesh.top, "kept")
        os.makedirs(self.kept)
        for name in ("domains", "policies", "data"):
            shutil.copytree(mesh.path(name), os.path.join(self.kept, name))
        shutil.copy(mesh.path(MESH), self.kept)
        self.tokens = {user: mesh.token(user) for user in ("seller", "analyst", "rival")}
        self.before = self.served()
        self.idle_mb = memory_mb(mesh.server.pid)
        checks.equal("it serves", self.before, ([[6, 13]], [[6, 13]], [[4]]))

    def served(self):
        ask = self.mesh.ask
        answers = [ask(self.tokens[user], sql)[1] for user, sql in (("seller", ORDERS), ("analyst", ORDERS), ("rival", PRICES))]
        return tuple(answer.get("rows") or answer for answer in answers)

    def restore(self):
        for name in ("domains", "policies", "data"):
            shutil.rmtree(self.mesh.path(name), ignore_errors=True)
            shutil.copytree(os.path.join(self.kept, name), self.mesh.path(name))
        if os.path.isdir(self.mesh.path(MESH)):
            os.rmdir(self.mesh.path(MESH))
        shutil.copy(os.path.join(self.kept, MESH), self.mesh.path(MESH))

    def after(self, what, applied):
        checks, mesh = self.checks, self.mesh
        checks.true(f"{what}: the server lives", mesh.server.poll() is None)
        checks.equal(f"{what}: what is applied", len(mesh.ledger("apply")), applied)
        checks.equal(f"{what}: what was served is served", self.served(), self.before)
        grown = memory_mb(mesh.server.pid) - self.idle_mb
        checks.true(f"{what}: the server's memory", grown < MEMORY_MAX_MB, f"{grown} MB more")

    def refused(self, what, change, wanted, planned=""):
        """With a finding of `wanted` when it is read; without one, when it is planned, with the code `planned`."""
        change(self.mesh)
        applied = len(self.mesh.ledger("apply"))
        if wanted and not wanted.endswith(("HNS-", "HNS-T")):
            check_findings(self.checks, what, self.mesh, wanted)
        # What `validate` prints for people `plan` prints too.
        for words in (("plan",), ("apply", "--yes")) if wanted else (("validate",), ("plan",), ("apply", "--yes")):
            done = Command(self.mesh, *words)
            read = words[0] == "validate" and not wanted
            done.check(self.checks, f"{what}, {words[0]}", (0, 1) if read else (1, 3))
            self.checks.true(f"{what}, {words[0]}: says why", read or (b"error" in done.err and planned in done.said()), done.said())
            self.checks.true(f"{what}, {words[0]}: says little", len(done.out + done.err) < 1 << 20, f"{len(done.out + done.err)} bytes")
            self.checks.true(f"{what}, {words[0]}: shows nothing", SECRET not in done.said() and EMAILS[0] not in done.said(), done.said())
        self.after(what, applied)
        self.restore()

    def read(self, what, change):
        change(self.mesh)
        for words in (("validate",), ("plan",), ("apply", "--yes"), ("status",)):
            Command(self.mesh, *words).check(self.checks, f"{what}, {words[0]}", (0,))
        self.after(what, len(self.mesh.ledger("apply")))
        self.restore()


def chosen(cases):
    return {what: case for what, case in cases.items() if all(word in what for word in sys.argv[1:])}.items()


def unreadable(attack):
    """Only for who is not root: root reads everything."""
    os.chmod(attack.mesh.path(CONTRACT), 0)
    if not os.access(attack.mesh.path(CONTRACT), os.R_OK):
        attack.refused("a file that may not be read", lambda mesh: None, "HNS-S018")
    attack.restore()


def odd_names(attack):
    """Tables and columns of odd names: each is a name at every step, up to the answer."""
    checks, mesh = attack.checks, attack.mesh
    names = [name for name in ODD if name != "rowid"]  # the engine has one of its own
    with open(mesh.path("data", "orders.csv"), encoding="utf-8") as file:
        lines = file.read().rstrip("\n").split("\n")
    quoted = ",".join('"' + name.replace('"', '""') + '"' for name in names)
    written("data/orders.csv", "\n".join([lines[0] + "," + quoted] + [line + ",v" * len(names) for line in lines[1:]]) + "\n")(mesh)
    for name in names:
        column(name, "logicalType: string, description: An odd one.")(mesh)
    done = Command(mesh, "apply", "--yes")
    done.check(checks, "odd columns, apply", (0,))
    refreshed = Command(mesh, "refresh", "orders")
    refreshed.check(checks, "odd columns, refresh", (0,))
    for name in names:
        sql = 'SELECT "' + name.replace('"', '""') + '" AS v FROM shop.orders LIMIT 1'
        answer = mesh.ask(attack.tokens["seller"], sql)[1]
        checks.equal(f"the column {name!r}", answer.get("rows"), [["v"]])
    for words in (("query", "--as", "seller", "SELECT * FROM shop.orders"), ("plan",), ("status",)):
        Command(mesh, *words).check(checks, f"odd columns, {words[0]}", (0,))
    attack.restore()
    Command(mesh, "apply", "--yes").check(checks, "as before, apply", (0,))
    Command(mesh, "refresh", "orders").check(checks, "as before, refresh", (0,))
    for name in ODD:
        named(name)(mesh)
        done = Command(mesh, "apply", "--yes")
        done.check(checks, f"the table {name!r}, apply", (0, 1))
        if done.code == 0:
            answer = mesh.ask(attack.tokens["seller"], 'SELECT count(*) AS n FROM shop."' + name.replace('"', '""') + '"')[1]
            checks.true(f"the table {name!r}", answer.get("rows") == [[6]] or answer.get("code") in ("unsupported", "not_found"), answer)
        attack.restore()
    Command(mesh, "apply", "--yes").check(checks, "as before, apply", (0,))
    attack.after("odd names", len(mesh.ledger("apply")))


def main():
    checks = Checks()
    with temporary() as top, two_domains(top) as mesh:
        mesh.serve()
        attack = Attack(checks, mesh)
        for what, (change, wanted) in chosen(REFUSED):
            attack.refused(what, change, wanted)
        for what, (change, code) in chosen(PLANNED):
            attack.refused(what, change, "", code)
        for what, change in chosen(READ):
            attack.read(what, change)
        if not sys.argv[1:]:
            unreadable(attack)
            odd_names(attack)
        mesh.stop()
        checks.equal("the ledger verifies", mesh.run("audit", "verify", code=None).returncode, 0)
    checks.finish()


main()
