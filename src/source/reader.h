// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "spec/contract.h"

namespace hanse::source {

class PostgresSessions;

// Where files may be read from, decided per domain by the register.
struct SourceRoots {
  std::string mesh_folder;             // absolute
  std::vector<std::string> folders;    // absolute; a file must resolve into one of them
  // Absolute; never readable as a source: of all environments, and wherever the register puts it.
  std::vector<std::string> state_folders;
  std::string scratch_folder;          // for unpacked archives; the caller removes it
  // Addresses of databases that may be asked ("postgres://host:port/database"); null: any.
  std::optional<std::vector<std::string>> databases = std::vector<std::string>();
  // Of the product, below the state folder: where rows of sources that are read by a cursor are
  // kept. Empty: they are read in full.
  std::string kept_folder;
  // Of a database's table only these rows (SQL over the table `t`, empty: all; a negative number:
  // no limit), and no column that the contract does not name. Null: all that there is.
  struct Part {
    std::string where;
    int64_t rows_max = -1;
  };
  std::optional<Part> part;
  // Where the tables of a database are to be seen as of one moment; null: each as of its own.
  std::shared_ptr<PostgresSessions> sessions;
};

// A column of a source that has another type than the contract's.
struct Drift {
  const spec::Property* property = nullptr;
  std::string found;                   // the type in the source
};

// Rows of a source that is read by a cursor, written but not yet those that the next reading begins
// with.
struct KeptRows {
  std::string folder, note;            // absolute; the text of its `kept.json`
};
// Makes them so, when what was built from them is published; removes those before. Idempotent.
Status keep_rows(const KeptRows& rows);

// A statement over the builder engine that yields one contract table of a source, typed by the
// contract: `SELECT … FROM read_csv(…)`, and the checks that tell where a value does not parse.
struct SourceScan {
  std::string select_sql;              // all columns, contract names and engine types; strict: an
                                       // unreadable cell fails the statement
  std::string findings_sql;            // rows (row, column_name, value) of cells that do not
                             // parse, at most kFindingsMax; empty when types are the file's own.
                             // `row`: its number in the file, or the key in a table: "id = 7"
  // Where bad rows are kept apart: `select_sql` over the rows whose cells all parse, and the others
  // as row_number, reason, record and the columns, all text. Empty when types are the file's own:
  // then no cell is bad.
  std::string sound_sql, unsound_sql;
  std::string unreadable;  // in words, for when the engine cannot read the file: names no path
  std::string state;  // changes when the data changes: sizes and times of the files
  std::vector<std::string> files;      // absolute, resolved
  std::optional<KeptRows> kept;        // of a source that is read by a cursor
  std::vector<Drift> drifts;           // then the statements are not to be run
  // Keep the files open that the statements name by their descriptors: what was admitted is what is
  // read, whatever stands at its path by then.
  std::vector<std::shared_ptr<const void>> open;
};
constexpr int kFindingsMax = 20;

// `server` must be of type local (format csv, json, ndjson, parquet; gzip and zip by the file's
// name; `path` may have `*`) or postgres (postgres_input.h). Missing-value words are the
// `missingValues` of the column's quality rules; formats come from logicalTypeOptions.format.
// kNotFound, kDenied (leaves the roots, a link that does, the state folder, no regular file, a
// database that is not listed), kUnsupported, kUnavailable, kDataError (names columns that are
// missing).
Result<SourceScan> plan_scan(const spec::DataContract& contract, const spec::SchemaObject& table,
                             const spec::Server& server, const SourceRoots& roots);

// What the source looks like now, without reading it: equals SourceScan::state.
Result<std::string> source_state(const spec::Server& server, const SourceRoots& roots);

}  // namespace hanse::source
