// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/hubs.h"

#include <algorithm>
#include <cmath>

#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

std::vector<GraphNode> outliers(const Graph& graph, const HubOptions& options) {
  std::vector<double> logs;
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    const auto degree = static_cast<double>(graph.neighbours(node).size());
    if (degree > 0) logs.push_back(std::log(degree));
  }
  if (logs.empty()) return {};
  std::sort(logs.begin(), logs.end());
  const double q1 = sorted_quantile(logs, 0.25), q3 = sorted_quantile(logs, 0.75);
  const double fence = std::max(
      {q3 + options.fence * (q3 - q1), sorted_quantile(logs, 0.5) + std::log(options.median_times),
       std::log(static_cast<double>(std::max(options.neighbours_min, 1U)))});
  std::vector<GraphNode> found;
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    const auto degree = static_cast<double>(graph.neighbours(node).size());
    if (degree > 0 && std::log(degree) >= fence - 1e-12) found.push_back(node);
  }
  return found;
}

// Over those neighbours that have a community; 0 without any.
double participation_of(const Graph& graph, GraphNode node,
                        const std::vector<std::uint32_t>& community,
                        std::vector<std::uint32_t>& count) {
  double known = 0, squares = 0;
  for (const GraphNode other : graph.neighbours(node)) {
    if (community[other] == kNoNode) continue;
    ++known;
    const auto before = static_cast<double>(count[community[other]]++);
    squares += 2 * before + 1;  // (k+1)² − k²
  }
  for (const GraphNode other : graph.neighbours(node)) {
    if (community[other] != kNoNode) count[community[other]] = 0;
  }
  return known > 0 ? 1 - squares / (known * known) : 0;
}

HubKind kind_of(const Hub& hub, double one_sided) {
  if (hub.depends_on == 0 && hub.used_by == 0) return HubKind::kUndirected;
  if (hub.depends_on >= one_sided * hub.used_by) return HubKind::kWarehouse;
  if (hub.used_by >= one_sided * hub.depends_on) return HubKind::kMasterData;
  return HubKind::kBus;
}

}  // namespace

std::string_view hub_kind_name(HubKind kind) {
  switch (kind) {
    case HubKind::kBus:
      return "bus";
    case HubKind::kWarehouse:
      return "warehouse";
    case HubKind::kMasterData:
      return "master_data";
    case HubKind::kUndirected:
      return "undirected";
  }
  return "undirected";
}

Result<std::vector<Hub>> find_hubs(const Graph& graph, const HubOptions& options) {
  const std::vector<GraphNode> candidates = outliers(graph, options);
  if (candidates.empty()) return std::vector<Hub>{};
  const Subgraph rest = without_nodes(graph, candidates);
  LeidenOptions leiden;
  leiden.seed = options.seed;
  leiden.resolution = options.resolution > 0 ? options.resolution : 4 * density_of(rest.graph);
  std::vector<std::uint32_t> community(graph.node_count(), kNoNode);
  std::uint32_t count = 0;
  if (leiden.resolution > 0) {  // else the candidates were all that connected anything
    HANSE_TRY(const LeidenResult found, leiden_cpm(rest.graph, leiden));
    for (std::size_t i = 0; i < rest.kept.size(); ++i) {
      community[rest.kept[i]] = found.partition.community[i];
    }
    count = found.partition.count;
  }
  // Who depends on nothing but candidates would be left alone without them: such neighbours count
  // as one community, the candidate's own.
  for (std::size_t i = 0; i < rest.kept.size(); ++i) {
    if (rest.graph.neighbours(static_cast<GraphNode>(i)).empty()) community[rest.kept[i]] = count;
  }
  ++count;
  std::vector<Hub> hubs;
  std::vector<std::uint32_t> scratch(count, 0), depends_on(graph.node_count(), 0),
      used_by(graph.node_count(), 0);
  for (const GraphEdge& edge : graph.dependencies) {
    ++depends_on[edge.from];
    ++used_by[edge.to];
  }
  for (const GraphNode node : candidates) {
    Hub hub{node,
            HubKind::kUndirected,
            static_cast<std::uint32_t>(graph.neighbours(node).size()),
            depends_on[node],
            used_by[node],
            participation_of(graph, node, community, scratch)};
    if (hub.participation < options.participation_min) continue;
    hub.kind = kind_of(hub, options.one_sided);
    hubs.push_back(hub);
  }
  std::stable_sort(hubs.begin(), hubs.end(),
                   [](const Hub& a, const Hub& b) { return a.neighbours > b.neighbours; });
  return hubs;
}

}  // namespace hanse::strategy
