// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "spec/decode.h"
#include "spec/decode_common.h"
#include "spec/fields.h"

namespace hanse::spec {
namespace {

// Those of 3.0 first; the others came with 3.1, the last two with 3.2.
constexpr std::string_view kLogicalTypes[] = {"string", "date",    "number",    "integer",
                                              "object", "array",   "boolean",   "timestamp",
                                              "time",   "map",     "vector"};
constexpr size_t kTypesOf30 = 7, kTypesOf31 = 9;
constexpr std::string_view kSemanticTypes[] = {"column", "measure", "dimension"};
constexpr std::string_view kObjectTypes[] = {"object", "blob", "array"};
constexpr int kPositionMax = 1'000'000'000;
constexpr Editions kSince31 = kOdcs31 | kOdcs32;

void decode_property(Decoder& decoder, const Node& node, Property& property);
void decode_item(Decoder& decoder, const Node& node, Property& property);

void read_logical_type(Decoder& decoder, const Node& value, Property& property) {
  std::span<const std::string_view> words(kLogicalTypes);
  if (decoder.is_in(kOdcs30)) words = words.first(kTypesOf30);
  if (decoder.is_in(kOdcs31)) words = words.first(kTypesOf31);
  if (std::find(words.begin(), words.end(), value.text) == words.end()) {
    decoder.not_among(value, words);
    return;
  }
  property.logical_type = *logical_type_of(value.text);
  property.logical_type_stated = true;
}

// The standard takes any word. One that is not known here may mean anything: it is kept as strict
// as there is.
void read_classification(Decoder& decoder, const Node& value, Property& property) {
  property.classification = classification_of(value.text);
  if (property.classification) return;
  property.classification = Classification::kRestricted;
  property.foreign.set("classification", Json(value.text));
  decoder.warning("HNS-S042", value.span,
                  fmt::format("the classification `{}` is not known here and counts as "
                              "`restricted`", value.text),
                  "public, internal, confidential and restricted are known");
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
     checked<EnumValue>("label", Expect::kText), stable_id<EnumValue>(),
     checked<EnumValue>("description", Expect::kText), checked<EnumValue>("tags", Expect::kTexts),
     checked<EnumValue, check_custom_property>("customProperties", Expect::kMaps),
     checked<EnumValue, check_definition>("authoritativeDefinitions", Expect::kMaps)});

void read_enum(Decoder& decoder, const Node& value, Property& property) {
  check_distinct(decoder, value);
  std::set<std::string> seen;
  for (const Node& item : value.items) {
    EnumValue read;
    decoder.map(item, kEnumValue, read);
    const bool is_new = seen.insert(to_json(item).dump_canonical()).second;
    if (is_new && item.kind == Node::Kind::kMap)
      property.enum_values.push_back(std::move(read.value));
  }
  property.foreign.set("enum", to_json(value));
}

template <typename Owner>
void read_id(Decoder& decoder, const Node& value, Owner& owner) {
  check_id(decoder, value);
  owner.id = value.text;
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

// The standard's own examples leave descriptions empty.
template <typename Owner>
void read_description_text(Decoder& decoder, const Node& value, Owner& owner) {
  if (value.kind != Node::Kind::kNull && decoder.is(value, Expect::kText))
    owner.description = value.text;
}

template <Need kName>
constexpr auto kProperty = Table(
    "a property", "name",
    {text<&Property::name>("name", kName), text<&Property::physical_name>("physicalName"),
     text<&Property::physical_type>("physicalType"),
     custom<read_description_text<Property>>("description", Expect::kAny),
     text<&Property::business_name>("businessName"),
     custom<read_logical_type>("logicalType", Expect::kText),
     custom<read_options_later>("logicalTypeOptions", Expect::kMap),
     boolean<&Property::required>("required"), boolean<&Property::unique>("unique"),
     boolean<&Property::primary_key>("primaryKey"),
     integer<&Property::primary_key_position, -1, kPositionMax>("primaryKeyPosition"),
     boolean<&Property::critical>("criticalDataElement"),
     custom<read_classification>("classification", Expect::kText),
     texts<&Property::tags>("tags"), custom<read_examples>("examples", Expect::kList),
     in(kOdcs32, custom<read_enum>("enum", Expect::kMaps)),
     text<&Property::transform_logic>("transformLogic"),
     list<&Property::quality, decode_quality>("quality"),
     list<&Property::custom, read_custom_property>("customProperties"),
     list<&Property::definitions, read_definition>("authoritativeDefinitions"),
     list<&Property::properties, decode_property>("properties"),
     custom<read_items>("items", Expect::kMap),
     in(kOdcs32, custom<read_map_types>("map", Expect::kMap)),
     in(kOdcs32, choice<&Property::semantic_type, kSemanticTypes>("semanticType")),
     in(kSince31, custom<read_id<Property>>("id", Expect::kText)),
     in(kOdcs32, boolean<&Property::deprecated>("deprecated")),
     in(kOdcs32, foreign<Property, check_synonym>("synonyms", Expect::kMaps)),
     foreign<Property>("partitioned", Expect::kBool),
     foreign<Property>("partitionKeyPosition", Expect::kInteger),
     foreign<Property>("encryptedName", Expect::kText),
     foreign<Property>("transformSourceObjects", Expect::kTexts),
     foreign<Property>("transformDescription", Expect::kText),
     in(kSince31, list<&Property::relationships, read_property_relation>("relationships"))})
                                .open_in(0);

// HNS-S046: a part that only another type has.
void check_parts(Decoder& decoder, const Node& node, Property& property) {
  const auto misplaced = [&](std::string_view field, LogicalType type) {
    const Node* part = node.find(field);
    const bool may_be = field != "map" && !property.logical_type_stated;
    if (part == nullptr || property.logical_type == type || may_be) return false;
    decoder.error("HNS-S046", part->span,
                  fmt::format("a property of type `{}` has no `{}`",
                              to_string(property.logical_type), field),
                  fmt::format("it belongs to `logicalType: {}`", to_string(type)));
    return true;
  };
  if (misplaced("properties", LogicalType::kObject)) property.properties.clear();
  if (misplaced("items", LogicalType::kArray)) property.items.clear();
  if (decoder.is_in(kOdcs32) && misplaced("map", LogicalType::kMap)) {
    property.map_key.clear();
    property.map_value.clear();
  }
}

void finish_property(Decoder& decoder, const Node& node, Property& property) {
  if (const Node* options = node.find("logicalTypeOptions"))
    if (options->kind == Node::Kind::kMap) decode_type_options(decoder, *options, property);
  check_parts(decoder, node, property);
  if (property.logical_type == LogicalType::kMap && node.find("map") == nullptr)
    decoder.missing("map", "a property of type `map`", property.span);
  if (property.logical_type == LogicalType::kVector && node.find("logicalTypeOptions") == nullptr)
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

void read_object_context(Decoder& decoder, const Node& value, SchemaObject& object) {
  read_context(decoder, value, object.foreign);
}

constexpr auto kObject = Table(
    "a table of the schema", "name",
    {text<&SchemaObject::name>("name", Need::kRequired),
     text<&SchemaObject::physical_name>("physicalName"),
     custom<read_description_text<SchemaObject>>("description", Expect::kAny),
     text<&SchemaObject::business_name>("businessName"),
     list<&SchemaObject::properties, decode_property>("properties"),
     list<&SchemaObject::quality, decode_quality>("quality"), texts<&SchemaObject::tags>("tags"),
     list<&SchemaObject::custom, read_custom_property>("customProperties"),
     custom<read_word<kObjectTypes, SchemaObject>>("logicalType", Expect::kText),
     in(kOdcs32, custom<read_object_context>("context", Expect::kAny)),
     in(kSince31, custom<read_id<SchemaObject>>("id", Expect::kText)),
     foreign<SchemaObject>("physicalType", Expect::kText),
     in(kOdcs32, boolean<&SchemaObject::deprecated>("deprecated")),
     foreign<SchemaObject>("dataGranularityDescription", Expect::kText),
     in(kOdcs32, foreign<SchemaObject, check_synonym>("synonyms", Expect::kMaps)),
     list<&SchemaObject::definitions, read_definition>("authoritativeDefinitions"),
     in(kSince31, list<&SchemaObject::relationships, read_object_relation>("relationships"))})
                              .open_in(0);

}  // namespace

void decode_schema_object(Decoder& decoder, const Node& node, SchemaObject& object) {
  decoder.map(node, kObject, object);
}

}  // namespace hanse::spec
