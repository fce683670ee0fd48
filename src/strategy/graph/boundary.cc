// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/boundary.h"

#include <fmt/format.h>

#include <algorithm>

namespace hanse::strategy {
namespace {

// Sizes, weights and conductance: the undirected view.
void add_weights(const Graph& graph, const Partition& partition, BoundaryMetrics& result) {
  std::vector<double> volume(partition.count, 0), squares(partition.count, 0);
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    const std::uint32_t own = partition.community[node];
    CommunityMetrics& metrics = result.communities[own];
    ++metrics.nodes;
    metrics.size += graph.sizes[node];
    squares[own] += graph.sizes[node] * graph.sizes[node];
    volume[own] += graph.strengths[node];
    for (std::uint32_t i = graph.offsets[node]; i < graph.offsets[node + 1]; ++i) {
      if (partition.community[graph.targets[i]] != own) {
        metrics.weight_cut += graph.weights[i];
        if (graph.targets[i] > node) result.weight_cut += graph.weights[i];
      } else if (graph.targets[i] > node) {
        metrics.weight_inside += graph.weights[i];
      }
    }
  }
  const auto connected = connected_communities(graph, partition);
  for (std::uint32_t c = 0; c < partition.count; ++c) {
    CommunityMetrics& metrics = result.communities[c];
    const double possible = (metrics.size * metrics.size - squares[c]) / 2;
    if (metrics.nodes > 1 && possible > 0) metrics.density = metrics.weight_inside / possible;
    const double least = std::min(volume[c], 2 * graph.total_weight - volume[c]);
    if (metrics.weight_cut > 0) metrics.conductance = std::min(metrics.weight_cut / least, 1.0);
    metrics.is_connected = connected[c] != 0;
  }
  if (graph.total_weight > 0) result.share_cut = result.weight_cut / graph.total_weight;
}

// Martin's counts and contracts: the directed view.
void add_couplings(const Graph& graph, const Partition& partition, BoundaryMetrics& result) {
  // The last `from` that was counted for a community, as dependencies are ascending by it.
  std::vector<GraphNode> last_afferent(partition.count, kNoNode), last_efferent = last_afferent;
  for (const GraphEdge& edge : graph.dependencies) {
    const std::uint32_t user = partition.community[edge.from];
    const std::uint32_t used = partition.community[edge.to];
    if (user == used) continue;
    ++result.contracts;
    ++result.communities[user].contracts_used;
    ++result.communities[used].contracts_offered;
    if (last_efferent[user] != edge.from) ++result.communities[user].efferent;
    if (last_afferent[used] != edge.from) ++result.communities[used].afferent;
    last_efferent[user] = edge.from;
    last_afferent[used] = edge.from;
  }
  for (CommunityMetrics& metrics : result.communities) {
    const double sum = static_cast<double>(metrics.afferent) + metrics.efferent;
    if (sum > 0) metrics.instability = metrics.efferent / sum;
  }
}

void add_shared(const Graph& graph, const Partition& partition, BoundaryMetrics& result) {
  std::vector<std::pair<GraphNode, std::uint32_t>> uses;  // node, community of a user outside
  for (const GraphEdge& edge : graph.dependencies) {
    const std::uint32_t user = partition.community[edge.from];
    if (user != partition.community[edge.to]) uses.emplace_back(edge.to, user);
  }
  std::sort(uses.begin(), uses.end());
  for (std::size_t i = 0; i < uses.size(); ++i) {
    auto& shared = result.communities[partition.community[uses[i].first]].shared;
    const bool is_new = i == 0 || uses[i].first != uses[i - 1].first;
    if (is_new) {
      shared.push_back({uses[i].first, {}, 0});
      ++result.shared;
    }
    if (is_new || uses[i].second != uses[i - 1].second) {
      shared.back().used_by.push_back(uses[i].second);
    }
    ++shared.back().users;
  }
  for (CommunityMetrics& metrics : result.communities) {
    std::stable_sort(
        metrics.shared.begin(), metrics.shared.end(), [](const SharedNode& a, const SharedNode& b) {
          return a.used_by.size() != b.used_by.size() ? a.used_by.size() > b.used_by.size()
                                                      : a.users > b.users;
        });
  }
}

double cut_of(const Graph& graph, const Partition& partition) {
  double cut = 0;
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    for (std::uint32_t i = graph.offsets[node]; i < graph.offsets[node + 1]; ++i) {
      const GraphNode other = graph.targets[i];
      if (other > node && partition.community[other] != partition.community[node]) {
        cut += graph.weights[i];
      }
    }
  }
  return cut;
}

