#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`query --output parquet`: what is written is read back as a product with the same values, type by type."""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from flights import Checks, HANSE, Mesh  # noqa: E402

NULL = "NULL"
COLUMNS = (  # name, logicalType, physicalType, SQL type, values
    ("id", "integer", "", "BIGINT", ("1", "2", "3")),
    ("word", "string", "", "VARCHAR", ("'é, \"ü\" 🜁\n'", "''", NULL)),
    ("flag", "boolean", "", "BOOLEAN", ("true", "false", NULL)),
    ("tiny", "integer", "tinyint", "TINYINT", ("-128", "127", NULL)),
    ("whole", "integer", "integer", "INTEGER", ("-2147483648", "2147483647", NULL)),
    ("big", "integer", "bigint", "BIGINT", ("-9223372036854775808", "9223372036854775807", NULL)),
    ("ubig", "integer", "ubigint", "UBIGINT", ("0", "18446744073709551615", NULL)),
    ("real", "number", "float", "FLOAT", ("0.1", "-3.4e38", NULL)),
    ("dbl", "number", "", "DOUBLE", ("0.1", "5e-324", NULL)),
    ("money", "number", "decimal(10,2)", "DECIMAL(10,2)", ("-0.01", "99999999.99", NULL)),
    ("wide", "number", "decimal(38,0)", "DECIMAL(38,0)", ("-1", "'99999999999999999999999999999999999999'", NULL)),
    ("day", "date", "", "DATE", ("'0001-01-01'", "'9999-12-31'", NULL)),
    ("hour", "time", "", "TIME", ("'00:00:00'", "'23:59:59.999999'", NULL)),
    ("local", "timestamp", "timestamp", "TIMESTAMP", ("'1969-12-31 23:59:59.999999'", "'2026-03-29 02:30:00'", NULL)),
    ("moment", "timestamp", "", "TIMESTAMPTZ", ("'2026-01-01 00:00:00.000001+00'", "'1900-01-01 12:00:00+00'", NULL)),
    ("fine", "timestamp", "timestamp_ns", "TIMESTAMP_NS", ("'2026-01-01 00:00:00.123456789'", "'1970-01-01 00:00:00'", NULL)),
    ("bytes", "string", "blob", "BLOB", (r"'\x00\xFF'", "''", NULL)),
)
CONTRACT = """apiVersion: v3.2.0
kind: DataContract
id: {id}
version: 1.0.0
status: active
description:
  purpose: What the export holds.
schema:
  - name: {table}
    description: One row a row.
    properties:
{columns}"""
PRODUCT = """apiVersion: v1.1.0
kind: DataProduct
id: shop-{table}
name: {table}
version: 1.0.0
status: active
domain: shop
type: sourceAligned
description:
  purpose: The export again.
inputPorts:
  - {{name: files, contractId: shop-{table}-files}}
outputPorts:
  - {{name: {table}, version: 1.0.0, contractId: shop-{table}}}
support:
  - {{channel: "#shop", url: "https://chat.example/shop"}}
team:
  name: shop-team
customProperties:
  - {{property: purpose, value: analysis}}
"""
SOURCE = """apiVersion: v3.2.0
kind: DataContract
id: shop-{table}-files
version: 1.0.0
status: active
description:
  purpose: The file.
servers:
  - {{server: files, type: local, path: data/{table}.parquet, format: parquet}}
"""


def statement():
    rows = (", ".join(f"CAST({values[row]} AS {sql}) AS {name}" for name, _, _, sql, values in COLUMNS) for row in range(3))
    return " UNION ALL ".join("SELECT " + row for row in rows) + " ORDER BY id"


