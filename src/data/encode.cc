// SPDX-License-Identifier: Apache-2.0
#include "data/encode.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/json.h"
#include "data/cell.h"
#include "data/scalar_text.h"

namespace hanse::data {
namespace {

using Kind = CellReader::Kind;

constexpr int64_t kExactInDouble = int64_t{1} << 53;
// Nesting comes from the engine's types; the bound keeps a broken schema from ending the process.
constexpr int kDepthMax = 100;

void append_json_text(std::string_view text, std::string& out) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\') continue;
    append_json_string(out, text);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

// A number's text, or false when JSON must carry it as a string.
template <typename T>
bool append_float(T value, std::string& out) {
  if (std::isnan(value)) out += "NaN";
  else if (std::isinf(value)) out += value > 0 ? "Infinity" : "-Infinity";
  else append_number(value, out);
  return std::isfinite(value);
}

// What a cell's plain text is in JSON: a bare number or word, or something that needs quotes.
enum class Form { kBare, kQuoted };

Form append_integer(const CellReader& cell, int64_t row, std::string& out) {
  if (cell.kind == Kind::kUint64) {
    const auto wide = cell.value<uint64_t>(row);
    append_number(wide, out);
    return wide <= uint64_t{kExactInDouble} ? Form::kBare : Form::kQuoted;
  }
  const int64_t value = cell.integer(row);
  append_number(value, out);
  return value >= -kExactInDouble && value <= kExactInDouble ? Form::kBare : Form::kQuoted;
}

void append_wide(const CellReader& cell, int64_t row, std::string& out) {
  std::array<uint64_t, 2> halves;
  const auto* values = static_cast<const uint8_t*>(cell.array->buffers[1]);
  std::memcpy(halves.data(), values + (row + cell.array->offset) * 16, sizeof halves);
  append_decimal(halves[0], halves[1], cell.scale,
                 cell.kind == Kind::kUhugeint ? Sign::kUnsigned : Sign::kSigned, out);
}

// The plain text of a cell that is neither NULL, text, nor nested.
Form append_scalar(const CellReader& cell, int64_t row, std::string& out) {
  switch (cell.kind) {
    case Kind::kBool: out += cell.boolean(row) ? "true" : "false"; return Form::kBare;
    case Kind::kFloat:
      return append_float(cell.value<float>(row), out) ? Form::kBare : Form::kQuoted;
    case Kind::kDouble:
      return append_float(cell.value<double>(row), out) ? Form::kBare : Form::kQuoted;
    case Kind::kBlob:
    case Kind::kLargeBlob:
    case Kind::kFixedBlob: append_base64(cell.bytes(row), out); return Form::kQuoted;
    case Kind::kBit: append_bits(cell.bytes(row), out); return Form::kQuoted;
    case Kind::kDecimal:
    case Kind::kHugeint:
    case Kind::kUhugeint: append_wide(cell, row, out); return Form::kQuoted;
    case Kind::kDate: append_date(cell.value<int32_t>(row), out); return Form::kQuoted;
    case Kind::kDateMs:
      append_date(static_cast<int32_t>(cell.value<int64_t>(row) / 86'400'000), out);
      return Form::kQuoted;
    case Kind::kTime:
      append_time(cell.time_units(row), cell.units_per_second, out);
      return Form::kQuoted;
    case Kind::kTimestamp:
    case Kind::kTimestampTz:
      append_timestamp(cell.value<int64_t>(row), cell.units_per_second,
                       cell.kind == Kind::kTimestampTz ? Zone::kUtc : Zone::kNone, out);
      return Form::kQuoted;
    case Kind::kMonths:
    case Kind::kDayTime:
    case Kind::kMonthDayNano:
    case Kind::kDuration: {
      const CellReader::Interval span = cell.interval(row);
      append_interval(span.months, span.days, span.nanoseconds, out);
      return Form::kQuoted;
    }
    default: return append_integer(cell, row, out);
  }
}

bool is_text(Kind kind) { return kind == Kind::kText || kind == Kind::kLargeText; }

bool is_nested(Kind kind) {
  return kind >= Kind::kList && kind <= Kind::kDictionary;
}

int64_t dictionary_row(const CellReader& cell, int64_t row) {
  std::string index;
  append_integer(cell.children[0], row, index);
  int64_t out = 0;
  std::from_chars(index.data(), index.data() + index.size(), out);
  return out;
}

// The child that holds a union cell's value; null when its tag is unknown.
const CellReader* union_member(const CellReader& cell, int64_t row) {
  const int8_t tag = static_cast<const int8_t*>(cell.array->buffers[0])[row + cell.array->offset];
  for (size_t i = 0; i < cell.tags.size() && i < cell.children.size(); ++i)
    if (cell.tags[i] == tag) return &cell.children[i];
  return nullptr;
}

void append_text(const CellReader& cell, int64_t row, std::string& out, int depth);
void append_json(const CellReader& cell, int64_t row, std::string& out, int depth);

void append_json_list(const CellReader& cell, int64_t row, std::string& out, int depth) {
  const auto [first, last] = cell.items(row);
  out += '[';
  for (int64_t item = first; item < last; ++item) {
    if (item > first) out += ',';
    append_json(cell.children[0], item, out, depth);
  }
  out += ']';
}

void append_json_struct(const CellReader& cell, int64_t row, std::string& out, int depth) {
  out += '{';
  for (size_t i = 0; i < cell.children.size(); ++i) {
    if (i > 0) out += ',';
    append_json_text(cell.names[i], out);
    out += ':';
    append_json(cell.children[i], row + cell.array->offset, out, depth);
  }
  out += '}';
}

void append_json_map(const CellReader& cell, int64_t row, std::string& out, int depth) {
  const CellReader& entries = cell.children[0];
  const auto [first, last] = cell.items(row);
  out += '{';
  for (int64_t item = first; item < last; ++item) {
    if (item > first) out += ',';
    std::string key;
    const int64_t at = item + entries.array->offset;
    if (!entries.children[0].is_null(at)) append_text(entries.children[0], at, key, depth);
    append_json_text(key, out);
    out += ':';
    append_json(entries.children[1], at, out, depth);
  }
  out += '}';
}

void append_json(const CellReader& cell, int64_t row, std::string& out, int depth) {
  if (depth > kDepthMax || cell.kind == Kind::kUnknown || cell.is_null(row)) {
    out += "null";
    return;
  }
  if (is_text(cell.kind)) return append_json_text(cell.bytes(row), out);
  switch (cell.kind) {
    case Kind::kList:
    case Kind::kLargeList:
    case Kind::kFixedList: return append_json_list(cell, row, out, depth + 1);
    case Kind::kStruct: return append_json_struct(cell, row, out, depth + 1);
    case Kind::kMap: return append_json_map(cell, row, out, depth + 1);
    case Kind::kDictionary:
      return append_json(cell.children[1], dictionary_row(cell, row), out, depth + 1);
    case Kind::kSparseUnion: {
      const CellReader* member = union_member(cell, row);
      if (member != nullptr) append_json(*member, row + cell.array->offset, out, depth + 1);
      else out += "null";
      return;
    }
    default: break;
  }
  const size_t start = out.size();
  if (append_scalar(cell, row, out) == Form::kBare) return;
  out.insert(start, 1, '"');
  out += '"';
}

// For CSV and people: text as it is, nested values as JSON. The cell is not NULL.
void append_text(const CellReader& cell, int64_t row, std::string& out, int depth) {
  if (is_text(cell.kind)) out += cell.bytes(row);
  else if (cell.kind == Kind::kDictionary)
    append_text(cell.children[1], dictionary_row(cell, row), out, depth + 1);
  else if (is_nested(cell.kind) || cell.kind == Kind::kUnknown) append_json(cell, row, out, depth);
  else append_scalar(cell, row, out);
}

void append_csv_field(std::string_view text, std::string& out) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

}  // namespace

std::vector<CellReader> readers_of(const Schema& schema, const Chunk& chunk) {
  std::vector<CellReader> out;
  const ArrowArray& array = chunk.arrow();
  for (int64_t i = 0; i < array.n_children; ++i)
    out.push_back(make_reader(*schema.arrow().children[i], *array.children[i],
                              schema.columns()[static_cast<size_t>(i)].type));
  return out;
}

void append_json_value(const CellReader& cell, int64_t row, std::string& out) {
  append_json(cell, row, out, 0);
}
void append_plain_value(const CellReader& cell, int64_t row, std::string& out) {
  append_text(cell, row, out, 0);
}

void append_json_rows(const Schema& schema, const Chunk& chunk, std::string& out) {
  const std::vector<CellReader> readers = readers_of(schema, chunk);
  const int64_t first = chunk.arrow().offset;
  for (int64_t row = 0; row < chunk.rows(); ++row) {
    if (row > 0) out += ',';
    out += '[';
    for (size_t i = 0; i < readers.size(); ++i) {
      if (i > 0) out += ',';
      append_json(readers[i], first + row, out, 0);
    }
    out += ']';
  }
}

void append_ndjson_rows(const Schema& schema, const Chunk& chunk, std::string& out) {
  const std::vector<CellReader> readers = readers_of(schema, chunk);
  std::vector<std::string> keys;
  for (const Column& column : schema.columns()) {
    std::string key = keys.empty() ? "{" : ",";
    append_json_text(column.name, key);
    keys.push_back(key + ":");
  }
  const int64_t first = chunk.arrow().offset;
  for (int64_t row = 0; row < chunk.rows(); ++row) {
    if (readers.empty()) out += '{';
    for (size_t i = 0; i < readers.size(); ++i) {
      out += keys[i];
      append_json(readers[i], first + row, out, 0);
    }
    out += "}\n";
  }
}

void append_csv_header(const Schema& schema, std::string& out) {
  bool first = true;
  for (const Column& column : schema.columns()) {
    if (!first) out += ',';
    first = false;
    append_csv_field(column.name, out);
  }
  out += "\r\n";
}

void append_csv_rows(const Schema& schema, const Chunk& chunk, std::string& out) {
  const std::vector<CellReader> readers = readers_of(schema, chunk);
  const int64_t first = chunk.arrow().offset;
  std::string text;
  for (int64_t row = first; row < first + chunk.rows(); ++row) {
    for (size_t i = 0; i < readers.size(); ++i) {
      if (i > 0) out += ',';
      if (readers[i].is_null(row)) continue;
      text.clear();
      append_text(readers[i], row, text, 0);
      append_csv_field(text, out);
    }
    out += "\r\n";
  }
}

std::string cell_text(const Schema& schema, const Chunk& chunk, size_t column, int64_t row) {
  const ArrowArray& array = chunk.arrow();
  const CellReader reader = make_reader(*schema.arrow().children[column], *array.children[column],
                                        schema.columns()[column].type);
  if (reader.is_null(row + array.offset)) return "NULL";
  std::string out;
  append_text(reader, row + array.offset, out, 0);
  return out;
}

void append_json_columns(const Schema& schema, std::string& out) {
  out += '[';
  bool first = true;
  for (const Column& column : schema.columns()) {
    out += first ? "{\"name\":" : ",{\"name\":";
    first = false;
    append_json_text(column.name, out);
    out += ",\"type\":";
    append_json_text(column.type, out);
    out += '}';
  }
  out += ']';
}

}  // namespace hanse::data
