// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/options.h"
#include "strategy/graph/agreement.h"
#include "strategy/graph/boundaries.h"

namespace hanse::cli {

int run_domains_partition(const Options& options);


// What `domains partition` found, in the names of its input.
struct PartitionView {
  const strategy::Graph& graph;
  const std::vector<std::string>& names;
  const strategy::Boundaries& found;
  std::uint64_t seed = 1;
  std::optional<strategy::Agreement> agreement;  // with --against
  std::size_t compared = 0;                      // nodes that both partitions have
};
Json partition_json(const PartitionView& view);
std::string partition_text(const PartitionView& view);
std::string partition_csv(const PartitionView& view);  // node,community; empty: set apart as a hub

}  // namespace hanse::cli
