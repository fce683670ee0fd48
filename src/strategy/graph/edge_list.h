// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "strategy/graph/graph.h"

namespace hanse::strategy {

// A graph as a table of two or three columns, `from,to[,weight]`: `from` depends on `to`; a row
// without `to` is a node alone; weight 1 when its cell is empty. Nodes are numbered as they appear.
struct EdgeList {
  std::vector<std::string> names;
  GraphInput input;
};
// What does not fit goes to `diagnostics` with its place: HNS-G010 to G012 as any CSV table,
// HNS-S022 without `from`, HNS-S021 and S024 for a weight that is no number of at least 0.
EdgeList read_edge_list(std::shared_ptr<const SourceFile> file, Diagnostics& diagnostics);

// A partition made elsewhere, `node,community`: a number for each of `names`, by text. Nodes that
// it does not name have kNoNode; those that only it names are left out and counted.
struct NamedPartition {
  std::vector<std::uint32_t> community;   // as long as `names`
  std::size_t known = 0, unknown = 0;
};
NamedPartition read_partition(std::shared_ptr<const SourceFile> file,
                              const std::vector<std::string>& names, Diagnostics& diagnostics);

}  // namespace hanse::strategy
