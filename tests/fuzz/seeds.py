#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the seeds that are not typed by hand: trees as the engine makes them, messages of
PostgreSQL's protocol. What a fuzzer found lies beside them and stays. usage: seeds.py [FOLDER]"""
import gzip
import io
import os
import struct
import sys
import zipfile

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus")

STATEMENTS = {
    "join": "SELECT a.x, count(*) AS n FROM s.t AS a JOIN s.u USING (x) WHERE a.y > 1 GROUP BY a.x HAVING count(*) > 2",
    "cte": "WITH c AS (SELECT x FROM s.t) SELECT DISTINCT * FROM c UNION ALL SELECT x FROM s.u ORDER BY 1 LIMIT 3",
    "window": "SELECT x, row_number() OVER (PARTITION BY y ORDER BY z) FROM s.t QUALIFY x > 1",
    "subquery": "SELECT (SELECT max(x) FROM s.t WHERE t.y = u.y) FROM s.u WHERE EXISTS (SELECT 1 FROM s.t)",
    "values": "SELECT CAST($1 AS DATE), CASE WHEN true THEN 'a' ELSE NULL END, [1, 2], x BETWEEN 1 AND $2 FROM s.t",
    "pivot": "FROM s.t PIVOT (sum(x) FOR y IN (1, 2))",
    "recursion": "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT n FROM r",
    "lambda": "SELECT list_transform([1], lambda e: e + 1), COLUMNS('a.*') FROM s.t TABLESAMPLE 10%",
}


def put(corpus, name, data):
    folder = os.path.join(FOLDER, corpus)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as out:
        out.write(data if isinstance(data, bytes) else data.encode())


def message(kind, body=b""):
    return kind + struct.pack("!i", len(body) + 4) + body


def text(value):
    return value.encode() + b"\0"


def startup(code, body=b""):
    return struct.pack("!ii", len(body) + 8, code) + body


def parse(sql, name="", types=()):
    return message(b"P", text(name) + text(sql) + struct.pack("!h", len(types)) + b"".join(struct.pack("!i", t) for t in types))


def bind(values=(), statement="", portal="", formats=(), results=()):
    body = text(portal) + text(statement)
    body += struct.pack("!h", len(formats)) + b"".join(struct.pack("!h", f) for f in formats)
    body += struct.pack("!h", len(values))
    for value in values:
        body += struct.pack("!i", -1) if value is None else struct.pack("!i", len(value)) + value
    return message(b"B", body + struct.pack("!h", len(results)) + b"".join(struct.pack("!h", f) for f in results))


def describe(what, name=""):
    return message(b"D", what + text(name))


def execute(most=0, portal=""):
    return message(b"E", text(portal) + struct.pack("!i", most))


def query(sql):
    return message(b"Q", text(sql))


SYNC, END = message(b"S"), message(b"X")
USER = text("user") + text("analyst")


BUSY = {"signs": "SELECT 1 " + "+" * 2000 + " 1", "comments": "SELECT " + "/*" * 2000, "doubled_quotes": "SELECT '" + "''" * 2000 + "'",
        "ors": "SELECT 1" + " OR 1" * 700}


