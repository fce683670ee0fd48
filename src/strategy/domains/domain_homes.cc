// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <unordered_set>

#include "strategy/domains/discover_parts.h"

namespace hanse::strategy {
namespace {

constexpr int kSwapsAPair = 5;  // then a graph has forgotten its ends

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): small, and the same everywhere.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}
  size_t below(size_t end) { return static_cast<size_t>(next() % end); }

 private:
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

std::uint64_t key_of(GraphNode a, GraphNode b) {
  return (std::uint64_t{std::min(a, b)} << 32) | std::max(a, b);
}

// The graph's pairs with their ends exchanged, two at a time; degrees and weights stay.
GraphInput rewired(const Graph& graph, SplitMix& random) {
  GraphInput out;
  out.sizes = graph.sizes;
  std::unordered_set<std::uint64_t> there;
  there.reserve(2 * graph.pair_count());
  for (GraphNode node = 0; node < graph.node_count(); ++node)
    for (size_t i = 0; i < graph.neighbours(node).size(); ++i)
      if (const GraphNode other = graph.neighbours(node)[i]; node < other) {
        out.edges.push_back({node, other, graph.weights_of(node)[i], 0});
        there.insert(key_of(node, other));
      }
  if (out.edges.size() < 2) return out;
  for (size_t i = 0; i < kSwapsAPair * out.edges.size(); ++i) {
    GraphEdge& a = out.edges[random.below(out.edges.size())];
    GraphEdge& b = out.edges[random.below(out.edges.size())];
    const std::uint64_t first = key_of(a.from, b.to), second = key_of(b.from, a.to);
    if (a.from == b.to || b.from == a.to || first == second || there.contains(first) ||
        there.contains(second))
      continue;
    there.erase(key_of(a.from, a.to));
    there.erase(key_of(b.from, b.to));
    there.insert(first);
    there.insert(second);
    std::swap(a.to, b.to);
    if (random.below(2) == 0) std::swap(a.from, a.to);
  }
  return out;
}

class Homes {
 public:
  Homes(const DomainEvidence& evidence, const DomainRules& rules, DomainProposal& proposal)
      : evidence_(evidence),
        rules_(rules),
        proposal_(proposal),
        community_(proposal.partition.community) {
    for (const auto& [item, group] : rules.fixed) fixed_.insert(item);
    for (const DomainItem& item : evidence.items) has_capabilities_ |= !item.is_asset;
    for (std::uint32_t node = 0; node < proposal.items.size(); ++node)
      node_of_[proposal.items[node]] = node;
  }

  // Those with most evidence to what has a home first, until all have one or none is linked.
  void settle_hubs() {
    for (bool moved = true; moved;) {
      moved = false;
      for (std::uint32_t node = 0; node < community_.size(); ++node) {
        if (community_[node] != kNoDomain) continue;
        const std::uint32_t home = nearest_to({node}, kNoDomain);
        if (home == kNoDomain) continue;
        community_[node] = home;
        moved = true;
      }
    }
    std::uint32_t next = proposal_.partition.count;
    for (std::uint32_t& each : community_)
      if (each == kNoDomain) each = next++;
    proposal_.partition.count = next;
  }

  // One at a time, the smallest first, down to the least number of domains: single items, which are
  // none, join first.
  void settle_small() {
    std::set<std::uint32_t> stuck;
    const auto least = static_cast<size_t>(rules_.domains_min);
    for (;;) {
      Members members;
      for (std::uint32_t node = 0; node < community_.size(); ++node)
        members[community_[node]].push_back(node);
      const std::vector<std::uint32_t>* smallest = nullptr;
      std::uint32_t which = kNoDomain;
      for (const auto& [community, nodes] : members)
        if (!stuck.contains(community) && is_small(nodes) &&
            (smallest == nullptr || nodes.size() < smallest->size())) {
          smallest = &nodes;
          which = community;
        }
      if (smallest == nullptr || (smallest->size() > 1 && domains_in(members) <= least)) return;
      const std::uint32_t home = nearest_to(*smallest, which);
      if (home == kNoDomain) {
        stuck.insert(which);
        continue;
      }
      for (const std::uint32_t node : *smallest) {
        community_[node] = home;
        proposal_.settled.push_back(proposal_.items[node]);
      }
    }
  }

 private:
  using Members = std::map<std::uint32_t, std::vector<std::uint32_t>>;  // nodes of a community
  static size_t domains_in(const Members& members) {
    return static_cast<size_t>(std::ranges::count_if(
        members, [](const auto& community) { return community.second.size() > 1; }));
  }
  bool is_small(const std::vector<std::uint32_t>& nodes) const {
    bool has_capability = false;
    for (const std::uint32_t node : nodes) {
      if (fixed_.contains(proposal_.items[node])) return false;
      has_capability |= !evidence_.items[proposal_.items[node]].is_asset;
    }
    return nodes.size() < kDomainItemsMin || (has_capabilities_ && !has_capability);
  }
  // The community with the most evidence to `nodes`, but `own` and those that a rule forbids.
  std::uint32_t nearest_to(const std::vector<std::uint32_t>& nodes, std::uint32_t own) const {
    std::map<std::uint32_t, double> weights;
    for (const std::uint32_t node : nodes)
      for (size_t i = 0; i < proposal_.graph.neighbours(node).size(); ++i) {
        const std::uint32_t to = community_[proposal_.graph.neighbours(node)[i]];
        if (to != kNoDomain && to != own) weights[to] += proposal_.graph.weights_of(node)[i];
      }
    std::uint32_t best = kNoDomain;
    for (const auto& [community, weight] : weights)
      if (!is_forbidden(nodes, community) && (best == kNoDomain || weight > weights[best]))
        best = community;
    return best;
  }
  bool is_forbidden(const std::vector<std::uint32_t>& nodes, std::uint32_t community) const {
    const auto is_moved = [&](std::uint32_t item) {
      return std::any_of(nodes.begin(), nodes.end(),
                         [&](std::uint32_t node) { return proposal_.items[node] == item; });
    };
    const auto is_there = [&](std::uint32_t item) {
      const auto node = node_of_.find(item);
      return node != node_of_.end() && community_[node->second] == community;
    };
    return std::any_of(rules_.apart.begin(), rules_.apart.end(), [&](const auto& pair) {
      return (is_moved(pair.first) && is_there(pair.second)) ||
             (is_moved(pair.second) && is_there(pair.first));
    });
  }

  const DomainEvidence& evidence_;
  const DomainRules& rules_;
  DomainProposal& proposal_;
  std::vector<std::uint32_t>& community_;
  std::set<std::uint32_t> fixed_;
  std::map<std::uint32_t, std::uint32_t> node_of_;
  bool has_capabilities_ = false;
};

}  // namespace

Result<double> quality_by_chance(const Graph& graph, const LeidenOptions& options) {
  SplitMix random(options.seed);
  double best = 0;
  for (int i = 0; i < kRewiredRuns; ++i) {
    HANSE_TRY(const Graph other, make_graph(rewired(graph, random)));
    HANSE_TRY(const LeidenResult found, leiden_cpm(other, options));
    best = std::max(best, found.quality);
  }
  return best;
}

void give_homes(const DomainEvidence& evidence, const DomainRules& rules,
                DomainProposal& proposal) {
  Homes homes(evidence, rules, proposal);
  homes.settle_hubs();
  homes.settle_small();
  proposal.partition = renumbered(proposal.graph, proposal.partition.community);
  std::sort(proposal.settled.begin(), proposal.settled.end());
}

}  // namespace hanse::strategy
