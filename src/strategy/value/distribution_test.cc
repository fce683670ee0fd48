// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "strategy/value/cash_flows.h"
#include "strategy/value/random.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

TEST(Distribution, TheEndsOfTheIntervalAreTheFiveAndNinetyFivePercentQuantiles) {
  for (const Estimate& estimate : {Estimate{DistributionShape::kNormal, -2, 10, 0},
                                   {DistributionShape::kLognormal, 2, 50, 0},
                                   {DistributionShape::kUniform, 1, 4, 0},
                                   {DistributionShape::kTriangular, 1, 9, 2},
                                   {DistributionShape::kTriangular, 1, 9, 1},
                                   {DistributionShape::kPert, 10, 30, 12},
                                   {DistributionShape::kPert, 10, 30, 30}}) {
    ASSERT_EQ(estimate_problem(estimate), "");
    const Distribution distribution(estimate);
    EXPECT_NEAR(distribution.quantile(0.05), estimate.low, 1e-9) << shape_name(estimate.shape);
    EXPECT_NEAR(distribution.quantile(0.95), estimate.high, 1e-9) << shape_name(estimate.shape);
  }
}

TEST(Distribution, BaseIsTheModeOrTheMedian) {
  EXPECT_DOUBLE_EQ(Distribution({DistributionShape::kLognormal, 2, 50, 0}).base(), 10);
  EXPECT_DOUBLE_EQ(Distribution({DistributionShape::kNormal, 2, 50, 0}).base(), 26);
  EXPECT_DOUBLE_EQ(Distribution({DistributionShape::kPert, 2, 50, 7}).base(), 7);
  EXPECT_DOUBLE_EQ(Distribution({DistributionShape::kFixed, 0, 0, 3}).quantile(0.9), 3);
}

TEST(Distribution, SaysWhyNumbersAreNoEstimate) {
  EXPECT_NE(estimate_problem({DistributionShape::kNormal, 2, 2, 0}), "");
  EXPECT_NE(estimate_problem({DistributionShape::kLognormal, 0, 2, 0}), "");
  EXPECT_NE(estimate_problem({DistributionShape::kPert, 0, 2, 3}), "");
  EXPECT_NE(estimate_problem({DistributionShape::kFixed, 0, 0, 1e300}), "");
}

TEST(Distribution, NormalAndBetaQuantilesAreTheInversesOfTheirCdfs) {
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(1e-9), -5.997807015008182, 1e-12);
  for (const double p : {1e-6, 0.02, 0.3, 0.5, 0.9, 0.999999}) {
    EXPECT_NEAR(normal_cdf(normal_quantile(p)), p, 1e-14);
    EXPECT_NEAR(beta_cdf(beta_quantile(p, 1.5, 4.5), 1.5, 4.5), p, 1e-12);
  }
  EXPECT_NEAR(beta_cdf(0.5, 3, 3), 0.5, 1e-15);
  EXPECT_NEAR(beta_cdf(0.25, 1, 2), 1 - 0.75 * 0.75, 1e-14);
}

TEST(NamedRandom, TheSameSeedAndNameGiveTheSameNumbersEverywhere) {
  NamedRandom one(1, "input hours"), same(1, "input hours"), other(1, "input cost");
  EXPECT_EQ(one.next(), same.next());
  EXPECT_NE(one.next(), other.next());
  NamedRandom known(7, "hanse");
  EXPECT_EQ(known.next(), 0x6b5d051fdabf3e06u);  // as computed apart, in Python
  double least = 1, most = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double u = one.uniform();
    least = std::min(least, u);
    most = std::max(most, u);
  }
  EXPECT_GT(least, 0);
  EXPECT_LT(most, 1);
  EXPECT_LT(least, 1e-3);
  EXPECT_GT(most, 1 - 1e-3);
}

TEST(CashFlows, NetPresentValueByHand) {
  EXPECT_DOUBLE_EQ(net_present_value({-100, 60, 60}, 0.2), -100 + 50 + 60 / 1.44);
  EXPECT_DOUBLE_EQ(net_present_value({}, 0.2), 0);
}

