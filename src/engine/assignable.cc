// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/utf8.h"
#include "engine/types.h"

namespace hanse::engine {
namespace {

struct Whole {
  std::string_view name;
  bool is_signed;
  int bits;
  int digits;  // decimal digits that hold every value
};
constexpr auto kWhole = std::to_array<Whole>({
    {"TINYINT", true, 8, 3}, {"SMALLINT", true, 16, 5}, {"INTEGER", true, 32, 10},
    {"BIGINT", true, 64, 19}, {"HUGEINT", true, 128, 39}, {"UTINYINT", false, 8, 3},
    {"USMALLINT", false, 16, 5}, {"UINTEGER", false, 32, 10}, {"UBIGINT", false, 64, 20},
    {"UHUGEINT", false, 128, 39},
});

const Whole* whole_of(std::string_view type) {
  const auto found = std::ranges::find(kWhole, type, &Whole::name);
  return found == kWhole.end() ? nullptr : &*found;
}

bool whole_fits(const Whole& from, std::string_view to) {
  if (const Whole* target = whole_of(to)) {
    if (from.is_signed && !target->is_signed) return false;
    return from.is_signed == target->is_signed ? from.bits <= target->bits
                                               : from.bits < target->bits;
  }
  if (const auto target = decimal_of(to))
    return from.digits <= target->precision - target->scale;
  if (to == "DOUBLE") return from.bits <= 32;  // a double holds whole numbers up to 2^53
  if (to == "FLOAT") return from.bits <= 16;
  return false;
}

bool simple_fits(std::string_view from, std::string_view to) {
  constexpr auto kPairs = std::to_array<std::pair<std::string_view, std::string_view>>({
      {"FLOAT", "DOUBLE"}, {"UUID", "VARCHAR"}, {"JSON", "VARCHAR"},
      {"TIMESTAMP_S", "TIMESTAMP_MS"}, {"TIMESTAMP_S", "TIMESTAMP"}, {"TIMESTAMP_MS", "TIMESTAMP"},
  });
  if (from == "NULL") return true;
  return std::ranges::find(kPairs, std::pair(from, to)) != kPairs.end() ||
         (to == "VARCHAR" && from.starts_with("ENUM("));
}

// The parts of `STRUCT(a X, b Y)` or `MAP(X, Y)` between the outer parentheses.
std::vector<std::string_view> parts_of(std::string_view type) {
  const size_t open = type.find('(');
  const std::string_view inner = type.substr(open + 1, type.size() - open - 2);
  std::vector<std::string_view> out;
  int depth = 0;
  char mark = 0;
  size_t start = 0;
  for (size_t i = 0; i < inner.size(); ++i) {
    const char c = inner[i];
    if (mark != 0) mark = c == mark ? char{0} : mark;
    else if (c == '"' || c == '\'') mark = c;
    else if (c == '(') ++depth;
    else if (c == ')') --depth;
    else if (c == ',' && depth == 0) {
      out.push_back(trim(inner.substr(start, i - start)));
      start = i + 1;
    }
  }
  out.push_back(trim(inner.substr(start)));
  return out;
}

struct Field {
  std::string name;
  std::string_view type;
};

Field field_of(std::string_view part) {
  size_t end = part.find(' ');
  if (part.starts_with('"')) {
    end = 1;
    while (end < part.size() && (part[end] != '"' || part.substr(end, 2) == "\"\""))
      end += part[end] == '"' ? 2 : 1;
    ++end;
  }
  if (end >= part.size()) return {std::string(part), {}};
  std::string name(part.substr(0, end));
  if (!name.starts_with('"')) name = quote_identifier(name);
  return {std::move(name), trim(part.substr(end))};
}

bool nested_fits(std::string_view from, std::string_view to);

}  // namespace

std::optional<Decimal> decimal_of(std::string_view type) {
  if (!type.starts_with("DECIMAL(") || !type.ends_with(')')) return {};
  Decimal out;
  const char* end = type.data() + type.size();
  const auto first = std::from_chars(type.data() + 8, end, out.precision);
  if (first.ec != std::errc()) return {};
  if (*first.ptr == ',') std::from_chars(first.ptr + 1, end, out.scale);
  return out;
}

bool is_assignable(std::string_view from, std::string_view to) {
  if (from == to) return !from.empty();
  if (from.ends_with(']') || to.ends_with(']') || from.starts_with("STRUCT(") ||
      from.starts_with("MAP("))
    return nested_fits(from, to);
  if (const Whole* whole = whole_of(from)) return whole_fits(*whole, to);
  const auto source = decimal_of(from);
  const auto target = decimal_of(to);
  if (source && target)
    return source->scale <= target->scale &&
           source->precision - source->scale <= target->precision - target->scale;
  if (source) return to == "DOUBLE" && source->precision <= 15;
  return simple_fits(from, to);
}

namespace {

bool nested_fits(std::string_view from, std::string_view to) {
  if (from.ends_with(']') && to.ends_with(']')) {
    const size_t from_open = from.rfind('['), to_open = to.rfind('[');
    const std::string_view from_size = from.substr(from_open), to_size = to.substr(to_open);
    const bool sizes_fit = from_size == to_size || to_size == "[]";
    return sizes_fit && is_assignable(from.substr(0, from_open), to.substr(0, to_open));
  }
  const bool maps = from.starts_with("MAP(") && to.starts_with("MAP(");
  const bool structs = from.starts_with("STRUCT(") && to.starts_with("STRUCT(");
  if (!maps && !structs) return false;
  const auto left = parts_of(from), right = parts_of(to);
  if (left.size() != right.size()) return false;
  for (size_t i = 0; i < left.size(); ++i) {
    if (maps && !is_assignable(left[i], right[i])) return false;
    if (maps) continue;
    const Field left_field = field_of(left[i]), right_field = field_of(right[i]);
    if (left_field.name != right_field.name || !is_assignable(left_field.type, right_field.type))
      return false;
  }
  return true;
}

}  // namespace

}  // namespace hanse::engine
