// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "spec/lf_odps.h"

#include <gtest/gtest.h>

#include "spec/node.h"

namespace hanse::spec {
namespace {

Json yaml(std::string text) {
  Diagnostics diagnostics;
  const Node node =
      read_yaml(std::make_shared<const SourceFile>("f.yaml", std::move(text)), diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  return to_json(node);
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return all;
}

constexpr const char* kLfProduct = R"(
schema: https://opendataproducts.org/v4.1/schema/odps.yaml
version: 4.1
product:
  details:
    fi: {name: Lemmikit, productID: pets, visibility: public, status: testing, type: reports}
    en:
      name: Pets
      productID: pets
      visibility: public
      status: testing
      type: reports
      valueProposition: Know the pets.
      description: All pets of the year.
      productVersion: 1.2.0
      tags: [pets]
      logoURL: https://example.com/logo.png
  contract: {id: pets-contract, type: ODCS, contractVersion: 2.0.0}
  dataAccess:
    API:
      outputPortType: API
      description: {en: By HTTP}
      authenticationMethod: OAuth
  dataHolder: {legalName: Pets Oy, email: pets@example.com, businessDomain: animals}
  pricingPlans:
    declarative:
      en: [{name: Basic, priceCurrency: EUR, price: "5"}]
)";

TEST(LfOdps, ImportsWhatBothFormatsHave) {
  const auto imported = import_lf_odps(yaml(kLfProduct));
  ASSERT_TRUE(imported) << imported.error().message;
  Json product = imported->document;
  EXPECT_EQ(product["customProperties"].at(0)["property"].as_string(), "odpsLf");
  product.erase("customProperties");
  EXPECT_EQ(product, yaml(R"(
apiVersion: v1.1.0
kind: DataProduct
id: pets
name: Pets
version: 1.2.0
status: proposed
domain: animals
tags: [pets]
description: {purpose: Know the pets., usage: All pets of the year.}
outputPorts:
  - {name: API, description: By HTTP, type: API, version: 2.0.0, contractId: pets-contract}
team: {name: Pets Oy}
support: [{channel: email, url: "mailto:pets@example.com", tool: email}]
)")) << product.dump_pretty();
  EXPECT_EQ(joined(imported->left_out), "product.pricingPlans");
}

TEST(LfOdps, ImportsInTheLanguageThatIsAskedFor) {
  const auto imported = import_lf_odps(yaml(kLfProduct), {"fi"});
  ASSERT_TRUE(imported);
  EXPECT_EQ(imported->document["name"].as_string(), "Lemmikit");
}

TEST(LfOdps, AnExportOfWhatWasImportedIsTheSameDocument) {
  const Json before = yaml(kLfProduct);
  const auto imported = import_lf_odps(before);
  ASSERT_TRUE(imported);
  const auto exported = export_lf_odps(imported->document);
  ASSERT_TRUE(exported);
  EXPECT_EQ(exported->document["product"], before["product"]) << exported->document.dump_pretty();
  EXPECT_EQ(joined(exported->left_out), "");
}

TEST(LfOdps, ListsWhatTheFormatCannotCarry) {
  const Json product = yaml(R"(
apiVersion: v1.1.0
kind: DataProduct
id: p
name: Departures
status: active
type: aggregate
tenant: t
domain: flights
description: {purpose: Plan gates., limitations: None.}
inputPorts: [{name: i}]
outputPorts:
  - {name: a, version: 1.0.0, contractId: c1, sbom: [{url: x}]}
  - {name: b, version: 2.0.0, contractId: c2}
team: {name: Ops, members: [{username: u}]}
support: [{channel: chat, url: https://chat.example.com}]
customProperties: [{property: purpose, value: planning}]
)");
  const Json contract = yaml(R"(
slaProperties:
  - {property: Frequency, value: 1, unit: d}
  - {property: availability, value: 99.5, unit: percent}
  - {property: throughput, value: 5}
quality: []
)");
  const auto exported = export_lf_odps(product, {"en", &contract});
  ASSERT_TRUE(exported);
  EXPECT_EQ(joined(exported->left_out),
            "description.limitations outputPorts[0].sbom outputPorts[1].contractId "
            "outputPorts[1].version team.members support[0] contract.slaProperties[2] "
            "contract.quality inputPorts tenant customProperties.purpose");
  const auto golden =
      read_file(std::string(HANSE_SOURCE_DIR) + "/tests/standards/lf_export.yaml", 1 << 16);
  ASSERT_TRUE(golden);
  EXPECT_EQ(exported->document, yaml(*golden)) << exported->document.dump_pretty();
}

TEST(LfOdps, RefusesOtherDocuments) {
  for (const char* text : {"version: 4.1\n", "version: 3.0\nproduct: {}\n", "product: []\n"}) {
    const auto imported = import_lf_odps(yaml(text));
    ASSERT_FALSE(imported) << text;
    EXPECT_EQ(imported.error().code, ErrorCode::kInvalidArgument);
  }
  EXPECT_FALSE(import_lf_odps(yaml("version: 4.1\nproduct: {details: {en: {name: x}}}\n")));
  EXPECT_FALSE(export_lf_odps(Json::object()));
}

}  // namespace
}  // namespace hanse::spec
