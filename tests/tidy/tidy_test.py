#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""House rules as a test: include edges, confined headers, lengths, banned calls, documented codes."""
import os
import re
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
LINE_MAX, FUNCTION_MAX, HEADER_MAX, SOURCE_MAX = 100, 70, 150, 350
LONGER = {  # files that may be longer than theirs, each with its own limit: only ever lowered
    "src/catalog/sqlite_store.cc": 360, "src/data/encode.cc": 360,
    "src/spec/fields.h": 175, "src/spec/yaml_reader.cc": 380,
}
CONFINED = {  # header prefix: folders that may include it
    "duckdb.h": ["src/engine/duckdb"],
    "boost/": ["src/net"],
    "nlohmann/": [],
    "simdjson.h": ["src/base"],
    "libfyaml.h": ["src/spec"],
    "sqlite3.h": ["src/catalog"],
    "sodium.h": ["src/base", "src/identity", "src/engine/duckdb"],
    "openssl/": ["src/engine/duckdb", "src/net"],
    "CLI/": ["src/cli"],
    "hanse_rego.h": ["src/policy"],
    "libpq-fe.h": ["src/source"],
    "zip.h": ["src/source"],
    "zlib.h": ["src/source"],
    "spdlog/": ["src/base"],
    "curl/": ["src/http_client"],
    "git2.h": ["src/app"],
    "absl/": ["src/base"],
    "xlsxwriter.h": ["src/strategy/value"],
    "regex": [],
}
# Who may hold an engine: only these name a statement to one.
ENGINE_USERS = ["src/engine", "src/govern", "src/app", "src/source", "src/cli", "src/plan", "src/contract"]
BANNED = {
    r"\bstrcpy\(": "std::string", r"\bsprintf\(": "fmt::format", r"\batoi\(": "std::from_chars",
    r"\bstd::stoi\(": "std::from_chars", r"\brand\(\)": "base/digest.h random_hex", r"\bstd::system\(|^\s*system\(": "no shell",
    r"\bthrow\b": "Result<T>", r"\bstd::cout\b": "cli/terminal.h", r"\bprintf\(": "cli/terminal.h",
}
CODE = re.compile(r"HNS-[A-Z]\d{3}")
COMMENT = re.compile(r"//.*$")
STRING = re.compile(r'"(?:\\.|[^"\\])*"')


def modules():
    table = {}
    for line in open(os.path.join(ROOT, "tests/tidy/modules.txt"), encoding="utf-8"):
        if line.startswith("#") or ":" not in line:
            continue
        name, edges = line.split(":", 1)
        table[name.strip()] = set(edges.split()) | {name.strip()}
    return table


def check_file(path, text, table):
    """Yields `path:line: message` for one C++ file; `path` is relative to the tree."""
    lines = text.split("\n")
    module = path.split("/")[1] if path.startswith("src/") and path.count("/") > 1 else None
    test = path.endswith("_test.cc")
    if lines[0] != "// SPDX-License-Identifier: Apache-2.0":
        yield f"{path}:1: expected the SPDX line first"
    if path.endswith(".h") and "#pragma once" not in text:
        yield f"{path}:1: expected `#pragma once`"
    limit = LONGER.get(path, HEADER_MAX if path.endswith(".h") else SOURCE_MAX)
    if len(lines) > limit and not test:
        yield f"{path}:1: {len(lines)} lines, expected at most {limit}: is it one concept?"
    start = None
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        if len(line) > LINE_MAX and not test and "HNS-" not in line:
            yield f"{where}: {len(line)} columns, expected at most {LINE_MAX}"
        include = re.match(r'#include [<"]([^>"]+)[>"]', line)
        if include:
            yield from check_include(where, path, module, include.group(1), table, test)
        code = COMMENT.sub("", STRING.sub('""', line))
        if path.startswith("src/") and not test:
            for pattern, instead in BANNED.items():
                if re.search(pattern, code) and not (instead == "cli/terminal.h" and path.startswith("src/cli/")):
                    yield f"{where}: banned: use {instead}"
        if re.match(r"^\S.*\) ?(const)?( noexcept)?( override)? ?\{$", line):
            start = number
        if line == "}" and start is not None:
            if number - start > FUNCTION_MAX:
                yield f"{path}:{start}: a function of {number - start} lines, expected at most {FUNCTION_MAX}"
            start = None


def check_include(where, path, module, header, table, test):
    if header == "iostream" and path.endswith(".h"):
        yield f"{where}: no <iostream> in headers"
    for prefix, folders in CONFINED.items():
        hit = header.startswith(prefix) if prefix.endswith("/") else header == prefix
        if hit and not any(path.startswith(folder + "/") for folder in folders):
            yield f"{where}: `{header}` is confined to {', '.join(folders) or 'nowhere'}"
    if header in ("engine/engine.h", "engine/listing_engine.h") and not any(path.startswith(folder) for folder in ENGINE_USERS):
        yield f"{where}: only {', '.join(ENGINE_USERS)} may name an engine"
    target = header.split("/")[0]
    if module and "/" in header and target in table and target not in table.get(module, set()) and not test:
        yield f"{where}: `{module}` may not include `{header}`: no such edge in tests/tidy/modules.txt"


