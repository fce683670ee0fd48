// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/cron.h"
#include "base/utf8.h"
#include "spec/names.h"
#include "spec/schedules.h"
#include "spec/validate_columns.h"
#include "spec/validate_relationships.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

// ODCS 3.2.0; compared without regard to case.
constexpr std::array<std::string_view, 25> kServiceLevels = {
    "availability", "throughput",   "errorRate", "generalAvailability", "endOfSupport",
    "endOfLife",    "retention",    "frequency", "latency",             "freshness",
    "timeToDetect", "timeToNotify", "timeToRepair",
    // Its synonyms.
    "av", "th", "er", "ga", "es", "el", "re", "fy", "ly", "td", "tn", "tr"};

class ContractRules {
 public:
  ContractRules(Validation& validation, const DataContract& contract)
      : validation_(validation), contract_(contract), object_(object_of(contract)) {}

  void run() {
    std::map<std::string, const Span*> tables;
    for (const SchemaObject& table : contract_.schema) {
      if (!table.name.empty()) check_unique(tables, "table", {table.name, table.span});
      check_names(table.properties);
      check_primary_key(table);
      for (const Property& column : table.properties)
        validate_column(validation_, object_, column);
      for (const QualityRule& rule : table.quality) check_table_rule(table, rule);
    }
    for (const ServiceLevel& level : contract_.service_levels) check_service_level(level);
    check_schedules();
    validate_relationships(validation_, contract_);
  }

 private:
  struct Named {
    const std::string& name;
    const Span& span;
  };
  void check_unique(std::map<std::string, const Span*>& seen, std::string_view what,
                    const Named& item) {
    const auto [place, added] = seen.try_emplace(ascii_lower(item.name), &item.span);
    if (!added)
      validation_.error({"HNS-V060", item.span, object_,
                         fmt::format("a second {} has the name `{}`", what, item.name),
                         {fmt::format("first defined at {}", place_text(*place->second)),
                          "names are compared without regard to case"}});
  }

  void check_names(const std::vector<Property>& columns) {
    std::map<std::string, const Span*> seen;
    for (const Property& column : columns) {
      if (!column.name.empty()) {
        check_unique(seen, "column", {column.name, column.span});
        const std::string problem = name_problem(column.name);
        if (!problem.empty())
          validation_.error({"HNS-V008", column.span, object_,
                             fmt::format("`{}` cannot name a column: {}", column.name, problem)});
      }
      check_names(column.properties);
      for (const auto* parts : {&column.items, &column.map_key, &column.map_value})
        for (const Property& part : *parts) check_names(part.properties);
    }
  }

  void check_primary_key(const SchemaObject& table) {
    std::map<int, const Property*> positions;
    size_t keys = 0;
    for (const Property& column : table.properties) {
      if (!column.primary_key) {
        if (column.primary_key_position > 0)
          key_error(column, "a column with `primaryKeyPosition` needs `primaryKey: true`", {});
        continue;
      }
      ++keys;
      if (column.primary_key_position == 0) {
        key_error(column, "positions in a primary key count from 1", {});
      } else if (column.primary_key_position > 0) {
        const auto [place, added] = positions.try_emplace(column.primary_key_position, &column);
        if (!added)
          key_error(column,
                    fmt::format("a second column has the position {} in the primary key",
                                column.primary_key_position),
                    {fmt::format("the other one is at {}", place_text(place->second->span))});
      }
    }
    int expected = 1;
    for (const auto& [position, column] : positions) {
      if (position != expected)
        key_error(*column, fmt::format("the primary key has the position {} but not {}", position,
                                       expected), {});
      expected = position + 1;
    }
    if (!positions.empty() && positions.size() != keys)
      key_error(*positions.begin()->second,
                "some columns of the primary key state their position and some do not", {});
  }

  void key_error(const Property& column, std::string message, std::vector<std::string> notes) {
    validation_.error({"HNS-V061", column.span, object_, std::move(message), std::move(notes)});
  }

