// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <limits>

#include "strategy/value/model.h"

namespace hanse::strategy {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

struct Limit {
  double low = 0, high = 1;
  std::string_view what;
};

void check(const std::vector<ValueInput>& inputs, const ValueFactors& factors, const Limit& limit,
           std::vector<BeyondLimit>& out) {
  for (const size_t i : factors) {
    const ValueInput& input = inputs[i];
    if (!input.is_given() || !estimate_problem(input.estimate()).empty()) continue;
    if (input.low.value_or(input.value.value_or(0)) >= limit.low &&
        input.high.value_or(input.value.value_or(0)) <= limit.high)
      continue;
    const std::string range = limit.high == kNoLimit
                                  ? fmt::format("from {}", limit.low)
                                  : fmt::format("from {} to {}", limit.low, limit.high);
    out.push_back({i, fmt::format("`{}` is {}: expected {}", input.id, limit.what, range)});
  }
}

}  // namespace

std::vector<BeyondLimit> beyond_limits(const ValueModel& model,
                                       const std::vector<ValueInput>& inputs) {
  std::vector<BeyondLimit> out;
  check(inputs, model.rate, {0, 1, "the discount rate"}, out);
  check(inputs, model.benefit_bias, {0, 1, "a bias of benefits"}, out);
  check(inputs, model.cost_bias, {0, kNoLimit, "a bias of costs"}, out);
  for (const ValueRamp& ramp : model.ramps) {
    check(inputs, ramp.shares, {0, 1, "a share a year"}, out);
    check(inputs, ramp.duration, {0.05, 1000, "years from 10 to 90 %"}, out);
  }
  for (const ValueAlternative& alternative : model.alternatives)
    for (const ValueRisk& risk : alternative.risks)
      check(inputs, risk.probability, {0, 1, "a probability"}, out);
  return out;
}

}  // namespace hanse::strategy
