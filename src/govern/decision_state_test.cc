// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/clock.h"
#include "catalog/snapshot_builder.h"
#include "govern/decision.h"
#include "govern/record.h"
#include "policy/policy_set.h"

namespace hanse::govern {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;
const ProductId kOrders{DomainId("sales"), "orders"};

// Refuses stale data to `reports`, and warns everyone else of it. Reads no time.
constexpr const char* kPolicy = R"(package hanse.read
discover := true
columns := {"id"}
default allow := false
allow if input.resource.state.freshness == "fresh"
allow if input.purpose.id != "reports"
reasons contains {"rule": "sound", "message": "it is stale"} if not allow
warnings contains {"rule": "stale", "message": sprintf("stale since %s", [input.resource.state.staleAt])} if {
	input.resource.state.freshness == "stale"
}
)";

std::shared_ptr<const catalog::CatalogSnapshot> catalog_of(
    const std::vector<policy::Source>& sources, int64_t published_us) {
  auto model = std::make_shared<spec::Model>();
  spec::DataContract contract;
  contract.id = "orders";
  contract.version = "1.0.0";
  contract.schema.emplace_back().name = "orders";
  spec::ServiceLevel level;
  level.property = "freshness";
  level.value = 4;
  level.unit = "h";
  contract.service_levels = {level};
  spec::DataProduct product;
  product.domain_folder = kOrders.domain;
  product.name = kOrders.name;
  product.output_ports.emplace_back().contract_id = contract.id;
  model->contracts[contract.id] = contract;
  model->products[kOrders] = product;
  for (const char* purpose : {"reports", "looking"})
    model->mesh.purposes.emplace_back().id = PurposeId(purpose);
  catalog::SnapshotParts parts;
  parts.model = model;
  parts.version = 7;
  Diagnostics diagnostics;
  parts.policies = policy::load_policies(sources, {}, {}, diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << render_human(diagnostics, Colour::kOff);
  catalog::TableFacts facts;
  facts.table = {kOrders, "orders", 1};
  facts.columns.push_back({"id", "BIGINT", {}, {}, {}});
  parts.facts = {facts};
  catalog::SnapshotRecord record;
  record.table = facts.table;
  record.published_us = published_us;
  parts.snapshots = std::vector{record};
  return catalog::SnapshotBuilder::build(std::move(parts));
}

policy::Source global(const char* text) {
  return {std::make_shared<SourceFile>("policies/read.rego", text), "", false};
}
policy::Source local(const char* text) {
  return {std::make_shared<SourceFile>("domains/sales/policies/read.rego", text), "sales", false};
}

Session session_for(const char* purpose) {
  Session out;
  out.principal.id = "ann";
  out.purpose = PurposeId(purpose);
  return out;
}

struct Asking {
  ManualClock clock{1'000 * kHourUs};
  std::shared_ptr<const catalog::CatalogSnapshot> catalog;
  DecisionCache cache;

  explicit Asking(const std::vector<policy::Source>& sources = {global(kPolicy)})
      : catalog(catalog_of(sources, clock.now_us())) {}
  Result<std::shared_ptr<const TableDecision>> ask(const char* purpose) {
    return Decider(&cache).decide(*catalog, *catalog->find_table("sales", "orders"), {"id"},
                                  session_for(purpose), clock.now_us());
  }
};

TEST(DecisionState, AFreshDecisionIsNotUsedForStaleData) {
  Asking asking;
  const auto first = asking.ask("reports").value();
  EXPECT_TRUE(first->allow);
  EXPECT_FALSE(first->reads_time);
  EXPECT_EQ(first->valid_until_us, asking.clock.now_us() + 4 * kHourUs);
  asking.clock.advance_us(4 * kHourUs - 1);
  EXPECT_EQ(asking.ask("reports").value(), first);  // the very same: it was kept
  asking.clock.advance_us(1);
  const auto second = asking.ask("reports").value();
  EXPECT_FALSE(second->allow);
  ASSERT_EQ(second->reasons.size(), 1u);
  EXPECT_EQ(second->valid_until_us, 0);
  EXPECT_EQ(asking.ask("reports").value(), second);
}

TEST(DecisionState, WarningsTravelWithWhatIsAllowed) {
  Asking asking;
  EXPECT_TRUE(asking.ask("looking").value()->warnings.empty());
  asking.clock.advance_us(4 * kHourUs);
  const auto stale = asking.ask("looking").value();
  EXPECT_TRUE(stale->allow);
  ASSERT_EQ(stale->warnings.size(), 1u);
  EXPECT_EQ(stale->warnings[0].message,
            "stale since " + format_time(1'000 * kHourUs + 4 * kHourUs));
}

TEST(DecisionState, TheLedgersEntryHasTheStateThatWasDecidedOn) {
  Asking asking;
  asking.clock.advance_us(4 * kHourUs);
  const auto stale = asking.ask("looking").value();
  const Json& state = stale->question.resource->document().value()["state"];
  EXPECT_EQ(state["freshness"].as_string(), "stale");
  // The same inputs give the same decision, whatever the time and the catalog are by then.
  Json input = stale->question.members;
  input.set("resource", stale->question.resource->document().value());
  const auto again = asking.catalog->policies()->evaluate("", {"read.allow", "read.warnings"}, input);
  ASSERT_TRUE(again);
  EXPECT_TRUE((*again)["read.allow"].as_bool());
  EXPECT_EQ((*again)["read.warnings"].items()[0]["message"].as_string(),
            stale->warnings[0].message);
}

TEST(DecisionState, ADomainWarnsBesideTheMesh) {
  Asking asking({global(kPolicy), local(R"(package domains.sales.read
warnings contains {"rule": "note", "message": "numbers of last week are being corrected"}
)")});
  const auto decision = asking.ask("looking").value();
  EXPECT_TRUE(decision->allow);
  ASSERT_EQ(decision->warnings.size(), 1u);
  EXPECT_EQ(decision->warnings[0].rule, "note");
}

TEST(DecisionState, AWarningThatCannotBeReadIsNoDecision) {
  Asking asking({global(R"(package hanse.read
allow := true
warnings contains "it is old"
)")});
  EXPECT_FALSE(asking.ask("looking"));
}

}  // namespace
}  // namespace hanse::govern