def protocol():
    prove = text("SCRAM-SHA-256") + struct.pack("!i", 12) + b"n,,n=,r=abcd"
    begin = startup(196608, USER + text("options") + text("-c hanse.purpose=analysis") + b"\0")
    signing = {
        "scram": begin + message(b"p", prove) + message(b"p", b"c=biws,r=abcd,p=" + b"A" * 43 + b"="),
        "tls": startup(80877103) + startup(80877104) + begin,
        "cancel": startup(80877102, struct.pack("!ii", 1, 2)),
        "newer": startup(196610, USER + text("_pq_.x") + text("1") + b"\0"),
        "replication": startup(196608, USER + text("replication") + text("database") + b"\0"),
        "password": startup(196608, USER + text("hanse.auth") + text("password") + b"\0"),
    }
    signed_in = {
        "query": query("SELECT * FROM shop.orders; SHOW ALL") + END,
        "extended": parse("SELECT order_id FROM shop.orders WHERE order_id > $1", "s", (23,)) + describe(b"S", "s")
                    + bind((struct.pack("!i", 1),), "s", "", (1,), (1,)) + describe(b"P") + execute(1) + execute() + SYNC + END,
        "cursor": query("BEGIN; DECLARE c CURSOR FOR SELECT * FROM shop.orders; FETCH 2 FROM c; CLOSE c; ROLLBACK"),
        "copy": query("COPY (SELECT * FROM shop.orders) TO STDOUT (FORMAT csv, HEADER, NULL 'n')") + message(b"d", b"x") + message(b"c"),
        "binary": query("COPY (SELECT DATE '2020-01-01', 1.5, [1], 'x'::BLOB, INTERVAL 1 DAY) TO STDOUT (FORMAT binary)"),
        "settings": query("SET statement_timeout = '5s'; SET LOCAL datestyle TO iso; RESET ALL; SHOW server_version"),
        "prepare": query("PREPARE p (int) AS SELECT $1 + 1; EXECUTE p (2); DEALLOCATE p; DISCARD ALL"),
        "errors": parse("SELECT nothing") + bind() + execute() + SYNC + message(b"F") + message(b"?") + SYNC + query("SELECT 1"),
        "catalog": query("SELECT relname FROM pg_catalog.pg_class WHERE relkind = 'r' ORDER BY 1"),
        "length": query("SELECT 1") + b"Q\xff\xff\xff\xff",
        "null": parse("SELECT $1::text, $2::numeric") + bind((None, b"1.5")) + describe(b"P") + execute() + message(b"H") + message(b"C", b"P\0") + SYNC,
    }
    for name, data in signing.items():
        put("server_connection", "sign_in_" + name, b"0" + data)
        put("server_wire", name, data)
    for name, data in signed_in.items():
        put("server_connection", name, b"1" + data)
    put("server_wire", "messages", begin + signed_in["extended"])
    put("server_wire", "length", begin + signed_in["length"])


def parameters():
    kinds = [0, 16, 17, 18, 19, 20, 21, 23, 25, 26, 114, 700, 701, 1000, 1005, 1007, 1009, 1014, 1015, 1016, 1021, 1022,
             1042, 1043, 1082, 1083, 1114, 1184, 1186, 1231, 1700, 2950]
    values = {"int4": (23, False, b"42"), "int4_binary": (23, True, struct.pack("!i", -1)), "bool": (16, False, b"on"),
              "bytea": (17, False, b"\\x00ff"), "float8_binary": (701, True, struct.pack("!d", 1.5)),
              "date_binary": (1082, True, struct.pack("!i", 2**31 - 1)),
              "date_far": (1082, True, struct.pack("!i", 2**31 - 2)), "timestamp_far": (1114, True, struct.pack("!q", 2**63 - 2)),
              "timestamptz": (1184, False, b"2020-02-30 25:00+99"),
              "interval_binary": (1186, True, struct.pack("!qii", -1, 2, 3)),
              "numeric_binary": (1700, True, struct.pack("!hhHhhh", 2, 0, 0x4000, 2, 1, 5000)),
              "numeric_huge": (1700, True, struct.pack("!hhHh", 0, 999, 0, 16383)), "numeric": (1700, False, b"-1e400"),
              "uuid_binary": (2950, True, bytes(range(16))), "array": (1007, False, b"{1,NULL,\"3\"}"),
              "array_binary": (1007, True, struct.pack("!iiiiiiiii", 1, 0, 23, 2, 1, 4, 7, -1, 0)),
              "text_array": (1009, False, b"{a,\"b\\\"c\",{}}"), "time": (1083, False, b"24:00:00.0000001")}
    for name, (kind, binary, value) in values.items():
        put("server_parameter", name, bytes([kinds.index(kind) | (0x80 if binary else 0)]) + value)


