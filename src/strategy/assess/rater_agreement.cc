// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/rater_agreement.h"

#include <algorithm>
#include <cmath>

#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

double variance(const std::vector<double>& ratings) {
  double sum = 0, squares = 0;
  for (const double rating : ratings) sum += rating;
  const double mean = sum / static_cast<double>(ratings.size());
  for (const double rating : ratings) squares += (rating - mean) * (rating - mean);
  return squares / static_cast<double>(ratings.size() - 1);
}

double uniform_variance(int options) { return (options * options - 1) / 12.0; }

}  // namespace

double rating_median(std::vector<double> ratings) {
  std::ranges::sort(ratings);
  return sorted_quantile(ratings, 0.5);
}

double rating_iqr(std::vector<double> ratings) {
  std::ranges::sort(ratings);
  return sorted_quantile(ratings, 0.75) - sorted_quantile(ratings, 0.25);
}

std::optional<double> rwg(const std::vector<double>& ratings, int options) {
  if (ratings.size() < 2) return std::nullopt;
  return std::max(0.0, 1 - variance(ratings) / uniform_variance(options));
}

std::optional<double> rwg_of_items(const std::vector<std::vector<double>>& items, int options) {
  double sum = 0, count = 0;
  for (const auto& ratings : items) {
    if (ratings.size() < 2) continue;
    sum += variance(ratings);
    count += 1;
  }
  if (count == 0) return std::nullopt;
  const double m = sum / count / uniform_variance(options);
  if (m >= 1) return 0;
  return count * (1 - m) / (count * (1 - m) + m);
}

}  // namespace hanse::strategy
