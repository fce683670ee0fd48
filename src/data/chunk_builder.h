// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"

namespace hanse::data {

// Makes chunks of plain values, a row at a time, as the Arrow columnar format lays them out
// (https://arrow.apache.org/docs/format/Columnar.html). Not thread-safe.
class ChunkBuilder {
 public:
  // kUnsupported for a type that is not built: BOOLEAN, signed whole numbers to BIGINT, FLOAT,
  // DOUBLE, DECIMAL, VARCHAR, BLOB, DATE, TIME, TIMESTAMP and TIMESTAMP WITH TIME ZONE are.
  static Result<ChunkBuilder> of(std::vector<Column> columns);

  const std::shared_ptr<const Schema>& schema() const { return schema_; }
  int64_t rows() const { return rows_; }
  int64_t bytes() const { return bytes_; }  // of texts and blobs that wait

  // One call for each column makes a row; then `end_row`.
  void add_null(size_t column);
  void add_bool(size_t column, bool value);
  // Of texts and blobs. What waits in a column stays below 2 GiB.
  void add_bytes(size_t column, std::string_view value);
  // `T` is as wide as the column's values: DATE counts days since 1970 in 32 bits, TIME
  // microseconds since midnight and timestamps those since 1970 in 64, decimals their smallest unit
  // in 128.
  template <typename T>
  void add(size_t column, const T& value) {
    Values& values = columns_[column];
    append(values.fixed, value);
    note_valid(values, true);
  }
  void end_row() { ++rows_; }
  // The rows that wait; empty when none does.
  Chunk take();

 private:
  struct Values {
    int32_t width = 0;            // bytes of a value; 0: bits, -1: offsets and bytes
    int64_t count = 0, nulls = 0;
    std::vector<uint8_t> validity, fixed, text;
  };
  template <typename T>
  static void append(std::vector<uint8_t>& bytes, const T& value) {
    const size_t at = bytes.size();
    bytes.resize(at + sizeof value);
    std::memcpy(bytes.data() + at, &value, sizeof value);
  }
  static void note_valid(Values& values, bool is_valid);
  static void add_end(Values& values);
  static ArrowArray array_of(Values values);

  std::shared_ptr<const Schema> schema_;
  std::vector<Values> columns_;
  int64_t rows_ = 0, bytes_ = 0;
};

}  // namespace hanse::data
