// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <charconv>
#include <cmath>

#include "base/digest.h"
#include "base/utf8.h"
#include "data/encode.h"
#include "data/scalar_text.h"
#include "server/pgwire/values.h"

namespace hanse::server::pgwire {
namespace {

using Kind = data::CellReader::Kind;

constexpr int64_t kPerSecond = 1'000'000;
constexpr int64_t kPerDay = 86'400 * kPerSecond;

void append_clock(int64_t microseconds, std::string& out) {
  data::append_time(microseconds, kPerSecond, out);
  if (microseconds % kPerSecond == 0) return;
  while (out.back() == '0') out.pop_back();
}

// PostgreSQL counts years before the first one backwards, and gives later ones no sign.
// True when " BC" must follow.
bool append_day(int32_t days, std::string& out) {
  constexpr int32_t kFirst = -719'162, kLast = 2'932'896;  // 0001-01-01, 9999-12-31
  if (days >= kFirst && days <= kLast) {
    data::append_date(days, out);
    return false;
  }
  std::string text;
  data::append_date(days, text);
  if (text.find("inf") != std::string::npos) {
    out += text;
    return false;
  }
  if (text[0] == '+') {
    out += text.substr(1);
    return false;
  }
  const bool negative = text[0] == '-';
  const size_t dash = text.find('-', negative ? 1 : 0);
  int64_t year = 0;
  std::from_chars(text.data() + (negative ? 1 : 0), text.data() + dash, year);
  out += fmt::format("{:04}", year + 1);
  out += text.substr(dash);
  return true;
}

void append_instant(int64_t microseconds, std::string_view zone, std::string& out) {
  if (microseconds == INT64_MAX || microseconds == -INT64_MAX) {
    out += microseconds > 0 ? "infinity" : "-infinity";
    return;
  }
  int64_t days = microseconds / kPerDay;
  if (microseconds % kPerDay < 0) --days;
  const bool before = append_day(static_cast<int32_t>(days), out);
  out += ' ';
  append_clock(microseconds - days * kPerDay, out);
  out += zone;
  if (before) out += " BC";
}

// A value of at most four decimal places, of no more digits than always tell floats apart: then no
// other text as short reads back as the same. False, and nothing is written, for any other.
template <typename T>
bool append_few_places(T value, std::string& out) {
  constexpr T kScale = 10'000, kMost = sizeof(T) == sizeof(double) ? 1e15 : 1e6F;
  const T scaled = value * kScale;
  if (!(std::abs(scaled) < kMost) || value == 0) return false;
  const auto count = static_cast<int64_t>(std::lrint(scaled));
  if (static_cast<T>(count) / kScale != value) return false;
  if (count < 0) out += '-';
  const auto size = static_cast<uint64_t>(std::abs(count));
  data::append_number(size / 10'000, out);
  auto places = static_cast<uint32_t>(size % 10'000);
  if (places == 0) return true;
  char text[] = ".0000";
  for (char* digit = text + 4; digit > text; --digit, places /= 10)
    *digit = static_cast<char>('0' + places % 10);
  size_t length = 5;
  while (text[length - 1] == '0') --length;
  out.append(text, length);
  return true;
}

// The shortest digits that read back as the same, in PostgreSQL's layout: an exponent from
// `exponent_from` on and below -4.
template <typename T>
void append_float(T value, int exponent_from, std::string& out) {
  if (std::isnan(value)) return void(out += "NaN");
  if (std::isinf(value)) return void(out += value > 0 ? "Infinity" : "-Infinity");
  if (append_few_places(value, out)) return;
  std::array<char, 40> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific)
                       .ptr;
  std::string_view text(buffer.data(), static_cast<size_t>(end - buffer.data()));
  const size_t e = text.find('e');
  int exponent = 0;
  std::from_chars(text.data() + e + (text[e + 1] == '+' ? 2 : 1), end, exponent);
  if (exponent < -4 || exponent >= exponent_from) {
    out += text;
    return;
  }
  if (text[0] == '-') out += '-', text.remove_prefix(1);
  // One digit before the point, the others after it.
  const size_t letter = text.find('e');
  const std::string_view others = letter > 2 ? text.substr(2, letter - 2) : std::string_view();
  if (exponent < 0) {
    out += "0.";
    out.append(static_cast<size_t>(-exponent - 1), '0');
    out += text[0];
    out += others;
    return;
  }
  const auto before = static_cast<size_t>(exponent);  // of the others, those before the point
  out += text[0];
  if (others.size() <= before) {
    out += others;
    out.append(before - others.size(), '0');
  } else {
    out += others.substr(0, before);
    out += '.';
    out += others.substr(before);
  }
}

void append_interval(const data::CellReader::Interval& span, std::string& out) {
  const int64_t microseconds = span.nanoseconds / 1'000;
  const size_t start = out.size();
  bool after_negative = false;
  const auto part = [&](int64_t value, std::string_view unit) {
    if (value == 0) return;
    if (out.size() > start) out += ' ';
    if (after_negative && value > 0) out += '+';
    data::append_number(value, out);
    out += ' ';
    out += unit;
    if (value != 1) out += 's';
    after_negative = value < 0;
  };
  part(span.months / 12, "year");
  part(span.months % 12, "mon");
  part(span.days, "day");
  if (microseconds == 0 && out.size() > start) return;
  if (out.size() > start) out += ' ';
  if (microseconds < 0)
    out += '-';
  else if (after_negative)
    out += '+';
  append_clock(std::abs(microseconds), out);
}

void append_numeric(const data::CellReader& cell, int64_t row, std::string& out) {
  if (cell.kind == Kind::kUint64) return data::append_number(cell.value<uint64_t>(row), out);
  data::append_plain_value(cell, row, out);
}

void append_array(const PgType& type, const data::CellReader& cell, int64_t row, std::string& out) {
  PgType element;
  element.codec = type.element;
  const auto [first, last] = cell.items(row);
  const data::CellReader& values = cell.children[0];
  out += '{';
  std::string text;
  for (int64_t item = first; item < last; ++item) {
    if (item > first) out += ',';
    if (values.is_null(item)) {
      out += "NULL";
      continue;
    }
    text.clear();
    append_text_value(element, values, item, text);
    const bool quoted = text.empty() || equal_ignoring_case(text, "null") ||
                        text.find_first_of("{},\"\\ \t\n\r\v\f") != std::string::npos;
    if (!quoted) {
      out += text;
      continue;
    }
    out += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  out += '}';
}

}  // namespace

int64_t microseconds_of(const data::CellReader& cell, int64_t row) {
  const int64_t units = cell.time_units(row);
  if (cell.units_per_second == kPerSecond || units == INT64_MAX || units == -INT64_MAX)
    return units;
  if (cell.units_per_second < kPerSecond) return units * (kPerSecond / cell.units_per_second);
  const int64_t by = cell.units_per_second / kPerSecond;
  return units / by - (units % by < 0 ? 1 : 0);
}

void append_text_value(const PgType& type, const data::CellReader& cell, int64_t row,
                       std::string& out) {
  switch (type.codec) {
    case Codec::kBool:
      out += cell.boolean(row) ? 't' : 'f';
      return;
    case Codec::kInt2:
    case Codec::kInt4:
    case Codec::kInt8:
      return data::append_number(cell.integer(row), out);
    case Codec::kFloat4:
      return append_float(cell.value<float>(row), 6, out);
    case Codec::kFloat8:
      return append_float(cell.value<double>(row), 15, out);
    case Codec::kNumeric:
      return append_numeric(cell, row, out);
    case Codec::kBytea:
      return void(out += "\\x" + to_hex(cell.bytes(row)));
    case Codec::kDate:
      if (cell.kind != Kind::kDate) return data::append_plain_value(cell, row, out);
      if (append_day(cell.value<int32_t>(row), out)) out += " BC";
      return;
    case Codec::kTime:
      return append_clock(microseconds_of(cell, row), out);
    case Codec::kTimestamp:
      return append_instant(microseconds_of(cell, row), "", out);
    case Codec::kTimestampTz:
      return append_instant(microseconds_of(cell, row), "+00", out);
    case Codec::kInterval:
      return append_interval(cell.interval(row), out);
    case Codec::kArray:
      return append_array(type, cell, row, out);
    case Codec::kJson:
      if (cell.kind == Kind::kText || cell.kind == Kind::kLargeText)
        return void(out += cell.bytes(row));
      return data::append_json_value(cell, row, out);
    case Codec::kText:
      if (cell.kind == Kind::kText) return void(out += cell.bytes(row));
      return data::append_plain_value(cell, row, out);
    case Codec::kUuid:
    case Codec::kVarbit:
      return data::append_plain_value(cell, row, out);
  }
}

}  // namespace hanse::server::pgwire
