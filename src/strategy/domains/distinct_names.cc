// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/distinct_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace hanse::strategy {

DistinctNames::DistinctNames(const std::vector<std::string>& spelled, size_t bytes_max)
    : bytes_max_(bytes_max) {
  for (const std::string& id : spelled) spelled_.emplace(spec::folded_id(id), id);
}

void DistinctNames::reserve(std::string_view name) { taken_.insert(spec::folded_id(name)); }

bool DistinctNames::has(std::string_view name) const {
  return taken_.contains(spec::folded_id(name));
}

std::string DistinctNames::take(std::string_view wanted) {
  for (int i = 1;; ++i) {
    const std::string end = i == 1 ? "" : fmt::format("_{}", i);
    std::string id = std::string(wanted.substr(0, bytes_max_ - std::min(end.size(), bytes_max_)));
    id += end;
    if (!taken_.insert(spec::folded_id(id)).second) continue;
    const auto known = spelled_.find(spec::folded_id(id));
    return known == spelled_.end() ? id : known->second;
  }
}

}  // namespace hanse::strategy
