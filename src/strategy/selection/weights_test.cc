// SPDX-License-Identifier: Apache-2.0
#include "strategy/selection/weights.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace hanse::strategy {
namespace {

const OptionValues kTwo = {{1, 0}, {0, 1}};

TEST(SelectionWeights, DominanceNeedsOneBetterAndNoneWorse) {
  EXPECT_TRUE(dominates({1, 0.5}, {1, 0.4}));
  EXPECT_FALSE(dominates({1, 0.5}, {1, 0.5}));
  EXPECT_FALSE(dominates({1, 0.5}, {0, 0.6}));
}

TEST(SelectionWeights, FlipOfOneWeightByHand) {
  // Lead of the first: w − (1 − w); it is 0 at ½.
  const auto flip = flip_by_one(kTwo, {0.7, 0.3}, 0, 0);
  ASSERT_TRUE(flip);
  EXPECT_NEAR(flip->change, 0.2, 1e-12);
  EXPECT_NEAR(flip->weights[0], 0.5, 1e-12);
  EXPECT_EQ(flip->to, 1u);
  EXPECT_FALSE(flip_by_one({{1, 1}, {0, 0.5}}, {0.7, 0.3}, 0, 0));  // dominated: never
}

TEST(SelectionWeights, FlipOfOneKeepsTheOthersInProportion) {
  const OptionValues values = {{1, 0, 0}, {0, 1, 0.5}};
  const auto flip = flip_by_one(values, {0.6, 0.3, 0.1}, 0, 0);
  ASSERT_TRUE(flip);
  // The rest is 3 : 1, worth 0.875 to the other: w = 0.875 (1 − w).
  EXPECT_NEAR(flip->weights[0], 0.875 / 1.875, 1e-12);
  EXPECT_NEAR(flip->weights[1] / flip->weights[2], 3, 1e-9);
}

TEST(SelectionWeights, LeastSumMovesFromWhereItServesMost) {
  // Lead 0.7 − 0.3 = 0.4; a unit moved from the first to the second takes 2: 0.2 moved, 0.4 in sum.
  const auto flip = flip_by_sum(kTwo, {0.7, 0.3}, 0);
  ASSERT_TRUE(flip);
  EXPECT_NEAR(flip->change, 0.4, 1e-12);
  const auto largest = flip_by_largest(kTwo, {0.7, 0.3}, 0);
  ASSERT_TRUE(largest);
  EXPECT_NEAR(largest->change, 0.2, 1e-9);
}

TEST(SelectionWeights, NoWeightsMakeADominatedOptionFirst) {
  const OptionValues values = {{1, 0.5}, {0.9, 0.4}};
  EXPECT_FALSE(flip_by_sum(values, {0.5, 0.5}, 0));
  EXPECT_FALSE(flip_by_largest(values, {0.5, 0.5}, 0));
}

TEST(SelectionWeights, ATieAtAWeightOfZeroIsNoFlip) {
  // Equal in the second: without the first they tie, and the dominated one never leads.
  const OptionValues values = {{0.8, 0.5}, {0.2, 0.5}};
  const std::vector<double> weights = {0.04, 0.96};
  EXPECT_FALSE(flip_by_one(values, weights, 0, 0));
  EXPECT_FALSE(flip_by_one(values, weights, 0, 1));
  EXPECT_FALSE(flip_by_sum(values, weights, 0));
  EXPECT_FALSE(flip_by_largest(values, weights, 0));
}

TEST(SelectionWeights, ATieThatEndsAtOnceIsAFlipOfNothing) {
  const std::vector<double> even = {0.5, 0.5};
  for (const auto& flip :
       {flip_by_one(kTwo, even, 0, 0), flip_by_sum(kTwo, even, 0), flip_by_largest(kTwo, even, 0)}) {
    ASSERT_TRUE(flip);
    EXPECT_NEAR(flip->change, 0, 1e-12);
  }
}

TEST(SelectionWeights, TheDominatedIsSkippedForTheOneThatTakesOver) {
  const OptionValues values = {{1, 0.5}, {0.9, 0.5}, {0, 0.9}};
  const auto flip = flip_by_largest(values, {0.6, 0.4}, 0);
  ASSERT_TRUE(flip);
  EXPECT_EQ(flip->to, 2u);
}

TEST(SelectionWeights, WeightsAtAFlipAreWeightsAndScoresAreEqualThere) {
  const OptionValues values = {{0.9, 0.2, 0.6, 0.3}, {0.1, 0.8, 0.7, 0.2}, {0.5, 0.5, 0.2, 0.9}};
  const std::vector<double> weights = {0.55, 0.2, 0.15, 0.1};
  for (const auto& flip : {flip_by_sum(values, weights, 0), flip_by_largest(values, weights, 0),
                           flip_by_one(values, weights, 0, 1)}) {
    ASSERT_TRUE(flip);
    EXPECT_NEAR(std::accumulate(flip->weights.begin(), flip->weights.end(), 0.0), 1, 1e-9);
    for (const double weight : flip->weights) EXPECT_GE(weight, -1e-12);
    EXPECT_NEAR(weighted_score(values[0], flip->weights),
                weighted_score(values[flip->to], flip->weights), 1e-9);
  }
}

TEST(RankAcceptability, OfTwoMirroredOptionsIsHalf) {
  const RankAcceptability found = rank_acceptability(kTwo, 1, 20'000);
  EXPECT_NEAR(found.ranks[0][0], 0.5, 0.02);
  EXPECT_NEAR(found.ranks[0][0] + found.ranks[0][1], 1, 1e-9);
  EXPECT_NEAR(found.central[0][0], 0.75, 0.01);  // the mean of a weight above ½
}

TEST(RankAcceptability, EqualOptionsShareTheirRanks) {
  const RankAcceptability found = rank_acceptability({{1, 0}, {1, 0}, {0, 0}}, 1, 1'000);
  for (const size_t i : {0u, 1u}) {
    EXPECT_NEAR(found.ranks[i][0], 0.5, 1e-9);
    EXPECT_NEAR(found.ranks[i][1], 0.5, 1e-9);
  }
  EXPECT_NEAR(found.ranks[2][2], 1, 1e-9);
}

TEST(RankAcceptability, IsTheVolumeOfTheWeightsByHand) {
  // The first is best where w1 > 2 w2: w1 > ⅔ of an even draw from [0, 1].
  const RankAcceptability found = rank_acceptability({{1, 0}, {0, 2}}, 1, 50'000);
  EXPECT_NEAR(found.ranks[0][0], 1.0 / 3, 0.01);
  EXPECT_TRUE(rank_acceptability({{1, 1}, {0, 0}}, 1, 100).central[1].empty());
}

}  // namespace
}  // namespace hanse::strategy
