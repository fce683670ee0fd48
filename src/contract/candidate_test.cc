// SPDX-License-Identifier: Apache-2.0
#include "contract/candidate.h"

#include <gtest/gtest.h>

#include "contract/make_checks.h"

namespace hanse::contract {
namespace {

spec::SchemaObject flights() {
  spec::SchemaObject table;
  table.name = "flights";
  for (const char* name : {"carrier", "number", "tail"}) {
    spec::Property column;
    column.name = name;
    column.primary_key = column.name != "tail";
    column.unique = column.name == "tail";
    table.properties.push_back(column);
  }
  table.properties[0].primary_key_position = 2;
  table.properties[1].primary_key_position = 1;
  return table;
}

TEST(ContractCandidate, FusesAllPromisesIntoOneStatement) {
  const auto checks = key_checks_of(flights());
  ASSERT_EQ(checks.size(), 4u);
  EXPECT_EQ(checks[0].code, "HNS-C003");
  EXPECT_EQ(checks[2].code, "HNS-C004");
  EXPECT_EQ(checks[3].code, "HNS-C005");
  EXPECT_NE(checks[3].text.find("`number`, `carrier`"), std::string::npos) << checks[3].text;
  const std::string sql = fused_sql(checks);
  EXPECT_NE(sql.find("AS check_3"), std::string::npos);
  EXPECT_NE(sql.find("DISTINCT"), std::string::npos);
}

TEST(ContractCandidate, ManyRequiredColumnsAreOnePassOverTheTable) {
  spec::SchemaObject table;
  for (int i = 0; i < 300; ++i) {
    spec::Property& column = table.properties.emplace_back();
    column.name = fmt::format("c{}", i);
    column.required = true;
  }
  const std::string sql = fused_sql(key_checks_of(table));
  EXPECT_EQ(sql.find("FROM candidate"), sql.rfind("FROM candidate")) << sql.substr(0, 300);
}

TEST(ContractCandidate, ATableWithoutPromisesHasNoChecks) {
  spec::SchemaObject table;
  table.properties.emplace_back().name = "note";
  EXPECT_TRUE(key_checks_of(table).empty());
}

std::string codes(const std::vector<engine::BoundColumn>& columns) {
  std::string out;
  const auto found = result_matches(columns, flights(), {});
  for (const auto& item : found.items()) out += item.code + " ";
  return out;
}

TEST(ContractCandidate, AResultHasThePromisedColumnsAndTypes) {
  EXPECT_EQ(codes({{"Carrier", "VARCHAR"}, {"number", "VARCHAR"}, {"tail", "VARCHAR"}}), "");
  EXPECT_EQ(codes({{"carrier", "VARCHAR"}, {"number", "VARCHAR"}}), "HNS-T006 ");
  EXPECT_EQ(codes({{"carrier", "VARCHAR"}, {"number", "DATE"}, {"tail", "VARCHAR"}}), "HNS-T007 ");
  EXPECT_EQ(
      codes(
          {{"carrier", "VARCHAR"}, {"number", "VARCHAR"}, {"tail", "VARCHAR"}, {"extra", "DATE"}}),
      "HNS-T006 ");
}

}  // namespace
}  // namespace hanse::contract
