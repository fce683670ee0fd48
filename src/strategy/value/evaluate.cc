// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/evaluate.h"

#include <algorithm>
#include <cmath>

#include "strategy/value/cash_flows.h"

namespace hanse::strategy {
namespace {

// What the tail of an input's distribution may not go beyond; base values are checked.
constexpr double kDurationYearsMin = 0.05, kRateMin = -0.9;

// Which inputs are used, and by what.
class Needs {
 public:
  explicit Needs(const ValueModel& model) : model_(model), by_(model.inputs.size()) {}

  void add(const ValueFactors& factors, const std::string& what) {
    for (const size_t input : factors)
      if (by_[input].empty() || by_[input].back() != what) by_[input].push_back(what);
  }
  void add_all() {
    add(model_.rate, "discountRate");
    add(model_.benefit_bias, "optimismBias.benefits");
    add(model_.cost_bias, "optimismBias.costs");
    for (const ValueRamp& ramp : model_.ramps)
      for (const ValueFactors* part : {&ramp.middle, &ramp.duration, &ramp.shares})
        add(*part, "ramps." + ramp.id);
    for (const ValueAlternative& alternative : model_.alternatives) add(alternative);
  }
  std::vector<MissingInput> missing() const {
    std::vector<MissingInput> out;
    for (size_t i = 0; i < by_.size(); ++i)
      if (!by_[i].empty() && !model_.inputs[i].is_given())
        out.push_back({&model_.inputs[i], by_[i]});
    return out;
  }

 private:
  void add(const ValueAlternative& alternative) {
    const std::string own = alternative.id + ".";
    for (const ValueFlow& flow : alternative.flows) {
      add(flow.factors, own + flow.id);
      if (!flow.driver) continue;
      add(flow.driver->claims, own + flow.id);
      add(flow.driver->of, own + flow.id);
    }
    for (const ValueRisk& risk : alternative.risks) {
      add(risk.probability, own + risk.id);
      add(risk.impact, own + risk.id);
    }
    for (const ValueOption& option : alternative.options)
      for (const ValueFactors* part :
           {&option.underlying, &option.exercise, &option.years, &option.volatility, &option.rate})
        add(*part, own + option.id);
  }

  const ValueModel& model_;
  std::vector<std::vector<std::string>> by_;
};

}  // namespace

std::vector<MissingInput> missing_inputs(const ValueModel& model) {
  Needs needs(model);
  needs.add_all();
  return needs.missing();
}

ValueNumbers base_numbers(const ValueModel& model) {
  ValueNumbers numbers;
  for (const ValueInput& input : model.inputs)
    numbers.push_back(input.is_given() ? base_of(input.estimate()) : 0);
  return numbers;
}

double product_of(const ValueFactors& factors, const ValueNumbers& numbers) {
  double product = 1;
  for (const size_t input : factors) product *= numbers[input];
  return product;
}

double ramp_share(const ValueRamp& ramp, int64_t year, const ValueNumbers& numbers) {
  if (!ramp.shares.empty()) {
    const auto last = static_cast<int64_t>(ramp.shares.size());
    const auto index = static_cast<size_t>(std::clamp<int64_t>(year, 1, last) - 1);
    return std::clamp(numbers[ramp.shares[index]], 0.0, 1.0);
  }
  const double steepness =
      std::log(81.0) / std::max(kDurationYearsMin, product_of(ramp.duration, numbers));
  const double middle = product_of(ramp.middle, numbers);
  return 1 / (1 + std::exp(-steepness * (static_cast<double>(year) - 0.5 - middle)));
}

double discount_rate(const ValueModel& model, const ValueNumbers& numbers) {
  return std::max(kRateMin, product_of(model.rate, numbers));
}

bool flows_in(const ValueModel& model, const ValueFlow& flow, int64_t year) {
  if (flow.year) return year == *flow.year;
  return year >= flow.from && year <= (flow.until > 0 ? flow.until : model.horizon_years);
}

double flow_amount(const ValueModel& model, const ValueFlow& flow, int64_t year,
                   const ValueNumbers& numbers) {
  if (!flows_in(model, flow, year)) return 0;
  double amount = product_of(flow.factors, numbers);
  if (flow.ramp) amount *= ramp_share(model.ramps[*flow.ramp], year, numbers);
  if (flow.is_cost())
    return -amount *
           (model.cost_bias.empty() ? 1
                                    : std::max(0.0, 1 + product_of(model.cost_bias, numbers)));
  if (model.benefit_bias.empty()) return amount;
  return amount * (1 - std::min(1.0, product_of(model.benefit_bias, numbers)));
}

double risk_probability(const ValueRisk& risk, const ValueNumbers& numbers) {
  return std::clamp(product_of(risk.probability, numbers), 0.0, 1.0);
}

std::vector<double> yearly_flows(const ValueModel& model, const ValueAlternative& alternative,
                                 const ValueNumbers& numbers, const std::vector<bool>* happened) {
  std::vector<double> flows(static_cast<size_t>(model.horizon_years) + 1);
  for (const ValueFlow& flow : alternative.flows)
    for (size_t year = 0; year < flows.size(); ++year)
      flows[year] += flow_amount(model, flow, static_cast<int64_t>(year), numbers);
  for (size_t i = 0; i < alternative.risks.size(); ++i) {
    const ValueRisk& risk = alternative.risks[i];
    const double share =
        happened != nullptr ? ((*happened)[i] ? 1 : 0) : risk_probability(risk, numbers);
    flows[static_cast<size_t>(risk.year)] -= share * product_of(risk.impact, numbers);
  }
  return flows;
}

double flexibility(const ValueAlternative& alternative, const ValueNumbers& numbers) {
  double value = 0;
  for (const ValueOption& option : alternative.options)
    value += real_option_value(
        {product_of(option.underlying, numbers), product_of(option.exercise, numbers),
         product_of(option.years, numbers), product_of(option.volatility, numbers),
         product_of(option.rate, numbers)});
  return value;
}

}  // namespace hanse::strategy
