// SPDX-License-Identifier: Apache-2.0
#include "source/convert.h"

#include <algorithm>

#include "base/utf8.h"
#include "engine/plain_values.h"
#include "engine/types.h"
#include "source/date_format.h"

namespace hanse::source {
namespace {

bool is_whole(std::string_view type) {
  return type.ends_with("INT") || type == "INTEGER" || type == "UINTEGER";
}

Conversion by_cast(const std::string& value, const std::string& type) {
  return {fmt::format("CAST({} AS {})", value, type),
          fmt::format("TRY_CAST({} AS {})", value, type)};
}

// The engine's casts round and cut: text that is not of the stated form is turned into text that no
// cast accepts.
Conversion by_pattern(const std::string& text, const std::string& type, std::string_view pattern) {
  const std::string checked =
      fmt::format("CASE WHEN regexp_full_match({0}, {1}) THEN {0} ELSE 'unexpected: ' || {0} END",
                  text, quote_literal(pattern));
  return by_cast(checked, type);
}

// The same for types whose own text is one of that form. What is written as the engine writes it
// needs no second look, which is a third of the time; `own` tells apart words such as `infinity`.
// A function of engine/plain_values.h takes a third of that again; no part of what it leaves may
// stand twice there, or the engine computes that for all rows.
Conversion by_own_text(const std::string& text, const std::string& type, std::string_view pattern,
                       const std::string& own, std::string_view plain) {
  Conversion out = by_pattern(text, type, pattern);
  if (!plain.empty())
    out.lenient =
        fmt::format("coalesce({3}({0}), CASE WHEN regexp_full_match({0}, {2}) THEN TRY_CAST({0} AS "
                    "{1}) END)",
                    text, type, quote_literal(pattern), plain);
  else
    out.lenient = fmt::format(
        "CASE WHEN ({3}CAST(TRY_CAST({0} AS {1}) AS VARCHAR) = {0}) OR regexp_full_match({0}, {2}) "
        "THEN TRY_CAST({0} AS {1}) END",
        text, type, quote_literal(pattern), own);
  return out;
}

int scale_of(std::string_view decimal) {
  return engine::decimal_of(decimal).value_or(engine::Decimal()).scale;
}

std::string zone_of(const spec::Property& property) {
  return quote_literal(property.options.time_zone.empty() ? "UTC" : property.options.time_zone);
}

// A timestamp in text: with an offset it is exact, without one it is in the stated zone.
Conversion timestamp_text(const spec::Property& property, const std::string& type,
                          const std::string& text) {
  constexpr std::string_view kShape =
      R"([+-]?\d{4,6}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)";
  const std::string offset = R"(([zZ]|[+-]\d{2}(:?\d{2})?))";
  const std::string any = fmt::format("{} ?{}?)?", kShape, offset);
  if (type != "TIMESTAMP WITH TIME ZONE") return by_pattern(text, type, std::string(kShape) + ")?");
  const std::string with_offset = fmt::format("{} ?{})", kShape, offset);
  const std::string is_exact =
      fmt::format("regexp_full_match({}, {})", text, quote_literal(with_offset));
  const Conversion exact = by_pattern(text, type, any);
  const Conversion local = by_pattern(text, "TIMESTAMP", any);
  const auto choose = [&](const std::string& yes, const std::string& no) {
    return fmt::format("CASE WHEN {} THEN {} ELSE timezone({}, {}) END", is_exact, yes,
                       zone_of(property), no);
  };
  return {choose(exact.strict, local.strict), choose(exact.lenient, local.lenient)};
}

Result<Conversion> formatted(const spec::Property& property, const std::string& type,
                             const std::string& text) {
  HANSE_TRY(const ParseFormat format, parse_format_of(property.options.format));
  const bool zoned = type == "TIMESTAMP WITH TIME ZONE";
  if (format.has_offset && !zoned)
    return fail(ErrorCode::kUnsupported,
                fmt::format("format `{}` has an offset, which the type `{}` of `{}` cannot keep",
                            property.options.format, type, property.name));
  std::string formats = quote_literal(format.strptime);
  if (!format.zulu.empty()) formats = fmt::format("[{}, {}]", formats, quote_literal(format.zulu));
  const auto with = [&](std::string_view function) {
    const std::string parsed = fmt::format("{}({}, {})", function, text, formats);
    if (!zoned) return fmt::format("CAST({} AS {})", parsed, type);
    return format.has_offset ? parsed : fmt::format("timezone({}, {})", zone_of(property), parsed);
  };
  return Conversion{with("strptime"), with("try_strptime")};
}

}  // namespace

Result<Conversion> conversion_of(const spec::Property& property, const std::string& type,
                                 const std::string& text, RunsOn runs_on) {
  const bool is_plain = runs_on == RunsOn::kPlainFunctions;
  if (type == "VARCHAR") return Conversion{text, text};
  const bool temporal = type == "DATE" || type == "TIME" || type.starts_with("TIMESTAMP");
  if (temporal && !property.options.format.empty()) return formatted(property, type, text);
  if (is_whole(type))
    return by_own_text(text, type, R"([+-]?\d{1,39})", "",
                       is_plain && type == "BIGINT" ? engine::kPlainWhole : "");
  if (type.starts_with("DECIMAL("))
    return by_pattern(text, type, fmt::format(R"([+-]?(\d+(\.\d{{0,{0}}}0*)?|\.\d{{1,{1}}}0*))",
                                              scale_of(type), std::max(scale_of(type), 1)));
  if (type == "DATE")
    return by_own_text(text, type, R"([+-]?\d{4,6}-\d{2}-\d{2})",
                       fmt::format("strlen({}) = 10 AND ", text),
                       is_plain ? engine::kPlainDay : "");
  if (type == "TIME") return by_pattern(text, type, R"(\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?)");
  if (temporal) return timestamp_text(property, type, text);
  if (type == "BLOB")
    return Conversion{fmt::format("from_base64({})", text),
                      fmt::format("TRY(from_base64({}))", text)};
  Conversion out = by_cast(text, type);
  if (is_plain && type == "DOUBLE")
    out.lenient = fmt::format("coalesce({}({}), {})", engine::kPlainNumber, text, out.lenient);
  return out;
}

Conversion exact_number_of(const std::string& type, const std::string& text) {
  const std::string pattern = fmt::format(R"(-?[0.]*(\d\.?){{0,{}}}0*(\.0*)?|NaN|-?Infinity)",
                                          type == "FLOAT" ? 6 : 15);
  // What is too large or too small would become infinite, or 0.
  const std::string checked = fmt::format(
      "CASE WHEN regexp_full_match({0}, {1}) AND (NOT isinf(TRY_CAST({0} AS {2})) OR {0} LIKE "
      "'%y') AND (TRY_CAST({0} AS {2}) <> 0 OR {0} NOT SIMILAR TO '.*[1-9].*') THEN {0} ELSE "
      "'unexpected: ' || {0} END",
      text, quote_literal(pattern), type);
  return by_cast(checked, type);
}

Result<Conversion> typed_conversion_of(const spec::Property& property, const std::string& from,
                                       const std::string& type, const std::string& value) {
  if (from == type) return Conversion{value, value};
  if (from == "VARCHAR") return conversion_of(property, type, value);
  if (engine::is_assignable(from, type) || (is_whole(from) && is_whole(type)))
    return by_cast(value, type);
  const bool decimals = from.starts_with("DECIMAL(") && type.starts_with("DECIMAL(");
  if (decimals && scale_of(from) <= scale_of(type)) return by_cast(value, type);
  if (from.starts_with("TIMESTAMP") && from != "TIMESTAMP_NS" && !from.ends_with("ZONE") &&
      type == "TIMESTAMP WITH TIME ZONE" && !property.options.time_zone.empty()) {
    const std::string zoned =
        fmt::format("timezone({}, CAST({} AS TIMESTAMP))", zone_of(property), value);
    return Conversion{zoned, zoned};
  }
  return fail(
      ErrorCode::kDataError,
      fmt::format("the column `{}` has the type `{}` in the file, which does not go into `{}` "
                  "without loss",
                  property.name, from, type));
}

std::vector<std::string> missing_words(const spec::Property& property) {
  std::vector<std::string> out;
  for (const spec::QualityRule& rule : property.quality)
    for (const Json& word : rule.arguments["missingValues"].items()) {
      if (word.is_null()) continue;  // NULL is missing anyway
      std::string text = word.is_string() ? std::string(word.as_string()) : word.dump();
      if (std::ranges::find(out, text) == out.end()) out.push_back(std::move(text));
    }
  return out;
}

}  // namespace hanse::source
