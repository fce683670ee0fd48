// SPDX-License-Identifier: Apache-2.0
#include "source/plain_csv.h"

#include <fcntl.h>

#include <algorithm>
#include <cstring>

#include "base/utf8.h"
#include "data/text_views.h"
#include "source/csv_ends.h"

namespace hanse::source {
namespace {

constexpr size_t kRowsMax = engine::kGivenRowsMax;
static_assert(CsvBlockReader::kSlack >= std::max(kCsvSlack, data::TextViews::kSlack));

int64_t count_in(std::string_view text, char wanted) {
  int64_t out = 0;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at != end; ++at, ++out) {
    at = static_cast<const char*>(std::memchr(at, wanted, static_cast<size_t>(end - at)));
    if (at == nullptr) break;
  }
  return out;
}

}  // namespace

// What one thread reads.
class PlainCsv::Splitter : public data::ChunkStream {
 public:
  // Of the columns at these places; that of kPlace is one.
  Splitter(const PlainCsv& csv, std::shared_ptr<CsvBlocks> blocks, const std::set<size_t>& needed)
      : csv_(csv),
        blocks_(std::move(blocks)),
        views_(columns_at(csv, needed)),
        reader_(csv.options_.row_bytes_max) {
    std::vector<int> place_of(csv.columns_.size(), -1);
    int next = 0;
    for (const size_t column : needed) place_of[column] = next++;
    for (const int column : csv.places_)
      places_.push_back(column < 0 ? -1 : place_of[static_cast<size_t>(column)]);
  }

  std::shared_ptr<const data::Schema> schema() const override { return views_.schema(); }

  Result<data::Chunk> next() override {
    auto chunk = next_chunk();
    if (!chunk && chunk.error().code == ErrorCode::kUnsupported) csv_.is_refused_ = true;
    return chunk;
  }

 private:
  static std::vector<data::Column> columns_at(const PlainCsv& csv, const std::set<size_t>& places) {
    std::vector<data::Column> out;
    for (const size_t place : places) out.push_back(csv.columns_[place]);
    return out;
  }

  static std::unexpected<Error> refuse() {
    return fail(ErrorCode::kUnsupported, "the file is no plain CSV");
  }

  Result<data::Chunk> next_chunk() {
    while (at_ == count_) {
      const auto block = blocks_->take();
      if (!block) return data::Chunk();
      HANSE_TRY_STATUS(load(*block));
    }
    const size_t rows = std::min(kRowsMax, (count_ - at_) / places_.size());
    if (rows == 0) return refuse();  // fewer fields than a row has
    views_.begin(reader_.text(), reader_.text_bytes(), rows);
    while (views_.rows() < rows) HANSE_TRY_STATUS(split_row());
    return views_.take();
  }

  Status load(const CsvBlock& block) {
    HANSE_TRY_STATUS(reader_.load(block));
    const std::string_view rows = reader_.rows();
    if (room_ < rows.size()) {
      room_ = rows.size();
      ends_ = std::make_unique_for_overwrite<uint32_t[]>(room_);
    }
    const auto found = find_csv_ends(rows.data(), rows.size(), csv_.delimiter_, ends_.get());
    if (!found) return refuse();
    if (!found->is_ascii && first_invalid_utf8(rows) != std::string_view::npos) return refuse();
    // Each row ends with one: there are no others.
    if (found->has_returns &&
        (!reader_.file().has_returns || count_in(rows, '\r') != count_in(rows, '\n')))
      return refuse();
    at_ = field_ = 0;
    count_ = found->count;
    return {};
  }

