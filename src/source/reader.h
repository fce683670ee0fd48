// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "spec/contract.h"

namespace hanse::source {

// Where files may be read from, decided per domain by the register.
struct SourceRoots {
  std::string mesh_folder;             // absolute
  std::vector<std::string> folders;    // absolute; a file must resolve into one of them
  // Absolute; never readable as a source: of all environments, and wherever the register puts it.
  std::vector<std::string> state_folders;
  std::string scratch_folder;          // for unpacked archives; the caller removes it
};

// A statement over the builder engine that yields one contract table of a source, typed by the
// contract: `SELECT … FROM read_csv(…)`, and the checks that tell where a value does not parse.
struct SourceScan {
  std::string select_sql;              // all columns, contract names and engine types; strict: an
                                       // unreadable cell fails the statement
  std::string findings_sql;            // rows (row_number, column_name, value) of cells that do not
                             // parse, at most kFindingsMax; empty when types are the file's own
  // Where bad rows are kept apart: `select_sql` over the rows whose cells all parse, and the others
  // as row_number, reason, record and the columns, all text. Empty when types are the file's own:
  // then no cell is bad.
  std::string sound_sql, unsound_sql;
  std::string unreadable;  // in words, for when the engine cannot read the file: names no path
  std::string state;  // changes when the data changes: sizes and times of the files
  std::vector<std::string> files;      // absolute, resolved
  // Keep the files open that the statements name by their descriptors: what was admitted is what is
  // read, whatever stands at its path by then.
  std::vector<std::shared_ptr<const void>> open;
};
constexpr int kFindingsMax = 20;

// `server` must be of type local (format csv, json, ndjson, parquet; gzip and zip by the file's
// name; `path` may have `*`). Missing-value words are the `missingValues` of the column's quality
// rules; formats come from logicalTypeOptions.format. kNotFound, kDenied (leaves the roots, a link
// that does, the state folder, no regular file), kUnsupported, kDataError (names columns that are
// missing).
Result<SourceScan> plan_scan(const spec::DataContract& contract, const spec::SchemaObject& table,
                             const spec::Server& server, const SourceRoots& roots);

// What the source looks like now, without reading it: equals SourceScan::state.
Result<std::string> source_state(const spec::Server& server, const SourceRoots& roots);

}  // namespace hanse::source
