// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "spec/contract.h"

namespace hanse::contract {

// Private: the measured values that the comparison of a quality rule lets pass.
struct Interval {
  double low = 0, high = 0;
  bool low_open = false, high_open = false;
  bool operator==(const Interval&) const = default;
};
using AllowedValues = std::vector<Interval>;  // apart from each other, in order

// Rows are counted in whole numbers from 0, percents go from 0 to 100; what an `sql` rule measures
// can be any number. Nothing for a rule without comparison. Pure.
AllowedValues allowed_values(const spec::QualityRule& rule);

// True when all of `part` is in `whole`.
bool is_within(const AllowedValues& part, const AllowedValues& whole);

}  // namespace hanse::contract
