// SPDX-License-Identifier: Apache-2.0
#include "sql/type_growth.h"

#include <gtest/gtest.h>

#include "sql/rewrite.h"

namespace hanse::sql {
namespace {

Json below(int levels, const std::function<std::vector<Json>()>& columns) {
  Json from = base_table_ref("flight_operations", "departures", "");
  for (int i = 1; i < levels; ++i)
    from = subquery_ref(select_node(columns(), std::move(from), Json()), "d");
  return statement(select_node(columns(), std::move(from), Json()));
}

Json packed(int times) {
  std::vector<Json> parts;
  for (int i = 0; i < times; ++i) parts.push_back(column_ref("s"));
  return with_alias(call("row", std::move(parts)), "s");
}

TEST(TypeGrowth, DoublingAtEachLevelIsRefused) {
  EXPECT_TRUE(check_type_growth(below(8, [] { return std::vector{packed(2)}; })));
  const Status refused = check_type_growth(below(12, [] { return std::vector{packed(2)}; }));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kLimitExceeded);
}

TEST(TypeGrowth, ManyLevelsOfPlainColumnsAreNone) {
  const auto columns = [] {
    std::vector<Json> out;
    for (int i = 0; i < 100; ++i) out.push_back(column_ref("c" + std::to_string(i)));
    return out;
  };
  EXPECT_TRUE(check_type_growth(below(20, columns)));
}

TEST(TypeGrowth, OneWideValueIsNone) {
  EXPECT_TRUE(check_type_growth(below(1, [] { return std::vector{packed(500)}; })));
}

}  // namespace
}  // namespace hanse::sql
