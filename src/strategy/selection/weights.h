// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hanse::strategy {

// Additive scores over weights that sum to 1, and how far the weights decide. Pure.
// A row of values an option, one a criterion, all on one scale (0 to 1, or scores of 1 to 5).
using OptionValues = std::vector<std::vector<double>>;

std::vector<double> normalised(std::vector<double> weights);  // Σ above 0
double weighted_score(const std::vector<double>& values, const std::vector<double>& weights);
// As good everywhere, better somewhere.
bool dominates(const std::vector<double>& one, const std::vector<double>& other);

// The smallest change of weights at which `to` scores as much as the winner, and beyond which it
// scores more: a tie that ends at a weight of 0 or 1 is none, so that a dominated option never
// takes over.
struct WeightFlip {
  size_t to = 0;                // the option that takes over
  double change = 0;            // how much
  std::vector<double> weights;  // at that point
};
// One criterion's weight changes, the others keep their proportions: its nearest value at which
// another option takes over; none when no weight of it does.
std::optional<WeightFlip> flip_by_one(const OptionValues& values,
                                      const std::vector<double>& weights, size_t winner,
                                      size_t criterion);
// All weights may change, staying at least 0 and summing to 1: least Σ|Δ|. Exact: every unit that
// is moved costs the same, so it is taken where it serves the winner most and put where it serves
// the other most.
std::optional<WeightFlip> flip_by_sum(const OptionValues& values,
                                      const std::vector<double>& weights, size_t winner);
// Least max|Δ|: for a given bound the best weights are a fractional knapsack; the bound by
// bisection to 1e-12.
std::optional<WeightFlip> flip_by_largest(const OptionValues& values,
                                          const std::vector<double>& weights, size_t winner);

// Which rank an option has over all weights, taken evenly from the simplex (Lahdelma, Salminen
// 2001, SMAA-2); equal scores share their ranks evenly. Reproducible by its seed.
struct RankAcceptability {
  std::vector<std::vector<double>> ranks;    // a row an option: the share of weights a rank
  std::vector<std::vector<double>> central;  // mean weights with which it is first; empty: none
};
RankAcceptability rank_acceptability(const OptionValues& values, uint64_t seed, size_t draws);

}  // namespace hanse::strategy
