// SPDX-License-Identifier: Apache-2.0
#include "data/chunk.h"

namespace hanse::data {

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

}  // namespace hanse::data
