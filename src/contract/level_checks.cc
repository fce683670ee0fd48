// SPDX-License-Identifier: Apache-2.0
#include "contract/level_checks.h"

#include <algorithm>
#include <cmath>

#include "base/utf8.h"
#include "spec/service_levels.h"

namespace hanse::contract {
namespace {

constexpr double kSecondUs = 1e6;
constexpr double kDaySeconds = 86'400;

struct Level {
  std::string_view name;
  Measure measure;
  std::string_view text;
};
constexpr Level kLevels[] = {
    {"freshness", Measure::kNewest, "the newest `{}` is not older than {}"},
    {"latency", Measure::kNewest, "the newest `{}` is not older than {}"},
    {"retention", Measure::kOldest, "the oldest `{}` is not older than {}"},
    {"frequency", Measure::kGap, "a new `{}` comes at least every {}"}};

Check level_check(const spec::ServiceLevel& level, const std::string& object) {
  Check check;
  check.key = level.property;
  check.id = fmt::format("{}.{}", object, level.property);
  check.category = "serviceLevel";
  check.code = "HNS-C021";
  check.dimension = "timeliness";
  check.object = object;
  check.span = level.span;
  check.text = level.description.empty() ? fmt::format("service level {}", level.property)
                                         : level.description;
  check.measure = Measure::kNotRun;
  return check;
}

// `table.column` of an element, where the table is this one; an element that is a column alone
// means the only table.
std::string_view column_in(std::string_view element, const spec::DataContract& contract,
                           const spec::SchemaObject& table) {
  const size_t dot = element.find('.');
  if (dot == std::string_view::npos)
    return contract.schema.size() == 1 && element != table.name ? element : "";
  return element.substr(0, dot) == table.name ? element.substr(dot + 1) : "";
}

std::string instant_of(const Place& place) {
  if (place.type == "TIMESTAMP WITH TIME ZONE") return fmt::format("epoch_us({})", place.value);
  if (place.type == "DATE" || place.type.starts_with("TIMESTAMP"))
    return fmt::format("epoch_us(CAST({} AS TIMESTAMP))", place.value);
  return {};
}

void set_column(const TableUnderTest& table, std::string_view column, const Level& known,
                const spec::ServiceLevel& level, Check& check) {
  check.column = std::string(column);
  const auto place = std::ranges::find(table.columns, column, &Place::path);
  if (place == table.columns.end() || !place->is_present) {
    check.reason = fmt::format("the data has no column `{}`", column);
    return;
  }
  check.instant = instant_of(*place);
  const int64_t unit_us = spec::unit_us(level.unit.empty() ? "d" : level.unit);
  if (place->is_unreadable) {
    check.reason = place->type_problem;
  } else if (check.instant.empty()) {
    check.reason = fmt::format("`{}` is no date and no timestamp", column);
  } else if (!level.value.is_number() || unit_us == 0) {
    check.reason = "its `value` and `unit` state no duration";
  } else {
    check.measure = known.measure;
    check.expected.comparison = "mustBeLessOrEqualTo";
    check.expected.low = level.value.as_double() * static_cast<double>(unit_us);
    check.expected_text = "at most " + duration_text(check.expected.low);
    if (level.description.empty())
      check.text =
          fmt::format(fmt::runtime(known.text), place->path, duration_text(check.expected.low));
  }
}

}  // namespace

std::string duration_text(double microseconds) {
  double seconds = std::abs(microseconds) / kSecondUs;
  std::string out = microseconds < 0 ? "-" : "";
  constexpr std::pair<double, const char*> kParts[] = {
      {kDaySeconds, "d"}, {3'600, "h"}, {60, "min"}, {1, "s"}};
  int parts = 0;
  for (const auto& [size, unit] : kParts) {
    const double whole = std::floor(seconds / size);
    if (whole < 1 || parts == 2) continue;
    out += fmt::format("{}{:.0f} {}", parts == 0 ? "" : " ", whole, unit);
    seconds -= whole * size;
    ++parts;
  }
  return parts == 0 ? "0 s" : out;
}

std::vector<Check> level_checks_of(const spec::DataContract& contract, const TableUnderTest& table,
                                   bool is_first) {
  std::vector<Check> out;
  for (const spec::ServiceLevel& level : contract.service_levels) {
    const auto known = std::ranges::find_if(
        kLevels, [&](const Level& each) { return equal_ignoring_case(each.name, level.property); });
    if (known == std::end(kLevels) || level.element.empty()) {
      if (!is_first) continue;
      out.push_back(level_check(level, table.table->name));
      out.back().reason = known == std::end(kLevels)
                              ? "the data alone cannot tell it"
                              : "it states no `element`, such as `table.column`";
      continue;
    }
    for (size_t at = 0; at < level.element.size();) {
      const size_t end = std::min(level.element.find(',', at), level.element.size());
      const auto element = trim(std::string_view(level.element).substr(at, end - at));
      at = end + 1;
      const std::string_view column = column_in(element, contract, *table.table);
      if (column.empty()) continue;
      out.push_back(level_check(level, table.table->name));
      set_column(table, column, *known, level, out.back());
    }
  }
  return out;
}

}  // namespace hanse::contract
