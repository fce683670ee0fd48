// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace hanse::sql {

// A parameter of a statement, where another value of the same kind changes nothing but which rows
// qualify: beside a plain column in a comparison, BETWEEN or IN of WHERE, HAVING or a join's
// condition, or as LIMIT or OFFSET. What the statement refers to, its columns' names and types and
// the arguments of its functions stay.
struct ValueSite {
  size_t number = 0;              // of `$number`
  std::vector<std::string> path;  // members' names and items' indexes, from the statement's root
};

// The sites of those parameters for which `wanted[number - 1]`; none when one of them stands
// elsewhere too. `ast` is what engine::Parser gives. Pure.
std::optional<std::vector<ValueSite>> value_sites(const Json& ast, const std::vector<bool>& wanted);

// The node that a path leads to; null when there is none.
Json* node_at(Json& ast, const std::vector<std::string>& path);

}  // namespace hanse::sql
