# SPDX-License-Identifier: Apache-2.0
"""A small mesh of tables that read each other and one that does not, and its doors: what is damaged and asked by run_damage*.py."""
import glob
import json
import os
import re
import shutil
import sys
import urllib.request

import psycopg

from faults import Checks, base_mesh, temporary

__all__ = ["DAILY", "Doors", "FOREIGN", "LATEST", "ORDERS", "RETURNED", "RETURNS", "WHOLE", "add_product", "part_of", "problem_of", "run_parts", "small_mesh"]

ORDERS = "SELECT count(*) AS n, CAST(sum(quantity) AS BIGINT) AS q FROM shop.orders"
DAILY = "SELECT count(*) AS n FROM shop.daily_sales"
LATEST = "SELECT count(*) AS n FROM shop.latest"
RETURNS = "SELECT count(*) AS n, CAST(sum(quantity) AS BIGINT) AS q FROM shop.returns"
WHOLE = {ORDERS: [[6, 13]], DAILY: [[5]], LATEST: [[2]], RETURNS: [[4, 400]]}
FOREIGN = "foreign"  # stands in every row of shop.returns
RETURNED = "order_id,ordered_at,article,quantity,unit_price,customer_email\n" + "".join(
    f"{i},2026-02-0{i}T09:00:00Z,{FOREIGN},100,1.50,{FOREIGN}{i}@example.org\n" for i in range(1, 5))


def add_product(mesh, name, **changes):
    """A product as shop.orders is, of another name."""
    source, folder = mesh.path("domains", "shop", "orders"), mesh.path("domains", "shop", name)
    shutil.copytree(source, folder)
    os.rename(os.path.join(folder, "orders.odcs.yaml"), os.path.join(folder, f"{name}.odcs.yaml"))
    for path in glob.glob(os.path.join(folder, "*.yaml")):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(re.sub(r"\borders\b", name, text))
    for path, text in changes.items():
        with open(mesh.path(path), "w", encoding="utf-8") as file:
            file.write(text)


def add_view(mesh):
    """shop.latest: a view over shop.orders."""
    folder = mesh.path("domains", "shop", "latest")
    shutil.copytree(mesh.path("domains", "shop", "daily_sales"), folder)
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            text = file.read().replace("daily_sales", "latest").replace("daily-sales", "latest").replace("value: table", "value: view")
        os.remove(path)
        if name.endswith(".sql"):
            text += "HAVING min(ordered_at) > TIMESTAMPTZ '2026-01-06T09:00:00Z'\n"
        with open(os.path.join(folder, name.replace("daily_sales", "latest")), "w", encoding="utf-8") as file:
            file.write(text)


def small_mesh(top):
    """shop.orders and two that read it (a table and a view), and shop.returns with the same columns and other rows."""
    mesh = base_mesh(top, False)
    with open(mesh.path("data", "returns.csv"), "w", encoding="utf-8") as file:
        file.write(RETURNED)
    add_product(mesh, "returns")
    add_view(mesh)
    mesh.run("apply", "--yes")
    return mesh


class Doors:
    """The same question at each door: rows, or the code of the refusal, and all that was said."""

    def __init__(self, mesh):
        self.mesh, self.token = mesh, mesh.token("seller")
        mesh.serve("--listen-pg", "127.0.0.1:0", "--listen-metrics", "127.0.0.1:0")

    def http(self, sql):
        answer = self.mesh.ask(self.token, sql)[1]
        return answer.get("rows") or answer.get("code"), json.dumps(answer)

    def postgres(self, sql):
        with psycopg.connect(host="127.0.0.1", port=self.mesh.postgres_port, user="seller", password=self.token, autocommit=True) as link:
            try:
                return [list(row) for row in link.execute(sql).fetchall()], ""
            except psycopg.Error as problem:
                return problem.diag.source_function, str(problem)

    def command(self, sql):
        done = self.mesh.run("query", "--as", "seller", "--output", "json", sql, code=None)
        if done.returncode == 0:
            return json.loads(done.stdout)["rows"], done.stdout
        return json.loads(done.stderr.strip().splitlines()[-1])["error"]["code"], done.stderr

    def all(self, sql):
        return {"http": self.http(sql), "postgres": self.postgres(sql), "command": self.command(sql)}

    def served(self, sql):
        """{door: rows or code} where statements are many."""
        return {"http": self.http(sql)[0], "postgres": self.postgres(sql)[0]}

    def state_of(self, product):
        status, _, body = self.mesh.http("GET", f"/v1/products/{product}", self.token)
        return json.loads(body)["product"]["tables"][0]["state"] if status == 200 else status

    def metric(self, name):
        with urllib.request.urlopen(self.mesh.metrics_url, timeout=60) as answer:
            found = re.search(rf"^{name} (\d+)$", answer.read().decode(), re.M)
        return int(found.group(1)) if found else None

    def ready(self):
        return [self.mesh.http("GET", path)[0] for path in ("/readyz", "/healthz")]


def problem_of(mesh, table):
    tables = json.loads(mesh.run("status", "--output", "json").stdout)["tables"]
    return next(found["problem"] for found in tables if found["table"] == table)


def part_of(mesh, product, table=None):
    """The newest Parquet file of a table."""
    return max(glob.glob(mesh.path(".hanse", "data", "shop", product, f"{table or product}@1", "*", "part-0.parquet")))


def run_parts(parts):
    """Runs those of {name: function} that the command line names, or all, each with a mesh of its own."""
    checks = Checks()
    for name in sys.argv[1:] or parts:
        with temporary() as top, small_mesh(top) as mesh:  # a server that still runs is stopped with it
            parts[name](checks, mesh)
    checks.finish()