def packed():
    rows = b"a,b\n" + b"".join(b"%d,x\n" % i for i in range(50))
    member = gzip.compress(rows, mtime=0)
    put("source_gzip", "member", member)
    put("source_gzip", "members", member + gzip.compress(b"2,y\n", mtime=0))
    put("source_gzip", "padded", member + bytes(64))
    put("source_gzip", "cut", member[:-4])
    put("source_gzip", "bomb", gzip.compress(bytes(40_000), mtime=0))
    archives = {"file": [("a.csv", rows, 0o100644)], "folders": [("x/", b"", 0o40755), ("x/A.CSV", rows, 0o100644), ("b.csv", b"", 0)],
                "leaves": [("../a.csv", rows, 0o100644)], "link": [("a.csv", b"/etc/passwd", 0o120777)],
                "other": [("a.txt", rows, 0o100644)], "bomb": [("a.csv", bytes(100_000), 0o100644)]}
    for name, entries in archives.items():
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content, mode in entries:
                info = zipfile.ZipInfo(path)
                info.create_system, info.external_attr, info.compress_type = 3, mode << 16, zipfile.ZIP_DEFLATED
                archive.writestr(info, content)
        put("source_zip", name, out.getvalue())
    put("source_zip", "cut", out.getvalue()[:-10])


def copied():
    """Two columns of a table as COPY sends them in binary: (type of each, as the fuzzer numbers them, values)."""
    head, end = b"PGCOPY\n\xff\r\n\0" + bytes(8), struct.pack("!h", -1)

    def row(*values):
        return struct.pack("!h", len(values)) + b"".join(struct.pack("!i", -1) if value is None else struct.pack("!i", len(value)) + value for value in values)

    number = struct.pack("!hhHhhh", 2, 0, 0x4000, 2, 12, 3400)
    whole, day = struct.pack("!q", -7), struct.pack("!i", 9000)
    for name, types, rows in (("numbers", (4, 7), [row(whole, number), row(None, None)]), ("texts", (13, 15), [row("größe".encode(), b"\1{}"), row(b"", None)]),
                              ("times", (18, 20), [row(day, whole)]), ("moments", (19, 21), [row(struct.pack("!q", 1), whole)]), ("doubles", (10, 6), [row(number, whole)]),
                              ("small", (1, 2), [row(struct.pack("!h", 5), struct.pack("!i", 5))]), ("bytes", (16, 17), [row(bytes(range(16)), b"\xff")]), ("truth", (0, 12), [row(b"\1", struct.pack("!d", -0.5))]),
                              ("none", (4, 4), []), ("tiny", (8, 9), [row(struct.pack("!hhHhh", 1, -1, 0, 4, 1), struct.pack("!hhHh", 0, 0, 0xC000, 0))])):
        put("source_copy", name, bytes(types) + head + b"".join(rows) + end)
    put("source_copy", "cut", bytes((4, 13)) + head + row(whole, b"abc")[:-1])
    put("source_copy", "extension", bytes((4, 13)) + head[:-4] + struct.pack("!i", 3) + b"abc" + row(whole, b"abc") + end)


def csv_files():
    """A number of bytes a block, and a file."""
    for name, block, text in (("plain", 6, "id,word\n1,a\n2,\n3,of many letters\n"), ("marked", 3, "\ufeffa,b\nä,😀\n"), ("returns", 9, "a,b\r\n1,2\r\n,\r\n3,4"),
                              ("open", 2, "a\nx"), ("uneven", 255, "a,b\n1,2\n3\n"), ("quoted", 40, 'a,b\n1,2\n"3",4\n'), ("head", 1, "a,b"), ("gap", 7, "a\n1\n\n2\n")):
        put("source_plain_csv", name, bytes((block,)) + text.encode())


