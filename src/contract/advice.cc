// SPDX-License-Identifier: Apache-2.0
#include "contract/advice.h"

#include "base/utf8.h"
#include "contract/advice_parts.h"
#include "source/postgres_server.h"

namespace hanse::contract {
namespace {

constexpr size_t kNamesShownMax = 5;

using spec::DataContract;
using spec::Property;
using spec::SchemaObject;

std::string shown(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size() && i < kNamesShownMax; ++i)
    out += fmt::format("{}`{}`", i == 0 ? "" : ", ", names[i]);
  if (names.size() > kNamesShownMax)
    out += fmt::format(" and {} more", names.size() - kNamesShownMax);
  return out;
}

void descriptions(const Advice& advice) {
  const DataContract& contract = advice.contract;
  if (contract.description.purpose.empty())
    advice.add("HNS-C050", contract.span, "nothing says what the data is for",
               "write `description: {purpose: …}`");
  for (const SchemaObject& table : contract.schema) {
    if (table.description.empty())
      advice.add("HNS-C050", table.span,
                 fmt::format("nothing says what a row of `{}` is", table.name),
                 "write the table's `description`");
    std::vector<std::string> names;
    for (const Property& column : table.properties)
      if (column.description.empty() && column.business_name.empty()) names.push_back(column.name);
    if (!names.empty())
      advice.add("HNS-C050", table.span,
                 fmt::format("{} of {} columns of `{}` have no description: {}", names.size(),
                             table.properties.size(), table.name, shown(names)),
                 "write `description` or `businessName`");
  }
}

void parties(const Advice& advice) {
  const DataContract& contract = advice.contract;
  if (contract.team.name.empty() && contract.team.members.empty())
    advice.add("HNS-C051", contract.span, "nobody is said to own the contract",
               "write `team: {name: …}`");
  if (contract.support.empty())
    advice.add("HNS-C052", contract.span, "nothing says where to ask when something is wrong",
               "write `support: [{channel: …, url: …}]`");
}

void keys(const Advice& advice) {
  for (const SchemaObject& table : advice.contract.schema)
    if (!table.properties.empty() && table.primary_key().empty() &&
        table.foreign["logicalType"].as_string() != "blob")
      advice.add("HNS-C053", table.span,
                 fmt::format("nothing tells the rows of `{}` apart", table.name),
                 "write `primaryKey: true` at the columns that do");
}

void patterns(const Advice& advice, const std::vector<Property>& columns) {
  for (const Property& column : columns) {
    const auto& options = column.options;
    const bool has_length =
        options.max_length || column.physical_type.find('(') != std::string::npos;
    if (!options.pattern.empty() && !has_length)
      advice.add("HNS-C054", column.span,
                 fmt::format("`{}` has a pattern and no greatest length", column.name),
                 "write `logicalTypeOptions: {maxLength: …}`, so that a store can make room");
    patterns(advice, column.properties);
    for (const auto* part : {&column.items, &column.map_key, &column.map_value})
      patterns(advice, *part);
  }
}

void service_levels(const Advice& advice) {
  for (const spec::ServiceLevel& level : advice.contract.service_levels)
    if (level.unit.empty() && level.value.is_number())
      advice.add("HNS-C057", level.span,
                 fmt::format("the service level `{}` is {} of no unit", level.property,
                             level.value.dump()),
                 "write `unit`, such as `h`, `d` or `percent`");
}

void servers(const Advice& advice) {
  for (const spec::Server& server : advice.contract.servers) {
    if (!server.type.empty() && server.type != "local" && !source::is_postgres(server))
      advice.add("HNS-V051", server.span,
                 fmt::format("Hanse does not read servers of type `{}`: `{}` is kept as it is",
                             server.type, server.server),
                 "");
    open_secrets(advice, server);
  }
}

}  // namespace

void Advice::add(const char* code, const Span& span, std::string message, std::string help) const {
  out.add({code,
           Severity::kWarning,
           std::move(message),
           span,
           "contract " + contract.id,
           {},
           std::move(help)});
}

Diagnostics advise(const DataContract& contract) {
  Diagnostics out;
  const Advice advice{contract, out};
  descriptions(advice);
  parties(advice);
  keys(advice);
  for (const SchemaObject& table : contract.schema) patterns(advice, table.properties);
  quality_advice(advice);
  older_forms(advice);
  service_levels(advice);
  servers(advice);
  clashing_names(advice);
  return out;
}

}  // namespace hanse::contract
