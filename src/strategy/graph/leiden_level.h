// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "strategy/graph/graph.h"
#include "strategy/graph/random.h"

namespace hanse::strategy {

// The parts of the Leiden algorithm; leiden.cc puts them together. Only for this folder.

// One level of aggregation: nodes are communities of the level below.
struct LeidenLevel {
  std::vector<double> sizes;
  std::vector<std::uint32_t> offsets{0};
  std::vector<GraphNode> targets;
  std::vector<double> weights;
  std::vector<std::uint32_t> apart_offsets;  // n+1, or empty: nobody is to stay apart
  std::vector<GraphNode> apart;

  std::uint32_t count() const { return static_cast<std::uint32_t>(sizes.size()); }
  std::span<const GraphNode> apart_from(GraphNode node) const {
    if (apart_offsets.empty()) return {};
    return {apart.data() + apart_offsets[node], apart_offsets[node + 1] - apart_offsets[node]};
  }
};

struct LeidenParameters {
  double resolution = 0;
  double theta = 0;    // in units of the quality, not of a mean weight
  double epsilon = 0;  // a gain of at most so much is none: what rounding leaves
};

// Labels below the number of nodes, by which `values` are numbered 0…k-1 in order of appearance.
std::uint32_t compact(std::vector<std::uint32_t>& values);

// Moves nodes to the neighbouring (or an empty) community of highest gain until none gains, by a
// queue of those whose neighbourhood changed. `community`: labels below count(). Keeps apart what
// is to stay apart, if it was. Whether anything moved.
bool move_nodes_fast(const LeidenLevel& level, const LeidenParameters& parameters,
                     GraphRandom& random, std::vector<std::uint32_t>& community);

// Splits every community into well-connected parts: starts from single nodes and merges them, at
// random by exp(gain / θ), inside of their community only. Labels 0…k-1; k is returned.
std::uint32_t refine(const LeidenLevel& level, const LeidenParameters& parameters,
                     GraphRandom& random, const std::vector<std::uint32_t>& community,
                     std::vector<std::uint32_t>& refined);

// The level above: a node for each of the `count` groups.
LeidenLevel aggregate(const LeidenLevel& level, const std::vector<std::uint32_t>& group,
                      std::uint32_t count);

// Every community that is not connected becomes its connected parts, which only ever raises the
// quality. Whether any was.
bool split_disconnected(const LeidenLevel& level, std::vector<std::uint32_t>& community);

// Merges until `limit` communities are left; see leiden_cpm. Labels 0…k-1 before and after. How
// many were merged; -1: constraints leave no way.
int merge_to_limit(const LeidenLevel& level, double resolution, std::uint32_t limit,
                   std::vector<std::uint32_t>& community);

}  // namespace hanse::strategy