def ledgers():
    def line(seq, kind="decision", body='{"decision_id":"x"}'):
        return '+{"body":%s,"kind":"%s","prev":"$","seq":%d,"time":"2026-01-01T00:00:00Z"}\n' % (body, kind, seq)
    cut = '{"segment":"000001.ledger","offset":0,"bytes":3,"digest":"00"}'
    folders = {"one": ["1:$", "", line(1)], "segments": ["3:$", "", line(1) + line(2), line(3)], "empty": ["", ""],
               "torn": ["", "", line(1) + "abc"], "ahead": ["9:$", "", line(1)], "gap": ["", "", line(1), "", line(2)],
               "repeated": ["", "", line(1) + line(1)], "flipped": ["", "", line(1) + "0" * 64 + " {}\n"],
               "cuts": ["", f"[{cut}]", line(1) + line(2, "recovered", cut)], "open_cuts": ["", f"[{cut}]", line(1)],
               "no_note": ["x:y", "{", line(1)], "other_types": ["", "", '+{"body":[],"kind":1,"prev":"$","seq":1,"time":{}}\n']}
    for name, parts in folders.items():
        put("ledger_folder", name, "\0".join(parts))


def meshes():
    init = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "spec", "init", "mesh")
    files = {}
    for folder, _, names in os.walk(init):
        for name in names:
            path = os.path.relpath(os.path.join(folder, name), init)
            if path.endswith((".yaml", ".sql")):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    files[path] = file.read().replace("{{id}}", "m").replace("{{name}}", "M")
    files = dict(sorted(files.items(), key=lambda item: item[0] != "mesh.yaml"))
    files["domains/shop/agreements/a.agreement.yaml"] = (
        "apiVersion: hanse/v1\nkind: Agreement\nid: a\nconsumer: {domain: shop}\nprovider: {product: shop/orders, port: orders}\n"
        "purpose: analysis\n")
    put("spec_mesh", "init", "\n--> ".join(f"{path}\n{text}" for path, text in files.items()))
    for path, text in files.items():
        name = os.path.basename(path).split(".")[0]
        put("spec_mesh", name, f"mesh.yaml\n{files['mesh.yaml']}\n--> {path}\n{text}")
        if path.endswith(".yaml"):
            put("spec_format", name, text)
    put("spec_mesh", "policies", "mesh.yaml\nid: m\n--> policies/data/t.yaml\na: [1, {b: ~}]\n--> policies/p.rego\npackage p\n"
                                 "--> domains/d/policies/deep/p_test.rego\npackage q\n--> ../x.yaml\n")
    put("spec_format", "comments", "# top\na:\n     b:   1   # one\n     # of c\n     c :  x\n\n\n\nd:\n- 1\n-   e: 2\n    f: 3\n# end")
    put("spec_format", "texts", "a:\r\n    t: |\r\n        one\r\n    p: plain\r\n      more\r\n    l: [1,\r\n        2]\r\n")


def dialect():
    statements = {
        "tables": "SELECT c.oid::pg_catalog.regclass, n.nspname AS \"Schema\" FROM pg_catalog.pg_class c LEFT JOIN "
                  "pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r','p','') AND "
                  "c.relname OPERATOR(pg_catalog.~) '^(orders)$' COLLATE pg_catalog.default ORDER BY 1",
        "session": "SELECT current_schema, user, session_user, current_catalog, pg_catalog.version()",
        "settings": "SELECT set_config('DateStyle', 'ISO', true), current_setting('x', true)",
        "views": "SELECT table_name FROM information_schema.tables WHERE table_schema = ANY (current_schemas(false))",
        "both": "WITH pg_class AS (SELECT 1) SELECT * FROM pg_class, shop.orders, pg_catalog.pg_type t",
        "casts": "SELECT 'shop.orders'::regclass::oid, '{1,2}'::int[], array_to_string(ARRAY(SELECT 1), ','), format_type(23, -1)"}
    for name, sql in statements.items():
        put("app_dialect", name, sql)


def trees():
    import duckdb  # as the benchmark's set-up installs it, of the version that the binary has
    connection = duckdb.connect()
    for name, sql in STATEMENTS.items():
        tree = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()[0]
        assert tree.startswith('{"error":false,'), tree
        put("sql_walker", name, "{" + tree.removeprefix('{"error":false,'))


for name, sql in [*STATEMENTS.items(), *BUSY.items()]:
    put("govern_statement", name, sql)
    put("sql_lexer", name, sql)
protocol()
parameters()
packed()
copied()
csv_files()
ledgers()
meshes()
dialect()
trees()
