// SPDX-License-Identifier: Apache-2.0
#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

constexpr std::string_view kLogicalTypes[] = {"string", "date",  "timestamp", "time",
                                              "number", "integer", "object",  "array",
                                              "boolean", "map",  "vector"};
constexpr std::string_view kClasses[] = {"public", "internal", "confidential", "restricted"};
constexpr std::string_view kRelationTypes[] = {"foreignKey"};
constexpr std::string_view kSemanticTypes[] = {"column", "measure", "dimension"};
constexpr std::string_view kObjectTypes[] = {"object", "blob"};
constexpr int kPositionMax = 10'000;

void decode_property(Decoder& decoder, const Node& node, Property& property);
void decode_item(Decoder& decoder, const Node& node, Property& property);

void read_logical_type(Decoder& decoder, const Node& value, Property& property) {
  const auto known = logical_type_of(value.text);
  if (!known) {
    decoder.not_among(value, kLogicalTypes);
    return;
  }
  property.logical_type = *known;
  property.logical_type_stated = true;
}

void read_classification(Decoder& decoder, const Node& value, Property& property) {
  property.classification = classification_of(value.text);
  if (!property.classification) decoder.not_among(value, kClasses);
}

void read_examples(Decoder&, const Node& value, Property& property) {
  for (const Node& item : value.items) property.examples.push_back(to_json(item));
}

struct EnumValue {
  std::string value;
};
void read_enum_text(Decoder& decoder, const Node& value, EnumValue& target) {
  if (decoder.is(value, Expect::kScalar)) target.value = value.text;
}
constexpr Table kEnumValue(
    "an enum value", "value",
    {custom<read_enum_text>("value", Expect::kAny, Need::kRequired),
     checked<EnumValue>("label", Expect::kText), checked<EnumValue>("id", Expect::kText),
     checked<EnumValue>("description", Expect::kText), checked<EnumValue>("tags", Expect::kTexts),
     checked<EnumValue, check_custom_property>("customProperties", Expect::kMaps),
     checked<EnumValue, check_definition>("authoritativeDefinitions", Expect::kMaps)});

void read_enum(Decoder& decoder, const Node& value, Property& property) {
  property.foreign.set("enum", to_json(value));
  for (const Node& item : value.items) {
    EnumValue read;
    decoder.map(item, kEnumValue, read);
    if (item.kind == Node::Kind::kMap) property.enum_values.push_back(std::move(read.value));
  }
}

// `customer.id`, or several for a key of several columns.
void read_reference(Decoder& decoder, const Node& value, Shape&) {
  if (value.kind != Node::Kind::kList) {
    decoder.is(value, Expect::kText);
    return;
  }
  for (const Node& item : value.items) decoder.is(item, Expect::kText);
}

void check_relation_type(Decoder& decoder, const Node& value, Shape&) {
  if (value.text != kRelationTypes[0]) decoder.not_among(value, kRelationTypes);
}

constexpr Table kPropertyRelation(
    "a relationship of a property", "to",
    {checked<Shape>("id", Expect::kText), custom<check_relation_type>("type", Expect::kText),
     custom<read_reference>("to", Expect::kAny, Need::kRequired),
     checked<Shape, check_custom_property>("customProperties", Expect::kMaps)});
constexpr Table kObjectRelation(
    "a relationship of a table", "to",
    {checked<Shape>("id", Expect::kText), custom<check_relation_type>("type", Expect::kText),
     custom<read_reference>("from", Expect::kAny, Need::kRequired),
     custom<read_reference>("to", Expect::kAny, Need::kRequired),
     checked<Shape, check_custom_property>("customProperties", Expect::kMaps)});

template <const auto& kTable>
void check_shape(Decoder& decoder, const Node& node) {
  Shape shape;
  decoder.map(node, kTable, shape);
}

template <const auto& kWords, typename Owner>
void read_word(Decoder& decoder, const Node& value, Owner& owner) {
  for (std::string_view word : kWords)
    if (word == value.text) {
      owner.foreign.set(decoder.field(), Json(value.text));
      return;
    }
  decoder.not_among(value, kWords);
}

void read_items(Decoder& decoder, const Node& value, Property& property) {
  decode_item(decoder, value, property.items.emplace_back());
}

struct MapTypes {
  std::vector<Property> key, value;
};
template <auto Member>
void read_map_part(Decoder& decoder, const Node& value, MapTypes& types) {
  decode_item(decoder, value, (types.*Member).emplace_back());
}
constexpr Table kMapTypes(
    "a map type", "",
    {custom<read_map_part<&MapTypes::key>>("key", Expect::kMap, Need::kRequired),
     custom<read_map_part<&MapTypes::value>>("value", Expect::kMap, Need::kRequired)});

void read_map_types(Decoder& decoder, const Node& value, Property& property) {
  MapTypes types;
  decoder.map(value, kMapTypes, types);
  property.map_key = std::move(types.key);
  property.map_value = std::move(types.value);
}