TEST(CashFlows, EveryInternalRateIsFoundAndNoneIsMadeUp) {
  const auto one = internal_rates({-100, 110});
  ASSERT_EQ(one.size(), 1u);
  EXPECT_NEAR(one[0], 0.1, 1e-12);
  EXPECT_TRUE(internal_rates({-100, -10, -5}).empty());
  EXPECT_TRUE(internal_rates({100, 10, 5}).empty());
  EXPECT_TRUE(internal_rates({0, 0}).empty());
  // 1000 · (x − 1/1.1)(x − 1/1.3) in x = 1/(1+r): rates of 10 and 30 %.
  const auto two = internal_rates({-1000, 2400, -1430});
  ASSERT_EQ(two.size(), 2u);
  EXPECT_NEAR(two[0], 0.1, 1e-9);
  EXPECT_NEAR(two[1], 0.3, 1e-9);
  EXPECT_TRUE(internal_rates({-1000, 2400, -1500}).empty());  // never reaches 0
  const auto touching = internal_rates({-100, 220, -121});    // (x − 1/1.1)²
  ASSERT_EQ(touching.size(), 1u);
  EXPECT_NEAR(touching[0], 0.1, 1e-6);
  const auto later = internal_rates({0, -100, 0, 121});
  ASSERT_EQ(later.size(), 1u);
  EXPECT_NEAR(later[0], 0.1, 1e-12);
}

TEST(CashFlows, PaybackIsWhenTheSumStaysAboveZero) {
  EXPECT_NEAR(*payback_years({-100, 50, 100}), 1.5, 1e-12);
  EXPECT_NEAR(*payback_years({-100, 150, -100, 100}), 2.5, 1e-12);
  EXPECT_DOUBLE_EQ(*payback_years({10, 5}), 0);
  EXPECT_FALSE(payback_years({-100, 50, 40}));
}

TEST(CashFlows, RealOptionIsBlackAndScholes) {
  // Hull, Options, Futures, and Other Derivatives: S 42, K 40, r 10 %, σ 20 %, T 0.5 gives 4.76.
  EXPECT_NEAR(real_option_value({42, 40, 0.5, 0.2, 0.1}), 4.759422, 1e-6);
  EXPECT_DOUBLE_EQ(real_option_value({50, 40, 0, 0.2, 0.1}), 10);
  EXPECT_DOUBLE_EQ(real_option_value({0, 40, 1, 0.2, 0.1}), 0);
}

TEST(RunStatistics, QuantilesAndRanksAsNumpyAndScipyHaveThem) {
  EXPECT_DOUBLE_EQ(sorted_quantile({1, 2, 3, 4}, 0.1), 1.3);
  EXPECT_DOUBLE_EQ(sorted_quantile({5}, 0.9), 5);
  EXPECT_DOUBLE_EQ(*rank_correlation({1, 2, 3}, {10, 100, 1000}), 1);
  EXPECT_DOUBLE_EQ(*rank_correlation({1, 2, 3}, {3, 2, 1}), -1);
  EXPECT_NEAR(*rank_correlation({1, 2, 2, 4}, {1, 3, 2, 4}), 0.9486832980505138, 1e-12);
  EXPECT_FALSE(rank_correlation({1, 1, 1}, {1, 2, 3}));
}

TEST(RunStatistics, WorthOfKnowingIsWhatTheClosedFormSays) {
  // Worth N(m, s) against 0: EVPI = s·φ(m/s) − m·Φ(−m/s), for m above 0.
  const double m = 0.5, s = 2;
  NamedRandom random(3, "x"), noise(3, "noise");
  std::vector<double> x(100'000), unrelated(x.size()), nothing(x.size());
  for (size_t i = 0; i < x.size(); ++i) {
    x[i] = m + s * normal_quantile(random.uniform());
    unrelated[i] = noise.uniform();
  }
  const double density = std::exp(-m * m / (2 * s * s)) / std::sqrt(2 * std::acos(-1.0));
  const double expected = s * density - m * normal_cdf(-m / s);
  EXPECT_NEAR(perfect_information({x, nothing}), expected, 0.01);
  EXPECT_NEAR(partial_information({x, nothing}, x, 200), expected, 0.01);
  EXPECT_LT(partial_information({x, nothing}, unrelated, 200), 0.02);
}

}  // namespace
}  // namespace hanse::strategy
