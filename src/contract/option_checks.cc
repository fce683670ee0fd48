// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/utf8.h"
#include "contract/ecma_pattern.h"
#include "contract/make_checks.h"
#include "engine/plain_values.h"
#include "source/convert.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

// The options of one place, in the order of the standard.
class OptionChecks {
 public:
  OptionChecks(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out)
      : place_(place), table_(table), options_(place.property->options), out_(out) {}

  void run() {
    lengths();
    switch (place_.property->logical_type) {
      case LogicalType::kInteger:
      case LogicalType::kNumber:
        return numbers();
      case LogicalType::kDate:
      case LogicalType::kTime:
      case LogicalType::kTimestamp:
        return times();
      case LogicalType::kObject:
        return members();
      case LogicalType::kArray:
        return items();
      case LogicalType::kVector:
        return dimensions();
      default:
        return;
    }
  }

 private:
  Check& add(std::string key, const char* code, std::string text, const std::string& breaks) {
    Check check = check_at(place_, table_, std::move(key));
    check.code = code;
    check.dimension = "conformity";
    check.text = fmt::format("`{}` {}", place_.path, text);
    check.breaks = place_.row_where(breaks);
    check.shown = place_.row_shown(breaks, place_.text);
    out_.push_back(std::move(check));
    return out_.back();
  }

  void lengths() {
    if (place_.property->logical_type != LogicalType::kString) return;
    const std::string length = place_.type == "BLOB"
                                   ? fmt::format("octet_length({})", place_.value)
                                   : fmt::format("length(CAST({} AS VARCHAR))", place_.value);
    const std::string_view count = place_.has_plain_functions ? engine::kPlainLength : "length";
    const std::string size =
        place_.type == "VARCHAR" ? fmt::format("{}({})", count, place_.value) : length;
    if (options_.min_length)
      add("minLength", "HNS-C011", fmt::format("has at least {} characters", *options_.min_length),
          fmt::format("{} < {}", size, *options_.min_length));
    if (options_.max_length)
      add("maxLength", "HNS-C011", fmt::format("has at most {} characters", *options_.max_length),
          fmt::format("{} > {}", size, *options_.max_length));
    if (!options_.pattern.empty()) pattern();
    if (!options_.format.empty()) format();
  }

  void match(Check& check, const Result<std::string>& matcher) {
    if (!matcher) {
      check.measure = Measure::kNotRun;
      check.reason = matcher.error().message;
      return;
    }
    const std::string text =
        place_.type == "VARCHAR" ? place_.value : fmt::format("CAST({} AS VARCHAR)", place_.value);
    const std::string breaks = "NOT " + matches(place_, text, *matcher);
    check.breaks = place_.row_where(breaks);
    check.shown = place_.row_shown(breaks, place_.text);
    if (std::string trial = trial_of(place_, *matcher); !trial.empty())
      check.constants = {std::move(trial)};
  }

  void pattern() {
    match(add("pattern", "HNS-C013", fmt::format("matches `{}`", options_.pattern), "false"),
          matcher_of(options_.pattern));
  }

  void format() {
    const auto matcher = matcher_of_format(options_.format);
    if (matcher && matcher->empty()) return;  // it promises nothing of the text
    match(add("format", "HNS-C014", fmt::format("is of the format {}", options_.format), "false"),
          matcher);
  }

  void bound(std::string_view key, std::string_view words, std::string_view comparison,
             const std::string& limit, std::string_view shown, std::vector<std::string> constants) {
    const bool is_real = place_.type == "DOUBLE" || place_.type == "FLOAT";
    std::string breaks = fmt::format("{} {} {}", place_.value, comparison, limit);
    // What is no number is above all numbers to the engine.
    if (is_real && comparison.starts_with('<'))
      breaks = fmt::format("({} OR {} > CAST('infinity' AS {}))", breaks, place_.value,
                           place_.type);
    Check& check = add(std::string(key), "HNS-C012", fmt::format("is {} {}", words, shown), breaks);
    check.constants = std::move(constants);
  }

