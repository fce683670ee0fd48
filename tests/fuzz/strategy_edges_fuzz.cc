// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>

#include "strategy/graph/agreement.h"
#include "strategy/graph/boundaries.h"
#include "strategy/graph/edge_list.h"

using namespace hanse;

namespace {

void check(const strategy::Graph& graph, const strategy::LeidenResult& found) {
  if (found.partition.community.size() != graph.node_count()) std::abort();
  for (const std::uint32_t community : found.partition.community) {
    if (community >= found.partition.count) std::abort();
  }
  const auto connected = strategy::connected_communities(graph, found.partition);
  if (std::count(connected.begin(), connected.end(), 0) > 0) std::abort();
  if (found.quality < -1e-9 * graph.total_weight) std::abort();
  const auto same = strategy::agreement(found.partition.community, found.partition.community);
  if (!same || same->nmi != 1 || same->ami != 1) std::abort();
}

}  // namespace

// Any bytes as a table of edges: what can be read is partitioned, and keeps what is promised.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kBytesMax = 4096;  // speed
  const auto file = std::make_shared<const SourceFile>(
      "edges.csv", std::string(reinterpret_cast<const char*>(data), std::min(size, kBytesMax)));
  Diagnostics diagnostics;
  strategy::EdgeList edges = strategy::read_edge_list(file, diagnostics);
  (void)strategy::read_partition(file, edges.names, diagnostics);
  const auto graph = strategy::make_graph(std::move(edges.input));
  if (!graph) return 0;
  strategy::BoundaryRequest request;
  request.runs = 2;
  request.steps = 2;
  const auto found = strategy::find_boundaries(*graph, request);
  if (!found) std::abort();  // without constraints there is nothing to refuse
  for (const auto& point : found->points) check(found->part.graph, point.found);
  return 0;
}
