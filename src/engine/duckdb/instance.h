// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/duckdb/given_slots.h"
#include "engine/duckdb/handles.h"

namespace hanse::engine {

struct InstanceOptions {
  int64_t memory_bytes = 0;      // 0: the engine's default
  int threads = 0;               // 0: the number of cores
  std::string temporary_folder;  // empty: nothing is written to disk
  std::string hash_key;
  bool has_plain_functions = false;
  bool takes_given_rows = false;
  std::vector<std::string> then;  // statements that finish the set-up, in order
};

// One database in memory, without network and extensions; where statements get their connections.
// Immutable once open, thread-safe.
class Instance {
 public:
  static Result<std::shared_ptr<Instance>> open(const InstanceOptions& options);
  Result<Connection> connect() const;
  int64_t memory_bytes() const { return memory_bytes_; }  // 0: the engine's default
  // For the statement that runs on the connection, while the lease lives.
  Result<GivenSlots::Lease> give(duckdb_connection connection, GivenList rows) const;

 private:
  int64_t memory_bytes_ = 0;
  std::shared_ptr<GivenSlots> given_;  // null: no statement is given rows
  Database database_;
};

// Runs one statement whose result does not matter.
Status run_text(duckdb_connection connection, const std::string& sql);
// Prepares exactly one statement.
Result<Prepared> prepare(duckdb_connection connection, const std::string& sql);
// Runs `sql` with one text bound to $1 and gives the text of the first cell.
Result<std::string> text_of(duckdb_connection connection, const std::string& sql,
                            std::string_view argument);
Result<std::string> text_of(duckdb_prepared_statement prepared, std::string_view argument);

}  // namespace hanse::engine
