// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/stability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "strategy/graph/boundaries.h"
#include "strategy/graph/random.h"

namespace hanse::strategy {
namespace {

// Cliques of six, 0…5 and 6…11; node 12 has two edges to each.
Graph cliques_and_one_between() {
  GraphInput input;
  input.sizes.assign(13, 1);
  for (GraphNode group = 0; group < 2; ++group) {
    for (GraphNode i = 0; i < 6; ++i) {
      for (GraphNode j = 0; j < i; ++j) input.edges.push_back({group * 6 + i, group * 6 + j});
    }
  }
  for (const GraphNode node : {0U, 1U, 6U, 7U}) input.edges.push_back({12, node});
  return *make_graph(std::move(input));
}

TEST(Stability, NamesThePairsThatTheDataDoNotDecide) {
  const Graph graph = cliques_and_one_between();
  StabilityOptions options;
  options.resolutions = {0.2};
  options.runs = 40;
  const auto points = stability(graph, options);
  ASSERT_TRUE(points);
  const ResolutionPoint& point = points->front();
  EXPECT_EQ(point.found.partition.count, 2U);
  EXPECT_GT(point.variation, 0);
  EXPECT_LT(point.steadiness, 1);
  ASSERT_FALSE(point.flips.empty());
  for (const FlippingPair& pair : point.flips) EXPECT_EQ(pair.b, 12U);
  EXPECT_EQ(point.flip_count, point.flips.size());
  EXPECT_LT(point.node_stability[12], 0.8);
  EXPECT_GT(point.node_stability[3], 0.95);
}

TEST(Stability, NothingMovesWithoutPerturbation) {
  StabilityOptions options;
  options.resolutions = {0.3};
  options.strength = 0;
  options.runs = 5;
  GraphInput input;
  input.sizes.assign(8, 1);
  for (GraphNode i = 0; i < 8; ++i) {
    for (GraphNode j = 0; j < i; ++j) {
      if (i / 4 == j / 4) input.edges.push_back({i, j});
    }
  }
  input.edges.push_back({0, 4});
  const auto points = stability(*make_graph(std::move(input)), options);
  ASSERT_TRUE(points);
  EXPECT_EQ(points->front().variation, 0);
  EXPECT_EQ(points->front().steadiness, 1);
  EXPECT_TRUE(points->front().flips.empty());
  for (const double share : points->front().node_stability) EXPECT_EQ(share, 1);
}

TEST(Stability, IsTheSameForASeed) {
  const Graph graph = cliques_and_one_between();
  StabilityOptions options;
  options.resolutions = resolution_ladder(graph, 3);
  options.runs = 7;
  const auto one = stability(graph, options), other = stability(graph, options);
  ASSERT_TRUE(one && other);
  for (size_t i = 0; i < one->size(); ++i) {
    EXPECT_EQ((*one)[i].variation, (*other)[i].variation);
    EXPECT_EQ((*one)[i].node_stability, (*other)[i].node_stability);
  }
}

TEST(Stability, LaddersAreEvenOnALogarithmicScale) {
  const Graph graph = cliques_and_one_between();
  const auto ladder = resolution_ladder(graph, 5);
  ASSERT_EQ(ladder.size(), 5U);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(ladder[i] / density_of(graph), std::pow(2.0, static_cast<double>(i)), 1e-12);
  }
  EXPECT_TRUE(resolution_ladder(*make_graph({})).empty());
}

ResolutionPoint point_of(std::vector<std::uint32_t> community, std::uint32_t count,
                         double resolution, double steadiness) {
  ResolutionPoint point;
  point.resolution = resolution;
  point.found.partition = {std::move(community), count};
  point.steadiness = steadiness;
  return point;
}

TEST(Stability, StartsFromTheSteadiestThatHasBoundaries) {
  const std::vector<ResolutionPoint> points = {
      point_of({0, 0, 0, 0, 0, 0}, 1, 1, 1),  // one community: no boundary
      point_of({0, 0, 0, 1, 1, 1}, 2, 2, 0.9),
      point_of({0, 0, 1, 1, 2, 2}, 3, 4, 0.9001),  // as steady, and finer
      point_of({0, 1, 2, 3, 4, 5}, 6, 8, 1)};      // single nodes
  EXPECT_EQ(steadiest(points), 1U);
  EXPECT_EQ(steadiest({points[0], points[3]}), kNoPoint);
  EXPECT_EQ(steadiest({points[2], points[1]}), 1U);
  EXPECT_EQ(steadiest({points[2]}, 2), kNoPoint);
}

TEST(Stability, RefusesOptionsOutOfRange) {
  const Graph graph = cliques_and_one_between();
  StabilityOptions options;
  options.resolutions = {1};
  options.runs = 1;
  EXPECT_EQ(stability(graph, options).error().message, "1 runs of stability, expected 2 to 1000");
  options.runs = 3;
  options.strength = 1.5;
  EXPECT_EQ(stability(graph, options).error().message, "a perturbation of 1.5, expected 0 to 1");
  options.strength = 1;
  options.leiden.apart = {{0, 0}};
  EXPECT_FALSE(stability(graph, options));
}

// Three cliques and a warehouse that reads from all nodes: apart, then three boundaries.
TEST(Boundaries, SetHubsApartAndChooseTheSteadiest) {
  GraphInput input;
  input.sizes.assign(61, 1);
  GraphRandom random(2);
  for (int i = 0; i < 600; ++i) {
    const GraphNode group = random.below(3) * 20;
    input.edges.push_back({group + random.below(20), group + random.below(20)});
  }
  for (GraphNode node = 0; node < 60; ++node) input.edges.push_back({60, node});
  for (int i = 0; i < 30; ++i) input.edges.push_back({random.below(60), random.below(60)});
  const Graph graph = *make_graph(std::move(input));
  BoundaryRequest request;
  request.leiden.apart = {{0, 1}, {60, 2}};
  const auto found = find_boundaries(graph, request);
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->hubs.size(), 1U);
  EXPECT_EQ(found->hubs[0].node, 60U);
  EXPECT_EQ(found->part.kept.size(), 60U);
  ASSERT_NE(found->chosen, kNoPoint);
  const auto& community = found->points[found->chosen].found.partition.community;
  EXPECT_NE(community[0], community[1]);
  EXPECT_EQ(community[22], community[23]);
  EXPECT_NE(community[22], community[43]);
  EXPECT_EQ(found->metrics.communities.size(), found->points[found->chosen].found.partition.count);
  request.leiden.apart = {{0, 99}};
  EXPECT_FALSE(find_boundaries(graph, request));
}

}  // namespace
}  // namespace hanse::strategy
