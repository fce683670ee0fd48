// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hanse::strategy {
namespace {

Status check_numbers(const GraphInput& input) {
  for (std::size_t i = 0; i < input.sizes.size(); ++i) {
    if (!(input.sizes[i] > 0) || !std::isfinite(input.sizes[i])) {
      return fail(
          ErrorCode::kInvalidArgument,
          fmt::format("node {} has the size {}, expected a number above 0", i, input.sizes[i]));
    }
  }
  for (const GraphLayer& layer : input.layers) {
    if (!(layer.weight >= 0) || !std::isfinite(layer.weight)) {
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("layer `{}` has the weight {}, expected a number of at least 0",
                              layer.name, layer.weight));
    }
  }
  for (std::size_t i = 0; i < input.edges.size(); ++i) {
    const GraphEdge& edge = input.edges[i];
    if (!(edge.weight >= 0) || !std::isfinite(edge.weight)) {
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("edge {} has the weight {}, expected a number of at least 0", i,
                              edge.weight));
    }
    if (edge.from >= input.sizes.size() || edge.to >= input.sizes.size()) {
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("edge {} goes from node {} to node {}, expected numbers below {}", i,
                              edge.from, edge.to, input.sizes.size()));
    }
    if (edge.layer >= input.layers.size()) {
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("edge {} is of layer {}, expected a number below {}", i, edge.layer,
                              input.layers.size()));
    }
  }
  return {};
}

// Sorts by (from, to) and adds up what stands twice; by two counting passes, as the nodes are few
// and the edges many.
std::vector<GraphEdge> added_up(const std::vector<GraphEdge>& edges, std::size_t nodes) {
  std::vector<GraphEdge> by_to(edges.size()), sorted(edges.size());
  const auto pass = [nodes](const std::vector<GraphEdge>& in, std::vector<GraphEdge>& out,
                            GraphNode GraphEdge::* key) {
    std::vector<std::size_t> start(nodes + 1, 0);
    for (const GraphEdge& edge : in) ++start[edge.*key + 1];
    std::partial_sum(start.begin(), start.end(), start.begin());
    for (const GraphEdge& edge : in) out[start[edge.*key]++] = edge;
  };
  pass(edges, by_to, &GraphEdge::to);
  pass(by_to, sorted, &GraphEdge::from);
  std::size_t kept = 0;
  for (const GraphEdge& edge : sorted) {
    if (kept > 0 && sorted[kept - 1].from == edge.from && sorted[kept - 1].to == edge.to) {
      sorted[kept - 1].weight += edge.weight;
    } else {
      sorted[kept++] = edge;
    }
  }
  sorted.resize(kept);
  return sorted;
}

// Rows of both directions from pairs with from < to, ascending.
void fill_rows(Graph& graph, const std::vector<GraphEdge>& pairs) {
  const std::size_t nodes = graph.sizes.size();
  graph.offsets.assign(nodes + 1, 0);
  for (const GraphEdge& pair : pairs) {
    ++graph.offsets[pair.from + 1];
    ++graph.offsets[pair.to + 1];
  }
  std::partial_sum(graph.offsets.begin(), graph.offsets.end(), graph.offsets.begin());
  graph.targets.resize(2 * pairs.size());
  graph.weights.resize(2 * pairs.size());
  std::vector<std::uint32_t> next(graph.offsets.begin(), graph.offsets.end() - 1);
  const auto put = [&](GraphNode row, GraphNode target, double weight) {
    graph.targets[next[row]] = target;
    graph.weights[next[row]++] = weight;
  };
  // The smaller neighbours of each row come first, as pairs are ascending in both numbers.
  for (const GraphEdge& pair : pairs) put(pair.to, pair.from, pair.weight);
  for (const GraphEdge& pair : pairs) put(pair.from, pair.to, pair.weight);
  graph.strengths.assign(nodes, 0);
  for (const GraphEdge& pair : pairs) {
    graph.strengths[pair.from] += pair.weight;
    graph.strengths[pair.to] += pair.weight;
    graph.total_weight += pair.weight;
  }
}

}  // namespace

