// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "sql/ast_words.h"
#include "sql/walker.h"

namespace hanse::sql {
namespace {

// Pseudo columns of the engine that are in no contract.
constexpr std::string_view kPseudoColumns[] = {"rowid"};

// Names without parentheses that the engine takes for functions when no column has them.
constexpr std::string_view kSessionValues[] = {"user", "current_user", "session_user",
                                               "current_role", "current_catalog",
                                               "current_schema"};
constexpr std::string_view kTimeValues[] = {"current_date", "current_time", "current_timestamp",
                                            "localtime", "localtimestamp"};

constexpr std::string_view kOperators[] = {
    "ARRAY_EXTRACT", "ARRAY_SLICE", "ARRAY_CONSTRUCTOR", "COMPARE_IN", "COMPARE_NOT_IN",
    "GROUPING_FUNCTION", "OPERATOR_COALESCE", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL",
    "OPERATOR_NOT", "OPERATOR_NULLIF", "STRUCT_EXTRACT"};

constexpr std::string_view kTypes[] = {
    "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT",
    "UINTEGER", "UBIGINT", "FLOAT", "DOUBLE", "DECIMAL", "VARCHAR", "CHAR", "BLOB", "DATE", "TIME",
    "TIME WITH TIME ZONE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS",
    "TIMESTAMP WITH TIME ZONE", "INTERVAL", "UUID", "LIST", "STRUCT", "MAP", "ARRAY", "NULL",
    "INTEGER_LITERAL", "STRING_LITERAL"};

constexpr std::string_view kCollations[] = {"nocase", "noaccent", "nfc", "c"};

}  // namespace

Status Walker::walk_expression(Json& node) {
  const Depth depth(*this);
  HANSE_TRY_STATUS(check_size());
  const std::string_view kind = node["class"].as_string();
  const std::string_view type = node["type"].as_string();
  if (kind == "CONSTANT") return walk_constant(node);
  if (kind == "COLUMN_REF") return walk_column(node);
  if (kind == "FUNCTION") return walk_aggregate_or_scalar(node);
  if (kind == "WINDOW") return walk_window(node);
  if (kind == "STAR") return walk_star(node);
  if (kind == "CAST") return walk_cast(node);
  if (kind == "CASE") return walk_case(node);
  if (kind == "COMPARISON" && type.starts_with("COMPARE_"))
    return check_expression(node,
                            {{"left", FieldKind::kExpression}, {"right", FieldKind::kExpression}});
  if (kind == "CONJUNCTION" && (type == "CONJUNCTION_AND" || type == "CONJUNCTION_OR"))
    return check_expression(node, {{"children", FieldKind::kExpressions}});
  if (kind == "OPERATOR" && is_one_of(type, kOperators))
    return check_expression(node, {{"children", FieldKind::kExpressions}});
  if (kind == "BETWEEN")
    return check_expression(node, {{"input", FieldKind::kExpression},
                                   {"lower", FieldKind::kExpression},
                                   {"upper", FieldKind::kExpression}});
  if (kind == "SUBQUERY" &&
      is_one_of(node["subquery_type"].as_string(), {"ANY", "EXISTS", "NOT_EXISTS", "SCALAR"}))
    return check_expression(node, {{"subquery_type", FieldKind::kPlain},
                                   {"subquery", FieldKind::kQuery},
                                   {"child", FieldKind::kExpression},
                                   {"comparison_type", FieldKind::kPlain}});
  if (kind == "LAMBDA")
    return check_expression(node,
                            {{"lhs", FieldKind::kExpression}, {"expr", FieldKind::kExpression}});
  if (kind == "COLLATE") {
    if (!is_one_of(ascii_lower(node["collation"].as_string()), kCollations))
      return refuse(node, fmt::format("the collation `{}`", node["collation"].as_string()));
    return check_expression(node,
                            {{"child", FieldKind::kExpression}, {"collation", FieldKind::kPlain}});
  }
  if (kind == "POSITIONAL_REFERENCE") return check_expression(node, {{"index", FieldKind::kPlain}});
  if (kind == "PARAMETER") {
    const std::string_view identifier = node["identifier"].as_string();
    size_t number = 0;
    for (char c : identifier) {
      if (c < '0' || c > '9' || number > 10'000)
        return refuse(node, "a named parameter", "number them: `$1`, `$2` or `?`");
      number = number * 10 + static_cast<size_t>(c - '0');
    }
    found_.parameters = std::max(found_.parameters, number);
    return check_expression(node, {{"identifier", FieldKind::kPlain}});
  }
  return refuse(node, "this expression");
}

Status Walker::walk_constant(Json& node) {
  HANSE_TRY_STATUS(check_expression(node, {{"value", FieldKind::kSpecial}}));
  return walk_value(node["value"]);
}

Status Walker::walk_value(const Json& value) {
  for (const auto& [name, part] : value.members())
    if (!is_one_of(name, {"type", "is_null", "value"})) return refuse(value, "this constant");
  return walk_type(value["type"]);
}

Status Walker::walk_type(const Json& type) {
  if (!is_one_of(type["id"].as_string(), kTypes))
    return refuse(type, fmt::format("the type `{}`", type["id"].as_string()));
  const Json& info = type["type_info"];
  if (info.is_null()) return {};
  const std::string_view kind = info["type"].as_string();
  if (!info["extension_info"].is_null() || !info["alias"].as_string().empty())
    return refuse(type, "a user-defined type");
  if (kind == "DECIMAL_TYPE_INFO") return {};
  if (kind == "STRING_TYPE_INFO" && info["collation"].as_string().empty()) return {};
  if (kind == "LIST_TYPE_INFO" || kind == "ARRAY_TYPE_INFO") return walk_type(info["child_type"]);
  if (kind == "STRUCT_TYPE_INFO") {
    for (const Json& child : info["child_types"].items())
      HANSE_TRY_STATUS(walk_type(child["second"]));
    return {};
  }
  return refuse(type, "this type");
}

Status Walker::walk_column(Json& node) {
  HANSE_TRY_STATUS(check_expression(node, {{"column_names", FieldKind::kPlain}}));
  const Json& names = node["column_names"];
  if (names.size() == 0) return refuse(node, "this column reference");
  for (const Json& part : names.items())
    if (is_one_of(ascii_lower(part.as_string()), kPseudoColumns))
      return refuse(node, fmt::format("the pseudo column `{}`", part.as_string()));
  if (names.size() == 1) {
    const std::string name = ascii_lower(names.at(0).as_string());
    if (is_one_of(name, kSessionValues))
      return refuse(node, fmt::format("`{}`", name),
                    "a column of this name needs its table before it");
    if (is_one_of(name, kTimeValues)) found_.deterministic = false;
    single_columns_.push_back(name);
  }
  if (on_column_) on_column_(node);
  return {};
}

Status Walker::walk_cast(Json& node) {
  const Json& info = node["cast_type"]["type_info"];
  if (node["cast_type"]["id"].as_string() == "UNBOUND")  // a name that the binder would look up
    return refuse(node, fmt::format("the type `{}`", info["name"].as_string()));
  if (Status known = walk_type(node["cast_type"]); !known) {
    Error error = known.error();
    if (error.position < 0) error.position = position_of(node);
    return fail(std::move(error));
  }
  return check_expression(node, {{"child", FieldKind::kExpression},
                                 {"cast_type", FieldKind::kSpecial},
                                 {"try_cast", FieldKind::kPlain}});
}

Status Walker::walk_case(Json& node) {
  Json* checks = node.find("case_checks");
  if (checks == nullptr || !checks->is_array()) return refuse(node, "this CASE");
  for (Json& check : checks->mutable_items())
    HANSE_TRY_STATUS(check_fields(
        check, {{"when_expr", FieldKind::kExpression}, {"then_expr", FieldKind::kExpression}}));
  return check_expression(
      node, {{"case_checks", FieldKind::kSpecial}, {"else_expr", FieldKind::kExpression}});
}

Status Walker::walk_star(Json& node) {
  found_.refers_to_all_columns = true;
  HANSE_TRY_STATUS(check_expression(node, {{"relation_name", FieldKind::kPlain},
                                           {"exclude_list", FieldKind::kPlain},
                                           {"replace_list", FieldKind::kSpecial},
                                           {"columns", FieldKind::kPlain},
                                           {"expr", FieldKind::kExpression},
                                           {"qualified_exclude_list", FieldKind::kSpecial},
                                           {"rename_list", FieldKind::kSpecial}}));
  Json* replaced = node.find("replace_list");
  if (replaced == nullptr || !replaced->is_array()) return {};
  for (Json& entry : replaced->mutable_items()) {
    Json* value = entry.find("value");
    if (value == nullptr) return refuse(node, "this REPLACE");
    HANSE_TRY_STATUS(walk_expression(*value));
  }
  return {};
}

}  // namespace hanse::sql
