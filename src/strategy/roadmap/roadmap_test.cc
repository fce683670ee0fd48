// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strategy/document.h"
#include "strategy/programme/working_days.h"
#include "strategy/roadmap/outlook.h"
#include "strategy/roadmap/template.h"

namespace hanse::strategy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;

struct Read {
  Roadmap roadmap;
  std::string findings;  // "CODE message", a line each
};
Read read(std::string text) {
  Read out;
  Diagnostics diagnostics;
  const auto file = std::make_shared<const SourceFile>("strategy/roadmap.yaml", std::move(text));
  spec::Decoder decoder({diagnostics, "roadmap", nullptr});
  decode_roadmap(decoder, spec::read_yaml(file, diagnostics), out.roadmap);
  check_roadmap(decoder, out.roadmap);
  for (const Diagnostic& one : diagnostics.items())
    out.findings += one.code + " " + one.message + "\n";
  return out;
}

std::string with(const std::string& activities, const std::string& more = "") {
  return "apiVersion: hanse/v1\nkind: Roadmap\nid: r\nsponsor: cfo\nstart: 2026-01-05\n"
         "phases: [{id: p, name: P, fromMonth: 1, toMonth: 1}]\nactivities:\n" +
         activities + more;
}
std::string activity(const std::string& id, const std::string& more) {
  return "  - {id: " + id + ", name: N, phase: p, owner: o" + (more.empty() ? "" : ", " + more) +
         "}\n";
}
const std::string kFive =
    "estimate: {optimistic: 5, likely: 5, pessimistic: 5, by: o, at: 2026-01-01}";

ProgrammeFacts facts_at(const char* date) {
  ProgrammeFacts facts;
  facts.is_applied = true;
  facts.now_us = *day_of_date(date) * kDayUs;
  return facts;
}

TEST(Roadmap, TheTemplateIsCompleteAndWithoutFindings) {
  for (const bool has_estimates : {false, true}) {
    RoadmapPrefill prefill;
    prefill.start = "2026-01-05";
    prefill.has_guide_estimates = has_estimates;
    const Read found = read(roadmap_from_template(prefill));
    EXPECT_EQ(found.findings, "");
    EXPECT_EQ(found.roadmap.phases.size(), 4u);
    std::set<std::string> topics;
    for (const RoadmapItem& item : found.roadmap.items) {
      if (!item.is_milestone) topics.insert(item.topic);
      EXPECT_EQ(item.estimate.has_value(), has_estimates && !item.is_milestone) << item.id;
    }
    // Every activity of the guide, four a phase.
    EXPECT_EQ(topics, (std::set<std::string>{
                          "alignment and vision", "current state and gaps",
                          "platform team and charter", "technology evaluation and proof of concept",
                          "first domain team", "product development and deployment",
                          "governance framework", "success metrics validated", "more domains",
                          "platform capabilities", "governance refined",
                          "adoption across the organisation", "cross-domain collaboration",
                          "advanced analytics", "continuous improvement", "innovation"}));
  }
}

TEST(Roadmap, TheTemplateAsksForKindsOfFilesThatTheToolsRead) {
  std::set<std::string> kinds;
  for (const DocumentKind& kind : document_kinds()) kinds.insert(std::string(kind.kind));
  for (const RoadmapItem& item : read(roadmap_from_template({})).roadmap.items)
    for (const RoadmapEvidence& evidence : item.evidence)
      EXPECT_TRUE(evidence.document.empty() || kinds.contains(evidence.document)) << item.id;
}

TEST(Roadmap, EveryActivityOfTheTemplateLeadsToTheEnd) {
  Read found = read(roadmap_from_template({}));
  std::set<std::string> behind = {"mesh-evolves"};
  for (bool grows = true; grows;) {
    grows = false;
    for (const RoadmapItem& item : found.roadmap.items)
      if (behind.contains(item.id))
        for (const std::string& before : item.after) grows |= behind.insert(before).second;
  }
  std::vector<std::string> loose;
  for (const RoadmapItem& item : found.roadmap.items)
    if (!behind.contains(item.id)) loose.push_back(item.id);
  EXPECT_THAT(loose, IsEmpty());
}

