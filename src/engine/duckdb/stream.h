// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "engine/duckdb/handles.h"
#include "engine/duckdb/idle_statements.h"
#include "engine/duckdb/instance.h"
#include "engine/duckdb/watchdog.h"
#include "engine/engine.h"

namespace hanse::engine {

// Why a statement was stopped: the engine only says that it was interrupted.
class StopReason {
 public:
  StopReason(int64_t deadline_us, CancelToken cancel)
      : deadline_us_(deadline_us), cancel_(std::move(cancel)) {}
  // kCancelled, kTimeout or kLimitExceeded when it must stop now.
  Status check() const;
  Error explain(Error error) const;  // an interruption in its own words, other errors unchanged

 private:
  int64_t deadline_us_;
  CancelToken cancel_;
};

struct StreamParts {
  std::shared_ptr<Instance> instance;
  IdleStatements::Pair statement;
  GivenSlots::Lease given;  // of the connection, as the watch is: let go before it
  Watchdog::Watch watch;
  StopReason stop;
  // Where the statement goes after its last row; null: nowhere.
  std::shared_ptr<IdleStatements> idle;
  std::string sql;
};
// Starts the prepared statement and streams its rows as Arrow chunks. Destroying the stream early
// interrupts what still runs.
Result<std::unique_ptr<data::ChunkStream>> open_stream(StreamParts parts);

}  // namespace hanse::engine
