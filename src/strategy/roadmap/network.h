// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "strategy/roadmap/roadmap.h"
#include "strategy/roadmap/schedule.h"

namespace hanse::strategy {

// The items of a roadmap as tasks, in their order; what `after` names and is not there is left out.
// Without what happened, and without times of the calendar.
struct RoadmapNetwork {
  std::vector<NetworkTask> tasks;
};
RoadmapNetwork network_of(const Roadmap& roadmap);

}  // namespace hanse::strategy
