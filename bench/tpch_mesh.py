# SPDX-License-Identifier: Apache-2.0
"""TPC-H as a mesh: one source-aligned product a table, one row filter and two masks for whoever is an analyst."""
import os

from make_mesh import write
from one_domain import describe_domain, product, register

KEY, INT, MONEY, TEXT, DATE = "integer bigint", "integer int", "number decimal", "string varchar", "date date"
TABLES = {
    "region": {"r_regionkey": KEY, "r_name": TEXT, "r_comment": TEXT},
    "nation": {"n_nationkey": KEY, "n_name": TEXT, "n_regionkey": KEY, "n_comment": TEXT},
    "supplier": {"s_suppkey": KEY, "s_name": TEXT, "s_address": TEXT, "s_nationkey": KEY, "s_phone": TEXT, "s_acctbal": MONEY,
                 "s_comment": TEXT},
    "customer": {"c_custkey": KEY, "c_name": TEXT, "c_address": TEXT, "c_nationkey": KEY, "c_phone": TEXT, "c_acctbal": MONEY,
                 "c_mktsegment": TEXT, "c_comment": TEXT},
    "part": {"p_partkey": KEY, "p_name": TEXT, "p_mfgr": TEXT, "p_brand": TEXT, "p_type": TEXT, "p_size": INT,
             "p_container": TEXT, "p_retailprice": MONEY, "p_comment": TEXT},
    "partsupp": {"ps_partkey": KEY, "ps_suppkey": KEY, "ps_availqty": INT, "ps_supplycost": MONEY, "ps_comment": TEXT},
    "orders": {"o_orderkey": KEY, "o_custkey": KEY, "o_orderstatus": TEXT, "o_totalprice": MONEY, "o_orderdate": DATE,
               "o_orderpriority": TEXT, "o_clerk": TEXT, "o_shippriority": INT, "o_comment": TEXT},
    "lineitem": {"l_orderkey": KEY, "l_partkey": KEY, "l_suppkey": KEY, "l_linenumber": INT, "l_quantity": MONEY,
                 "l_extendedprice": MONEY, "l_discount": MONEY, "l_tax": MONEY, "l_returnflag": TEXT, "l_linestatus": TEXT,
                 "l_shipdate": DATE, "l_commitdate": DATE, "l_receiptdate": DATE, "l_shipinstruct": TEXT, "l_shipmode": TEXT,
                 "l_comment": TEXT},
}
PRIMARY_KEYS = {"partsupp": ["ps_partkey", "ps_suppkey"], "lineitem": ["l_orderkey", "l_linenumber"]}

# The same rules twice: for the gate in its policies' tables, for the peer by hand. Masks that plain DuckDB can say.
RULES = {
    "access": "rules:\n  - {rule: analysts, groups: [analysts], tables: [tpch.*], purposes: [reporting]}\n"
              "discover: {public: [], internal: [], confidential: [], restricted: []}\npublicReaders: []\n",
    "filters": "filters:\n  - {rule: no-rail, source: tpch.lineitem.l_shipmode, operator: notEqual, value: RAIL}\n",
    "masks": "masks:\n  - {rule: names, source: tpch.customer.c_name, action: keepLast4}\n"
             "  - {rule: phones, source: tpch.supplier.s_phone, action: keepFirst4}\n",
}
PEER_FILTERS = {"lineitem": "l_shipmode <> 'RAIL'"}
PEER_MASKS = {"c_name": "concat('****', right(c_name, 4))", "s_phone": "concat(left(s_phone, 4), '****')"}


def make_tpch(folder: str, memory_bytes: int) -> None:
    """The mesh without its data and its global policies."""
    register(folder, ("tpch", "TPC-H"), "tpch", f"limits: {{engineMemoryBytes: {memory_bytes}}}\n")
    describe_domain(folder, "tpch", "TPC-H")
    for table, columns in TABLES.items():
        keys = PRIMARY_KEYS.get(table, [next(iter(columns))])
        product(folder, "tpch", table, "".join(column(n, t, keys) for n, t in columns.items()))
    for name, text in RULES.items():
        write(folder, f"policies/data/{name}.yaml", text)


def column(name: str, kind: str, keys: list) -> str:
    logical, physical = kind.split()
    if kind == MONEY:
        physical = "decimal(15,2)"
    text = (f"      - name: {name}\n        logicalType: {logical}\n        physicalType: {physical}\n"
            f"        description: As TPC-H has it.\n        classification: internal\n        required: true\n")
    if name in keys:
        text += f"        primaryKey: true\n        primaryKeyPosition: {keys.index(name) + 1}\n"
    return text


def peer_views(folder: str) -> list:
    """The statements that give raw DuckDB the tables as the analyst may see them, over the snapshots that Hanse serves."""
    out = ["CREATE SCHEMA tpch"]
    for table, columns in TABLES.items():
        found = []
        for where, _, names in os.walk(os.path.join(folder, ".hanse", "data", "tpch", table)):
            found += [os.path.join(where, name) for name in sorted(names) if name.endswith(".parquet")]
        listed = ", ".join("'" + path.replace("'", "''") + "'" for path in found)
        shown = ", ".join(f"{PEER_MASKS[c]} AS {c}" if c in PEER_MASKS else c for c in columns)
        where = f" WHERE {PEER_FILTERS[table]}" if table in PEER_FILTERS else ""
        out.append(f"CREATE VIEW tpch.{table} AS SELECT {shown} FROM read_parquet([{listed}]){where}")
    return out
