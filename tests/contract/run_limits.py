#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sources that are made to keep an import busy: each is read, or refused with a place, in seconds and within memory."""
import json
import os
import resource
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HANSE = os.path.abspath(os.environ.get("HANSE") or os.path.join(ROOT, "build", "hanse"))
BYTES, CPU_S, MEMORY = 4_000_000, 20, 1_500_000_000


def filled(part, size=BYTES):
    return part * (size // len(part))


def numbered(pattern, size=BYTES, separator=""):
    out, total, number = [], 0, 0
    while total < size:
        out.append(pattern.replace("#", str(number)))
        total += len(out[-1]) + len(separator)
        number += 1
    return separator.join(out)


def records(levels):
    """Avro types that hold the one before twice: as many columns as two to the power of the levels."""
    fields = [{"name": "r0", "type": {"type": "record", "name": "r0", "fields": [{"name": "x", "type": "int"}]}}]
    for level in range(1, levels):
        fields.append({"name": f"r{level}", "type": {"type": "record", "name": f"r{level}", "fields": [{"name": side, "type": f"r{level - 1}"} for side in "ab"]}})
    return json.dumps({"type": "record", "name": "top", "fields": fields})


def references(levels):
    definitions = {"d0": {"type": "object", "properties": {"x": {"type": "string"}}}}
    for level in range(1, levels):
        definitions[f"d{level}"] = {"type": "object", "properties": {side: {"$ref": f"#/$defs/d{level - 1}"} for side in "ab"}}
    return json.dumps({"$ref": f"#/$defs/d{levels - 1}", "$defs": definitions})


def messages(levels):
    return "\n".join(f"message M{n} {{ {'M%d a = 1; M%d b = 2;' % (n - 1, n - 1) if n else 'int32 x = 1;'} }}" for n in range(levels))


CASES = {
    "sql-postgres": {
        "columns": "CREATE TABLE t (" + numbered("c# int", separator=",") + ");",
        "comments": "CREATE TABLE t (" + numbered("c# int", 1_000_000, ",") + ");" + numbered("COMMENT ON COLUMN t.c# IS 'x';", 2_900_000),
        "checks": "CREATE TABLE t (" + numbered("c# int CHECK (c# > 1)", separator=",") + ");",
        "keys": "CREATE TABLE t (" + numbered("c# int", 1_000_000, ",") + ", PRIMARY KEY (" + numbered("c#", 900_000, ",") + "));",
        "references": "CREATE TABLE t (" + numbered("c# int REFERENCES t (c0)", 3_900_000, ",") + ");",
        "tables": numbered("CREATE TABLE t# (a int);"),
        "types": numbered("CREATE TYPE e# AS ENUM ('a');", 2_000_000) + "CREATE TABLE t (" + numbered("c# e1", 1_900_000, ",") + ");",
        "parentheses": "CREATE TABLE t (a int CHECK (" + filled("(") + ");",
        "closed_parentheses": "CREATE TABLE t (a int CHECK (" + "(" * 1_900_000 + "a" + ")" * 1_900_000 + ");",
        "dollars": filled("$a$ $b$ "),
        "quotes": "CREATE TABLE t (a text DEFAULT '" + filled("''") + "');",
        "comments_open": filled("/* "),
        "arrays": "CREATE TABLE t (a int" + filled("[]") + ");",
        "structs": "CREATE TABLE t (a " + filled("ARRAY<", 3_000_000) + "int);",
        "words": "CREATE TABLE t (a int " + filled("foo ") + ");",
        "ands": "CREATE TABLE t (a int CHECK (a > 1" + filled(" AND a > 1") + "));",
    },
    "json-schema": {
        "deep": filled('{"a":'), "references": references(40), "closed": '{"a":' * 200 + "1" + "}" * 200,
        "definitions": json.dumps({"$defs": {f"d{n}": {"type": "object", "properties": {"x": {"$ref": f"#/$defs/d{n + 1}"}}} for n in range(40_000)}}),
        "properties": json.dumps({"type": "object", "required": [f"p{n}" for n in range(90_000)], "properties": {f"p{n}": {"type": "string"} for n in range(90_000)}}),
    },
    "avro": {"bomb": records(40), "deep": '{"type":"record","name":"r","fields":[{"name":"a","type":' + '{"type":"array","items":' * 100 + '"int"' + "}" * 100 + "}]}"},
    "protobuf": {
        "bomb": messages(40), "nested": numbered("message m# {"), "fields": "message M {" + numbered("int32 f# = 1;") + "}",
        "long_name": "message " + "m" * 1_000_000 + " {" + numbered("x f# = 1;", 2_900_000) + "}", "declarations": numbered("message m# { x a = 1; }"),
        "comments": filled("// x\n"), "brackets": "message M { int32 a = 1 [" + filled("(a.b) = 1,") + "]; }",
    },
    "dbt-models": {"columns": "models:\n  - name: m\n    columns:\n" + numbered("      - {name: c#}\n", 3_500_000)},
    "great-expectations": {"columns": json.dumps({"name": "s", "expectations": [{"type": "expect_column_to_exist", "kwargs": {"column": f"c{n}"}} for n in range(50_000)]})},
}


def limited():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY * 4, MEMORY * 4))  # the engine reserves more than it takes


def main():
    problems, slowest = 0, (0, "")
    with tempfile.TemporaryDirectory(prefix="hanse-limits-") as folder:
        for name, cases in CASES.items():
            for case, text in cases.items():
                path = os.path.join(folder, "source")
                with open(path, "w", encoding="utf-8") as out:
                    out.write(text[:4 << 20])
                before = resource.getrusage(resource.RUSAGE_CHILDREN)
                done = subprocess.run([HANSE, "contract", "import", name, path, "--out", os.path.join(folder, "made")], capture_output=True, text=True, preexec_fn=limited)
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                slowest = max(slowest, (seconds, f"{name} {case}"))
                refused = done.returncode == 1 and ("HNS-C08" in done.stderr or "HNS-S0" in done.stderr)
                if done.returncode != 0 and not refused or after.ru_maxrss * 1024 > MEMORY:
                    print(f"{name}, {case}: exit {done.returncode} after {seconds:.1f} CPU s, {after.ru_maxrss // 1024} MB: {done.stderr[-200:]}")
                    problems += 1
    print(f"slowest: {slowest[1]}, {slowest[0]:.1f} CPU s")
    print(f"{problems} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
