// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace hanse::sql {

// The second wall, independent of the walk that rewrites: looks through a whole rewritten AST,
// whatever its constructs, for tables that no CTE in scope provides and for functions that
// functions.tsv does not name. They must be exactly those of `placed` (the table nodes that
// replaced the statement's references), count for count; else kInternal, and nothing runs. Then no
// name that slipped past the rewriting reaches the engine's own catalog. Thread-safe.
Status check_wall(const Json& ast, const std::vector<Json>& placed);

}  // namespace hanse::sql
