// SPDX-License-Identifier: Apache-2.0
#include "source/nested.h"

#include "base/utf8.h"
#include "source/column_type.h"

namespace hanse::source {
namespace {

Result<std::string> strict_of(const spec::Property& property, const std::string& text, int depth);

// A member's place as a JSON pointer, as a SQL literal.
std::string pointer_to(std::string_view name) {
  std::string out = "/";
  for (const char c : name) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return quote_literal(out);
}

Result<std::string> object_of(const spec::Property& property, const std::string& value, int depth) {
  std::string fields;
  for (const spec::Property& field : property.properties) {
    const std::string& name = field.physical_name.empty() ? field.name : field.physical_name;
    const std::string member = fmt::format("json_extract_string({}, {})", value, pointer_to(name));
    HANSE_TRY(const std::string inner, strict_of(field, member, depth + 1));
    fields += (fields.empty() ? "" : ", ") + quote_identifier(field.name) + " := " + inner;
  }
  return "struct_pack(" + fields + ")";
}

Result<std::string> array_of(const spec::Property& property, const std::string& value, int depth) {
  const std::string item = fmt::format("i{}", depth);
  HANSE_TRY(const std::string inner,
            strict_of(property.items.front(), fmt::format("({} ->> '$')", item), depth + 1));
  return fmt::format("list_transform(CAST(CAST({} AS JSON) AS JSON[]), lambda {}: {})", value, item,
                     inner);
}

Result<std::string> map_of(const spec::Property& property, const std::string& value, int depth) {
  const std::string key = fmt::format("k{}", depth);
  const std::string member = fmt::format(
      "json_extract_string({}, '/' || replace(replace({}, '~', '~0'), '/', '~1'))", value, key);
  HANSE_TRY(const std::string keys, strict_of(property.map_key.front(), key, depth + 1));
  HANSE_TRY(const std::string values, strict_of(property.map_value.front(), member, depth + 1));
  return fmt::format(
      "map_from_entries(list_transform(json_keys({}), lambda {}: struct_pack(k := {}, v := {})))",
      value, key, keys, values);
}

Result<std::string> strict_of(const spec::Property& property, const std::string& text, int depth) {
  if (depth > kNestingMax)
    return fail(ErrorCode::kUnsupported, fmt::format("the column `{}` nests deeper than {} levels",
                                                     property.name, kNestingMax));
  HANSE_TRY(const std::string type, column_type(property));
  // The text is bound once by a lambda: conversions name it several times, and would grow the
  // statement with the power of the depth.
  const std::string value = fmt::format("v{}", depth);
  std::string body;
  if (property.logical_type == spec::LogicalType::kObject) {
    HANSE_TRY(body, object_of(property, value, depth));
  } else if (property.logical_type == spec::LogicalType::kArray) {
    HANSE_TRY(body, array_of(property, value, depth));
  } else if (property.logical_type == spec::LogicalType::kMap) {
    HANSE_TRY(body, map_of(property, value, depth));
  } else {
    HANSE_TRY(const Conversion scalar, conversion_of(property, type, value));
    return fmt::format("list_transform([{}], lambda {}: {})[1]", text, value, scalar.strict);
  }
  const bool is_array = property.logical_type == spec::LogicalType::kArray;
  return fmt::format(
      "list_transform([{0}], lambda {1}: CASE WHEN {1} IS NULL THEN NULL WHEN json_type({1}) = {2} "
      "THEN {3} ELSE CAST('unexpected: ' || {1} AS {4}) END)[1]",
      text, value, is_array ? "'ARRAY'" : "'OBJECT'", body, type);
}

}  // namespace

Result<Conversion> nested_conversion_of(const spec::Property& property, const std::string& text) {
  HANSE_TRY(std::string strict, strict_of(property, text, 0));
  return Conversion{strict, "TRY(" + strict + ")"};
}

}  // namespace hanse::source
