// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "contract/formats/avro.h"
#include "contract/formats/exporting.h"

namespace hanse::contract {
namespace {

using spec::Property;

class AvroWriter {
 public:
  explicit AvroWriter(Losses& losses) : losses_(losses) {
    // A record named as a type would stand for it wherever that is meant.
    for (std::string_view word : {"null", "boolean", "int", "long", "float", "double", "bytes",
                                  "string", "record", "enum", "array", "map", "fixed", "error"})
      types_.make(word);
  }

  Json table(const spec::SchemaObject& object) {
    Json schema = record(object.name, object.properties, object.name);
    if (!object.description.empty()) schema.set("doc", object.description);
    return schema;
  }

 private:
  // Records, enums and fixed have one name space in a schema.
  Json named(std::string_view type, const std::string& name) {
    const std::string made = types_.make(name);
    Json schema = Json::object({{"type", type}, {"name", made}});
    if (made != name) schema.set("odcsName", name);
    return schema;
  }

  Json record(const std::string& name, const std::vector<Property>& properties,
              const std::string& place) {
    Json schema = named("record", name);
    Json fields = Json::array();
    NameMaker names;
    for (const Property& property : properties)
      fields.push(field(property, names.make(property.name), place + "." + property.name));
    schema.set("fields", std::move(fields));
    return schema;
  }

  Json field(const Property& property, const std::string& name, const std::string& place) {
    Json out = Json::object({{"name", name}});
    if (name != property.name) out.set("odcsName", property.name);
    if (!property.description.empty()) out.set("doc", property.description);
    out.set("type", nullable(property, place));
    if (!property.required) out.set("default", nullptr);
    return out;
  }

  Json nullable(const Property& property, const std::string& place) {
    Json inner = type(property, place);
    return property.required ? inner : Json::array({"null", std::move(inner)});
  }

  Json logical(std::string_view type, std::string_view name) {
    return Json::object({{"type", type}, {"logicalType", name}});
  }

  Json type(const Property& property, const std::string& place) {
    const ColumnType column = type_of(property);
    lose_time_bounds(property, place, losses_);
    switch (column.kind) {
      case Kind::kObject:
        return record(last_name(place), property.properties, place);
      case Kind::kArray:
        return Json::object({{"type", "array"}, {"items", item(property.items, place + "[]")}});
      case Kind::kVector:
        losses_.add(place, "logicalType", "read back as an array", property.span);
        return Json::object({{"type", "array"}, {"items", "float"}});
      case Kind::kMap:
        if (!property.map_key.empty() && type_of(property.map_key.front()).kind != Kind::kString)
          losses_.add(place + ".key", "logicalType", "keys are strings", property.span);
        return Json::object(
            {{"type", "map"}, {"values", item(property.map_value, place + ".value")}});
      case Kind::kString:
        if (!property.enum_values.empty()) return closed_list(property, place);
        break;
      default:
        break;
    }
    if (!property.enum_values.empty())
      losses_.add(place, "enum", "only strings have a closed list", property.span);
    return scalar(property, column, place);
  }

  Json scalar(const Property& property, const ColumnType& column, const std::string& place) {
    Json schema = row_of(column.kind).avro;
    std::optional<Kind> read = column.kind;
    switch (column.kind) {
      case Kind::kUuid:
        schema = logical("string", "uuid");
        break;
      case Kind::kDate:
        schema = logical("int", "date");
        break;
      case Kind::kTimeTz:
        read = Kind::kTime;
        [[fallthrough]];
      case Kind::kTime:
        schema = logical("long", "time-micros");
        break;
      case Kind::kTimestamp:
        schema = logical("long", "local-timestamp-micros");
        break;
      case Kind::kTimestampTz:
        schema = logical("long", "timestamp-micros");
        break;
      case Kind::kDecimal:
        schema = decimal(column);
        break;
      default:
        read = read_back(schema.as_string());
        break;
    }
    if (column.kind == Kind::kDecimal && column.precision == 0)
      losses_.add(place, "physicalType", "a decimal without precision is written as decimal(38,9)",
                  property.span);
    lose_type(property, place, read, losses_);
    return schema;
  }

  static Json decimal(const ColumnType& column) {
    Json schema = logical_decimal();
    schema.set("precision", column.precision > 0 ? column.precision : kDecimalPrecision);
    schema.set("scale", column.precision > 0 ? column.scale : kDecimalScale);
    return schema;
  }
  static Json logical_decimal() {
    return Json::object({{"type", "bytes"}, {"logicalType", "decimal"}});
  }

  static std::optional<Kind> read_back(std::string_view type) {
    if (type == "int") return Kind::kInt32;
    if (type == "long") return Kind::kInt64;
    if (type == "float") return Kind::kFloat;
    if (type == "double") return Kind::kDouble;
    if (type == "boolean") return Kind::kBoolean;
    if (type == "bytes") return Kind::kBinary;
    return Kind::kString;
  }

  Json item(const std::vector<Property>& items, const std::string& place) {
    return items.empty() ? Json("string") : nullable(items.front(), place);
  }

  // Avro's symbols are names: others are not kept, since data has to carry them.
  Json closed_list(const Property& property, const std::string& place) {
    Json symbols = Json::array();
    std::set<std::string> seen;
    for (const std::string& word : property.enum_values) {
      NameMaker name;
      if (word.empty() || name.make(word) != word || !seen.insert(word).second) {
        losses_.add(place, "enum", fmt::format("`{}` is no name as Avro has them", word),
                    property.span);
        return "string";
      }
      symbols.push(word);
    }
    lose_type(property, place, Kind::kString, losses_);
    Json schema = named("enum", last_name(place));
    schema.set("symbols", std::move(symbols));
    return schema;
  }

  // `orders.address.lines[]` is of the type `address_lines`.
  static std::string last_name(const std::string& place) {
    std::string name = place.substr(std::min(place.find('.') + 1, place.size()));
    for (size_t at; (at = name.find("[]")) != std::string::npos;) name.replace(at, 2, "_item");
    for (char& c : name)
      if (c == '.') c = '_';
    NameMaker plain;
    return plain.make(name) + "_type";
  }

  Losses& losses_;
  NameMaker types_;
};

}  // namespace

Result<std::string> export_avro(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY_STATUS(need_tables(contract));
  AvroWriter writer(losses);
  Json all = Json::array();
  for (const spec::SchemaObject& table : contract.schema) all.push(writer.table(table));
  return (all.size() == 1 ? all.at(0) : all).dump_pretty() + "\n";
}

}  // namespace hanse::contract
