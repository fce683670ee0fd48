// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/boundary.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

// Communities A = {0,1,2}, B = {3,4}, C = {5}. Edges (from depends on to), weight:
//   inside A: 0→1 (2), 1→2 (1); inside B: 3→4 (4)
//   across:   3→0 (1), 4→0 (1), 5→0 (2), 1→3 (3), 5→3 (1), 3→0 again (1)
//   self:     5→5
Graph small() {
  GraphInput input;
  input.sizes = {1, 1, 1, 1, 1, 1};
  input.edges = {{0, 1, 2, 0}, {1, 2, 1, 0}, {3, 4, 4, 0}, {3, 0, 1, 0}, {4, 0, 1, 0},
                 {5, 0, 2, 0}, {1, 3, 3, 0}, {5, 3, 1, 0}, {3, 0, 1, 0}, {5, 5, 9, 0}};
  return *make_graph(std::move(input));
}
const Partition kParts{{0, 0, 0, 1, 1, 2}, 3};

TEST(Boundary, WeightsDensityAndConductance) {
  const BoundaryMetrics metrics = boundary_metrics(small(), kParts);
  const auto& a = metrics.communities[0];
  EXPECT_EQ(a.nodes, 3U);
  EXPECT_EQ(a.size, 3);
  EXPECT_EQ(a.weight_inside, 3);  // 2 + 1
  EXPECT_EQ(a.weight_cut, 8);     // 2 + 1 + 2 + 3
  EXPECT_EQ(a.density, 3.0 / 3);  // of three pairs
  // Volume of A: 2·3 + 8 = 14; the total is 2·(7 + 9) = 32: min(14, 18).
  EXPECT_DOUBLE_EQ(a.conductance, 8.0 / 14);
  const auto& b = metrics.communities[1];
  EXPECT_EQ(b.weight_cut, 7);  // 2 + 1 + 3 + 1
  EXPECT_DOUBLE_EQ(b.conductance, 7.0 / 15);
  const auto& c = metrics.communities[2];
  EXPECT_EQ(c.weight_inside, 0);  // a self loop is none
  EXPECT_EQ(c.density, 0);
  EXPECT_DOUBLE_EQ(c.conductance, 1);  // all that it has goes out
  EXPECT_EQ(metrics.weight_cut, 9);
  EXPECT_DOUBLE_EQ(metrics.share_cut, 9.0 / 16);
}

TEST(Boundary, MartinsCouplingCountsNodesAndContractsCountDependencies) {
  const BoundaryMetrics metrics = boundary_metrics(small(), kParts);
  const auto& a = metrics.communities[0];
  EXPECT_EQ(a.afferent, 3U);  // 3, 4, 5 depend on it
  EXPECT_EQ(a.efferent, 1U);  // 1 depends on others
  EXPECT_DOUBLE_EQ(*a.instability, 0.25);
  EXPECT_EQ(a.contracts_offered, 3U);  // 3→0 is one, though there twice
  EXPECT_EQ(a.contracts_used, 1U);
  const auto& b = metrics.communities[1];
  EXPECT_EQ(b.afferent, 2U);  // 1, 5
  EXPECT_EQ(b.efferent, 2U);  // 3, 4
  EXPECT_DOUBLE_EQ(*b.instability, 0.5);
  const auto& c = metrics.communities[2];
  EXPECT_EQ(c.afferent, 0U);
  EXPECT_EQ(c.efferent, 1U);  // one node, with two contracts
  EXPECT_EQ(c.contracts_used, 2U);
  EXPECT_DOUBLE_EQ(*c.instability, 1);
  EXPECT_EQ(metrics.contracts, 5U);  // 3→0, 4→0, 5→0, 1→3, 5→3
}

// 2 depends on 0 and 1 of the other community: one node outside, two contracts.
TEST(Boundary, ANodeWithTwoDependenciesIsOneAfferentCoupling) {
  GraphInput input;
  input.sizes.assign(3, 1);
  input.edges = {{0, 1}, {2, 0}, {2, 1}};
  const BoundaryMetrics metrics = boundary_metrics(*make_graph(std::move(input)), {{0, 0, 1}, 2});
  EXPECT_EQ(metrics.communities[0].afferent, 1U);
  EXPECT_EQ(metrics.communities[0].contracts_offered, 2U);
  EXPECT_EQ(metrics.communities[1].efferent, 1U);
}

