// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/clock.h"
#include "strategy/metrics/delivery.h"
#include "strategy/metrics/insight.h"
#include "strategy/metrics/mesh_metrics.h"
#include "strategy/metrics/metrics_report.h"

namespace hanse::strategy {
namespace {

constexpr int64_t kHour = int64_t{3'600} * 1'000'000;
const ProductId kOrders{DomainId("shop"), "orders"}, kVisits{DomainId("web"), "visits"};

int64_t at(const std::string& time) { return parse_time("2026-03-" + time).value(); }

MeshFacts facts_of_two_products() {
  MeshFacts facts;
  facts.mesh = "test";
  facts.is_whole = true;
  facts.now_us = at("31");
  facts.ledger_from_us = at("01");
  for (const ProductId& id : {kOrders, kVisits}) {
    facts.products[id].id = id;
    facts.domains[id.domain].id = id.domain;
  }
  facts.usage.tables = {{"shop.orders", kOrders}, {"web.visits", kVisits}, {"gone.table", {}}};
  return facts;
}
uint32_t add_person(MeshFacts& facts, const std::string& id, const std::string& domain = {}) {
  facts.usage.consumers.push_back({"user:" + id, {"readers"}, {}, DomainId(domain), {}});
  return static_cast<uint32_t>(facts.usage.consumers.size() - 1);
}
void use(MeshFacts& facts, uint32_t who, uint32_t table, int64_t allowed_us, int64_t refused_us,
         uint32_t count = 1) {
  UsageRow row{who, table, static_cast<int32_t>(std::max(allowed_us, refused_us) / kDayUs)};
  if (allowed_us != 0) row.allowed = count, row.first_allowed_us = row.last_allowed_us = allowed_us;
  if (refused_us != 0) row.refused = count, row.first_refused_us = row.last_refused_us = refused_us;
  facts.usage.rows.push_back(row);
}
ApplyFact apply(int64_t at_us, std::vector<ProductId> products, std::vector<std::string> scopes,
                const std::string& commit = {}) {
  ApplyFact out;
  out.at_us = at_us;
  out.allowed = true;
  out.git_commit = commit;
  out.scopes = std::move(scopes);
  out.products = std::move(products);
  return out;
}
MetricsQuestion march() { return {{at("01"), at("31")}, MetricBucket::kWeek, {}, {}}; }

TEST(Insight, RunsFromTheFirstRefusalToTheFirstAnswer) {
  MeshFacts facts = facts_of_two_products();
  const uint32_t ana = add_person(facts, "ana"), bob = add_person(facts, "bob"),
                 eve = add_person(facts, "eve");
  use(facts, ana, 0, 0, at("02"));
  use(facts, ana, 0, at("04"), 0);
  use(facts, ana, 0, at("06"), 0);
  use(facts, bob, 0, at("03"), 0);
  use(facts, bob, 0, 0, at("05"));  // refused later: had an answer at once
  use(facts, eve, 1, 0, at("05"));  // waits
  use(facts, eve, 2, at("05"), 0);  // of no product
  GrantFact grant;
  grant.grant.principal = "user:ana";
  grant.grant.product = kOrders;
  grant.granted_us = at("03");
  grant.asked_us = at("02");
  facts.grants.push_back(grant);
  const MeshMetrics metrics = compute_metrics(facts, {}, march());
  EXPECT_DOUBLE_EQ(*metrics.find("time_to_insight")->whole.value, 48);
  EXPECT_DOUBLE_EQ(*metrics.find("answered_at_once")->whole.value, 50);
  EXPECT_DOUBLE_EQ(*metrics.find("self_service")->whole.value, 50);
  EXPECT_DOUBLE_EQ(*metrics.find("decision_speed")->whole.value, 24);
  EXPECT_EQ(metrics.still_waiting, 1u);
  EXPECT_DOUBLE_EQ(metrics.longest_wait_hours, 26 * 24);
}

TEST(Insight, AGrantCountsWhileItHoldsAndForItsGroup) {
  MeshFacts facts = facts_of_two_products();
  use(facts, add_person(facts, "ana"), 0, at("04"), 0);
  GrantFact grant;
  grant.grant.principal = "group:readers";
  grant.grant.product = kOrders;
  grant.granted_us = at("03");
  facts.grants = {grant};
  EXPECT_TRUE(insight_pairs(facts)[0].by_hand);
  facts.grants[0].grant.until_us = at("04");
  EXPECT_FALSE(insight_pairs(facts)[0].by_hand);
  facts.grants[0].grant.until_us = 0;
  facts.grants[0].grant.principal = "group:others";
  EXPECT_FALSE(insight_pairs(facts)[0].by_hand);
}

TEST(Delivery, ADeploymentFailsWhenItsProductBreaksBeforeTheNextWithinADay) {
  MeshFacts facts = facts_of_two_products();
  facts.applies = {apply(at("02"), {kOrders, kVisits}, {"shop", "web"}),
                   apply(at("02") + 2 * kHour, {kOrders}, {"shop"}),
                   apply(at("05"), {kVisits}, {"web"})};
  facts.outcomes = {{kOrders, OutcomeFact::Kind::kBuild, false, at("02") + kHour},
                    {kOrders, OutcomeFact::Kind::kBuild, false, at("02") + kHour + 1},
                    {kOrders, OutcomeFact::Kind::kBuild, true, at("02") + 5 * kHour},
                    {kVisits, OutcomeFact::Kind::kBuild, false, at("03") + 1}};  // a day later
  const auto all = deployments(facts);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_TRUE(all[0].product == kOrders && all[0].failed && !all[0].is_rework);
  EXPECT_EQ(all[0].recovered_us - all[0].at_us, 5 * kHour);
  EXPECT_FALSE(all[1].failed);
  EXPECT_FALSE(all[1].is_alone);
  EXPECT_TRUE(all[2].is_rework && !all[2].failed && all[2].is_alone);
  EXPECT_TRUE(all[3].is_rework);  // visits is still broken
  const MeshMetrics metrics = compute_metrics(facts, {}, march());
  EXPECT_DOUBLE_EQ(*metrics.find("change_fail_rate")->whole.value, 25);
  EXPECT_DOUBLE_EQ(*metrics.find("rework_rate")->whole.value, 50);
  EXPECT_DOUBLE_EQ(*metrics.find("autonomy")->whole.value, 50);
  EXPECT_DOUBLE_EQ(*metrics.find("recovery_time")->whole.value, 5);
  EXPECT_DOUBLE_EQ(*metrics.find("new_products")->whole.value, 2);
  EXPECT_NEAR(*metrics.find("deployment_frequency")->whole.value, 4.0 / (30.0 / 7), 1e-12);
}

TEST(Delivery, ACommitArrivesWithTheFirstApplyOfItsDomainThatHasIt) {
  MeshFacts facts = facts_of_two_products();
  const DomainId shop("shop");
  // d (a merge of b and c) ← b, c ← a; the first apply has a, the second d; c is on a side branch.
  facts.commits = {{"d", {"b", "c"}, at("09"), {}, {}, false},
                   {"b", {"a"}, at("06"), {kOrders}, {shop}, false},
                   {"c", {"a"}, at("04"), {kOrders, kVisits}, {shop}, false},
                   {"a", {}, at("01"), {kOrders}, {shop}, false}};
  facts.applies = {apply(at("02"), {}, {"shop"}, "a"), apply(at("10"), {}, {"shop"}, "d"),
                   apply(at("11"), {}, {"shop"}, "d"), apply(at("12"), {}, {"web"}, "d")};
  const auto all = delivered_commits(facts);
  ASSERT_EQ(all.size(), 2u);  // of web, that apply is the first
  EXPECT_DOUBLE_EQ(*compute_metrics(facts, {}, march()).find("lead_time")->whole.value,
                   (4 + 6) * 24 / 2.0);
}

TEST(Quality, DowntimeIsTimeToDetectAndTimeToRepair) {
  MeshFacts facts = facts_of_two_products();
  catalog::IncidentRecord incident;
  incident.product = kOrders;
  incident.severity = "error";
  incident.began_us = at("02");
  incident.detected_us = at("02") + 3 * kHour;
  incident.repaired_us = at("02") + 5 * kHour;
  facts.incidents = {incident};
  incident.repaired_us = 0;  // still open at the end
  incident.began_us = 0;
  incident.detected_us = at("30");
  facts.incidents.push_back(incident);
  incident.severity = "warning";
  facts.incidents.push_back(incident);
  EXPECT_DOUBLE_EQ(*compute_metrics(facts, {}, march()).find("data_downtime")->whole.value, 29);
}

TEST(Quality, DowntimeCountsUpToTheEndOfThePeriodThatIsAsked) {
  MeshFacts facts = facts_of_two_products();
  catalog::IncidentRecord incident;
  incident.product = kOrders;
  incident.severity = "error";
  incident.detected_us = at("02");
  incident.repaired_us = at("21");
  facts.incidents = {incident};
  MetricsGiven given;
  MetricsDocument plan;
  plan.metrics.push_back({"data_downtime", MetricBaseline(), std::nullopt, {}});
  plan.metrics[0].baseline->from = "2026-03-01";
  plan.metrics[0].baseline->until = "2026-03-04";
  given.plans = {plan};
  const MetricsQuestion question{{at("01"), at("11")}, MetricBucket::kWeek, {}, {}};
  const MeshMetrics metrics = compute_metrics(facts, given, question);
  const MetricResult& down = *metrics.find("data_downtime");
  EXPECT_DOUBLE_EQ(*down.whole.value, 9 * 24);
  EXPECT_DOUBLE_EQ(*down.products.at("shop/orders").value, 9 * 24);
  EXPECT_DOUBLE_EQ(*down.comparison->baseline, 2 * 24);
  EXPECT_DOUBLE_EQ(*compute_metrics(facts, {}, march()).find("data_downtime")->whole.value,
                   19 * 24);
}

TEST(Sharing, CountsOtherDomainsByUseAndByLineage) {
  MeshFacts facts = facts_of_two_products();
  const uint32_t own = add_person(facts, "own", "shop"), other = add_person(facts, "other", "web"),
                 none = add_person(facts, "none");
  use(facts, own, 0, at("02"), 0, 3);
  use(facts, other, 0, at("02"), 0, 1);
  use(facts, none, 0, at("02"), 0, 100);
  facts.products[kVisits].downstream = {kOrders};
  const MeshMetrics metrics = compute_metrics(facts, {}, march());
  EXPECT_DOUBLE_EQ(*metrics.find("cross_domain_use")->whole.value, 25);
  EXPECT_DOUBLE_EQ(*metrics.find("reuse")->whole.value, 1);  // each of two products has one
  EXPECT_DOUBLE_EQ(*metrics.find("reuse")->products.at("web/visits").value, 1);
  // Who uses it and reads it by lineage, too, is one.
  facts.products[kOrders].downstream = {kVisits};
  EXPECT_DOUBLE_EQ(*compute_metrics(facts, {}, march()).find("reuse")->whole.value, 1);
}

TEST(Series, HasWholeWeeksFromMondaySinceTheLedgerBegins) {
  MeshFacts facts = facts_of_two_products();
  facts.ledger_from_us = at("03");  // a Tuesday
  for (int day = 9; day < 30; ++day)
    facts.applies.push_back(apply(at(fmt::format("{:02}", day)), {kOrders}, {"shop"}));
  const MeshMetrics metrics = compute_metrics(facts, {}, march());
  const auto& series = metrics.find("deployment_frequency")->series;
  ASSERT_EQ(series.size(), 3u);  // from the 9th, 16th and 23rd
  EXPECT_EQ(series[0].window.from_us, at("09"));
  EXPECT_DOUBLE_EQ(*series[0].value.value, 7);
  EXPECT_EQ(buckets_of({at("01") - 1, at("31")}, MetricBucket::kMonth).size(), 0u);
  EXPECT_EQ(buckets_of({at("01"), at("31") + kDayUs}, MetricBucket::kMonth).size(), 1u);
}

TEST(Metrics, WhatIsNotKnownHasNoValueAndSaysWhy) {
  const MeshMetrics metrics = compute_metrics(facts_of_two_products(), {}, march());
  for (const char* id :
       {"time_to_insight", "lead_time", "change_fail_rate", "data_quality", "cost"}) {
    EXPECT_FALSE(metrics.find(id)->whole.value) << id;
    EXPECT_FALSE(metrics.find(id)->missing.empty()) << id;
  }
  EXPECT_DOUBLE_EQ(*metrics.find("data_downtime")->whole.value, 0);
}

TEST(Metrics, OfATimeWithoutFactsThereIsNoFigure) {
  MeshFacts facts = facts_of_two_products();
  facts.products[kVisits].downstream = {kOrders};
  MetricsGiven given;
  given.costs = CostExport{"c", "EUR", true, {{at("20"), 5, 5, "s", {}, {}, {}}}};
  const auto of = [&](int64_t from, int64_t until) {
    return compute_metrics(facts, given, {{from, until}, MetricBucket::kWeek, {}, {}});
  };
  const int64_t before = at("01") - 90 * kDayUs;
  for (const auto& [from, until] : {std::pair{at("31"), at("31") + kDayUs}, {before, at("01")}}) {
    const MeshMetrics metrics = of(from, until);
    EXPECT_TRUE(metrics.covered.is_empty());
    for (const MetricResult& metric : metrics.metrics) {
      EXPECT_FALSE(metric.whole.value) << metric.definition->id;
      EXPECT_FALSE(metric.missing.empty()) << metric.definition->id;
      EXPECT_TRUE(metric.series.empty()) << metric.definition->id;
    }
  }
  facts.now_us = at("01") - kDayUs;  // looked at before the ledger begins
  EXPECT_FALSE(of(before, facts.now_us).find("deployment_frequency")->whole.value);
  const Report report = metrics_report(of(before, facts.now_us), facts, {});
  const std::string text = report_text(report);
  EXPECT_NE(text.find("The ledger begins on 2026-03-01"), std::string::npos) << text;
  facts.ledger_from_us = 0;
  facts.now_us = at("31");
  EXPECT_FALSE(of(at("01"), at("31")).find("deployment_frequency")->whole.value);
  EXPECT_TRUE(of(at("01"), at("31")).find("cost")->whole.value);
}

TEST(Metrics, ABaselineOfBeforeTheLedgerIsNone) {
  MeshFacts facts = facts_of_two_products();
  MetricsGiven given;
  MetricsDocument plan;
  plan.metrics.push_back({"deployment_frequency", MetricBaseline(), std::nullopt, {}});
  plan.metrics[0].baseline->from = "2026-01-01";
  plan.metrics[0].baseline->until = "2026-02-01";
  given.plans = {plan};
  const MeshMetrics metrics = compute_metrics(facts, given, march());
  EXPECT_FALSE(metrics.find("deployment_frequency")->comparison->baseline);
}

TEST(Metrics, APeriodOfThousandsOfYearsIsRefused) {
  MeshFacts facts = facts_of_two_products();
  facts.now_us = *parse_time("9999-12-31");
  MetricsQuestion question{{at("01"), facts.now_us}, MetricBucket::kWeek, {}, {}};
  const Status refused = check_period(facts, {}, question);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("at most 5000"), std::string::npos);
  facts.now_us = at("31");
  EXPECT_TRUE(check_period(facts, {}, question)) << "the ledger tells of four weeks";
  MetricsGiven given;
  given.costs = CostExport{"c", "EUR", true, {{at("01"), 5, 5, "s", {}, {}, {}}}};
  given.costs->rows.push_back({*parse_time("9000-01-01"), 5, 5, "s", {}, {}, {}});
  EXPECT_FALSE(check_period(facts, given, question));
}

TEST(Metrics, WhoIsNotTheOperatorLearnsNothingOfGrants) {
  MeshFacts facts = facts_of_two_products();
  use(facts, add_person(facts, "ana"), 0, at("04"), 0);
  facts.is_whole = false;
  const MeshMetrics metrics = compute_metrics(facts, {}, march());
  EXPECT_FALSE(metrics.find("self_service")->whole.value);
  EXPECT_TRUE(metrics.find("answered_at_once")->whole.value);
}

TEST(Quantile, IsLinearBetweenValues) {
  EXPECT_FALSE(metric_quantile({}, 0.5));
  EXPECT_DOUBLE_EQ(*metric_quantile({7}, 0.9), 7);
  EXPECT_DOUBLE_EQ(*metric_quantile({1, 2, 3, 4}, 0.5), 2.5);
  EXPECT_DOUBLE_EQ(*metric_quantile({0, 10}, 0.9), 9);
}

TEST(Survey, ShowsItemsWithEnoughAnswersAndNoMarkOfAll) {
  SurveyDocument survey;
  survey.items = {{"a", "A", "", {}}, {"b", "B", "", {}}};
  for (int i = 0; i < 5; ++i)
    survey.answers.push_back({fmt::format("p{}", i), "shop", {{"a", i + 1.0}}, {}});
  survey.answers[0].values.emplace_back("b", 1);
  const auto results = survey_results(survey, {});
  EXPECT_EQ(results[0].answers, 5u);
  EXPECT_DOUBLE_EQ(results[0].median, 3);
  EXPECT_DOUBLE_EQ(results[0].low_quartile, 2);
  EXPECT_EQ(results[0].marks, (std::vector<size_t>{1, 1, 1, 1, 1}));
  EXPECT_EQ(results[1].answers, 1u);
  EXPECT_TRUE(results[1].marks.empty());
  EXPECT_EQ(survey_results(survey, "web")[0].answers, 0u);
}

}  // namespace
}  // namespace hanse::strategy
