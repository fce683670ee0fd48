// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/stability.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "strategy/graph/agreement.h"
#include "strategy/graph/random.h"

namespace hanse::strategy {
namespace {

constexpr int kRoundsPerturbed = 2;  // as many as other implementations take by default
constexpr unsigned kThreads = 2;
constexpr double kSteadierBy = 0.0005;

// Draws pairs by weight in constant time (Walker's alias method), and writes new weights.
class Resampler {
 public:
  Resampler(const Graph& graph, double strength)
      : graph_(graph),
        strength_(strength),
        likely_(graph.pair_count(), 1),
        alias_(graph.pair_count(), 0) {
    std::vector<std::uint32_t> next(graph.offsets.begin(), graph.offsets.end() - 1);
    for (GraphNode node = 0; node < graph.node_count(); ++node) {
      for (std::uint32_t i = graph.offsets[node]; i < graph.offsets[node + 1]; ++i) {
        const GraphNode other = graph.targets[i];
        // Rows are ascending: the smaller neighbours of a row are met in the order of its entries.
        if (other > node) entries_.push_back({node, other, i, next[other]++});
      }
    }
    build_alias();
  }

  struct Entry {
    GraphNode a, b;
    std::uint32_t forward, back;  // where the pair stands in the rows of a and b
  };
  const std::vector<Entry>& pairs() const { return entries_; }

  // `graph` is a copy of the one of the constructor.
  void redraw(GraphRandom& random, Graph& graph) const {
    const auto count = static_cast<std::uint32_t>(entries_.size());
    std::vector<std::uint32_t> drawn(count, 0);
    for (std::uint32_t i = 0; i < count; ++i) {
      const std::uint32_t pick = random.below(count);
      ++drawn[random.uniform() < likely_[pick] ? pick : alias_[pick]];
    }
    const double unit = count == 0 ? 0 : graph_.total_weight / count;
    for (std::uint32_t i = 0; i < count; ++i) {
      const double old = graph_.weights[entries_[i].forward];
      const double weight = (1 - strength_) * old + strength_ * unit * drawn[i];
      graph.weights[entries_[i].forward] = graph.weights[entries_[i].back] = weight;
    }
  }

 private:
  void build_alias() {
    const auto count = static_cast<double>(entries_.size());
    std::vector<double> share;
    std::vector<std::uint32_t> small, large;
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      share.push_back(graph_.weights[entries_[i].forward] * count / graph_.total_weight);
      (share[i] < 1 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
      const std::uint32_t less = small.back(), more = large.back();
      small.pop_back();
      likely_[less] = share[less];
      alias_[less] = more;
      share[more] -= 1 - share[less];
      if (share[more] < 1) {
        large.pop_back();
        small.push_back(more);
      }
    }
  }

