// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/leiden.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "strategy/graph/agreement.h"
#include "strategy/graph/random.h"

namespace hanse::strategy {
namespace {

Graph graph_of(size_t nodes, std::vector<GraphEdge> edges) {
  GraphInput input;
  input.sizes.assign(nodes, 1);
  input.edges = std::move(edges);
  auto graph = make_graph(std::move(input));
  EXPECT_TRUE(graph);
  return std::move(*graph);
}

// Two triangles {0,1,2} and {3,4,5}, joined by 2–3.
Graph two_triangles() {
  return graph_of(6, {{0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}, {2, 3}});
}

struct Planted {
  Graph graph;
  std::vector<std::uint32_t> truth;
};
// `groups` groups of `each` nodes; a share `noise` of the edges goes anywhere.
Planted planted(std::uint32_t groups, std::uint32_t each, std::uint32_t edges, double noise,
                std::uint64_t seed) {
  GraphRandom random(seed);
  Planted result;
  std::vector<GraphEdge> list;
  const std::uint32_t nodes = groups * each;
  for (std::uint32_t node = 0; node < nodes; ++node) result.truth.push_back(node / each);
  for (std::uint32_t i = 0; i < edges; ++i) {
    const GraphNode from = random.below(nodes);
    const GraphNode to = random.uniform() < noise ? random.below(nodes)
                                                  : result.truth[from] * each + random.below(each);
    list.push_back({from, to, 0.5 + random.uniform(), 0});
  }
  result.graph = graph_of(nodes, std::move(list));
  return result;
}

LeidenResult run(const Graph& graph, LeidenOptions options) {
  auto result = leiden_cpm(graph, options);
  EXPECT_TRUE(result) << result.error().message;
  return result ? std::move(*result) : LeidenResult{};
}

// H = weight inside − γ·(pairs inside): both triangles: 6 − 0.5·6 = 3; all in one: 7 − 0.5·15.
TEST(Leiden, FindsTwoTrianglesAndTheirQuality) {
  const Graph graph = two_triangles();
  const LeidenResult found = run(graph, {.resolution = 0.5});
  EXPECT_EQ(found.partition.count, 2U);
  EXPECT_EQ(found.partition.community, (std::vector<std::uint32_t>{0, 0, 0, 1, 1, 1}));
  EXPECT_DOUBLE_EQ(found.quality, 3);
  EXPECT_DOUBLE_EQ(cpm_quality(graph, {{0, 0, 0, 0, 0, 0}, 1}, 0.5), -0.5);
  EXPECT_DOUBLE_EQ(cpm_quality(graph, {{0, 1, 2, 3, 4, 5}, 6}, 0.5), 0);
  EXPECT_EQ(run(graph, {.resolution = 0.01}).partition.count, 1U);
  EXPECT_EQ(run(graph, {.resolution = 1.5}).partition.count, 6U);
}

// Sizes of 2 make each pair count 4: γ·4 = 2 is above every weight at γ = 0.5.
TEST(Leiden, SizesCountInTheNullModel) {
  GraphInput input;
  input.sizes.assign(3, 2);
  input.edges = {{0, 1}, {1, 2}, {0, 2}};
  const Graph graph = *make_graph(std::move(input));
  EXPECT_EQ(run(graph, {.resolution = 0.5}).partition.count, 3U);
  EXPECT_EQ(run(graph, {.resolution = 0.2}).partition.count, 1U);
  EXPECT_DOUBLE_EQ(cpm_quality(graph, {{0, 0, 0}, 1}, 0.2), 3 - 0.2 * (36 - 12) / 2);
}

double gain_of_moving(const Graph& graph, const Partition& partition, double resolution,
                      GraphNode node, std::uint32_t to) {
  Partition moved = partition;
  moved.community[node] = to;
  moved.count = std::max(moved.count, to + 1);
  return cpm_quality(graph, moved, resolution) - cpm_quality(graph, partition, resolution);
}

TEST(Leiden, CommunitiesAreConnectedAndNoNodeOrCommunityGainsByMoving) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Planted case_ = planted(6, 10, 260, 0.1 + 0.06 * static_cast<double>(seed), seed);
    const double density = density_of(case_.graph);
    for (const double times : {0.7, 2.0, 5.0}) {
      SCOPED_TRACE(::testing::Message() << "seed " << seed << ", " << times << " × density");
      const double resolution = times * density;
      const LeidenResult found = run(case_.graph, {.resolution = resolution, .seed = seed});
      const auto connected = connected_communities(case_.graph, found.partition);
      EXPECT_EQ(std::count(connected.begin(), connected.end(), 0), 0);
      EXPECT_GE(found.quality, 0);
      EXPECT_LT(found.rounds, 64);
      for (GraphNode node = 0; node < case_.graph.node_count(); ++node) {
        for (std::uint32_t to = 0; to <= found.partition.count; ++to) {
          EXPECT_LE(gain_of_moving(case_.graph, found.partition, resolution, node, to), 1e-9);
        }
      }
      for (std::uint32_t a = 0; a < found.partition.count; ++a) {
        for (std::uint32_t b = 0; b < a; ++b) {
          Partition merged = found.partition;
          for (std::uint32_t& own : merged.community) own = own == a ? b : own;
          EXPECT_LE(cpm_quality(case_.graph, merged, resolution), found.quality + 1e-9);
        }
      }
    }
  }
}

