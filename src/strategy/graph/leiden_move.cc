// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <numeric>

#include "strategy/graph/leiden_level.h"

namespace hanse::strategy {
namespace {

// The state of local moving; nothing is allocated after construction.
class FastMoves {
 public:
  FastMoves(const LeidenLevel& level, const LeidenParameters& parameters,
            std::vector<std::uint32_t>& community)
      : level_(level),
        parameters_(parameters),
        community_(community),
        size_(level.count(), 0),
        members_(level.count(), 0),
        weight_to_(level.count(), 0),
        ring_(level.count()),
        is_queued_(level.count(), 1),
        is_barred_(level.count(), 0) {
    for (GraphNode node = 0; node < level.count(); ++node) {
      size_[community[node]] += level.sizes[node];
      ++members_[community[node]];
    }
    for (std::uint32_t label = level.count(); label-- > 0;) {
      if (members_[label] == 0) empty_.push_back(label);
    }
    touched_.reserve(level.count());
  }

  bool run(GraphRandom& random) {
    std::iota(ring_.begin(), ring_.end(), 0U);
    random.shuffle(ring_);
    std::size_t head = 0, left = ring_.size();
    bool moved = false;
    while (left > 0) {
      const GraphNode node = ring_[head];
      head = head + 1 == ring_.size() ? 0 : head + 1;
      --left;
      is_queued_[node] = 0;
      const std::uint32_t from = community_[node];
      const std::uint32_t to = best_for(node);
      if (to == from) continue;
      moved = true;
      place(node, to);
      const auto enqueue = [&](GraphNode next) {
        if (is_queued_[next]) return;
        is_queued_[next] = 1;
        std::size_t tail = head + left++;
        ring_[tail >= ring_.size() ? tail - ring_.size() : tail] = next;
      };
      for (std::uint32_t i = level_.offsets[node]; i < level_.offsets[node + 1]; ++i) {
        if (community_[level_.targets[i]] != to) enqueue(level_.targets[i]);
      }
      for (const GraphNode other : level_.apart_from(node)) enqueue(other);
    }
    return moved;
  }

 private:
  // The community of highest gain, the present one when no other is better. Gains are told against
  // being alone. As the node leaves first, its own community may have become empty.
  std::uint32_t best_for(GraphNode node) {
    const std::uint32_t own = community_[node];
    const double size = level_.sizes[node];
    size_[own] -= size;
    for (std::uint32_t i = level_.offsets[node]; i < level_.offsets[node + 1]; ++i) {
      const std::uint32_t label = community_[level_.targets[i]];
      if (weight_to_[label] == 0) touched_.push_back(label);
      weight_to_[label] += level_.weights[i];
    }
    for (const GraphNode other : level_.apart_from(node)) is_barred_[community_[other]] = 1;
    std::uint32_t best = own;
    double most = weight_to_[own] - parameters_.resolution * size * size_[own];
    if (members_[own] == 1) most = 0;
    if (most < -parameters_.epsilon && !empty_.empty()) {
      most = 0;
      best = empty_.back();
    }
    for (const std::uint32_t label : touched_) {
      const double gain = weight_to_[label] - parameters_.resolution * size * size_[label];
      if (gain > most + parameters_.epsilon && label != own && !is_barred_[label]) {
        most = gain;
        best = label;
      }
      weight_to_[label] = 0;
    }
    touched_.clear();
    for (const GraphNode other : level_.apart_from(node)) is_barred_[community_[other]] = 0;
    size_[own] += size;
    return best;
  }

  void place(GraphNode node, std::uint32_t to) {
    const std::uint32_t from = community_[node];
    if (members_[to] == 0) empty_.pop_back();  // the only empty one that is ever offered
    size_[from] -= level_.sizes[node];
    size_[to] += level_.sizes[node];
    ++members_[to];
    if (--members_[from] == 0) {
      size_[from] = 0;
      empty_.push_back(from);
    }
    community_[node] = to;
  }

  const LeidenLevel& level_;
  const LeidenParameters& parameters_;
  std::vector<std::uint32_t>& community_;
  std::vector<double> size_;
  std::vector<std::uint32_t> members_;
  std::vector<double> weight_to_;
  std::vector<GraphNode> ring_;  // a queue: each node is in it at most once
  std::vector<char> is_queued_, is_barred_;
  std::vector<std::uint32_t> touched_, empty_;
};

}  // namespace

bool move_nodes_fast(const LeidenLevel& level, const LeidenParameters& parameters,
                     GraphRandom& random, std::vector<std::uint32_t>& community) {
  return FastMoves(level, parameters, community).run(random);
}

bool split_disconnected(const LeidenLevel& level, std::vector<std::uint32_t>& community) {
  std::vector<std::uint32_t> part(level.count(), kNoNode);
  std::vector<char> has_part(level.count(), 0);
  std::vector<GraphNode> open;
  std::uint32_t count = 0;
  bool was_split = false;
  for (GraphNode start = 0; start < level.count(); ++start) {
    if (part[start] != kNoNode) continue;
    was_split |= has_part[community[start]] != 0;
    has_part[community[start]] = 1;
    part[start] = count;
    open.push_back(start);
    while (!open.empty()) {
      const GraphNode node = open.back();
      open.pop_back();
      for (std::uint32_t i = level.offsets[node]; i < level.offsets[node + 1]; ++i) {
        const GraphNode next = level.targets[i];
        if (part[next] != kNoNode || community[next] != community[start]) continue;
        part[next] = count;
        open.push_back(next);
      }
    }
    ++count;
  }
  if (was_split) community = std::move(part);
  return was_split;
}

}  // namespace hanse::strategy
