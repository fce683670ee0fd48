// SPDX-License-Identifier: Apache-2.0
#include "spec/schedules.h"

#include "base/utf8.h"

namespace hanse::spec {
namespace {

bool is_cron(const Json& foreign) {
  return equal_ignoring_case(foreign["scheduler"].as_string(), "cron");
}

void add_rules(const std::vector<QualityRule>& rules, std::vector<CheckSchedule>& out) {
  for (const QualityRule& rule : rules) {
    const std::string line(rule.foreign["schedule"].as_string());
    if (line.empty() || !is_cron(rule.foreign)) continue;
    const std::string& name = rule.name.empty() ? rule.metric : rule.name;
    out.push_back({line, fmt::format("the quality rule `{}`", name), rule.span});
  }
}

void add_columns(const std::vector<Property>& columns, std::vector<CheckSchedule>& out) {
  for (const Property& column : columns) {
    add_rules(column.quality, out);
    for (const auto* parts :
         {&column.properties, &column.items, &column.map_key, &column.map_value})
      add_columns(*parts, out);
  }
}

}  // namespace

std::vector<CheckSchedule> check_schedules_of(const DataContract& contract) {
  std::vector<CheckSchedule> out;
  for (const SchemaObject& table : contract.schema) {
    add_columns(table.properties, out);
    add_rules(table.quality, out);
  }
  for (const ServiceLevel& level : contract.service_levels)
    if (!level.schedule.empty() && is_cron(level.foreign))
      out.push_back(
          {level.schedule, fmt::format("the service level `{}`", level.property), level.span});
  return out;
}

}  // namespace hanse::spec
