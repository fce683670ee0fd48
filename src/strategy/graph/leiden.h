// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "strategy/graph/graph.h"

namespace hanse::strategy {

// A number of a community for each node, 0…count-1; numbered by falling size (sum of node sizes),
// of equal ones by their smallest node.
struct Partition {
  std::vector<std::uint32_t> community;
  std::uint32_t count = 0;
};

using NodePair = std::pair<GraphNode, GraphNode>;

struct LeidenOptions {
  double resolution = 0;              // γ: above 0; density a community must exceed
  std::uint64_t seed = 1;
  double theta = 0.01;                // randomness of the refinement, as in the paper; above 0
  int rounds_max = 64;                // each from the last one's result; at least 1
  int starts = 4;                     // the best of so many runs; fewer when two find the same
                                      // quality; at least 1
  std::vector<NodePair> together = {};  // stay together: contracted before
  std::vector<NodePair> apart = {};     // never in one community
  // Node, group: those of one group stay together, those of two apart.
  std::vector<std::pair<GraphNode, std::uint32_t>> fixed = {};
  std::uint32_t communities_max = 0;  // 0: no limit
};

struct LeidenResult {
  Partition partition;
  double quality = 0;                 // cpm_quality at `resolution`
  double resolution = 0;              // below the one asked for when the limit needed it
  int rounds = 0;
  std::uint32_t merged = 0;           // communities put together without an edge between them, or
                                      // at a loss, because of the limit
};

// The Leiden algorithm (Traag, Waltman, van Eck, "From Louvain to Leiden: guaranteeing well-
// connected communities", Scientific Reports 9:5233, 2019) with the constant Potts model (Traag,
// Van Dooren, Nesterov, Physical Review E 84:016114, 2011): maximises
//   H = Σ_c [ e_c − γ·(s_c² − Σ_{v∈c} s_v²)/2 ]
// with e_c the weight inside c and s_c the sum of its sizes. Fast local moving with a queue,
// refinement with randomness θ, aggregation; repeated until a round changes nothing.
// After it: each community is connected (pairs of `together` count as edges), no node or group of
// `together` gains by moving alone, no two communities gain by merging, each where the constraints
// allow it; and H is at least that of single nodes.
// The limit: the resolution is lowered until it is kept; what has no edges to the rest is then put
// together, the smallest first (so that communities of merged > 0 may not be connected).
// kInvalidArgument for options out of range; kConflict when `together`, `apart` and `fixed`
// contradict each other or leave no way to keep the limit.
Result<LeidenResult> leiden_cpm(const Graph& graph, const LeidenOptions& options);

// The first pair of nodes that is to stay together and apart. Nodes are below `count`.
std::optional<NodePair> contradiction_in(const LeidenOptions& options, std::size_t count);

// H of above. `partition` has a community for each node.
double cpm_quality(const Graph& graph, const Partition& partition, double resolution);

// Labels of any kind as a Partition in its numbering.
Partition renumbered(const Graph& graph, const std::vector<std::uint32_t>& labels);

// Of each community, whether edges among its own nodes connect it; one without nodes counts as so.
std::vector<char> connected_communities(const Graph& graph, const Partition& partition);

}  // namespace hanse::strategy
