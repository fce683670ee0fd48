// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hanse::spec {

constexpr size_t kIdBytesMax = 63;     // what PostgreSQL's clients keep of a name
constexpr size_t kNameBytesMax = 128;  // of a table or column

// Why `id` cannot name a domain, product, environment or user; empty when it can. Letters, digits,
// `_` and `-`, beginning with a letter. Pure.
std::string id_problem(std::string_view id);
// Why `name` cannot name a table or column: empty, too long, control characters. Pure.
std::string name_problem(std::string_view name);
// True for schemas that the engine, the PostgreSQL protocol or Hanse itself has, in any case.
bool is_reserved_schema(std::string_view id);
// As it must be unique: lower case, and `-` like `_`, as packages of policies write it.
std::string folded_id(std::string_view id);

}  // namespace hanse::spec
