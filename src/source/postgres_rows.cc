// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_rows.h"

#include <algorithm>

#include "base/big_endian.h"
#include "data/chunk_builder.h"
#include "source/binary_values.h"
#include "source/convert.h"

namespace hanse::source {
namespace {

constexpr size_t kReadBytes = size_t{256} << 10;
constexpr int64_t kChunkBytes = int64_t{16} << 20;  // of texts, from where on a chunk is full
constexpr std::string_view kSignature{"PGCOPY\n\377\r\n\0", 11};

std::unexpected<Error> no_rows() {
  return fail(ErrorCode::kDataError, "the server sent something else than rows");
}

std::unexpected<Error> does_not_fit(const BinaryColumn& column) {
  return fail(ErrorCode::kDataError,
              fmt::format("a value of `{}` ({}) is none of the type {}", column.column.name,
                          column.base, column.column.type));
}

class BinaryStream : public data::ChunkStream {
 public:
  BinaryStream(const std::vector<BinaryColumn>& columns, const std::vector<BinaryForm>& forms,
               data::ChunkBuilder builder, const CopiedBytes& bytes)
      : columns_(columns), forms_(forms), builder_(std::move(builder)), bytes_(bytes) {}

  std::shared_ptr<const data::Schema> schema() const override { return builder_.schema(); }

  Result<data::Chunk> next() override {
    if (!began_) HANSE_TRY_STATUS(begin());
    while (!ended_ && builder_.rows() < engine::kGivenRowsMax && builder_.bytes() < kChunkBytes)
      HANSE_TRY_STATUS(take_row());
    return builder_.take();
  }

 private:
  // So many of the bytes that come next, which are then behind.
  Result<std::string_view> take(size_t bytes) {
    if (block_.size() - at_ < bytes) {
      block_.erase(0, at_);
      at_ = 0;
      HANSE_TRY(const std::string more,
                bytes_.read(read_, std::max(bytes - block_.size(), kReadBytes)));
      read_ += more.size();
      block_ += more;
      if (block_.size() < bytes) return no_rows();
    }
    const std::string_view out = std::string_view(block_).substr(at_, bytes);
    at_ += bytes;
    return out;
  }

  Status begin() {
    began_ = true;
    HANSE_TRY(const std::string_view signature, take(kSignature.size()));
    if (signature != kSignature) return no_rows();
    HANSE_TRY(const std::string_view flags, take(4));
    constexpr int32_t kCritical = ~0xffff;
    if ((big_endian<int32_t>(flags) & kCritical) != 0) return no_rows();
    HANSE_TRY(const std::string_view extension, take(4));
    const int32_t length = big_endian<int32_t>(extension);
    if (length < 0 || static_cast<size_t>(length) > kPostgresRowBytesMax) return no_rows();
    HANSE_TRY([[maybe_unused]] const std::string_view skipped, take(static_cast<size_t>(length)));
    return {};
  }

  Status take_row() {
    HANSE_TRY(const std::string_view count, take(2));
    const auto values = big_endian<int16_t>(count);
    if (values == -1) {
      ended_ = true;
      return {};
    }
    if (values < 0 || static_cast<size_t>(values) != columns_.size()) return no_rows();
    for (size_t i = 0; i < columns_.size(); ++i) {
      HANSE_TRY(const std::string_view size, take(4));
      const int32_t length = big_endian<int32_t>(size);
      if (length == -1) {
        builder_.add_null(i);
        continue;
      }
      if (length < 0 || static_cast<size_t>(length) > kPostgresRowBytesMax) return no_rows();
      HANSE_TRY(const std::string_view value, take(static_cast<size_t>(length)));
      if (!put_binary_value(forms_[i], value, builder_, i)) return does_not_fit(columns_[i]);
    }
    builder_.end_row();
    return {};
  }

  const std::vector<BinaryColumn>& columns_;
  const std::vector<BinaryForm>& forms_;
  data::ChunkBuilder builder_;
  const CopiedBytes& bytes_;
  std::string block_;  // what was read and not yet taken, from at_ on
  size_t at_ = 0;
  uint64_t read_ = 0;
  bool began_ = false, ended_ = false;
};

class BinaryRows : public engine::GivenRows {
 public:
  BinaryRows(std::vector<BinaryColumn> columns, std::vector<BinaryForm> forms,
             std::shared_ptr<const CopiedBytes> bytes)
      : binary_(std::move(columns)), forms_(std::move(forms)), bytes_(std::move(bytes)) {
    for (const BinaryColumn& one : binary_) columns_.push_back(one.column);
  }

  const std::vector<data::Column>& columns() const override { return columns_; }
  int64_t rows() const override { return rows_; }
  void count(int64_t rows) { rows_ += rows; }  // before it is handed on

  Result<std::unique_ptr<data::ChunkStream>> read() const override {
    HANSE_TRY(auto builder, data::ChunkBuilder::of(columns_));
    return std::make_unique<BinaryStream>(binary_, forms_, std::move(builder), *bytes_);
  }

 private:
  const std::vector<BinaryColumn> binary_;
  const std::vector<BinaryForm> forms_;
  const std::shared_ptr<const CopiedBytes> bytes_;
  std::vector<data::Column> columns_;  // constant after construction
  int64_t rows_ = 0;
};

}  // namespace

bool has_binary_values(const PostgresColumn& column, const spec::Property& property,
                       std::string_view type) {
  if (!column.is_built_in) return false;
  // Of a text the format is a promise, and no way to write it.
  if (type != "VARCHAR" && !property.options.format.empty()) return false;
  const std::string& zone = property.options.time_zone;
  if (column.base == "timestamp" && type == kZoned && !zone.empty() && zone != "UTC") return false;
  return missing_words(property).empty() && binary_form_of(column.base, type).has_value();
}

Status CopiedBytes::add(std::string_view bytes) {
  memory_ += bytes;
  return memory_.size() <= kInMemory ? Status() : to_file();
}

Status CopiedBytes::end() { return file_.is_open() ? to_file() : Status(); }

Status CopiedBytes::to_file() {
  if (!file_.is_open()) {
    HANSE_TRY(file_, ScratchFile::make(folder_));
  }
  HANSE_TRY_STATUS(file_.append(memory_));
  memory_.clear();
  return {};
}

Result<std::string> CopiedBytes::read(uint64_t from, size_t bytes) const {
  if (file_.is_open()) return file_.read(from, bytes);
  return from < memory_.size() ? memory_.substr(from, bytes) : std::string();
}

Result<std::shared_ptr<const engine::GivenRows>> given_rows(
    std::vector<BinaryColumn> columns, std::shared_ptr<const CopiedBytes> bytes,
    const engine::CancelToken& cancel) {
  std::vector<BinaryForm> forms;
  for (const BinaryColumn& one : columns) {
    const auto how = binary_form_of(one.base, one.column.type);
    if (!how)
      return fail(ErrorCode::kUnsupported, fmt::format("`{}` ({}) is not read as {}",
                                                       one.column.name, one.base, one.column.type));
    forms.push_back(*how);
  }
  auto out = std::make_shared<BinaryRows>(std::move(columns), std::move(forms), std::move(bytes));
  HANSE_TRY(const auto stream, out->read());
  while (true) {
    HANSE_TRY(const data::Chunk chunk, stream->next());
    if (chunk.empty()) return out;
    out->count(chunk.rows());
    if (cancel.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
  }
}

}  // namespace hanse::source
