// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <vector>

#include "data/encode.h"
#include "server/pgwire/values.h"
#include "server/pgwire/wire.h"

namespace hanse::server::pgwire {
namespace {

using Kind = data::CellReader::Kind;

void append_instant(int64_t microseconds, std::string& out) {
  if (microseconds == INT64_MAX) return append_big(INT64_MAX, out);
  if (microseconds == -INT64_MAX) return append_big(INT64_MIN, out);
  append_big(microseconds - kEpochMicroseconds, out);
}

void append_date(int32_t days, std::string& out) {
  if (days == INT32_MAX) return append_big(INT32_MAX, out);
  if (days == -INT32_MAX) return append_big(INT32_MIN, out);
  append_big(static_cast<int32_t>(days - kEpochDays), out);
}

// Digits to the base of 10,000: their number, the weight of the first, sign, scale, digits.
void append_numeric(std::string_view text, std::string& out) {
  constexpr int16_t kNegative = 0x4000;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  std::string whole(text.substr(0, point));
  std::string fraction(point == text.npos ? std::string_view() : text.substr(point + 1));
  const auto scale = static_cast<int16_t>(fraction.size());
  while (whole.size() % 4 != 0) whole.insert(0, 1, '0');
  while (fraction.size() % 4 != 0) fraction += '0';
  std::vector<int16_t> digits;
  const std::string all = whole + fraction;
  for (size_t i = 0; i < all.size(); i += 4) {
    int16_t digit = 0;
    for (size_t k = i; k < i + 4; ++k) digit = static_cast<int16_t>(digit * 10 + (all[k] - '0'));
    digits.push_back(digit);
  }
  auto weight = static_cast<int16_t>(static_cast<int>(whole.size() / 4) - 1);
  size_t first = 0;
  while (first < digits.size() && digits[first] == 0) ++first, --weight;
  while (digits.size() > first && digits.back() == 0) digits.pop_back();
  const bool zero = first == digits.size();
  append_big(static_cast<int16_t>(digits.size() - first), out);
  append_big(zero ? int16_t{0} : weight, out);
  append_big(negative && !zero ? kNegative : int16_t{0}, out);
  append_big(scale, out);
  for (size_t i = first; i < digits.size(); ++i) append_big(digits[i], out);
}

void append_uuid(std::string_view text, std::string& out) {
  int nibble = -1;
  for (const char c : text) {
    if (c == '-') continue;
    const int value = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    if (nibble < 0)
      nibble = value;
    else
      out += static_cast<char>(nibble << 4 | value), nibble = -1;
  }
}

void append_bits(std::string_view text, std::string& out) {
  append_big(static_cast<int32_t>(text.size()), out);
  for (size_t i = 0; i < text.size(); i += 8) {
    int byte = 0;
    for (size_t k = 0; k < 8; ++k)
      byte = byte << 1 | (i + k < text.size() && text[i + k] == '1' ? 1 : 0);
    out += static_cast<char>(byte);
  }
}

void append_array(const PgType& type, const data::CellReader& cell, int64_t row, std::string& out) {
  PgType element;
  element.codec = type.element;
  const auto [first, last] = cell.items(row);
  const data::CellReader& values = cell.children[0];
  bool has_null = false;
  for (int64_t item = first; item < last; ++item) has_null = has_null || values.is_null(item);
  append_big(int32_t{first < last ? 1 : 0}, out);
  append_big(int32_t{has_null ? 1 : 0}, out);
  append_big(type.element_oid, out);
  if (first == last) return;
  append_big(static_cast<int32_t>(last - first), out);
  append_big(int32_t{1}, out);  // the lower bound
  std::string value;
  for (int64_t item = first; item < last; ++item) {
    if (values.is_null(item)) {
      append_big(int32_t{-1}, out);
      continue;
    }
    value.clear();
    append_binary_value(element, values, item, value);
    append_big(static_cast<int32_t>(value.size()), out);
    out += value;
  }
}

}  // namespace

void append_binary_value(const PgType& type, const data::CellReader& cell, int64_t row,
                         std::string& out) {
  const auto plain = [&] {
    std::string text;
    data::append_plain_value(cell, row, text);
    return text;
  };
  switch (type.codec) {
    case Codec::kBool:
      out += static_cast<char>(cell.boolean(row));
      return;
    case Codec::kInt2:
      return append_big(static_cast<int16_t>(cell.integer(row)), out);
    case Codec::kInt4:
      return append_big(static_cast<int32_t>(cell.integer(row)), out);
    case Codec::kInt8:
      return append_big(cell.integer(row), out);
    case Codec::kFloat4:
      return append_big(std::bit_cast<uint32_t>(cell.value<float>(row)), out);
    case Codec::kFloat8:
      return append_big(std::bit_cast<uint64_t>(cell.value<double>(row)), out);
    case Codec::kNumeric:
      if (cell.kind == Kind::kUint64)
        return append_numeric(std::to_string(cell.value<uint64_t>(row)), out);
      return append_numeric(plain(), out);
    case Codec::kBytea:
      return void(out += cell.bytes(row));
    case Codec::kDate:
      if (cell.kind == Kind::kDate) return append_date(cell.value<int32_t>(row), out);
      return append_date(static_cast<int32_t>(cell.value<int64_t>(row) / 86'400'000), out);
    case Codec::kTime:
      return append_big(microseconds_of(cell, row), out);
    case Codec::kTimestamp:
    case Codec::kTimestampTz:
      return append_instant(microseconds_of(cell, row), out);
    case Codec::kInterval: {
      const data::CellReader::Interval span = cell.interval(row);
      append_big(span.nanoseconds / 1'000, out);
      append_big(span.days, out);
      return append_big(span.months, out);
    }
    case Codec::kUuid:
      return append_uuid(plain(), out);
    case Codec::kVarbit:
      return append_bits(plain(), out);
    case Codec::kArray:
      return append_array(type, cell, row, out);
    case Codec::kText:
    case Codec::kJson:
      return append_text_value(type, cell, row, out);
  }
}

}  // namespace hanse::server::pgwire