  Status split_row() {
    const char* const rows = reader_.rows().data();
    const uint32_t begin = field_;
    const size_t columns = places_.size();
    const bool has_returns = reader_.file().has_returns;
    for (size_t column = 0; column < columns; ++column) {
      const uint32_t end = ends_[at_++];
      const bool is_last = column + 1 == columns;
      if ((rows[end] == '\n') != is_last) return refuse();
      std::string_view field(rows + field_, end - field_);
      field_ = end + 1;
      if (is_last && has_returns) {
        if (!field.ends_with('\r')) return refuse();
        field.remove_suffix(1);
      }
      if (field.empty() && columns == 1) return refuse();
      const int place = places_[column];
      if (place < 0) continue;
      if (field.empty())
        views_.add_null(static_cast<size_t>(place));
      else
        views_.add(static_cast<size_t>(place), field);
    }
    if (field_ - begin > csv_.options_.row_bytes_max) return refuse();
    views_.end_row(static_cast<int64_t>(reader_.place()) + begin);
    return {};
  }

  const PlainCsv& csv_;
  const std::shared_ptr<CsvBlocks> blocks_;
  data::TextViews views_;
  std::vector<int> places_;  // of each field of a row: its column, or -1
  CsvBlockReader reader_;
  std::unique_ptr<uint32_t[]> ends_;  // of the fields, in the rows
  size_t room_ = 0, count_ = 0, at_ = 0;
  uint32_t field_ = 0;  // where the next one begins
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
    HANSE_TRY(auto file, open_csv_file(path));
    if (!file) return std::shared_ptr<const PlainCsv>();
    if (!out->files_.empty()) file->place = out->files_.back().place + out->files_.back().end;
    out->files_.push_back(std::move(*file));
  }
  auto& columns = out->columns_;
  std::map<std::string_view, int> place_of;
  for (const std::string& name : wanted)
    if (place_of.emplace(name, static_cast<int>(columns.size())).second)
      columns.push_back({name, "VARCHAR"});
  std::set<std::string> names;
  size_t found = 0;
  for (const std::string& name : header) {
    names.insert(ascii_lower(name));
    const auto place = place_of.find(name);
    out->places_.push_back(place == place_of.end() ? -1 : place->second);
    if (place != place_of.end()) ++found;
  }
  if (names.size() < header.size() || names.contains(kPlace) || found < columns.size())
    return std::shared_ptr<const PlainCsv>();
  columns.push_back({kPlace, "BIGINT"});
  return out;
}

int64_t PlainCsv::rows() const {
  uint64_t bytes = 0;
  for (const CsvFile& file : files_) bytes += file.end - file.begin;
  return static_cast<int64_t>(bytes / places_.size() + files_.size());
}

Result<std::unique_ptr<data::ChunkStream>> PlainCsv::read() const {
  std::set<size_t> all;
  for (size_t i = 0; i < columns_.size(); ++i) all.insert(i);
  HANSE_TRY(auto streams, read_shared(1, all));
  return std::move(streams.front());
}

Result<std::vector<std::unique_ptr<data::ChunkStream>>> PlainCsv::read_shared(
    size_t most, const std::set<size_t>& needed) const {
  std::set<size_t> columns = needed;
  columns.insert(columns_.size() - 1);
  const auto blocks = std::make_shared<CsvBlocks>(files_, options_.block_bytes);
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
    const CsvFile& file = files_[i];
    const Descriptor descriptor(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
    int64_t number = 1;
    for (uint64_t at = file.begin; at < file.end && place != places.end(); at += text.size()) {
      if (static_cast<uint64_t>(*place) >= file.place + file.end) break;
      const auto got = read_at(descriptor.value, at, text.data(), text.size());
      if (!got) return fail(ErrorCode::kIo, "the source file cannot be read");
      const std::string_view block(text.data(), *got);
      size_t looked_at = 0;
      for (; place != places.end(); ++place) {
        const uint64_t wanted = static_cast<uint64_t>(*place) - file.place - at;
        if (wanted >= *got) break;
        number += count_in(block.substr(looked_at, wanted - looked_at), '\n');
        looked_at = wanted;
        out[*place] = {i, number};
      }
      number += count_in(block.substr(looked_at), '\n');
    }
  }
  return out;
}

}  // namespace hanse::source
