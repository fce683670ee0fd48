// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/leiden.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "strategy/graph/leiden_level.h"

namespace hanse::strategy {
namespace {

constexpr int kHalvings = 60, kBisections = 6;
constexpr std::uint64_t kSeedStep = 0x9e3779b97f4a7c15U;
constexpr double kSameQuality = 1e-9;

// The graph as the algorithm sees it: what stays together is one node.
struct Contracted {
  LeidenLevel level;
  std::vector<std::uint32_t> group;  // of each node of the graph: its node here
};

Status check_options(const Graph& graph, const LeidenOptions& options) {
  if (!(options.resolution > 0) || !std::isfinite(options.resolution)) {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("the resolution is {}, expected a number above 0", options.resolution));
  }
  if (!(options.theta > 0) || !std::isfinite(options.theta) || options.rounds_max < 1 ||
      options.starts < 1) {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("theta is {}, rounds {} and starts {}, expected numbers above 0",
                            options.theta, options.rounds_max, options.starts));
  }
  GraphNode largest = 0;
  for (const auto& [a, b] : options.together) largest = std::max({largest, a, b});
  for (const auto& [a, b] : options.apart) largest = std::max({largest, a, b});
  for (const auto& [node, label] : options.fixed) largest = std::max(largest, node);
  const bool has_any =
      !options.together.empty() || !options.apart.empty() || !options.fixed.empty();
  if (has_any && largest >= graph.node_count()) {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("a constraint names node {}, expected numbers below {}", largest,
                            graph.node_count()));
  }
  return {};
}

GraphNode root_of(std::vector<GraphNode>& parent, GraphNode node) {
  while (parent[node] != node) node = parent[node] = parent[parent[node]];
  return node;
}

// Rows of who stays apart from whom, each pair in both directions once.
void fill_apart(LeidenLevel& level, std::vector<NodePair> pairs) {
  for (std::size_t i = 0, count = pairs.size(); i < count; ++i) {
    pairs.emplace_back(pairs[i].second, pairs[i].first);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  level.apart_offsets.assign(level.count() + 1, 0);
  for (const auto& [a, b] : pairs) {
    ++level.apart_offsets[a + 1];
    level.apart.push_back(b);
  }
  std::partial_sum(level.apart_offsets.begin(), level.apart_offsets.end(),
                   level.apart_offsets.begin());
}

// The first node of each fixed group, and every node of it together with that.
std::vector<GraphNode> join_fixed(const LeidenOptions& options, std::vector<GraphNode>& parent) {
  auto fixed = options.fixed;
  std::sort(fixed.begin(), fixed.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second, a.first) < std::pair(b.second, b.first);
  });
  std::vector<GraphNode> firsts;
  for (std::size_t i = 0; i < fixed.size(); ++i) {
    if (i == 0 || fixed[i].second != fixed[i - 1].second) {
      firsts.push_back(fixed[i].first);
    } else {
      parent[root_of(parent, fixed[i].first)] = root_of(parent, firsts.back());
    }
  }
  return firsts;
}

// What stays together as one group, and what stays apart.
struct Constraints {
  std::vector<GraphNode> group;  // of each node: the first of it
  std::vector<NodePair> apart;
};
Constraints constraints_of(const LeidenOptions& options, std::size_t count) {
  Constraints result{std::vector<GraphNode>(count), options.apart};
  std::vector<GraphNode>& parent = result.group;
  std::iota(parent.begin(), parent.end(), 0U);
  for (const auto& [a, b] : options.together) parent[root_of(parent, a)] = root_of(parent, b);
  const std::vector<GraphNode> firsts = join_fixed(options, parent);
  for (std::size_t i = 0; i < firsts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) result.apart.emplace_back(firsts[j], firsts[i]);
  }
  for (GraphNode node = 0; node < count; ++node) parent[node] = root_of(parent, node);
  return result;
}
std::optional<NodePair> contradiction_of(const Constraints& constraints) {
  for (const auto& [a, b] : constraints.apart) {
    if (constraints.group[a] == constraints.group[b]) return std::pair(a, b);
  }
  return std::nullopt;
}

