// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "spec/node.h"

namespace hanse::spec {

// Plain scalars by the core schema of YAML 1.2 (§10.3.2). Pure functions.
Node::Kind kind_of_plain(std::string_view text);
bool bool_of(std::string_view text);  // of a text whose kind is kBool
std::optional<int64_t> integer_of(std::string_view text);  // decimal, 0o…, 0x…; null past int64
std::optional<double> number_of(std::string_view text);    // null for what is no number

}  // namespace hanse::spec
