// SPDX-License-Identifier: Apache-2.0
#include "spec/bind_concepts.h"

#include <gtest/gtest.h>

namespace hanse::spec {
namespace {

Property column(const char* url) {
  Property out;
  out.name = "customer_id";
  out.definitions.push_back({"businessDefinition", url, {}, {}});
  return out;
}

Property bound(Property given) {
  Model model;
  Concept item;
  item.glossary = "sales";
  item.id = "customer";
  item.logical_type = LogicalType::kString;
  item.pattern = "^C[0-9]+$";
  item.classification = Classification::kConfidential;
  model.concepts[item.address()] = item;
  model.contracts["c"].schema.emplace_back().properties.push_back(std::move(given));
  bind_concepts(model);
  return model.contracts["c"].schema[0].properties[0];
}

TEST(BindConcepts, AColumnTakesWhatItDoesNotSay) {
  const Property out = bound(column("../../glossary/sales.yaml#customer"));
  EXPECT_EQ(out.concept_address, "sales#customer");
  EXPECT_EQ(out.options.pattern, "^C[0-9]+$");
  EXPECT_EQ(out.classification, Classification::kConfidential);
  EXPECT_TRUE(out.logical_type_stated);
}

TEST(BindConcepts, AStricterClassAndAPatternOfItsOwnStay) {
  Property given = column("glossary/sales.yaml#customer");
  given.classification = Classification::kRestricted;
  given.options.pattern = "^C1$";
  const Property out = bound(given);
  EXPECT_EQ(out.classification, Classification::kRestricted);
  EXPECT_EQ(out.options.pattern, "^C1$");
}

TEST(BindConcepts, AWeakerClassDoesNot) {
  Property given = column("glossary/sales.yaml#customer");
  given.classification = Classification::kPublic;
  EXPECT_EQ(bound(given).classification, Classification::kConfidential);
}

TEST(BindConcepts, PartsOfAColumnAreBoundAsWell) {
  Property outer;
  outer.logical_type = LogicalType::kObject;
  outer.properties.push_back(column("glossary/sales.yaml#customer"));
  EXPECT_EQ(bound(outer).properties[0].classification, Classification::kConfidential);
}

TEST(BindConcepts, OtherAddressesLeadNowhere) {
  for (const char* url : {"https://example.org/glossary/sales.yaml#customer", "glossary/sales.yaml",
                          "myglossary/sales.yaml#customer", "glossary/a/sales.yaml#customer",
                          "glossary/.yaml#customer", ""})
    EXPECT_EQ(bound(column(url)).concept_address, "") << url;
}

}  // namespace
}  // namespace hanse::spec
