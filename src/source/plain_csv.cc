// SPDX-License-Identifier: Apache-2.0
#include "source/plain_csv.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/descriptor.h"
#include "base/utf8.h"
#include "data/text_views.h"
#include "source/csv_ends.h"
#include "source/csv_header.h"

namespace hanse::source {
namespace {

constexpr size_t kRowsMax = engine::kGivenRowsMax;
constexpr size_t kSlack = std::max(kCsvSlack, data::TextViews::kSlack) + 1;  // and a line feed
constexpr size_t kTail = size_t{4} << 10;  // behind a block: the row that goes on there

std::unexpected<Error> no_reading() {
  return fail(ErrorCode::kIo, "the source file cannot be read");
}

// As many bytes as there are; fewer than `size` at the end of the file.
Result<size_t> read_at(int file, uint64_t from, char* out, size_t size) {
  size_t at = 0;
  while (at < size) {
    const ssize_t got = pread(file, out + at, size - at, static_cast<off_t>(from + at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return no_reading();
    if (got == 0) break;
    at += static_cast<size_t>(got);
  }
  return at;
}

// Nothing when its header is refused.
Result<std::optional<PlainCsv::File>> file_at(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat info{};
  if (file.value < 0 || fstat(file.value, &info) != 0) return no_reading();
  PlainCsv::File out{path, 0, static_cast<uint64_t>(info.st_size), 0};
  std::string head;
  while (true) {
    const size_t before = head.size();
    head.resize(before + kTail);
    HANSE_TRY(const size_t got, read_at(file.value, before, head.data() + before, kTail));
    head.resize(before + got);
    if (const size_t end = head.find('\n', before); end != std::string::npos) {
      head.resize(end);
      out.begin = end + 1;
      break;
    }
    out.begin = head.size();
    if (got < kTail) break;
    if (head.size() >= kCsvHeaderBytesMax) return std::nullopt;
  }
  const bool is_plain = head.find_first_of(std::string_view("\"\r\0", 3)) == std::string::npos;
  if (!is_plain || head.empty() || out.begin > out.end) return std::nullopt;
  return out;
}

int64_t feeds_in(std::string_view text) {
  int64_t out = 0;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end; ++at, ++out) {
    at = static_cast<const char*>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
    if (at == nullptr) break;
  }
  return out;
}

}  // namespace

// What of the files no thread has taken yet. Thread-safe.
class PlainCsv::Blocks {
 public:
  explicit Blocks(const PlainCsv& csv) : csv_(csv) {
    for (const File& file : csv.files_) {
      const uint64_t bytes = csv.options_.block_bytes;
      ends_.push_back((ends_.empty() ? 0 : ends_.back()) +
                      (file.end - file.begin + bytes - 1) / bytes);
    }
  }

  // The rows that begin there.
  struct Block {
    const File* file = nullptr;
    uint64_t begin = 0, end = 0;
  };
  std::optional<Block> take() {
    const uint64_t number = next_.fetch_add(1);
    const auto at = std::ranges::upper_bound(ends_, number);
    if (at == ends_.end()) return std::nullopt;
    const File& file = csv_.files_[static_cast<size_t>(at - ends_.begin())];
    const uint64_t first = at == ends_.begin() ? 0 : *std::prev(at);
    const uint64_t bytes = csv_.options_.block_bytes;
    const uint64_t begin = file.begin + (number - first) * bytes;
    return Block{&file, begin, std::min(begin + bytes, file.end)};
  }

 private:
  const PlainCsv& csv_;
  std::vector<uint64_t> ends_;  // of the numbers of each file's blocks
  std::atomic<uint64_t> next_ = 0;
};

// What one thread reads.
class PlainCsv::Splitter : public data::ChunkStream {
 public:
  // Of these columns, of which the last is kPlace.
  Splitter(const PlainCsv& csv, std::shared_ptr<Blocks> blocks, std::vector<data::Column> columns)
      : csv_(csv), blocks_(std::move(blocks)), views_(std::move(columns), kRowsMax) {
    const auto& given = views_.schema()->columns();
    for (const std::string& name : csv.header_) {
      const auto found = std::ranges::find(given, name, &data::Column::name);
      places_.push_back(found == given.end() ? -1 : static_cast<int>(found - given.begin()));
    }
  }

  std::shared_ptr<const data::Schema> schema() const override { return views_.schema(); }

  Result<data::Chunk> next() override {
    while (at_ == count_) {
      const auto block = blocks_->take();
      if (!block) return data::Chunk();
      HANSE_TRY_STATUS(load(*block));
    }
    while (at_ < count_ && views_.rows() < kRowsMax) HANSE_TRY_STATUS(split_row());
    return views_.take();
  }

