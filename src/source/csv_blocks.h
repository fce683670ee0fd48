// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace hanse::source {

// Files of rows that end with line feeds, read in blocks by several threads: a row is of the block
// in which it begins.

struct CsvFile {
  std::string path;
  uint64_t begin = 0, end = 0;  // of its rows, in bytes
  uint64_t place = 0;           // of its first byte among those of all files
  bool has_returns = false;     // before the line feeds
};
// A file whose first row is its header. Nothing when that has a quote, a carriage return but at its
// end or a zero byte, is empty, or is too long. kIo.
Result<std::optional<CsvFile>> open_csv_file(const std::string& path);

struct CsvBlock {
  const CsvFile* file = nullptr;
  uint64_t begin = 0, end = 0;
};

// What of the files no thread has taken yet. Thread-safe. Outlived by the files.
class CsvBlocks {
 public:
  CsvBlocks(const std::vector<CsvFile>& files, size_t block_bytes);
  std::optional<CsvBlock> take();

 private:
  const std::vector<CsvFile>& files_;
  const uint64_t block_bytes_;
  std::vector<uint64_t> ends_;  // of the numbers of each file's blocks
  std::atomic<uint64_t> next_ = 0;
};

// The rows of one block after the other. Not thread-safe.
class CsvBlockReader {
 public:
  static constexpr size_t kSlack = 12;  // bytes that may be read behind the rows

  explicit CsvBlockReader(size_t row_bytes_max) : row_bytes_max_(row_bytes_max) {}
  // kUnsupported: a row is longer than it may be, or the file has changed since it was opened.
  Status load(const CsvBlock& block);

  // Of the block that was loaded last: its rows, each with its line end, and the memory that they
  // lie in. None when no row begins there.
  std::string_view rows() const { return {text_.get() + begin_, end_ - begin_}; }
  const std::shared_ptr<char[]>& text() const { return text_; }
  size_t text_bytes() const { return size_; }
  const CsvFile& file() const { return *file_; }
  uint64_t place() const { return place_; }  // of the first row, as CsvFile has it

 private:
  Result<size_t> end_of_rows(uint64_t from, size_t owned);
  Status read(uint64_t from, size_t here, size_t size);

  const size_t row_bytes_max_;
  const CsvFile* file_ = nullptr;  // that `descriptor_` is of
  std::optional<Descriptor> descriptor_;
  std::shared_ptr<char[]> text_;
  size_t size_ = 0, begin_ = 0, end_ = 0;
  uint64_t place_ = 0;
};

}  // namespace hanse::source
