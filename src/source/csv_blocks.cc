// SPDX-License-Identifier: Apache-2.0
#include "source/csv_blocks.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "source/csv_header.h"

namespace hanse::source {
namespace {

constexpr std::string_view kReturnAndFeed = "\r\n";
constexpr size_t kSlackAndEnd = CsvBlockReader::kSlack + kReturnAndFeed.size();
constexpr size_t kTail = size_t{4} << 10;  // behind a block: the row that goes on there

std::unexpected<Error> no_reading() {
  return fail(ErrorCode::kIo, "the source file cannot be read");
}

std::unexpected<Error> refuse() {
  return fail(ErrorCode::kUnsupported, "the file has changed, or a row of it is too long");
}

}  // namespace

Result<std::optional<CsvFile>> open_csv_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info{};
  if (file.value < 0 || fstat(file.value, &info) != 0) return no_reading();
  CsvFile out;
  out.path = path;
  out.end = static_cast<uint64_t>(info.st_size);
  std::string head;
  while (true) {
    const size_t before = head.size();
    head.resize(before + kTail);
    const auto got = read_at(file.value, before, head.data() + before, kTail);
    if (!got) return no_reading();
    head.resize(before + *got);
    if (const size_t end = head.find('\n', before); end != std::string::npos) {
      head.resize(end);
      out.begin = end + 1;
      out.has_returns = head.ends_with('\r');
      if (out.has_returns) head.pop_back();
      break;
    }
    out.begin = head.size();
    if (*got < kTail) break;
    if (head.size() >= kCsvHeaderBytesMax) return std::nullopt;
  }
  const bool is_plain = head.find_first_of(std::string_view("\"\r\0", 3)) == std::string::npos;
  if (!is_plain || head.empty() || out.begin > out.end) return std::nullopt;
  return out;
}

CsvBlocks::CsvBlocks(const std::vector<CsvFile>& files, size_t block_bytes)
    : files_(files), block_bytes_(block_bytes) {
  for (const CsvFile& file : files)
    ends_.push_back((ends_.empty() ? 0 : ends_.back()) +
                    (file.end - file.begin + block_bytes - 1) / block_bytes);
}

std::optional<CsvBlock> CsvBlocks::take() {
  const uint64_t number = next_.fetch_add(1);
  const auto at = std::ranges::upper_bound(ends_, number);
  if (at == ends_.end()) return std::nullopt;
  const CsvFile& file = files_[static_cast<size_t>(at - ends_.begin())];
  const uint64_t first = at == ends_.begin() ? 0 : *std::prev(at);
  const uint64_t begin = file.begin + (number - first) * block_bytes_;
  return CsvBlock{&file, begin, std::min(begin + block_bytes_, file.end)};
}

Status CsvBlockReader::load(const CsvBlock& block) {
  if (block.file != file_) {
    file_ = nullptr;
    descriptor_.emplace(::open(block.file->path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor_->value < 0) return refuse();
    file_ = block.file;
  }
  begin_ = end_ = 0;
  // A row begins behind a line feed, which may be the last byte before the block.
  const bool is_first = block.begin == file_->begin;
  const uint64_t from = is_first ? block.begin : block.begin - 1;
  const auto owned = static_cast<size_t>(block.end - from);
  HANSE_TRY_STATUS(read(from, 0, std::min<uint64_t>(owned + kTail, file_->end - from)));
  if (!is_first) {
    const auto* feed = static_cast<const char*>(std::memchr(text_.get(), '\n', owned - 1));
    if (feed == nullptr) return {};
    begin_ = end_ = static_cast<size_t>(feed - text_.get()) + 1;
  }
  HANSE_TRY(end_, end_of_rows(from, owned));
  place_ = file_->place + from + begin_;
  return {};
}

// Behind the row that the block's last byte is part of.
Result<size_t> CsvBlockReader::end_of_rows(uint64_t from, size_t owned) {
  for (size_t looked_at = owned - 1;;) {
    const auto* feed =
        static_cast<const char*>(std::memchr(text_.get() + looked_at, '\n', size_ - looked_at));
    if (feed != nullptr) return static_cast<size_t>(feed - text_.get()) + 1;
    looked_at = size_;
    if (from + size_ == file_->end) break;
    if (size_ - owned > row_bytes_max_) return refuse();
    HANSE_TRY_STATUS(read(from, size_, std::min<uint64_t>(2 * size_, file_->end - from)));
  }
  const std::string_view line_end = kReturnAndFeed.substr(file_->has_returns ? 0 : 1);
  line_end.copy(text_.get() + size_, line_end.size());  // the file's last row may have none
  return size_ += line_end.size();
}

// So many bytes from there on, of which the first are here.
Status CsvBlockReader::read(uint64_t from, size_t here, size_t size) {
  auto text = std::make_shared_for_overwrite<char[]>(size + kSlackAndEnd);
  if (here > 0) std::memcpy(text.get(), text_.get(), here);
  if (read_at(descriptor_->value, from + here, text.get() + here, size - here) != size - here)
    return refuse();  // it has changed
  std::memset(text.get() + size, 0, kSlackAndEnd);
  text_ = std::move(text);
  size_ = size;
  return {};
}

}  // namespace hanse::source
