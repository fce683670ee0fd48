// SPDX-License-Identifier: Apache-2.0
#include "sql/rewrite.h"

#include "sql/name_tables.h"
#include "sql/walker.h"

namespace hanse::sql {
namespace {

// The engine prints VALUES as `(VALUES …) AS valueslist`, and reads that as a subquery around them.
// Positions are gone.
bool is_only_values(const Json& table) {
  const Json& node = table["subquery"]["node"];
  if (table["type"].as_string() != "SUBQUERY" || table["alias"].as_string() != "valueslist" ||
      table["column_name_alias"].size() > 0 || !table["sample"].is_null())
    return false;
  const Json& values = node["from_table"];
  if (values["type"].as_string() != "EXPRESSION_LIST" || !values["sample"].is_null()) return false;
  const Json star = Json::object({{"class", "STAR"},
                                  {"type", "STAR"},
                                  {"alias", ""},
                                  {"relation_name", ""},
                                  {"exclude_list", Json::array()},
                                  {"replace_list", Json::array()},
                                  {"columns", false},
                                  {"expr", Json()},
                                  {"qualified_exclude_list", Json::array()},
                                  {"rename_list", Json::array()}});
  return node == select_node({star}, values, Json());
}

void unwrap_values(Json& node) {
  if (is_only_values(node)) node = Json(node["subquery"]["node"]["from_table"]);
  if (node.is_object()) {
    for (auto& member : node.mutable_members()) unwrap_values(member.second);
  } else if (node.is_array()) {
    for (Json& item : node.mutable_items()) unwrap_values(item);
  }
}

}  // namespace

Result<Json> replace_tables(const Json& ast, const TableReplacement& replace) {
  Json out = ast;
  size_t index = 0;
  std::vector<TableReference> replaced;
  const auto on_table = [&](Json& node, const TableReference& reference) -> Status {
    HANSE_TRY(Json made, replace(index, reference));
    made.set("alias", reference.alias.empty() ? reference.name : reference.alias);
    made.set(kPlacedMember, index++);
    if (node["column_name_alias"].size() > 0)
      made.set("column_name_alias", node["column_name_alias"]);
    replaced.push_back(reference);
    node = std::move(made);
    return {};
  };
  InspectOptions options;
  // `inspect` has refused what is too large.
  options.depth_max = options.parts_max = options.tables_max = SIZE_MAX;
  Walker walker(options, on_table, nullptr);
  HANSE_TRY_STATUS(walker.walk_statement(out));
  HANSE_TRY_STATUS(name_tables(out, replaced));
  return out;
}

bool same_statement(const Json& left, const Json& right) {
  Json a = left, b = right;
  forget_positions(a);
  forget_positions(b);
  unwrap_values(a);
  unwrap_values(b);
  return a == b;
}

}  // namespace hanse::sql
