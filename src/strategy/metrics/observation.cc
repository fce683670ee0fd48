// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/observation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "strategy/facts/usage_facts.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr double kWeekUs = 7.0 * static_cast<double>(kDayUs);
constexpr double kPercent = 100;
constexpr double kHighQuantile = 0.9;
constexpr double kHourUs = 3'600e6;
constexpr int64_t kWeekDays = 7, kMonthDays = 28;  // a month has no fewer

int64_t us_of(sys_days day) { return day.time_since_epoch().count() * kDayUs; }
sys_days day_of(int64_t at_us) {
  return sys_days(days((at_us - (((at_us % kDayUs) + kDayUs) % kDayUs)) / kDayUs));
}

sys_days start_of(sys_days day, MetricBucket bucket) {
  if (bucket == MetricBucket::kWeek) {
    const std::chrono::weekday weekday(day);
    return day - days(weekday.iso_encoding() - 1);
  }
  const year_month_day date(day);
  return sys_days(date.year() / date.month() / 1);
}
sys_days next_of(sys_days start, MetricBucket bucket) {
  if (bucket == MetricBucket::kWeek) return start + days(7);
  const year_month_day date(start);
  return sys_days((date.year() / date.month() / 1) + std::chrono::months(1));
}

double distinct_keys(const std::vector<const MetricObservation*>& observations) {
  std::set<std::pair<const ProductId*, const std::string*>> all;
  for (const MetricObservation* one : observations) all.emplace(one->product, one->key);
  return static_cast<double>(all.size());
}

double value_in(const MetricObservation& one, const MetricWindow& window) {
  if (one.ends_us <= window.until_us) return one.value;
  return std::max(0.0, one.value - static_cast<double>(one.ends_us - window.until_us) / kHourUs);
}

}  // namespace

double MetricWindow::weeks() const { return static_cast<double>(until_us - from_us) / kWeekUs; }

std::optional<double> metric_quantile(const std::vector<double>& sorted, double q) {
  if (sorted.empty()) return std::nullopt;
  return sorted_quantile(sorted, q);
}

MetricValue put_together(const std::vector<const MetricObservation*>& observations,
                         MetricMethod method, const MetricWindow& window, size_t products) {
  MetricValue out;
  out.count = observations.size();
  double sum = 0, weight = 0;
  for (const MetricObservation* one : observations) {
    sum += value_in(*one, window) * one->weight;
    weight += one->weight;
  }
  switch (method) {
    case MetricMethod::kMedian: {
      std::vector<double> values;
      for (const MetricObservation* one : observations) values.push_back(one->value);
      std::ranges::sort(values);
      out.value = metric_quantile(values, 0.5);
      out.p90 = metric_quantile(values, kHighQuantile);
      break;
    }
    case MetricMethod::kShare:
      if (weight > 0) out.value = kPercent * sum / weight;
      break;
    case MetricMethod::kSum:
      out.value = sum;
      break;
    case MetricMethod::kWeekly:
      out.value = sum / std::max(1.0, window.weeks());
      break;
    case MetricMethod::kDistinct:
      if (products > 0) out.value = distinct_keys(observations) / static_cast<double>(products);
      break;
  }
  return out;
}

size_t count_buckets(const MetricWindow& window, MetricBucket bucket) {
  if (window.is_empty()) return 0;
  const int64_t days = bucket == MetricBucket::kWeek ? kWeekDays : kMonthDays;
  return static_cast<size_t>((window.until_us - window.from_us) / (days * kDayUs));
}

std::vector<MetricWindow> buckets_of(const MetricWindow& window, MetricBucket bucket) {
  std::vector<MetricWindow> out;
  sys_days start = start_of(day_of(window.from_us), bucket);
  if (us_of(start) < window.from_us) start = next_of(start, bucket);
  while (true) {
    const sys_days next = next_of(start, bucket);
    if (us_of(next) > window.until_us) return out;
    out.push_back({us_of(start), us_of(next)});
    start = next;
  }
}

}  // namespace hanse::strategy
