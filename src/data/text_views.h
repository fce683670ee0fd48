// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "data/chunk.h"

namespace hanse::data {

// Makes chunks of texts without copying them, and of one number a row: short texts stand in the
// column, the others stay in a block of memory that the chunks keep. Laid out as Arrow's views
// ("Variable-size Binary View Layout", https://arrow.apache.org/docs/format/Columnar.html). Not
// thread-safe.
class TextViews {
 public:
  // Of texts that lie in it. Behind the last of them are kSlack bytes more; below 2 GiB.
  using Block = std::shared_ptr<const char[]>;
  static constexpr size_t kSlack = 12;

  // The last of the columns is a BIGINT, the others are texts.
  explicit TextViews(std::vector<Column> columns);

  const std::shared_ptr<const Schema>& schema() const { return schema_; }
  size_t rows() const { return rows_; }

  // A chunk of at most so many rows, and where its texts lie.
  void begin(Block block, size_t bytes, size_t rows_max);
  // One call for each text makes a row; then `end_row` with its number.
  void add_null(size_t column) {
    Texts& to = columns_[column];
    to.views[rows_] = {};
    to.valid[rows_ / 8] &= static_cast<uint8_t>(~(1u << rows_ % 8));
    ++to.nulls;
  }
  void add(size_t column, std::string_view text) {
    static_assert(std::endian::native == std::endian::little);
    View& view = columns_[column].views[rows_];
    view[0] = static_cast<uint32_t>(text.size());
    if (text.size() > kSlack) {
      std::memcpy(&view[1], text.data(), sizeof view[1]);
      view[2] = 0;  // the first buffer
      view[3] = static_cast<uint32_t>(text.data() - block_.get());
      return;
    }
    uint64_t first = 0, rest = 0;  // what stands behind the text becomes zeros
    std::memcpy(&first, text.data(), sizeof first);
    std::memcpy(&rest, text.data() + sizeof first, kSlack - sizeof first);
    const bool is_long = text.size() > sizeof first;
    first &= is_long || text.size() == sizeof first ? ~uint64_t{0} : below(text.size());
    rest &= is_long ? below(text.size() - sizeof first) : 0;
    std::memcpy(&view[1], &first, sizeof first);
    view[3] = static_cast<uint32_t>(rest);
  }
  void end_row(int64_t number) { numbers_[rows_++] = number; }
  // The chunk that was begun; empty when it has no row.
  Chunk take();

 private:
  using View = std::array<uint32_t, 4>;
  struct Texts {
    std::unique_ptr<View[]> views;
    std::unique_ptr<uint8_t[]> valid;
    int64_t nulls = 0;
  };
  static uint64_t below(size_t bytes) { return (uint64_t{1} << 8 * bytes) - 1; }
  ArrowArray array_of(Texts column) const;
  ArrowArray array_of(std::unique_ptr<int64_t[]> numbers) const;

  std::shared_ptr<const Schema> schema_;
  std::vector<Texts> columns_;
  std::unique_ptr<int64_t[]> numbers_;
  Block block_;
  int64_t block_bytes_ = 0;
  size_t rows_ = 0;
};

}  // namespace hanse::data