def add_product(mesh, table, columns):
    folder = os.path.join(mesh.folder, "domains", "shop", table)
    os.makedirs(folder)
    lines = "".join(f"      - name: {name}\n        logicalType: {logical}\n        description: As it is.\n"
                    + (f"        physicalType: {physical}\n" if physical else "") for name, logical, physical, *_ in columns)
    for name, text in ((f"{table}.odcs.yaml", CONTRACT.format(id=f"shop-{table}", table=table, columns=lines)),
                       ("product.odps.yaml", PRODUCT.format(table=table)), ("files.odcs.yaml", SOURCE.format(table=table))):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write(text)


def export(mesh, path, sql, *more, code=0):
    return mesh.run("query", "--as", "seller", "--output", "parquet", "--out", path, *more, sql, code=code)


def main():
    checks = Checks()
    with tempfile.TemporaryDirectory(prefix="hanse-parquet-") as top:
        subprocess.run([HANSE, "init", os.path.join(top, "mesh")], check=True, capture_output=True)
        mesh = Mesh(os.path.join(top, "mesh"))
        mesh.run("apply", "--yes")
        data = os.path.join(mesh.folder, "data")
        sql = statement()
        said = export(mesh, os.path.join(data, "types.parquet"), sql)
        checks.equal("the answer is in the file", said.stdout, "")
        checks.true("it says how many rows", "3 rows in " in said.stderr, said.stderr)
        export(mesh, os.path.join(data, "totals.parquet"), "SELECT sum(big) AS total FROM (SELECT 9223372036854775807 AS big UNION ALL SELECT 9223372036854775807)")
        export(mesh, os.path.join(data, "some.parquet"), "SELECT order_id AS id FROM shop.orders WHERE quantity > $1 ORDER BY 1", "--param", "2")
        add_product(mesh, "types", COLUMNS)
        add_product(mesh, "totals", (("total", "number", "decimal(38,0)"),))
        add_product(mesh, "some", (("id", "integer", ""),))
        mesh.run("apply", "--yes")
        wanted, found = mesh.query("seller", sql), mesh.query("seller", "SELECT * FROM shop.types ORDER BY id")
        for at, (name, *_) in enumerate(COLUMNS):
            checks.equal(f"{name}: the type", found["columns"][at], wanted["columns"][at])
            checks.equal(f"{name}: the values", [row[at] for row in found["rows"]], [row[at] for row in wanted["rows"]])
        checks.equal("a sum beyond 64 bits is exact", mesh.query("seller", "SELECT total FROM shop.totals")["rows"], [["18446744073709551614"]])
        checks.equal("parameters", mesh.query("seller", "SELECT id FROM shop.some ORDER BY 1")["rows"], [[5], [6]])
        path = os.path.join(top, "failed.parquet")
        export(mesh, path, "SELECT CAST(article AS INTEGER) AS x FROM shop.orders", code=1)
        export(mesh, path, "SELECT x FROM shop.nothing", code=1)
        checks.equal("a failed answer leaves no file", [name for name in os.listdir(top) if "parquet" in name], [])
        export(mesh, path, "SELECT 1 AS x")
        kept = open(path, "rb").read()
        checks.true("it is a Parquet file", kept[:4] == b"PAR1" == kept[-4:])
        export(mesh, path, "SELECT CAST(article AS INTEGER) AS x FROM shop.orders", code=1)
        checks.equal("nor does it spoil the one before", open(path, "rb").read(), kept)
        error = json.loads(mesh.run("query", "--as", "seller", "--output", "json", "SELECT CAST(article AS INTEGER) AS x FROM shop.orders", code=1).stderr)
        checks.equal("the failure is the data's", error["error"]["code"], "data_error")
        done = export(mesh, os.path.join(top, "no", "folder.parquet"), "SELECT 1 AS x", code=1)
        checks.true("a folder that is not there", "cannot write" in done.stderr, done.stderr)
        for sql in ("SELECT INTERVAL '1.000001' SECOND AS span", "SELECT TIMETZ '10:00:00+02' AS hour"):
            done = export(mesh, path, sql, code=1)
            checks.true(f"what Parquet loses is refused: {sql}", "cannot be written without loss" in done.stderr, done.stderr)
    checks.finish()


main()
