// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"
#include "engine/engine.h"
#include "source/paths.h"
#include "source/postgres_session.h"
#include "source/reader.h"
#include "spec/contract.h"

namespace hanse::source {

// The files of one server, ready for the engine: found within the roots, held open, unpacked.
enum class Format { kCsv, kJson, kNdjson, kParquet };
std::string_view name_of(Format format);

struct Input {
  Format format = Format::kCsv;
  std::string delimiter = ",";
  std::vector<std::string> files;     // what the engine reads: open ones, archives unpacked
  std::vector<std::string> names;     // of each, as messages have it: from the mesh folder on
  std::vector<std::string> resolved;  // absolute, of what was found
  uint64_t bytes = 0;                 // of `files` together
  std::string state;                  // changes when the data changes: sizes and times
  std::vector<std::shared_ptr<const void>> open;  // keeps `files` readable
  std::string reading;                  // more arguments of its table function, from a comma on
  // Of a table that was fetched into `files`, those of the server; empty: the source is files.
  std::vector<PostgresColumn> columns;
  std::vector<data::Column> fetched;    // of `files`, in their order: nothing needs to be looked at
  bool has_key = false;                 // the columns of its primary key are in `files`
  std::optional<KeptRows> kept;         // of a source that is read by a cursor
};

// kNotFound, kDenied, kUnsupported, kLimitExceeded, kDataError as plan_scan has them.
Result<Input> open_input(const spec::Server& server, const SourceRoots& roots);
// The same for one table of a contract, whose server may be of any type that is read.
Result<Input> open_table_input(const spec::SchemaObject& table, const spec::Server& server,
                               const SourceRoots& roots);
// Input::state of files and databases without reading a row.
Result<std::string> input_state(const spec::Server& server, const SourceRoots& roots);

// As the engine writes a list of texts.
std::string file_list(const std::vector<std::string>& files);
// A table function over `files`: a statement may stand it behind FROM. Nothing is detected that
// the contract or the format fixes. `columns`: names and types to read JSON and CSV as; none: CSV
// takes the names of its header, all text. `rest`: more arguments of the function, from a comma on.
std::string scan_of(const Input& input, const std::vector<std::string>& files,
                    const std::vector<data::Column>& columns, std::string_view rest = {});
// Names and types that a scan gives, from headers and file schemas alone. kDataError when it
// cannot be read, in words that name no path.
Result<std::vector<data::Column>> columns_of(engine::Engine& engine, const std::string& scan,
                                             Format format);
std::string unreadable_as(Format format);
// The server with the table's name for `{table}`, `{model}` and `{object}` in its path: one server
// for several tables.
spec::Server server_of_table(const spec::Server& server, const spec::SchemaObject& table);
// What a server reads, for people: "data/orders.csv", "postgres://host:5432/shop".
std::string source_label(const spec::Server& server);
// SQL over a scan that names a row by the primary key of a table that was fetched: "id = 7". Empty
// where there is none.
std::string row_key(const Input& input);
// The table's name in the source, and the column's.
const std::string& table_name(const spec::SchemaObject& table);
const std::string& source_name(const spec::Property& property);

}  // namespace hanse::source
