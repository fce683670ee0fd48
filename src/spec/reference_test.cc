// SPDX-License-Identifier: Apache-2.0
#include "spec/reference.h"

#include <gtest/gtest.h>

#include "spec/decode.h"

namespace hanse::spec {
namespace {

std::string shown(std::string_view text) {
  const auto reference = parse_reference(text);
  if (!reference) return "none";
  std::string out = reference->contract + (reference->by_id ? "#id" : "#");
  for (const std::string& step : reference->steps) out += " " + step;
  return out;
}

TEST(Reference, IsReadInBothNotations) {
  EXPECT_EQ(shown("orders.id"), "# orders id");
  EXPECT_EQ(shown("orders.address.street"), "# orders address street");
  EXPECT_EQ(shown("schema/o_tbl/properties/id-1"), "#id o_tbl id-1");
  EXPECT_EQ(shown("order-lines.id"), "# order-lines id");
  EXPECT_EQ(shown("schema/${O}/properties/größe"), "#id ${O} größe");
  EXPECT_EQ(shown("c.yml#orders.id"), "c.yml# orders id");
  EXPECT_EQ(shown("/schema/o"), "#id o");
  EXPECT_EQ(shown("a-b.yaml#/schema/o/properties/i"), "a-b.yaml#id o i");
  EXPECT_EQ(shown("https://example.com/c.yaml#orders.id"), "https://example.com/c.yaml# orders id");
  for (const char* text : {"", "orders", "a b.c", "orders.", ".id", "schema", "schema/", "a#b.c",
                           "schema/a/b", "c.yaml#", ".yml#a.b", "1.2", "-a.b", "x.yaml#a#b.c",
                           "schema/a b", "schema/a\u00a0b", "schema/a@b"})
    EXPECT_EQ(shown(text), "none") << text;
}

TEST(Reference, LeadsToAColumnByNamesOrIds) {
  Diagnostics diagnostics;
  const Node root = read_yaml(std::make_shared<const SourceFile>("f", R"(
apiVersion: v3.2.0
kind: DataContract
id: c
version: 1.0.0
schema:
  - id: o-tbl
    name: orders
    properties:
      - {id: i, name: id}
      - {name: lines, logicalType: array,
         items: {logicalType: object, properties: [{name: n, id: n-id}]}}
)"),
                              diagnostics);
  DataContract contract;
  Decoder decoder({diagnostics, "contract"});
  decode_contract(decoder, root, contract);
  ASSERT_FALSE(diagnostics.has_errors());
  const auto leads = [&](std::string_view text) {
    const auto target = find_reference(contract, *parse_reference(text));
    return target && !target->path.empty() ? target->path.back()->name
                                           : std::string(target ? "table" : "nowhere");
  };
  EXPECT_EQ(leads("orders.id"), "id");
  EXPECT_EQ(leads("schema/o-tbl/properties/i"), "id");
  EXPECT_EQ(leads("orders.lines.n"), "n");
  EXPECT_EQ(leads("schema/o-tbl"), "table");
  EXPECT_EQ(leads("orders.idd"), "nowhere");
  EXPECT_EQ(leads("schema/orders/properties/i"), "nowhere");
  EXPECT_EQ(leads("servers/o-tbl/properties/i"), "nowhere");
}

}  // namespace
}  // namespace hanse::spec
