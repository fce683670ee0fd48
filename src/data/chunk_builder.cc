// SPDX-License-Identifier: Apache-2.0
#include "data/chunk_builder.h"

#include <array>

#include "data/arrow_memory.h"

namespace hanse::data {
namespace {

constexpr int32_t kBits = 0, kTexts = -1;

struct Layout {
  std::string format;
  int32_t width = 0;
};

Result<Layout> layout_of(const Column& column) {
  struct Known {
    std::string_view type, format;
    int32_t width;
  };
  constexpr auto kKnown = std::to_array<Known>({{"BOOLEAN", "b", kBits},
                                                {"TINYINT", "c", 1},
                                                {"SMALLINT", "s", 2},
                                                {"INTEGER", "i", 4},
                                                {"BIGINT", "l", 8},
                                                {"FLOAT", "f", 4},
                                                {"DOUBLE", "g", 8},
                                                {"VARCHAR", "u", kTexts},
                                                {"BLOB", "z", kTexts},
                                                {"DATE", "tdD", 4},
                                                {"TIME", "ttu", 8},
                                                {"TIMESTAMP", "tsu:", 8},
                                                {"TIMESTAMP WITH TIME ZONE", "tsu:UTC", 8}});
  for (const Known& known : kKnown)
    if (known.type == column.type) return Layout{std::string(known.format), known.width};
  constexpr std::string_view kDecimal = "DECIMAL(";
  if (column.type.starts_with(kDecimal) && column.type.ends_with(')'))
    return Layout{
        "d:" + column.type.substr(kDecimal.size(), column.type.size() - kDecimal.size() - 1), 16};
  return fail(ErrorCode::kUnsupported,
              fmt::format("no values of `{}` are put into a chunk", column.type));
}

struct ArrayMemory : ArrowChildren<ArrowArray> {
  std::array<std::vector<uint8_t>, 3> buffers;
  std::array<const void*, 3> starts{};
};

void set_bit(std::vector<uint8_t>& bits, int64_t at, bool value) {
  const auto byte = static_cast<size_t>(at / 8);
  if (byte >= bits.size()) bits.resize(byte + 1);
  if (value) bits[byte] = static_cast<uint8_t>(bits[byte] | (1u << (at % 8)));
}

}  // namespace

Result<ChunkBuilder> ChunkBuilder::of(std::vector<Column> columns) {
  ChunkBuilder out;
  std::vector<Layout> layouts;
  for (const Column& column : columns) {
    HANSE_TRY(Layout layout, layout_of(column));
    layouts.push_back(std::move(layout));
  }
  std::vector<ArrowSchema> children;
  for (size_t i = 0; i < columns.size(); ++i) {
    out.columns_.emplace_back().width = layouts[i].width;
    children.push_back(arrow_schema(std::move(layouts[i].format), columns[i].name, {}));
  }
  out.schema_ = std::make_shared<const Schema>(std::move(columns),
                                               arrow_schema("+s", "", std::move(children)));
  return out;
}

void ChunkBuilder::note_valid(Values& values, bool is_valid) {
  set_bit(values.validity, values.count++, is_valid);
  if (!is_valid) ++values.nulls;
}

// Of a text: where the next one begins. The first one begins at 0.
void ChunkBuilder::add_end(Values& values) {
  if (values.fixed.empty()) append(values.fixed, int32_t{0});
  append(values.fixed, static_cast<int32_t>(values.text.size()));
}

void ChunkBuilder::add_null(size_t column) {
  Values& values = columns_[column];
  if (values.width == kTexts)
    add_end(values);
  else if (values.width == kBits)
    set_bit(values.fixed, values.count, false);
  else
    values.fixed.resize(values.fixed.size() + static_cast<size_t>(values.width));
  note_valid(values, false);
}

void ChunkBuilder::add_bool(size_t column, bool value) {
  Values& values = columns_[column];
  set_bit(values.fixed, values.count, value);
  note_valid(values, true);
}

void ChunkBuilder::add_bytes(size_t column, std::string_view value) {
  Values& values = columns_[column];
  values.text.insert(values.text.end(), value.begin(), value.end());
  add_end(values);
  bytes_ += static_cast<int64_t>(value.size());
  note_valid(values, true);
}

ArrowArray ChunkBuilder::array_of(Values values) {
  auto memory = std::make_unique<ArrayMemory>();
  memory->buffers = {std::move(values.validity), std::move(values.fixed), std::move(values.text)};
  for (size_t i = 0; i < memory->buffers.size(); ++i) memory->starts[i] = memory->buffers[i].data();
  return arrow_array(std::move(memory), values.count, values.nulls,
                     values.width == kTexts ? 3 : 2);
}

Chunk ChunkBuilder::take() {
  if (rows_ == 0) return {};
  std::vector<ArrowArray> arrays;
  for (Values& values : columns_) {
    Values next;
    next.width = values.width;
    arrays.push_back(array_of(std::exchange(values, std::move(next))));
  }
  bytes_ = 0;
  return Chunk(arrow_rows(std::move(arrays), std::exchange(rows_, 0)));
}

}  // namespace hanse::data
