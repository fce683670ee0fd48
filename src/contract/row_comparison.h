// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/chunk.h"

namespace hanse::contract {

// Whether two tables have the same rows, key by key. What is compared is text: both sides come as
// rows of texts that are never NULL (`=` before each value, nothing for NULL), sorted by the bytes
// of their first `key_columns` columns.

struct RowDifference {
  enum class Kind { kMissing, kExtra, kDuplicate, kDiffers };
  Kind kind = Kind::kDiffers;         // of the second table, as the first one has it
  std::vector<std::string> key;       // as it came
  std::vector<std::string> columns;   // kDiffers: those that do
};
struct SideCounts {
  int64_t rows = 0;
  int64_t duplicate_keys = 0;         // keys that stand more than once
  std::string digest;                 // of all rows in their order
};
struct RowComparison {
  SideCounts first, second;
  int64_t missing = 0, extra = 0;     // keys of the first and not the second, and the other way
  int64_t differing = 0, same = 0;    // keys of both
  std::vector<RowDifference> differences;  // the first of them, at most as many as asked

  bool are_equal() const { return missing == 0 && extra == 0 && differing == 0; }
};

// Memory grows with the rows of one key, at most kRowsOfKeyMax (kLimitExceeded). kInternal when a
// side is not sorted. Columns are named by the first stream's schema.
constexpr size_t kRowsOfKeyMax = 100'000;
Result<RowComparison> compare_rows(data::ChunkStream& first, data::ChunkStream& second,
                                   size_t key_columns, size_t differences_max);

std::string_view to_string(RowDifference::Kind kind);  // missing | extra | duplicate | differs

}  // namespace hanse::contract
