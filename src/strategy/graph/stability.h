// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "strategy/graph/leiden.h"

namespace hanse::strategy {

inline constexpr int kStabilityRunsMax = 1000;

struct StabilityOptions {
  LeidenOptions leiden;              // its resolution is not used
  std::vector<double> resolutions;   // above 0, as given to leiden_cpm; see resolution_ladder
  int runs = 20;                     // perturbed graphs a resolution; 2…kStabilityRunsMax
  double strength = 0.5;             // 0…1: how much of each weight is drawn anew
  double flip_low = 0.2, flip_high = 0.8;  // a pair flips when together in more, and fewer, runs
  std::size_t flips_max = 100;
};

// Two nodes with evidence between them that are together in some perturbed runs and not in others:
// the data do not decide, people do.
struct FlippingPair {
  GraphNode a = 0, b = 0;            // a < b
  double weight = 0;
  double together = 0;               // share of the runs
};

struct ResolutionPoint {
  double resolution = 0;
  LeidenResult found;                // on the graph as it is
  double variation = 0;              // of information to `found`, mean over the runs, nats
  double variation_normalised = 0;   // over log n
  double variation_high = 0;         // the largest, normalised
  double steadiness = 1;             // adjusted mutual information with `found`, mean over the runs
  std::vector<FlippingPair> flips;   // those nearest to one half first, at most flips_max
  std::size_t flip_count = 0;        // all of them
  std::vector<double> node_stability;  // of each node: over its neighbours by weight, the share of
                                       // runs that say of the pair what `found` says; 1 without any
};

// Partitions at several resolutions, each with how much it moves when the evidence does: the
// weights of all pairs are drawn anew as a multinomial sample of as many units as there are pairs
// (a bootstrap), mixed by `strength` with the weights as they are, the total kept; cf. Karrer,
// Levina, Newman, Physical Review E 77:046119, 2008 (perturbation judged by variation of
// information). Points in the order of `resolutions`. Uses up to two threads; the result does not
// depend on it. Errors as leiden_cpm's.
Result<std::vector<ResolutionPoint>> stability(const Graph& graph, const StabilityOptions& options);

// `steps` resolutions from `low` to `high` times the density, evenly on a logarithmic scale.
std::vector<double> resolution_ladder(const Graph& graph, int steps = 5, double low = 1,
                                      double high = 16);

// The index of the point to start from: of those with 2…`communities_max` communities of at least
// two nodes, the one of highest steadiness (to three digits; of equal ones the lower resolution).
// Variation of information alone would favour partitions into single nodes, which have little to
// vary; the adjusted measure does not. kNoPoint: none is worth a boundary; stay central.
inline constexpr std::size_t kNoPoint = SIZE_MAX;
std::size_t steadiest(const std::vector<ResolutionPoint>& points,
                      std::uint32_t communities_max = UINT32_MAX);

}  // namespace hanse::strategy
