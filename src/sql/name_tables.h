// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "sql/inspect.h"

namespace hanse::sql {

// The member by which a node says that it took the place of the reference of this index.
constexpr const char* kPlacedMember = "hanse_placed";

// After tables became subqueries: `schema.table` cannot name one, so each gets an alias, and the
// columns that were written with schema and table get that alias before them. It is the table's
// name; where another relation beside it has that name as well, `schema.table` as one word. Takes
// the marks off; looks at nothing inside what was placed. kInvalidArgument when a column names a
// table of which there are two; kUnsupported when groupings of several sets become alike.
Status name_tables(Json& ast, const std::vector<TableReference>& replaced);

}  // namespace hanse::sql
