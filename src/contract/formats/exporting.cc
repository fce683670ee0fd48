// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/exporting.h"

#include <algorithm>
#include <cmath>

#include "spec/scalar.h"

namespace hanse::contract {
namespace {

constexpr double kExactMax = 9007199254740992.0;  // 2^53: whole numbers below are exact
constexpr size_t kMadeNameBytesMax = 200;

}  // namespace

Json json_number(double value) {
  if (std::floor(value) == value && std::abs(value) < kExactMax)
    return Json(static_cast<int64_t>(value));
  return Json(value);
}

Json enum_json(const spec::Property& property, const std::string& value) {
  switch (property.logical_type) {
    case spec::LogicalType::kInteger:
      if (const auto number = spec::integer_of(value)) return Json(*number);
      return Json(value);
    case spec::LogicalType::kNumber:
      if (const auto number = spec::number_of(value); number && std::isfinite(*number))
        return json_number(*number);
      return Json(value);
    case spec::LogicalType::kBoolean:
      if (value == "true" || value == "false") return Json(value == "true");
      return Json(value);
    default:
      return Json(value);
  }
}

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (!control)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  // The line ends of Unicode, which some readers take for one: U+0085, U+2028, U+2029.
  for (std::string_view end : {"\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    for (size_t at = 0; (at = out.find(end, at)) != std::string::npos;)
      out.replace(at, end.size(), " ");
  return out;
}

std::string NameMaker::make(std::string_view text) {
  std::string name;
  for (const char c : text.substr(0, kMadeNameBytesMax)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    const bool digit = c >= '0' && c <= '9';
    if (name.empty() && digit) name = "_";
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) name += letter || digit ? c : '_';
  }
  if (name.empty()) name = "_";
  std::string made = name;
  for (int i = 2; !taken_.insert(made).second; ++i) made = fmt::format("{}_{}", name, i);
  return made;
}

void lose_time_bounds(const spec::Property& property, const std::string& place, Losses& losses) {
  const auto& options = property.options;
  const std::pair<std::string_view, const std::string&> bounds[] = {
      {"minimum", options.minimum_text},
      {"maximum", options.maximum_text},
      {"exclusiveMinimum", options.exclusive_minimum_text},
      {"exclusiveMaximum", options.exclusive_maximum_text}};
  for (const auto& [field, bound] : bounds)
    if (!bound.empty())
      losses.add(place, fmt::format("logicalTypeOptions.{}", field),
                 "it has no bounds of dates and times", property.span);
}

Status need_tables(const spec::DataContract& contract) {
  for (const spec::SchemaObject& table : contract.schema)
    if (!table.properties.empty()) return {};
  return fail(ErrorCode::kInvalidArgument, "the contract has no table with columns",
              "state `schema` with `properties`");
}

std::string stem_of(std::string_view path) {
  std::string_view name = path.substr(path.find_last_of('/') + 1);
  name = name.substr(0, name.find('.', 1));
  return name.empty() || name == "standard input" ? "contract" : std::string(name);
}

}  // namespace hanse::contract
