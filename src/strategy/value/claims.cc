// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/words.h"
#include "strategy/value/answer.h"

namespace hanse::strategy {
namespace {

std::vector<size_t> sorted(std::vector<size_t> list) {
  std::sort(list.begin(), list.end());
  return list;
}

// In one year, and for one domain, both save at the same place.
bool meet(const ValueModel& model, const ValueFlow& a, const ValueFlow& b) {
  if (!a.domain.empty() && !b.domain.empty() && a.domain != b.domain) return false;
  for (int64_t year = 0; year <= model.horizon_years; ++year)
    if (flows_in(model, a, year) && flows_in(model, b, year)) return true;
  return false;
}

// What is wrong with a flow and all that meet it, which claim one driver; empty: nothing.
std::string problem_of(const std::vector<const ValueFlow*>& group, const ValueNumbers& numbers) {
  std::vector<std::string> names;
  double claimed = 0;
  for (const ValueFlow* flow : group) {
    names.push_back("`" + flow->id + "`");
    const ValueDriver& driver = *flow->driver;
    if (group.size() > 1 && (driver.claims.empty() || driver.of.empty()))
      return fmt::format(
          "`{}` and others claim `{}` and cannot be told apart: give each `claims` "
          "and `of`, or keep one",
          flow->id, driver.id);
    if (sorted(driver.of) != sorted(group[0]->driver->of))
      return fmt::format("{} claim `{}` of different baselines: give them the same `of`",
                         joined(names, " and "), driver.id);
    claimed += product_of(driver.claims, numbers);
  }
  if (group[0]->driver->of.empty()) return {};
  const double all = product_of(group[0]->driver->of, numbers);
  constexpr double kRounding = 1e-9;
  if (claimed <= all * (1 + kRounding)) return {};
  return fmt::format("{} claim {} of `{}`, and there are {}: what is saved once is counted twice",
                     joined(names, " and "), number_text(claimed), group[0]->driver->id,
                     number_text(all));
}

void add_equal_products(const ValueModel& model, const ValueAlternative& alternative,
                        std::vector<DoubleCount>& out) {
  for (size_t i = 0; i < alternative.flows.size(); ++i)
    for (size_t k = i + 1; k < alternative.flows.size(); ++k) {
      const ValueFlow& a = alternative.flows[i];
      const ValueFlow& b = alternative.flows[k];
      if (a.is_cost() || b.is_cost() || sorted(a.factors) != sorted(b.factors)) continue;
      if (meet(model, a, b))
        out.push_back({alternative.id,
                       fmt::format("`{}` and `{}` multiply the same inputs in the same years: one "
                                   "benefit under two names",
                                   a.id, b.id)});
    }
}

// What is multiplied in a flow.
std::vector<const ValueFactors*> parts_of(const ValueModel& model, const ValueFlow& flow) {
  std::vector<const ValueFactors*> parts = {&flow.factors};
  if (flow.ramp) {
    const ValueRamp& ramp = model.ramps[*flow.ramp];
    parts.insert(parts.end(), {&ramp.middle, &ramp.duration, &ramp.shares});
  }
  parts.push_back(flow.is_cost() ? &model.cost_bias : &model.benefit_bias);
  return parts;
}

}  // namespace

std::vector<DoubleCount> double_counts(const ValueModel& model) {
  const ValueNumbers numbers = base_numbers(model);
  std::vector<DoubleCount> out;
  for (const ValueAlternative& alternative : model.alternatives) {
    std::vector<std::string> said;
    for (const ValueFlow& flow : alternative.flows) {
      if (flow.is_cost() || !flow.driver) continue;
      std::vector<const ValueFlow*> group;
      for (const ValueFlow& other : alternative.flows)
        if (!other.is_cost() && other.driver && other.driver->id == flow.driver->id &&
            meet(model, flow, other))
          group.push_back(&other);
      const std::string problem = problem_of(group, numbers);
      if (problem.empty() || std::find(said.begin(), said.end(), problem) != said.end()) continue;
      said.push_back(problem);
      out.push_back({alternative.id, problem});
    }
    add_equal_products(model, alternative, out);
  }
  return out;
}

std::vector<Figure> weighed_inputs(const ValueModel& model) {
  const ValueNumbers numbers = base_numbers(model);
  std::vector<double> weights(model.inputs.size());
  const auto add = [&](const std::vector<const ValueFactors*>& parts, double amount) {
    size_t count = 0;
    for (const ValueFactors* part : parts) count += part->size();
    for (const ValueFactors* part : parts)
      for (const size_t input : *part)
        weights[input] += std::abs(amount) / static_cast<double>(count);
  };
  const ValueAlternative* proposal = model.alternative(model.proposal);
  const double rate = discount_rate(model, numbers);
  if (proposal != nullptr && missing_inputs(model).empty()) {
    for (const ValueFlow& flow : proposal->flows) {
      double amount = 0;
      for (int64_t year = 0; year <= model.horizon_years; ++year)
        amount +=
            flow_amount(model, flow, year, numbers) / std::pow(1 + rate, static_cast<double>(year));
      add(parts_of(model, flow), amount);
    }
    for (const ValueRisk& risk : proposal->risks)
      add({&risk.probability, &risk.impact},
          risk_probability(risk, numbers) * product_of(risk.impact, numbers) /
              std::pow(1 + rate, static_cast<double>(risk.year)));
  }
  std::vector<Figure> out;
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    Figure figure = value_figure(model.inputs[i]);
    figure.weight = weights[i];
    out.push_back(std::move(figure));
  }
  return out;
}

Basis basis_of_inputs(const ValueModel& model, const ValueFactors& factors) {
  Basis weakest = Basis::kMeasured;
  for (const size_t input : factors)
    weakest = std::max(weakest, value_figure(model.inputs[input]).basis);
  return weakest;
}

Basis basis_of_flows(const ValueModel& model, const ValueAlternative& alternative) {
  Basis weakest = Basis::kMeasured;
  if (!alternative.basis.empty()) weakest = basis_of(alternative.basis).value_or(Basis::kStated);
  const auto add = [&](const ValueFactors& factors) {
    weakest = std::max(weakest, basis_of_inputs(model, factors));
  };
  for (const ValueFlow& flow : alternative.flows)
    for (const ValueFactors* part : parts_of(model, flow)) add(*part);
  for (const ValueRisk& risk : alternative.risks) {
    add(risk.probability);
    add(risk.impact);
  }
  return weakest;
}

}  // namespace hanse::strategy