TEST(Roadmap, NamesWhatDoesNotFit) {
  EXPECT_EQ(read(with(activity("a", "after: [b]"))).findings,
            "HNS-G050 activity `a` waits for `b`, which is not there\n");
  EXPECT_EQ(read(with(activity("a", "after: [c]") + activity("b", "after: [a]") +
                      activity("c", "after: [b]")))
                .findings,
            "HNS-G051 these wait for each other: a → b → c → a\n");
  EXPECT_THAT(
      read(with(activity(
               "a", "estimate: {optimistic: 3, likely: 2, pessimistic: 9, by: o, at: 2026-01-01}")))
          .findings,
      HasSubstr(
          "HNS-G052 expected optimistic ≤ likely ≤ pessimistic and more than 0, found 3, 2, 9"));
  EXPECT_EQ(read(with(activity("a", "evidence: [{of: productPublished}]"))).findings,
            "HNS-G053 the mesh cannot be asked for `productPublished`\n");
  EXPECT_EQ(read(with(activity("a", "evidence: [{of: tablesLeft, atLeast: 1}]"))).findings,
            "HNS-G053 `tablesLeft` of activity `a` does not take `atLeast`\n");
  EXPECT_EQ(read(with(activity("a", "evidence: [{of: doctorFindings, detectors: [HNS-D999]}]")))
                .findings,
            "HNS-G053 there is no detector `HNS-D999`\n");
  EXPECT_EQ(read(with(activity("a", "") + activity("a", ""))).findings,
            "HNS-G054 there are two activities or milestones `a`\n");
  EXPECT_EQ(
      read(with(activity("a", "started: 2026-02-01, closed: {by: o, at: 2026-01-01}"))).findings,
      "HNS-G055 activity `a` was closed on 2026-01-01 and started on 2026-02-01\n");
  EXPECT_EQ(
      read(with(activity("a", "estimate: {optimistic: 1, likely: 2, pessimistic: 3}"))).findings,
      "HNS-G056 nobody is named who made the estimate, and when\n");
}

TEST(RoadmapOutlook, PutsWorkingDaysOnTheCalendar) {
  const Read found = read(with(activity("a", kFive) + activity("b", kFive + ", after: [a]")));
  ASSERT_EQ(found.findings, "");
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts_at("2026-01-05"), {});
  ASSERT_TRUE(outlook.has_dates);
  EXPECT_EQ(date_of_day(outlook.items[0].start), "2026-01-05");
  EXPECT_EQ(date_of_day(outlook.items[0].finish), "2026-01-09");
  EXPECT_EQ(date_of_day(outlook.items[1].start), "2026-01-12");
  EXPECT_EQ(date_of_day(outlook.p95), "2026-01-16");
  EXPECT_THAT(outlook.critical_path, testing::ElementsAre("a", "b"));
  EXPECT_THAT(outlook.problems, IsEmpty());
}

TEST(RoadmapOutlook, WithoutAnEstimateThereIsNoDateBehindIt) {
  const Read found = read(with(activity("a", kFive) + activity("b", "after: [a]") +
                               activity("c", kFive + ", after: [b]")));
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts_at("2026-01-05"), {});
  EXPECT_FALSE(outlook.has_dates);
  EXPECT_TRUE(outlook.items[0].has_dates);
  EXPECT_FALSE(outlook.items[1].has_dates);
  EXPECT_FALSE(outlook.items[2].has_dates);
  ASSERT_EQ(outlook.problems.size(), 1u);
  EXPECT_THAT(outlook.problems[0], HasSubstr("1 activities have no estimate"));
}

