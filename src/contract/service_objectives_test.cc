// SPDX-License-Identifier: Apache-2.0
#include "contract/service_objectives.h"

#include <gtest/gtest.h>

namespace hanse::contract {
namespace {

constexpr int64_t kHour = 3'600'000'000;

spec::ServiceLevel level(const char* property, double value, const char* unit) {
  spec::ServiceLevel out;
  out.property = property;
  out.value = value;
  out.unit = unit;
  return out;
}

catalog::LevelChangeRecord change(int64_t hour, bool is_kept) {
  return {{DomainId("d"), "p"}, "availability", hour * kHour, is_kept};
}

struct Judged {
  double hour;
  bool is_good;
};

RunsSince since(std::vector<Judged> runs) {
  return [runs](int64_t from_us) {
    Share out;
    for (const Judged& run : runs) {
      if (run.hour * kHour <= static_cast<double>(from_us)) continue;
      out.total += 1;
      out.good += run.is_good ? 1 : 0;
    }
    return out;
  };
}

TEST(Objectives, AreTheContractsAndDefaultsElsewhere) {
  spec::DataContract one, other;
  one.service_levels = {level("Availability", 99.9, "percent")};
  other.service_levels = {level("availability", 99, "percent"), level("errorRate", 0.02, "")};
  const auto all = stated_objectives({&one, &other});
  ASSERT_EQ(all.size(), 2u) << "no freshness is promised";
  EXPECT_EQ(all[0].name, "availability");
  EXPECT_DOUBLE_EQ(all[0].target, 0.999) << "the strictest counts";
  EXPECT_FALSE(all[0].target_is_default);
  EXPECT_TRUE(all[0].window_is_default);
  EXPECT_EQ(all[0].window_us, 30 * 24 * kHour);
  EXPECT_EQ(all[1].name, "quality");
  EXPECT_DOUBLE_EQ(all[1].target, 0.98);
  EXPECT_DOUBLE_EQ(stated_objectives({})[0].target, kAvailabilityTarget);
  EXPECT_TRUE(stated_objectives({})[0].target_is_default);
}

TEST(Objectives, TakeTheirWindowAndShareFromCustomProperties) {
  spec::DataContract contract;
  spec::ServiceLevel fresh = level("latency", 4, "h");
  fresh.foreign = *Json::parse(R"({"customProperties": [{"property": "window", "value": "P7D"},
                                                        {"property": "objective", "value": 90}]})");
  contract.service_levels = {fresh};
  const auto all = stated_objectives({&contract});
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[1].name, "freshness");
  EXPECT_EQ(all[1].window_us, 7 * 24 * kHour);
  EXPECT_DOUBLE_EQ(all[1].target, 0.9);
}

// By hand: a window of 100 h at 99 % allows 1 h; 30 min were bad, of the last hour all of them.
TEST(Objectives, OfTimeAreWhatAPersonReckons) {
  Objective objective{"availability", "time", 0.99, 100 * kHour};
  std::vector<catalog::LevelChangeRecord> changes = {change(0, true)};
  changes.push_back({{DomainId("d"), "p"}, "availability", 100 * kHour - kHour / 2, false});
  measure_time(objective, changes, 100 * kHour);
  EXPECT_DOUBLE_EQ(*objective.attained, 0.995);
  EXPECT_DOUBLE_EQ(*objective.budget_left, 0.5);
  EXPECT_NEAR(*objective.burn_1h, 50, 1e-9);        // half of the hour, of one in a hundred
  EXPECT_NEAR(*objective.burn_6h, 50.0 / 6, 1e-9);
  EXPECT_NEAR(*objective.burn_window, 0.5, 1e-9);
  EXPECT_FALSE(objective.is_spent());
  measure_time(objective, changes, 100 * kHour + kHour / 2);
  EXPECT_NEAR(*objective.budget_left, 0, 1e-9);
  EXPECT_TRUE(objective.is_spent());
}

TEST(Objectives, OfTimeKnowNothingBeforeTheFirstChange) {
  Objective objective{"availability", "time", 0.99, 100 * kHour};
  measure_time(objective, {}, 100 * kHour);
  EXPECT_FALSE(objective.attained.has_value());
  EXPECT_FALSE(objective.is_spent());
  measure_time(objective, {change(98, false), change(99, true)}, 100 * kHour);
  EXPECT_DOUBLE_EQ(*objective.attained, 0.5) << "of the two hours that are known";
  EXPECT_NEAR(*objective.budget_left, 0, 1e-9) << "one hour of the one that the window allows";
}

TEST(Objectives, OfTimeForgetWhatTheWindowHasLeft) {
  Objective objective{"availability", "time", 0.99, 100 * kHour};
  measure_time(objective, {change(0, false), change(50, true)}, 150 * kHour);
  EXPECT_DOUBLE_EQ(*objective.attained, 1);
  EXPECT_DOUBLE_EQ(*objective.budget_left, 1);
}

// By hand: 20 runs at 90 % allow 2 failures; one of the two of the last hour failed.
TEST(Objectives, OfRunsAreWhatAPersonReckons) {
  Objective objective{"quality", "runs", 0.9, 100 * kHour};
  std::vector<Judged> runs;
  for (int i = 0; i < 18; ++i) runs.push_back({10.0 + i, true});
  runs.push_back({99.5, false});
  runs.push_back({99.9, true});
  measure_runs(objective, since(runs), 100 * kHour);
  EXPECT_DOUBLE_EQ(*objective.attained, 0.95);
  EXPECT_NEAR(*objective.budget_left, 0.5, 1e-9);
  EXPECT_NEAR(*objective.burn_1h, 5, 1e-9);
  EXPECT_NEAR(*objective.burn_window, 0.5, 1e-9);
}

TEST(Objectives, OfFewRunsAreNotCalledSpent) {
  Objective objective{"quality", "runs", 0.9, 100 * kHour};
  measure_runs(objective, since({{1, false}}), 100 * kHour);
  EXPECT_LT(*objective.budget_left, 0);
  EXPECT_FALSE(objective.is_spent());
  measure_runs(objective, since(std::vector<Judged>(10, {1, false})), 100 * kHour);
  EXPECT_TRUE(objective.is_spent());
}

TEST(Objectives, WithoutRunsNothingIsSaid) {
  Objective objective{"quality", "runs", 0.9, 100 * kHour};
  measure_runs(objective, since({}), 100 * kHour);
  EXPECT_FALSE(objective.attained.has_value());
}

TEST(Objectives, ABudgetOfNothingIsSpentByTheFirstFault) {
  Objective objective{"availability", "time", 1, 100 * kHour};
  measure_time(objective, {change(0, true)}, 100 * kHour);
  EXPECT_DOUBLE_EQ(*objective.budget_left, 1);
  EXPECT_FALSE(objective.burn_1h.has_value());
  measure_time(objective, {change(0, true), change(99, false)}, 100 * kHour);
  EXPECT_TRUE(objective.is_spent());
}

}  // namespace
}  // namespace hanse::contract
