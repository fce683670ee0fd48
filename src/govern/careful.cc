// SPDX-License-Identifier: Apache-2.0
#include "govern/careful.h"

namespace hanse::govern {
namespace {

class CarefulStream : public data::ChunkStream {
 public:
  CarefulStream(std::unique_ptr<data::ChunkStream> rows, RunApart again)
      : rows_(std::move(rows)), again_(std::move(again)) {}

  std::shared_ptr<const data::Schema> schema() const override { return rows_->schema(); }

  Result<data::Chunk> next() override {
    Result<data::Chunk> chunk = rows_->next();
    const bool is_first = std::exchange(first_, false);
    if (chunk || !is_first || chunk.error().code != ErrorCode::kDataError) return chunk;
    HANSE_TRY(rows_, again_());
    return rows_->next();
  }

 private:
  std::unique_ptr<data::ChunkStream> rows_;
  RunApart again_;
  bool first_ = true;
};

}  // namespace

Result<std::unique_ptr<data::ChunkStream>> careful_stream(
    Result<std::unique_ptr<data::ChunkStream>> rows, RunApart again) {
  if (!rows && rows.error().code == ErrorCode::kDataError) return again();
  if (!rows) return rows;
  return std::make_unique<CarefulStream>(std::move(*rows), std::move(again));
}

}  // namespace hanse::govern
