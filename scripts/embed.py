#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a C++ source that carries files of the tree. usage: embed.py OUT ROOT FILE..."""
import os
import sys

LITERAL_MAX = 8000  # compilers limit one literal; adjacent ones join


def literal(data: bytes) -> str:
    out, piece = [], []
    for byte in data:
        char = chr(byte)
        if char == "\n":
            piece.append("\\n")
        elif char in '"\\':
            piece.append("\\" + char)
        elif 32 <= byte < 127 and char != "?":
            piece.append(char)
        else:
            piece.append("\\%03o" % byte)
        if char == "\n" or len(piece) >= LITERAL_MAX:
            out.append('"' + "".join(piece) + '"')
            piece = []
    out.append('"' + "".join(piece) + '"')
    return "\n    ".join(out)


def main() -> None:
    target, root, files = sys.argv[1], sys.argv[2], sorted(sys.argv[3:])
    rows = []
    for path in files:
        with open(path, "rb") as handle:
            data = handle.read()
        rows.append('    {"%s", std::string_view(%s, %d)},' % (os.path.relpath(path, root), literal(data), len(data)))
    text = """// SPDX-License-Identifier: Apache-2.0
// Made by scripts/embed.py.
#include "base/embedded.h"

namespace hanse {
namespace {
constexpr EmbeddedFile kFiles[] = {
    {"", ""},
%s
};
}  // namespace

std::span<const EmbeddedFile> embedded_files() { return std::span(kFiles).subspan(1); }

}  // namespace hanse
""" % "\n".join(rows)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "w", encoding="utf-8") as handle:
        handle.write(text)


main()