TEST(RoadmapOutlook, WhatIsDoneOnAnUnknownDayHoldsNothingUp) {
  const Read found = read(with(activity("a", kFive + ", after: [m]"),
                               "milestones:\n  - {id: m, name: M, phase: p, evidence: "
                               "[{of: policiesTested}]}\n"));
  ASSERT_EQ(found.findings, "");
  ProgrammeFacts facts = facts_at("2026-01-05");
  facts.policy_tests = ProgrammePolicyTests{.passed = 3};
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts, {});
  for (const ItemOutlook& one : outlook.items) {
    if (one.item->id == "m") {
      EXPECT_TRUE(one.is_done);
      EXPECT_FALSE(one.has_dates);
    } else {
      EXPECT_TRUE(one.has_dates);
      EXPECT_EQ(date_of_day(one.finish), "2026-01-09");
    }
  }
}

TEST(RoadmapOutlook, IsNotStartableWithoutSponsorOwnerAndStart) {
  const Read found = read(
      "apiVersion: hanse/v1\nkind: Roadmap\nid: r\nphases: [{id: p, name: P}]\nactivities:\n"
      "  - {id: a, name: A, phase: p, " +
      kFive + "}\n");
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts_at("2026-01-05"), {});
  ASSERT_EQ(outlook.problems.size(), 3u);
  EXPECT_THAT(outlook.problems[0], HasSubstr("nobody answers for it"));
  EXPECT_THAT(outlook.problems[1], HasSubstr("it has no beginning"));
  EXPECT_THAT(outlook.problems[2], HasSubstr("have no owner"));
  EXPECT_FALSE(outlook.has_dates);
}

TEST(RoadmapOutlook, AMilestoneClosesItselfWhenTheMeshShowsItAndOpensAgain) {
  const Read found = read(with(activity("a", kFive),
                               "milestones:\n  - {id: m, name: M, phase: p, after: [a], evidence: "
                               "[{of: productsPublished, atLeast: 2}]}\n"));
  ProgrammeFacts facts = facts_at("2026-02-02");
  const auto published = [&](const char* name, const char* date) {
    facts.products.push_back({{DomainId("d"), name}});
    facts.products.back().is_published = true;
    facts.products.back().published_us = *day_of_date(date) * kDayUs;
  };
  published("one", "2026-01-20");
  EXPECT_FALSE(look_ahead(found.roadmap, facts, {}).items[1].is_done);
  published("two", "2026-01-27");
  const ItemOutlook closed = look_ahead(found.roadmap, facts, {}).items[1];
  EXPECT_TRUE(closed.is_done);
  EXPECT_FALSE(closed.is_by_hand);
  EXPECT_EQ(date_of_day(closed.done_day.value()), "2026-01-27") << "when the second came";
  facts.products.pop_back();
  EXPECT_FALSE(look_ahead(found.roadmap, facts, {}).items[1].is_done);
}

TEST(RoadmapOutlook, SaysWhenAHandClosedWhatTheMeshDoesNotShow) {
  const Read found = read(with(activity(
      "a", kFive + ", closed: {by: lead, at: 2026-01-09}, evidence: [{of: productsPublished}]")));
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts_at("2026-01-12"), {});
  EXPECT_TRUE(outlook.items[0].is_contradicted);
  EXPECT_THAT(outlook.problems[0], HasSubstr("closed by hand and the mesh does not show it"));
}

TEST(RoadmapOutlook, WhatIsSaidOfTheFutureIsNotYetSo) {
  const Read found = read(with(activity("a", kFive + ", closed: {by: lead, at: 2099-01-02}") +
                               activity("b", kFive + ", started: 2099-01-05")));
  ASSERT_EQ(found.findings, "");
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts_at("2026-01-05"), {});
  EXPECT_FALSE(outlook.items[0].is_done);
  EXPECT_FALSE(outlook.items[1].is_running);
  EXPECT_EQ(date_of_day(outlook.items[1].finish), "2026-01-09");
  ASSERT_EQ(outlook.problems.size(), 2u);
  EXPECT_EQ(outlook.problems[0],
            "`a` is said to be closed on 2099-01-02, which is after today, 2026-01-05: what is "
            "planned stands in `due`");
  EXPECT_THAT(outlook.problems[1], HasSubstr("`b` is said to be started on 2099-01-05"));
  const RoadmapOutlook then = look_ahead(found.roadmap, facts_at("2099-01-05"), {});
  EXPECT_TRUE(then.items[0].is_done);
  EXPECT_TRUE(then.items[1].is_running);
  EXPECT_THAT(then.problems, IsEmpty());
}

