// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/xmr.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

// By hand: the mean of 5 6 5 7 6 7 is 6, its moving ranges 1 1 2 1 1 have the mean 1.2.
TEST(Xmr, LimitsAreTheMeanWithTwoPointSixSixMeanRanges) {
  const auto chart = xmr_chart({5, 6, 5, 7, 6, 7});
  ASSERT_TRUE(chart);
  EXPECT_DOUBLE_EQ(chart->mean, 6);
  EXPECT_DOUBLE_EQ(chart->range_mean, 1.2);
  EXPECT_NEAR(chart->lower, 6 - 3.192, 1e-12);
  EXPECT_NEAR(chart->upper, 6 + 3.192, 1e-12);
  EXPECT_NEAR(chart->range_upper, 3.9216, 1e-12);
  EXPECT_TRUE(chart->signals.empty());
  EXPECT_EQ(xmr_verdict(*chart, 6), "noise");
}

// 2.66 is 3/d2 and 3.268 is D4 of samples of two (d2 = 1.128, D4 = 3.267): as Wheeler prints them.
TEST(Xmr, FactorsFollowFromTheBiasOfRangesOfTwo) {
  EXPECT_NEAR(kXmrLimitFactor, 3 / 1.128, 0.001);
  EXPECT_NEAR(kXmrRangeFactor, 3.267, 0.002);
}

TEST(Xmr, FewerThanSixValuesHaveNoLimits) {
  EXPECT_FALSE(xmr_chart({1, 2, 3, 4, 5}));
  EXPECT_TRUE(xmr_chart({1, 2, 3, 4, 5, 6}));
}

TEST(Xmr, ABaselineJudgesWhatComesAfterIt) {
  const auto chart = xmr_chart({5, 6, 5, 7, 6, 7, 20}, 6);
  ASSERT_TRUE(chart);
  EXPECT_DOUBLE_EQ(chart->mean, 6);
  ASSERT_EQ(chart->signals.size(), 2u);  // beyond the limit, and by a jump of 13
  EXPECT_EQ(chart->signals[0].point, 6u);
  EXPECT_EQ(chart->signals[0].rule, XmrRule::kOutside);
  EXPECT_TRUE(chart->signals[0].is_high);
  EXPECT_EQ(chart->signals[1].rule, XmrRule::kRange);
  EXPECT_EQ(xmr_verdict(*chart, 7), "signal: beyond the limits above the mean");
}

TEST(Xmr, EightOnOneSideAreASignalAndSevenAreNone) {
  const std::vector<double> level = {5, 7, 5, 7, 5, 7};
  std::vector<double> values = level;
  for (int i = 0; i < 6; ++i) values.push_back(6.2);  // after a 7: seven above the mean of 6
  const auto seven = xmr_chart(values, level.size());
  ASSERT_TRUE(seven);
  EXPECT_TRUE(seven->signals.empty());
  values.push_back(6.2);
  const auto eight = xmr_chart(values, level.size());
  ASSERT_EQ(eight->signals.size(), 1u);
  EXPECT_EQ(eight->signals[0].rule, XmrRule::kRun);
  EXPECT_EQ(eight->signals[0].point, values.size() - 1);
}

TEST(Xmr, ThreeOfFourNearALimitAreASignal) {
  // Mean 6, mean range 2, limits 0.68 and 11.32: nearer to the upper one from 8.66 on.
  const std::vector<double> level = {5, 7, 5, 7, 5, 7};
  std::vector<double> values = level;
  values.insert(values.end(), {9, 8, 9, 9});
  const auto chart = xmr_chart(values, level.size());
  ASSERT_EQ(chart->signals.size(), 1u);
  EXPECT_EQ(chart->signals[0].rule, XmrRule::kNear);
  EXPECT_EQ(chart->signals[0].point, 9u);
  values.back() = 8;
  EXPECT_TRUE(xmr_chart(values, level.size())->signals.empty());
}

TEST(Xmr, NearIsJudgedByTheLimitBeforeItIsCut) {
  // Mean 1.5, mean range 2.33: the natural lower limit is -4.71, so 0 is nearer to the mean.
  const std::vector<double> values = {0, 0, 0, 3, 0, 3, 0, 0, 0, 9};
  const auto cut = xmr_chart(values, 0, {0, std::nullopt}), whole = xmr_chart(values);
  EXPECT_DOUBLE_EQ(cut->lower, 0);
  for (const XmrSignal& signal : cut->signals) EXPECT_NE(signal.rule, XmrRule::kNear);
  EXPECT_EQ(cut->signals.size(), whole->signals.size());
}

TEST(Xmr, LimitsAreCutToWhatValuesCanBe) {
  const auto chart = xmr_chart({0, 100, 0, 100, 0, 100}, 0, {0, 100});
  EXPECT_DOUBLE_EQ(chart->lower, 0);
  EXPECT_DOUBLE_EQ(chart->upper, 100);
}

}  // namespace
}  // namespace hanse::strategy