  void numbers() {
    const auto add_bound = [&](std::string_view key, std::string_view words,
                               std::string_view comparison, const std::optional<double>& limit) {
      if (limit)
        bound(key, words, comparison, fmt::format("({})", number_text(*limit)), number_text(*limit),
              {});
    };
    add_bound("minimum", "at least", "<", options_.minimum);
    add_bound("maximum", "at most", ">", options_.maximum);
    add_bound("exclusiveMinimum", "above", "<=", options_.exclusive_minimum);
    add_bound("exclusiveMaximum", "below", ">=", options_.exclusive_maximum);
    if (options_.multiple_of) multiple();
    if (!options_.format.empty()) number_format();
  }

  void multiple() {
    const std::string step = number_text(*options_.multiple_of);
    const bool is_real =
        place_.type == "DOUBLE" || place_.type == "FLOAT" || step.find('e') != std::string::npos;
    // A double holds few decimal fractions: what is within its own precision counts as a multiple.
    const std::string breaks =
        is_real ? fmt::format(
                      "NOT coalesce(abs(CAST({0} AS DOUBLE) / {1} - round(CAST({0} AS "
                      "DOUBLE) / {1})) <= 1e-9 * greatest(1, abs(CAST({0} AS DOUBLE) / "
                      "{1})), {0} IS NULL)",
                      place_.value, step)
                : fmt::format("{} % {} <> 0", place_.value, step);
    add("multipleOf", "HNS-C015", fmt::format("is a multiple of {}", step), breaks);
  }

  void number_format() {
    struct Range {
      std::string_view format, low, high;
    };
    constexpr Range kRanges[] = {{"i8", "-128", "127"},
                                 {"i16", "-32768", "32767"},
                                 {"i32", "-2147483648", "2147483647"},
                                 {"i64", "-9223372036854775808", "9223372036854775807"},
                                 {"u8", "0", "255"},
                                 {"u16", "0", "65535"},
                                 {"u32", "0", "4294967295"},
                                 {"u64", "0", "18446744073709551615"},
                                 {"u128", "0", "340282366920938463463374607431768211455"},
                                 {"f32", "-3.4028234663852886e38", "3.4028234663852886e38"}};
    const auto range = std::ranges::find(kRanges, options_.format, &Range::format);
    if (range == std::end(kRanges)) return;  // i128 and f64 hold all that is read
    add("format", "HNS-C014", fmt::format("is of the format {}", options_.format),
        fmt::format("NOT ({} BETWEEN {} AND {})", place_.value, range->low, range->high));
  }

  void times() {
    const auto add_bound = [&](std::string_view key, std::string_view words,
                               std::string_view comparison, const std::string& text) {
      if (text.empty()) return;
      const auto limit = source::conversion_of(*place_.property, place_.type, quote_literal(text));
      const std::string sql = limit ? limit->lenient : "NULL";
      bound(key, words, comparison, fmt::format("({})", sql), text, {sql});
    };
    add_bound("minimum", "not before", "<", options_.minimum_text);
    add_bound("maximum", "not after", ">", options_.maximum_text);
    add_bound("exclusiveMinimum", "after", "<=", options_.exclusive_minimum_text);
    add_bound("exclusiveMaximum", "before", ">=", options_.exclusive_maximum_text);
  }

  void items() {
    const bool is_json = !place_.json.empty();
    const std::string size =
        fmt::format("{}({})", is_json ? "json_array_length" : "len", place_.value);
    if (options_.min_items)
      add("minItems", "HNS-C016", fmt::format("has at least {} items", *options_.min_items),
          fmt::format("{} < {}", size, *options_.min_items));
    if (options_.max_items)
      add("maxItems", "HNS-C016", fmt::format("has at most {} items", *options_.max_items),
          fmt::format("{} > {}", size, *options_.max_items));
    if (!options_.unique_items) return;
    const std::string list =
        is_json ? fmt::format("CAST({} AS VARCHAR[])", place_.value) : place_.value;
    // NULLs are items too: two of them are no unique ones.
    add("uniqueItems", "HNS-C016", "has no item twice",
        fmt::format("len({0}) > list_unique({0}) + CAST(len(list_filter({0}, lambda u: u IS "
                    "NULL)) > 0 AS INTEGER)",
                    list));
  }

