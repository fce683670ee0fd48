// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <numeric>

#include "strategy/graph/leiden_level.h"

namespace hanse::strategy {
namespace {

// The state of a refinement. Groups are labelled by one of their first nodes.
class Refinement {
 public:
  Refinement(const LeidenLevel& level, const LeidenParameters& parameters,
             const std::vector<std::uint32_t>& community, std::vector<std::uint32_t>& refined)
      : level_(level),
        parameters_(parameters),
        community_(community),
        refined_(refined),
        community_size_(level.count(), 0),
        group_size_(level.sizes),
        outside_(level.count(), 0),
        is_single_(level.count(), 1),
        weight_to_(level.count(), 0) {
    refined.resize(level.count());
    std::iota(refined.begin(), refined.end(), 0U);
    for (GraphNode node = 0; node < level.count(); ++node) {
      community_size_[community[node]] += level.sizes[node];
      for (std::uint32_t i = level.offsets[node]; i < level.offsets[node + 1]; ++i) {
        if (community[level.targets[i]] == community[node]) outside_[node] += level.weights[i];
      }
    }
  }

  void run(GraphRandom& random) {
    std::vector<GraphNode> order(level_.count());
    std::iota(order.begin(), order.end(), 0U);
    random.shuffle(order);
    for (const GraphNode node : order) {
      if (is_single_[node] && is_well_connected(node)) merge(node, random);
    }
  }

 private:
  // E(D, C−D) ≥ γ·s_D·(s_C − s_D) for the group of that label in its community.
  bool is_well_connected(std::uint32_t group) const {
    const double rest = community_size_[community_[group]] - group_size_[group];
    return outside_[group] >=
           parameters_.resolution * group_size_[group] * rest - parameters_.epsilon;
  }

  void merge(GraphNode node, GraphRandom& random) {
    for (std::uint32_t i = level_.offsets[node]; i < level_.offsets[node + 1]; ++i) {
      const GraphNode next = level_.targets[i];
      if (community_[next] != community_[node]) continue;
      const std::uint32_t group = refined_[next];
      if (weight_to_[group] == 0) touched_.push_back(group);
      weight_to_[group] += level_.weights[i];
    }
    const std::uint32_t to = pick(node, random);
    if (to != node) {
      // Weight from the node to the group is inside from now on, seen from both ends.
      outside_[to] += outside_[node] - 2 * weight_to_[to];
      group_size_[to] += level_.sizes[node];
      refined_[node] = to;
      is_single_[node] = is_single_[to] = 0;
    }
    for (const std::uint32_t group : touched_) weight_to_[group] = 0;
    touched_.clear();
  }

  // Among groups that lose nothing by it, and staying alone (gain 0), by exp(gain / θ).
  std::uint32_t pick(GraphNode node, GraphRandom& random) {
    options_.clear();
    double most = 0;
    options_.push_back({node, 0});
    for (const std::uint32_t group : touched_) {
      const double gain =
          weight_to_[group] - parameters_.resolution * level_.sizes[node] * group_size_[group];
      if (gain < 0 || !is_well_connected(group)) continue;
      options_.push_back({group, gain});
      most = std::max(most, gain);
    }
    if (options_.size() == 1) return node;
    double sum = 0;
    for (Option& option : options_) {
      sum += std::exp((option.gain - most) / parameters_.theta);
      option.gain = sum;
    }
    const double drawn = random.uniform() * sum;
    for (const Option& option : options_) {
      if (drawn < option.gain) return option.group;
    }
    return options_.back().group;
  }

  struct Option {
    std::uint32_t group;
    double gain;  // then the sum of likelihoods up to here
  };
  const LeidenLevel& level_;
  const LeidenParameters& parameters_;
  const std::vector<std::uint32_t>& community_;
  std::vector<std::uint32_t>& refined_;
  std::vector<double> community_size_, group_size_;
  std::vector<double> outside_;  // weight from a group to the rest of its community
  std::vector<char> is_single_;
  std::vector<double> weight_to_;
  std::vector<std::uint32_t> touched_;
  std::vector<Option> options_;
};

}  // namespace

std::uint32_t compact(std::vector<std::uint32_t>& values) {
  std::vector<std::uint32_t> number(values.size(), kNoNode);
  std::uint32_t count = 0;
  for (std::uint32_t& value : values) {
    if (number[value] == kNoNode) number[value] = count++;
    value = number[value];
  }
  return count;
}

std::uint32_t refine(const LeidenLevel& level, const LeidenParameters& parameters,
                     GraphRandom& random, const std::vector<std::uint32_t>& community,
                     std::vector<std::uint32_t>& refined) {
  Refinement(level, parameters, community, refined).run(random);
  return compact(refined);
}

LeidenLevel aggregate(const LeidenLevel& level, const std::vector<std::uint32_t>& group,
                      std::uint32_t count) {
  LeidenLevel above;
  above.sizes.assign(count, 0);
  std::vector<std::uint32_t> start(count + 1, 0);
  for (GraphNode node = 0; node < level.count(); ++node) {
    above.sizes[group[node]] += level.sizes[node];
    ++start[group[node] + 1];
  }
  std::partial_sum(start.begin(), start.end(), start.begin());
  std::vector<GraphNode> members(level.count());
  std::vector<std::uint32_t> next(start.begin(), start.end() - 1);
  for (GraphNode node = 0; node < level.count(); ++node) members[next[group[node]]++] = node;

  std::vector<double> weight_to(count, 0);
  above.offsets.reserve(count + 1);
  if (!level.apart_offsets.empty()) above.apart_offsets.push_back(0);
  for (std::uint32_t row = 0; row < count; ++row) {
    const std::size_t first = above.targets.size(), first_apart = above.apart.size();
    for (std::uint32_t m = start[row]; m < start[row + 1]; ++m) {
      for (std::uint32_t i = level.offsets[members[m]]; i < level.offsets[members[m] + 1]; ++i) {
        const std::uint32_t target = group[level.targets[i]];
        if (target == row) continue;
        if (weight_to[target] == 0) above.targets.push_back(target);
        weight_to[target] += level.weights[i];
      }
      for (const GraphNode other : level.apart_from(members[m])) {
        above.apart.push_back(group[other]);
      }
    }
    for (std::size_t i = first; i < above.targets.size(); ++i) {
      above.weights.push_back(weight_to[above.targets[i]]);
      weight_to[above.targets[i]] = 0;
    }
    above.offsets.push_back(static_cast<std::uint32_t>(above.targets.size()));
    if (level.apart_offsets.empty()) continue;
    std::sort(above.apart.begin() + static_cast<std::ptrdiff_t>(first_apart), above.apart.end());
    above.apart.erase(std::unique(above.apart.begin() + static_cast<std::ptrdiff_t>(first_apart),
                                  above.apart.end()),
                      above.apart.end());
    above.apart_offsets.push_back(static_cast<std::uint32_t>(above.apart.size()));
  }
  return above;
}

}  // namespace hanse::strategy
