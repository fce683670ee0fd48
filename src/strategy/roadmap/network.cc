// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/network.h"

#include <map>

namespace hanse::strategy {

RoadmapNetwork network_of(const Roadmap& roadmap) {
  std::map<std::string_view, size_t> index;
  for (size_t i = 0; i < roadmap.items.size(); ++i) index.emplace(roadmap.items[i].id, i);
  RoadmapNetwork out;
  for (const RoadmapItem& item : roadmap.items) {
    NetworkTask& task = out.tasks.emplace_back();
    task.id = item.id;
    for (const std::string& before : item.after)
      if (const auto found = index.find(before); found != index.end())
        task.after.push_back(found->second);
    if (item.is_milestone || !item.estimate) continue;
    task.optimistic = item.estimate->optimistic;
    task.likely = item.estimate->likely;
    task.pessimistic = item.estimate->pessimistic;
  }
  return out;
}

}  // namespace hanse::strategy
