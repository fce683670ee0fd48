// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/cost_export.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "strategy/metrics/mesh_metrics.h"

namespace hanse::strategy {
namespace {

const ProductId kOrders{DomainId("shop"), "orders"}, kVisits{DomainId("web"), "visits"};

int64_t at(const std::string& day) { return parse_time("2026-03-" + day).value(); }

MeshFacts facts_of_two_products() {
  MeshFacts facts;
  facts.now_us = at("31");
  for (const ProductId& id : {kOrders, kVisits}) {
    facts.products[id].id = id;
    facts.domains[id.domain].id = id.domain;
  }
  return facts;
}

TEST(CostExport, ReadsFocusColumnsAndAttributesByTags) {
  MeshFacts facts = facts_of_two_products();
  facts.domains[kVisits.domain].cost_center = "17";
  auto costs = read_cost_export(
      "\xef\xbb\xbf"
      "ServiceName,BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,Tags\r\n"
      "\"a, \"\"b\"\"\n\",2,1.5,EUR,2026-03-02,\"{\"\"Data_Domain\"\":\"\"shop\"\"}\"\r\n"
      "x,3,2.5,EUR,2026-03-03T00:00:00Z,\"{\"\"cost-center\"\":\"\"17\"\"}\"\n\n"
      "y,1,1,EUR,2026-03-04,\n",
      "export.csv");
  ASSERT_TRUE(costs) << costs.error().message;
  ASSERT_EQ(costs->rows.size(), 3u);
  EXPECT_EQ(costs->rows[0].service, "a, \"b\"\n");
  attribute_costs(facts, *costs);
  EXPECT_EQ(costs->rows[0].domain, kOrders.domain);
  EXPECT_EQ(costs->rows[1].domain, kVisits.domain);
  EXPECT_TRUE(costs->rows[2].domain.empty());
  const MetricsGiven given{{}, {}, *costs};
  const MeshMetrics metrics = compute_metrics(facts, given, {{at("01"), at("31")}, MetricBucket::kWeek, {}, {}});
  EXPECT_DOUBLE_EQ(*metrics.find("cost")->whole.value, 5);
  EXPECT_DOUBLE_EQ(metrics.cost_attributed, 80);
  for (const char* bad : {"a\n1\n", "BilledCost,BillingCurrency,ChargePeriodStart\n\"1,EUR,2026\n"})
    EXPECT_FALSE(read_cost_export(bad, "bad.csv"));
}

TEST(CostExport, TheProductsTagGoesFirstWhereverItStands) {
  MeshFacts facts = facts_of_two_products();
  facts.domains[kOrders.domain].cost_center = "17";
  CostExport costs;
  const std::pair<std::string, std::string> product{"product", "web/visits"},
      domain{"domain", "shop"}, center{"costcenter", "17"};
  for (auto tags : {std::vector{domain, product}, {product, domain}, {center, domain, product}})
    costs.rows.push_back({0, 1, 1, "s", tags, {}, {}});
  costs.rows.push_back({0, 1, 1, "s", {center, {"domain", "web"}}, {}, {}});
  costs.rows.push_back({0, 1, 1, "s", {{"product", "no/such"}, center}, {}, {}});
  attribute_costs(facts, costs);
  for (size_t i = 0; i < 3; ++i) EXPECT_EQ(costs.rows[i].product, kVisits) << i;
  EXPECT_EQ(costs.rows[3].domain, kVisits.domain);
  EXPECT_EQ(costs.rows[4].domain, kOrders.domain);
}

TEST(CostExport, AChargeThatNoSumCouldHoldIsRefused) {
  const std::string header = "BilledCost,BillingCurrency,ChargePeriodStart\n";
  const auto refused = read_cost_export(header + "1e308,EUR,2026-03-01\n", "bad.csv");
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("up to a quadrillion"), std::string::npos);
  EXPECT_TRUE(read_cost_export(header + "-1e15,EUR,2026-03-01\n", "good.csv"));
}

}  // namespace
}  // namespace hanse::strategy
