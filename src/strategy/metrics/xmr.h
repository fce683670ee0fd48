// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hanse::strategy {

// XmR charts (individual values and moving ranges), as in D. J. Wheeler, Understanding Variation
// (1993) and D. S. Chambers, D. J. Wheeler, Understanding Statistical Process Control (1992): what
// of a series is signal and what is noise. Pure.

// For moving ranges of two values: 3/d2 and D4.
constexpr double kXmrLimitFactor = 2.66, kXmrRangeFactor = 3.268;
constexpr size_t kXmrPointsMin = 6;             // of fewer values limits say too little
constexpr size_t kXmrRun = 8;                   // on one side of the centre, one after another
constexpr size_t kXmrNear = 3, kXmrNearOf = 4;  // nearer to a limit than to the centre

enum class XmrRule {
  kOutside,  // beyond a natural process limit
  kRun,      // the eighth and later of a run on one side of the centre
  kNear,     // three of four in a row nearer to the same limit
  kRange,    // its moving range is beyond the upper range limit
};
std::string_view xmr_rule_name(XmrRule rule);  // outside | run | near | range

struct XmrSignal {
  size_t point = 0;  // into the values: the one that completes the pattern
  XmrRule rule = XmrRule::kOutside;
  bool is_high = false;  // above the centre
};
struct XmrChart {
  double mean = 0, lower = 0, upper = 0;
  double range_mean = 0, range_upper = 0;
  std::vector<double> ranges;      // one less than values
  std::vector<XmrSignal> signals;  // by point, then rule
};
struct XmrBounds {  // what values can be: a share is at most 100
  std::optional<double> least, most;
};
// Limits are computed from the first `baseline` values (0: from all) and hold for the rest, which
// are judged by them; to be drawn they are cut to what values can be, after that. None for fewer
// than kXmrPointsMin values.
std::optional<XmrChart> xmr_chart(const std::vector<double>& values, size_t baseline = 0,
                                  const XmrBounds& bounds = {});

// What the newest value says: "signal: …" or "noise".
std::string xmr_verdict(const XmrChart& chart, size_t count);

}  // namespace hanse::strategy
