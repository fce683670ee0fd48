// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.h"

namespace hanse::spec {

// A file of `strategy/`: what the organisation knows and plans. Its kinds, and what they must say,
// are the strategy module's affair; here it is text of the mesh's scope that plan shows.
struct StrategyDocument {
  std::string path, stem;             // strategy/inventory.yaml, inventory
  Json value;
};

}  // namespace hanse::spec