  // An object of JSON has the members that are there, one of a typed file those with a value.
  std::string members_of() const {
    if (!place_.json.empty()) return fmt::format("len(json_keys({}))", place_.value);
    std::string out;
    for (const auto& part : place_.file_type->parts)
      out += fmt::format("{}CAST(struct_extract({}, {}) IS NOT NULL AS INTEGER)",
                         out.empty() ? "" : " + ", place_.raw, quote_literal(part.first));
    return fmt::format("CASE WHEN {} IS NOT NULL THEN {} END", place_.raw, out);
  }

  void members() {
    const bool is_json = !place_.json.empty();
    if (!place_.is_present || (!is_json && !suits(*place_.file_type, LogicalType::kObject))) return;
    if (options_.min_properties)
      add("minProperties", "HNS-C016",
          fmt::format("has at least {} members", *options_.min_properties),
          fmt::format("{} < {}", members_of(), *options_.min_properties));
    if (options_.max_properties)
      add("maxProperties", "HNS-C016",
          fmt::format("has at most {} members", *options_.max_properties),
          fmt::format("{} > {}", members_of(), *options_.max_properties));
    for (const Place& member : places_below(place_)) {
      const auto& names = options_.required;
      if (std::ranges::find(names, member.property->name) == names.end()) continue;
      if (member.property->required || !member.is_present) continue;  // said of the member itself
      add("required", "HNS-C003", fmt::format("has its member `{}`", member.property->name),
          fmt::format("{} AND {}", member.around, member.missing));
    }
  }

  void dimensions() {
    if (options_.dimensions)
      add("dimensions", "HNS-C016", fmt::format("has {} numbers", *options_.dimensions),
          fmt::format("len({}) <> {}", place_.value, *options_.dimensions));
  }

  const Place& place_;
  const spec::SchemaObject& table_;
  const spec::LogicalTypeOptions& options_;
  std::vector<Check>& out_;
};

}  // namespace

void add_option_checks(const Place& place, const spec::SchemaObject& table,
                       std::vector<Check>& out) {
  OptionChecks(place, table, out).run();
}

std::string outside_list(const Place& place, const std::vector<std::string>& values,
                         std::vector<std::string>& constants) {
  if (place.type == "VARCHAR")
    return fmt::format("NOT {}", is_one_of(place.has_plain_functions, place.value, values));
  std::string list;
  for (const std::string& value : values) {
    const auto typed =
        source::conversion_of(*place.property, place.type, quote_literal(value));
    constants.push_back(typed ? typed->lenient : "NULL");
    list += (list.empty() ? "" : ", ") + constants.back();
  }
  return fmt::format("{} NOT IN ({})", place.value, list);
}

void add_enum_check(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const spec::Property& property = *place.property;
  if (property.enum_values.empty() || is_nested(property)) return;
  // A rule that counts the values outside this list, with its own operator, stands for it.
  for (const spec::QualityRule& rule : property.quality)
    if (rule.metric == "invalidValues" && rule.arguments["validValues"].items().empty() &&
        rule.arguments["pattern"].as_string().empty())
      return;
  Check check = check_at(place, table, "enum");
  check.code = "HNS-C017";
  check.dimension = "conformity";
  check.text = fmt::format("`{}` is one of {} values", place.path, property.enum_values.size());
  const std::string breaks = outside_list(place, property.enum_values, check.constants);
  check.breaks = place.row_where(breaks);
  check.shown = place.row_shown(breaks, place.text);
  out.push_back(std::move(check));
}

}  // namespace hanse::contract
