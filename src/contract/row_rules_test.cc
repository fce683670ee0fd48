// SPDX-License-Identifier: Apache-2.0
#include "contract/row_rules.h"

#include <gtest/gtest.h>

namespace hanse::contract {
namespace {

spec::SchemaObject table_with(const spec::QualityRule& rule) {
  spec::SchemaObject table;
  table.name = "orders";
  spec::Property article;
  article.name = "article";
  article.quality = {rule};
  table.properties = {article};
  return table;
}

spec::QualityRule no_nulls() {
  spec::QualityRule rule;
  rule.metric = "nullValues";
  rule.comparison = "mustBe";
  rule.bounds = {0};
  rule.severity = "error";
  return rule;
}

bool takes_rows_out(const spec::QualityRule& rule) {
  const auto sql = judged_rows_sql(table_with(rule));
  return sql && sql->find("CASE WHEN") != std::string::npos;
}

TEST(RowRules, ARuleThatNoRowMayBreakTakesItOut) { EXPECT_TRUE(takes_rows_out(no_nulls())); }

TEST(RowRules, ARuleThatSomeRowsMayBreakIsAboutTheTable) {
  spec::QualityRule share = no_nulls();
  share.comparison = "mustBeLessThan";
  share.bounds = {5};
  share.unit = "percent";
  EXPECT_FALSE(takes_rows_out(share));
  spec::QualityRule some = no_nulls();
  some.bounds = {3};
  EXPECT_FALSE(takes_rows_out(some));
}

TEST(RowRules, ARuleThatOnlyWarnsTakesNothingOut) {
  spec::QualityRule rule = no_nulls();
  rule.severity = "warning";
  EXPECT_FALSE(takes_rows_out(rule));
}

TEST(RowRules, NamesAndTextsOfAContractAreNeverStatements) {
  spec::SchemaObject table;
  table.name = "orders";
  spec::Property column;
  column.name = "a\"'; DROP TABLE candidate; --";
  column.required = true;
  table.properties = {column};
  const auto sql = sound_rows_sql(table);
  ASSERT_TRUE(sql);
  EXPECT_NE(sql->find("\"a\"\"'; DROP"), std::string::npos);  // the name
  EXPECT_NE(sql->find("'`a\"''; DROP"), std::string::npos);   // what is told
}

}  // namespace
}  // namespace hanse::contract