// Read once the logical type is known, wherever it stands.
void read_options_later(Decoder&, const Node&, Property&) {}

template <Need kName>
constexpr Table kProperty(
    "a property", "name",
    {text<&Property::name>("name", kName), text<&Property::physical_name>("physicalName"),
     text<&Property::physical_type>("physicalType"), text<&Property::description>("description"),
     text<&Property::business_name>("businessName"),
     custom<read_logical_type>("logicalType", Expect::kText),
     custom<read_options_later>("logicalTypeOptions", Expect::kMap),
     boolean<&Property::required>("required"), boolean<&Property::unique>("unique"),
     boolean<&Property::primary_key>("primaryKey"),
     integer<&Property::primary_key_position, -1, kPositionMax>("primaryKeyPosition"),
     boolean<&Property::critical>("criticalDataElement"),
     custom<read_classification>("classification", Expect::kText),
     texts<&Property::tags>("tags"), custom<read_examples>("examples", Expect::kList),
     custom<read_enum>("enum", Expect::kMaps),
     text<&Property::transform_logic>("transformLogic"),
     list<&Property::quality, decode_quality>("quality"),
     list<&Property::custom, read_custom_property>("customProperties"),
     list<&Property::definitions, read_definition>("authoritativeDefinitions"),
     list<&Property::properties, decode_property>("properties"),
     custom<read_items>("items", Expect::kMap), custom<read_map_types>("map", Expect::kMap),
     custom<read_word<kSemanticTypes, Property>>("semanticType", Expect::kText),
     foreign<Property>("id", Expect::kText), foreign<Property>("deprecated", Expect::kBool),
     foreign<Property, check_synonym>("synonyms", Expect::kMaps),
     foreign<Property>("partitioned", Expect::kBool),
     foreign<Property>("partitionKeyPosition", Expect::kInteger),
     foreign<Property>("encryptedName", Expect::kText),
     foreign<Property>("transformSourceObjects", Expect::kTexts),
     foreign<Property>("transformDescription", Expect::kText),
     foreign<Property, check_shape<kPropertyRelation>>("relationships", Expect::kMaps)});

void finish_property(Decoder& decoder, const Node& node, Property& property) {
  if (const Node* options = node.find("logicalTypeOptions"))
    if (options->kind == Node::Kind::kMap) decode_type_options(decoder, *options, property);
  if (property.logical_type == LogicalType::kMap && node.find("map") == nullptr)
    decoder.missing("map", "a property of type `map`", property.span);
  if (property.logical_type == LogicalType::kVector && !property.options.dimensions &&
      node.find("logicalTypeOptions") == nullptr)
    decoder.missing("logicalTypeOptions", "a property of type `vector`", property.span);
}

void decode_property(Decoder& decoder, const Node& node, Property& property) {
  decoder.map(node, kProperty<Need::kRequired>, property);
  finish_property(decoder, node, property);
}

// The elements of an array, the key and value of a map: they need no name.
void decode_item(Decoder& decoder, const Node& node, Property& property) {
  decoder.map(node, kProperty<Need::kOptional>, property);
  finish_property(decoder, node, property);
}

void read_context(Decoder& decoder, const Node& value, SchemaObject& object) {
  if (value.kind == Node::Kind::kMap) check_context(decoder, value);
  else if (!decoder.is(value, Expect::kText)) return;
  object.foreign.set("context", to_json(value));
}

constexpr Table kObject(
    "a table of the schema", "name",
    {text<&SchemaObject::name>("name", Need::kRequired),
     text<&SchemaObject::physical_name>("physicalName"),
     text<&SchemaObject::description>("description"),
     text<&SchemaObject::business_name>("businessName"),
     list<&SchemaObject::properties, decode_property>("properties"),
     list<&SchemaObject::quality, decode_quality>("quality"), texts<&SchemaObject::tags>("tags"),
     list<&SchemaObject::custom, read_custom_property>("customProperties"),
     custom<read_word<kObjectTypes, SchemaObject>>("logicalType", Expect::kText),
     custom<read_context>("context", Expect::kAny),
     foreign<SchemaObject>("id", Expect::kText),
     foreign<SchemaObject>("physicalType", Expect::kText),
     foreign<SchemaObject>("deprecated", Expect::kBool),
     foreign<SchemaObject>("dataGranularityDescription", Expect::kText),
     foreign<SchemaObject, check_synonym>("synonyms", Expect::kMaps),
     foreign<SchemaObject, check_definition>("authoritativeDefinitions", Expect::kMaps),
     foreign<SchemaObject, check_shape<kObjectRelation>>("relationships", Expect::kMaps)});

}  // namespace

void decode_schema_object(Decoder& decoder, const Node& node, SchemaObject& object) {
  decoder.map(node, kObject, object);
}

}  // namespace hanse::spec
