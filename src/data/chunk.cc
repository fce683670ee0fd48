// SPDX-License-Identifier: Apache-2.0
#include "data/chunk.h"

namespace hanse::data {
namespace {

int64_t bytes_of_array(const ArrowSchema& schema, const ArrowArray& array) {
  int64_t bytes = array.length * 8;
  const char kind = schema.format[0];
  if ((kind == 'u' || kind == 'z') && array.n_buffers >= 3 && array.buffers[1] != nullptr)
    bytes += static_cast<const int32_t*>(array.buffers[1])[array.offset + array.length] -
             static_cast<const int32_t*>(array.buffers[1])[array.offset];
  for (int64_t i = 0; i < array.n_children; ++i)
    bytes += bytes_of_array(*schema.children[i], *array.children[i]);
  return bytes;
}

}  // namespace

Schema::Schema(std::vector<Column> columns, ArrowSchema arrow)
    : columns_(std::move(columns)), arrow_(arrow) {}

Schema::~Schema() {
  if (arrow_.release != nullptr) arrow_.release(&arrow_);
}

Chunk::Chunk(Chunk&& other) noexcept : arrow_(std::exchange(other.arrow_, ArrowArray{})) {}

Chunk& Chunk::operator=(Chunk&& other) noexcept {
  if (this == &other) return *this;
  if (arrow_.release != nullptr) arrow_.release(&arrow_);
  arrow_ = std::exchange(other.arrow_, ArrowArray{});
  return *this;
}

Chunk::~Chunk() {
  if (arrow_.release != nullptr) arrow_.release(&arrow_);
}

int64_t bytes_of(const Schema& schema, const Chunk& chunk) {
  return bytes_of_array(schema.arrow(), chunk.arrow());
}

}  // namespace hanse::data
