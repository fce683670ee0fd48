// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/simulate.h"

#include <algorithm>
#include <cmath>

#include "strategy/value/cash_flows.h"
#include "strategy/value/random.h"

namespace hanse::strategy {
namespace {

std::vector<double> draws_of(const ValueModel& model, const ValueInput& input) {
  const Distribution distribution(input.estimate());
  NamedRandom random(static_cast<uint64_t>(model.seed), "input " + input.id);
  std::vector<double> draws(static_cast<size_t>(model.runs));
  for (double& draw : draws) draw = distribution.quantile(random.uniform());
  return draws;
}

class Simulation {
 public:
  explicit Simulation(const ValueModel& model) : model_(model), numbers_(base_numbers(model)) {
    const auto count = static_cast<size_t>(model.runs);
    for (const ValueInput& input : model.inputs) {
      auto& draws = out_.inputs.emplace_back();
      if (input.is_given() && input.estimate().shape != DistributionShape::kFixed)
        draws = draws_of(model, input);
    }
    for (const ValueAlternative& alternative : model.alternatives) {
      out_.values.emplace_back(count);
      auto& streams = risks_.emplace_back();
      for (const ValueRisk& risk : alternative.risks)
        streams.emplace_back(static_cast<uint64_t>(model.seed),
                             "risk " + alternative.id + " " + risk.id);
    }
    out_.flows.assign(static_cast<size_t>(model.horizon_years) + 1, std::vector<double>(count));
    if (const ValueAlternative* proposal = model.alternative(model.proposal))
      for (const ValueFlow& flow : proposal->flows) out_.domains[flow.domain].resize(count);
  }

  ValueRuns run() {
    for (size_t run = 0; run < static_cast<size_t>(model_.runs); ++run) {
      for (size_t i = 0; i < numbers_.size(); ++i)
        if (!out_.inputs[i].empty()) numbers_[i] = out_.inputs[i][run];
      const double rate = discount_rate(model_, numbers_);
      for (size_t i = 0; i < model_.alternatives.size(); ++i) look_at(i, run, rate);
    }
    return std::move(out_);
  }

 private:
  void look_at(size_t index, size_t run, double rate) {
    const ValueAlternative& alternative = model_.alternatives[index];
    std::vector<bool> happened;
    for (size_t i = 0; i < alternative.risks.size(); ++i)
      happened.push_back(risks_[index][i].uniform() <
                         risk_probability(alternative.risks[i], numbers_));
    const std::vector<double> flows = yearly_flows(model_, alternative, numbers_, &happened);
    out_.values[index][run] = net_present_value(flows, rate);
    if (alternative.id != model_.proposal) return;
    for (size_t year = 0; year < flows.size(); ++year) out_.flows[year][run] = flows[year];
    if (out_.domains.size() < 2) return;
    for (const ValueFlow& flow : alternative.flows) {
      double& sum = out_.domains.find(flow.domain)->second[run];
      for (size_t year = 0; year < flows.size(); ++year)
        sum += flow_amount(model_, flow, static_cast<int64_t>(year), numbers_) /
               std::pow(1 + rate, static_cast<double>(year));
    }
  }

  const ValueModel& model_;
  ValueNumbers numbers_;
  std::vector<std::vector<NamedRandom>> risks_;
  ValueRuns out_;
};

}  // namespace

ValueRuns simulate(const ValueModel& model) { return Simulation(model).run(); }

std::vector<InputSwing> input_swings(const ValueModel& model) {
  const ValueAlternative* proposal = model.alternative(model.proposal);
  ValueNumbers numbers = base_numbers(model);
  const auto value = [&] {
    return net_present_value(yearly_flows(model, *proposal, numbers),
                             discount_rate(model, numbers));
  };
  std::vector<InputSwing> out;
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    const ValueInput& input = model.inputs[i];
    if (!input.low || !input.high) continue;
    const double base = numbers[i];
    InputSwing swing{i, 0, 0};
    numbers[i] = *input.low;
    swing.low = value();
    numbers[i] = *input.high;
    swing.high = value();
    numbers[i] = base;
    if (swing.low != swing.high) out.push_back(swing);
  }
  std::stable_sort(out.begin(), out.end(), [](const InputSwing& a, const InputSwing& b) {
    return std::abs(a.high - a.low) > std::abs(b.high - b.low);
  });
  return out;
}

}  // namespace hanse::strategy
