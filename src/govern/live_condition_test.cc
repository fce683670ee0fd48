// SPDX-License-Identifier: Apache-2.0
#include "govern/live_condition.h"

#include <gtest/gtest.h>

#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

class LiveConditionTest : public testing::Test {
 protected:
  // "column=value,value" of each condition, and `!` where the expression says more.
  std::string said(const std::string& expression) {
    const auto ast = parser_->parse_expression(expression);
    if (!ast) return "does not parse";
    const LiveConditions found = live_conditions(*ast, [&](const Json& reference) {
      const auto column = std::ranges::find(
          columns_, std::string(reference["column_names"].items().back().as_string()),
          &catalog::ColumnFacts::name);
      return column == columns_.end() ? nullptr : &*column;
    });
    std::string out;
    for (const LiveCondition& condition : found.conditions) {
      out += (out.empty() ? "" : " ") + condition.column +
             std::string(kSigns[static_cast<size_t>(condition.kind)]);
      for (size_t i = 0; i < condition.values.size(); ++i)
        out += (i == 0 ? "" : ",") + condition.values[i];
    }
    return out + (found.is_whole ? "" : "!");
  }
  std::optional<int64_t> rows_max(const std::string& sql) {
    const auto ast = parser_->parse(sql);
    return ast ? live_rows_max(sql::root_node(*ast)) : std::nullopt;
  }

  static constexpr std::string_view kSigns[] = {"=", "<>", "<", "<=", ">", ">=", " in "};
  std::shared_ptr<engine::Parser> parser_ = *engine::make_parser();
  const std::vector<catalog::ColumnFacts> columns_ = {
      {"n", "BIGINT"}, {"price", "DECIMAL(10,2)"},         {"f", "DOUBLE"},    {"t", "VARCHAR"},
      {"d", "DATE"},   {"at", "TIMESTAMP WITH TIME ZONE"}, {"l", "TIMESTAMP"}, {"u", "UUID"}};
};

TEST_F(LiveConditionTest, TakesWhatBothSidesMeanAlike) {
  EXPECT_EQ(said("n = 5"), "n=5");
  EXPECT_EQ(said("-5 < n"), "n>-5");
  EXPECT_EQ(said("n <> 5 AND n >= 2.5"), "n<>5 n>=2.5");
  EXPECT_EQ(said("n BETWEEN 1 AND 3"), "n>=1 n<=3");
  EXPECT_EQ(said("price < 0.05"), "price<0.05");
  EXPECT_EQ(said("price IN (1, 2.5)"), "price in 1,2.5");
  EXPECT_EQ(said("t = 'a''b'"), "t=a'b");
  EXPECT_EQ(said("d > DATE '2026-01-31'"), "d>2026-01-31");
  EXPECT_EQ(said("\"at\" <= '2026-01-31T10:00:00.5+02'"), "at<=2026-01-31T10:00:00.5+02");
  EXPECT_EQ(said("l = TIMESTAMP '2026-01-31 10:00:00'"), "l=2026-01-31 10:00:00");
  EXPECT_EQ(said("u = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"),
            "u=a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
}

TEST_F(LiveConditionTest, LeavesHereWhatTheyMayMeanOtherwise) {
  EXPECT_EQ(said("n = 5 OR n = 6"), "!");
  EXPECT_EQ(said("n = 5 AND length(t) = 3"), "n=5!");
  EXPECT_EQ(said("n + 1 = 5"), "!");
  EXPECT_EQ(said("n = NULL"), "!");
  EXPECT_EQ(said("n IS DISTINCT FROM 5"), "!");
  EXPECT_EQ(said("n NOT IN (5)"), "!");
  EXPECT_EQ(said("n IN (5, t)"), "!");
  EXPECT_EQ(said("f = 0.5"), "!");
  EXPECT_EQ(said("t < 'a'"), "!");
  EXPECT_EQ(said("t <> 'a'"), "!");
  EXPECT_EQ(said("t LIKE 'a%'"), "!");
  EXPECT_EQ(said("n = '5'"), "!");
  EXPECT_EQ(said("d > 'yesterday'"), "!");
  EXPECT_EQ(said("\"at\" > '2026-01-31 10:00:00'"), "!");
  EXPECT_EQ(said("\"at\" > '2026-01-31'"), "!");
  EXPECT_EQ(said("l > '2026-01-31 10:00:00+01'"), "!");
  EXPECT_EQ(said("u = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"), "!");
  EXPECT_EQ(said("other = 5"), "!");
}

TEST_F(LiveConditionTest, CountsRowsWhereNothingElseTakesThem) {
  EXPECT_EQ(rows_max("SELECT n FROM t LIMIT 5"), 5);
  EXPECT_EQ(rows_max("SELECT *, 1 FROM t LIMIT 5 OFFSET 7"), 12);
  for (const char* sql :
       {"SELECT n FROM t", "SELECT n FROM t ORDER BY n LIMIT 5", "SELECT DISTINCT n FROM t LIMIT 5",
        "SELECT max(n) FROM t LIMIT 5", "SELECT n FROM t GROUP BY n LIMIT 5",
        "SELECT n FROM t LIMIT 5%", "SELECT n FROM t QUALIFY row_number() OVER () = 1 LIMIT 5",
        "SELECT unnest([n]) FROM t LIMIT 5", "SELECT n FROM t LIMIT (SELECT 5)"})
    EXPECT_EQ(rows_max(sql), std::nullopt) << sql;
}

}  // namespace
}  // namespace hanse::govern
