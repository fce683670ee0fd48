// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "strategy/graph/boundary.h"
#include "strategy/graph/hubs.h"
#include "strategy/graph/stability.h"

namespace hanse::strategy {

// From a graph to boundaries in one go: hubs apart, partitions at several resolutions with their
// stability, the steadiest one, and what its boundaries cost.

struct BoundaryRequest {
  // Constraints, seed and limit are its; a resolution above 0 is the only one tried. They name
  // nodes of the graph; what names a hub has no effect.
  LeidenOptions leiden;
  bool sets_hubs_apart = true;
  int runs = 20;                       // of stability; 0 with a resolution: none
  double perturbation = 0.5;           // StabilityOptions::strength
  int steps = 5;                       // of the ladder
  double low = 1, high = 16;           // times the density
  const std::vector<std::string>* names = nullptr;  // of the graph's nodes, for messages
};

struct Boundaries {
  std::vector<Hub> hubs;
  Subgraph part;                       // without hubs; all that follows is numbered by it
  double density = 0;                  // of it
  std::vector<ResolutionPoint> points;  // what was tried
  std::size_t chosen = kNoPoint;       // one of them; kNoPoint: no boundary is worth it
  BoundaryMetrics metrics;             // of the chosen one
  std::vector<CommunityLink> links;
};

// Errors as leiden_cpm's and stability's. A graph without edges has no points and nothing chosen.
Result<Boundaries> find_boundaries(const Graph& graph, const BoundaryRequest& request);

}  // namespace hanse::strategy
