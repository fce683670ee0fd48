// SPDX-License-Identifier: Apache-2.0
#include "contract/place.h"

#include "base/utf8.h"
#include "engine/plain_pattern.h"
#include "engine/types.h"
#include "engine/word_list.h"
#include "source/convert.h"
#include "source/input.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

// A member's place as a JSON pointer, as a SQL literal.
std::string pointer_to(std::string_view name) {
  std::string out = "/";
  for (const char c : name) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return quote_literal(out);
}

// The JSON types whose values may be of the contract's type.
std::string json_types(const spec::Property& property, const std::string& type) {
  const bool is_wide = type == "BIGINT" || type == "UBIGINT" || type.starts_with("DECIMAL");
  switch (property.logical_type) {
    // What a double does not hold exactly may come as text.
    case LogicalType::kInteger:
      return is_wide ? "'UBIGINT', 'BIGINT', 'VARCHAR'" : "'UBIGINT', 'BIGINT'";
    case LogicalType::kNumber:
      return is_wide ? "'UBIGINT', 'BIGINT', 'DOUBLE', 'VARCHAR'" : "'UBIGINT', 'BIGINT', 'DOUBLE'";
    case LogicalType::kBoolean:
      return "'BOOLEAN'";
    case LogicalType::kObject:
    case LogicalType::kMap:
      return "'OBJECT'";
    case LogicalType::kArray:
    case LogicalType::kVector:
      return "'ARRAY'";
    default:
      return "'VARCHAR'";
  }
}

std::string nested_json_value(const Place& place) {
  return fmt::format("CASE WHEN json_type({0}) = {1} THEN {0} END", place.json,
                     json_types(*place.property, ""));
}

Place below(const Place& place, const spec::Property& property, std::string path) {
  Place out;
  out.property = &property;
  out.path = std::move(path);
  out.in_list = place.in_list;
  out.is_published = place.is_published;
  out.depth = place.depth;
  out.row_where = place.row_where;
  out.row_shown = place.row_shown;
  return out;
}

Place field_of(const Place& place, const spec::Property& property) {
  Place out = below(place, property, place.path + "." + property.name);
  const std::string& name =
      place.is_published ? property.name : source::source_name(property);
  if (!place.json.empty()) {
    out.json = fmt::format("json_extract({}, {})", place.json, pointer_to(name));
    out.text = fmt::format("json_extract_string({}, {})", place.json, pointer_to(name));
    out.missing = out.text + " IS NULL";
    out.around = fmt::format("json_type({}) = 'OBJECT'", place.json);
  } else {
    out.file_type = place.file_type == nullptr ? nullptr : place.file_type->field(name);
    out.is_present = out.file_type != nullptr;
    if (out.is_present)
      out.raw = fmt::format("struct_extract({}, {})", place.raw, quote_literal(name));
    out.missing = out.raw + " IS NULL";
    out.around = place.raw + " IS NOT NULL";
  }
  set_value(out);
  return out;
}

// `list`: SQL of a list; each of its items becomes a place.
Place item_of(const Place& place, const spec::Property& property, const std::string& suffix,
              const std::string& list) {
  Place out = below(place, property, place.path + suffix);
  const std::string item = fmt::format("x{}", place.depth);
  out.depth = place.depth + 1;
  out.in_list = true;
  out.row_where = [outer = place.row_where, list, item](const std::string& breaks) {
    return outer(fmt::format("len(list_filter({}, lambda {}: {})) > 0", list, item, breaks));
  };
  out.row_shown = [where = place.row_where, outer = place.row_shown, list, item](
                      const std::string& breaks, const std::string& shown) {
    const std::string found = fmt::format("list_filter({}, lambda {}: {})", list, item, breaks);
    return outer(fmt::format("len({}) > 0", found),
                 fmt::format("list_transform({}, lambda {}: {})[1]", found, item, shown));
  };
  if (!place.json.empty()) {
    out.json = item;
    out.text = fmt::format("({} ->> '$')", item);
  } else {
    out.raw = item;
  }
  out.missing = (place.json.empty() ? out.raw : out.text) + " IS NULL";
  return out;
}

std::vector<Place> items_of(const Place& place) {
  if (place.property->items.empty()) return {};
  const std::string list =
      place.json.empty() ? place.raw : fmt::format("CAST({} AS JSON[])", nested_json_value(place));
  Place out = item_of(place, place.property->items.front(), "[]", list);
  if (place.json.empty() && place.file_type->kind == FileType::Kind::kList)
    out.file_type = &place.file_type->parts.front().second;
  set_value(out);
  return {out};
}

std::vector<Place> entries_of(const Place& place) {
  std::vector<Place> out;
  const spec::Property& property = *place.property;
  const bool is_json = !place.json.empty();
  const auto add = [&](const std::vector<spec::Property>& part, const char* suffix,
                       const std::string& json_list, const char* function, size_t index) {
    if (part.empty()) return;
    Place entry = item_of(place, part.front(), suffix,
                          is_json ? json_list : fmt::format("{}({})", function, place.raw));
    if (!is_json && place.file_type->kind == FileType::Kind::kMap)
      entry.file_type = &place.file_type->parts[index].second;
    set_value(entry);
    out.push_back(std::move(entry));
  };
  const std::string object = nested_json_value(place);
  const std::string key = fmt::format("k{}", place.depth);
  add(property.map_key, "{key}",
      fmt::format("list_transform(json_keys({}), lambda {}: to_json({}))", object, key, key),
      "map_keys", 0);
  add(property.map_value, "{}",
      fmt::format("list_transform(json_keys({0}), lambda {1}: json_extract({2}, '/' || "
                  "replace(replace({1}, '~', '~0'), '/', '~1')))",
                  object, key, place.json),
      "map_values", 1);
  return out;
}