def check_codes(files):
    documented = set()
    for page in ("errors.md", "doctor.md"):  # detectors have a page of their own
        path = os.path.join(ROOT, "docs/reference", page)
        if os.path.exists(path):
            documented |= set(re.findall(r"^#+ (HNS-[A-Z]\d{3})", open(path, encoding="utf-8").read(), re.M))
    for file in files:
        text = open(os.path.join(ROOT, file), encoding="utf-8").read()
        if file.endswith("_test.cc"):
            continue
        for code in sorted(set(re.findall(r'"(HNS-[A-Z]\d{3})"', text)) - documented):
            yield f"{file}:1: {code} has no page in docs/reference/errors.md"


def used_and_covered(root):
    """The codes that sources report, and those that any test names."""
    used, covered = set(), set()
    for folder in ("src", "tests"):
        for where, _, names in os.walk(os.path.join(root, folder)):
            if folder == "tests" and os.path.basename(where) in ("tidy", "__pycache__"):
                continue
            for name in names:
                with open(os.path.join(where, name), encoding="utf-8", errors="replace") as handle:
                    codes = set(CODE.findall(handle.read()))
                if folder == "tests" or name.endswith("_test.cc"):
                    covered |= codes
                elif name.endswith((".cc", ".h")):
                    used |= codes
    return used, covered


def check_coverage(used, covered, known):
    """Each code is named by a test, or stands in uncovered_codes.txt, which only ever shrinks."""
    for code in sorted(used - covered - known):
        yield f"tests:1: no test names {code}: write one"
    for code in sorted(known - (used - covered)):
        yield f"tests/tidy/uncovered_codes.txt:1: {code} is covered or gone: remove it"


def check_example():
    """The example's policies are the default playbook; its tables are its own."""
    for name in ("read.rego", "spec.rego", "change.rego"):
        one, other = (os.path.join(ROOT, folder, name) for folder in ("policies", "examples/flights/policies"))
        if open(one, encoding="utf-8").read() != open(other, encoding="utf-8").read():
            yield f"examples/flights/policies/{name}:1: differs from policies/{name}: copy it"


def self_test(table):
    """Each rule fires on a smallest example."""
    head = "// SPDX-License-Identifier: Apache-2.0\n"
    cases = {
        "expected the SPDX line": ("src/base/a.cc", "int x;\n"),
        "expected `#pragma once`": ("src/base/a.h", head),
        "columns": ("src/base/a.cc", head + "x" * 200 + "\n"),
        "confined": ("src/app/a.cc", head + "#include <duckdb.h>\n"),
        "no such edge": ("src/base/a.cc", head + '#include "spec/mesh.h"\n'),
        "may name an engine": ("src/server/a.cc", head + '#include "engine/engine.h"\n'),
        "banned": ("src/base/a.cc", head + "void f() { throw 1; }\n"),
        "a function of": ("src/base/a.cc", head + "void f() {\n" + "  g();\n" * 90 + "}\n"),
        "is it one concept": ("src/base/a.cc", head + "\n" * 500),
        "<iostream>": ("src/base/a.h", head + "#pragma once\n#include <iostream>\n"),
    }
    for expected, (path, text) in cases.items():
        found = list(check_file(path, text, table))
        if not any(expected in message for message in found):
            yield f"self-test: the rule `{expected}` does not fire: {found}"
    good = head + "#pragma once\nvoid f() {\n" + "  g();\n" * 50 + "}\n"
    for message in check_file("src/base/a.h", good, table):
        yield f"self-test: a good file is refused: {message}"
    with tempfile.TemporaryDirectory() as root:
        for name, text in (("src/a.cc", '"HNS-X001" "HNS-X002"'), ("src/a_test.cc", "HNS-X001")):
            os.makedirs(os.path.dirname(os.path.join(root, name)), exist_ok=True)
            with open(os.path.join(root, name), "w", encoding="utf-8") as handle:
                handle.write(text)
        used, covered = used_and_covered(root)
        found = list(check_coverage(used, covered, {"HNS-X001"}))
        if len(found) != 2 or "HNS-X002" not in found[0] or "HNS-X001" not in found[1]:
            yield f"self-test: the rule of covered codes does not fire: {found}"


def main():
    table = modules()
    files = []
    for folder, _, names in os.walk(os.path.join(ROOT, "src")):
        files += [os.path.relpath(os.path.join(folder, n), ROOT) for n in names if n.endswith((".h", ".cc"))]
    problems = list(self_test(table))
    for path in sorted(files):
        with open(os.path.join(ROOT, path), encoding="utf-8") as handle:
            problems += list(check_file(path, handle.read(), table))
    listed = os.path.join(ROOT, "tests/tidy/uncovered_codes.txt")
    with open(listed, encoding="utf-8") as handle:
        known = set(CODE.findall("".join(line for line in handle if not line.startswith("#"))))
    problems += list(check_coverage(*used_and_covered(ROOT), known))
    problems += list(check_codes(sorted(files))) + list(check_example())
    for problem in problems:
        print(problem)
    print(f"{len(files)} files, {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
