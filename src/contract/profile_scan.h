// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "contract/profile.h"
#include "contract/profile_shape.h"
#include "engine/engine.h"

namespace hanse::contract {

// Counts what profiles hold, over files that the engine reads: a sample, then a few passes that
// each ask all columns at once, over all rows. Memory does not grow with the rows but within the
// engine, which keeps to its limit and spills. One thread at a time. Errors of the engine come
// reworded: kDataError `unreadable`, kCancelled.
struct ScanLimits {
  size_t sample_rows = 10'000;
  size_t sample_cells = 1'000'000;  // rows times columns
};
struct ScannedTable {
  TableProfile profile;
  std::vector<Frame> frames;  // as they were shaped
  std::string unreadable;     // in words that name no path
};
struct Inclusion {
  int64_t distinct = 0;  // keys of the one, none of whose columns is null
  int64_t missing = 0;   // of those, not among the keys of the other
};

class Profiler {
 public:
  Profiler(engine::Engine& engine, engine::CancelToken cancel, ScanLimits limits)
      : engine_(engine), cancel_(std::move(cancel)), limits_(limits) {}

  Result<ScannedTable> scan(ShapedTable shaped, std::string unreadable);
  // Rows less distinct keys; a key with a null counts as distinct from none. `columns`: of the
  // profile, of the table itself.
  Result<int64_t> repeats(const ScannedTable& table, const std::vector<size_t>& columns);
  // One cell of text.
  Result<std::string> text_of(const std::string& sql, const std::string& unreadable);
  struct Side {
    const ScannedTable& table;
    const std::vector<size_t>& columns;
  };
  Result<Inclusion> inclusion(const Side& from, const Side& to);

 private:
  using Cell = std::optional<std::string>;
  using Rows = std::vector<std::vector<Cell>>;
  Result<Rows> ask(const std::string& sql, const std::string& unreadable);
  Status sample(const Frame& frame, ScannedTable& table, bool is_table);
  Status count(const Frame& frame, ScannedTable& table);
  Status count_columns(const Frame& frame, std::pair<size_t, size_t> range, ScannedTable& table);
  Status count_distinct(const Frame& frame, ScannedTable& table);

  engine::Engine& engine_;
  engine::CancelToken cancel_;
  ScanLimits limits_;
};

}  // namespace hanse::contract