void set_typed_value(Place& place) {
  if (place.file_type == nullptr) return;
  place.text = fmt::format("CAST({} AS VARCHAR)", place.raw);
  if (is_nested(*place.property)) {
    place.value = place.raw;
    return;
  }
  const std::string& from = place.file_type->text;
  const auto conversion = source::typed_conversion_of(*place.property, from, place.type, place.raw);
  place.value =
      conversion ? conversion->lenient : fmt::format("TRY_CAST({} AS {})", place.raw, place.type);
}

}  // namespace

bool is_nested(const spec::Property& property) {
  return property.logical_type == LogicalType::kObject ||
         property.logical_type == LogicalType::kArray || property.logical_type == LogicalType::kMap;
}

ReadType read_type(const spec::Property& property) {
  const std::string_view logical = spec::to_string(property.logical_type);
  if (auto type = engine::engine_type(logical, property.physical_type))
    return {std::move(*type), {}};
  else if (property.logical_type_stated || property.physical_type.empty())
    return {engine::engine_type(logical, "").value_or("VARCHAR"), type.error().message};
  // Only a physical type is stated: of whichever logical one has it.
  for (const engine::TypeRow& row : engine::type_table())
    if (auto type = engine::engine_type(row.logical, property.physical_type))
      return {std::move(*type), {}};
  return {"VARCHAR",
          fmt::format("physicalType `{}` is none that is known", property.physical_type)};
}

void set_value(Place& place) {
  const spec::Property& property = *place.property;
  if (!is_nested(property)) {
    ReadType type = read_type(property);
    place.type = std::move(type.type);
    place.type_problem = std::move(type.problem);
  }
  if (!place.raw.empty()) return set_typed_value(place);
  if (!place.is_present) return;
  if (is_nested(property)) {
    place.value = nested_json_value(place);
    return;
  }
  auto conversion = source::conversion_of(property, place.type, place.text,
                                          place.has_plain_functions
                                              ? source::RunsOn::kPlainFunctions
                                              : source::RunsOn::kAnyEngine);
  if (!conversion) {
    place.is_unreadable = true;
    place.type_problem = conversion.error().message;
    conversion = source::Conversion{"NULL", fmt::format("CAST(NULL AS {})", place.type)};
  }
  place.value = conversion->lenient;
  // A cast of a list that does not fail as a whole makes NULL of the items that do not fit.
  if (property.logical_type == LogicalType::kVector)
    place.value = fmt::format(
        "CASE WHEN len(list_filter({0}, lambda e: e IS NULL)) = 0 THEN {0} END", place.value);
  const bool is_any = place.type == "JSON" && !place.json.empty();
  if (!place.json.empty() && !is_any)
    place.value = fmt::format("CASE WHEN json_type({}) IN ({}) THEN {} END", place.json,
                              json_types(property, place.type), place.value);
  place.fits_always =
      place.type_problem.empty() && (is_any || (place.type == "VARCHAR" && place.json.empty()));
}

std::vector<Place> places_below(const Place& place) {
  std::vector<Place> out;
  if (!place.is_present || (place.json.empty() && place.file_type == nullptr)) return out;
  const spec::Property& property = *place.property;
  if (place.json.empty() && !suits(*place.file_type, property.logical_type)) return out;
  switch (property.logical_type) {
    case LogicalType::kObject:
      for (const spec::Property& field : property.properties) out.push_back(field_of(place, field));
      return out;
    case LogicalType::kArray:
      return items_of(place);
    case LogicalType::kMap:
      return entries_of(place);
    default:
      return out;
  }
}

std::string matches(const Place& place, const std::string& text, const std::string& matcher) {
  const bool is_plain = place.has_plain_functions && engine::is_plain_pattern(matcher);
  return fmt::format("{}({}, {})", is_plain ? engine::kPlainMatches : "regexp_matches", text,
                     quote_literal(matcher));
}

std::string trial_of(const Place& place, const std::string& matcher) {
  if (place.has_plain_functions && engine::is_plain_pattern(matcher)) return {};
  return fmt::format("regexp_matches('', {})", quote_literal(matcher));
}

std::string is_one_of(bool has_plain_functions, const std::string& text,
                      const std::vector<std::string>& words) {
  if (has_plain_functions)
    return fmt::format("{}({}, {})", engine::kOneOf, text,
                       quote_literal(engine::WordList::encoded(words)));
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + quote_literal(word);
  return fmt::format("{} IN ({})", text, list);
}

Place typed_column(const spec::Property& property) {
  Place place;
  place.property = &property;
  place.path = property.name;
  place.value = quote_identifier(property.name);
  place.text = fmt::format("CAST({} AS VARCHAR)", place.value);
  place.missing = place.value + " IS NULL";
  place.present = place.value;
  place.row_where = [](const std::string& breaks) { return breaks; };
  return place;
}

}  // namespace hanse::contract
