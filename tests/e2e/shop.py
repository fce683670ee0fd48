# SPDX-License-Identifier: Apache-2.0
"""The mesh that `hanse init` makes, served over HTTP and PostgreSQL's protocol: what tests of its states share."""
import json
import os
import shutil
import subprocess
import tempfile

from flights import HANSE, Mesh

SQL = "SELECT count(*) AS n FROM shop.daily_sales"
EXTERNAL_ORDERS = """apiVersion: v1.1.0
kind: DataProduct
id: shop-orders
name: orders
version: 1.0.0
status: active
domain: shop
description: {purpose: Every order as the shop took it.}
outputPorts:
  - {name: orders, version: 1.0.0, contractId: shop-orders}
team: {name: shop-team}
customProperties:
  - {property: purpose, value: analysis}
"""


def external_orders(build):
    """The product `shop/orders`, filled by another tool: `build` is its `externalBuild`, as YAML."""
    return EXTERNAL_ORDERS + f"  - {{property: externalBuild, value: {build}}}\n"


class World:
    """In a folder of its own."""

    def __init__(self):
        self.top = tempfile.mkdtemp(prefix="hanse-shop-")
        self.mesh = Mesh(os.path.join(self.top, "mesh"))
        subprocess.run([HANSE, "init", self.mesh.folder], check=True, capture_output=True)
        self.tokens = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.mesh.stop()
        finally:
            shutil.rmtree(self.top, ignore_errors=True)

    def edit(self, path, old, new, count=1):
        path = os.path.join(self.mesh.folder, path)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert old in text, (path, old, text)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text.replace(old, new, count))

    def write(self, path, text):
        path = os.path.join(self.mesh.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, path):
        with open(os.path.join(self.mesh.folder, path), encoding="utf-8") as file:
            return file.read()

    def apply(self, code=0):
        return self.mesh.run("apply", "--yes", code=code)

    def serve(self):
        self.mesh.serve("--listen-pg", "127.0.0.1:0")
        for user in ("analyst", "seller", "stranger"):
            self.tokens[user] = self.mesh.token(user)

    def psql(self, user, sql, options=""):
        done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", str(self.mesh.postgres_port), "-U", user,
                               "-v", "VERBOSITY=verbose", "-c", sql], capture_output=True, text=True, timeout=60,
                              env={**os.environ, "PGPASSWORD": self.tokens[user], "PGOPTIONS": options})
        return done.stdout.strip(), done.stderr.strip()

    def http(self, user, sql=SQL, **more):
        status, headers, body = self.mesh.http("POST", "/v1/query", self.tokens[user], {"sql": sql, **more})
        return status, headers, json.loads(body)

    def source(self, user, sql=SQL):
        return self.http(user, sql)[2]["sources"][0]


def said(body):
    """What a refusal says."""
    return body.get("title", str(body))
