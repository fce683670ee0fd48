// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "spec/decoder.h"
#include "spec/node.h"
#include "strategy/figure.h"
#include "strategy/value/distribution.h"

namespace hanse::strategy {

// `strategy/value.yaml` (kind ValueModel): what a mesh costs and returns, and what it is held
// against. Every number is an input with its basis and source, but for counts of years. Plain data;
// indexes lead into `inputs` and `ramps`, and are set where the file names an id that exists.

struct ValueInput {
  std::string id, label, unit;
  std::optional<double> value, low, high;  // value alone: certain; low and high: 90 % interval
  std::string distribution;                // empty: by what is given
  std::string basis, source;               // measured: the query; stated: who, when, range
  std::string claim;                       // which claim of a scenario speaks of it
  Span span;

  bool is_given() const { return value || (low && high); }
  Estimate estimate() const;  // of a given one
};
using ValueFactors = std::vector<size_t>;  // inputs that are multiplied

// What of a yearly flow is there in which year, from 0 to 1.
struct ValueRamp {
  std::string id;
  // S-curve: 1 / (1 + e^(-ln 81 / duration · (year - ½ - middle))): half at `middle`, from 10 to
  // 90 % in `duration` years. Else a share a year, the last one for all that follow.
  std::vector<std::string> middle_name, duration_name, share_names;
  ValueFactors middle, duration, shares;
  Span span;
};
// Benefits that save the same thing twice: what one claims of how much there is.
struct ValueDriver {
  std::string id;
  std::vector<std::string> claim_names, of_names;
  ValueFactors claims, of;
};
struct ValueFlow {
  std::string id, name, kind;  // cost | benefit
  bool cashable = false;       // of a benefit: money that can be spent otherwise
  std::vector<std::string> factor_names;
  ValueFactors factors;
  std::string ramp_name, domain;
  std::optional<size_t> ramp;
  int64_t from = 1, until = 0;  // years with both; 0 is now; until 0: to the horizon
  std::optional<int64_t> year;  // once
  std::optional<ValueDriver> driver;
  Span span;

  bool is_cost() const { return kind == "cost"; }
};
// What may happen once: `impact` is lost in `year` with `probability`.
struct ValueRisk {
  std::string id, name;
  std::vector<std::string> probability_name, impact_names;
  ValueFactors probability, impact;
  int64_t year = 1;
  Span span;
};
struct ValueOption {  // flexibility
  std::string id, name;
  std::vector<std::string> underlying_names, exercise_names, years_name, volatility_name, rate_name;
  ValueFactors underlying, exercise, years, volatility, rate;
  Span span;
};
struct ValueAlternative {
  std::string id, name;
  std::vector<ValueFlow> flows;
  std::vector<ValueRisk> risks;
  std::vector<ValueOption> options;
  std::string because, basis;  // why there are no flows, and what that rests on
  Span span;

  bool says_something() const { return !flows.empty() || !because.empty(); }
};
struct ValueScenarioInput {
  std::string id, claim;  // the one or the other
  std::optional<double> value, low, high;
  std::string distribution, basis, source;
  Span span;
};
struct ValueScenario {
  std::string id, name;
  std::vector<ValueScenarioInput> inputs;
  Span span;
};
struct ValueModel {
  std::string path, id, name, currency, proposal;
  int64_t horizon_years = 0, runs = 10'000, seed = 1;
  std::optional<double> loss_probability_max;
  std::vector<std::string> rate_name, benefit_bias_name, cost_bias_name;
  ValueFactors rate, benefit_bias, cost_bias;
  std::vector<ValueInput> inputs;
  std::vector<ValueRamp> ramps;
  std::vector<ValueAlternative> alternatives;
  std::vector<ValueScenario> scenarios;
  Span span;

  const ValueAlternative* alternative(std::string_view id) const;
};
constexpr std::string_view kDoNothing = "doNothing", kBetterCentralTeam = "betterCentralTeam";
constexpr int64_t kHorizonYearsMax = 30, kRunsMin = 1'000, kRunsMax = 200'000;

// Reads a document; what does not fit is reported: HNS-S…, HNS-G030 to G034.
void decode_value_model(spec::Decoder& decoder, const spec::Node& root, ValueModel& model);

// Inputs that a use has beyond its sense: shares, rates, biases and probabilities. `inputs` stand
// in for the model's; what is not given or no estimate is passed over.
struct BeyondLimit {
  size_t input = 0;
  std::string text;
};
std::vector<BeyondLimit> beyond_limits(const ValueModel& model,
                                       const std::vector<ValueInput>& inputs);
// Puts the numbers of a scenario in the place of those that it speaks of.
struct PutInput {
  size_t input = 0;
  const ValueScenarioInput* by = nullptr;  // borrowed from the scenario
};
std::vector<PutInput> put_scenario(std::vector<ValueInput>& inputs, const ValueScenario& scenario);

// The scenarios that are published claims: the guide's and its cases'. Embedded, all `claimed`.
std::vector<ValueScenario> published_scenarios();
// The model under a scenario of its own or a published one. kNotFound when there is none of that
// id; kInvalidArgument when it changes nothing, as no input says that it speaks of its claims, or
// puts an input beyond its limits.
Result<ValueModel> under_scenario(ValueModel model, const std::string& id);
// An input as reports show it.
Figure value_figure(const ValueInput& input);

}  // namespace hanse::strategy
