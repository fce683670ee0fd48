// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace hanse::sql {

// Reads an AST (the JSON of engine::Parser) by allow-list: a node class, type, field, modifier,
// join kind, function, cast target or collation that the tables in allow.h do not name is refused
// (kUnsupported, with position). Knows no engine but the AST's dialect; touches no data.
// Thread-safe.

// A reference to a table that no CTE in scope provides. Order is the walk's: stable for one AST.
struct TableReference {
  std::string catalog, schema, name, alias;  // as written; empty when not
  int position = -1;                         // byte in the statement
};

struct Inspection {
  std::vector<TableReference> tables;
  // True when the meaning depends on columns that are not named (star, COLUMNS, whole rows, columns
  // that get names by their place, NATURAL, USING, UNION BY NAME, PIVOT, UNPIVOT, SUMMARIZE,
  // DESCRIBE): then nothing may be pruned.
  bool refers_to_all_columns = false;
  bool deterministic = true;                 // no random(), now() …
  size_t parameters = 0;                     // highest $n
  size_t depth = 0;
};

struct InspectOptions {
  size_t depth_max = 200;
  size_t parts_max = 5'000;   // expressions, queries and tables together
  size_t tables_max = 200;    // table references, those to CTEs too
  // A schema whose functions may be called although they are not the engine's; empty: none.
  std::string own_schema = {};
  const std::set<std::string>* own_functions = nullptr;
};

// Exactly one SELECT statement.
Result<Inspection> inspect(const Json& ast, const InspectOptions& options);

// A scalar expression over one table's columns: no subquery, no window, no aggregate, no star, no
// parameter. Gives the column names it uses.
Result<std::vector<std::string>> inspect_expression(const Json& expression);

}  // namespace hanse::sql
