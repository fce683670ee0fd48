// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "strategy/graph/graph.h"
#include "strategy/graph/leiden.h"

namespace hanse::strategy {

// A node that others than its own community depend on: what must become a product.
struct SharedNode {
  GraphNode node = 0;
  std::vector<std::uint32_t> used_by;  // communities, ascending
  std::uint32_t users = 0;             // nodes outside that depend on it
};

// A community seen from its boundary. Weights are undirected and combined; counts are of the
// dependencies (edges of layers that are one), each distinct pair once, whatever its weight.
struct CommunityMetrics {
  std::uint32_t nodes = 0;
  double size = 0;                     // sum of node sizes
  double weight_inside = 0, weight_cut = 0;
  double density = 0;                  // weight inside over the possible
  // cut / min(volume, volume of the rest): 0 closed, 1 all goes out. 0 without a cut.
  double conductance = 0;
  // Martin, "OO Design Quality Metrics", 1994. Ca: nodes outside that depend on nodes inside;
  // Ce: nodes inside that depend on nodes outside; instability Ce/(Ca+Ce), none when both are 0.
  std::uint32_t afferent = 0, efferent = 0;
  std::optional<double> instability;
  std::uint32_t contracts_offered = 0;   // distinct dependencies from outside to inside
  std::uint32_t contracts_used = 0;      // distinct dependencies from inside to outside
  std::vector<SharedNode> shared;        // by falling number of communities, users, node
  bool is_connected = true;
};

struct BoundaryMetrics {
  std::vector<CommunityMetrics> communities;
  double weight_cut = 0;                 // over pairs, each once
  double share_cut = 0;                  // of the total weight; 0 without any
  std::uint32_t contracts = 0;           // distinct dependencies that cross a boundary
  std::uint32_t shared = 0;              // nodes used across
};
BoundaryMetrics boundary_metrics(const Graph& graph, const Partition& partition);

// Between two communities, in the direction of dependency.
struct CommunityLink {
  std::uint32_t from = 0, to = 0;        // `from` depends on `to`
  std::uint32_t contracts = 0;           // distinct dependencies
  double weight = 0;
};
// Ascending by (from, to); only those that are there.
std::vector<CommunityLink> community_links(const Graph& graph, const Partition& partition);

// ---- What if
struct NodeMove {
  GraphNode node = 0;
  std::uint32_t to = 0;                  // a community; from `count` of the partition on: new ones
};
struct MoveEffect {
  Partition after;                       // numbered as before (new communities are the last); one
                                         // that became empty keeps its number
  double quality_before = 0, quality_after = 0;
  double cut_before = 0, cut_after = 0;
  std::uint32_t contracts_before = 0, contracts_after = 0;
  std::vector<NodePair> contracts_added, contracts_removed;  // dependencies, ascending
  std::vector<std::uint32_t> disconnected;  // communities that were connected and no longer are
};
// What all moves together change. kInvalidArgument for a node or community that is not there, or a
// node moved twice to different places.
Result<MoveEffect> move_nodes(const Graph& graph, const Partition& partition, double resolution,
                              const std::vector<NodeMove>& moves);

}  // namespace hanse::strategy
