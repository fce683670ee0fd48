// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "server/pgwire/portal.h"
#include "server/pgwire/values.h"

namespace hanse::server::pgwire {
namespace {

using Form = CopyOptions::Form;

class TextCopy : public RowForm {
 public:
  TextCopy(std::vector<Field> fields, const CopyOptions& options)
      : fields_(std::move(fields)), options_(options) {
    for (const Field& field : fields_) plain_.push_back(is_plain(field.type.codec));
    for (const unsigned char c : {'\\', '\n', '\r', '\t', '\b', '\f', '\v'}) special_[c] = true;
    special_[static_cast<unsigned char>(options_.delimiter)] = true;
  }

  void write(MessageWriter& writer, const std::vector<data::CellReader>& cells,
             int64_t row) override {
    writer.begin('d');
    std::string& out = writer.out();
    for (size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += options_.delimiter;
      if (cells[i].is_null(row)) {
        out += options_.null;
        continue;
      }
      if (plain_[i]) {
        append_text_value(fields_[i].type, cells[i], row, out);
        continue;
      }
      text_.clear();
      append_text_value(fields_[i].type, cells[i], row, text_);
      if (options_.form == Form::kCsv)
        append_csv(out);
      else
        append_escaped(out);
    }
    out += '\n';
    writer.end();
  }

 private:
  // Whether no text of these can have anything to escape, or be the one that stands for NULL.
  bool is_plain(Codec codec) const {
    const bool usual =
        std::string_view("\t,;|").find(options_.delimiter) != std::string_view::npos &&
        (options_.null.empty() || options_.null == "\\N") && options_.quote == '"';
    switch (codec) {
      case Codec::kBool:
      case Codec::kInt2:
      case Codec::kInt4:
      case Codec::kInt8:
      case Codec::kFloat4:
      case Codec::kFloat8:
      case Codec::kNumeric:
      case Codec::kDate:
      case Codec::kTime:
      case Codec::kTimestamp:
      case Codec::kTimestampTz:
      case Codec::kUuid:
        return usual && !options_.force_quote_all;
      default:
        return false;
    }
  }
  static char escape_of(char c) {
    constexpr std::string_view kControls = "\n\r\t\b\f\v", kLetters = "nrtbfv";
    const size_t at = kControls.find(c);
    return at == std::string_view::npos ? c : kLetters[at];
  }
  void append_escaped(std::string& out) const {
    size_t begin = 0;
    for (size_t i = 0; i < text_.size(); ++i) {
      if (!special_[static_cast<unsigned char>(text_[i])]) continue;
      out.append(text_, begin, i - begin);
      out += '\\';
      out += escape_of(text_[i]);
      begin = i + 1;
    }
    out.append(text_, begin);
  }
  void append_csv(std::string& out) const {
    const char special[] = {options_.delimiter, options_.quote, '\n', '\r', '\0'};
    const bool quoted = options_.force_quote_all || text_ == options_.null || text_ == "\\." ||
                        text_.find_first_of(special) != std::string::npos;
    if (!quoted) {
      out += text_;
      return;
    }
    out += options_.quote;
    for (const char c : text_) {
      if (c == options_.quote || c == options_.escape) out += options_.escape;
      out += c;
    }
    out += options_.quote;
  }
  std::vector<Field> fields_;
  CopyOptions options_;
  std::vector<bool> plain_;  // a column
  std::array<bool, 256> special_{};
  std::string text_;
};

class BinaryCopy : public RowForm {
 public:
  explicit BinaryCopy(std::vector<Field> fields)
      : rows_(data_rows(std::move(fields), {Format::kBinary})) {}
  // A DataRow's body is a tuple of this format.
  void write(MessageWriter& writer, const std::vector<data::CellReader>& cells,
             int64_t row) override {
    const size_t at = writer.out().size();
    rows_->write(writer, cells, row);
    writer.out()[at] = 'd';
  }

 private:
  std::unique_ptr<RowForm> rows_;
};

void write_data(MessageWriter& writer, std::string_view bytes) {
  writer.begin('d');
  writer.bytes(bytes);
  writer.end();
}

}  // namespace

std::unique_ptr<RowForm> copy_rows(std::vector<Field> fields, const CopyOptions& options) {
  if (options.form == Form::kBinary) return std::make_unique<BinaryCopy>(std::move(fields));
  return std::make_unique<TextCopy>(std::move(fields), options);
}

void write_copy_begin(MessageWriter& writer, const std::vector<Field>& fields,
                      const CopyOptions& options) {
  const bool binary = options.form == Form::kBinary;
  writer.begin('H');
  writer.byte(binary ? '\1' : '\0');
  writer.int16(static_cast<int16_t>(fields.size()));
  for (size_t i = 0; i < fields.size(); ++i) writer.int16(binary ? 1 : 0);
  writer.end();
  // Signature, flags and the length of a header extension, as "COPY" (file formats) states them.
  if (binary) write_data(writer, std::string_view("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19));
  if (!options.header || binary) return;
  std::string line;
  for (const Field& field : fields) {
    if (!line.empty()) line += options.delimiter;
    const bool quoted =
        options.form == Form::kCsv && field.name.find_first_of("\",\n\r") != std::string::npos;
    if (!quoted) {
      line += field.name;
      continue;
    }
    line += options.quote;
    for (const char c : field.name) {
      if (c == options.quote) line += options.escape;
      line += c;
    }
    line += options.quote;
  }
  write_data(writer, line + "\n");
}

void write_copy_end(MessageWriter& writer, const CopyOptions& options) {
  if (options.form == Form::kBinary) write_data(writer, std::string_view("\377\377", 2));
  writer.empty('c');
}

}  // namespace hanse::server::pgwire