Result<Contracted> contract(const Graph& graph, const LeidenOptions& options) {
  Contracted result;
  LeidenLevel whole{graph.sizes, graph.offsets, graph.targets, graph.weights, {}, {}};
  Constraints constraints = constraints_of(options, graph.node_count());
  if (const auto found = contradiction_of(constraints)) {
    return fail(
        ErrorCode::kConflict,
        fmt::format("nodes {} and {} are to stay together and apart", found->first, found->second),
        "take one of the two constraints away");
  }
  result.group = std::move(constraints.group);
  const std::uint32_t count = compact(result.group);
  std::vector<NodePair> apart = std::move(constraints.apart);
  for (auto& [a, b] : apart) std::tie(a, b) = std::pair(result.group[a], result.group[b]);
  result.level =
      count == graph.node_count() ? std::move(whole) : aggregate(whole, result.group, count);
  if (!apart.empty()) fill_apart(result.level, std::move(apart));
  return result;
}

// One run of the algorithm from `community`. Whether anything moved.
bool run_round(const LeidenLevel& base, const LeidenParameters& parameters, GraphRandom& random,
               std::vector<std::uint32_t>& community) {
  const LeidenLevel* level = &base;
  LeidenLevel above;
  std::vector<std::uint32_t> node_of(base.count()), refined, labels = community;
  std::iota(node_of.begin(), node_of.end(), 0U);
  bool moved = false;
  while (true) {
    moved |= move_nodes_fast(*level, parameters, random, labels);
    const std::uint32_t count = compact(labels);
    if (count == level->count()) break;
    std::uint32_t parts = refine(*level, parameters, random, labels, refined);
    if (parts == level->count()) {  // by chance nothing merged: aggregate what moving found
      refined = labels;
      parts = count;
    }
    std::vector<std::uint32_t> next(parts);
    for (GraphNode node = 0; node < level->count(); ++node) next[refined[node]] = labels[node];
    above = aggregate(*level, refined, parts);
    level = &above;
    labels = std::move(next);
    for (std::uint32_t& node : node_of) node = refined[node];
  }
  for (GraphNode node = 0; node < base.count(); ++node) community[node] = labels[node_of[node]];
  return moved;
}

struct Found {
  std::vector<std::uint32_t> community;
  std::uint32_t count = 0;
  int rounds = 0;
  double quality = 0;  // but for what is inside of contracted nodes
};

double quality_of(const LeidenLevel& level, const Found& found, double resolution) {
  std::vector<double> size(found.count, 0);
  double inside = 0;  // twice
  for (GraphNode node = 0; node < level.count(); ++node) {
    const std::uint32_t own = found.community[node];
    inside -= resolution * level.sizes[node] * (size[own] + size[own]);
    size[own] += level.sizes[node];
    for (std::uint32_t i = level.offsets[node]; i < level.offsets[node + 1]; ++i) {
      if (found.community[level.targets[i]] == own) inside += level.weights[i];
    }
  }
  return inside / 2;
}

Found one_start(const LeidenLevel& level, const LeidenOptions& options, double resolution,
                std::uint64_t seed) {
  double total = 0;
  for (const double weight : level.weights) total += weight;
  LeidenParameters parameters;
  parameters.resolution = resolution;
  const auto entries = static_cast<double>(std::max<std::size_t>(level.weights.size(), 1));
  parameters.theta = options.theta * (total > 0 ? total / entries : 1);
  parameters.epsilon = 1e-13 * total;
  GraphRandom random(seed);
  Found found;
  found.community.resize(level.count());
  std::iota(found.community.begin(), found.community.end(), 0U);
  bool is_changed = true;
  for (; is_changed && found.rounds < options.rounds_max; ++found.rounds) {
    is_changed = run_round(level, parameters, random, found.community);
    is_changed |= split_disconnected(level, found.community);
  }
  found.count = compact(found.community);
  found.quality = quality_of(level, found, resolution);
  return found;
}

