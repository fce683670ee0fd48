// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace hanse::strategy {

// A weighted graph of several layers of evidence (data flows, foreign keys, interviews, teams),
// and what is computed on it. Everything of this folder is pure, takes nodes by number (0…n-1; the
// caller keeps their names) and is deterministic: the same binary, graph, options and seed give the
// same result. Values are safe to share between threads once made.

using GraphNode = std::uint32_t;
inline constexpr GraphNode kNoNode = UINT32_MAX;
inline constexpr std::size_t kGraphNodesMax = 1'000'000, kGraphEdgesMax = 20'000'000;

struct GraphLayer {
  std::string name;              // for messages
  double weight = 1;             // what one unit of its evidence counts; at least 0
  bool is_dependency = true;     // its edges have a direction and count in coupling and contracts
};

// `from` depends on `to`: it reads, calls or refers to it. So data flow from `to` to `from`.
// In a layer that is no dependency the direction says nothing.
struct GraphEdge {
  GraphNode from = 0, to = 0;
  double weight = 1;             // at least 0; 0: no evidence for a boundary, yet a dependency
  std::uint32_t layer = 0;       // index of GraphInput::layers
};

struct GraphInput {
  std::vector<double> sizes;     // of the nodes, above 0: what one counts in the null model (1)
  std::vector<GraphLayer> layers = {GraphLayer{}};
  std::vector<GraphEdge> edges;  // several of one pair add up
};

// The layers as one: the weight of a pair is the sum over its edges, both directions and all
// layers, of edge weight × layer weight. Self loops have no part in it (they move no boundary).
// Compressed rows: the neighbours of v, ascending, are targets[offsets[v]…offsets[v+1]).
struct Graph {
  std::vector<double> sizes;
  std::vector<std::uint32_t> offsets;      // n+1
  std::vector<GraphNode> targets;          // both directions of each pair
  std::vector<double> weights;             // above 0, as long as `targets`
  std::vector<double> strengths;           // of the nodes: the sum of their weights
  double total_weight = 0;                 // over pairs, each once
  double total_size = 0;
  // Distinct dependencies, ascending by (from, to), without self loops.
  std::vector<GraphEdge> dependencies;     // weight: edge weight × layer weight, added up
  std::size_t self_loops = 0;

  std::size_t node_count() const { return sizes.size(); }
  std::size_t pair_count() const { return targets.size() / 2; }
  std::span<const GraphNode> neighbours(GraphNode node) const {
    return {targets.data() + offsets[node], offsets[node + 1] - offsets[node]};
  }
  std::span<const double> weights_of(GraphNode node) const {
    return {weights.data() + offsets[node], offsets[node + 1] - offsets[node]};
  }
};

// kInvalidArgument, with the number of the node, layer or edge (from 0), when a size is not above
// 0, a weight is negative or not finite, an index is out of range, or the total overflows;
// kLimitExceeded above the limits. An empty graph is one.
Result<Graph> make_graph(GraphInput input);

// The graph without some nodes (hubs set apart). `kept[i]` is the number in the whole of its i-th.
struct Subgraph {
  Graph graph;
  std::vector<GraphNode> kept;
};
Subgraph without_nodes(const Graph& graph, const std::vector<GraphNode>& nodes);

// The share of the possible weight that is there: total weight over the sum of size products of
// all pairs. A resolution of 1 × this asks of a domain to be as dense as the whole; meaningful
// resolutions are 1 to some 100 × it. 0 for a graph of fewer than two nodes.
double density_of(const Graph& graph);

// Connected parts, numbered by their smallest node.
std::vector<std::uint32_t> components_of(const Graph& graph);

}  // namespace hanse::strategy
