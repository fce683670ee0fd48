// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "contract/infer.h"

namespace hanse::contract {
namespace {

constexpr double kWholeNumberMax = 9e15;  // whole ones below are written without a point

Json number(double value) {
  if (std::floor(value) == value && std::abs(value) < kWholeNumberMax)
    return Json(static_cast<int64_t>(value));
  return Json(value);
}

Json texts(const std::vector<std::string>& values) {
  Json out = Json::array();
  for (const std::string& value : values) out.push(value);
  return out;
}

void set_text(Json& out, std::string_view key, const std::string& text) {
  if (!text.empty()) out.set(key, text);
}

Json options_json(const spec::LogicalTypeOptions& options) {
  Json out = Json::object();
  if (options.min_length) out.set("minLength", *options.min_length);
  if (options.max_length) out.set("maxLength", *options.max_length);
  if (options.minimum) out.set("minimum", number(*options.minimum));
  if (options.maximum) out.set("maximum", number(*options.maximum));
  set_text(out, "pattern", options.pattern);
  set_text(out, "format", options.format);
  return out;
}

Json rule_json(const spec::QualityRule& rule) {
  Json out = Json::object({{"metric", rule.metric}});
  if (rule.arguments.size() > 0) out.set("arguments", rule.arguments);
  if (!rule.bounds.empty()) out.set(rule.comparison, number(rule.bounds[0]));
  if (rule.unit != "rows") out.set("unit", rule.unit);
  set_text(out, "dimension", rule.dimension);
  return out;
}

Json rules_json(const std::vector<spec::QualityRule>& rules) {
  Json out = Json::array();
  for (const spec::QualityRule& rule : rules) out.push(rule_json(rule));
  return out;
}

// An enum value as the column's type has it.
Json enum_value(const spec::Property& property, const std::string& value) {
  if (property.logical_type == spec::LogicalType::kInteger)
    if (const auto parsed = Json::parse(value); parsed && parsed->is_integer()) return *parsed;
  return Json(value);
}

Json property_json(const ColumnProposal& proposal);

void set_parts(const ColumnProposal& proposal, Json& out) {
  const spec::LogicalType type = proposal.property.logical_type;
  if (proposal.parts.empty()) return;
  if (type == spec::LogicalType::kArray) {
    out.set("items", property_json(proposal.parts[0]));
  } else if (type == spec::LogicalType::kMap && proposal.parts.size() == 2) {
    out.set("map", Json::object({{"key", property_json(proposal.parts[0])},
                                 {"value", property_json(proposal.parts[1])}}));
  } else {
    Json members = Json::array();
    for (const ColumnProposal& part : proposal.parts) members.push(property_json(part));
    out.set("properties", std::move(members));
  }
}

Json property_json(const ColumnProposal& proposal) {
  const spec::Property& property = proposal.property;
  Json out = Json::object();
  set_text(out, "name", property.name);
  set_text(out, "physicalName", property.physical_name);
  out.set("logicalType", spec::to_string(property.logical_type));
  set_text(out, "physicalType", property.physical_type);
  set_text(out, "description", property.description);
  if (property.required) out.set("required", true);
  if (property.unique) out.set("unique", true);
  if (property.primary_key) {
    out.set("primaryKey", true);
    out.set("primaryKeyPosition", property.primary_key_position);
  }
  if (property.classification) out.set("classification", spec::to_string(*property.classification));
  if (!property.tags.empty()) out.set("tags", texts(property.tags));
  if (Json options = options_json(property.options); options.size() > 0)
    out.set("logicalTypeOptions", std::move(options));
  if (!property.enum_values.empty()) {
    Json values = Json::array();
    for (const std::string& value : property.enum_values)
      values.push(Json::object({{"value", enum_value(property, value)}}));
    out.set("enum", std::move(values));
  }
  if (!proposal.relationships.empty()) {
    Json relationships = Json::array();
    for (const std::string& to : proposal.relationships)
      relationships.push(Json::object({{"to", to}}));
    out.set("relationships", std::move(relationships));
  }
  if (!property.quality.empty()) out.set("quality", rules_json(property.quality));
  set_parts(proposal, out);
  return out;
}

Json table_json(const TableProposal& table) {
  Json out = Json::object({{"name", table.name}});
  if (table.physical_name != table.name) set_text(out, "physicalName", table.physical_name);
  out.set("logicalType", "object");
  out.set("description", "Draft, from what the data holds: say what one row is.");
  Json properties = Json::array();
  for (const ColumnProposal& column : table.columns) properties.push(property_json(column));
  out.set("properties", std::move(properties));
  if (!table.relationships.empty()) {
    Json relationships = Json::array();
    for (const TableRelationship& each : table.relationships)
      relationships.push(Json::object({{"from", texts(each.from)}, {"to", texts(each.to)}}));
    out.set("relationships", std::move(relationships));
  }
  if (!table.quality.empty()) out.set("quality", rules_json(table.quality));
  return out;
}

Json evidence_list(const std::vector<Evidence>& evidence) {
  Json out = Json::array();
  for (const Evidence& each : evidence)
    out.push(Json::object({{"aspect", each.aspect},
                           {"conclusion", each.conclusion},
                           {"confidence", std::round(each.confidence * 100) / 100},
                           {"evidence", each.words},
                           {"seen", each.seen == Evidence::Seen::kWhole ? "whole" : "sample"},
                           {"proposed", each.is_proposed}}));
  return out;
}

void add_columns(const ColumnProposal& column, const std::string& outer, Json& out) {
  const std::string name = column.property.name.empty() ? outer + "[]"
                           : outer.empty()              ? column.property.name
                                                        : outer + "." + column.property.name;
  out.push(Json::object({{"column", name}, {"evidence", evidence_list(column.evidence)}}));
  for (const ColumnProposal& part : column.parts) add_columns(part, name, out);
}

}  // namespace

Json contract_json(const Proposal& proposal, const std::vector<ProposedServer>& servers) {
  Json out = Json::object({{"apiVersion", "v3.2.0"},
                           {"kind", "DataContract"},
                           {"id", proposal.id},
                           {"name", proposal.name},
                           {"version", "0.1.0"},
                           {"status", "draft"}});
  out.set("description",
          Json::object({{"purpose", "Draft, proposed from data: say what it is for."}}));
  Json schema = Json::array(), listed = Json::array();
  for (const TableProposal& table : proposal.tables) schema.push(table_json(table));
  out.set("schema", std::move(schema));
  for (const ProposedServer& server : servers) {
    Json one = Json::object({{"server", server.name},
                             {"type", "local"},
                             {"path", server.path},
                             {"format", server.format}});
    // ODCS 3.2.0 has no field for it in a server of type `local`.
    if (!server.delimiter.empty())
      one.set(
          "customProperties",
          Json::array({Json::object({{"property", "delimiter"}, {"value", server.delimiter}})}));
    listed.push(std::move(one));
  }
  out.set("servers", std::move(listed));
  return out;
}

Json evidence_json(const Proposal& proposal, const std::vector<TableProfile>& profiles) {
  Json tables = Json::array();
  for (size_t i = 0; i < proposal.tables.size(); ++i) {
    const TableProposal& table = proposal.tables[i];
    Json columns = Json::array();
    for (const ColumnProposal& column : table.columns) add_columns(column, "", columns);
    tables.push(Json::object({{"table", table.name},
                              {"rows", profiles[i].rows},
                              {"sampled", profiles[i].sampled},
                              {"evidence", evidence_list(table.evidence)},
                              {"columns", std::move(columns)}}));
  }
  return tables;
}

}  // namespace hanse::contract
