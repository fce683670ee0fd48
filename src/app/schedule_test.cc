// SPDX-License-Identifier: Apache-2.0
#include "app/schedule.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "catalog/snapshot_builder.h"

namespace hanse::app {
namespace {

const ProductId kOrders{DomainId("shop"), "orders"};

int64_t at(std::string_view time) { return *parse_time(time); }

struct Case {
  std::string check_line, refresh;
  std::string status = "active", contract_status = "active";
  std::string applied = "2026-03-01T10:00:00Z", checked, built;
  spec::Materialization materialization = spec::Materialization::kTable;
  std::string tool, run;              // that fills it; status of its last run
};

std::shared_ptr<const catalog::CatalogSnapshot> catalog_of(const Case& given) {
  spec::Model model;
  spec::DataContract contract;
  contract.id = "orders";
  contract.version = "1.0.0";
  contract.status = given.contract_status;
  spec::SchemaObject object;
  object.name = "orders";
  object.properties.emplace_back();
  object.properties.back().name = "id";
  contract.schema.push_back(object);
  spec::ServiceLevel level;
  level.property = "freshness";
  level.schedule = given.check_line;
  level.foreign = Json::object({{"scheduler", "cron"}});
  contract.service_levels.push_back(level);
  spec::DataProduct product;
  product.domain_folder = kOrders.domain;
  product.name = kOrders.name;
  product.status = given.status;
  product.refresh = given.refresh;
  product.materialization = given.materialization;
  if (!given.tool.empty()) {
    product.external_build.emplace();
    product.external_build->tool = given.tool;
  }
  product.output_ports.emplace_back();
  product.output_ports.back().contract_id = "orders";
  model.contracts["orders"] = contract;
  model.products[kOrders] = product;
  catalog::SnapshotParts parts;
  parts.model = std::make_shared<const spec::Model>(std::move(model));
  catalog::ScopeRecord scope;
  scope.scope = ScopeId("shop");
  scope.applied_us = at(given.applied);
  parts.scopes.push_back(scope);
  if (!given.run.empty()) {
    catalog::ExternalRunRecord run;
    run.product = kOrders;
    run.status = given.run;
    parts.external_runs = std::vector{run};
  }
  if (!given.checked.empty()) {
    catalog::CheckRunRecord run;
    run.table = {kOrders, "orders", 1};
    run.started_us = at(given.checked);
    parts.check_runs = std::vector{run};
  }
  if (!given.built.empty())
    parts.builds = std::vector<catalog::BuildRecord>{{kOrders, at(given.built), 0, true, ""}};
  return catalog::SnapshotBuilder::build(std::move(parts));
}

Due due(const Case& given, std::string_view now) { return due_at(*catalog_of(given), at(now)); }

TEST(Schedule, ChecksAreDueOnceTheirInstantHasCome) {
  const Case hourly{.check_line = "0 * * * *", .checked = "2026-03-01T10:00:00Z"};
  EXPECT_TRUE(due(hourly, "2026-03-01T10:59:59Z").checks.empty());
  EXPECT_EQ(due(hourly, "2026-03-01T10:59:59Z").next_us, at("2026-03-01T11:00:00Z"));
  EXPECT_EQ(due(hourly, "2026-03-01T11:00:00Z").checks, std::vector{kOrders});
}

TEST(Schedule, ARunByAnyTriggerSinceThenIsEnough) {
  const Case hourly{.check_line = "0 * * * *", .checked = "2026-03-01T11:00:01Z"};
  EXPECT_TRUE(due(hourly, "2026-03-01T11:30:00Z").checks.empty());
}

TEST(Schedule, RunsThatWereMissedAreOneRun) {
  Case minutely{.check_line = "* * * * *", .checked = "2026-02-01T00:00:00Z"};
  EXPECT_EQ(due(minutely, "2026-03-01T00:00:30Z").checks.size(), 1u);
  minutely.checked = "2026-03-01T00:00:30Z";
  EXPECT_TRUE(due(minutely, "2026-03-01T00:00:31Z").checks.empty());
  EXPECT_EQ(due(minutely, "2026-03-01T00:00:31Z").next_us, at("2026-03-01T00:01:00Z"));
}

TEST(Schedule, WithoutARunTheTimeOfTheApplyCounts) {
  const Case daily{.check_line = "0 6 * * *", .applied = "2026-03-01T05:00:00Z"};
  EXPECT_TRUE(due(daily, "2026-03-01T05:30:00Z").checks.empty());
  EXPECT_EQ(due(daily, "2026-03-01T06:00:00Z").checks.size(), 1u);
}

TEST(Schedule, ARefreshIsDueByTheLastBuild) {
  const Case daily{.refresh = "@daily", .built = "2026-03-01T00:00:10Z"};
  EXPECT_TRUE(due(daily, "2026-03-01T23:59:00Z").refreshes.empty());
  EXPECT_EQ(due(daily, "2026-03-02T00:00:00Z").refreshes, std::vector{kOrders});
}

TEST(Schedule, AViewHasNothingToBuildAndOnChangeNoTime) {
  EXPECT_EQ(due({.refresh = "onChange"}, "2027-01-01T00:00:00Z").next_us, 0);
  const Case view{.refresh = "@daily", .materialization = spec::Materialization::kView};
  EXPECT_TRUE(due(view, "2027-01-01T00:00:00Z").refreshes.empty());
}

TEST(Schedule, WhatIsRetiredHasNone) {
  for (const Case& retired :
       {Case{.check_line = "* * * * *", .refresh = "* * * * *", .status = "retired"},
        Case{.check_line = "* * * * *", .contract_status = "retired"}}) {
    const Due none = due(retired, "2027-01-01T00:00:00Z");
    EXPECT_TRUE(none.checks.empty());
    EXPECT_TRUE(none.refreshes.empty());
    EXPECT_EQ(none.next_us, 0);
  }
}

TEST(Schedule, WhatAnotherToolFillsIsBuiltOnlyWhileItsLastRunSucceeded) {
  Case filled{.refresh = "@daily", .tool = "dbt"};
  EXPECT_TRUE(due(filled, "2027-01-01T00:00:00Z").refreshes.empty());
  filled.run = "failed";
  EXPECT_TRUE(due(filled, "2027-01-01T00:00:00Z").refreshes.empty());
  filled.run = "succeeded";
  EXPECT_EQ(due(filled, "2027-01-01T00:00:00Z").refreshes, std::vector{kOrders});
}

TEST(Schedule, ALineThatCannotBeReadIsNone) {
  EXPECT_EQ(due({.check_line = "every morning"}, "2027-01-01T00:00:00Z").next_us, 0);
}

}  // namespace
}  // namespace hanse::app