TEST(RoadmapOutlook, OfARefutedEstimateNoDateIsPromised) {
  const Read found = read(with(activity("a", kFive + ", started: 2026-01-05") +
                               activity("b", kFive + ", after: [a]") + activity("c", kFive)));
  const RoadmapOutlook last = look_ahead(found.roadmap, facts_at("2026-01-09"), {});
  EXPECT_TRUE(last.has_dates);
  EXPECT_THAT(last.problems, IsEmpty());
  const RoadmapOutlook over = look_ahead(found.roadmap, facts_at("2026-01-12"), {});
  EXPECT_FALSE(over.has_dates);
  EXPECT_EQ(over.no_date, "`a` runs longer than its pessimistic estimate");
  EXPECT_FALSE(over.items[0].has_dates);
  EXPECT_FALSE(over.items[1].has_dates) << "it waits for it";
  EXPECT_TRUE(over.items[2].has_dates);
  ASSERT_EQ(over.problems.size(), 1u);
  EXPECT_EQ(over.problems[0],
            "`a` runs longer than its pessimistic estimate of 5 days: state a new `estimate`");
}

TEST(RoadmapOutlook, WhatNoCalendarReachesHasNoDate) {
  std::string chain = activity("a0", kFive);
  for (int i = 1; i < 40; ++i)
    chain += activity("a" + std::to_string(i),
                      "after: [a" + std::to_string(i - 1) +
                          "], estimate: {optimistic: 2500, likely: 2500, pessimistic: 2500, "
                          "by: o, at: 2026-01-01}");
  const Read found = read(with(chain));
  ASSERT_EQ(found.findings, "");
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts_at("2026-01-05"), {});
  EXPECT_TRUE(outlook.items[0].has_dates);
  EXPECT_FALSE(outlook.items[39].has_dates);
  EXPECT_FALSE(outlook.has_dates);
  EXPECT_EQ(outlook.no_date, "it would end after 2199, where calendars end");
  EXPECT_THAT(outlook.problems, testing::ElementsAre(outlook.no_date));
  EXPECT_THAT(read(with(activity("a", "due: 2200-01-01"))).findings,
              HasSubstr("HNS-S034 `due`: expected a date of the years 1970 to 2199"));
}

TEST(RoadmapOutlook, APhaseThatIsDoneOnTheFirstDayOfAllHasDates) {
  const Read found = read(
      "apiVersion: hanse/v1\nkind: Roadmap\nid: r\nsponsor: cfo\nstart: 1970-01-01\n"
      "phases: [{id: p, name: P}]\nactivities:\n" +
      activity("a", "closed: {by: lead, at: 1970-01-01}"));
  ASSERT_EQ(found.findings, "");
  const RoadmapOutlook outlook = look_ahead(found.roadmap, facts_at("1970-01-02"), {});
  EXPECT_TRUE(outlook.phases[0].has_dates);
  EXPECT_EQ(date_of_day(outlook.phases[0].p50), "1970-01-01");
}

TEST(RoadmapOutlook, CountsTheTrialsThatRan) {
  const Read found = read(with(activity("a", kFive)));
  const auto trials = [&](size_t asked) {
    return look_ahead(found.roadmap, facts_at("2026-01-05"), {nullptr, kSeedDefault, asked}).trials;
  };
  EXPECT_EQ(trials(7), 7u);
  EXPECT_EQ(trials(kTrialsMax + 1), kTrialsMax);
}

