// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/files.h"
#include "strategy/domains/import_rows.h"

namespace hanse::strategy {
namespace {

// "id|name|parent" of each row.
std::vector<std::string> rows_of(const InventoryImport& found) {
  std::vector<std::string> out;
  for (const auto& row : found.tables.at(0).rows) {
    std::string line;
    for (const auto& [column, text] : row)
      if (column != "number" && column != "description") line += (line.empty() ? "" : "|") + text;
    out.push_back(line);
  }
  return out;
}
InventoryImport imported(MapShape shape, std::string text) {
  return import_capability_map(shape,
                               std::make_shared<const SourceFile>("map.csv", std::move(text)));
}
std::string codes_of(const InventoryImport& found) {
  std::string out;
  for (const Diagnostic& each : found.diagnostics.items())
    out += fmt::format("{}@{} ", each.code, each.span.file->place(each.span.offset).line);
  return out;
}

TEST(CapabilityMap, ReadsNumbersOfAHierarchyAsApqcExportsThem) {
  const auto found =
      imported(MapShape::kApqc,
               "PCF ID,Hierarchy ID,Name,Metrics available?\n"
               "1,1.0,Make plans,N\n2,1.1,Look around,Y\n3,1.1.1,Ask customers,Y\n"
               "4,2.0,Make things,N\n5,2.1,Look around,N\n6,10.0,Pay,N\n7,10.1,Pay bills,N\n");
  EXPECT_TRUE(found.diagnostics.empty()) << codes_of(found);
  EXPECT_EQ(rows_of(found),
            (std::vector<std::string>{
                "make_plans|Make plans|", "look_around|Look around|make_plans",
                "ask_customers|Ask customers|look_around", "make_things|Make things|",
                "look_around_2_1|Look around|make_things", "pay|Pay|", "pay_bills|Pay bills|pay"}));
}

TEST(CapabilityMap, NamesThatComeToOneIdAreAllKept) {
  const auto found = imported(MapShape::kApqc,
                              "Hierarchy ID,Name\n1.0,Plan\n1.1,Plan 1.2\n1.2,Plan\n1.2.1,Child\n");
  EXPECT_TRUE(found.diagnostics.empty()) << codes_of(found);
  EXPECT_EQ(rows_of(found),
            (std::vector<std::string>{"plan|Plan|", "plan_1_2|Plan 1.2|plan",
                                      "plan_1_2_2|Plan|plan", "child|Child|plan_1_2_2"}));
}

TEST(CapabilityMap, ANumberThatIsNoneOrHasNothingAboveIsAFinding) {
  const auto found = imported(
      MapShape::kApqc, "Hierarchy ID,Name\n1.0,A\n1.1.1,B\n1.x,C\n,D\n1.0,E\n1.2,\n2.1,F\n1.,G\n");
  EXPECT_EQ(codes_of(found),
            "HNS-G018@3 HNS-G018@4 HNS-G018@5 HNS-G018@6 HNS-G018@7 HNS-G018@8 HNS-G018@9 ");
  EXPECT_EQ(found.diagnostics.items()[0].message,
            "`1.1.1` has nothing above it: there is no `1.1`");
}

TEST(CapabilityMap, ReadsAreasOfBian) {
  const auto found = imported(MapShape::kBian,
                              "Business Area;Business Domain;Service Domain\n"
                              "Sales;Channel;Branch\nSales;Channel;Kiosk\nSales;Market;Campaign\n");
  EXPECT_TRUE(found.diagnostics.empty()) << codes_of(found);
  EXPECT_EQ(rows_of(found),
            (std::vector<std::string>{"sales|Sales|", "channel|Channel|sales",
                                      "branch|Branch|channel", "kiosk|Kiosk|channel",
                                      "market|Market|sales", "campaign|Campaign|market"}));
  EXPECT_EQ(codes_of(imported(MapShape::kBian,
                              "Business Area,Business Domain,Service Domain\nSales,,Branch\n")),
            "HNS-G018@2 ");
}

TEST(CapabilityMap, ReadsLevelsOrParentsOfBizbok) {
  const std::vector<std::string> expected{"customers|Customers|", "contact|Contact|customers",
                                          "greeting|Greeting|contact"};
  EXPECT_EQ(rows_of(imported(MapShape::kBizbok,
                             "Level 1,Level 2,Level 3\nCustomers,,\n,Contact,\n,,Greeting\n")),
            expected);
  EXPECT_EQ(
      rows_of(imported(MapShape::kBizbok, "Level 1,Level 2,Level 3\nCustomers,Contact,Greeting\n")),
      expected);
  EXPECT_EQ(rows_of(imported(
                MapShape::kBizbok,
                "Capability,Tier,Parent\nCustomers,1,\nContact,2,Customers\nGreeting,3,Contact\n")),
            expected);
  EXPECT_EQ(codes_of(imported(MapShape::kBizbok, "Capability,Parent\nContact,Customers\n")),
            "HNS-G018@2 ");
  EXPECT_EQ(codes_of(imported(MapShape::kBizbok, "Level 1,Level 2,Level 3\nA,,\n,,C\n")),
            "HNS-G018@3 ");
}

TEST(CapabilityMap, AFileOfAnotherShapeIsSaidToBeOne) {
  EXPECT_EQ(codes_of(imported(MapShape::kApqc, "a,b\n1,2\n")), "HNS-G012@1 ");
}

ledger::Entry decision(std::string id, std::string user, std::vector<std::string> tables,
                       std::string repeats = {}) {
  ledger::Entry out;
  out.body = Json::object({{"decision_id", std::move(id)},
                           {"outcome", "allowed"},
                           {"principal", Json::object({{"user", std::move(user)}})}});
  if (!repeats.empty()) out.body.set("repeats", std::move(repeats));
  Json list = Json::array();
  for (std::string& table : tables)
    list.push(Json::object({{"table", std::move(table)}, {"allow", true}}));
  if (list.size() > 0) out.body.set("tables", std::move(list));
  return out;
}

TEST(ImportQueries, CountsStatementsAndReadersAndKeepsNoNames) {
  ledger::RecentEntries recent;
  recent.entries = {decision("1", "ann", {"s.orders", "s.lines"}), decision("2", "ann", {}, "1"),
                    decision("3", "bob", {"s.orders"}), decision("4", "bob", {"s.prices"}),
                    decision("5", "product:s/x", {"s.lines", "s.prices"})};
  Inventory known;
  InventoryAsset orders;
  orders.id = "orders";
  known.assets.push_back(orders);
  const InventoryImport found = import_queries(recent, known, "ledger");
  std::string text;
  for (const ImportTable& table : found.tables)
    for (const auto& row : table.rows) {
      text += std::string(table.file) + ":";
      for (const auto& [column, cell] : row) text += " " + cell;
      text += "\n";
    }
  EXPECT_EQ(text,
            "assets.csv: s.lines lines\nassets.csv: s.prices prices\n"
            "links.csv: s.lines orders readTogether 3 ledger: 4 statements\n"
            "links.csv: orders s.prices readTogether 1 ledger: 4 statements\n");
  EXPECT_EQ(text.find("ann"), std::string::npos);
}

TEST(ImportForeignKeys, TablesAreAssetsAndKeysAreLinks) {
  spec::DataContract contract;
  for (const char* name : {"orders", "customers", "lines"}) {
    spec::SchemaObject table;
    table.name = name;
    spec::Property id;
    id.name = "id";
    table.properties = {id};
    contract.schema.push_back(table);
  }
  spec::ContractRelationship to_customers, to_orders, to_self;
  to_customers.to = {"customers.id"};
  to_orders.from = {"lines.id"};
  to_orders.to = {"orders.id"};
  to_self.to = {"orders.id"};
  contract.schema[0].properties[0].relationships = {to_customers, to_self};
  contract.schema[2].relationships = {to_orders};
  const InventoryImport found = import_foreign_keys(contract, "shop");
  ASSERT_EQ(found.tables.size(), 2u);
  EXPECT_EQ(found.tables[0].rows.size(), 3u);
  ASSERT_EQ(found.tables[1].rows.size(), 2u);
  EXPECT_EQ(found.tables[1].rows[0][0].second, "lines");
  EXPECT_EQ(found.tables[1].rows[0][1].second, "orders");
}

TEST(WriteRows, AppendsUnderTheColumnsThatTheTableHas) {
  const auto found = imported(MapShape::kApqc, "Hierarchy ID,Name\n2.0,Sell\n");
  for (const std::string table :
       {"\nname,id\nPlan,plan\n", "name,id\rPlan,plan\r", "\"name\",id\nPlan,plan\n"}) {
    char base[] = "/tmp/hanse_import_XXXXXX";
    ASSERT_NE(mkdtemp(base), nullptr);
    const std::string path = join_path(base, "strategy/inventory/capabilities.csv");
    ASSERT_TRUE(make_folders(join_path(base, "strategy/inventory")).has_value());
    ASSERT_TRUE(write_file_atomic(path, table).has_value());
    const auto written = write_rows(base, found, {"m", "a test", "2026-01"});
    EXPECT_TRUE(written.has_value()) << written.error().message;
    const std::string text = *read_file(path, kSpecificationBytesMax);
    EXPECT_TRUE(text.starts_with(table)) << text;
    EXPECT_TRUE(text.ends_with("\nSell,sell\n")) << text;
    EXPECT_TRUE(remove_tree(base).has_value());
  }
}

}  // namespace
}  // namespace hanse::strategy