 private:
  std::unexpected<Error> refuse() const {
    csv_.is_refused_ = true;
    return fail(ErrorCode::kUnsupported, "the file is no plain CSV");
  }

  Status load(const Blocks::Block& block) {
    if (block.file != file_) {
      file_ = nullptr;
      descriptor_.emplace(::open(block.file->path.c_str(), O_RDONLY | O_CLOEXEC));
      if (descriptor_->value < 0) return refuse();
      file_ = block.file;
    }
    at_ = count_ = 0;
    // A row begins behind a line feed, which may be the last byte before the block.
    const bool is_first = block.begin == file_->begin;
    const uint64_t from = is_first ? block.begin : block.begin - 1;
    const auto owned = static_cast<size_t>(block.end - from);
    HANSE_TRY_STATUS(read(from, 0, std::min<uint64_t>(owned + kTail, file_->end - from)));
    size_t begin = 0;
    if (!is_first) {
      const auto* feed = static_cast<const char*>(std::memchr(text_.get(), '\n', owned - 1));
      if (feed == nullptr) return {};
      begin = static_cast<size_t>(feed - text_.get()) + 1;
    }
    HANSE_TRY(const size_t end, end_of_rows(from, owned));
    place_ = static_cast<int64_t>(file_->place + from + begin);
    return find_ends(begin, end);
  }

  // Behind the row that the block's last byte is part of.
  Result<size_t> end_of_rows(uint64_t from, size_t owned) {
    for (size_t looked_at = owned - 1;;) {
      const auto* feed =
          static_cast<const char*>(std::memchr(text_.get() + looked_at, '\n', size_ - looked_at));
      if (feed != nullptr) return static_cast<size_t>(feed - text_.get()) + 1;
      looked_at = size_;
      if (from + size_ == file_->end) break;
      if (size_ - owned > csv_.options_.row_bytes_max) return refuse();
      HANSE_TRY_STATUS(read(from, size_, std::min<uint64_t>(2 * size_, file_->end - from)));
    }
    text_[size_++] = '\n';  // the file's last row may have none
    return size_;
  }

  // So many bytes from there on, of which the first are here.
  Status read(uint64_t from, size_t here, size_t size) {
    auto text = std::make_shared_for_overwrite<char[]>(size + kSlack);
    if (here > 0) std::memcpy(text.get(), text_.get(), here);
    const auto got = read_at(descriptor_->value, from + here, text.get() + here, size - here);
    if (!got || *got != size - here) return refuse();  // it has changed
    std::memset(text.get() + size, 0, kSlack);
    text_ = std::move(text);
    size_ = size;
    return {};
  }

  Status find_ends(size_t begin, size_t end) {
    if (room_ < end - begin) {
      room_ = end - begin;
      ends_ = std::make_unique_for_overwrite<uint32_t[]>(room_);
    }
    const auto found =
        find_csv_ends(text_.get() + begin, end - begin, csv_.delimiter_, ends_.get());
    if (!found) return refuse();
    if (!found->is_ascii &&
        first_invalid_utf8({text_.get() + begin, end - begin}) != std::string_view::npos)
      return refuse();
    views_.use(text_, size_);
    rows_ = text_.get() + begin;
    field_ = 0;
    count_ = found->count;
    return {};
  }

  Status split_row() {
    const uint32_t begin = field_;
    const size_t columns = places_.size();
    if (count_ - at_ < columns) return refuse();
    for (size_t column = 0; column < columns; ++column) {
      const uint32_t end = ends_[at_++];
      if ((rows_[end] == '\n') != (column + 1 == columns)) return refuse();
      const std::string_view field(rows_ + field_, end - field_);
      field_ = end + 1;
      if (field.empty() && columns == 1) return refuse();
      const int place = places_[column];
      if (place < 0) continue;
      if (field.empty())
        views_.add_null(static_cast<size_t>(place));
      else
        views_.add(static_cast<size_t>(place), field);
    }
    if (field_ - begin > csv_.options_.row_bytes_max) return refuse();
    views_.end_row(place_ + begin);
    return {};
  }

