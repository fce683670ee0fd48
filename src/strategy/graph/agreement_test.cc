// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/agreement.h"

#include <gtest/gtest.h>

#include <cmath>

#include "strategy/graph/random.h"

namespace hanse::strategy {
namespace {

using Labels = std::vector<std::uint32_t>;

// Four nodes, {0,1}{2,3} against {0,1,2}{3}. H(a) = ln 2; H(b) = -(3/4 ln 3/4 + 1/4 ln 1/4);
// I = 1/2 ln(4·2/(2·3)) + 1/4 ln(4·1/(2·3)) + 1/4 ln(4·1/(2·1)).
// E[I]: of the 4 nodes, how many of the first group of a are in the group of 3 of b: 2 with 1/2, 1
// with 1/2; each of the four cells alike, which gives the same I for both: AMI = 0.
TEST(Agreement, MatchesWhatIsComputedByHand) {
  const double of_a = std::log(2.0);
  const double of_b = -(0.75 * std::log(0.75) + 0.25 * std::log(0.25));
  const double shared =
      0.5 * std::log(8.0 / 6) + 0.25 * std::log(4.0 / 6) + 0.25 * std::log(4.0 / 2);
  const auto found = agreement(Labels{0, 0, 1, 1}, Labels{5, 5, 5, 9});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->nmi, shared / ((of_a + of_b) / 2), 1e-14);
  EXPECT_NEAR(found->ami, 0, 1e-12);
  EXPECT_NEAR(found->variation, of_a + of_b - 2 * shared, 1e-14);
  EXPECT_NEAR(found->variation_normalised, found->variation / std::log(4.0), 1e-14);
  EXPECT_NEAR(variation_of_information({0, 0, 1, 1}, {5, 5, 5, 9}), found->variation, 1e-14);
}

// From the documentation of scikit-learn's adjusted_mutual_info_score: ([0,0,1,1],[0,0,1,1]) is 1;
// ([0,0,0,0],[0,1,2,3]) is 0.
TEST(Agreement, KnowsTheEnds) {
  EXPECT_EQ(agreement(Labels{0, 0, 1, 1}, Labels{1, 1, 0, 0})->ami, 1);
  const auto nothing = agreement(Labels{0, 0, 0, 0}, Labels{0, 1, 2, 3});
  EXPECT_EQ(nothing->nmi, 0);
  EXPECT_EQ(nothing->ami, 0);
  EXPECT_NEAR(nothing->variation_normalised, 1, 1e-14);
  EXPECT_EQ(agreement(Labels{}, Labels{})->nmi, 1);
  EXPECT_EQ(agreement(Labels{3}, Labels{8})->ami, 1);
  EXPECT_EQ(agreement(Labels{7, 7}, Labels{1, 1})->variation, 0);
  EXPECT_FALSE(agreement(Labels{1}, Labels{1, 2}));
}

TEST(Agreement, RandomPartitionsShareNothingOnceAdjusted) {
  GraphRandom random(4);
  double ami = 0, nmi = 0;
  for (int run = 0; run < 50; ++run) {
    Labels a, b;
    for (int i = 0; i < 200; ++i) {
      a.push_back(random.below(20));
      b.push_back(random.below(20));
    }
    ami += agreement(a, b)->ami / 50;
    nmi += agreement(a, b)->nmi / 50;
  }
  EXPECT_NEAR(ami, 0, 0.01);
  EXPECT_GT(nmi, 0.25);  // what the adjustment is for
}

TEST(Agreement, IsSymmetricAndVariationIsAMetric) {
  GraphRandom random(11);
  for (int run = 0; run < 40; ++run) {
    Labels a, b, c;
    for (int i = 0; i < 60; ++i) {
      a.push_back(random.below(5));
      b.push_back(random.uniform() < 0.3 ? random.below(5) : a.back());
      c.push_back(random.below(3) * 100);
    }
    EXPECT_NEAR(agreement(a, b)->ami, agreement(b, a)->ami, 1e-12);
    EXPECT_NEAR(agreement(a, b)->nmi, agreement(b, a)->nmi, 1e-12);
    EXPECT_LE(variation_of_information(a, c),
              variation_of_information(a, b) + variation_of_information(b, c) + 1e-12);
  }
}

}  // namespace
}  // namespace hanse::strategy
