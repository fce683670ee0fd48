// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"
#include "base/utf8.h"
#include "sql/rewrite.h"

namespace hanse::sql {
namespace {

Json expression(std::string_view kind, std::string_view type) {
  return Json::object({{"class", kind}, {"type", type}, {"alias", ""}});
}

Json constant_of(std::string_view type, Json value) {
  Json node = expression("CONSTANT", "VALUE_CONSTANT");
  node.set(
      "value",
      Json::object({{"type", plain_type(type)}, {"is_null", false}, {"value", std::move(value)}}));
  return node;
}

Json operation(std::string_view type, std::vector<Json> children) {
  Json node = expression("OPERATOR", type);
  node.set("children", Json(Json::Array(std::move(children))));
  return node;
}

Json table_function(const std::string& name, Json argument) {
  return Json::object({{"type", "TABLE_FUNCTION"},
                       {"alias", ""},
                       {"sample", Json()},
                       {"function", call(name, {std::move(argument)})},
                       {"column_name_alias", Json::array()},
                       {"with_ordinality", "WITHOUT_ORDINALITY"}});
}

Json query(Json node) {
  return Json::object({{"node", std::move(node)}, {"named_param_map", Json::array()}});
}

}  // namespace

Json column_ref(const std::string& name) {
  Json node = expression("COLUMN_REF", "COLUMN_REF");
  node.set("column_names", Json::array({name}));
  return node;
}

Json qualified_column_ref(const std::string& table, const std::string& name) {
  Json node = column_ref(name);
  node.set("column_names", Json::array({table, name}));
  return node;
}

Result<Json> constant(const Json& value) {
  if (value.is_null()) {
    Json node = expression("CONSTANT", "VALUE_CONSTANT");
    node.set("value", Json::object({{"type", plain_type("NULL")}, {"is_null", true}}));
    return node;
  }
  if (value.is_bool()) return cast(constant_of("VARCHAR", value.as_bool() ? "t" : "f"), "BOOLEAN");
  if (value.is_integer()) {
    if (value.as_uint(0) > uint64_t{INT64_MAX})
      return fail(ErrorCode::kInvalidArgument, "expected an integer of at most 64 bits with sign");
    const int64_t number = value.as_int();
    return constant_of(number >= INT32_MIN && number <= INT32_MAX ? "INTEGER" : "BIGINT", number);
  }
  // A floating-point constant prints like a decimal one and would be read back as that.
  if (value.is_number()) return cast(constant_of("VARCHAR", value.dump()), "DOUBLE");
  if (value.is_string()) return constant_of("VARCHAR", value);
  return fail(ErrorCode::kInvalidArgument,
              "expected a scalar: null, a boolean, a number or a string");
}

Json compare(Comparison comparison, Json left, Json right) {
  static constexpr std::string_view kTypes[] = {
      "COMPARE_EQUAL",       "COMPARE_NOTEQUAL",    "COMPARE_LESSTHAN",
      "COMPARE_LESSTHANOREQUALTO", "COMPARE_GREATERTHAN", "COMPARE_GREATERTHANOREQUALTO"};
  Json node = expression("COMPARISON", kTypes[static_cast<size_t>(comparison)]);
  return node.set("left", std::move(left)).set("right", std::move(right));
}

Json in_list(Json operand, std::vector<Json> values) {
  values.insert(values.begin(), std::move(operand));
  return operation("COMPARE_IN", std::move(values));
}

// The parser reads NOT around IN as this one operator.
Json not_in_list(Json operand, std::vector<Json> values) {
  values.insert(values.begin(), std::move(operand));
  return operation("COMPARE_NOT_IN", std::move(values));
}

Json in_subquery(Json operand, Json select_node) {
  Json node = expression("SUBQUERY", "SUBQUERY");
  return node.set("subquery_type", "ANY")
      .set("subquery", query(std::move(select_node)))
      .set("child", std::move(operand))
      .set("comparison_type", "COMPARE_EQUAL");
}

Json is_null(Json operand) { return operation("OPERATOR_IS_NULL", {std::move(operand)}); }
Json logical_not(Json operand) { return operation("OPERATOR_NOT", {std::move(operand)}); }

Json all_of(std::vector<Json> conditions) {
  if (conditions.empty()) return *constant(true);
  if (conditions.size() == 1) return std::move(conditions[0]);
  Json node = expression("CONJUNCTION", "CONJUNCTION_AND");
  return node.set("children", Json(Json::Array(std::move(conditions))));
}

Json call(const std::string& function, std::vector<Json> arguments) {
  Json node = expression("FUNCTION", "FUNCTION");
  return node.set("function_name", function)
      .set("schema", "")
      .set("children", Json(Json::Array(std::move(arguments))))
      .set("filter", Json())
      .set("order_bys", Json::object({{"type", "ORDER_MODIFIER"}, {"orders", Json::array()}}))
      .set("distinct", false)
      .set("is_operator", false)
      .set("export_state", false)
      .set("catalog", "");
}

Json cast(Json operand, const std::string& engine_type) {
  HANSE_CHECK(engine_type.find_first_of("([") == std::string::npos,
              "only simple types are cast here");
  Json node = expression("CAST", "OPERATOR_CAST");
  return node.set("child", std::move(operand))
      .set("cast_type", plain_type(engine_type))
      .set("try_cast", false);
}

Json with_alias(Json node, const std::string& alias) { return std::move(node.set("alias", alias)); }

// In the built-in schema, as the parser writes a list.
Json list_literal(std::vector<Json> items) {
  return std::move(call("list_value", std::move(items)).set("schema", "main"));
}

Json plain_type(std::string_view id) { return Json::object({{"id", id}, {"type_info", Json()}}); }

Json type_info(std::string_view kind) {
  return Json::object({{"type", kind}, {"alias", ""}, {"extension_info", Json()}});
}

Json list_type(Json element) {
  return Json::object(
      {{"id", "LIST"},
       {"type_info", type_info("LIST_TYPE_INFO").set("child_type", std::move(element))}});
}

Json select_node(std::vector<Json> columns, Json from, Json where) {
  return Json::object({{"type", "SELECT_NODE"},
                       {"modifiers", Json::array()},
                       {"cte_map", Json::object({{"map", Json::array()}})},
                       {"select_list", Json(Json::Array(std::move(columns)))},
                       {"from_table", std::move(from)},
                       {"where_clause", std::move(where)},
                       {"group_expressions", Json::array()},
                       {"group_sets", Json::array()},
                       {"aggregate_handling", "STANDARD_HANDLING"},
                       {"having", Json()},
                       {"sample", Json()},
                       {"qualify", Json()}});
}

Json root_node(const Json& ast) { return ast["statements"].at(0)["node"]; }

Json subquery_ref(Json select, const std::string& alias) {
  return Json::object({{"type", "SUBQUERY"},
                       {"alias", alias},
                       {"sample", Json()},
                       {"subquery", query(std::move(select))},
                       {"column_name_alias", Json::array()}});
}

Json base_table_ref(const std::string& schema, const std::string& table, const std::string& alias) {
  return Json::object({{"type", "BASE_TABLE"},
                       {"alias", alias},
                       {"sample", Json()},
                       {"schema_name", schema},
                       {"table_name", table},
                       {"column_name_alias", Json::array()},
                       {"catalog_name", ""},
                       {"at_clause", Json()}});
}

Json parquet_ref(const std::vector<std::string>& files) {
  std::vector<Json> names;
  for (const std::string& file : files) names.push_back(constant_of("VARCHAR", file));
  return table_function("read_parquet", list_literal(std::move(names)));
}

Json given_ref(int64_t index) {
  return table_function("hanse_given", *constant(index));
}

Json statement(Json node) {
  return Json::object({{"error", false}, {"statements", Json::array({query(std::move(node))})}});
}

}  // namespace hanse::sql
