// SPDX-License-Identifier: Apache-2.0
#include "catalog/product_state.h"

#include <gtest/gtest.h>

#include "catalog/snapshot_builder.h"

namespace hanse::catalog {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;
constexpr int64_t kPublishedUs = 1'000 * kHourUs;
const ProductId kOrders{DomainId("sales"), "orders"};

struct World {
  spec::Model model;
  SnapshotParts parts;

  World() {
    spec::DataContract contract;
    contract.id = "orders";
    contract.version = "1.0.0";
    contract.schema.emplace_back().name = "orders";
    spec::DataProduct product;
    product.domain_folder = kOrders.domain;
    product.name = kOrders.name;
    product.output_ports.emplace_back().contract_id = contract.id;
    model.contracts[contract.id] = contract;
    model.products[kOrders] = product;
    SnapshotRecord record;
    record.id = SnapshotId("s2");
    record.table = {kOrders, "orders", 1};
    record.published_us = kPublishedUs;
    parts.snapshots = std::vector{record};
  }
  void level(const std::string& property, Json value, const std::string& unit,
             const std::string& element = {}) {
    spec::ServiceLevel out;
    out.property = property;
    out.value = std::move(value);
    out.unit = unit;
    out.element = element;
    model.contracts["orders"].service_levels.push_back(out);
  }
  void status(const std::string& product, const std::string& contract) {
    model.products[kOrders].status = product;
    model.contracts["orders"].status = contract;
  }
  void checked(const std::string& verdict, const std::string& snapshot) {
    CheckRunRecord run;
    run.table = {kOrders, "orders", 1};
    run.verdict = verdict;
    run.snapshot_id = snapshot;
    run.finished_us = kPublishedUs + 1;
    parts.check_runs = std::vector{run};
  }
  TableState at(int64_t now_us) const {
    SnapshotParts copy = parts;
    copy.model = std::make_shared<const spec::Model>(model);
    const auto catalog = SnapshotBuilder::build(std::move(copy));
    return state_of(*catalog, *catalog->find_table("sales", "orders"), now_us);
  }
};

TEST(ProductState, NothingPromisedIsNothingKnownAndNothingAgainstIt) {
  const TableState state = World().at(kPublishedUs);
  EXPECT_EQ(state.freshness, Freshness::kUnknown);
  EXPECT_EQ(state.quality, Quality::kUnchecked);
  EXPECT_EQ(state.lifecycle, Lifecycle::kActive);
  EXPECT_EQ(overall(state), "fresh");
  EXPECT_EQ(state.valid_until_us, 0);
}

TEST(ProductState, DataIsStaleFromTheInstantThatItIsAsOldAsThePromise) {
  World world;
  world.level("freshness", 4, "h");
  world.level("latency", 1, "d");
  const int64_t flip = kPublishedUs + 4 * kHourUs;
  const TableState before = world.at(flip - 1), after = world.at(flip);
  EXPECT_EQ(before.freshness, Freshness::kFresh);
  EXPECT_EQ(before.valid_until_us, flip);
  EXPECT_EQ(after.freshness, Freshness::kStale);
  EXPECT_EQ(after.stale_us, flip);
  EXPECT_EQ(after.valid_until_us, 0);
  EXPECT_EQ(overall(after), "stale");
}

TEST(ProductState, ALevelOfAnotherTableSaysNothingOfThisOne) {
  World world;
  world.level("freshness", 4, "h", "returns.at, refunds.at");
  EXPECT_EQ(world.at(kPublishedUs).freshness, Freshness::kUnknown);
  world.level("freshness", 5, "h", "returns.at, orders.at");
  EXPECT_EQ(world.at(kPublishedUs).stale_us, kPublishedUs + 5 * kHourUs);
}

TEST(ProductState, ALevelThatStatesNoDurationPromisesNothing) {
  World world;
  world.level("freshness", "soon", "h");
  world.level("freshness", -1, "h");
  world.level("freshness", 4, "parsecs");
  world.level("freshness", 1e300, "y");
  EXPECT_EQ(world.at(kPublishedUs).freshness, Freshness::kUnknown);
}

TEST(ProductState, WhatWasNeverBuiltHasNoAge) {
  World world;
  world.level("freshness", 4, "h");
  world.parts.snapshots = {};
  EXPECT_EQ(world.at(kPublishedUs).freshness, Freshness::kUnknown);
}

TEST(ProductState, TheLastVerdictHoldsUntilAnotherOneIsThere) {
  World world;
  world.checked("failed", "s1");
  EXPECT_EQ(world.at(kPublishedUs).quality, Quality::kFailing);
  EXPECT_FALSE(world.at(kPublishedUs).is_checked_now);
  EXPECT_EQ(overall(world.at(kPublishedUs)), "failing");
  world.checked("passed", "s2");
  EXPECT_EQ(world.at(kPublishedUs).quality, Quality::kPassed);
  EXPECT_TRUE(world.at(kPublishedUs).is_checked_now);
  world.checked("warning", "s2");
  EXPECT_EQ(world.at(kPublishedUs).quality, Quality::kWarning);
  world.checked("notRun", "s2");
  EXPECT_EQ(world.at(kPublishedUs).quality, Quality::kUnchecked);
  world.checked("a word of another version", "s2");
  EXPECT_EQ(world.at(kPublishedUs).quality, Quality::kFailing);
}

TEST(ProductState, OfTwoStatusesTheOneThatLetsFewerReadHolds) {
  EXPECT_EQ(lifecycle_of("", ""), Lifecycle::kActive);
  EXPECT_EQ(lifecycle_of("active", "draft"), Lifecycle::kDraft);
  EXPECT_EQ(lifecycle_of("draft", "retired"), Lifecycle::kRetired);
  EXPECT_EQ(lifecycle_of("deprecated", "active"), Lifecycle::kDeprecated);
  EXPECT_EQ(lifecycle_of("deprecated", "proposed"), Lifecycle::kProposed);
  EXPECT_EQ(lifecycle_of("Active", ""), Lifecycle::kActive);
  EXPECT_EQ(lifecycle_of("actve", "active"), Lifecycle::kDraft);
}

TEST(ProductState, WhatIsDeprecatedSaysWhenItEnds) {
  World world;
  world.level("endOfSupport", "2027-06-01", "");
  world.status("active", "active");
  EXPECT_EQ(world.at(kPublishedUs).removal_us, 0);
  world.status("active", "deprecated");
  EXPECT_EQ(to_json(world.at(kPublishedUs))["removal"].as_string(), "2027-06-01T00:00:00Z");
  world.level("endOfLife", "2027-12-01", "");
  EXPECT_EQ(to_json(world.at(kPublishedUs))["removal"].as_string(), "2027-12-01T00:00:00Z");
  EXPECT_EQ(overall(world.at(kPublishedUs)), "deprecated");
}

TEST(ProductState, AFailedRefreshIsKnownFromBothSides) {
  World world;
  world.parts.builds = std::vector<BuildRecord>{{kOrders, 1, 2, false, "no such file"}};
  EXPECT_TRUE(world.at(kPublishedUs).refresh_failed);
  world.parts.builds = std::vector<BuildRecord>{{kOrders, 1, 2, true, "no such file"}};
  EXPECT_FALSE(world.at(kPublishedUs).refresh_failed);
  ExternalRunRecord run;
  run.product = kOrders;
  run.status = "failed";
  world.parts.external_runs = std::vector{run};
  EXPECT_TRUE(world.at(kPublishedUs).refresh_failed);
}

TEST(ProductState, OfVerdictsTheWorseCounts) {
  EXPECT_EQ(worse_verdict("", "passed"), "passed");
  EXPECT_EQ(worse_verdict("passed", "notRun"), "notRun") << "what did not run promises nothing";
  EXPECT_EQ(worse_verdict("warning", "notRun"), "warning");
  EXPECT_EQ(worse_verdict("failed", "warning"), "failed");
}

}  // namespace
}  // namespace hanse::catalog
