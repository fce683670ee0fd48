// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "spec/decode.h"

namespace hanse::spec {
namespace {

constexpr const char* kContract = R"(
apiVersion: v2.2.2
kind: DataContract
uuid: 53581432-6c55-4ba2-a65f-72344a91553a
version: 1.1.0
status: current
type: tables
quantumName: my quantum
datasetDomain: seller
userConsumptionMode: Analytical
productDl: product@example.com
productFeedbackUrl: https://example.com/feedback
username: ${env.username}
password: ${env.password}
tags: null
description: {purpose: Views., limitations: null, usage: null}
stakeholders:
  - {username: ceastwood, role: Data Scientist, dateIn: "2022-08-02", comment: null}
slaDefaultColumn: tbl.txn_ref_dt
slaProperties:
  - {property: latency, value: 4, unit: d, column: tbl.txn_ref_dt}
dataset:
  - table: tbl
    physicalName: tbl_1
    priorTableName: seller
    dataGranularity: By day.
    columns:
      - column: txn_ref_dt
        isPrimaryKey: true
        isNullable: false
        logicalType: date
        physicalType: date
        partitionStatus: true
        clusterStatus: false
        criticalDataElementStatus: false
        tags: null
        sampleValues: ["2022-10-03"]
        quality:
          - code: nullCheck
            templateName: NullCheck
            toolName: Elevate
            toolRuleName: DQ.rw.tab1
            dimension: completeness
            type: dataQuality
            scheduleCronExpression: 0 20 * * *
      - {column: amount, isNullable: true, isUnique: true, logicalType: decimal}
      - {column: shape, logicalType: geography}
customProperties:
  - {property: refRulesetName, value: x}
)";

TEST(Convert2x, ReadsAContractInTheShapeOf3) {
  Diagnostics diagnostics;
  const Node root = read_yaml(std::make_shared<const SourceFile>("f", kContract), diagnostics);
  DataContract contract;
  Decoder decoder({diagnostics, "contract"});
  EXPECT_TRUE(decode_contract(decoder, root, contract));
  std::string said;
  for (const Diagnostic& item : diagnostics.items())
    said += fmt::format("{} {}\n", item.code, item.message);
  EXPECT_EQ(said,
            "HNS-S045 `username` is a credential, which no contract keeps: it is not read\n"
            "HNS-S045 `password` is a credential, which no contract keeps: it is not read\n");
  EXPECT_EQ(contract.id, "53581432-6c55-4ba2-a65f-72344a91553a");
  EXPECT_EQ(contract.domain, "seller");
  EXPECT_EQ(contract.description.purpose, "Views.");
  EXPECT_EQ(contract.team.members.at(0).username, "ceastwood");
  EXPECT_EQ(contract.service_levels.at(0).element, "tbl.txn_ref_dt");
  EXPECT_EQ(contract.support.at(0).url, "mailto:product@example.com");
  std::string custom;
  for (const CustomProperty& property : contract.custom) custom += property.property + " ";
  EXPECT_EQ(custom, "refRulesetName type userConsumptionMode ");

  const SchemaObject& table = contract.schema.at(0);
  EXPECT_EQ(table.name, "tbl");
  EXPECT_EQ(table.foreign["dataGranularityDescription"].as_string(), "By day.");
  const Property& day = table.properties.at(0);
  EXPECT_EQ(day.name, "txn_ref_dt");
  EXPECT_TRUE(day.primary_key);
  EXPECT_TRUE(day.required);
  EXPECT_EQ(day.examples.at(0).as_string(), "2022-10-03");
  const QualityRule& rule = day.quality.at(0);
  EXPECT_EQ(rule.kind, QualityRule::Kind::kCustom);
  EXPECT_EQ(rule.engine, "Elevate");
  EXPECT_EQ(rule.implementation, "DQ.rw.tab1");
  EXPECT_FALSE(table.properties.at(1).required);
  EXPECT_TRUE(table.properties.at(1).unique);
  EXPECT_EQ(table.properties.at(1).logical_type, LogicalType::kNumber);
  EXPECT_FALSE(table.properties.at(2).logical_type_stated);
  EXPECT_EQ(table.properties.at(2).custom.at(0).value.as_string(), "geography");
}

TEST(Convert2x, ErrorsKeepTheirPlaces) {
  Diagnostics diagnostics;
  const std::string text =
      "apiVersion: v2.2.0\nkind: DataContract\nuuid: u\nversion: 1.0.0\nstatus: s\n"
      "dataset:\n  - table: t\n    columns:\n      - {column: a, isNullable: 5}\n";
  const Node root = read_yaml(std::make_shared<const SourceFile>("f", text), diagnostics);
  DataContract contract;
  Decoder decoder({diagnostics, "contract"});
  decode_contract(decoder, root, contract);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  const Diagnostic& said = diagnostics.items()[0];
  EXPECT_EQ(said.code, "HNS-S021");
  EXPECT_EQ(text.substr(said.span.offset, said.span.length), "5");
}

}  // namespace
}  // namespace hanse::spec
