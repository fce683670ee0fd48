// SPDX-License-Identifier: Apache-2.0
#include "server/pgwire/portal.h"

#include "data/encode.h"
#include "server/pgwire/values.h"

namespace hanse::server::pgwire {
namespace {

Format format_at(const std::vector<Format>& formats, size_t column) {
  if (formats.size() == 1) return formats[0];
  return column < formats.size() ? formats[column] : Format::kText;
}

constexpr int64_t kLookAgainUs = 1'000'000;  // while rows leave

class DataRows : public RowForm {
 public:
  DataRows(std::vector<Field> fields, std::vector<Format> formats)
      : fields_(std::move(fields)), formats_(std::move(formats)) {}

  void write(MessageWriter& writer, const std::vector<data::CellReader>& cells,
             int64_t row) override {
    writer.begin('D');
    writer.int16(static_cast<int16_t>(cells.size()));
    std::string& out = writer.out();
    for (size_t i = 0; i < cells.size(); ++i) {
      const size_t at = out.size();
      if (cells[i].is_null(row)) {
        out.append(4, '\xff');
        continue;
      }
      out.append(4, '\0');
      if (format_at(formats_, i) == Format::kBinary)
        append_binary_value(fields_[i].type, cells[i], row, out);
      else
        append_text_value(fields_[i].type, cells[i], row, out);
      set_length(out, at, Length::kOfBody);
    }
    writer.end();
  }

 private:
  std::vector<Field> fields_;
  std::vector<Format> formats_;
};

template <typename Columns>
std::vector<Field> fields_from(const Columns& columns) {
  std::vector<Field> out;
  for (const auto& column : columns) out.push_back({column.name, pg_type_of(column.type)});
  return out;
}

}  // namespace

std::vector<Field> fields_of(const std::vector<data::Column>& columns) {
  return fields_from(columns);
}
std::vector<Field> fields_of(const std::vector<engine::BoundColumn>& columns) {
  return fields_from(columns);
}
std::vector<Field> fields_of(const TextRows& rows) {
  std::vector<Field> out;
  for (const std::string& name : rows.columns) out.push_back({name, PgType()});
  return out;
}

Status check_width(const std::vector<Field>& fields) {
  size_t bytes = 0;
  for (const Field& field : fields) bytes += field.name.size();
  if (fields.size() <= kColumnsMax && bytes <= kColumnNamesBytesMax) return {};
  return fail(ErrorCode::kLimitExceeded,
              fmt::format("the result has {} columns with {} bytes of names, this door tells of at "
                          "most {} and {}",
                          fields.size(), bytes, kColumnsMax, kColumnNamesBytesMax),
              "name the columns that are needed");
}

bool fit(const std::vector<Format>& formats, const std::vector<Field>& fields) {
  return formats.size() <= 1 || formats.size() == fields.size();
}

void write_row_description(MessageWriter& writer, const std::vector<Field>& fields,
                           const std::vector<Format>& formats) {
  writer.begin('T');
  writer.int16(static_cast<int16_t>(fields.size()));
  for (size_t i = 0; i < fields.size(); ++i) {
    writer.text(fields[i].name);
    writer.int32(0);  // no table
    writer.int16(0);
    writer.int32(fields[i].type.oid);
    writer.int16(fields[i].type.size);
    writer.int32(fields[i].type.modifier);
    writer.int16(static_cast<int16_t>(format_at(formats, i)));
  }
  writer.end();
}

std::unique_ptr<RowForm> data_rows(std::vector<Field> fields, std::vector<Format> formats) {
  return std::make_unique<DataRows>(std::move(fields), std::move(formats));
}

void write_text_rows(MessageWriter& writer, const TextRows& rows) {
  for (const auto& row : rows.rows) {
    writer.begin('D');
    writer.int16(static_cast<int16_t>(row.size()));
    for (const std::string& value : row) {
      writer.int32(static_cast<int32_t>(value.size()));
      writer.bytes(value);
    }
    writer.end();
  }
}

RowSource::RowSource(govern::Answer answer, engine::CancelToken cancel, Bounds bounds)
    : answer_(std::move(answer)),
      cancel_(std::move(cancel)),
      fields_(fields_of(answer_.rows->schema()->columns())),
      bounds_(std::move(bounds)),
      looked_us_(bounds_.clock.monotonic_us()) {}

void RowSource::expire() {
  if (ended_ || bounds_.clock.monotonic_us() <= bounds_.deadline_us) return;
  expired_ = true;
  cells_.clear();
  chunk_ = {};
  answer_.still_allowed = {};  // it speaks of the rows
  answer_.rows.reset();
}

Status RowSource::next_chunk() {
  HANSE_TRY(chunk_, answer_.rows->next());
  cells_ = chunk_.empty() ? std::vector<data::CellReader>()
                          : data::readers_of(*answer_.rows->schema(), chunk_);
  row_ = 0;
  ended_ = chunk_.empty();
  return {};
}

Status RowSource::stands() {
  looked_us_ = bounds_.clock.monotonic_us();
  HANSE_TRY_STATUS(bounds_.who_asked());
  return !ended_ && answer_.still_allowed ? answer_.still_allowed() : Status();
}

Result<int64_t> RowSource::write(MessageWriter& writer, RowForm* form, int64_t most) {
  int64_t written = 0;
  if (expired_)
    return fail(ErrorCode::kTimeout, "the statement's time was over before its rows were fetched");
  while (!ended_ && written < most) {
    if (bounds_.clock.monotonic_us() - looked_us_ > kLookAgainUs) HANSE_TRY_STATUS(stands());
    if (row_ >= chunk_.rows()) {
      HANSE_TRY_STATUS(next_chunk());
      continue;
    }
    const int64_t left = chunk_.rows() - row_;
    const int64_t until = row_ + std::min(left, most - written);
    const int64_t first = chunk_.arrow().offset;
    for (; row_ < until; ++row_, ++written) {
      if (form == nullptr) continue;
      form->write(writer, cells_, first + row_);
      HANSE_TRY_STATUS(writer.flush_if_full());
    }
  }
  // Whether there is more is known only by looking: a portal that is complete says so at once.
  if (!ended_ && row_ >= chunk_.rows()) HANSE_TRY_STATUS(next_chunk());
  return written;
}

}  // namespace hanse::server::pgwire
