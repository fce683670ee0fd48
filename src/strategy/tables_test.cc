// SPDX-License-Identifier: Apache-2.0
#include "strategy/tables.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

spec::StrategyDocument document(const char* path, const char* stem, const char* json) {
  return {path, stem, *Json::parse(json)};
}

TEST(StrategyTables, ListsOfMapsAreTablesWithAColumnAField) {
  const auto tables = tables_of({document(
      "strategy/inventory.yaml", "inventory",
      R"({"kind":"Inventory","applications":[{"id":"a","ownerTeam":"x","tags":["p","q"]},
          {"id":"b","cost":{"low":1}}],"words":["no table"],"empty":[]})")});
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].name, "inventory_applications");
  EXPECT_EQ(table_csv(tables[0]),
            "id,owner_team,tags,cost\r\na,x,\"p, q\",\r\nb,,,\"{\"\"low\"\":1}\"\r\n");
}

TEST(StrategyTables, FilesOfAFolderAreOneTable) {
  const auto tables = tables_of(
      {document("strategy/forecasts/a.yaml", "a", R"({"figures":[{"id":"npv","p50":1.5}]})"),
       document("strategy/forecasts/b.yaml", "b", R"({"figures":[{"id":"npv","p50":2}]})")});
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(table_csv(tables[0]), "file,id,p50\r\na,npv,1.5\r\nb,npv,2\r\n");
}

TEST(StrategyTables, OfOneNameHaveBothTheirSources) {
  const auto tables = tables_of(
      {document("strategy/a-b.yaml", "a-b", R"({"moves":[{"id":"x"}]})"),
       document("strategy/a_b.yaml", "a_b", R"({"moves":[{"id":"y"},{"id":"z"}]})")});
  ASSERT_EQ(tables.size(), 1u);
  EXPECT_EQ(tables[0].sources, (std::vector<std::string>{"moves of strategy/a-b.yaml",
                                                         "moves of strategy/a_b.yaml"}));
}

TEST(StrategyTables, NamesBecomeIds) {
  EXPECT_EQ(table_id("roi-figures"), "roi_figures");
  EXPECT_EQ(table_id("2026 plan"), "t2026_plan");
  EXPECT_EQ(table_id("BigIdea"), "big_idea");
}

}  // namespace
}  // namespace hanse::strategy
