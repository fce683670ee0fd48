// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <unistd.h>

#include "base/files.h"
#include "contract/infer.h"
#include "contract/infer_keys.h"
#include "contract/profile_shape.h"
#include "contract/profile_test_support.h"
#include "contract/stated_type.h"
#include "spec/lone_contract.h"
#include "spec/write_yaml.h"

namespace hanse::contract {
namespace {

spec::LoneContract read_back(const Proposal& proposal) {
  const std::string path = fmt::format("/tmp/hanse-infer-test-{}.odcs.yaml", getpid());
  const Json json = contract_json(proposal, {{"orders", "orders.csv", "csv", ""}});
  EXPECT_TRUE(write_file_atomic(path, spec::write_yaml(json)).has_value());
  spec::LoneContract out = spec::read_lone_contract(path, nullptr);
  (void)remove_tree(path);
  return out;
}

TableProfile orders() {
  return table_of(
      "orders",
      {column_of("Order ID", values_by(60, [](size_t i) { return std::to_string(i + 1); })),
       column_of("status",
                 values_by(60, [](size_t i) { return std::string(i % 2 ? "new" : "paid: yes"); })),
       column_of(
           "email",
           values_by(60, [](size_t i) { return i == 9 ? "" : fmt::format("a{}@example.org", i); })),
       column_of("code", values_by(60, [](size_t i) { return fmt::format("A-{:04}", i); })),
       column_of("ordered", values_by(60, [](size_t i) {
                   return fmt::format("{:02}.01.2026", 1 + i % 28);
                 }))});
}

TEST(InferContract, TheProposalIsAContractWithoutFindings) {
  const TableProfile profile = orders();
  Proposal proposal{"shop", "shop", {propose_table(profile)}};
  infer_single_key(profile, proposal.tables[0]);
  const spec::LoneContract read = read_back(proposal);
  ASSERT_TRUE(read.diagnostics.empty()) << read.diagnostics.items()[0].message;
  EXPECT_EQ(read.contract.status, "draft");
  EXPECT_EQ(read.contract.version, "0.1.0");
  const auto& columns = read.contract.schema[0].properties;
  EXPECT_EQ(columns[0].name, "Order_ID");
  EXPECT_EQ(columns[0].physical_name, "Order ID");
  EXPECT_TRUE(columns[0].primary_key);
  EXPECT_EQ(columns[1].enum_values, (std::vector<std::string>{"new", "paid: yes"}));
  EXPECT_EQ(columns[2].options.format, "email");
  EXPECT_FALSE(columns[2].required);
  EXPECT_EQ(columns[2].tags, std::vector<std::string>{"pii"});
  EXPECT_EQ(columns[2].classification, spec::Classification::kConfidential);
  ASSERT_EQ(columns[2].quality.size(), 1u);
  EXPECT_EQ(columns[2].quality[0].metric, "nullValues");
  EXPECT_EQ(columns[2].quality[0].bounds, std::vector<double>{3});
  EXPECT_EQ(columns[3].options.pattern, R"(^A-\d{4}$)");
  EXPECT_EQ(columns[4].options.format, "dd.MM.yyyy");
}

TEST(InferContract, NamesThatDifferInCaseAloneAreToldApart) {
  const TableProfile profile =
      table_of("t", {column_of("A b", {"1"}), column_of("a_b", {"2"}), column_of("7", {"3"})});
  const TableProposal table = propose_table(profile);
  EXPECT_EQ(table.columns[0].property.name, "A_b");
  EXPECT_EQ(table.columns[1].property.name, "a_b_2");
  EXPECT_EQ(table.columns[1].property.physical_name, "a_b");
  EXPECT_EQ(table.columns[2].property.name, "c_7");
}

TEST(InferContract, NestedTypesOfFiles) {
  const auto stated = property_of_engine_type(
      R"(STRUCT(a INTEGER, "b c" DECIMAL(10,2)[], m MAP(VARCHAR, STRUCT(x DATE))))");
  ASSERT_TRUE(stated.has_value());
  ASSERT_EQ(stated->properties.size(), 3u);
  EXPECT_EQ(stated->properties[1].name, "b c");
  EXPECT_EQ(stated->properties[1].items[0].physical_type, "decimal(10,2)");
  EXPECT_EQ(stated->properties[2].map_value[0].properties[0].logical_type,
            spec::LogicalType::kDate);
  for (const char* type : {"HUGEINT", "STRUCT(a", "MAP(INTEGER)", "INTERVAL[]", "", "[]",
                           "INTEGER[3]", "UNION(a INTEGER)"})
    EXPECT_FALSE(property_of_engine_type(type).has_value()) << type;
}

TEST(InferContract, JsonNestsObjectsAndArrays) {
  const Json structure = *Json::parse(
      R"({"id":"UBIGINT","who":{"mail":"VARCHAR"},"tags":["VARCHAR"],"lines":[{"n":"UBIGINT"}]})");
  const ShapedTable shaped = shape_of_json(structure, "t");
  ASSERT_EQ(shaped.frames.size(), 3u);
  EXPECT_EQ(shaped.frames[0].columns[2].expression, R"(json_extract_string("who", '/mail'))");
  EXPECT_EQ(shaped.profile.shape[3].kind, spec::LogicalType::kArray);
  EXPECT_EQ(shaped.profile.shape[3].parts[0].kind, spec::LogicalType::kObject);
  EXPECT_TRUE(shaped.profile.columns[shaped.profile.shape[3].parts[0].parts[0].column].is_repeated);
}

}  // namespace
}  // namespace hanse::contract
