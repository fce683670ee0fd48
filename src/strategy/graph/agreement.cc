// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/agreement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hanse::strategy {
namespace {

// How many nodes have each label, and each pair of labels.
struct Contingency {
  std::vector<double> rows, columns;
  struct Cell {
    std::uint32_t row = 0, column = 0;
    double count = 0;
  };
  std::vector<Cell> cells;
};

std::vector<std::uint32_t> ranked(const std::vector<std::uint32_t>& labels,
                                  std::vector<double>& counts) {
  std::vector<std::uint32_t> distinct = labels;
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  counts.assign(distinct.size(), 0);
  std::vector<std::uint32_t> ranks(labels.size());
  // Labels of a Partition are their own ranks: no search.
  const bool is_compact = distinct.empty() || distinct.back() + 1 == distinct.size();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    ranks[i] =
        is_compact
            ? labels[i]
            : static_cast<std::uint32_t>(
                  std::lower_bound(distinct.begin(), distinct.end(), labels[i]) - distinct.begin());
    ++counts[ranks[i]];
  }
  return ranks;
}

Contingency contingency_of(const std::vector<std::uint32_t>& a,
                           const std::vector<std::uint32_t>& b) {
  Contingency table;
  const auto rows = ranked(a, table.rows);
  const auto columns = ranked(b, table.columns);
  std::vector<std::uint64_t> keys(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    keys[i] = (static_cast<std::uint64_t>(rows[i]) << 32) | columns[i];
  }
  std::sort(keys.begin(), keys.end());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i == 0 || keys[i] != keys[i - 1]) {
      table.cells.push_back({static_cast<std::uint32_t>(keys[i] >> 32),
                             static_cast<std::uint32_t>(keys[i] & 0xffffffffU), 0});
    }
    ++table.cells.back().count;
  }
  return table;
}

double entropy(const std::vector<double>& counts, double total) {
  double sum = 0;
  for (const double count : counts) sum -= count / total * std::log(count / total);
  return sum;
}

double mutual_information(const Contingency& table, double total) {
  double sum = 0;
  for (const auto& cell : table.cells) {
    sum += cell.count / total *
           std::log(cell.count * total / (table.rows[cell.row] * table.columns[cell.column]));
  }
  return std::max(sum, 0.0);
}

// The distinct values with how often each is there: sizes repeat, and a term needs computing once.
std::vector<std::pair<std::size_t, double>> repeated(const std::vector<double>& counts) {
  std::vector<double> sorted = counts;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::pair<std::size_t, double>> result;
  for (const double count : sorted) {
    const auto size = static_cast<std::size_t>(count);
    if (result.empty() || result.back().first != size) result.emplace_back(size, 0);
    ++result.back().second;
  }
  return result;
}

// E[I] under the hypergeometric model: equation 24a of the paper.
double expected_information(const Contingency& table, std::size_t total) {
  std::vector<double> log_factorial(total + 1, 0);
  for (std::size_t i = 2; i <= total; ++i) {
    log_factorial[i] = log_factorial[i - 1] + std::log(static_cast<double>(i));
  }
  const auto n = static_cast<double>(total);
  double sum = 0;
  const auto columns = repeated(table.columns);
  for (const auto& [a, times_a] : repeated(table.rows)) {
    for (const auto& [b, times_b] : columns) {
      const std::size_t first = a + b > total ? a + b - total : 1;
      double term = 0;
      for (std::size_t both = std::max<std::size_t>(first, 1); both <= std::min(a, b); ++both) {
        const double log_likelihood =
            log_factorial[a] + log_factorial[b] + log_factorial[total - a] +
            log_factorial[total - b] - log_factorial[total] - log_factorial[both] -
            log_factorial[a - both] - log_factorial[b - both] - log_factorial[total + both - a - b];
        const auto count = static_cast<double>(both);
        const double ratio = n * count / (static_cast<double>(a) * static_cast<double>(b));
        term += count / n * std::log(ratio) * std::exp(log_likelihood);
      }
      sum += term * times_a * times_b;
    }
  }
  return sum;
}

}  // namespace

Result<Agreement> agreement(const std::vector<std::uint32_t>& a,
                            const std::vector<std::uint32_t>& b) {
  if (a.size() != b.size()) {
    return fail(
        ErrorCode::kInvalidArgument,
        fmt::format("partitions of {} and {} nodes, expected as many in both", a.size(), b.size()));
  }
  Agreement result;
  if (a.empty()) return result;
  const auto total = static_cast<double>(a.size());
  const Contingency table = contingency_of(a, b);
  const double of_a = entropy(table.rows, total), of_b = entropy(table.columns, total);
  const double shared = mutual_information(table, total);
  const double mean = (of_a + of_b) / 2;
  result.variation = std::max(of_a + of_b - 2 * shared, 0.0);
  if (a.size() > 1) result.variation_normalised = result.variation / std::log(total);
  const bool is_same =
      table.cells.size() == table.rows.size() && table.cells.size() == table.columns.size();
  if (is_same) {
    result.variation = result.variation_normalised = 0;
    return result;
  }
  result.nmi = mean > 0 ? shared / mean : 0;
  const double expected = expected_information(table, a.size());
  const double room = mean - expected;
  result.ami = room > 1e-15 ? (shared - expected) / room : 0;
  return result;
}

double variation_of_information(const std::vector<std::uint32_t>& a,
                                const std::vector<std::uint32_t>& b) {
  if (a.empty()) return 0;
  const auto total = static_cast<double>(a.size());
  const Contingency table = contingency_of(a, b);
  return std::max(entropy(table.rows, total) + entropy(table.columns, total) -
                      2 * mutual_information(table, total),
                  0.0);
}

}  // namespace hanse::strategy