// The best of several starts. Two that are equally good are taken for the best there is.
Found run_starts(const LeidenLevel& level, const LeidenOptions& options, double resolution) {
  Found best = one_start(level, options, resolution, options.seed);
  for (int start = 1; start < options.starts; ++start) {
    const auto seed = options.seed + static_cast<std::uint64_t>(start) * kSeedStep;
    Found next = one_start(level, options, resolution, seed);
    const bool is_same =
        std::abs(next.quality - best.quality) <= kSameQuality * std::abs(best.quality);
    if (next.quality > best.quality) best = std::move(next);
    if (is_same) break;
  }
  return best;
}

// How many communities a resolution near 0 leaves at least: the connected parts of more than one
// node, each whole, and single nodes. Only the former can be asked of a resolution.
struct Parts {
  std::vector<char> is_single;  // of each node: it has no edge
  std::uint32_t singles = 0, others = 0;
};
Parts parts_of(const LeidenLevel& level) {
  Parts parts;
  std::vector<std::uint32_t> all(level.count(), 0);
  split_disconnected(level, all);
  const std::uint32_t count = level.count() == 0 ? 0 : compact(all);
  for (GraphNode node = 0; node < level.count(); ++node) {
    parts.is_single.push_back(level.offsets[node] == level.offsets[node + 1]);
    parts.singles += parts.is_single.back() != 0;
  }
  parts.others = count - parts.singles;
  return parts;
}

// The highest resolution, up to the one asked for, that leaves at most as many communities of
// connected nodes as the limit allows; found by halving, then by bisection.
Found lower_to_limit(const LeidenLevel& level, const LeidenOptions& options, const Parts& parts,
                     Found found, double& resolution) {
  const std::uint32_t bound =
      std::max<std::uint32_t>(options.communities_max, std::max(parts.others, 1U));
  const auto is_kept = [&](const Found& one) { return one.count - parts.singles <= bound; };
  if (is_kept(found)) return found;
  double low = resolution, high = resolution;
  for (int i = 0; i < kHalvings && !is_kept(found); ++i) {
    high = low;
    low /= 2;
    found = one_start(level, options, low, options.seed);
  }
  resolution = low;
  for (int i = 0; i < kBisections; ++i) {
    const double middle = std::sqrt(low * high);
    Found next = one_start(level, options, middle, options.seed);
    if (is_kept(next)) {
      low = resolution = middle;
      found = std::move(next);
    } else {
      high = middle;
    }
  }
  Found best = run_starts(level, options, resolution);
  if (is_kept(best)) return best;
  return found;
}

}  // namespace

std::optional<NodePair> contradiction_in(const LeidenOptions& options, std::size_t count) {
  return contradiction_of(constraints_of(options, count));
}

Result<LeidenResult> leiden_cpm(const Graph& graph, const LeidenOptions& options) {
  HANSE_TRY_STATUS(check_options(graph, options));
  HANSE_TRY(const Contracted contracted, contract(graph, options));
  LeidenResult result;
  result.resolution = options.resolution;
  Found found = run_starts(contracted.level, options, options.resolution);
  if (options.communities_max > 0 && found.count > options.communities_max) {
    const Parts parts = parts_of(contracted.level);
    found = lower_to_limit(contracted.level, options, parts, std::move(found), result.resolution);
    const int merged = merge_to_limit(contracted.level, result.resolution, options.communities_max,
                                      found.community);
    if (merged < 0) {
      return fail(ErrorCode::kConflict,
                  fmt::format("at most {} communities cannot be kept beside the nodes that are to "
                              "stay apart",
                              options.communities_max),
                  "allow more communities or take constraints away");
    }
    result.merged = static_cast<std::uint32_t>(merged);
  }
  result.rounds = found.rounds;
  std::vector<std::uint32_t> labels(graph.node_count());
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    labels[node] = found.community[contracted.group[node]];
  }
  result.partition = renumbered(graph, labels);
  result.quality = cpm_quality(graph, result.partition, result.resolution);
  return result;
}

}  // namespace hanse::strategy
