// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/chunk.h"
#include "engine/given_rows.h"
#include "engine/native_copy.h"

namespace hanse::engine {

// The seam between governance and an execution engine. It is message-shaped (statement in, chunks
// out). Only `govern` may send statements that read product data (tidy_test checks who includes
// this header). Whatever is made here goes before `main` returns, so no static owns it: an engine
// that ends uses what DuckDB keeps for the thread, and by then that is gone.

// A value bound to `$1`, `$2`, …. JSON scalars only: null, bool, number, string. (The gate takes
// typed ones as well: sql::bind_parameters.)
using Parameters = std::vector<Json>;

struct Statement {
  std::string sql;  // exactly one statement in the engine's dialect
  Parameters parameters;
  int64_t deadline_us = 0;        // on Clock::monotonic_us; 0: none
  int64_t* prepare_ns = nullptr;  // where the time of preparing is added; null: nowhere
  // Its text differs from others by a value: it pushes out none that is asked for again and again.
  bool is_one_of_many = false;
  GivenList given;  // what `hanse_given` stands for in it
};

// Asks running work to stop. Copyable; all copies are one. Thread-safe.
class CancelToken {
 public:
  CancelToken() : state_(std::make_shared<std::atomic<State>>(State::kRunning)) {}
  void cancel() { state_->store(State::kCancelled); }
  // Ends it because the process holds more memory than it may.
  void end_for_memory() { state_->store(State::kOutOfMemory); }
  bool cancelled() const { return state_->load() != State::kRunning; }
  bool is_out_of_memory() const { return state_->load() == State::kOutOfMemory; }

 private:
  enum class State { kRunning, kCancelled, kOutOfMemory };
  std::shared_ptr<std::atomic<State>> state_;
};

// Runs statements. Thread-safe: each call has a connection of its own. Engine error text may quote
// data and name hidden things: `Error::message` here is for `govern` only, which rewords.
class Engine {
 public:
  virtual ~Engine() = default;
  // Streams: memory does not grow with the result. The stream ends with kTimeout at the deadline
  // and kCancelled soon after `cancel`. Destroying it early releases the connection.
  virtual Result<std::unique_ptr<data::ChunkStream>> run(const Statement& statement,
                                                         CancelToken cancel) = 0;
  // For statements without a result that matters (DDL, COPY). Gives the number of rows changed.
  virtual Result<int64_t> execute(const Statement& statement, CancelToken cancel) = 0;
  // Statements that ran to their end are kept for the next one of the same text. When the files
  // that they read may have gone, they go too.
  virtual void forget_statements() {}
  // Takes about as long as reading the files, on one thread. kUnsupported where none is made.
  virtual Result<std::shared_ptr<NativeCopy>> copy_natively(const CopyOrder& /*order*/,
                                                            const CancelToken& /*cancel*/) {
    return fail(ErrorCode::kUnsupported, "this engine makes no copies");
  }
};

// Text to AST and back, in the engine's dialect: the JSON of DuckDB's json_serialize_sql.
// Touches no data. Thread-safe.
class Parser {
 public:
  virtual ~Parser() = default;
  // {"statements":[{"node":…,"named_param_map":…}]}. kInvalidArgument with `position` (byte)
  // for text that does not parse or is no SELECT. Floating-point literals come as casts of their
  // text, so that what is printed is read back as the same.
  virtual Result<Json> parse(const std::string& sql) = 0;
  virtual Result<std::string> print(const Json& ast) = 0;
  // A single scalar expression's AST (parsed as `SELECT <expression>`; refuses more than one).
  virtual Result<Json> parse_expression(const std::string& expression) = 0;
};

// What a statement refers to when it is bound against empty tables.
struct BoundColumn {
  std::string name, type;
};
struct Binding {
  std::vector<BoundColumn> result;
  // For each empty table: the columns the statement refers to, by name, in table order.
  std::vector<std::pair<std::string, std::vector<std::string>>> referenced;
  Json plan;  // json_serialize_plan's bound plan (for lineage)
  std::vector<std::string> parameters;  // types of $1, $2, …; empty where any would do
};
struct EmptyTable {
  std::string name;  // unique; the binder keeps it by this name
  std::vector<BoundColumn> columns;
};
// `referenced` alone; `result` and `parameters` too, which takes a second binding; `plan` too.
enum class Tell { kReferences, kResult, kPlan };

// Where a binder's empty tables stand.
inline constexpr const char* kShapeSchema = "hanse_shape";

// Binds statements against empty tables: knows shapes, has no data. Thread-safe.
class Binder {
 public:
  virtual ~Binder() = default;
  // Makes sure the table exists in schema `hanse_shape`; same name means same shape for ever, so
  // put a digest of the columns into the name. Cheap when it exists.
  virtual Status ensure(const EmptyTable& table) = 0;
  // `sql` refers to tables as hanse_shape.<name>. kInvalidArgument with a reworded message (names
  // kept out of it that the statement does not contain) and a position when it does not bind.
  virtual Result<Binding> bind(const std::string& sql, Tell tell) = 0;
  // Every function overload the engine has, as duckdb_functions() lists them: for tests.
  virtual Result<Json> functions() = 0;
};

// `hanse_keyed_hash(VARCHAR)`: HMAC-SHA-256 under `hash_key`, first 32 hex digits; NULL stays NULL.
struct ServingOptions {
  std::vector<std::string> allowed_folders;  // absolute; reading only
  int64_t memory_bytes = 0;
  int threads = 0;  // 0: the number of cores
  std::string hash_key;
};
struct BuilderOptions {
  std::string temporary_folder;
  int64_t memory_bytes = 0;
  int threads = 0;
  std::string hash_key;
  bool has_plain_functions = false, takes_given_rows = false;  // plain_*.h, given_rows.h
};

Result<std::shared_ptr<Parser>> make_parser();
Result<std::shared_ptr<Binder>> make_binder();
// Locked down: no network, no other folder, configuration locked, catalog empty.
Result<std::shared_ptr<Engine>> make_serving_engine(const ServingOptions& options);
// Reads sources and writes snapshots; has no principals and never serves one.
Result<std::shared_ptr<Engine>> make_builder_engine(const BuilderOptions& options);

// Writes a stream to a Parquet file; returns the rows written. The file is whole or as it was
// before. kUnsupported for types that Parquet keeps with loss, kIo for the path.
Result<int64_t> write_parquet(data::ChunkStream& stream, const std::string& path);

}  // namespace hanse::engine