TEST(Leiden, QualityNeverFallsFromRoundToRound) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Planted case_ = planted(12, 15, 1500, 0.5, seed);
    const double resolution = 3 * density_of(case_.graph);
    double before = 0;  // of single nodes
    for (int rounds = 1; rounds <= 8; ++rounds) {
      const LeidenResult found = run(
          case_.graph, {.resolution = resolution, .seed = seed, .rounds_max = rounds, .starts = 1});
      EXPECT_GE(found.quality, before - 1e-9) << "seed " << seed << ", round " << rounds;
      before = found.quality;
    }
  }
}

TEST(Leiden, MoreStartsAreNeverWorse) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Planted case_ = planted(12, 15, 1000, 0.6, seed);
    LeidenOptions options{.resolution = 2 * density_of(case_.graph), .seed = seed, .starts = 1};
    const double one = run(case_.graph, options).quality;
    options.starts = 6;
    EXPECT_GE(run(case_.graph, options).quality, one) << "seed " << seed;
  }
}

TEST(Leiden, FindsPlantedGroupsAndIsTheSameForASeed) {
  const Planted case_ = planted(10, 20, 2000, 0.1, 3);
  const LeidenOptions options{.resolution = 3 * density_of(case_.graph), .seed = 5};
  const LeidenResult found = run(case_.graph, options);
  EXPECT_GE(agreement(found.partition.community, case_.truth)->nmi, 0.99);
  const LeidenResult again = run(case_.graph, options);
  EXPECT_EQ(found.partition.community, again.partition.community);
  EXPECT_EQ(found.quality, again.quality);
}

TEST(Leiden, NumbersCommunitiesByFallingSize) {
  const Graph graph = graph_of(6, {{1, 2}, {3, 4}, {4, 5}, {3, 5}});
  const LeidenResult found = run(graph, {.resolution = 0.1});
  EXPECT_EQ(found.partition.community, (std::vector<std::uint32_t>{2, 1, 1, 0, 0, 0}));
  EXPECT_EQ(renumbered(graph, {9, 4, 4, 7, 7, 9}).community,
            (std::vector<std::uint32_t>{0, 1, 1, 2, 2, 0}));
}

TEST(Leiden, KeepsTogetherWhatIsTo) {
  const Graph graph = two_triangles();
  const LeidenResult found = run(graph, {.resolution = 0.5, .together = {{0, 5}, {5, 4}}});
  const auto& own = found.partition.community;
  EXPECT_EQ(own[0], own[5]);
  EXPECT_EQ(own[4], own[5]);
}

TEST(Leiden, NeverPutsTogetherWhatIsToStayApart) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Planted case_ = planted(5, 12, 600, 0.2, seed);
    LeidenOptions options{.resolution = 2 * density_of(case_.graph), .seed = seed};
    GraphRandom random(seed);
    for (int i = 0; i < 15; ++i) {
      const GraphNode a = random.below(60), b = random.below(60);
      if (a != b) options.apart.emplace_back(a, b);
    }
    const LeidenResult found = run(case_.graph, options);
    for (const auto& [a, b] : options.apart) {
      EXPECT_NE(found.partition.community[a], found.partition.community[b]);
    }
    options.communities_max = 20;
    const LeidenResult limited = run(case_.graph, options);
    EXPECT_LE(limited.partition.count, 20U);
    for (const auto& [a, b] : options.apart) {
      EXPECT_NE(limited.partition.community[a], limited.partition.community[b]);
    }
  }
}