  const Graph& graph_;
  const double strength_;
  std::vector<Entry> entries_;
  std::vector<double> likely_;
  std::vector<std::uint32_t> alias_;
};

struct PerturbedRun {
  std::vector<std::uint32_t> community;
  Agreement with_found;
};

// The partitions of the perturbed graphs; in parallel, each from a seed of its own.
Result<std::vector<PerturbedRun>> perturbed(const Graph& graph, const Resampler& resampler,
                                            const StabilityOptions& options,
                                            const LeidenResult& reference) {
  std::vector<PerturbedRun> found(static_cast<std::size_t>(options.runs));
  std::vector<Status> outcomes(found.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    Graph copy = graph;
    LeidenOptions leiden = options.leiden;
    leiden.resolution = reference.resolution;
    leiden.rounds_max = std::min(leiden.rounds_max, kRoundsPerturbed);
    leiden.starts = 1;
    for (std::size_t run = next++; run < found.size(); run = next++) {
      leiden.seed = options.leiden.seed * 1'000'003 + run + 1;
      GraphRandom random(leiden.seed);
      resampler.redraw(random, copy);
      auto result = leiden_cpm(copy, leiden);
      if (result) {
        found[run].community = std::move(result->partition.community);
        found[run].with_found = *agreement(reference.partition.community, found[run].community);
      } else {
        outcomes[run] = fail(std::move(result).error());
      }
    }
  };
  if (std::thread::hardware_concurrency() >= kThreads) {
    std::jthread second(work);
    work();
  } else {
    work();
  }
  for (Status& outcome : outcomes) HANSE_TRY_STATUS(std::move(outcome));
  return found;
}

// What the perturbed partitions say of each pair with evidence.
void compare_pairs(const Graph& graph, const Resampler& resampler, const StabilityOptions& options,
                   const std::vector<PerturbedRun>& runs, ResolutionPoint& point) {
  std::vector<double> agreed(graph.node_count(), 0);
  const auto& own = point.found.partition.community;
  for (const auto& pair : resampler.pairs()) {
    std::uint32_t times = 0;
    for (const auto& run : runs) times += run.community[pair.a] == run.community[pair.b];
    const double together = static_cast<double>(times) / static_cast<double>(runs.size());
    const double weight = graph.weights[pair.forward];
    const double agrees = own[pair.a] == own[pair.b] ? together : 1 - together;
    agreed[pair.a] += agrees * weight;
    agreed[pair.b] += agrees * weight;
    if (together > options.flip_low && together < options.flip_high) {
      point.flips.push_back({pair.a, pair.b, weight, together});
    }
  }
  point.flip_count = point.flips.size();
  std::stable_sort(
      point.flips.begin(), point.flips.end(), [](const FlippingPair& a, const FlippingPair& b) {
        const double from_half_a = std::abs(a.together - 0.5);
        const double from_half_b = std::abs(b.together - 0.5);
        return from_half_a != from_half_b ? from_half_a < from_half_b : a.weight > b.weight;
      });
  if (point.flips.size() > options.flips_max) point.flips.resize(options.flips_max);
  point.node_stability.assign(graph.node_count(), 1);
  for (GraphNode node = 0; node < graph.node_count(); ++node) {
    if (graph.strengths[node] > 0) {
      point.node_stability[node] = std::min(agreed[node] / graph.strengths[node], 1.0);
    }
  }
}

Status check_options(const StabilityOptions& options) {
  if (options.runs < 2 || options.runs > kStabilityRunsMax) {
    return fail(ErrorCode::kInvalidArgument, fmt::format("{} runs of stability, expected 2 to {}",
                                                         options.runs, kStabilityRunsMax));
  }
  if (!(options.strength >= 0 && options.strength <= 1)) {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("a perturbation of {}, expected 0 to 1", options.strength));
  }
  return {};
}

}  // namespace

Result<std::vector<ResolutionPoint>> stability(const Graph& graph,
                                               const StabilityOptions& options) {
  HANSE_TRY_STATUS(check_options(options));
  const Resampler resampler(graph, options.strength);
  std::vector<ResolutionPoint> points;
  for (const double resolution : options.resolutions) {
    ResolutionPoint point;
    point.resolution = resolution;
    LeidenOptions leiden = options.leiden;
    leiden.resolution = resolution;
    HANSE_TRY(point.found, leiden_cpm(graph, leiden));
    HANSE_TRY(const auto runs, perturbed(graph, resampler, options, point.found));
    point.steadiness = 0;
    for (const PerturbedRun& run : runs) {
      const auto share = 1 / static_cast<double>(runs.size());
      point.variation += run.with_found.variation * share;
      point.variation_normalised += run.with_found.variation_normalised * share;
      point.steadiness += run.with_found.ami * share;
      point.variation_high = std::max(point.variation_high, run.with_found.variation_normalised);
    }
    compare_pairs(graph, resampler, options, runs, point);
    points.push_back(std::move(point));
  }
  return points;
}

std::vector<double> resolution_ladder(const Graph& graph, int steps, double low, double high) {
  std::vector<double> resolutions;
  const double density = density_of(graph);
  if (density <= 0 || !(low > 0) || !(high >= low)) return resolutions;
  for (int i = 0; i < steps; ++i) {
    const double share = steps == 1 ? 0 : static_cast<double>(i) / (steps - 1);
    resolutions.push_back(density * low * std::pow(high / low, share));
  }
  return resolutions;
}

std::size_t steadiest(const std::vector<ResolutionPoint>& points, std::uint32_t communities_max) {
  std::size_t best = kNoPoint;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Partition& partition = points[i].found.partition;
    std::vector<std::uint32_t> members(partition.count, 0);
    for (const std::uint32_t community : partition.community) ++members[community];
    const auto real = static_cast<std::uint32_t>(
        std::count_if(members.begin(), members.end(), [](std::uint32_t n) { return n > 1; }));
    if (real < 2 || real > communities_max) continue;
    const double gain = best == kNoPoint ? 1 : points[i].steadiness - points[best].steadiness;
    const bool is_better = gain > kSteadierBy ||
                           (gain >= -kSteadierBy && points[i].resolution < points[best].resolution);
    if (is_better) best = i;
  }
  return best;
}

}  // namespace hanse::strategy