Result<Partition> moved(const Graph& graph, const Partition& partition,
                        const std::vector<NodeMove>& moves) {
  Partition after = partition;
  std::vector<std::uint32_t> target(graph.node_count(), kNoNode);
  for (const NodeMove& move : moves) {
    if (move.node >= graph.node_count() || move.to >= partition.count + moves.size()) {
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("node {} cannot move to community {}, expected a node below {} and a "
                              "community below {}",
                              move.node, move.to, graph.node_count(),
                              partition.count + moves.size()));
    }
    if (target[move.node] != kNoNode && target[move.node] != move.to) {
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("node {} is to move to the communities {} and {}, expected one",
                              move.node, target[move.node], move.to));
    }
    target[move.node] = move.to;
    after.community[move.node] = move.to;
    after.count = std::max(after.count, move.to + 1);
  }
  return after;
}

}  // namespace

BoundaryMetrics boundary_metrics(const Graph& graph, const Partition& partition) {
  BoundaryMetrics result;
  result.communities.resize(partition.count);
  add_weights(graph, partition, result);
  add_couplings(graph, partition, result);
  add_shared(graph, partition, result);
  return result;
}

std::vector<CommunityLink> community_links(const Graph& graph, const Partition& partition) {
  std::vector<CommunityLink> links;
  for (const GraphEdge& edge : graph.dependencies) {
    const std::uint32_t from = partition.community[edge.from], to = partition.community[edge.to];
    if (from != to) links.push_back({from, to, 1, edge.weight});
  }
  std::stable_sort(links.begin(), links.end(), [](const CommunityLink& a, const CommunityLink& b) {
    return std::pair(a.from, a.to) < std::pair(b.from, b.to);
  });
  std::size_t kept = 0;
  for (const CommunityLink& link : links) {
    if (kept > 0 && links[kept - 1].from == link.from && links[kept - 1].to == link.to) {
      links[kept - 1].contracts += 1;
      links[kept - 1].weight += link.weight;
    } else {
      links[kept++] = link;
    }
  }
  links.resize(kept);
  return links;
}

Result<MoveEffect> move_nodes(const Graph& graph, const Partition& partition, double resolution,
                              const std::vector<NodeMove>& moves) {
  MoveEffect effect;
  HANSE_TRY(effect.after, moved(graph, partition, moves));
  effect.quality_before = cpm_quality(graph, partition, resolution);
  effect.quality_after = cpm_quality(graph, effect.after, resolution);
  effect.cut_before = cut_of(graph, partition);
  effect.cut_after = cut_of(graph, effect.after);
  for (const GraphEdge& edge : graph.dependencies) {
    const bool was = partition.community[edge.from] != partition.community[edge.to];
    const bool is = effect.after.community[edge.from] != effect.after.community[edge.to];
    effect.contracts_before += was;
    effect.contracts_after += is;
    if (is && !was) effect.contracts_added.emplace_back(edge.from, edge.to);
    if (was && !is) effect.contracts_removed.emplace_back(edge.from, edge.to);
  }
  const auto before = connected_communities(graph, partition);
  const auto after = connected_communities(graph, effect.after);
  for (std::uint32_t c = 0; c < effect.after.count; ++c) {
    if (!after[c] && (c >= partition.count || before[c])) effect.disconnected.push_back(c);
  }
  return effect;
}

}  // namespace hanse::strategy