Result<Graph> make_graph(GraphInput input) {
  if (input.sizes.size() > kGraphNodesMax || input.edges.size() > kGraphEdgesMax) {
    return fail(
        ErrorCode::kLimitExceeded,
        fmt::format("a graph of {} nodes and {} edges, expected at most {} and {}",
                    input.sizes.size(), input.edges.size(), kGraphNodesMax, kGraphEdgesMax));
  }
  HANSE_TRY_STATUS(check_numbers(input));
  Graph graph;
  std::vector<GraphEdge> pairs, dependencies;
  for (GraphEdge edge : input.edges) {
    const GraphLayer& layer = input.layers[edge.layer];
    edge.weight *= layer.weight;
    edge.layer = 0;
    if (edge.from == edge.to) {
      ++graph.self_loops;
      continue;
    }
    if (layer.is_dependency) dependencies.push_back(edge);
    if (edge.weight > 0) {
      pairs.push_back({std::min(edge.from, edge.to), std::max(edge.from, edge.to), edge.weight, 0});
    }
  }
  graph.sizes = std::move(input.sizes);
  graph.total_size = std::accumulate(graph.sizes.begin(), graph.sizes.end(), 0.0);
  graph.dependencies = added_up(dependencies, graph.sizes.size());
  fill_rows(graph, added_up(pairs, graph.sizes.size()));
  if (!std::isfinite(graph.total_size * graph.total_size) || !std::isfinite(graph.total_weight)) {
    return fail(ErrorCode::kInvalidArgument,
                "the sizes or weights add up to more than a number holds, expected smaller ones");
  }
  return graph;
}

Subgraph without_nodes(const Graph& graph, const std::vector<GraphNode>& nodes) {
  Subgraph part;
  std::vector<GraphNode> number(graph.node_count(), 0);
  for (const GraphNode node : nodes) number[node] = kNoNode;
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    if (number[node] == kNoNode) continue;
    number[node] = static_cast<GraphNode>(part.kept.size());
    part.kept.push_back(node);
    part.graph.sizes.push_back(graph.sizes[node]);
    part.graph.total_size += graph.sizes[node];
  }
  std::vector<GraphEdge> pairs;
  for (const GraphNode node : part.kept) {
    const auto targets = graph.neighbours(node);
    const auto weights = graph.weights_of(node);
    for (std::size_t i = 0; i < targets.size(); ++i) {
      if (targets[i] > node && number[targets[i]] != kNoNode) {
        pairs.push_back({number[node], number[targets[i]], weights[i], 0});
      }
    }
  }
  for (GraphEdge edge : graph.dependencies) {
    edge.from = number[edge.from];
    edge.to = number[edge.to];
    if (edge.from != kNoNode && edge.to != kNoNode) part.graph.dependencies.push_back(edge);
  }
  fill_rows(part.graph, pairs);
  return part;
}

double density_of(const Graph& graph) {
  double squares = 0;
  for (const double size : graph.sizes) squares += size * size;
  const double possible = (graph.total_size * graph.total_size - squares) / 2;
  return graph.node_count() < 2 || possible <= 0 ? 0 : graph.total_weight / possible;
}

std::vector<std::uint32_t> components_of(const Graph& graph) {
  std::vector<std::uint32_t> part(graph.node_count(), kNoNode);
  std::vector<GraphNode> open;
  std::uint32_t count = 0;
  for (GraphNode start = 0; start < graph.node_count(); ++start) {
    if (part[start] != kNoNode) continue;
    part[start] = count;
    open.push_back(start);
    while (!open.empty()) {
      const GraphNode node = open.back();
      open.pop_back();
      for (const GraphNode next : graph.neighbours(node)) {
        if (part[next] != kNoNode) continue;
        part[next] = count;
        open.push_back(next);
      }
    }
    ++count;
  }
  return part;
}

}  // namespace hanse::strategy
