// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalog/snapshot.h"
#include "engine/engine.h"

namespace hanse::govern {

// A condition on one column that a source may apply itself, where it means the same by it.
struct LiveCondition {
  enum class Kind { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kIn };
  std::string column;  // by its name in the contract
  Kind kind = Kind::kEqual;
  // Numbers as SQL has them, everything else as text. One; for kIn one or more.
  std::vector<std::string> values;
};

// What a statement reads of a table that is shown as its source has it at the moment.
struct LiveRead {
  const catalog::TableEntry* table = nullptr;
  std::vector<std::string> columns;  // that it refers to; may be empty
  // All of them or none, and then no `rows_max`.
  std::vector<LiveCondition> conditions;
  std::optional<int64_t> rows_max;  // no more are needed
  // Parquet, absolute: where the rows are expected; empty: they are handed over.
  std::string path;
};

// Brings rows of sources to where the serving engine, which has no network, reads them.
// Thread-safe.
class LiveSource {
 public:
  virtual ~LiveSource() = default;
  // False when the source was seen to have one of the columns in a form that only a file takes:
  // its texts have to be turned into the contract's type.
  virtual bool hands_over(const catalog::TableEntry& table,
                          const std::vector<std::string>& columns) const = 0;
  // The rows of each read that has no path, in order, and the files of the others; all of one
  // source as of one moment, with the columns in their contract's types. Null: one cannot be handed
  // over, and `hands_over` says so from now on. `deadline_us`: on Clock::monotonic_us. The
  // messages are for the product's owner: they name hosts.
  virtual Result<std::optional<engine::GivenList>> fetch(const catalog::CatalogSnapshot& catalog,
                                                         const std::vector<LiveRead>& reads,
                                                         const engine::CancelToken& cancel,
                                                         int64_t deadline_us) = 0;
};

}  // namespace hanse::govern
