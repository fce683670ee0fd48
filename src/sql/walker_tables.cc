// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "sql/ast_words.h"
#include "sql/walker.h"

namespace hanse::sql {
bool has_subquery(const Json& node) {
  if (node["class"].as_string() == "SUBQUERY") return true;
  for (const auto& [name, value] : node.members())
    if (has_subquery(value)) return true;
  for (const Json& item : node.items())
    if (has_subquery(item)) return true;
  return false;
}

void forget_positions(Json& node) {
  if (node.is_object()) {
    node.erase("query_location");
    for (auto& member : node.mutable_members()) forget_positions(member.second);
  } else if (node.is_array()) {
    for (Json& item : node.mutable_items()) forget_positions(item);
  }
}

Status Walker::walk_table(Json& table) {
  const Depth depth(*this);
  const std::string_view type = table["type"].as_string();
  if (type == "BASE_TABLE" || type == "TABLE_FUNCTION") ++tables_;
  HANSE_TRY_STATUS(check_size());
  if (const std::string_view alias = table["alias"].as_string(); !alias.empty())
    relation_names_.push_back(ascii_lower(alias));
  if (type == "BASE_TABLE") return walk_base_table(table);
  if (type == "JOIN") return walk_join(table);
  if (type == "TABLE_FUNCTION") return walk_table_function(table);
  if (type == "PIVOT") return walk_pivot(table);
  if (type == "EMPTY") return check_table(table, {});
  if (type == "SUBQUERY")
    return check_table(table,
                       {{"subquery", FieldKind::kQuery}, {"column_name_alias", FieldKind::kPlain}});
  if (type == "EXPRESSION_LIST")
    return check_table(table, {{"values", FieldKind::kExpressionLists},
                               {"expected_names", FieldKind::kPlain},
                               {"expected_types", FieldKind::kNone}});
  if (type == "SHOW_REF")
    return refuse(table, "SHOW, DESCRIBE or SUMMARIZE",
                  "name the columns; the catalog of data products is at `/v1/products`");
  return refuse(table, "this kind of table");
}

Status Walker::walk_base_table(Json& table) {
  HANSE_TRY_STATUS(check_table(table, {{"schema_name", FieldKind::kPlain},
                                       {"table_name", FieldKind::kPlain},
                                       {"column_name_alias", FieldKind::kPlain},
                                       {"catalog_name", FieldKind::kPlain},
                                       {"at_clause", FieldKind::kSpecial}}));
  if (!table["at_clause"].is_null()) return refuse(table, "AT (…)");
  TableReference reference;
  reference.catalog = std::string(table["catalog_name"].as_string());
  reference.schema = std::string(table["schema_name"].as_string());
  reference.name = std::string(table["table_name"].as_string());
  reference.alias = std::string(table["alias"].as_string());
  reference.position = position_of(table);
  relation_names_.push_back(ascii_lower(reference.name));
  // Names by place: which column is which depends on those that stand before it.
  if (table["column_name_alias"].size() > 0) found_.refers_to_all_columns = true;
  if (reference.schema.empty() && reference.catalog.empty() && is_cte(reference.name)) return {};
  found_.tables.push_back(reference);
  return on_table_ ? on_table_(table, reference) : Status();
}

Status Walker::walk_join(Json& table) {
  if (!is_one_of(table["ref_type"].as_string(),
                 {"REGULAR", "CROSS", "NATURAL", "POSITIONAL", "ASOF", "DEPENDENT"}) ||
      !is_one_of(table["join_type"].as_string(),
                 {"INNER", "LEFT", "RIGHT", "FULL", "SEMI", "ANTI"}))
    return refuse(table, "this kind of join");
  if (table["ref_type"].as_string() == "NATURAL" || table["using_columns"].size() > 0)
    found_.refers_to_all_columns = true;
  return check_table(table, {{"left", FieldKind::kTable},
                             {"right", FieldKind::kTable},
                             {"condition", FieldKind::kExpression},
                             {"join_type", FieldKind::kPlain},
                             {"ref_type", FieldKind::kPlain},
                             {"using_columns", FieldKind::kPlain},
                             {"delim_flipped", FieldKind::kNone},
                             {"duplicate_eliminated_columns", FieldKind::kNone}});
}

Status Walker::walk_table_function(Json& table) {
  HANSE_TRY_STATUS(check_table(table, {{"function", FieldKind::kSpecial},
                                       {"column_name_alias", FieldKind::kPlain},
                                       {"with_ordinality", FieldKind::kPlain}}));
  Json* function = table.find("function");
  if (function == nullptr || (*function)["class"].as_string() != "FUNCTION")
    return refuse(table, "this table function");
  relation_names_.push_back(ascii_lower((*function)["function_name"].as_string()));
  return walk_function(*function, FunctionKind::kTable);
}

Status Walker::walk_pivot(Json& table) {
  found_.refers_to_all_columns = true;
  // The engine names columns after these expressions' text, which would be the governed text.
  if (has_subquery(table["aggregates"]) || has_subquery(table["pivots"]))
    return refuse(table, "a subquery in PIVOT");
  Json* pivots = table.find("pivots");
  if (pivots == nullptr || !pivots->is_array()) return refuse(table, "this PIVOT");
  for (Json& pivot : pivots->mutable_items()) {
    HANSE_TRY_STATUS(check_fields(pivot, {{"pivot_expressions", FieldKind::kExpressions},
                                          {"unpivot_names", FieldKind::kPlain},
                                          {"entries", FieldKind::kSpecial},
                                          {"pivot_enum", FieldKind::kSpecial}}));
    if (!pivot["pivot_enum"].as_string().empty()) return refuse(table, "PIVOT over an ENUM");
    if (pivot["entries"].size() == 0)
      return refuse(table, "PIVOT without a list of values", "write `ON column IN (…)`");
    for (Json& entry : pivot.find("entries")->mutable_items()) {
      HANSE_TRY_STATUS(check_fields(entry, {{"values", FieldKind::kSpecial},
                                            {"star_expr", FieldKind::kExpression},
                                            {"alias", FieldKind::kPlain}}));
      for (const Json& value : entry["values"].items()) HANSE_TRY_STATUS(walk_value(value));
    }
  }
  return check_table(table, {{"source", FieldKind::kTable},
                             {"aggregates", FieldKind::kExpressions},
                             {"unpivot_names", FieldKind::kPlain},
                             {"pivots", FieldKind::kSpecial},
                             {"groups", FieldKind::kPlain},
                             {"column_name_alias", FieldKind::kPlain},
                             {"include_nulls", FieldKind::kPlain}});
}

}  // namespace hanse::sql
