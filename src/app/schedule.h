// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "catalog/snapshot.h"

namespace hanse::app {

// What schedules ask for at one instant. Pure.
struct Due {
  std::vector<ProductId> checks;     // whose contracts want to be held against their data
  std::vector<ProductId> refreshes;  // that want to be built
  int64_t next_us = 0;               // when there is something to do next; 0: never
};

// Something is due when its schedule named an instant since it was done the last time, by whatever
// trigger, or since its domain was applied: runs that were missed are one run. Products that are
// retired have no schedule, nor have those that wait for another tool (plan/waiting.h); one that
// cannot be read is none. UTC.
Due due_at(const catalog::CatalogSnapshot& catalog, int64_t now_us);

}  // namespace hanse::app
