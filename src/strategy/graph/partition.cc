// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "strategy/graph/leiden.h"

namespace hanse::strategy {

double cpm_quality(const Graph& graph, const Partition& partition, double resolution) {
  std::vector<double> size(partition.count, 0), squares(partition.count, 0);
  double inside = 0;
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    const std::uint32_t own = partition.community[node];
    size[own] += graph.sizes[node];
    squares[own] += graph.sizes[node] * graph.sizes[node];
    for (std::uint32_t i = graph.offsets[node]; i < graph.offsets[node + 1]; ++i) {
      if (graph.targets[i] > node && partition.community[graph.targets[i]] == own) {
        inside += graph.weights[i];
      }
    }
  }
  double expected = 0;
  for (std::uint32_t c = 0; c < partition.count; ++c) {
    expected += (size[c] * size[c] - squares[c]) / 2;
  }
  return inside - resolution * expected;
}

Partition renumbered(const Graph& graph, const std::vector<std::uint32_t>& labels) {
  // Labels are any numbers: first 0…k-1 in the order of their smallest node.
  std::vector<GraphNode> order(labels.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](GraphNode a, GraphNode b) { return labels[a] < labels[b]; });
  struct Group {
    double size = 0;
    GraphNode first = 0;
    std::uint32_t number = 0;
  };
  std::vector<Group> groups;
  Partition partition;
  partition.community.resize(labels.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || labels[order[i]] != labels[order[i - 1]]) {
      groups.push_back({0, order[i], static_cast<std::uint32_t>(groups.size())});
    }
    groups.back().size += graph.sizes[order[i]];
    partition.community[order[i]] = groups.back().number;
  }
  std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
    return a.size != b.size ? a.size > b.size : a.first < b.first;
  });
  std::vector<std::uint32_t> place(groups.size());
  for (std::uint32_t i = 0; i < groups.size(); ++i) place[groups[i].number] = i;
  for (std::uint32_t& community : partition.community) community = place[community];
  partition.count = static_cast<std::uint32_t>(groups.size());
  return partition;
}

std::vector<char> connected_communities(const Graph& graph, const Partition& partition) {
  std::vector<char> is_seen(graph.node_count(), 0), has_part(partition.count, 0);
  std::vector<char> is_connected(partition.count, 1);
  std::vector<GraphNode> open;
  for (GraphNode start = 0; start < graph.node_count(); ++start) {
    if (is_seen[start]) continue;
    const std::uint32_t own = partition.community[start];
    if (has_part[own]) is_connected[own] = 0;
    has_part[own] = is_seen[start] = 1;
    open.push_back(start);
    while (!open.empty()) {
      const GraphNode node = open.back();
      open.pop_back();
      for (const GraphNode next : graph.neighbours(node)) {
        if (is_seen[next] || partition.community[next] != own) continue;
        is_seen[next] = 1;
        open.push_back(next);
      }
    }
  }
  return is_connected;
}

}  // namespace hanse::strategy
