// SPDX-License-Identifier: Apache-2.0
#include "data/text_views.h"

#include <algorithm>

#include "data/arrow_memory.h"

namespace hanse::data {

TextViews::TextViews(std::vector<Column> columns) {
  std::vector<ArrowSchema> children;
  for (const Column& column : columns)
    children.push_back(arrow_schema(&column == &columns.back() ? "l" : "vu", column.name, {}));
  columns_.resize(columns.size() - 1);
  schema_ = std::make_shared<const Schema>(std::move(columns),
                                           arrow_schema("+s", "", std::move(children)));
}

void TextViews::begin(Block block, size_t bytes, size_t rows_max) {
  block_ = std::move(block);
  block_bytes_ = static_cast<int64_t>(bytes);
  const size_t bits = (rows_max + 7) / 8;
  for (Texts& column : columns_) {
    column = {std::make_unique_for_overwrite<View[]>(rows_max),
              std::make_unique_for_overwrite<uint8_t[]>(bits), 0};
    std::fill_n(column.valid.get(), bits, uint8_t{0xFF});
  }
  numbers_ = std::make_unique_for_overwrite<int64_t[]>(rows_max);
  rows_ = 0;
}

ArrowArray TextViews::array_of(Texts column) const {
  struct Memory : ArrowChildren<ArrowArray> {
    Texts column;
    Block block;
    int64_t block_bytes = 0;  // the last buffer has the sizes of those of texts
    std::array<const void*, 4> starts{};
  };
  auto memory = std::make_unique<Memory>();
  memory->column = std::move(column);
  memory->block = block_;
  memory->block_bytes = block_bytes_;
  memory->starts = {memory->column.valid.get(), memory->column.views.get(), block_.get(),
                    &memory->block_bytes};
  const int64_t nulls = memory->column.nulls;
  return arrow_array(std::move(memory), static_cast<int64_t>(rows_), nulls, 4);
}

ArrowArray TextViews::array_of(std::unique_ptr<int64_t[]> numbers) const {
  struct Memory : ArrowChildren<ArrowArray> {
    std::unique_ptr<int64_t[]> numbers;
    std::array<const void*, 2> starts{};
  };
  auto memory = std::make_unique<Memory>();
  memory->numbers = std::move(numbers);
  memory->starts = {nullptr, memory->numbers.get()};
  return arrow_array(std::move(memory), static_cast<int64_t>(rows_), 0, 2);
}

Chunk TextViews::take() {
  if (rows_ == 0) return {};
  std::vector<ArrowArray> arrays;
  for (Texts& column : columns_) arrays.push_back(array_of(std::move(column)));
  arrays.push_back(array_of(std::move(numbers_)));
  return Chunk(arrow_rows(std::move(arrays), static_cast<int64_t>(std::exchange(rows_, 0))));
}

}  // namespace hanse::data