// Node 5 alone against all others: volume 3, the rest 29, cut 3.
TEST(Boundary, ConductanceIsOfTheSmallerSide) {
  const BoundaryMetrics metrics = boundary_metrics(small(), {{0, 0, 0, 0, 0, 1}, 2});
  EXPECT_DOUBLE_EQ(metrics.communities[0].conductance, 1);
  EXPECT_DOUBLE_EQ(metrics.communities[1].conductance, 1);
}

TEST(Boundary, NamesWhatIsSharedAndWithWhom) {
  const BoundaryMetrics metrics = boundary_metrics(small(), kParts);
  EXPECT_EQ(metrics.shared, 2U);
  ASSERT_EQ(metrics.communities[0].shared.size(), 1U);
  const SharedNode& shared = metrics.communities[0].shared[0];
  EXPECT_EQ(shared.node, 0U);
  EXPECT_EQ(shared.used_by, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(shared.users, 3U);
  EXPECT_EQ(metrics.communities[1].shared[0].users, 2U);
  EXPECT_TRUE(metrics.communities[2].shared.empty());
}

TEST(Boundary, LinksOfCommunitiesFollowTheDependencies) {
  const auto links = community_links(small(), kParts);
  ASSERT_EQ(links.size(), 4U);  // A→B, B→A, C→A, C→B
  EXPECT_EQ(links[0].from, 0U);
  EXPECT_EQ(links[0].to, 1U);
  EXPECT_EQ(links[0].weight, 3);
  EXPECT_EQ(links[1].contracts, 2U);  // 3→0, 4→0
  EXPECT_EQ(links[1].weight, 3);
  EXPECT_EQ(links[2].contracts, 1U);
}

TEST(Boundary, NothingAcrossIsNeitherStableNorUnstable) {
  const BoundaryMetrics metrics = boundary_metrics(small(), {{0, 0, 0, 0, 0, 0}, 1});
  EXPECT_FALSE(metrics.communities[0].instability);
  EXPECT_EQ(metrics.communities[0].conductance, 0);
  EXPECT_EQ(metrics.contracts, 0U);
  EXPECT_EQ(boundary_metrics(*make_graph({}), {}).share_cut, 0);
}

// Moving 0 to B: cut loses 3–0 (2), 4–0 (1), gains 0–1 (2); 5–0 stays. With γ = 0.1:
// H before: 3 − 0.3 + 4 − 0.1 = 6.6; after: A {1,2}: 1 − 0.1; B {0,3,4}: 7 − 0.3: 7.6.
TEST(Boundary, WhatIfTellsEveryChange) {
  const auto effect = move_nodes(small(), kParts, 0.1, {{0, 1}});
  ASSERT_TRUE(effect);
  EXPECT_DOUBLE_EQ(effect->quality_before, 6.6);
  EXPECT_DOUBLE_EQ(effect->quality_after, 7.6);
  EXPECT_EQ(effect->cut_before, 9);
  EXPECT_EQ(effect->cut_after, 8);
  EXPECT_EQ(effect->contracts_before, 5U);
  EXPECT_EQ(effect->contracts_after, 4U);
  EXPECT_EQ(effect->contracts_added, (std::vector<NodePair>{{0, 1}}));
  EXPECT_EQ(effect->contracts_removed, (std::vector<NodePair>{{3, 0}, {4, 0}}));
  EXPECT_TRUE(effect->disconnected.empty());
}

TEST(Boundary, WhatIfSaysWhatFallsApartAndOpensACommunity) {
  const auto effect = move_nodes(small(), kParts, 0.1, {{1, 3}});
  ASSERT_TRUE(effect);
  EXPECT_EQ(effect->after.count, 4U);
  EXPECT_EQ(effect->disconnected, (std::vector<std::uint32_t>{0}));  // 0 and 2 met in 1 only
  EXPECT_FALSE(move_nodes(small(), kParts, 0.1, {{6, 0}}));
  EXPECT_FALSE(move_nodes(small(), kParts, 0.1, {{0, 4}}));
  EXPECT_FALSE(move_nodes(small(), kParts, 0.1, {{0, 1}, {0, 2}}));
  EXPECT_TRUE(move_nodes(small(), kParts, 0.1, {{0, 1}, {0, 1}}));
  const auto two = move_nodes(small(), kParts, 0.1, {{0, 3}, {1, 4}});
  ASSERT_TRUE(two);
  EXPECT_EQ(two->after.count, 5U);
}

}  // namespace
}  // namespace hanse::strategy
