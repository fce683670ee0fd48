// SPDX-License-Identifier: Apache-2.0
#include "govern/stream.h"

#include "base/check.h"

namespace hanse::govern {
namespace {

class GovernedStream : public data::ChunkStream {
 public:
  explicit GovernedStream(GovernedStreamParts parts) : parts_(std::move(parts)) {}
  ~GovernedStream() override { parts_.histograms->add(*parts_.profile); }

  Status still_allowed() { return parts_.standing.check(); }
  std::shared_ptr<const data::Schema> schema() const override { return parts_.rows->schema(); }

  Result<data::Chunk> next() override {
    Result<data::Chunk> chunk = [&] {
      const Timed timed(parts_.profile.get(), Step::kExecute);
      return parts_.rows->next();
    }();
    if (!chunk) return fail(reworded(chunk.error()));
    // The last one too: an end that is told is an answer as well.
    HANSE_TRY_STATUS(still_allowed());
    if (chunk->empty()) return chunk;
    rows_ += chunk->rows();
    bytes_ += data::bytes_of(*schema(), *chunk);
    if (parts_.ticket) parts_.ticket->add_rows(chunk->rows());
    if (rows_ > parts_.limits.result_rows)
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("the result has more than {} rows (`limits.resultRows`)",
                              parts_.limits.result_rows),
                  "add a LIMIT or aggregate");
    if (bytes_ > parts_.limits.result_bytes)
      return fail(ErrorCode::kLimitExceeded,
                  fmt::format("the result has more than {} bytes (`limits.resultBytes`)",
                              parts_.limits.result_bytes),
                  "ask for fewer columns or rows");
    return chunk;
  }

 private:
  GovernedStreamParts parts_;
  int64_t rows_ = 0, bytes_ = 0;
};

}  // namespace

Error reworded(const Error& error) {
  const auto say = [&](std::string_view text, std::string help = {}) {
    return Error{error.code, std::string(text), std::move(help), -1, error.decision_id};
  };
  switch (error.code) {
    case ErrorCode::kDataError:
      return say(
          "a value does not fit what the statement does with it: a cast, an overflow or a division",
          "`TRY_CAST` gives NULL instead");
    case ErrorCode::kTimeout:
      return say("the statement took longer than `limits.queryTimeMs` allows");
    case ErrorCode::kCancelled: return say("the statement was cancelled");
    case ErrorCode::kLimitExceeded: return say("the statement needs more memory than it may have");
    case ErrorCode::kInvalidArgument: return say("the statement cannot be executed as written");
    case ErrorCode::kIo:
    case ErrorCode::kCorrupt:
    case ErrorCode::kNotFound:
      return Error{
          ErrorCode::kUnavailable, "the data behind a table cannot be read at present", "", -1, {}};
    case ErrorCode::kUnsupported: return say("the engine does not support this statement");
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kConflict:
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kDenied:
    case ErrorCode::kUnavailable: return say("the engine refuses this statement");
    case ErrorCode::kInternal: return say("the statement failed inside the engine");
  }
  HANSE_CHECK(false, "every error code is reworded");
  return error;
}

GovernedRows governed_stream(GovernedStreamParts parts) {
  auto stream = std::make_unique<GovernedStream>(std::move(parts));
  auto still_allowed = [raw = stream.get()] { return raw->still_allowed(); };
  return {std::move(stream), std::move(still_allowed)};
}

}  // namespace hanse::govern
