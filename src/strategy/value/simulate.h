// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "strategy/value/evaluate.h"

namespace hanse::strategy {

// Many runs over a value model, each input drawn from its distribution, each risk by its
// probability. All alternatives see the same draws. The same model and seed give the same runs:
// every input and risk has a random stream named by its id. Pure.
struct ValueRuns {
  std::vector<std::vector<double>> inputs;             // a row of draws an input; empty: fixed
  std::vector<std::vector<double>> values;             // net present values, a row an alternative
  std::vector<std::vector<double>> flows;              // of the proposal, a row a year from 0
  std::map<std::string, std::vector<double>> domains;  // of the proposal; "": no domain's
};
ValueRuns simulate(const ValueModel& model);

// What the proposal's net present value is when one input is at its low and at its high and all
// others at their base; widest first.
struct InputSwing {
  size_t input = 0;
  double low = 0, high = 0;  // of the value
};
std::vector<InputSwing> input_swings(const ValueModel& model);

}  // namespace hanse::strategy
