// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>
#include <utility>

#include "strategy/graph/leiden_level.h"

namespace hanse::strategy {
namespace {

// Communities as they are merged; labels of merged ones become empty.
class Mergers {
 public:
  Mergers(const LeidenLevel& level, double resolution, std::vector<std::uint32_t>& community)
      : level_(level),
        resolution_(resolution),
        community_(community),
        size_(level.count(), 0),
        weight_to_(level.count(), 0),
        is_barred_(level.count(), 0) {
    for (GraphNode node = 0; node < level.count(); ++node) {
      size_[community[node]] += level.sizes[node];
    }
  }

  // Merges the smallest community that may be merged; false: none may.
  bool merge_one() {
    std::vector<std::uint32_t> order;
    for (std::uint32_t label = 0; label < size_.size(); ++label) {
      if (size_[label] > 0) order.push_back(label);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return size_[a] < size_[b]; });
    for (const std::uint32_t label : order) {
      const std::uint32_t into = best_for(label, order);
      if (into == kNoNode) continue;
      for (std::uint32_t& own : community_) {
        if (own == label) own = into;
      }
      size_[into] += std::exchange(size_[label], 0);
      return true;
    }
    return false;
  }

 private:
  // The one that loses least of those with an edge to it, else the smallest.
  std::uint32_t best_for(std::uint32_t label, const std::vector<std::uint32_t>& by_size) {
    std::fill(weight_to_.begin(), weight_to_.end(), 0);
    std::fill(is_barred_.begin(), is_barred_.end(), 0);
    for (GraphNode node = 0; node < level_.count(); ++node) {
      if (community_[node] != label) continue;
      for (std::uint32_t i = level_.offsets[node]; i < level_.offsets[node + 1]; ++i) {
        weight_to_[community_[level_.targets[i]]] += level_.weights[i];
      }
      for (const GraphNode other : level_.apart_from(node)) is_barred_[community_[other]] = 1;
    }
    std::uint32_t best = kNoNode;
    double least = 0;
    for (const std::uint32_t other : by_size) {
      if (other == label || is_barred_[other] || weight_to_[other] == 0) continue;
      const double gain = weight_to_[other] - resolution_ * size_[label] * size_[other];
      if (best == kNoNode || gain > least) std::tie(best, least) = std::pair(other, gain);
    }
    for (const std::uint32_t other : by_size) {
      if (best != kNoNode) break;
      if (other != label && !is_barred_[other]) best = other;
    }
    return best;
  }

  const LeidenLevel& level_;
  const double resolution_;
  std::vector<std::uint32_t>& community_;
  std::vector<double> size_, weight_to_;
  std::vector<char> is_barred_;
};

}  // namespace

int merge_to_limit(const LeidenLevel& level, double resolution, std::uint32_t limit,
                   std::vector<std::uint32_t>& community) {
  std::uint32_t count = compact(community);
  Mergers mergers(level, resolution, community);
  int merged = 0;
  for (; count > limit; --count) {
    if (!mergers.merge_one()) return -1;
    ++merged;
  }
  compact(community);
  return merged;
}

}  // namespace hanse::strategy
