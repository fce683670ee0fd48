// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "strategy/value/model.h"

namespace hanse::strategy {

// One look at a value model with a number for each input. Pure; every input that a look touches
// must be there (missing_inputs).

using ValueNumbers = std::vector<double>;  // one an input

// What an input is missing for: ids of flows, ramps and parameters.
struct MissingInput {
  const ValueInput* input = nullptr;
  std::vector<std::string> needed_by;
};
std::vector<MissingInput> missing_inputs(const ValueModel& model);

// Base values: the most likely or middle ones; 0 for what is not given.
ValueNumbers base_numbers(const ValueModel& model);
double product_of(const ValueFactors& factors, const ValueNumbers& numbers);
double ramp_share(const ValueRamp& ramp, int64_t year, const ValueNumbers& numbers);
double risk_probability(const ValueRisk& risk, const ValueNumbers& numbers);
double discount_rate(const ValueModel& model, const ValueNumbers& numbers);

// What a flow is in a year, costs below 0, after optimism bias: benefits lose `1 - bias`, costs
// gain `1 + bias`.
double flow_amount(const ValueModel& model, const ValueFlow& flow, int64_t year,
                   const ValueNumbers& numbers);
bool flows_in(const ValueModel& model, const ValueFlow& flow, int64_t year);

// Net flow a year, 0 to the horizon. `happened` has a word on each risk; null: each by its
// probability.
std::vector<double> yearly_flows(const ValueModel& model, const ValueAlternative& alternative,
                                 const ValueNumbers& numbers,
                                 const std::vector<bool>* happened = nullptr);
// What its options are worth now.
double flexibility(const ValueAlternative& alternative, const ValueNumbers& numbers);

}  // namespace hanse::strategy
