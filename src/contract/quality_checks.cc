// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/utf8.h"
#include "contract/ecma_pattern.h"
#include "contract/make_checks.h"
#include "source/convert.h"

namespace hanse::contract {
namespace {

using Kind = spec::QualityRule::Kind;

// The standard leaves the words open: these do not make a failure of it.
bool is_mild(std::string_view severity) {
  constexpr std::string_view kMild[] = {"warning",       "warn", "info",  "information",
                                        "informational", "low",  "minor", "notice"};
  return std::ranges::find(kMild, ascii_lower(severity)) != std::end(kMild);
}

bool is_percent(std::string_view unit) {
  return unit == "percent" || unit == "percentage" || unit == "%";
}

Check rule_check(const spec::QualityRule& rule, const std::string& object,
                 const std::string& column) {
  Check check;
  check.key = rule.kind == Kind::kSql      ? "sql"
              : rule.kind == Kind::kText   ? "text"
              : rule.kind == Kind::kCustom ? "custom"
                                           : rule.metric;
  const std::string place = column.empty() ? object : object + "." + column;
  const std::string& name = rule.id.empty() ? rule.name : rule.id;
  check.id = fmt::format("{}.{}", place, name.empty() ? check.key : name);
  check.category = "quality";
  check.code = "HNS-C018";
  check.dimension = rule.dimension;
  check.severity = is_mild(rule.severity) ? Severity::kWarning : Severity::kError;
  check.object = object;
  check.column = column;
  check.span = rule.span;
  check.text = !rule.description.empty() ? rule.description
               : !rule.name.empty()      ? rule.name
                                         : fmt::format("{} of `{}`", check.key, place);
  check.expected.comparison = rule.comparison;
  if (!rule.bounds.empty()) check.expected.low = rule.bounds.front();
  if (rule.bounds.size() > 1) check.expected.high = rule.bounds[1];
  check.expected.is_percent = is_percent(rule.unit);
  if (rule.expected.is_bool()) {
    check.expected.low = rule.expected.as_bool() ? 1 : 0;
    check.expected_text = rule.expected.as_bool() ? "true" : "false";
  }
  return check;
}

void not_run(Check& check, std::string reason) {
  check.measure = Measure::kNotRun;
  check.reason = std::move(reason);
}

// What it wants is no number, or in a unit that says nothing of rows.
bool set_unclear(const spec::QualityRule& rule, Check& check) {
  const bool is_library = rule.kind == Kind::kLibrary;
  const bool is_number = rule.expected.is_null() || (rule.expected.is_bool() && !is_library);
  if (!is_number)
    not_run(check,
            fmt::format("it wants {}, which is compared with no number", rule.expected.dump()));
  else if (is_library && rule.unit != "rows" && !rule.unit.empty() && !is_percent(rule.unit))
    not_run(check, fmt::format("the unit `{}` is neither `rows` nor `percent`", rule.unit));
  return check.measure == Measure::kNotRun;
}

// Rules that are the same on a table and on a column.
bool set_common(const spec::QualityRule& rule, Check& check) {
  switch (rule.kind) {
    case Kind::kText:
      not_run(check, "it is prose, for people to check");
      return true;
    case Kind::kCustom:
      not_run(check, fmt::format("rules of the engine `{}` are not run here; a library metric or a "
                                 "`sql` rule can say the same",
                                 rule.engine));
      return true;
    case Kind::kSql:
      check.measure = Measure::kQuery;
      check.code = "HNS-C019";
      check.query = rule.statement.reveal();
      (void)set_unclear(rule, check);
      return true;
    case Kind::kLibrary:
      break;
  }
  return set_unclear(rule, check);
}

void set_rows(const Place& place, const std::string& breaks, std::string_view dimension,
              Check& check) {
  if (check.dimension.empty()) check.dimension = dimension;
  check.breaks = place.row_where(breaks);
  check.shown = place.row_shown(breaks, place.text);
}

std::vector<std::string> texts_of(const Json& list) {
  std::vector<std::string> out;
  for (const Json& item : list.items())
    if (!item.is_null())
      out.push_back(item.is_string() ? std::string(item.as_string()) : item.dump());
  return out;
}

void set_missing(const Place& place, const Arrival& arrival, const spec::QualityRule& rule,
                 Check& check) {
  const std::vector<std::string> words = texts_of(rule.arguments["missingValues"]);
  std::string breaks = arrival.null;
  if (!words.empty())
    breaks += " OR " + is_one_of(place.has_plain_functions, arrival.text, words);
  // Where texts come without the words that all rules of the column call missing, it is known.
  if (arrival.null != place.missing && words == source::missing_words(*place.property))
    breaks = place.missing;
  set_rows(place, fmt::format("({})", breaks), "completeness", check);
  check.shown = place.row_shown(breaks, fmt::format("coalesce({}, 'NULL')", arrival.text));
}

void set_invalid(const Place& place, const spec::QualityRule& rule, Check& check) {
  const auto& own = place.property->enum_values;
  auto values = texts_of(rule.arguments["validValues"]);
  const std::string pattern(rule.arguments["pattern"].as_string());
  // A closed list of the property goes before the rule's, and none is applied twice.
  if (!own.empty() && !values.empty()) {
    if (pattern.empty())
      return not_run(check, "the `enum` of the property goes before its `validValues`");
    values.clear();
  } else if (!own.empty() && pattern.empty()) {
    values = own;
  }
  std::string breaks;
  if (!values.empty()) breaks = outside_list(place, values, check.constants);
  if (!pattern.empty()) {
    const auto matcher = matcher_of(pattern);
    if (!matcher) return not_run(check, matcher.error().message);
    if (std::string trial = trial_of(place, *matcher); !trial.empty())
      check.constants.push_back(std::move(trial));
    breaks += (breaks.empty() ? "NOT " : " OR NOT ") +
              matches(place, fmt::format("CAST({} AS VARCHAR)", place.value), *matcher);
  }
  if (breaks.empty()) return not_run(check, "it states neither `validValues` nor `pattern`");
  set_rows(place, fmt::format("({})", breaks), "conformity", check);
}

void set_duplicates(const std::vector<const Place*>& places, Check& check) {
  check.measure = Measure::kDuplicates;
  if (check.dimension.empty()) check.dimension = "uniqueness";
  for (const Place* place : places) {
    if (!place->is_present)
      return not_run(check, fmt::format("the data has no column `{}`", place->path));
    if (place->in_list)
      return not_run(check, "values below lists are not held against those of other rows");
    check.key_values.push_back(place->value);
    check.shown += (check.shown.empty() ? "" : " || ', ' || ") +
                   fmt::format("coalesce({}, 'NULL')", place->text);
  }
  if (places.empty()) not_run(check, "it states no `properties`");
}

void set_metric(const Place& place, const Arrival& arrival, const spec::QualityRule& rule,
                Check& check) {
  if (!place.is_present) return not_run(check, "the data has no such column");
  if (rule.metric == "nullValues") {
    set_rows(place, arrival.null, "completeness", check);
    check.shown = "'NULL'";
  } else if (rule.metric == "missingValues") {
    set_missing(place, arrival, rule, check);
  } else if (place.is_unreadable) {
    not_run(check, place.type_problem);
  } else if (rule.metric == "invalidValues") {
    if (is_nested(*place.property))
      not_run(check, "it needs a column that is not nested");
    else
      set_invalid(place, rule, check);
  } else if (rule.metric == "duplicateValues") {
    set_duplicates({&place}, check);
  } else {
    not_run(check, fmt::format("the metric `{}` of a column is none that is known", rule.metric));
  }
}

}  // namespace

void add_quality_checks(const Place& place, const Arrival& arrival, const spec::SchemaObject& table,
                        std::vector<Check>& out) {
  for (const spec::QualityRule& rule : place.property->quality) {
    Check check = rule_check(rule, table.name, place.path);
    if (!set_common(rule, check)) set_metric(place, arrival, rule, check);
    out.push_back(std::move(check));
  }
}

void add_table_quality_checks(const TableUnderTest& table, std::vector<Check>& out) {
  for (const spec::QualityRule& rule : table.table->quality) {
    Check check = rule_check(rule, table.table->name, "");
    if (set_common(rule, check)) {
    } else if (rule.metric == "rowCount") {
      check.measure = Measure::kCount;
      if (check.dimension.empty()) check.dimension = "completeness";
    } else if (rule.metric == "duplicateValues") {
      std::vector<const Place*> places;
      for (const std::string& name : texts_of(rule.arguments["properties"]))
        for (const Place& place : table.columns)
          if (place.property->name == name) places.push_back(&place);
      set_duplicates(places, check);
    } else {
      not_run(check, fmt::format("the metric `{}` of a table is none that is known", rule.metric));
    }
    out.push_back(std::move(check));
  }
}

}  // namespace hanse::contract
