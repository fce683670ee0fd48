// SPDX-License-Identifier: Apache-2.0
#include "strategy/selection/weights.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "strategy/statistics.h"
#include "strategy/value/random.h"

namespace hanse::strategy {
namespace {

// What rounding leaves of a lead that is none.
constexpr double kNothing = 1e-12;

std::vector<double> difference(const std::vector<double>& one, const std::vector<double>& other) {
  std::vector<double> out(one.size());
  for (size_t i = 0; i < one.size(); ++i) out[i] = one[i] - other[i];
  return out;
}

// Whether some weights let the other one score more.
bool may_lose(const std::vector<double>& gains) {
  return *std::min_element(gains.begin(), gains.end()) < -kNothing;
}

// The nearest of the flips of all others that some weights put first.
template <typename FlipTo>
std::optional<WeightFlip> nearest_flip(const OptionValues& values, size_t winner,
                                       const FlipTo& flip_to) {
  std::optional<WeightFlip> best;
  for (size_t other = 0; other < values.size(); ++other) {
    if (other == winner) continue;
    const std::vector<double> gains = difference(values[winner], values[other]);
    if (!may_lose(gains)) continue;
    std::optional<WeightFlip> flip = flip_to(gains);
    if (!flip || (best && best->change <= flip->change)) continue;
    flip->to = other;
    best = std::move(flip);
  }
  return best;
}

std::vector<double> with_weight(const std::vector<double>& weights, size_t criterion,
                                double weight) {
  const double rest = 1 - weights[criterion];
  std::vector<double> out(weights.size());
  for (size_t i = 0; i < weights.size(); ++i)
    out[i] = i == criterion ? weight
             : rest > 0     ? weights[i] * (1 - weight) / rest
                            : (1 - weight) / static_cast<double>(weights.size() - 1);
  return out;
}

std::optional<WeightFlip> moved_by_sum(const std::vector<double>& gains,
                                       std::vector<double> weights) {
  double lead = weighted_score(gains, weights);
  const std::vector<size_t> order = ascending_order(gains);
  const size_t to = order.front();
  double moved = 0;
  for (auto from = order.rbegin(); from != order.rend() && lead > 0; ++from) {
    const double gain = gains[*from] - gains[to];
    if (gain <= 0) return std::nullopt;
    const double part = std::min(weights[*from], lead / gain);
    weights[*from] -= part;
    weights[to] += part;
    moved += part;
    lead -= part * gain;
    constexpr double kRounding = 1e-15;
    if (lead < kRounding) lead = 0;
  }
  if (lead > 0) return std::nullopt;
  return WeightFlip{0, 2 * moved, std::move(weights)};
}

// The weights within `bound` of those given under which the winner leads least.
std::vector<double> least_lead(const std::vector<double>& gains, const std::vector<double>& weights,
                               double bound) {
  std::vector<double> out(weights.size());
  double left = 1;
  for (size_t i = 0; i < weights.size(); ++i) {
    out[i] = std::max(0.0, weights[i] - bound);
    left -= out[i];
  }
  for (const size_t i : ascending_order(gains)) {
    const double part = std::min(left, weights[i] + bound - out[i]);
    out[i] += part;
    left -= part;
  }
  return out;
}

}  // namespace

std::vector<double> normalised(std::vector<double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& weight : weights) weight /= sum;
  return weights;
}

double weighted_score(const std::vector<double>& values, const std::vector<double>& weights) {
  return std::inner_product(values.begin(), values.end(), weights.begin(), 0.0);
}

bool dominates(const std::vector<double>& one, const std::vector<double>& other) {
  bool is_better = false;
  for (size_t i = 0; i < one.size(); ++i) {
    if (one[i] < other[i]) return false;
    is_better |= one[i] > other[i];
  }
  return is_better;
}

std::optional<WeightFlip> flip_by_one(const OptionValues& values,
                                      const std::vector<double>& weights, size_t winner,
                                      size_t criterion) {
  using Gains = std::vector<double>;
  return nearest_flip(values, winner, [&](const Gains& gains) -> std::optional<WeightFlip> {
    if (weights.size() < 2) return std::nullopt;
    // The lead is linear in the weight: from `none` at 0 to the criterion's own gain at 1. It is
    // negative at one end, or nobody takes over.
    const double none = weighted_score(gains, with_weight(weights, criterion, 0));
    if (std::min(none, gains[criterion]) >= -kNothing) return std::nullopt;
    const double slope = gains[criterion] - none;
    if (slope == 0) return std::nullopt;
    const double weight = -none / slope;
    if (weight < -kNothing || weight > 1 + kNothing) return std::nullopt;
    const double at = std::clamp(weight, 0.0, 1.0);
    return WeightFlip{0, std::abs(at - weights[criterion]), with_weight(weights, criterion, at)};
  });
}

std::optional<WeightFlip> flip_by_sum(const OptionValues& values,
                                      const std::vector<double>& weights, size_t winner) {
  return nearest_flip(values, winner, [&](const std::vector<double>& gains) {
    return moved_by_sum(gains, weights);
  });
}

std::optional<WeightFlip> flip_by_largest(const OptionValues& values,
                                          const std::vector<double>& weights, size_t winner) {
  constexpr double kEnough = 1e-12;
  return nearest_flip(values, winner, [&](const std::vector<double>& gains) {
    const auto lead = [&](double bound) {
      return weighted_score(gains, least_lead(gains, weights, bound));
    };
    if (lead(0) <= 0) return std::optional(WeightFlip{0, 0, weights});
    double low = 0, high = 1;
    while (high - low > kEnough) {
      const double middle = (low + high) / 2;
      (lead(middle) > 0 ? low : high) = middle;
    }
    return std::optional(WeightFlip{0, high, least_lead(gains, weights, high)});
  });
}

RankAcceptability rank_acceptability(const OptionValues& values, uint64_t seed, size_t draws) {
  const size_t options = values.size(), criteria = values.empty() ? 0 : values[0].size();
  RankAcceptability out;
  out.ranks.assign(options, std::vector<double>(options));
  out.central.assign(options, std::vector<double>(criteria));
  std::vector<size_t> firsts(options);
  NamedRandom random(seed, "weights");
  std::vector<double> weights(criteria), scores(options);
  for (size_t draw = 0; draw < draws; ++draw) {
    for (double& weight : weights) weight = -std::log(random.uniform());
    weights = normalised(std::move(weights));
    for (size_t i = 0; i < options; ++i) scores[i] = weighted_score(values[i], weights);
    for (size_t i = 0; i < options; ++i) {
      const auto better = std::count_if(scores.begin(), scores.end(),
                                        [&](double score) { return score > scores[i]; });
      const auto equal = std::count(scores.begin(), scores.end(), scores[i]);
      const double share = 1.0 / (static_cast<double>(draws) * static_cast<double>(equal));
      for (auto rank = better; rank < better + equal; ++rank)
        out.ranks[i][static_cast<size_t>(rank)] += share;
      if (better > 0) continue;
      ++firsts[i];
      for (size_t k = 0; k < criteria; ++k) out.central[i][k] += weights[k];
    }
  }
  for (size_t i = 0; i < options; ++i) {
    if (firsts[i] == 0) out.central[i].clear();
    for (double& weight : out.central[i]) weight /= static_cast<double>(firsts[i]);
  }
  return out;
}

}  // namespace hanse::strategy
