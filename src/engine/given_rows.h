// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"

namespace hanse::engine {

// Rows that a statement reads beside what its engine holds: `hanse_given(0)` in its text stands for
// the first of Statement::given, `hanse_given(1)` for the second, and so on. Immutable and
// thread-safe.
class GivenRows {
 public:
  virtual ~GivenRows() = default;
  // Names and engine types, of plain values only (data/chunk_builder.h).
  virtual const std::vector<data::Column>& columns() const = 0;
  virtual int64_t rows() const = 0;  // where nobody counted them, the most there can be
  // From the first row on, each time. At most kGivenRowsMax rows a chunk.
  virtual Result<std::unique_ptr<data::ChunkStream>> read() const = 0;
  // At least one stream and at most `most`, each for a thread of its own. They share the rows: each
  // gives what none has given yet, so that any of them alone would give all. Columns whose places
  // are not among `needed` may be left out.
  virtual Result<std::vector<std::unique_ptr<data::ChunkStream>>> read_shared(
      size_t /*most*/, const std::set<size_t>& /*needed*/) const {
    std::vector<std::unique_ptr<data::ChunkStream>> out(1);
    HANSE_TRY(out.front(), read());
    return out;
  }
};
using GivenList = std::vector<std::shared_ptr<const GivenRows>>;

constexpr int64_t kGivenRowsMax = 2'048;
// Only `govern` and tests of lone files put it into a statement: it is in no list of functions that
// may be asked for.
inline constexpr const char* kGivenFunction = "hanse_given";

}  // namespace hanse::engine
