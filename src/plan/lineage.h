// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace hanse::plan {

// A column that a value is computed from: table as the binder's shape names it, and column.
using Origin = std::pair<std::string, std::string>;
using Origins = std::set<Origin>;

struct Lineage {
  std::vector<Origins> columns;       // by result column
  std::set<std::string> tables;       // all that the statement reads
};

// Follows a bound plan (engine::Binding::plan) from its sources to its result. An operator that it
// does not know gives every result column every column that is read: it says too much, never too
// little. Pure.
Lineage trace_lineage(const Json& plan, size_t result_columns);

// "schema.name" of a shape `schema.name.digest`; ".name" for a source of the product itself.
std::string table_of_shape(const std::string& shape);

}  // namespace hanse::plan
