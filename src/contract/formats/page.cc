// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/page.h"

#include "base/words.h"
#include "contract/formats/exporting.h"

namespace hanse::contract {
namespace {

using spec::Property;

void add(std::string& out, const std::string& text) {
  if (!text.empty()) out += (out.empty() ? "" : "; ") + text;
}

std::string number_text(double value) { return json_number(value).dump(); }

std::string json_text(const Json& value) {
  return value.is_string() ? std::string(value.as_string()) : value.dump();
}

std::string type_text(const Property& property) {
  std::string out(spec::to_string(property.logical_type));
  if (!property.options.format.empty()) out += " " + property.options.format;
  if (property.options.dimensions) out += fmt::format("({})", *property.options.dimensions);
  if (!property.options.element_type.empty()) out += " of " + property.options.element_type;
  if (property.options.with_time_zone) out += " with time zone";
  if (!property.options.time_zone.empty()) out += " of " + property.options.time_zone;
  if (!property.physical_type.empty()) out += ", " + property.physical_type;
  return out;
}

std::string bounds_text(const Property& property) {
  const auto& options = property.options;
  std::string out;
  const auto integer = [&](std::string_view words, const std::optional<int64_t>& value) {
    if (value) add(out, fmt::format("{} {}", words, *value));
  };
  const auto number = [&](std::string_view words, const std::optional<double>& value,
                          const std::string& text) {
    if (value) add(out, fmt::format("{} {}", words, number_text(*value)));
    if (!text.empty()) add(out, fmt::format("{} {}", words, text));
  };
  integer("length at least", options.min_length);
  integer("length at most", options.max_length);
  integer("elements at least", options.min_items);
  integer("elements at most", options.max_items);
  number("at least", options.minimum, options.minimum_text);
  number("at most", options.maximum, options.maximum_text);
  number("above", options.exclusive_minimum, options.exclusive_minimum_text);
  number("below", options.exclusive_maximum, options.exclusive_maximum_text);
  number("multiple of", options.multiple_of, {});
  if (options.unique_items) add(out, "elements differ");
  if (!options.pattern.empty()) add(out, "matches " + options.pattern);
  if (!property.enum_values.empty()) add(out, "one of " + joined(property.enum_values));
  if (property.unique) add(out, "unique");
  return out;
}

std::string notes_text(const Property& property) {
  std::string out;
  add(out, property.description);
  if (!property.business_name.empty()) add(out, "called " + property.business_name);
  if (!property.physical_name.empty()) add(out, "physical name " + property.physical_name);
  if (property.critical) add(out, "critical data element");
  if (property.deprecated) add(out, "deprecated");
  if (!property.tags.empty()) add(out, "tags: " + joined(property.tags));
  std::string examples;
  for (const Json& example : property.examples)
    examples += (examples.empty() ? "" : ", ") + json_text(example);
  if (!examples.empty()) add(out, "for example " + examples);
  if (!property.transform_logic.empty()) add(out, "computed as " + property.transform_logic);
  for (const auto& relation : property.relationships) add(out, "refers to " + joined(relation.to));
  for (const auto& definition : property.definitions)
    add(out, definition.type + ": " + definition.url);
  for (const auto& custom : property.custom)
    add(out, custom.property + ": " + json_text(custom.value));
  return out;
}

void add_columns(const std::vector<Property>& properties, const std::string& prefix,
                 PageTable& table);

void add_column(const Property& property, const std::string& name, PageTable& table) {
  std::string key;
  if (property.primary_key)
    key = property.primary_key_position > 0 ? fmt::format("{}", property.primary_key_position)
                                            : "yes";
  table.rows.push_back(
      {name, type_text(property), property.required ? "yes" : "", key,
       property.classification ? std::string(spec::to_string(*property.classification)) : "",
       bounds_text(property), notes_text(property)});
  add_columns(property.properties, name + ".", table);
  if (!property.items.empty()) add_column(property.items.front(), name + "[]", table);
  if (!property.map_key.empty()) add_column(property.map_key.front(), name + ".key", table);
  if (!property.map_value.empty()) add_column(property.map_value.front(), name + ".value", table);
}

void add_columns(const std::vector<Property>& properties, const std::string& prefix,
                 PageTable& table) {
  for (const Property& property : properties) add_column(property, prefix + property.name, table);
}

void add_rules(const std::vector<spec::QualityRule>& rules, const std::string& place,
               PageTable& table) {
  for (const spec::QualityRule& rule : rules) {
    std::string what = rule.metric + rule.query;
    if (!rule.engine.empty()) what = rule.engine + ": " + rule.implementation;
    if (!rule.arguments.is_null()) what += " " + rule.arguments.dump();
    std::string expected = rule.comparison;
    for (const double bound : rule.bounds) expected += " " + number_text(bound);
    if (!rule.comparison.empty() && rule.unit != "rows") expected += " " + rule.unit;
    std::string more = rule.name;
    add(more, rule.description);
    add(more, rule.dimension);
    add(more, rule.severity);
    table.rows.push_back({place, what, expected, more});
  }
}

PageSection table_section(const spec::SchemaObject& object) {
  PageSection section{object.name, 2, {}, {}};
  if (!object.description.empty()) section.paragraphs.push_back(object.description);
  std::string facts;
  if (!object.business_name.empty()) add(facts, "Called " + object.business_name);
  if (!object.physical_name.empty()) add(facts, "Physical name " + object.physical_name);
  if (!object.tags.empty()) add(facts, "Tags: " + joined(object.tags));
  if (object.deprecated) add(facts, "Deprecated");
  for (const auto& relation : object.relationships)
    add(facts, joined(relation.from) + " refers to " + joined(relation.to));
  for (const auto& custom : object.custom)
    add(facts, custom.property + ": " + json_text(custom.value));
  if (!facts.empty()) section.paragraphs.push_back(facts);
  PageTable columns{{"Column", "Type", "Required", "Key", "Class", "Values", "Notes"}, {}};
  add_columns(object.properties, "", columns);
  PageTable rules{{"Of", "Rule", "Expected", "Notes"}, {}};
  add_rules(object.quality, object.name, rules);
  for (const Property& property : object.properties)
    add_rules(property.quality, property.name, rules);
  for (PageTable* table : {&columns, &rules})
    if (!table->rows.empty()) section.tables.push_back(std::move(*table));
  return section;
}

void add_list(std::vector<PageSection>& page, std::string title, PageTable table) {
  if (!table.rows.empty()) page.push_back({std::move(title), 2, {}, {std::move(table)}});
}

void add_servers(const spec::DataContract& contract, std::vector<PageSection>& page) {
  PageTable table{{"Server", "Type", "Environment", "Fields"}, {}};
  for (const spec::Server& server : contract.servers) {
    std::string fields;
    for (const auto& [key, value] : server.fields.members())
      if (key != "server" && key != "type" && key != "environment")
        add(fields, key + ": " + json_text(value));
    table.rows.push_back({server.server, server.type, server.environment, fields});
  }
  add_list(page, "Servers", std::move(table));
}

void add_people(const spec::DataContract& contract, std::vector<PageSection>& page) {
  PageTable levels{{"Service level", "Value", "Element", "Notes"}, {}};
  for (const spec::ServiceLevel& level : contract.service_levels) {
    std::string value = json_text(level.value);
    if (!level.value_ext.is_null()) value += " to " + json_text(level.value_ext);
    std::string notes = level.description;
    add(notes, level.driver);
    add(notes, level.schedule);
    levels.rows.push_back({level.property, value + (level.unit.empty() ? "" : " " + level.unit),
                           level.element, notes});
  }
  add_list(page, "Service levels", std::move(levels));
  PageTable team{{"Member", "Name", "Role", "From", "Until"}, {}};
  for (const spec::TeamMember& member : contract.team.members)
    team.rows.push_back(
        {member.username, member.name, member.role, member.date_in, member.date_out});
  add_list(page, contract.team.name.empty() ? "Team" : "Team " + contract.team.name,
           std::move(team));
  PageTable roles{{"Role", "Access", "Notes"}, {}};
  for (const spec::Role& role : contract.roles)
    roles.rows.push_back({role.role, role.access, role.description});
  add_list(page, "Roles", std::move(roles));
  PageTable support{{"Channel", "Address", "Tool", "Scope", "Notes"}, {}};
  for (const spec::SupportChannel& channel : contract.support)
    support.rows.push_back(
        {channel.channel, channel.url, channel.tool, channel.scope, channel.description});
  add_list(page, "Support", std::move(support));
}

}  // namespace

std::vector<PageSection> page_of(const spec::DataContract& contract) {
  PageSection head{contract.name.empty() ? contract.id : contract.name, 1, {}, {}};
  if (!contract.description.purpose.empty())
    head.paragraphs.push_back(contract.description.purpose);
  PageTable facts{{"Contract", contract.id}, {}};
  const auto fact = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) facts.rows.push_back({std::string(name), value});
  };
  fact("Version", contract.version);
  fact("Status", contract.status);
  fact("Domain", contract.domain);
  fact("Tenant", contract.tenant);
  fact("Limitations", contract.description.limitations);
  fact("Usage", contract.description.usage);
  fact("Tags", joined(contract.tags));
  for (const auto& definition : contract.definitions) fact(definition.type, definition.url);
  for (const auto& custom : contract.custom) fact(custom.property, json_text(custom.value));
  head.tables.push_back(std::move(facts));
  std::vector<PageSection> page;
  page.push_back(std::move(head));
  for (const spec::SchemaObject& object : contract.schema) page.push_back(table_section(object));
  add_servers(contract, page);
  add_people(contract, page);
  return page;
}

}  // namespace hanse::contract
