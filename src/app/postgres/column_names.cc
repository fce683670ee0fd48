// SPDX-License-Identifier: Apache-2.0
#include "app/postgres/column_names.h"

#include <string>

#include "base/utf8.h"

namespace hanse::postgres {
namespace {

constexpr std::string_view kNone = "?column?";

std::string name_of(const Json& node);

std::string name_of_cast(const Json& node) {
  std::string inner = name_of(node["child"]);
  if (inner != kNone) return inner;
  const Json& type = node["cast_type"];
  const std::string id = type["id"].as_string() == "UNBOUND"
                             ? std::string(type["type_info"]["name"].as_string())
                             : std::string(type["id"].as_string());
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"VARCHAR", "text"}, {"BIGINT", "int8"},
      {"INTEGER", "int4"}, {"SMALLINT", "int2"},
      {"BOOLEAN", "bool"}, {"DOUBLE", "float8"},
      {"FLOAT", "float4"}, {"DECIMAL", "numeric"},
      {"LIST", "array"},   {"TIMESTAMP WITH TIME ZONE", "timestamptz"}};
  for (const auto& [engine, name] : kNames)
    if (engine == id) return std::string(name);
  return ascii_lower(id);
}

std::string name_of(const Json& node) {
  const std::string_view kind = node["class"].as_string(), type = node["type"].as_string();
  if (kind == "COLUMN_REF") {
    const Json& names = node["column_names"];
    return std::string(names.at(names.size() - 1).as_string());
  }
  if (kind == "FUNCTION" && !node["is_operator"].as_bool()) {
    const std::string name = ascii_lower(node["function_name"].as_string());
    return name == "list_value" ? "array" : name;
  }
  if (kind == "CAST") return name_of_cast(node);
  if (kind == "CASE") {
    std::string name = name_of(node["else_expr"]);
    return name == kNone ? "case" : name;
  }
  if (type == "ARRAY_EXTRACT") return name_of(node["children"].at(0));
  if (type == "STRUCT_EXTRACT")
    return std::string(node["children"].at(1)["value"]["value"].as_string(kNone));
  if (type == "OPERATOR_COALESCE") return "coalesce";
  if (type == "OPERATOR_NULLIF") return "nullif";
  if (kind == "SUBQUERY" && node["subquery_type"].as_string() == "EXISTS") return "exists";
  if (kind == "SUBQUERY" && node["subquery_type"].as_string() == "SCALAR") {
    const Json& inner = node["subquery"]["node"]["select_list"].at(0);
    const std::string_view alias = inner["alias"].as_string();
    return alias.empty() ? name_of(inner) : std::string(alias);
  }
  return std::string(kNone);
}

}  // namespace

std::vector<Json*> named_columns(Json& ast) {
  std::vector<Json*> out;
  Json* statements = ast.find("statements");
  if (statements == nullptr || statements->size() != 1) return out;
  Json* node = statements->mutable_items()[0].find("node");
  while (node != nullptr && (*node)["type"].as_string() == "SET_OPERATION_NODE")
    node = node->find("left");
  Json* list = node == nullptr ? nullptr : node->find("select_list");
  if (list == nullptr) return out;
  for (Json& item : list->mutable_items()) {
    out.push_back(&item);
    if (item["alias"].as_string().empty() && item["class"].as_string() != "STAR" &&
        item["class"].as_string() != "COLUMN_REF")
      item.set("alias", name_of(item));
  }
  return out;
}

}  // namespace hanse::postgres
