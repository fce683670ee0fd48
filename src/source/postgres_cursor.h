// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "source/input.h"
#include "source/postgres_session.h"
#include "spec/contract.h"

namespace hanse::source {

// How a table is read in parts, by its custom properties `watermark` (a column, or a map of
// `column` and `lateness`) and `key` (columns; else the contract's primary key): only rows whose
// watermark is not below the highest one seen, less the lateness, are fetched, and take the place
// of kept rows of the same key. Rows that vanish from the source are not seen.
struct PostgresCursor {
  PostgresColumn column;
  std::string lateness;          // an ISO 8601 duration, or a number; empty: none
  std::vector<std::string> key;  // the table's names
};

// Null: the contract states none. kUnsupported when it cannot be: no such column, a type that does
// not grow, no key.
Result<std::optional<PostgresCursor>> cursor_of(const spec::SchemaObject& table,
                                                const std::vector<PostgresColumn>& columns);

// Fetches what is new and writes it with what is kept below `folder` into one Parquet file of
// texts: `input`'s files, format and kept rows. With another definition than before everything is
// fetched. `columns`: those of the file, the key's among them. `scratch`: for what is fetched.
Status read_by_cursor(PostgresSession& session, const PostgresTable& table,
                      const std::vector<PostgresColumn>& columns, const PostgresCursor& cursor,
                      const std::string& folder, const std::string& scratch, Input& input);

}  // namespace hanse::source