TEST(Leiden, FixedGroupsHoldAndGather) {
  const Graph graph = two_triangles();
  const LeidenResult found =
      run(graph, {.resolution = 0.3, .fixed = {{0, 7}, {3, 7}, {5, 2}, {1, 2}}});
  const auto& own = found.partition.community;
  EXPECT_EQ(own[0], own[3]);
  EXPECT_EQ(own[5], own[1]);
  EXPECT_NE(own[0], own[1]);
}

TEST(Leiden, KeepsTheLimitByResolutionFirstAndByMergingWhatHasNoEdges) {
  const Planted case_ = planted(12, 10, 1200, 0.2, 1);
  const double resolution = 4 * density_of(case_.graph);
  const LeidenResult found = run(case_.graph, {.resolution = resolution, .communities_max = 5});
  EXPECT_LE(found.partition.count, 5U);
  EXPECT_LT(found.resolution, resolution);
  EXPECT_EQ(found.merged, 0U);
  EXPECT_DOUBLE_EQ(found.quality, cpm_quality(case_.graph, found.partition, found.resolution));
  const Graph alone = graph_of(10, {{0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}});
  const LeidenResult merged = run(alone, {.resolution = 0.5, .communities_max = 3});
  EXPECT_EQ(merged.partition.count, 3U);
  EXPECT_EQ(merged.merged, 3U);  // four single nodes: 1+1, 1+1, 2+2
  EXPECT_EQ(merged.resolution, 0.5);
  EXPECT_EQ(merged.partition.community[9], merged.partition.community[6]);
}

TEST(Leiden, RefusesWhatContradictsItself) {
  const Graph graph = two_triangles();
  const auto message = [&](const LeidenOptions& options) {
    const auto result = leiden_cpm(graph, options);
    return result ? std::string("no error") : result.error().message;
  };
  EXPECT_EQ(message({.resolution = 1, .together = {{0, 1}, {1, 2}}, .apart = {{0, 2}}}),
            "nodes 0 and 2 are to stay together and apart");
  EXPECT_EQ(message({.resolution = 1, .together = {{0, 1}}, .fixed = {{0, 1}, {1, 2}}}),
            "nodes 0 and 1 are to stay together and apart");
  EXPECT_EQ(message({.resolution = 1, .apart = {{0, 1}, {1, 2}, {0, 2}}, .communities_max = 2}),
            "at most 2 communities cannot be kept beside the nodes that are to stay apart");
  EXPECT_EQ(message({.resolution = 1, .apart = {{0, 6}}}),
            "a constraint names node 6, expected numbers below 6");
  EXPECT_EQ(message({.resolution = 0}), "the resolution is 0, expected a number above 0");
  EXPECT_EQ(message({.resolution = 1, .theta = 0}),
            "theta is 0, rounds 64 and starts 4, expected numbers above 0");
}

TEST(Leiden, TakesGraphsWithoutNodesOrEdges) {
  EXPECT_EQ(run(graph_of(0, {}), {.resolution = 1, .communities_max = 3}).partition.count, 0U);
  EXPECT_EQ(run(graph_of(4, {{1, 1, 5, 0}}), {.resolution = 1}).partition.count, 4U);
  EXPECT_EQ(
      run(graph_of(4, {{0, 1, 0, 0}}), {.resolution = 1, .communities_max = 1}).partition.count,
      1U);
}

// The worst case of weights: 300 decades apart.
TEST(Leiden, EndsOnWeightsOfAnyScale) {
  GraphRandom random(9);
  for (const double scale : {1e-150, 1.0, 1e140}) {
    std::vector<GraphEdge> edges;
    for (int i = 0; i < 400; ++i) {
      edges.push_back({random.below(60), random.below(60), scale * random.uniform(), 0});
    }
    const Graph graph = graph_of(60, edges);
    const LeidenResult found = run(graph, {.resolution = 2 * density_of(graph)});
    EXPECT_GT(found.partition.count, 1U);
    EXPECT_LT(found.partition.count, 60U);
    EXPECT_LT(found.rounds, 64);
  }
}

}  // namespace
}  // namespace hanse::strategy
