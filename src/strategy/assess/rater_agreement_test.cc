// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/rater_agreement.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

// Each expectation is computed by hand beside it.

TEST(RaterAgreement, TheMedianLiesBetweenTheMiddleTwo) {
  EXPECT_DOUBLE_EQ(rating_median({3, 1, 2, 4}), 2.5);
  EXPECT_DOUBLE_EQ(rating_median({0, 4, 1}), 1);
  EXPECT_DOUBLE_EQ(rating_median({2}), 2);
}

TEST(RaterAgreement, TheInterquartileRangeInterpolates) {
  // Sorted 0 1 3 4: Q1 at 0.75 is 0.75, Q3 at 2.25 is 3.25.
  EXPECT_DOUBLE_EQ(rating_iqr({4, 0, 3, 1}), 2.5);
  EXPECT_DOUBLE_EQ(rating_iqr({2, 2, 2}), 0);
  EXPECT_DOUBLE_EQ(rating_iqr({3}), 0);
}

TEST(RaterAgreement, RwgIsOneMinusTheVarianceOverThatOfTheUniformNull) {
  // Five options: (25 - 1) / 12 = 2. 2 2 3 3: mean 2.5, s² = 4 × 0.25 / 3 = 1/3; 1 - 1/6.
  EXPECT_DOUBLE_EQ(*rwg({2, 2, 3, 3}, 5), 1 - 1.0 / 6);
  EXPECT_DOUBLE_EQ(*rwg({3, 3}, 5), 1);
  // Seven options: 48 / 12 = 4. 1 2 3: s² = 1; 1 - 1/4.
  EXPECT_DOUBLE_EQ(*rwg({1, 2, 3}, 7), 0.75);
}

TEST(RaterAgreement, MoreDisagreementThanChanceCountsAsNone) {
  // 0 4: s² = 8 of 2.
  EXPECT_DOUBLE_EQ(*rwg({0, 4}, 5), 0);
}

TEST(RaterAgreement, OneRaterAgreesWithNobody) {
  EXPECT_FALSE(rwg({3}, 5));
  EXPECT_FALSE(rwg({}, 5));
  EXPECT_FALSE(rwg_of_items({{3}, {}}, 5));
}

TEST(RaterAgreement, ItemsOfOneConstructAgreeMoreThanEachOne) {
  // s² 0.5 (2 3) and 0 (2 2): mean 0.25, m = 0.125; 2 × 0.875 / (1.75 + 0.125).
  EXPECT_DOUBLE_EQ(*rwg_of_items({{2, 3}, {2, 2}, {4}}, 5), 1.75 / 1.875);
  EXPECT_DOUBLE_EQ(*rwg_of_items({{0, 4}, {0, 4}}, 5), 0);
}

}  // namespace
}  // namespace hanse::strategy