  const PlainCsv& csv_;
  const std::shared_ptr<Blocks> blocks_;
  data::TextViews views_;
  std::vector<int> places_;     // of each field of a row: its column, or -1
  const File* file_ = nullptr;  // that `descriptor_` is of
  std::optional<Descriptor> descriptor_;
  std::shared_ptr<char[]> text_;
  size_t size_ = 0;
  const char* rows_ = nullptr;        // in `text_`
  std::unique_ptr<uint32_t[]> ends_;  // of the fields, from `rows_` on
  size_t room_ = 0, count_ = 0, at_ = 0;
  uint32_t field_ = 0;  // where the next one begins
  int64_t place_ = 0;   // of what `rows_` points to
};

class PlainCsv::InOrder : public engine::GivenRows {
 public:
  explicit InOrder(const PlainCsv& csv) : csv_(csv) {}
  const std::vector<data::Column>& columns() const override { return csv_.columns(); }
  int64_t rows() const override { return csv_.rows(); }
  Result<std::unique_ptr<data::ChunkStream>> read() const override { return csv_.read(); }
  Result<std::vector<std::unique_ptr<data::ChunkStream>>> read_shared(
      size_t /*most*/, const std::set<size_t>& needed) const override {
    return csv_.read_shared(1, needed);
  }

 private:
  const PlainCsv& csv_;
};

Result<std::shared_ptr<const PlainCsv>> PlainCsv::open(const std::vector<std::string>& paths,
                                                       const std::vector<std::string>& header,
                                                       const std::vector<std::string>& wanted,
                                                       char delimiter, Options options) {
  auto out = std::make_shared<PlainCsv>();
  out->options_ = options;
  out->delimiter_ = delimiter;
  for (const std::string& path : paths) {
    HANSE_TRY(auto file, file_at(path));
    if (!file) return std::shared_ptr<const PlainCsv>();
    if (!out->files_.empty()) file->place = out->files_.back().place + out->files_.back().end;
    out->files_.push_back(std::move(*file));
  }
  const auto is_there = [&](const std::string& name) {
    return std::ranges::find(header, name) != header.end();
  };
  if (is_there(kPlace) || !std::ranges::all_of(wanted, is_there))
    return std::shared_ptr<const PlainCsv>();
  out->header_ = header;
  auto& columns = out->columns_;
  for (const std::string& name : wanted)
    if (std::ranges::find(columns, name, &data::Column::name) == columns.end())
      columns.push_back({name, "VARCHAR"});
  columns.push_back({kPlace, "BIGINT"});
  return out;
}

int64_t PlainCsv::rows() const {
  uint64_t bytes = 0;
  for (const File& file : files_) bytes += file.end - file.begin;
  return static_cast<int64_t>(bytes / header_.size() + files_.size());
}

Result<std::unique_ptr<data::ChunkStream>> PlainCsv::read() const {
  return std::make_unique<Splitter>(*this, std::make_shared<Blocks>(*this), columns_);
}

Result<std::vector<std::unique_ptr<data::ChunkStream>>> PlainCsv::read_shared(
    size_t most, const std::set<size_t>& needed) const {
  std::vector<data::Column> columns;
  for (size_t i = 0; i < columns_.size(); ++i)
    if (i + 1 == columns_.size() || needed.contains(i)) columns.push_back(columns_[i]);
  const auto blocks = std::make_shared<Blocks>(*this);
  std::vector<std::unique_ptr<data::ChunkStream>> out;
  for (size_t i = 0; i < std::max<size_t>(1, most); ++i)
    out.push_back(std::make_unique<Splitter>(*this, blocks, columns));
  return out;
}

std::shared_ptr<const engine::GivenRows> PlainCsv::in_order() const {
  return std::make_shared<InOrder>(*this);
}

Result<std::map<int64_t, PlainCsv::Row>> PlainCsv::rows_at(const std::set<int64_t>& places) const {
  std::map<int64_t, Row> out;
  auto place = places.begin();
  std::string text(options_.block_bytes, '\0');
  for (size_t i = 0; i < files_.size() && place != places.end(); ++i) {
    const File& file = files_[i];
    const Descriptor descriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
    int64_t number = 1;
    for (uint64_t at = file.begin; at < file.end && place != places.end(); at += text.size()) {
      if (static_cast<uint64_t>(*place) >= file.place + file.end) break;
      HANSE_TRY(const size_t got, read_at(descriptor.value, at, text.data(), text.size()));
      const std::string_view block(text.data(), got);
      size_t looked_at = 0;
      for (; place != places.end(); ++place) {
        const uint64_t wanted = static_cast<uint64_t>(*place) - file.place - at;
        if (wanted >= got) break;
        number += feeds_in(block.substr(looked_at, wanted - looked_at));
        looked_at = wanted;
        out[*place] = {i, number};
      }
      number += feeds_in(block.substr(looked_at));
    }
  }
  return out;
}

}  // namespace hanse::source
