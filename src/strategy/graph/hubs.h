// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "strategy/graph/graph.h"
#include "strategy/graph/leiden.h"

namespace hanse::strategy {

enum class HubKind {
  kBus,         // depends on many and many depend on it: integration, bus, gateway
  kWarehouse,   // depends on many: collects (warehouse, lake, reporting)
  kMasterData,  // many depend on it: serves (customer, product, reference data, sign-in)
  kUndirected,  // no dependencies known
};
std::string_view hub_kind_name(HubKind kind);  // bus | warehouse | master_data | undirected

struct Hub {
  GraphNode node = 0;
  HubKind kind = HubKind::kUndirected;
  std::uint32_t neighbours = 0;
  std::uint32_t depends_on = 0, used_by = 0;   // distinct nodes
  double participation = 0;                    // of its neighbours over the communities, 0…1
};

struct HubOptions {
  double fence = 1.5;             // Tukey's: above Q3 + fence × IQR of log(neighbours)
  std::uint32_t neighbours_min = 8;
  double median_times = 3;        // and at least so many times the median of neighbours
  double participation_min = 0.62;  // Guimerà and Amaral: connector hubs lie above it
  double one_sided = 3;           // depends_on at least so many times used_by: a warehouse; reverse
  double resolution = 0;          // of the partition it is seen against; 0: 4 × the density
  std::uint64_t seed = 1;
};

// Nodes that would pull everything into one domain: set them apart before partitioning. A node is
// one when the number of its neighbours is an outlier (Tukey's fence, on logarithms as degrees are
// skewed, and a multiple of the median) and they are spread over the communities that are found
// without the outliers: participation P = 1 − Σ_c (k_c/k)² (Guimerà and Amaral, Nature 433:895,
// 2005). An outlier whose neighbours lie in one community is its centre, not a hub; neighbours that
// hang on outliers alone count as one community. By falling number of neighbours.
Result<std::vector<Hub>> find_hubs(const Graph& graph, const HubOptions& options = {});

}  // namespace hanse::strategy
