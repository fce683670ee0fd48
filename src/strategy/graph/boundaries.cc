// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/boundaries.h"

#include <fmt/format.h>

#include <tuple>
#include <utility>

namespace hanse::strategy {
namespace {

// Constraints in the numbers of the part; those that name a hub are dropped.
LeidenOptions renumbered_options(const LeidenOptions& options, const Graph& graph,
                                 const Subgraph& part) {
  std::vector<GraphNode> number(graph.node_count(), kNoNode);
  for (std::size_t i = 0; i < part.kept.size(); ++i) {
    number[part.kept[i]] = static_cast<GraphNode>(i);
  }
  LeidenOptions result = options;
  // A node that is not there stays as it is, for leiden_cpm to complain about.
  const auto moved = [&](GraphNode node) {
    return node < number.size() ? number[node] : kNoNode - 1;
  };
  const auto renumber = [&](std::vector<NodePair>& pairs) {
    for (auto& [a, b] : pairs) std::tie(a, b) = std::pair(moved(a), moved(b));
    std::erase_if(pairs, [](const NodePair& pair) {
      return pair.first == kNoNode || pair.second == kNoNode;
    });
  };
  renumber(result.together);
  renumber(result.apart);
  for (auto& [node, label] : result.fixed) node = moved(node);
  std::erase_if(result.fixed, [](const auto& each) { return each.first == kNoNode; });
  return result;
}

// As leiden_cpm does, with names.
Status check_constraints(const LeidenOptions& leiden, const Subgraph& part,
                         const BoundaryRequest& request) {
  const auto found = contradiction_in(leiden, part.kept.size());
  if (!found) return {};
  const auto name = [&](GraphNode node) { return (*request.names)[part.kept[node]]; };
  return fail(ErrorCode::kConflict,
              fmt::format("`{}` and `{}` are to stay together and apart", name(found->first),
                          name(found->second)),
              "take one of the two constraints away");
}

}  // namespace

Result<Boundaries> find_boundaries(const Graph& graph, const BoundaryRequest& request) {
  Boundaries result;
  std::vector<GraphNode> apart;
  if (request.sets_hubs_apart) {
    HubOptions hubs;
    hubs.seed = request.leiden.seed;
    HANSE_TRY(result.hubs, find_hubs(graph, hubs));
    for (const Hub& hub : result.hubs) apart.push_back(hub.node);
  }
  result.part = without_nodes(graph, apart);
  const Graph& part = result.part.graph;
  result.density = density_of(part);
  const LeidenOptions leiden = renumbered_options(request.leiden, graph, result.part);
  if (request.names != nullptr) HANSE_TRY_STATUS(check_constraints(leiden, result.part, request));
  if (leiden.resolution > 0 && request.runs == 0) {
    ResolutionPoint point;
    point.resolution = leiden.resolution;
    HANSE_TRY(point.found, leiden_cpm(part, leiden));
    result.points.push_back(std::move(point));
  } else {
    StabilityOptions options;
    options.leiden = leiden;
    options.runs = request.runs;
    options.strength = request.perturbation;
    options.resolutions = leiden.resolution > 0
                              ? std::vector<double>{leiden.resolution}
                              : resolution_ladder(part, request.steps, request.low, request.high);
    HANSE_TRY(result.points, stability(part, options));
  }
  result.chosen = leiden.resolution > 0 ? 0 : steadiest(result.points);
  if (result.chosen == kNoPoint) return result;
  const Partition& partition = result.points[result.chosen].found.partition;
  result.metrics = boundary_metrics(part, partition);
  result.links = community_links(part, partition);
  return result;
}

}  // namespace hanse::strategy
