// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "contract/formats/exporting.h"
#include "contract/formats/json_pointer.h"
#include "contract/formats/json_schema.h"

namespace hanse::contract {
namespace {

using spec::Property;

constexpr auto kSizes = std::to_array<SizeName>({{"i8", "int8"},
                                                 {"i16", "int16"},
                                                 {"i32", "int32"},
                                                 {"i64", "int64"},
                                                 {"i128", "int128"},
                                                 {"u8", "uint8"},
                                                 {"u16", "uint16"},
                                                 {"u32", "uint32"},
                                                 {"u64", "uint64"},
                                                 {"u128", "uint128"},
                                                 {"f32", "float"},
                                                 {"f64", "double"}});
// Formats of strings that both know by one name.
constexpr std::array<std::string_view, 8> kStringFormats = {"email", "uuid", "uri",      "hostname",
                                                            "ipv4",  "ipv6", "password", "byte"};

class SchemaWriter {
 public:
  explicit SchemaWriter(Losses& losses) : losses_(losses) {}

  Json object(const std::vector<Property>& properties, const std::string& place) {
    Json schema = Json::object({{"type", "object"}});
    Json members = Json::object();
    Json required = Json::array();
    for (const Property& property : properties) {
      members.set(property.name, column(property, place + "." + property.name));
      if (property.required) required.push(property.name);
    }
    schema.set("properties", std::move(members));
    if (required.size() > 0) schema.set("required", std::move(required));
    return schema;
  }

  Json column(const Property& property, const std::string& place) {
    Json schema = type(property, place);
    const bool may_be_null = !property.required;
    if (may_be_null) {
      Json types = Json::array({schema["type"], "null"});
      schema.set("type", std::move(types));
    }
    if (!property.business_name.empty()) schema.set("title", property.business_name);
    if (!property.description.empty()) schema.set("description", property.description);
    if (!property.enum_values.empty()) {
      Json words = Json::array();
      for (const std::string& word : property.enum_values) words.push(enum_json(property, word));
      if (may_be_null) words.push(nullptr);
      schema.set("enum", std::move(words));
    }
    if (!property.examples.empty()) schema.set("examples", Json(Json::Array(property.examples)));
    if (property.deprecated) schema.set("deprecated", true);
    return schema;
  }

 private:
  static void set_integer(Json& schema, std::string_view key, const std::optional<int64_t>& value) {
    if (value) schema.set(key, *value);
  }
  static void set_number(Json& schema, std::string_view key, const std::optional<double>& value) {
    if (value) schema.set(key, json_number(*value));
  }

  Json type(const Property& property, const std::string& place) {
    const Kind kind = type_of(property).kind;
    const auto& options = property.options;
    lose_time_bounds(property, place, losses_);
    switch (kind) {
      case Kind::kObject:
        return object(property.properties, place);
      case Kind::kArray:
        return list(property, place);
      case Kind::kMap:
        return map(property, place);
      case Kind::kVector:
        return vector(property, place);
      case Kind::kBoolean:
        return Json::object({{"type", "boolean"}});
      default:
        break;
    }
    const std::string_view logical = row_of(kind).logical;
    if (logical == "integer" || logical == "number") return number(property, kind, place);
    Json schema = Json::object({{"type", "string"}});
    set_integer(schema, "minLength", options.min_length);
    set_integer(schema, "maxLength", options.max_length);
    if (!options.pattern.empty()) schema.set("pattern", options.pattern);
    std::optional<Kind> read = kind;
    if (logical == "date")
      schema.set("format", "date");
    else if (logical == "time")
      schema.set("format", "time");
    else if (logical == "timestamp")
      schema.set("format", "date-time");
    else if (kind == Kind::kBinary)
      schema.set("contentEncoding", "base64");
    else if (kind == Kind::kJson)
      schema.set("contentMediaType", "application/json");
    else if (kind == Kind::kUuid)
      schema.set("format", "uuid");
    else if (std::ranges::find(kStringFormats, options.format) != kStringFormats.end()) {
      schema.set("format", options.format);
      return schema;
    }
    if (kind == Kind::kTimestamp) read = Kind::kTimestampTz;
    if (kind == Kind::kTimeTz) read = Kind::kTime;
    lose_type(property, place, read, losses_);
    return schema;
  }

  Json number(const Property& property, Kind kind, const std::string& place) {
    const KindRow& row = row_of(kind);
    const auto& options = property.options;
    Json schema = Json::object({{"type", row.logical}});
    for (const SizeName& size : kSizes)
      if (size.contract == row.format) schema.set("format", size.schema);
    set_number(schema, "minimum", options.minimum);
    set_number(schema, "maximum", options.maximum);
    set_number(schema, "exclusiveMinimum", options.exclusive_minimum);
    set_number(schema, "exclusiveMaximum", options.exclusive_maximum);
    set_number(schema, "multipleOf", options.multiple_of);
    lose_type(property, place, kind == Kind::kDecimal ? Kind::kDouble : kind, losses_);
    return schema;
  }

  Json list(const Property& property, const std::string& place) {
    Json schema = Json::object({{"type", "array"}});
    if (!property.items.empty()) schema.set("items", column(property.items.front(), place + "[]"));
    set_integer(schema, "minItems", property.options.min_items);
    set_integer(schema, "maxItems", property.options.max_items);
    if (property.options.unique_items) schema.set("uniqueItems", true);
    return schema;
  }

  Json map(const Property& property, const std::string& place) {
    Json schema = Json::object({{"type", "object"}});
    if (!property.map_value.empty())
      schema.set("additionalProperties", column(property.map_value.front(), place + ".value"));
    if (!property.map_key.empty() && type_of(property.map_key.front()).kind != Kind::kString)
      losses_.add(place + ".key", "logicalType", "keys are strings", property.span);
    return schema;
  }

  Json vector(const Property& property, const std::string& place) {
    losses_.add(place, "logicalType", "read back as an array", property.span);
    Json schema = Json::object({{"type", "array"}, {"items", Json::object({{"type", "number"}})}});
    set_integer(schema, "minItems", property.options.dimensions);
    set_integer(schema, "maxItems", property.options.dimensions);
    return schema;
  }

  Losses& losses_;
};

}  // namespace

std::span<const SizeName> size_names() { return kSizes; }

Result<std::string> export_json_schema(const spec::DataContract& contract, Losses& losses) {
  Json schema = Json::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"}});
  schema.set("$id",
             "urn:contract:" + pointer_part(contract.id) + ":" + pointer_part(contract.version));
  if (!contract.name.empty()) schema.set("title", contract.name);
  if (!contract.description.purpose.empty())
    schema.set("description", contract.description.purpose);
  Json definitions = Json::object();
  Json any = Json::array();
  for (const spec::SchemaObject& table : contract.schema) {
    Json object = SchemaWriter(losses).object(table.properties, table.name);
    if (!table.business_name.empty()) object.set("title", table.business_name);
    if (!table.description.empty()) object.set("description", table.description);
    definitions.set(table.name, std::move(object));
    any.push(Json::object({{"$ref", "#/$defs/" + pointer_part(table.name)}}));
  }
  if (any.size() == 1)
    schema.set("$ref", any.at(0)["$ref"]);
  else if (any.size() > 1)
    schema.set("anyOf", std::move(any));
  if (definitions.size() > 0) schema.set("$defs", std::move(definitions));
  return schema.dump_pretty() + "\n";
}

}  // namespace hanse::contract
