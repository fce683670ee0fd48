// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/stream.h"

#include "base/clock.h"
#include "engine/duckdb/chunk_bytes.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/type_names.h"

namespace hanse::engine {
namespace {

// A text that many rows share is copied for each of them on the way out.
constexpr int64_t kChunkBytesMax = int64_t{64} << 20;

Status converted(duckdb_error_data raw) {
  const ErrorData error(raw);
  if (!error || !duckdb_error_data_has_error(error.get())) return {};
  return fail(ErrorCode::kUnsupported, std::string("a type that does not travel: ") +
                                           duckdb_error_data_message(error.get()));
}

class DuckdbStream : public data::ChunkStream {
 public:
  explicit DuckdbStream(StreamParts parts) : parts_(std::move(parts)) {}

  ~DuckdbStream() override {
    if (!ended_) {
      duckdb_interrupt(parts_.statement.connection.get());
      return;
    }
    result_.reset();
    parts_.given = {};
    if (parts_.idle) parts_.idle->give(std::move(parts_.sql), std::move(parts_.statement));
  }

  Status start() {
    if (duckdb_execute_prepared_streaming(parts_.statement.prepared.get(), result_.get()) !=
        DuckDBSuccess)
      return fail(failure());
    options_ = ArrowOptions(duckdb_result_get_arrow_options(result_.get()));
    return read_schema();
  }

  std::shared_ptr<const data::Schema> schema() const override { return schema_; }

  Result<data::Chunk> next() override {
    if (ended_) return data::Chunk();
    for (;;) {
      HANSE_TRY_STATUS(parts_.stop.check());
      const DataChunk chunk(duckdb_fetch_chunk(*result_.get()));
      if (!chunk) return at_end();
      if (duckdb_data_chunk_get_size(chunk.get()) == 0) continue;
      if (bytes_to_copy(chunk.get()) > kChunkBytesMax)
        return fail(ErrorCode::kLimitExceeded,
                    "a chunk of the result is too large to be handed on");
      ArrowArray array{};
      HANSE_TRY_STATUS(converted(duckdb_data_chunk_to_arrow(options_.get(), chunk.get(), &array)));
      return data::Chunk(array);
    }
  }

 private:
  Error failure() {
    return parts_.stop.explain(
        engine_error(duckdb_result_error_type(result_.get()), duckdb_result_error(result_.get())));
  }

  // No chunk means the end or an error: only the result knows which. An error is final.
  Result<data::Chunk> at_end() {
    if (duckdb_result_error(result_.get()) != nullptr) return fail(failure());
    ended_ = true;
    parts_.watch = Watchdog::Watch();
    return data::Chunk();
  }

  Status read_schema() {
    const idx_t count = duckdb_column_count(result_.get());
    std::vector<data::Column> columns;
    std::vector<LogicalType> types;
    std::vector<duckdb_logical_type> type_pointers;
    std::vector<const char*> names;
    for (idx_t i = 0; i < count; ++i) {
      names.push_back(duckdb_column_name(result_.get(), i));
      types.emplace_back(duckdb_column_logical_type(result_.get(), i));
      type_pointers.push_back(types.back().get());
      columns.push_back({names.back(), type_name(types.back().get())});
    }
    ArrowSchema arrow{};
    HANSE_TRY_STATUS(converted(
        duckdb_to_arrow_schema(options_.get(), type_pointers.data(), names.data(), count, &arrow)));
    schema_ = std::make_shared<const data::Schema>(std::move(columns), arrow);
    return {};
  }

  StreamParts parts_;
  QueryResult result_;  // released before the statement that makes it
  ArrowOptions options_;
  std::shared_ptr<const data::Schema> schema_;
  bool ended_ = false;
};

}  // namespace

Status StopReason::check() const {
  if (cancel_.is_out_of_memory())
    return fail(ErrorCode::kLimitExceeded, "the process holds more memory than it may");
  if (cancel_.cancelled()) return fail(ErrorCode::kCancelled, "the statement was cancelled");
  if (deadline_us_ != 0 && Clock::system().monotonic_us() >= deadline_us_)
    return fail(ErrorCode::kTimeout, "the statement reached its time limit");
  return {};
}

Error StopReason::explain(Error error) const {
  if (error.code != ErrorCode::kCancelled) return error;
  const Status now = check();
  return now ? error : now.error();
}

Result<std::unique_ptr<data::ChunkStream>> open_stream(StreamParts parts) {
  auto stream = std::make_unique<DuckdbStream>(std::move(parts));
  HANSE_TRY_STATUS(stream->start());
  return stream;
}

}  // namespace hanse::engine
