// SPDX-License-Identifier: Apache-2.0
#include "contract/allowed_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace hanse::contract {
namespace {

constexpr double kOpenEnd = std::numeric_limits<double>::infinity();

AllowedValues stated(const spec::QualityRule& rule) {
  const std::string_view how = rule.comparison;
  if (rule.bounds.empty()) return {};
  const double one = rule.bounds[0], other = rule.bounds.back();
  if (how == "mustBe") return {{one, one}};
  if (how == "mustNotBe") return {{-kOpenEnd, one, true, true}, {one, kOpenEnd, true, true}};
  if (how == "mustBeGreaterThan") return {{one, kOpenEnd, true, true}};
  if (how == "mustBeGreaterOrEqualTo") return {{one, kOpenEnd, false, true}};
  if (how == "mustBeLessThan") return {{-kOpenEnd, one, true, true}};
  if (how == "mustBeLessOrEqualTo") return {{-kOpenEnd, one, true, false}};
  if (how == "mustBeBetween") return {{one, other}};
  if (how == "mustNotBeBetween")
    return {{-kOpenEnd, one, true, true}, {other, kOpenEnd, true, true}};
  return {};
}

bool is_empty(const Interval& interval) {
  return interval.low > interval.high ||
         (interval.low == interval.high && (interval.low_open || interval.high_open));
}

}  // namespace

AllowedValues allowed_values(const spec::QualityRule& rule) {
  AllowedValues out = stated(rule);
  if (rule.kind != spec::QualityRule::Kind::kLibrary) return out;
  const bool is_percent = rule.unit == "percent";
  const double most = is_percent ? 100 : kOpenEnd;
  for (Interval& interval : out) {
    if (interval.low < 0) interval.low = 0, interval.low_open = false;
    if (interval.high > most) interval.high = most, interval.high_open = false;
    if (is_percent) continue;
    if (interval.low_open)
      interval.low = std::floor(interval.low) + 1;
    else
      interval.low = std::ceil(interval.low);
    if (std::isfinite(interval.high))
      interval.high = interval.high_open ? std::ceil(interval.high) - 1 : std::floor(interval.high);
    interval.low_open = false;
    interval.high_open = !std::isfinite(interval.high);
  }
  std::erase_if(out, is_empty);
  return out;
}

bool is_within(const AllowedValues& part, const AllowedValues& whole) {
  return std::ranges::all_of(part, [&](const Interval& one) {
    return std::ranges::any_of(whole, [&](const Interval& other) {
      const bool low =
          one.low > other.low || (one.low == other.low && (one.low_open || !other.low_open));
      const bool high =
          one.high < other.high || (one.high == other.high && (one.high_open || !other.high_open));
      return low && high;
    });
  });
}

}  // namespace hanse::contract
