// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "govern/live.h"

namespace hanse::govern {

// What of a statement a source may do itself. Pure; works on ASTs.

// A column reference's column; null: it is none that a source may see a condition on.
using LiveColumnOf = std::function<const catalog::ColumnFacts*(const Json& reference)>;

// The parts of a condition that a source can apply with the same meaning: comparisons of one column
// with constants whose order and equality both sides have in common. `is_whole`: the condition is
// all said by them, none more or less.
struct LiveConditions {
  std::vector<LiveCondition> conditions;
  bool is_whole = true;
};
LiveConditions live_conditions(const Json& expression, const LiveColumnOf& column_of);

// How many rows a select node over one table needs when all its conditions were applied before:
// LIMIT with OFFSET, where nothing orders, groups or multiplies. Null: all.
std::optional<int64_t> live_rows_max(const Json& node);

}  // namespace hanse::govern
