// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/xmr.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace hanse::strategy {
namespace {

constexpr std::array<std::string_view, 4> kRuleNames = {"outside", "run", "near", "range"};

double mean_of(const std::vector<double>& values, size_t count) {
  return std::accumulate(values.begin(), values.begin() + static_cast<ptrdiff_t>(count), 0.0) /
         static_cast<double>(count);
}

// 1 above, -1 below, 0 on the line.
int side_of(double value, double mean) { return value > mean ? 1 : value < mean ? -1 : 0; }

bool is_near(double value, int side, const XmrChart& chart) {
  const double limit = side > 0 ? chart.upper : chart.lower;
  return side_of(value, chart.mean) == side &&
         std::abs(value - limit) < std::abs(value - chart.mean);
}

void add_runs(const std::vector<double>& values, XmrChart& chart) {
  size_t length = 0;
  int side = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const int now = side_of(values[i], chart.mean);
    length = now != 0 && now == side ? length + 1 : (now != 0 ? 1 : 0);
    side = now;
    if (length >= kXmrRun) chart.signals.push_back({i, XmrRule::kRun, side > 0});
  }
}

void add_near(const std::vector<double>& values, XmrChart& chart) {
  for (size_t i = kXmrNearOf - 1; i < values.size(); ++i)
    for (const int side : {1, -1}) {
      size_t near = 0;
      for (size_t back = 0; back < kXmrNearOf; ++back)
        near += is_near(values[i - back], side, chart) ? 1 : 0;
      if (near >= kXmrNear && is_near(values[i], side, chart))
        chart.signals.push_back({i, XmrRule::kNear, side > 0});
    }
}

}  // namespace

std::string_view xmr_rule_name(XmrRule rule) { return kRuleNames[static_cast<size_t>(rule)]; }

std::optional<XmrChart> xmr_chart(const std::vector<double>& values, size_t baseline,
                                  const XmrBounds& bounds) {
  const size_t count = baseline == 0 ? values.size() : std::min(baseline, values.size());
  if (count < kXmrPointsMin) return std::nullopt;
  XmrChart out;
  for (size_t i = 1; i < values.size(); ++i)
    out.ranges.push_back(std::abs(values[i] - values[i - 1]));
  out.mean = mean_of(values, count);
  out.range_mean = mean_of(out.ranges, count - 1);
  out.lower = out.mean - kXmrLimitFactor * out.range_mean;
  out.upper = out.mean + kXmrLimitFactor * out.range_mean;
  out.range_upper = kXmrRangeFactor * out.range_mean;
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] > out.upper || values[i] < out.lower)
      out.signals.push_back({i, XmrRule::kOutside, values[i] > out.mean});
    if (i > 0 && out.ranges[i - 1] > out.range_upper)
      out.signals.push_back({i, XmrRule::kRange, values[i] > out.mean});
  }
  add_runs(values, out);
  add_near(values, out);
  // Not before: of a limit that was cut, every value on that side would be near.
  if (bounds.least) out.lower = std::max(out.lower, *bounds.least);
  if (bounds.most) out.upper = std::min(out.upper, *bounds.most);
  std::ranges::sort(out.signals, [](const XmrSignal& left, const XmrSignal& right) {
    return std::tie(left.point, left.rule) < std::tie(right.point, right.rule);
  });
  return out;
}

std::string xmr_verdict(const XmrChart& chart, size_t count) {
  constexpr std::array<std::string_view, 4> kTexts = {"beyond the limits", "a run of eight",
                                                      "three of four near a limit", "a jump"};
  for (const XmrSignal& signal : chart.signals)
    if (signal.point + 1 == count)
      return fmt::format("signal: {} {} the mean", kTexts[static_cast<size_t>(signal.rule)],
                         signal.is_high ? "above" : "below");
  return "noise";
}

}  // namespace hanse::strategy