  void check_table_rule(const SchemaObject& table, const QualityRule& rule) {
    if (rule.kind != QualityRule::Kind::kLibrary) return;
    if (rule.metric == "rowCount") {
      if (rule.unit == "percent") rule_error(rule, "`rowCount` has no percent");
      return;
    }
    if (rule.metric == "nullValues" || rule.metric == "missingValues" ||
        rule.metric == "invalidValues") {
      rule_error(rule, fmt::format("`{}` is a metric of a column, not of a table", rule.metric));
    } else if (rule.metric == "duplicateValues") {
      check_duplicates(table, rule);
    }
  }

  void check_duplicates(const SchemaObject& table, const QualityRule& rule) {
    const Json& wanted = rule.arguments["properties"];
    if (wanted.items().empty())
      return rule_error(rule, "`duplicateValues` of a table needs `arguments.properties`");
    std::vector<std::string_view> names;
    for (const Property& column : table.properties) names.push_back(column.name);
    for (const Json& name : wanted.items())
      if (std::find(names.begin(), names.end(), name.as_string()) == names.end())
        validation_.error({"HNS-V066", span_of_word(rule.span, name.as_string()), object_,
                           fmt::format("the table `{}` has no column `{}`", table.name,
                                       name.as_string()),
                           {}, did_you_mean(name.as_string(), names)});
  }

  void rule_error(const QualityRule& rule, std::string message) {
    validation_.error({"HNS-V066", rule.span, object_, std::move(message)});
  }

  void check_service_level(const ServiceLevel& level) {
    const bool known =
        std::any_of(kServiceLevels.begin(), kServiceLevels.end(), [&](std::string_view name) {
          return equal_ignoring_case(name, level.property);
        });
    if (!known && !level.property.empty())
      validation_.warning(
          {"HNS-V067", level.span, object_,
           fmt::format("`{}` is no service level that ODCS has", level.property), {},
           did_you_mean(level.property, {kServiceLevels.begin(), kServiceLevels.end()})});
    // `table.column`, or several with commas between them.
    for (size_t at = 0; at < level.element.size();) {
      const size_t end = std::min(level.element.find(',', at), level.element.size());
      check_element(level, trim(std::string_view(level.element).substr(at, end - at)));
      at = end + 1;
    }
  }

  // One that cannot be read never comes, and nobody would miss it.
  void check_schedules() {
    for (const CheckSchedule& schedule : check_schedules_of(contract_)) {
      const auto read = CronSchedule::parse(schedule.line);
      if (read) continue;
      validation_.warning({"HNS-C091", span_of_word(schedule.span, schedule.line), object_,
                           fmt::format("the schedule of {} cannot be read", schedule.of),
                           {read.error().message}, read.error().help});
    }
  }

  // The standard lets a contract of one table name only the column.
  void check_element(const ServiceLevel& level, std::string_view element) {
    if (element.empty() || contract_.schema.empty()) return;
    const size_t dot = element.find('.');
    const std::string_view table = element.substr(0, dot);
    std::string_view top = dot == std::string_view::npos ? element : element.substr(dot + 1);
    top = top.substr(0, top.find('.'));
    std::vector<std::string_view> tables, columns;
    bool has_table = false;
    for (const SchemaObject& object : contract_.schema) {
      tables.push_back(object.name);
      has_table = has_table || object.name == table;
      if (object.name == table && dot == std::string_view::npos) return;
      if (object.name != table && contract_.schema.size() > 1) continue;
      for (const Property& column : object.properties) columns.push_back(column.name);
    }
    const std::string_view wanted = has_table ? top : table;
    if (std::find(columns.begin(), columns.end(), wanted) != columns.end()) return;
    validation_.error({"HNS-V068", span_of_word(level.span, element), object_,
                       has_table ? fmt::format("the table `{}` has no column `{}`", table, top)
                                 : fmt::format("the contract has no table `{}`", table),
                       {}, has_table ? did_you_mean(top, columns) : did_you_mean(table, tables)});
  }

  Validation& validation_;
  const DataContract& contract_;
  std::string object_;
};

}  // namespace

void validate_contracts(Validation& validation) {
  for (const auto& [id, contract] : validation.model().contracts)
    ContractRules(validation, contract).run();
}

}  // namespace hanse::spec
