// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "contract/place.h"
#include "engine/engine.h"
#include "source/plain_csv.h"
#include "source/reader.h"
#include "spec/contract.h"

namespace hanse::contract {

// A column before words that stand for a missing value were taken out, in SQL.
struct Arrival {
  std::string null, text;  // true where the source has no value; its text
};

// A table whose promises are tested: where its rows come from, and how each column arrives. Every
// source that can be tested makes one; checks know nothing else of it. Borrows the contract.
struct TableUnderTest {
  const spec::SchemaObject* table = nullptr;
  std::string source;             // for people: "local `data/orders.csv`"
  std::vector<Place> columns;     // one a property, in contract order
  std::vector<Arrival> arrivals;  // of each
  // SELECTs of every row with all that the places refer to; `placed` has `place_row` (BIGINT, from
  // 1) and `place_file` (text) beside it.
  std::string rows, placed;
  // Null: the rows come in no other way. As long as these are not refused, `plain_rows` and
  // `plain_placed` give what those do, with them given to the statement (table_rows.h); `place_row`
  // is theirs, `place_file` empty.
  std::shared_ptr<const source::PlainCsv> plain;
  std::string plain_rows, plain_placed;
  std::string row_key;  // SQL beside `place_row` that names a database's row; empty: none
  int64_t rows_at_most = 0;
  uint64_t text_bytes = 0;  // of files whose rows nobody counted; else 0
  bool is_counted_by_file = false;                 // place_row begins anew with each file
  std::vector<std::string> file_keys, file_names;  // `place_file` and what people call it
  std::string typed;         // SELECT of the columns by their names, typed: for SQL rules
  std::string unreadable;    // in words, for when a statement over it fails
  std::string presence_sql;  // one row a column that is there by its name; empty: known
  std::vector<std::shared_ptr<const void>> open;  // keeps the files readable
  std::vector<FileType> file_types;               // what the places' types point to
};

// The table in the files of a `local` server, of which headers and file schemas are read, or that
// of a `postgres` server, whose columns are fetched. A column that
// is missing is no error: its place says so. Errors as source::plan_scan.
Result<std::unique_ptr<TableUnderTest>> open_table(engine::Engine& engine,
                                                   const spec::SchemaObject& table,
                                                   const spec::Server& server,
                                                   const source::SourceRoots& roots);

}  // namespace hanse::contract
