// SPDX-License-Identifier: Apache-2.0
#include "sql/wall.h"

#include <gtest/gtest.h>

#include "sql/rewrite.h"

namespace hanse::sql {
namespace {

Json over(Json from) { return select_node({column_ref("a")}, std::move(from), Json()); }

bool holds(Json node, const std::vector<Json>& placed) {
  const Status status = check_wall(statement(std::move(node)), placed);
  if (!status) {
    EXPECT_EQ(status.error().code, ErrorCode::kInternal);
  }
  return status.has_value();
}

Json with_cte(const std::string& name, Json query, Json node) {
  Json value = Json::object({{"aliases", Json::array()},
                             {"query", Json::object({{"node", std::move(query)}})}});
  Json entry = Json::object({{"key", name}, {"value", std::move(value)}});
  node.set("cte_map", Json::object({{"map", Json(Json::Array{std::move(entry)})}}));
  return node;
}

TEST(Wall, WhatWasPlacedMayStandUnderAnotherAlias) {
  const Json file = parquet_ref({"f"});
  Json placed = subquery_ref(over(file), "");
  EXPECT_TRUE(holds(over(placed), {placed}));
  Json aliased = placed;
  aliased.set("alias", "d");
  EXPECT_TRUE(holds(over(aliased), {placed}));
}

TEST(Wall, TablesOfTheEngineThatNothingPlacedAreRefused) {
  EXPECT_FALSE(holds(over(base_table_ref("", "duckdb_settings", "")), {}));
  EXPECT_FALSE(holds(over(base_table_ref("information_schema", "tables", "")), {}));
  EXPECT_FALSE(holds(over(parquet_ref({"f"})), {}));
  Json nested = in_subquery(column_ref("a"), over(base_table_ref("", "pg_class", "")));
  EXPECT_FALSE(holds(select_node({std::move(nested)}, Json(), Json()), {}));
}

TEST(Wall, WhatWasPlacedOnceDoesNotStandTwiceOrNotAtAll) {
  const Json file = parquet_ref({"f"});
  Json join = Json::object({{"type", "JOIN"}, {"left", file}, {"right", file}});
  EXPECT_FALSE(holds(over(join), {file}));
  EXPECT_TRUE(holds(over(join), {file, file}));
  EXPECT_FALSE(holds(over(file), {file, parquet_ref({"g"})}));
  EXPECT_FALSE(holds(over(parquet_ref({"g"})), {file}));
}

TEST(Wall, ACteIsATableInItsScopeOnly) {
  const Json file = parquet_ref({"f"});
  const Json named = base_table_ref("", "C", "");
  EXPECT_TRUE(holds(with_cte("c", over(file), over(named)), {file}));
  EXPECT_FALSE(holds(with_cte("c", over(named), over(file)), {file}));  // not in itself
  EXPECT_FALSE(holds(with_cte("c", over(file), over(base_table_ref("main", "c", ""))), {file}));
  Json inner = subquery_ref(with_cte("c", over(file), over(named)), "");
  Json join = Json::object({{"type", "JOIN"}, {"left", inner}, {"right", named}});
  EXPECT_FALSE(holds(over(join), {file}));
}

TEST(Wall, ARecursiveNameIsNotInScopeOnTheLeft) {
  const auto recursive = [](Json left, Json right) {
    return Json::object({{"type", "RECURSIVE_CTE_NODE"},
                         {"cte_name", "r"},
                         {"left", std::move(left)},
                         {"right", std::move(right)}});
  };
  const Json one = select_node({*constant(1)}, Json(), Json());
  const Json own = over(base_table_ref("", "r", ""));
  EXPECT_TRUE(holds(recursive(one, own), {}));
  EXPECT_FALSE(holds(recursive(own, one), {}));
}

TEST(Wall, APlacedTableThatACteWouldCaptureIsRefused) {
  const Json placed = base_table_ref("", "pool", "");
  EXPECT_FALSE(holds(with_cte("pool", over(parquet_ref({"f"})), over(placed)),
                     {parquet_ref({"f"}), placed}));
}

TEST(Wall, FunctionsOutsideTheTableAreRefusedUnlessPlaced) {
  const Json reading = select_node({call("read_text", {*constant("x")})}, Json(), Json());
  EXPECT_FALSE(holds(reading, {}));
  EXPECT_TRUE(holds(select_node({call("upper", {column_ref("a")})}, Json(), Json()), {}));
  Json hashed = subquery_ref(select_node({call("hanse_keyed_hash", {column_ref("a")})}, Json(),
                                         Json()), "");
  EXPECT_TRUE(holds(over(hashed), {hashed}));
}

TEST(Wall, WhatShowsTheCatalogIsRefused) {
  EXPECT_FALSE(holds(over(Json::object({{"type", "SHOW_REF"}, {"table_name", "x"}})), {}));
}

}  // namespace
}  // namespace hanse::sql
