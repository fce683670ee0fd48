// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/leiden_level.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace hanse::strategy {
namespace {

using Labels = std::vector<std::uint32_t>;

LeidenLevel level_of(size_t nodes, std::vector<GraphEdge> edges) {
  GraphInput input;
  input.sizes.assign(nodes, 1);
  input.edges = std::move(edges);
  Graph graph = *make_graph(std::move(input));
  return {graph.sizes, graph.offsets, graph.targets, graph.weights, {}, {}};
}

TEST(LeidenLevel, SplitsWhatIsNotConnectedAndNothingElse) {
  const LeidenLevel level = level_of(5, {{0, 1}, {1, 2}, {3, 4}});
  Labels labels = {0, 1, 0, 1, 1};  // 0 and 2 meet in 1 only; 1 and {3,4} do not meet
  EXPECT_TRUE(split_disconnected(level, labels));
  EXPECT_EQ(std::set<std::uint32_t>(labels.begin(), labels.end()).size(), 4U);
  EXPECT_EQ(labels[3], labels[4]);
  EXPECT_NE(labels[0], labels[2]);
  const Labels before = labels;
  EXPECT_FALSE(split_disconnected(level, labels));
  EXPECT_EQ(labels, before);
}

// Groups {0,1} and {2}: weights 3 + 4 across, 2 inside; who stays apart goes along.
TEST(LeidenLevel, AggregatesSizesWeightsAndWhoStaysApart) {
  LeidenLevel level = level_of(3, {{0, 1, 2, 0}, {0, 2, 3, 0}, {1, 2, 4, 0}});
  level.apart_offsets = {0, 1, 1, 2};
  level.apart = {2, 0};
  const LeidenLevel above = aggregate(level, {0, 0, 1}, 2);
  EXPECT_EQ(above.sizes, (std::vector<double>{2, 1}));
  EXPECT_EQ(above.targets, (std::vector<GraphNode>{1, 0}));
  EXPECT_EQ(above.weights, (std::vector<double>{7, 7}));
  EXPECT_EQ(above.apart_offsets, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_EQ(above.apart, (std::vector<GraphNode>{1, 0}));
}

TEST(LeidenLevel, RefinesInsideOfCommunitiesIntoConnectedParts) {
  GraphRandom random(3);
  for (int run = 0; run < 30; ++run) {
    std::vector<GraphEdge> edges;
    for (int i = 0; i < 120; ++i) edges.push_back({random.below(40), random.below(40)});
    const LeidenLevel level = level_of(40, edges);
    Labels community(40), refined;
    for (auto& label : community) label = random.below(3);
    const std::uint32_t count = refine(level, {0.05, 0.01, 0}, random, community, refined);
    EXPECT_EQ(*std::max_element(refined.begin(), refined.end()) + 1, count);
    EXPECT_LT(count, 40U);
    Labels parts = refined;
    EXPECT_FALSE(split_disconnected(level, parts));  // each is connected
    for (GraphNode a = 0; a < 40; ++a) {
      for (GraphNode b = 0; b < a; ++b) {
        EXPECT_TRUE(refined[a] != refined[b] || community[a] == community[b]);
      }
    }
  }
}

// 0–1 of weight 3, 1–2 and 2–3 of weight 1, all one community, γ = 0.35. Once {0,1} is one part,
// its weight to the rest is 1 and γ·2·2 = 1.4: 2 may not join it. Only 2 visited first may pair
// with 1, and 0 then follow: in about a sixth of the runs.
TEST(LeidenLevel, NothingJoinsAPartThatIsPoorlyConnected) {
  const LeidenLevel level = level_of(4, {{0, 1, 3, 0}, {1, 2}, {2, 3}});
  int joined = 0;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    GraphRandom random(seed);
    Labels refined;
    refine(level, {0.35, 1e9, 0}, random, {0, 0, 0, 0}, refined);
    joined += refined[0] == refined[1] && refined[1] == refined[2];
  }
  EXPECT_LT(joined, 250);
  EXPECT_GT(joined, 0);
}

TEST(LeidenLevel, OnePassFindsAClique) {
  std::vector<GraphEdge> edges;
  for (GraphNode i = 0; i < 30; ++i) {
    for (GraphNode j = 0; j < i; ++j) edges.push_back({i, j});
  }
  const LeidenLevel level = level_of(30, edges);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    GraphRandom random(seed);
    Labels community(30);
    for (GraphNode i = 0; i < 30; ++i) community[i] = i;
    EXPECT_TRUE(move_nodes_fast(level, {0.5, 0.01, 1e-12}, random, community));
    EXPECT_EQ(std::set<std::uint32_t>(community.begin(), community.end()).size(), 1U);
  }
}

// The queue: what a move changes is looked at again in the same pass, so the next has little to do.
TEST(LeidenLevel, LooksAgainAtNeighboursOfWhatMoved) {
  GraphRandom random(5);
  size_t moved_again = 0;
  for (int run = 0; run < 50; ++run) {
    std::vector<GraphEdge> edges;
    for (int i = 0; i < 300; ++i) edges.push_back({random.below(100), random.below(100)});
    const LeidenLevel level = level_of(100, edges);
    Labels community(100);
    for (GraphNode i = 0; i < 100; ++i) community[i] = i;
    move_nodes_fast(level, {0.1, 0.01, 1e-12}, random, community);
    const Labels before = community;
    move_nodes_fast(level, {0.1, 0.01, 1e-12}, random, community);
    for (GraphNode i = 0; i < 100; ++i) moved_again += community[i] != before[i];
  }
  EXPECT_LT(moved_again, 150U);  // of 5,000
}

}  // namespace
}  // namespace hanse::strategy
