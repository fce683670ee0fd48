# SPDX-License-Identifier: Apache-2.0
"""A small mesh over a PostgreSQL of its own: what the tests of databases share."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

import psycopg

from postgres_server import Postgres

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
SECRET = "open-sesame-7"


def listed(columns):
    return "".join(f"      - {{name: {name}, logicalType: {logical}{', physicalType: ' + json.dumps(physical) if physical else ''}{', ' + more if more else ''}}}\n"
                   for name, logical, physical, more in columns)


def contract(identity, servers, tables):
    """`tables`: text of the schema below `schema:`."""
    return f"apiVersion: v3.2.0\nkind: DataContract\nid: {identity}\nversion: 1.0.0\nstatus: active\n{servers}schema:\n{tables}"


class Case:
    """The mesh of `hanse init` with one product `orders`, whose files are contracts that a test writes."""

    def __init__(self, folder, server, stores="sources: [data, 'postgres://{address}']"):
        self.server, self.folder = server, os.path.join(folder, "mesh")
        self.problems = []
        self.environment = {**os.environ, "READER_PASSWORD": SECRET, "PGPASSWORD": "not-this-one"}
        self.address = f"127.0.0.1:{server.port}/postgres"
        self.told = ""
        subprocess.run([HANSE, "init", self.folder], check=True, capture_output=True)
        self.shop = os.path.join(self.folder, "domains", "shop")
        shutil.rmtree(os.path.join(self.shop, "daily_sales"))
        with open(os.path.join(self.folder, "mesh.yaml"), "a", encoding="utf-8") as file:
            file.write("stores: {" + stores.format(address=self.address) + "}\n")

    def servers(self, schema='sh"op', user="reader"):
        return (f"servers:\n  - {{server: s, type: postgres, host: 127.0.0.1, port: {self.server.port}, database: postgres, schema: '{schema}', customProperties: "
                f"[{{property: user, value: {user}}}, {{property: password, value: '${{READER_PASSWORD}}'}}]}}\n")

    def write(self, name, text):
        """One file of the product's folder."""
        with open(os.path.join(self.shop, "orders", name), "w", encoding="utf-8") as file:
            file.write(text)

    def state(self, tables, source="", target=""):
        """Both contracts with the same tables."""
        self.write("files.odcs.yaml", contract("shop-orders-files", source, tables))
        self.write("orders.odcs.yaml", contract("shop-orders", target, tables))

    def add_to_product(self, properties):
        path = os.path.join(self.shop, "orders", "product.odps.yaml")
        with open(path, "a", encoding="utf-8") as file:
            file.write(properties)

    def expect(self, what, found, expected):
        if found != expected:
            self.problems.append(f"{what}: {found!r}, expected {expected!r}")

    def run(self, *words, code=0, **more):
        done = subprocess.run([HANSE, *words], capture_output=True, text=True, timeout=120, cwd=self.folder, env={**self.environment, **more})
        self.told += done.stdout + done.stderr
        if code is not None and done.returncode != code:
            self.problems.append(f"{words}: exit {done.returncode}, expected {code}\n{done.stdout}{done.stderr}")
        return done

    def query(self, sql):
        done = self.run("query", "--as", "seller", "--output", "json", sql)
        return json.loads(done.stdout)["rows"] if done.returncode == 0 else done.stderr

    def refresh(self, code=1, **more):
        done = self.run("refresh", "orders", code=code, **more)
        return done.stdout + done.stderr

    def execute(self, sql):
        with psycopg.connect(self.server.address, autocommit=True) as connection:
            connection.execute("SET search_path = \"sh\"\"op\"")
            done = connection.execute(sql)
            return done.fetchall() if done.description else None


def play(parts, prepare, **more):
    """Runs the parts on one server; exits with the problems they found."""
    with tempfile.TemporaryDirectory(prefix="hanse-pg-mesh-") as folder, Postgres() as server:
        server.ask_for_passwords("reader")
        with psycopg.connect(server.address, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE reader LOGIN PASSWORD '{SECRET}'; CREATE SCHEMA \"sh\"\"op\"; GRANT USAGE ON SCHEMA \"sh\"\"op\" TO reader; "
                               "SET search_path = \"sh\"\"op\"")
            connection.execute(prepare)
        case = Case(folder, server, **more)
        for part in parts:
            try:
                part(case)
            except Exception as problem:  # noqa: BLE001  what was found before is told as well
                case.problems.append(f"{part.__name__}: {problem!r}")
        case.expect("a password that is told", SECRET in case.told or "not-this-one" in case.told, False)
        for root, _, names in os.walk(case.folder):
            for name in names:
                with open(os.path.join(root, name), "rb") as file:
                    if SECRET.encode() in file.read():
                        case.problems.append(f"the password is in {name}")
    for problem in case.problems:
        print(problem)
    print(f"{len(case.problems)} problems")
    sys.exit(1 if case.problems else 0)
