// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_keys.h"

#include <gtest/gtest.h>

#include "contract/infer_relationships.h"
#include "contract/profile_test_support.h"

namespace hanse::contract {
namespace {

std::vector<std::string> counted(size_t count, size_t from = 1) {
  return values_by(count, [&](size_t i) { return std::to_string(from + i); });
}
std::vector<std::string> cycle(size_t count, size_t length, size_t from = 1) {
  return values_by(count, [&](size_t i) { return std::to_string(from + i % length); });
}

// The key of a table, its columns with blanks between: as the whole of the data would confirm it.
std::string key(const TableProfile& profile) {
  TableProposal table = propose_table(profile);
  if (!infer_single_key(profile, table)) {
    const auto candidates = key_candidates(profile, table, 3);
    if (!candidates.empty()) set_composite_key(profile, candidates[0], table);
  }
  std::string out;
  for (const size_t column : key_of(table))
    out += (out.empty() ? "" : " ") + profile.columns[column].name;
  return out;
}

TEST(InferKeys, NameAndPlaceChooseAmongUniqueColumns) {
  EXPECT_EQ(key(table_of("orders",
                         {column_of("row", counted(60, 500)), column_of("order_id", counted(60)),
                          column_of("amount", counted(60, 9000))})),
            "order_id");
  EXPECT_EQ(
      key(table_of(
          "customers",
          {column_of("id", counted(60)),
           column_of("email",
                     values_by(60, [](size_t i) { return fmt::format("a{}@example.org", i); }))})),
      "id");
  EXPECT_EQ(
      key(table_of(
          "airlines",
          {column_of("carrier", values_by(16, [](size_t i) { return fmt::format("A{}", i); })),
           column_of("name", values_by(16, [](size_t i) { return fmt::format("Air {}", i); }))})),
      "");
}

TEST(InferKeys, MeasuredNumbersAndMissingValuesAreNoKeys) {
  const auto measured = values_by(60, [](size_t i) { return fmt::format("{}.5", i); });
  EXPECT_EQ(key(table_of("readings",
                         {column_of("sensor_id", cycle(60, 5)), column_of("value", measured)})),
            "");
  auto holes = counted(60);
  holes[3] = "";
  EXPECT_EQ(
      key(table_of("orders", {column_of("order_id", holes), column_of("amount", counted(60, 7))})),
      "");
}

TEST(InferKeys, TwoOrThreeColumnsTogether) {
  const auto order = values_by(60, [](size_t i) { return std::to_string(1 + i / 3); });
  EXPECT_EQ(key(table_of("order_lines",
                         {column_of("order_id", order), column_of("line_number", cycle(60, 3)),
                          column_of("quantity", cycle(60, 7))})),
            "order_id line_number");
  const auto station = values_by(120, [](size_t i) { return fmt::format("S{}", i / 60); });
  const auto day =
      values_by(120, [](size_t i) { return fmt::format("2026-01-{:02}", 1 + i / 4 % 15); });
  EXPECT_EQ(key(table_of("weather", {column_of("station_code", station), column_of("day", day),
                                     column_of("hour", cycle(120, 4)),
                                     column_of("temperature", cycle(120, 11))})),
            "station_code day hour");
}

TEST(InferKeys, QuantitiesAreNoPartOfAKey) {
  const auto order = values_by(60, [](size_t i) { return std::to_string(1 + i / 3); });
  EXPECT_EQ(
      key(table_of("lines", {column_of("order_id", order), column_of("quantity", cycle(60, 3)),
                             column_of("price", cycle(60, 7))})),
      "");
}

std::vector<std::string> related(const std::vector<TableProfile>& profiles) {
  std::vector<TableProposal> tables;
  std::vector<const TableProfile*> borrowed;
  for (const TableProfile& profile : profiles) {
    tables.push_back(propose_table(profile));
    infer_single_key(profile, tables.back());
    borrowed.push_back(&profile);
  }
  for (const auto& candidate : relationship_candidates(borrowed, tables, 20))
    take_relationship(candidate, {20, 0}, tables);
  std::vector<std::string> out;
  for (const TableProposal& table : tables)
    for (const ColumnProposal& column : table.columns)
      for (const std::string& to : column.relationships)
        out.push_back(table.name + "." + column.property.name + " " + to);
  return out;
}

TEST(InferRelationships, NamesAndValuesTogether) {
  const TableProfile customers =
      table_of("customers", {column_of("id", counted(60)), column_of("visits", cycle(60, 9))});
  const TableProfile orders = table_of(
      "orders", {column_of("order_id", counted(80)), column_of("customer_id", cycle(80, 60)),
                 column_of("quantity", cycle(80, 9))});
  EXPECT_EQ(related({customers, orders}),
            (std::vector<std::string>{"orders.customer_id customers.id"}));
}

TEST(InferRelationships, ATableMayPointToItself) {
  const TableProfile staff = table_of(
      "employees", {column_of("employee_id", counted(60)), column_of("manager_id", cycle(60, 9)),
                    column_of("room_id", cycle(60, 9))});
  EXPECT_EQ(related({staff}),
            (std::vector<std::string>{"employees.manager_id employees.employee_id"}));
}

TEST(InferRelationships, NearlyAllIsToldAndNotProposed) {
  std::vector<TableProfile> profiles = {
      table_of("customers", {column_of("id", counted(60))}),
      table_of("orders", {column_of("customer_id", cycle(80, 60))})};
  std::vector<TableProposal> tables = {propose_table(profiles[0]), propose_table(profiles[1])};
  const RelationshipCandidate candidate{1, 0, {0}, {0}, 1};
  take_relationship(candidate, {60, 2}, tables);
  EXPECT_TRUE(tables[1].columns[0].relationships.empty());
  EXPECT_NE(tables[1].columns[0].evidence.back().words.find("58 of 60 distinct values (96.7 %)"),
            std::string::npos);
  take_relationship(candidate, {60, 30}, tables);
  EXPECT_NE(tables[1].columns[0].evidence.back().words.find("58 of 60"), std::string::npos)
      << "half of them is nothing";
}

}  // namespace
}  // namespace hanse::contract
