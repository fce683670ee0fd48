// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
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
  virtual int64_t rows() const = 0;
  // From the first row on, each time. At most kGivenRowsMax rows a chunk.
  virtual Result<std::unique_ptr<data::ChunkStream>> read() const = 0;
};

constexpr int64_t kGivenRowsMax = 2'048;
// Only `govern` puts it into a statement: it is in no list of functions that may be asked for.
inline constexpr const char* kGivenFunction = "hanse_given";

}  // namespace hanse::engine
