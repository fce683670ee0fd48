// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/given_rows.h"
#include "source/csv_blocks.h"

namespace hanse::source {

struct PlainCsvOptions {
  size_t block_bytes = size_t{512} << 10;  // that a thread takes at a time
  size_t row_bytes_max = size_t{1} << 20;
};

// CSV files (RFC 4180) in the plainest form, all texts, an empty one NULL, split by several threads
// at once. What is not so is refused, for the engine's own reader to take: quotes, carriage returns
// but before each line feed or none, zero bytes, empty lines, rows of more or fewer fields than the
// header, or of more than Options::row_bytes_max, what is no UTF-8. Immutable but for `is_refused`,
// thread-safe.
class PlainCsv : public engine::GivenRows {
 public:
  using Options = PlainCsvOptions;
  // Of the byte with which a row begins, among those of all files: the last column, BIGINT.
  static constexpr const char* kPlace = "\x01place";

  // All files have this header. Null when it is refused, as one with kPlace or a name twice is, or
  // has not all that is wanted. kIo.
  static Result<std::shared_ptr<const PlainCsv>> open(const std::vector<std::string>& paths,
                                                      const std::vector<std::string>& header,
                                                      const std::vector<std::string>& wanted,
                                                      char delimiter, Options options = {});

  // Those that are wanted, each once, and kPlace.
  const std::vector<data::Column>& columns() const override { return columns_; }
  int64_t rows() const override;
  Result<std::unique_ptr<data::ChunkStream>> read() const override;
  Result<std::vector<std::unique_ptr<data::ChunkStream>>> read_shared(
      size_t most, const std::set<size_t>& needed) const override;

  // The same rows from the first to the last, also of a statement that runs on several threads.
  // Outlived by this.
  std::shared_ptr<const engine::GivenRows> in_order() const;
  // Which file the row at each of the places is of, and its number there, from 1. kIo.
  struct Row {
    size_t file = 0;
    int64_t number = 0;
  };
  Result<std::map<int64_t, Row>> rows_at(const std::set<int64_t>& places) const;

  // A reading ended with kUnsupported: so will each other one.
  bool is_refused() const { return is_refused_; }

 private:
  class InOrder;
  class Splitter;

  Options options_;
  char delimiter_ = ',';
  std::vector<CsvFile> files_;
  std::vector<data::Column> columns_;
  std::vector<int> places_;  // of each field of a row: its column, or -1
  mutable std::atomic<bool> is_refused_ = false;
};

}  // namespace hanse::source
