// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/graph.h"

#include <gtest/gtest.h>

#include <limits>

namespace hanse::strategy {
namespace {

GraphInput input_of(size_t nodes, std::vector<GraphEdge> edges) {
  GraphInput input;
  input.sizes.assign(nodes, 1);
  input.edges = std::move(edges);
  return input;
}

// 0→1 (2), 1→0 (1), 1→2 (3), 1→2 (1), 2→2 (9): pairs {0,1} of 3 and {1,2} of 4.
TEST(Graph, AddsUpDirectionsAndRepeatsAndLeavesSelfLoopsOut) {
  const auto graph = make_graph(
      input_of(3, {{0, 1, 2, 0}, {1, 0, 1, 0}, {1, 2, 3, 0}, {1, 2, 1, 0}, {2, 2, 9, 0}}));
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->pair_count(), 2U);
  EXPECT_EQ(graph->targets, (std::vector<GraphNode>{1, 0, 2, 1}));
  EXPECT_EQ(graph->weights, (std::vector<double>{3, 3, 4, 4}));
  EXPECT_EQ(graph->strengths, (std::vector<double>{3, 7, 4}));
  EXPECT_EQ(graph->total_weight, 7);
  EXPECT_EQ(graph->self_loops, 1U);
  ASSERT_EQ(graph->dependencies.size(), 3U);  // 0→1, 1→0, 1→2
  EXPECT_EQ(graph->dependencies[2].weight, 4);
  EXPECT_DOUBLE_EQ(density_of(*graph), 7.0 / 3);
}

TEST(Graph, LayersWeighAndOnlyDependenciesCountAsSuch) {
  GraphInput input = input_of(3, {{0, 1, 2, 0}, {1, 2, 4, 1}, {0, 1, 1, 1}});
  input.layers = {{"flows", 0.5, true}, {"interviews", 3, false}};
  const auto graph = make_graph(std::move(input));
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->weights_of(0)[0], 2 * 0.5 + 1 * 3);
  EXPECT_EQ(graph->weights_of(2)[0], 12);
  ASSERT_EQ(graph->dependencies.size(), 1U);
  EXPECT_EQ(graph->dependencies[0].to, 1U);
}

TEST(Graph, AWeightOfZeroIsADependencyButNoEvidence) {
  const auto graph = make_graph(input_of(2, {{0, 1, 0, 0}}));
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->pair_count(), 0U);
  EXPECT_EQ(graph->dependencies.size(), 1U);
}

TEST(Graph, RefusesHostileNumbersWithTheirPlace) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double weight : {-1.0, nan, infinity}) {
    const auto graph = make_graph(input_of(2, {{0, 1, 1, 0}, {0, 1, weight, 0}}));
    ASSERT_FALSE(graph);
    EXPECT_NE(graph.error().message.find("edge 1 has the weight"), std::string::npos);
  }
  EXPECT_EQ(make_graph(input_of(2, {{0, 2, 1, 0}})).error().message,
            "edge 0 goes from node 0 to node 2, expected numbers below 2");
  EXPECT_EQ(make_graph(input_of(2, {{0, 1, 1, 1}})).error().message,
            "edge 0 is of layer 1, expected a number below 1");
  for (const double size : {0.0, -1.0, nan, infinity}) {
    GraphInput input = input_of(2, {});
    input.sizes[1] = size;
    EXPECT_FALSE(make_graph(std::move(input)));
  }
  GraphInput input = input_of(2, {});
  input.layers[0] = {"flows", -1, true};
  EXPECT_EQ(make_graph(std::move(input)).error().message,
            "layer `flows` has the weight -1, expected a number of at least 0");
  GraphInput large = input_of(3, {{0, 1, 1e308, 0}, {1, 2, 1e308, 0}});
  EXPECT_FALSE(make_graph(std::move(large)));
}

TEST(Graph, AnEmptyOneIsOne) {
  const auto graph = make_graph({});
  ASSERT_TRUE(graph);
  EXPECT_EQ(graph->node_count(), 0U);
  EXPECT_EQ(density_of(*graph), 0);
  EXPECT_TRUE(components_of(*graph).empty());
}

TEST(Graph, WithoutNodesKeepsTheRestAsItWas) {
  const auto graph =
      make_graph(input_of(4, {{0, 1, 2, 0}, {1, 2, 3, 0}, {3, 2, 5, 0}, {0, 3, 7, 0}}));
  const Subgraph part = without_nodes(*graph, {1});
  EXPECT_EQ(part.kept, (std::vector<GraphNode>{0, 2, 3}));
  EXPECT_EQ(part.graph.total_weight, 12);
  EXPECT_EQ(part.graph.targets, (std::vector<GraphNode>{2, 2, 0, 1}));
  EXPECT_EQ(part.graph.weights, (std::vector<double>{7, 5, 7, 5}));
  ASSERT_EQ(part.graph.dependencies.size(), 2U);
  EXPECT_EQ(part.graph.dependencies[1].from, 2U);
  EXPECT_EQ(components_of(without_nodes(*graph, {0}).graph), (std::vector<std::uint32_t>{0, 0, 0}));
  EXPECT_EQ(components_of(without_nodes(*graph, {0, 2}).graph), (std::vector<std::uint32_t>{0, 1}));
}

}  // namespace
}  // namespace hanse::strategy
