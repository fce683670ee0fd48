// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sql/functions.h"
#include "sql/inspect.h"
#include "sql/rewrite.h"

namespace hanse::sql {
namespace {

Json over(Json from, std::vector<Json> columns) {
  return statement(select_node(std::move(columns), std::move(from), Json()));
}

Json departures() { return base_table_ref("flight_operations", "departures", ""); }

TEST(Inspect, NamesTablesThatNoCteProvides) {
  const auto found = inspect(over(departures(), {column_ref("origin")}), {});
  ASSERT_TRUE(found.has_value()) << found.error().message;
  ASSERT_EQ(found->tables.size(), 1u);
  EXPECT_EQ(found->tables[0].schema, "flight_operations");
  EXPECT_FALSE(found->refers_to_all_columns);
}

TEST(Inspect, AnUnknownFieldIsRefused) {
  Json ast = over(departures(), {column_ref("origin")});
  ast.find("statements")->mutable_items()[0].find("node")->set("new_clause", true);
  EXPECT_FALSE(inspect(ast, {}).has_value());
}

TEST(Inspect, AnUnknownClassOrTypeIsRefused) {
  Json column = column_ref("origin");
  column.set("class", "BOUND_REF");
  EXPECT_FALSE(inspect(over(departures(), {column}), {}).has_value());
  Json table = departures();
  table.set("type", "COLUMN_DATA");
  EXPECT_FALSE(inspect(over(table, {column_ref("origin")}), {}).has_value());
}

TEST(Inspect, TwoStatementsAreRefused) {
  Json ast = over(departures(), {column_ref("origin")});
  Json again = ast["statements"].at(0);
  ast.find("statements")->push(std::move(again));
  EXPECT_FALSE(inspect(ast, {}).has_value());
}

TEST(Inspect, FunctionsAreAllowedByNameAndKind) {
  EXPECT_TRUE(inspect(over(departures(), {call("upper", {column_ref("origin")})}), {}).has_value());
  EXPECT_FALSE(inspect(over(departures(), {call("read_text", {*constant("x")})}), {}).has_value());
  EXPECT_FALSE(inspect(over(parquet_ref({"x"}), {column_ref("a")}), {}).has_value());
  EXPECT_FALSE(
      inspect(over(departures(), {call("hanse_keyed_hash", {column_ref("a")})}), {}).has_value());
}

TEST(Inspect, AmplifyingArgumentsMustBeSmallConstants) {
  const auto repeat = [](Json count) {
    return inspect(over(departures(), {call("repeat", {column_ref("a"), std::move(count)})}), {})
        .has_value();
  };
  EXPECT_TRUE(repeat(*constant(10)));
  EXPECT_FALSE(repeat(*constant(int64_t{2'000'000'000})));
  EXPECT_FALSE(repeat(column_ref("distance")));
}

TEST(Inspect, AWholeRowRefersToAllColumns) {
  const auto found = inspect(over(departures(), {column_ref("departures")}), {});
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->refers_to_all_columns);
}

TEST(Inspect, ColumnsThatGetNamesByTheirPlaceReferToAllColumns) {
  Json table = departures();
  table.set("column_name_alias", Json::array({"a", "b"}));
  const auto found = inspect(over(table, {column_ref("b")}), {});
  ASSERT_TRUE(found.has_value());
  EXPECT_TRUE(found->refers_to_all_columns);
}

TEST(Inspect, DepthIsLimited) {
  Json nested = *constant(1);
  for (int i = 0; i < 300; ++i) nested = logical_not(std::move(nested));
  const auto found = inspect(over(departures(), {nested}), {});
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, ErrorCode::kLimitExceeded);
}

TEST(Inspect, PartsAndTablesAreCounted) {
  std::vector<Json> conditions;
  for (int i = 0; i < 100; ++i) conditions.push_back(*constant(true));
  const Json wide = statement(
      select_node({column_ref("origin")}, departures(), all_of(std::move(conditions))));
  const auto parts = inspect(wide, {.parts_max = 100});
  ASSERT_FALSE(parts.has_value());
  EXPECT_EQ(parts.error().code, ErrorCode::kLimitExceeded);
  EXPECT_TRUE(inspect(wide, {.parts_max = 400}).has_value());
  Json joined = departures();
  for (int i = 0; i < 5; ++i)
    joined = Json::object({{"type", "JOIN"},
                           {"left", std::move(joined)},
                           {"right", departures()},
                           {"join_type", "INNER"},
                           {"ref_type", "CROSS"}});
  EXPECT_TRUE(inspect(over(joined, {column_ref("origin")}), {.tables_max = 6}).has_value());
  EXPECT_FALSE(inspect(over(joined, {column_ref("origin")}), {.tables_max = 5}).has_value());
  EXPECT_FALSE(inspect(over(joined, {column_ref("origin")}), {.depth_max = 6}).has_value());
}

TEST(Inspect, ACastToANamedTypeIsRefusedByNameAndPlace) {
  Json type = Json::object({{"id", "UNBOUND"},
                            {"type_info", Json::object({{"type", "UNBOUND_TYPE_INFO"},
                                                        {"name", "JSON"}})}});
  const Json node = Json::object({{"class", "CAST"},
                                  {"type", "OPERATOR_CAST"},
                                  {"alias", ""},
                                  {"query_location", 7},
                                  {"child", column_ref("a")},
                                  {"cast_type", std::move(type)},
                                  {"try_cast", false}});
  const auto found = inspect(over(departures(), {node}), {});
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().message, "the type `JSON` cannot be used here");
  EXPECT_EQ(found.error().position, 7);
}

TEST(InspectExpression, GivesColumnsAndRefusesMoreThanOneRow) {
  const auto columns =
      inspect_expression(compare(Comparison::kEqual, column_ref("a"), column_ref("b")));
  ASSERT_TRUE(columns.has_value());
  EXPECT_EQ(*columns, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(inspect_expression(in_subquery(column_ref("a"),
                                              select_node({column_ref("x")}, departures(), Json())))
                   .has_value());
  EXPECT_FALSE(inspect_expression(call("sum", {column_ref("a")})).has_value());
}

TEST(ReplaceTables, KeepsTheNameAndTrimsQualifiers) {
  Json column = column_ref("origin");
  column.set("column_names", Json::array({"flight_operations", "departures", "origin"}));
  const auto out = replace_tables(over(departures(), {column}), [](size_t, const TableReference&) {
    return Result<Json>(
        subquery_ref(select_node({column_ref("origin")}, parquet_ref({"f"}), Json()), ""));
  });
  ASSERT_TRUE(out.has_value()) << out.error().message;
  const Json& node = (*out)["statements"].at(0)["node"];
  EXPECT_EQ(node["from_table"]["type"].as_string(), "SUBQUERY");
  EXPECT_EQ(node["from_table"]["alias"].as_string(), "departures");
  EXPECT_EQ(node["select_list"].at(0)["column_names"].size(), 2u);
}

TEST(Inspect, ARecursiveNameIsNoCteOnTheLeft) {
  const Json own = select_node({column_ref("x")}, base_table_ref("", "r", ""), Json());
  const Json node = Json::object({{"type", "RECURSIVE_CTE_NODE"},
                                  {"cte_name", "r"},
                                  {"union_all", true},
                                  {"left", own},
                                  {"right", own}});
  const auto found = inspect(statement(node), {});
  ASSERT_TRUE(found.has_value()) << found.error().message;
  EXPECT_EQ(found->tables.size(), 1u);
}

TEST(ReplaceTables, ASubqueryGetsANameThatIsNotItsText) {
  const Json inner =
      in_subquery(column_ref("a"), select_node({column_ref("x")}, departures(), Json()));
  const auto out = replace_tables(over(departures(), {inner}), [](size_t, const TableReference&) {
    return Result<Json>(parquet_ref({"f"}));
  });
  ASSERT_TRUE(out.has_value()) << out.error().message;
  const Json& item = (*out)["statements"].at(0)["node"]["select_list"].at(0);
  EXPECT_EQ(item["alias"].as_string(), "subquery");
}

TEST(BindParameters, ValuesBecomeConstantsAndMissingOnesAreNamed) {
  const Json parameter = Json::object(
      {{"class", "PARAMETER"}, {"type", "VALUE_PARAMETER"}, {"alias", ""}, {"identifier", "1"}});
  const Json ast = over(departures(), {parameter});
  const auto bound = bind_parameters(ast, {Json("x' OR 1=1 --")});
  ASSERT_TRUE(bound.has_value());
  EXPECT_EQ((*bound)["statements"].at(0)["node"]["select_list"].at(0)["value"]["value"].as_string(),
            "x' OR 1=1 --");
  EXPECT_FALSE(bind_parameters(ast, {}).has_value());
  EXPECT_FALSE(bind_parameters(ast, {Json::array()}).has_value());
}

TEST(BindParameters, AListMayHaveSixteenLevelsAndNoMore) {
  Json parameter = Json::object(
      {{"class", "PARAMETER"}, {"type", "VALUE_PARAMETER"}, {"alias", ""}, {"identifier", "1"}});
  const Json ast = over(departures(), {std::move(parameter)});
  const auto of_levels = [&](size_t levels) {
    std::string type = "INTEGER";
    for (size_t i = 0; i < levels; ++i) type += "[]";
    return bind_parameters(ast, {Json::object({{"value", Json::array({1})}, {"type", type}})});
  };
  EXPECT_TRUE(of_levels(16).has_value());
  EXPECT_FALSE(of_levels(17).has_value());
  EXPECT_FALSE(of_levels(500'000).has_value());  // what a request's body may hold
}

TEST(Functions, TheTableHasNothingThatReadsOrSleeps) {
  for (const char* name :
       {"read_csv", "read_text", "glob", "query", "query_table", "getvariable", "current_setting",
        "pg_sleep", "sleep_ms", "stats", "nextval", "list_aggregate", "current_query", "version"})
    for (const auto kind : {FunctionKind::kScalar, FunctionKind::kAggregate, FunctionKind::kTable})
      EXPECT_EQ(find_function(name, kind), nullptr) << name;
  for (const FunctionRule& rule : function_rules()) EXPECT_FALSE(rule.reason.empty()) << rule.name;
}

}  // namespace
}  // namespace hanse::sql
