// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"

namespace hanse::strategy {

// One thing that happened and counts for a metric. Every metric is a list of these and a way to
// put them together, so that a mesh, a domain, a product and a week are computed alike. There may
// be a million: names are borrowed, one name always from one place, so that equal ones have equal
// addresses; who made the list says what they live as long as.
struct MetricObservation {
  int64_t at_us = 0;
  const DomainId* domain = nullptr;    // null: of none
  const ProductId* product = nullptr;  // null: of none; a key of MeshFacts::products
  double value = 0;
  double weight = 1;
  const std::string* key = nullptr;  // of what is counted once
  // Of what lasts: `value` is hours up to this end, of which a window counts those up to its own.
  int64_t ends_us = 0;
};

enum class MetricMethod {
  kMedian,  // of the values; p90 beside it
  kShare,   // weighted mean of zeros and ones, in percent
  kSum,
  kWeekly,    // the sum, a week of the window; of a shorter one, the sum
  kDistinct,  // different keys a product, the mean over all products
};

struct MetricWindow {
  int64_t from_us = 0, until_us = 0;  // until is not in it
  bool holds(int64_t at_us) const { return at_us >= from_us && at_us < until_us; }
  bool is_empty() const { return from_us >= until_us; }
  double weeks() const;
};

struct MetricValue {
  std::optional<double> value, p90;
  size_t count = 0;  // observations
};
// Of the observations, which are in the window already. `products`: how many there are to share
// what kDistinct counts. A sum without observations is 0; the others have no value then.
MetricValue put_together(const std::vector<const MetricObservation*>& observations,
                         MetricMethod method, const MetricWindow& window, size_t products);

// The q-quantile of sorted values, linear between them (R's type 7, Hyndman and Fan 1996); none of
// none.
std::optional<double> metric_quantile(const std::vector<double>& sorted, double q);

enum class MetricBucket { kWeek, kMonth };
constexpr size_t kBucketsMax = 5'000;  // of a series: 95 years of weeks
// About how many weeks or months lie in the window; never too few.
size_t count_buckets(const MetricWindow& window, MetricBucket bucket);
// Whole weeks (from Monday) or months in UTC that lie in the window, oldest first.
std::vector<MetricWindow> buckets_of(const MetricWindow& window, MetricBucket bucket);

}  // namespace hanse::strategy
