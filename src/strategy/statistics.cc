// SPDX-License-Identifier: Apache-2.0
#include "strategy/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hanse::strategy {
namespace {

std::vector<double> ranks_of(const std::vector<double>& values) {
  const std::vector<size_t> order = ascending_order(values);
  std::vector<double> ranks(values.size());
  for (size_t from = 0; from < order.size();) {
    size_t until = from + 1;
    while (until < order.size() && values[order[until]] == values[order[from]]) ++until;
    for (size_t i = from; i < until; ++i)
      ranks[order[i]] = static_cast<double>(from + until - 1) / 2;
    from = until;
  }
  return ranks;
}

double best_mean(const std::vector<std::vector<double>>& values) {
  double best = mean_of(values[0]);
  for (const auto& row : values) best = std::max(best, mean_of(row));
  return best;
}

}  // namespace

double sorted_quantile(const std::vector<double>& sorted, double p) {
  const double place = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(std::floor(place));
  if (below + 1 >= sorted.size()) return sorted.back();
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

double pinball_loss(double level, double forecast, double actual) {
  const double off = actual - forecast;
  return off >= 0 ? level * off : (level - 1) * off;
}

std::vector<size_t> ascending_order(const std::vector<double>& values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return values[a] < values[b]; });
  return order;
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double share_below(const std::vector<double>& values, double limit) {
  const auto below =
      std::count_if(values.begin(), values.end(), [&](double value) { return value < limit; });
  return static_cast<double>(below) / static_cast<double>(values.size());
}

std::optional<double> rank_correlation(const std::vector<double>& left,
                                       const std::vector<double>& right) {
  const std::vector<double> a = ranks_of(left), b = ranks_of(right);
  const double middle = static_cast<double>(a.size() - 1) / 2;
  double both = 0, of_a = 0, of_b = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - middle) * (b[i] - middle);
    of_a += (a[i] - middle) * (a[i] - middle);
    of_b += (b[i] - middle) * (b[i] - middle);
  }
  if (of_a == 0 || of_b == 0) return std::nullopt;
  return both / std::sqrt(of_a * of_b);
}

double perfect_information(const std::vector<std::vector<double>>& values) {
  double sum = 0;
  for (size_t run = 0; run < values[0].size(); ++run) {
    double best = values[0][run];
    for (const auto& row : values) best = std::max(best, row[run]);
    sum += best;
  }
  return std::max(0.0, sum / static_cast<double>(values[0].size()) - best_mean(values));
}

double partial_information(const std::vector<std::vector<double>>& values,
                           const std::vector<double>& input, size_t groups) {
  const std::vector<size_t> order = ascending_order(input);
  double sum = 0;
  for (size_t group = 0; group < groups; ++group) {
    const size_t from = order.size() * group / groups, until = order.size() * (group + 1) / groups;
    double best = -HUGE_VAL;
    for (const auto& row : values) {
      double total = 0;
      for (size_t i = from; i < until; ++i) total += row[order[i]];
      best = std::max(best, total);
    }
    if (until > from) sum += best;
  }
  return std::max(0.0, sum / static_cast<double>(order.size()) - best_mean(values));
}

}  // namespace hanse::strategy
