// SPDX-License-Identifier: Apache-2.0
#include "spec/write_contract.h"

#include <cmath>

#include "base/json_text.h"
#include "spec/write_yaml.h"

namespace hanse::spec {
namespace {

constexpr double kExactMax = 9007199254740992.0;  // 2^53
constexpr std::string_view kKinds[] = {"text", "library", "sql", "custom"};

// Sets a member unless it states nothing.
class Members {
 public:
  void text(std::string_view key, const std::string& value) {
    if (!value.empty()) object_.set(key, value);
  }
  void flag(std::string_view key, bool value) {
    if (value) object_.set(key, true);
  }
  void integer(std::string_view key, const std::optional<int64_t>& value) {
    if (value) object_.set(key, *value);
  }
  void number(std::string_view key, const std::optional<double>& value) {
    if (value) object_.set(key, plain(*value));
  }
  void json(std::string_view key, Json value) {
    if (!value.is_null() && !((value.is_array() || value.is_object()) && value.size() == 0))
      object_.set(key, std::move(value));
  }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    json(key, json_list(values));
  }
  // What the model has no member for, as it was.
  void foreign(const Json& members) {
    for (const auto& [key, value] : members.members()) json(key, value);
  }
  template <typename T>
  void list(std::string_view key, const std::vector<T>& values, Json (*write)(const T&)) {
    Json all = Json::array();
    for (const T& value : values) all.push(write(value));
    json(key, std::move(all));
  }
  Json take() { return std::move(object_); }

  // Whole numbers without a point: `10`, not `10.0`.
  static Json plain(double value) {
    if (std::floor(value) == value && std::abs(value) < kExactMax)
      return Json(static_cast<int64_t>(value));
    return Json(value);
  }

