// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace hanse::strategy {

// Statistics that several tools have in common. Pure.

// The quantile by linear interpolation between order statistics (Hyndman, Fan 1996, type 7, as
// numpy has it). `sorted` is ascending and not empty.
double sorted_quantile(const std::vector<double>& sorted, double p);
// How bad a quantile was as a forecast: level × (actual − forecast), or (level − 1) × it when the
// actual lies below (Koenker, Bassett 1978).
double pinball_loss(double level, double forecast, double actual);
// The places of the values by size, equal ones in their order.
std::vector<size_t> ascending_order(const std::vector<double>& values);
double mean_of(const std::vector<double>& values);  // not empty
// Share of the values for which `holds`: those below a limit.
double share_below(const std::vector<double>& values, double limit);

// Spearman's rank correlation, ties by their mean rank; nothing when one side does not vary.
std::optional<double> rank_correlation(const std::vector<double>& left,
                                       const std::vector<double>& right);

// What perfect information is worth before a choice among alternatives; `values` holds a row of
// runs an alternative. EVPI = E[max] − max E (Raiffa, Schlaifer 1961).
double perfect_information(const std::vector<std::vector<double>>& values);
// The same of one input alone (EVPPI): runs ordered by the input in equal groups, the best
// alternative of each group's means (Strong, Oakley 2013). Biased upwards by noise within groups;
// `groups` of some hundred runs keep it small. Never below 0, never above EVPI.
double partial_information(const std::vector<std::vector<double>>& values,
                           const std::vector<double>& input, size_t groups);

}  // namespace hanse::strategy
