// SPDX-License-Identifier: Apache-2.0
#include "spec/validate_columns.h"

#include <set>

#include "base/clock.h"
#include "spec/pattern.h"
#include "spec/scalar.h"

namespace hanse::spec {
namespace {

class ColumnRules {
 public:
  ColumnRules(Validation& validation, const std::string& object, const Property& column)
      : validation_(validation), object_(object), column_(column) {}

  void run() {
    check_bounds();
    if (!column_.options.pattern.empty()) check_pattern(column_.options.pattern);
    check_enum();
    check_nested();
    for (const QualityRule& rule : column_.quality) check_rule(rule);
  }

 private:
  void error(std::string_view code, const Span& span, std::string message, std::string help = {}) {
    validation_.error({code, span, object_, std::move(message), {}, std::move(help)});
  }

  template <typename T>
  struct Bound {
    std::string_view name;
    const std::optional<T>& value;
  };
  // No value is left when `low` is above `high`, or equal to it and one of them is exclusive.
  template <typename T>
  void check_order(const Bound<T>& low, const Bound<T>& high) {
    if (!low.value || !high.value) return;
    const bool is_strict = low.name.starts_with("excl") || high.name.starts_with("excl");
    if (*low.value < *high.value || (*low.value == *high.value && !is_strict)) return;
    error("HNS-V062", span_of_word(column_.span, low.name),
          fmt::format("`{}` is {} and `{}` is {}: no value fits", low.name, *low.value, high.name,
                      *high.value));
  }

  void check_bounds() {
    const LogicalTypeOptions& options = column_.options;
    check_order<int64_t>({"minLength", options.min_length}, {"maxLength", options.max_length});
    check_order<int64_t>({"minItems", options.min_items}, {"maxItems", options.max_items});
    const Bound<double> from{"minimum", options.minimum}, to{"maximum", options.maximum};
    const Bound<double> above{"exclusiveMinimum", options.exclusive_minimum};
    const Bound<double> below{"exclusiveMaximum", options.exclusive_maximum};
    check_order(from, to);
    check_order(above, to);
    check_order(from, below);
    check_order(above, below);
    const auto low = parse_time(options.minimum_text), high = parse_time(options.maximum_text);
    if (!options.minimum_text.empty() && !options.maximum_text.empty() && low && high &&
        *low > *high)
      error("HNS-V062", span_of_word(column_.span, "minimum"),
            fmt::format("`minimum` {} is after `maximum` {}: no value fits", options.minimum_text,
                        options.maximum_text));
  }

  void check_pattern(const std::string& pattern) {
    const auto problem = pattern_problem(pattern);
    if (!problem) return;
    const Span span = span_of_word(column_.span, "pattern");
    std::vector<std::string> notes{
        fmt::format("`{}`, at byte {}", pattern, problem->offset + 1)};
    if (problem->is_syntax)
      validation_.error({"HNS-V063", span, object_,
                         fmt::format("the pattern does not parse: {}", problem->message),
                         std::move(notes)});
    else
      validation_.warning({"HNS-V064", span, object_,
                           fmt::format("the pattern has {}, which the engine cannot match",
                                       problem->message),
                           std::move(notes), "a rule with it cannot be checked"});
  }

  bool value_fits(const std::string& value) const {
    switch (column_.logical_type) {
      case LogicalType::kInteger: return integer_of(value).has_value();
      case LogicalType::kNumber: return number_of(value).has_value();
      case LogicalType::kBoolean: return value == "true" || value == "false";
      case LogicalType::kDate:
      case LogicalType::kTimestamp:
        return !column_.options.format.empty() || parse_time(value).has_value();
      case LogicalType::kString: {
        const auto size = static_cast<int64_t>(value.size());
        return !column_.options.max_length || size <= *column_.options.max_length * 4;
      }
      default: return true;
    }
  }

  void check_enum() {
    std::set<std::string_view> seen;
    for (const std::string& value : column_.enum_values) {
      const Span span = span_of_word(column_.span, value);
      if (!seen.insert(value).second)
        error("HNS-V065", span, fmt::format("the value `{}` is listed twice", value));
      else if (!value_fits(value))
        error("HNS-V065", span,
              fmt::format("the value `{}` is no {} as the column's type wants", value,
                          to_string(column_.logical_type)));
    }
  }

  void check_nested() {
    if (column_.logical_type == LogicalType::kObject && column_.properties.empty())
      error("HNS-V069", column_.span, "a column of type `object` needs `properties`");
    if (column_.logical_type == LogicalType::kArray && column_.items.empty())
      error("HNS-V069", column_.span, "a column of type `array` needs `items`");
    if (column_.logical_type != LogicalType::kObject && !column_.properties.empty())
      error("HNS-V069", column_.span,
            fmt::format("a column of type `{}` has no `properties`",
                        to_string(column_.logical_type)),
            "state `logicalType: object`");
    for (const auto* parts :
         {&column_.properties, &column_.items, &column_.map_key, &column_.map_value})
      for (const Property& part : *parts) ColumnRules(validation_, object_, part).run();
  }

  void check_rule(const QualityRule& rule) {
    if (rule.kind != QualityRule::Kind::kLibrary) return;
    const Json& arguments = rule.arguments;
    if (rule.metric == "rowCount")
      return error("HNS-V066", rule.span, "`rowCount` is a metric of a table, not of a column");
    if (rule.metric == "missingValues" && arguments["missingValues"].items().empty())
      return error("HNS-V066", rule.span,
                   "`missingValues` needs the list `arguments.missingValues`");
    if (rule.metric != "invalidValues") return;
    const std::string pattern(arguments["pattern"].as_string());
    const bool has_list = !arguments["validValues"].items().empty();
    // A column with a closed list of its own needs no second one.
    if (pattern.empty() && !has_list && column_.enum_values.empty())
      return error("HNS-V066", rule.span,
                   "`invalidValues` needs `arguments.validValues` or `arguments.pattern`");
    if (!pattern.empty()) check_pattern(pattern);
  }

  Validation& validation_;
  const std::string& object_;
  const Property& column_;
};

}  // namespace

void validate_column(Validation& validation, const std::string& object, const Property& column) {
  ColumnRules(validation, object, column).run();
}

}  // namespace hanse::spec
