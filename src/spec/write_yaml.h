// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/json.h"

namespace hanse::spec {

// YAML from values. Pure; read_yaml of what they give is equal to what they were given, and tools
// that read YAML 1.1 see the same (`no`, `2026-01-31` and the like stand in quotes).

// In block style, each line `indent` blanks deep; ends with a line feed. Empty lists and maps and
// single values take one line. Text of several lines becomes a literal block where it can.
std::string write_yaml(const Json& value, int indent = 0);
// On one line, as it may stand after a key or within a flow collection.
std::string write_yaml_inline(const Json& value);
// Text that may stand as a key or value: plain where that reads as the same text, else in quotes.
std::string write_yaml_text(std::string_view text);
// The literal block that holds `text` (`|`, `|-`, its lines `indent` blanks deep, a line feed at
// the end); empty when a literal block cannot hold it.
std::string write_yaml_literal(std::string_view text, int indent);

}  // namespace hanse::spec