TEST(RoadmapOutlook, ShowsSlipsAgainstTheNewestBaselineAndTheFirst) {
  Read found = read(with(activity("a", kFive) + activity("b", kFive + ", after: [a]")));
  RoadmapForecasts kept;
  kept.kept.push_back(forecast_of(look_ahead(found.roadmap, facts_at("2026-01-05"), {})));
  kept.kept[0].is_baseline = true;
  // Begun three working days late: both end three days later.
  found.roadmap.items[0].started = "2026-01-08";
  const RoadmapOutlook late =
      look_ahead(found.roadmap, facts_at("2026-01-08"), {&kept, kSeedDefault, 1'000});
  EXPECT_EQ(late.items[0].slip_days, 3);
  EXPECT_EQ(late.items[1].slip_days, 3);
  kept.kept.push_back(forecast_of(late));
  kept.kept[1].is_baseline = true;
  const RoadmapOutlook again =
      look_ahead(found.roadmap, facts_at("2026-01-08"), {&kept, kSeedDefault, 1'000});
  EXPECT_EQ(again.items[1].slip_days, 0);
  EXPECT_EQ(again.items[1].first_slip_days, 3);
  const RoadmapOutlook later =
      look_ahead(found.roadmap, facts_at("2026-02-02"), {&kept, kSeedDefault, 1'000});
  EXPECT_TRUE(later.items[0].is_late);
}

TEST(RoadmapForecasts, AreReadAsTheyWereWrittenAndScored) {
  RoadmapForecasts kept;
  kept.roadmap = "r";
  const int64_t day = *day_of_date("2026-03-02");
  kept.kept.push_back({"2026-01-05",
                       "first: \"of all\"",
                       true,
                       {{"a", day, day, day + 7, day + 14}, {"b", day, day, day + 7, day + 14}}});
  kept.outcomes = {{"a", "2026-03-05", "evidence"}, {"b", "2026-03-02", "hand"}};
  Diagnostics diagnostics;
  RoadmapForecasts again;
  spec::Decoder decoder({diagnostics, "forecasts", nullptr});
  const auto file = std::make_shared<const SourceFile>("f.yaml", forecasts_yaml(kept));
  decode_forecasts(decoder, spec::read_yaml(file, diagnostics), again);
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(forecasts_yaml(again), forecasts_yaml(kept));
  // a came 3 days after its P50 and before its P80; b on its P50.
  const RoadmapForecastScore score = score_forecasts(again);
  EXPECT_EQ(score.pairs, 2u);
  EXPECT_DOUBLE_EQ(score.within_p50, 0.5);
  EXPECT_DOUBLE_EQ(score.within_p80, 1);
  EXPECT_DOUBLE_EQ(score.late_days, 1.5);
  // Pinball of a: 0.5·3, 0.2·4, 0.05·11 = 1.5, 0.8, 0.55; of b: 0, 0.2·7, 0.05·14 = 0, 1.4, 0.7.
  EXPECT_NEAR(score.pinball_days, ((1.5 + 0.8 + 0.55) / 3 + (0 + 1.4 + 0.7) / 3) / 2, 1e-12);
}

TEST(RoadmapScenario, FillsInOnlyWhatNobodyStated) {
  Read found = read(roadmap_from_template({}));
  found.roadmap.items[0].estimate = RoadmapEstimate{1, 2, 3, "lead", "2026-01-01"};
  const size_t added = add_guide_estimates(found.roadmap);
  size_t activities = 0;
  for (const RoadmapItem& item : found.roadmap.items) activities += item.is_milestone ? 0 : 1;
  EXPECT_EQ(added, activities - 1);
  EXPECT_EQ(found.roadmap.items[0].estimate->basis(), Basis::kStated);
  EXPECT_EQ(found.roadmap.items[1].estimate->basis(), Basis::kClaimed);
}

}  // namespace
}  // namespace hanse::strategy
