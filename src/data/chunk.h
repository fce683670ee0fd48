// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/arrow_c.h"

namespace hanse::data {

// A column of a result: its name and type in the engine's spelling ("VARCHAR", "DECIMAL(10,2)",
// "STRUCT(a INTEGER)[]"), as SQL users know it.
struct Column {
  std::string name;
  std::string type;
};

// A result's shape: the columns and the Arrow schema that its chunks follow. Immutable; shared.
class Schema {
 public:
  Schema(std::vector<Column> columns, ArrowSchema arrow);  // takes over `arrow`
  ~Schema();
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  const std::vector<Column>& columns() const { return columns_; }
  const ArrowSchema& arrow() const { return arrow_; }

 private:
  std::vector<Column> columns_;
  ArrowSchema arrow_;
};

// Some rows of a result as one Arrow struct array. Owns it; move-only; not shared between threads.
class Chunk {
 public:
  Chunk() = default;  // empty
  explicit Chunk(ArrowArray arrow) : arrow_(arrow) {}
  Chunk(Chunk&& other) noexcept;
  Chunk& operator=(Chunk&& other) noexcept;
  ~Chunk();
  int64_t rows() const { return arrow_.length; }
  bool empty() const { return arrow_.length == 0; }
  const ArrowArray& arrow() const { return arrow_; }

 private:
  ArrowArray arrow_{};
};

// The bytes that a chunk's fixed-width and offset buffers show to hold, roughly: enough for a limit
// that is about memory and wire, not about billing.
int64_t bytes_of(const Schema& schema, const Chunk& chunk);

// Where a result comes from. `next` gives an empty chunk at the end. One thread at a time.
class ChunkStream {
 public:
  virtual ~ChunkStream() = default;
  virtual std::shared_ptr<const Schema> schema() const = 0;
  virtual Result<Chunk> next() = 0;
};

}  // namespace hanse::data
