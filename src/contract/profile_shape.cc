// SPDX-License-Identifier: Apache-2.0
#include "contract/profile_shape.h"

#include <algorithm>

#include "base/utf8.h"
#include "contract/stated_type.h"

namespace hanse::contract {
namespace {

using From = ColumnProfile::From;
using spec::LogicalType;

constexpr int kDepthMax = 7;  // what stands deeper is text

size_t add_column(TableProfile& profile, std::string name, From from) {
  ColumnProfile column;
  column.name = std::move(name);
  column.from = from;
  profile.columns.push_back(std::move(column));
  return profile.columns.size() - 1;
}

From kind_of(const Json& structure) {
  const std::string_view word = structure.as_string();
  if (word == "VARCHAR" || word == "NULL") return From::kJsonText;
  if (word == "BOOLEAN") return From::kJsonBoolean;
  if (word == "JSON") return From::kJsonMixed;
  return From::kJsonNumber;
}

std::string member_of(const std::string& value, std::string_view name) {
  std::string pointer = "/";
  for (const char c : name) {
    if (c == '~')
      pointer += "~0";
    else if (c == '/')
      pointer += "~1";
    else
      pointer += c;
  }
  return fmt::format("json_extract_string({}, {})", value, quote_literal(pointer));
}

struct Place {
  size_t frame = 0;
  std::string expression;  // gives its JSON text
  int depth = 0;
  bool is_repeated = false;
};

// Columns and frames of a JSON structure.
class JsonShape {
 public:
  explicit JsonShape(const std::string& scan) { out_.frames.push_back({scan, {}}); }

  ShapedTable run(const Json& structure) {
    for (const auto& [name, inner] : structure.members()) {
      ShapeNode node = read(name, inner, {0, quote_identifier(name), 0, false});
      out_.profile.shape.push_back(std::move(node));
    }
    return std::move(out_);
  }

 private:
  ShapeNode read(const std::string& name, const Json& structure, const Place& place) {
    ShapeNode node;
    const bool is_deep = place.depth >= kDepthMax;
    const bool is_object = structure.is_object() && structure.size() > 0 && !is_deep;
    const bool is_array = structure.is_array() && structure.size() == 1 && !is_deep;
    const bool is_text = !is_object && !is_array;
    const bool is_odd = is_text && !structure.is_string();
    node.column = add_column(out_.profile, name,
                             !is_text ? From::kContainer
                             : is_odd ? From::kJsonMixed
                                      : kind_of(structure));
    out_.profile.columns[node.column].is_nested = place.depth > 0;
    out_.profile.columns[node.column].is_repeated = place.is_repeated;
    out_.frames[place.frame].columns.push_back({node.column, place.expression});
    if (is_object && place.depth > 0 && structure.size() > kMembersMax)
      read_map(structure, place, node);
    else if (is_object)
      read_object(structure, place, node);
    else if (is_array)
      read_array(structure, place, node);
    return node;
  }

  void read_object(const Json& structure, const Place& place, ShapeNode& node) {
    node.kind = LogicalType::kObject;
    for (const auto& [name, inner] : structure.members())
      node.parts.push_back(read(
          name, inner,
          {place.frame, member_of(place.expression, name), place.depth + 1, place.is_repeated}));
  }

  void read_array(const Json& structure, const Place& place, ShapeNode& node) {
    node.kind = LogicalType::kArray;
    const std::string elements = fmt::format(
        "(SELECT (e ->> '$') AS item FROM (SELECT unnest(CAST(CAST({} AS JSON) AS JSON[])) AS e "
        "FROM {}))",
        place.expression, out_.frames[place.frame].from);
    out_.frames.push_back({elements, {}});
    node.parts.push_back(
        read("", structure.at(0), {out_.frames.size() - 1, "item", place.depth + 1, true}));
  }

  // Of many members: names are values.
  void read_map(const Json& structure, const Place& place, ShapeNode& node) {
    const Json& first = structure.members()[0].second;
    const bool is_same = std::ranges::all_of(
        structure.members(), [&](const auto& member) { return member.second == first; });
    if (!is_same || !first.is_string()) return read_object(structure, place, node);
    node.kind = LogicalType::kMap;
    const std::string entries = fmt::format(
        "(SELECT k, json_extract_string(v, '/' || replace(replace(k, '~', '~0'), '/', '~1')) AS "
        "item FROM (SELECT {0} AS v, unnest(json_keys({0})) AS k FROM {1}))",
        place.expression, out_.frames[place.frame].from);
    out_.frames.push_back({entries, {}});
    const size_t frame = out_.frames.size() - 1;
    node.parts.push_back(read("", Json("VARCHAR"), {frame, "k", place.depth + 1, true}));
    node.parts.push_back(read("", first, {frame, "item", place.depth + 1, true}));
  }

  ShapedTable out_;
};

// Members of structs are counted too, lists and maps only as a whole.
ShapeNode read_stated(const spec::Property& stated, const Place& place, ShapedTable& out) {
  ShapeNode node;
  node.kind = stated.logical_type;
  const bool is_container = node.kind == LogicalType::kObject || node.kind == LogicalType::kArray ||
                            node.kind == LogicalType::kMap;
  node.column =
      add_column(out.profile, stated.name, is_container ? From::kContainer : From::kTyped);
  ColumnProfile& column = out.profile.columns[node.column];
  column.stated = stated;
  column.stated.name.clear();
  column.is_nested = place.depth > 0;
  column.is_repeated = place.is_repeated;
  if (!place.is_repeated) out.frames[0].columns.push_back({node.column, place.expression});
  const auto inside = [&](const spec::Property& part, std::string expression, bool repeated) {
    node.parts.push_back(
        read_stated(part, {0, std::move(expression), place.depth + 1, repeated}, out));
  };
  for (const spec::Property& field : stated.properties)
    inside(field,
           fmt::format("struct_extract({}, {})", place.expression, quote_literal(field.name)),
           place.is_repeated);
  for (const auto* parts : {&stated.items, &stated.map_key, &stated.map_value})
    for (const spec::Property& part : *parts) inside(part, "", true);
  return node;
}

}  // namespace

ShapedTable shape_of_csv(const std::vector<data::Column>& columns, const std::string& scan) {
  ShapedTable out;
  out.frames.push_back({scan, {}});
  for (const data::Column& column : columns) {
    ShapeNode node;
    node.column = add_column(out.profile, column.name, From::kText);
    out.frames[0].columns.push_back({node.column, quote_identifier(column.name)});
    out.profile.shape.push_back(std::move(node));
  }
  return out;
}

ShapedTable shape_of_parquet(const std::vector<data::Column>& columns, const std::string& scan) {
  ShapedTable out;
  out.frames.push_back({scan, {}});
  for (const data::Column& column : columns) {
    auto stated = property_of_engine_type(column.type);
    if (!stated) {
      out.profile.left_out.push_back(
          fmt::format("`{}` is of the type {}, which no contract keeps", column.name, column.type));
      continue;
    }
    stated->name = column.name;
    out.profile.shape.push_back(
        read_stated(*stated, {0, quote_identifier(column.name), 0, false}, out));
  }
  return out;
}

ShapedTable shape_of_json(const Json& structure, const std::string& scan) {
  return JsonShape(scan).run(structure);
}

}  // namespace hanse::contract