 private:
  Json object_ = Json::object();
};

Json of_custom(const CustomProperty& custom) {
  Members out;
  out.text("property", custom.property);
  Json object = out.take();
  object.set("value", custom.value);
  if (!custom.description.empty()) object.set("description", custom.description);
  return object;
}

Json of_definition(const AuthoritativeDefinition& definition) {
  Members out;
  out.text("type", definition.type);
  out.text("url", definition.url);
  out.text("description", definition.description);
  return out.take();
}

Json of_rule(const QualityRule& rule) {
  Members out;
  out.text("id", rule.id);
  out.text("name", rule.name);
  out.text("description", rule.description);
  if (rule.kind != QualityRule::Kind::kLibrary)
    out.text("type", std::string(kKinds[static_cast<size_t>(rule.kind)]));
  out.text("metric", rule.metric);
  out.text("query", rule.query);
  out.text("engine", rule.engine);
  out.text("implementation", rule.implementation);
  out.json("arguments", rule.arguments);
  if (!rule.expected.is_null()) out.json(rule.comparison, rule.expected);
  if (rule.bounds.size() == 1) out.number(rule.comparison, rule.bounds[0]);
  if (rule.bounds.size() == 2)
    out.json(rule.comparison,
             Json::array({Members::plain(rule.bounds[0]), Members::plain(rule.bounds[1])}));
  if (rule.unit != "rows") out.text("unit", rule.unit);
  out.text("dimension", rule.dimension);
  out.text("severity", rule.severity);
  return out.take();
}

Json of_options(const LogicalTypeOptions& options) {
  Members out;
  out.text("format", options.format);
  out.integer("minLength", options.min_length);
  out.integer("maxLength", options.max_length);
  out.text("pattern", options.pattern);
  out.number("minimum", options.minimum);
  out.number("maximum", options.maximum);
  out.number("exclusiveMinimum", options.exclusive_minimum);
  out.number("exclusiveMaximum", options.exclusive_maximum);
  out.text("minimum", options.minimum_text);
  out.text("maximum", options.maximum_text);
  out.text("exclusiveMinimum", options.exclusive_minimum_text);
  out.text("exclusiveMaximum", options.exclusive_maximum_text);
  out.number("multipleOf", options.multiple_of);
  out.integer("minItems", options.min_items);
  out.integer("maxItems", options.max_items);
  out.flag("uniqueItems", options.unique_items);
  out.flag("timezone", options.with_time_zone);
  out.text("defaultTimezone", options.time_zone);
  out.integer("minProperties", options.min_properties);
  out.integer("maxProperties", options.max_properties);
  out.texts("required", options.required);
  out.integer("dimensions", options.dimensions);
  out.text("elementType", options.element_type);
  out.text("distanceMetric", options.distance_metric);
  return out.take();
}

// One reference stands as it is, several in a list.
Json of_references(const std::vector<std::string>& all) {
  return all.size() == 1 ? Json(all.front()) : json_list(all);
}

Json of_relationship(const ContractRelationship& relation) {
  Members out;
  if (relation.type != "foreignKey") out.text("type", relation.type);
  if (!relation.from.empty()) out.json("from", of_references(relation.from));
  out.json("to", of_references(relation.to));
  return out.take();
}

Json of_property(const Property& property);

Json of_enum(const std::string& value) { return Json::object({{"value", value}}); }

void write_nested(const Property& property, Members& out) {
  out.list("properties", property.properties, of_property);
  if (!property.items.empty()) out.json("items", of_property(property.items.front()));
  if (property.map_key.empty() || property.map_value.empty()) return;
  out.json("map", Json::object({{"key", of_property(property.map_key.front())},
                                {"value", of_property(property.map_value.front())}}));
}

Json of_property(const Property& property) {
  Members out;
  out.text("id", property.id);
  out.text("name", property.name);
  out.text("physicalName", property.physical_name);
  out.text("businessName", property.business_name);
  out.text("description", property.description);
  if (property.logical_type_stated)
    out.text("logicalType", std::string(to_string(property.logical_type)));
  out.json("logicalTypeOptions", of_options(property.options));
  out.text("physicalType", property.physical_type);
  out.flag("required", property.required);
  out.flag("unique", property.unique);
  out.flag("primaryKey", property.primary_key);
  if (property.primary_key_position >= 0)
    out.integer("primaryKeyPosition", property.primary_key_position);
  out.flag("criticalDataElement", property.critical);
  if (property.classification)
    out.text("classification", std::string(to_string(*property.classification)));
  out.list("enum", property.enum_values, of_enum);
  out.json("examples", Json(Json::Array(property.examples)));
  out.texts("tags", property.tags);
  out.text("transformLogic", property.transform_logic);
  if (property.semantic_type != "column") out.text("semanticType", property.semantic_type);
  out.flag("deprecated", property.deprecated);
  out.foreign(property.foreign);
  out.list("relationships", property.relationships, of_relationship);
  out.list("quality", property.quality, of_rule);
  out.list("authoritativeDefinitions", property.definitions, of_definition);
  out.list("customProperties", property.custom, of_custom);
  write_nested(property, out);
  return out.take();
}

Json of_object(const SchemaObject& object) {
  Members out;
  out.text("id", object.id);
  out.text("name", object.name);
  out.text("physicalName", object.physical_name);
  out.text("businessName", object.business_name);
  out.text("description", object.description);
  out.texts("tags", object.tags);
  out.flag("deprecated", object.deprecated);
  out.foreign(object.foreign);
  out.list("relationships", object.relationships, of_relationship);
  out.list("authoritativeDefinitions", object.definitions, of_definition);
  out.list("quality", object.quality, of_rule);
  out.list("customProperties", object.custom, of_custom);
  out.list("properties", object.properties, of_property);
  return out.take();
}

Json of_server(const Server& server) { return server.fields; }

Json of_level(const ServiceLevel& level) {
  Members out;
  out.text("property", level.property);
  Json object = out.take();
  object.set("value", level.value);
  Members rest;
  rest.json("valueExt", level.value_ext);
  rest.text("unit", level.unit);
  rest.text("element", level.element);
  rest.text("driver", level.driver);
  rest.text("description", level.description);
  rest.text("schedule", level.schedule);
  Json more = rest.take();
  for (auto& [key, value] : more.mutable_members()) object.set(key, std::move(value));
  return object;
}

Json of_role(const Role& role) {
  Members out;
  out.text("role", role.role);
  out.text("access", role.access);
  out.text("description", role.description);
  return out.take();
}

Json of_channel(const SupportChannel& channel) {
  Members out;
  out.text("channel", channel.channel);
  out.text("url", channel.url);
  out.text("tool", channel.tool);
  out.text("scope", channel.scope);
  out.text("description", channel.description);
  return out.take();
}

Json of_member(const TeamMember& member) {
  Members out;
  out.text("username", member.username);
  out.text("name", member.name);
  out.text("role", member.role);
  out.text("dateIn", member.date_in);
  out.text("dateOut", member.date_out);
  return out.take();
}

Json of_team(const Team& team) {
  Members out;
  out.text("name", team.name);
  out.list("members", team.members, of_member);
  return out.take();
}

Json of_description(const Description& description) {
  Members out;
  out.text("purpose", description.purpose);
  out.text("limitations", description.limitations);
  out.text("usage", description.usage);
  return out.take();
}

}  // namespace

Json contract_json(const DataContract& contract) {
  Members out;
  out.text("apiVersion", contract.api_version);
  out.text("kind", "DataContract");
  out.text("id", contract.id);
  out.text("name", contract.name);
  out.text("version", contract.version);
  out.text("status", contract.status);
  out.text("tenant", contract.tenant);
  out.text("domain", contract.domain);
  out.json("description", of_description(contract.description));
  out.texts("tags", contract.tags);
  out.foreign(contract.foreign);
  out.list("servers", contract.servers, of_server);
  out.list("schema", contract.schema, of_object);
  out.list("slaProperties", contract.service_levels, of_level);
  out.json("team", of_team(contract.team));
  out.list("roles", contract.roles, of_role);
  out.list("support", contract.support, of_channel);
  out.list("authoritativeDefinitions", contract.definitions, of_definition);
  out.list("customProperties", contract.custom, of_custom);
  return out.take();
}

std::string write_contract(const DataContract& contract) {
  return write_yaml(contract_json(contract));
}

}  // namespace hanse::spec
