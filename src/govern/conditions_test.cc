// SPDX-License-Identifier: Apache-2.0
// What policies are made into must read back as it was built, or nothing is answered.
#include "govern/conditions.h"

#include <gtest/gtest.h>

#include "govern/test_support.h"
#include "sql/rewrite.h"

namespace hanse::govern {
namespace {

const catalog::TableEntry& flights() {
  static const catalog::TableEntry table = [] {
    catalog::TableEntry out;
    out.schema = "air";
    out.name = "flights";
    std::vector<catalog::ColumnFacts> columns;
    for (const auto& [name, type] : std::vector<std::pair<std::string, std::string>>{
             {"origin", "VARCHAR"}, {"delay", "DOUBLE"}, {"left_at", "TIMESTAMP WITH TIME ZONE"},
             {"day", "DATE"}, {"price", "DECIMAL(10,2)"}, {"late", "BOOLEAN"},
             {"crew", "STRUCT(\"order\" INTEGER, b VARCHAR)[]"}})
      columns.push_back({name, type, spec::Classification::kInternal, {}, {}});
    out.columns = catalog::ColumnList(std::move(columns));
    return out;
  }();
  return table;
}

ConditionContext context() {
  return {&test_parser(), [](const TableName& other, const std::string& column) -> Result<Json> {
            return sql::select_node({sql::column_ref(column)},
                                    sql::base_table_ref(other.schema, other.name, "keys"), Json());
          }};
}

// `SELECT column FROM air.flights WHERE condition`, with what comes back of its text.
void expect_reads_back(Json column, Json condition, const std::string& what) {
  Json ast = sql::statement(sql::select_node(
      {std::move(column)}, sql::base_table_ref("air", "flights", ""), std::move(condition)));
  ast.erase("error");
  const auto text = test_parser().print(ast);
  ASSERT_TRUE(text.has_value()) << what << ": " << text.error().message;
  const auto again = test_parser().parse(*text);
  ASSERT_TRUE(again.has_value()) << what << ": " << *text;
  EXPECT_TRUE(sql::same_statement(ast, *again)) << what << ": " << *text;
}

TEST(Conditions, EveryFilterReadsBackAsItWasBuilt) {
  const Json texts = Json::array({"EWR", "o'hare", ""});
  const Json numbers = Json::array({-7865.93, 1.0, -1, 0, 5'000'000'000});
  const Json keys = Json::object({{"domain", "air"}, {"table", "ports"}, {"column", "code"}});
  const std::vector<policy::RowFilter> filters = {
      {"", "origin", "equal", Json("EWR"), ""},      {"", "origin", "notEqual", Json("EWR"), ""},
      {"", "delay", "lessThan", Json(-0.01), ""},    {"", "delay", "lessOrEqual", Json(-3), ""},
      {"", "day", "greaterThan", Json("2013-01-01"), ""},
      {"", "price", "greaterOrEqual", Json(1e300), ""},
      {"", "late", "equal", Json(true), ""},         {"", "origin", "isNull", Json(), ""},
      {"", "origin", "isNotNull", Json(), ""},       {"", "origin", "startsWith", Json("E"), ""},
      {"", "origin", "in", texts, ""},               {"", "origin", "notIn", texts, ""},
      {"", "delay", "in", numbers, ""},              {"", "delay", "notIn", numbers, ""},
      {"", "delay", "notIn", Json::array({1}), ""},  {"", "origin", "in", keys, ""},
      {"", "", "", Json(), "NOT (origin IN ('a', 'b')) AND NOT late"}};
  for (const policy::RowFilter& filter : filters) {
    auto condition = filter_condition(filter, flights(), context());
    ASSERT_TRUE(condition.has_value()) << describe(filter) << ": " << condition.error().message;
    expect_reads_back(sql::column_ref("origin"), *condition, describe(filter));
  }
}

TEST(Conditions, EveryMaskReadsBackAsItWasBuilt) {
  using policy::MaskAction;
  const auto masked = [&](size_t at, MaskAction action, Json argument = Json()) {
    const catalog::ColumnFacts& column = flights().columns[at];
    const policy::ColumnMask mask{"", column.name, action, std::move(argument), "", {}};
    auto made = masked_column(column, {mask}, flights(), context());
    ASSERT_TRUE(made.has_value()) << describe(mask) << ": " << made.error().message;
    expect_reads_back(std::move(*made), Json(), describe(mask));
  };
  for (size_t at = 0; at < flights().columns.size(); ++at) masked(at, MaskAction::kNull);
  for (const size_t at : {0u, 1u, 3u, 4u, 5u}) {
    masked(at, MaskAction::kConstant, Json("2013-01-01"));
    masked(at, MaskAction::kConstant, Json(-1.5));
    masked(at, MaskAction::kConstant, Json(false));
  }
  for (const auto action : {MaskAction::kKeepFirst4, MaskAction::kKeepLast4, MaskAction::kKeyedHash})
    masked(0, action);
  for (const size_t at : {2u, 3u})
    for (const auto action : {MaskAction::kTruncateToYear, MaskAction::kTruncateToMonth})
      masked(at, action);
}

}  // namespace
}  // namespace hanse::govern
