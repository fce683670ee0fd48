// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "strategy/value/cash_flows.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

constexpr std::array<std::string_view, 5> kVerdicts = {"start", "doNotStart", "stayCentral",
                                                       "takeOther", "cannotSay"};
constexpr size_t kRunsAGroup = 500;  // of partial_information

void set_years(const ValueModel& model, const ValueAlternative& from, const ValueNumbers& numbers,
               AlternativeValue& to) {
  const size_t years = static_cast<size_t>(model.horizon_years) + 1;
  for (auto* row : {&to.years_costs, &to.years_cashable, &to.years_other, &to.years_risks})
    row->assign(years, 0);
  for (const ValueFlow& flow : from.flows) {
    auto& row = flow.is_cost()  ? to.years_costs
                : flow.cashable ? to.years_cashable
                                : to.years_other;
    for (size_t year = 0; year < years; ++year)
      row[year] += flow_amount(model, flow, static_cast<int64_t>(year), numbers);
  }
  for (const ValueRisk& risk : from.risks)
    to.years_risks[static_cast<size_t>(risk.year)] -=
        risk_probability(risk, numbers) * product_of(risk.impact, numbers);
}

AlternativeValue base_value(const ValueModel& model, const ValueAlternative& from) {
  const ValueNumbers numbers = base_numbers(model);
  const double rate = discount_rate(model, numbers);
  AlternativeValue to;
  to.id = from.id;
  to.name = from.name;
  set_years(model, from, numbers, to);
  to.flows = yearly_flows(model, from, numbers);
  double sum = 0;
  for (const double flow : to.flows) to.cumulative.push_back(sum += flow);
  to.npv = net_present_value(to.flows, rate);
  to.costs = net_present_value(to.years_costs, rate);
  to.cashable = net_present_value(to.years_cashable, rate);
  to.other = net_present_value(to.years_other, rate);
  to.risks = net_present_value(to.years_risks, rate);
  to.flexibility = flexibility(from, numbers);
  to.rates = internal_rates(to.flows);
  to.payback = payback_years(to.flows);
  to.discounted_payback = payback_years(discounted(to.flows, rate));
  return to;
}

void set_spread(std::vector<double> values, double& p10, double& p50, double& p90) {
  std::sort(values.begin(), values.end());
  p10 = sorted_quantile(values, 0.1);
  p50 = sorted_quantile(values, 0.5);
  p90 = sorted_quantile(values, 0.9);
}

void add_alternatives(const ValueModel& model, ValueAnswer& answer) {
  const ValueRuns& runs = answer.runs;
  const auto at =
      static_cast<size_t>(model.alternative(model.proposal) - model.alternatives.data());
  for (size_t i = 0; i < model.alternatives.size(); ++i) {
    AlternativeValue& value =
        answer.alternatives.emplace_back(base_value(model, model.alternatives[i]));
    set_spread(runs.values[i], value.p10, value.p50, value.p90);
    value.mean = mean_of(runs.values[i]);
    value.loss_probability = share_below(runs.values[i], 0);
    size_t beaten = 0;
    for (size_t run = 0; run < runs.values[i].size(); ++run)
      beaten += runs.values[at][run] > runs.values[i][run] ? 1 : 0;
    value.beaten_by_proposal =
        static_cast<double>(beaten) / static_cast<double>(runs.values[i].size());
  }
}

void add_influences(const ValueModel& model, ValueAnswer& answer) {
  const auto at =
      static_cast<size_t>(model.alternative(model.proposal) - model.alternatives.data());
  const size_t groups = std::max<size_t>(2, static_cast<size_t>(model.runs) / kRunsAGroup);
  answer.information = perfect_information(answer.runs.values);
  std::vector<InputSwing> swings = input_swings(model);
  for (size_t i = 0; i < model.inputs.size(); ++i) {  // those that the others alone depend on
    const auto has = [&](const InputSwing& swing) { return swing.input == i; };
    if (!answer.runs.inputs[i].empty() && std::none_of(swings.begin(), swings.end(), has))
      swings.push_back({i, answer.alternatives[at].npv, answer.alternatives[at].npv});
  }
  for (const InputSwing& swing : swings) {
    InputInfluence influence{swing.input, swing.low, swing.high, std::nullopt, 0};
    const std::vector<double>& draws = answer.runs.inputs[swing.input];
    if (!draws.empty()) {
      influence.rank = rank_correlation(draws, answer.runs.values[at]);
      influence.information =
          std::min(answer.information, partial_information(answer.runs.values, draws, groups));
    }
    answer.influences.push_back(influence);
  }
}

std::vector<std::string> missing_facts(const ValueModel& model) {
  std::vector<std::string> out;
  for (const std::string_view wanted :
       {std::string_view(model.proposal), kDoNothing, kBetterCentralTeam}) {
    const ValueAlternative* found = model.alternative(wanted);
    if (found == nullptr || !found->says_something())
      out.push_back(fmt::format(
          "the alternative `{}`: give it `flows` in {}, or `nothingChangesBecause` and `basis`",
          wanted, model.path));
  }
  if (!model.loss_probability_max)
    out.push_back(
        fmt::format("`lossProbabilityMax`: the probability of a loss that is still "
                    "acceptable, from 0 to 1, in {}",
                    model.path));
  return out;
}

// Products of inputs that are too large to add up: their units are wrong.
std::string beyond_numbers(const ValueModel& model, const ValueRuns& runs) {
  constexpr double kSizeMax = 1e30;
  const ValueNumbers numbers = base_numbers(model);
  for (size_t i = 0; i < model.alternatives.size(); ++i) {
    std::vector<double> values = runs.values[i];
    values.push_back(flexibility(model.alternatives[i], numbers));
    for (const double value : values)
      if (!(std::abs(value) <= kSizeMax))
        return fmt::format("flows of `{}` that can be added up: they go beyond 1e30; are the units "
                           "of its inputs right?",
                           model.alternatives[i].id);
  }
  return {};
}

std::string percent(double share) { return fmt::format("{:.0f} %", share * 100); }

// Says what is counted twice by the proposal or by the best; true when the best does so: then its
// value stands for nothing.
bool add_double_counts(const AlternativeValue& best, const AlternativeValue& proposal,
                       ValueAnswer& answer) {
  bool counts_twice = false;
  for (const DoubleCount& twice : answer.double_counts) {
    if (twice.alternative != best.id && twice.alternative != proposal.id) continue;
    counts_twice |= twice.alternative == best.id;
    answer.reasons.push_back(twice.alternative == proposal.id
                                 ? twice.text
                                 : fmt::format("`{}`: {}", twice.alternative, twice.text));
  }
  return counts_twice;
}

// Another alternative of the same worth in the middle of the runs; null: none.
const AlternativeValue* equal_to(const AlternativeValue& proposal, const ValueAnswer& answer) {
  for (const AlternativeValue& one : answer.alternatives)
    if (&one != &proposal && one.p50 == proposal.p50) return &one;
  return nullptr;
}

void decide(const ValueModel& model, ValueAnswer& answer) {
  const AlternativeValue& proposal = *answer.alternative(model.proposal);
  const AlternativeValue* best = &proposal;
  for (const AlternativeValue& one : answer.alternatives)
    if (one.p50 > best->p50) best = &one;
  const bool counts_twice = add_double_counts(*best, proposal, answer);
  if (best != &proposal) {
    if (!counts_twice)
      answer.verdict = best->id == kDoNothing           ? ValueVerdict::kDoNotStart
                       : best->id == kBetterCentralTeam ? ValueVerdict::kStayCentral
                                                        : ValueVerdict::kTakeOther;
    answer.reasons.insert(answer.reasons.begin(),
                          fmt::format("in the middle of the runs `{}` is worth {} {}, `{}` {} {}",
                                      best->id, number_text(best->p50), model.currency, proposal.id,
                                      number_text(proposal.p50), model.currency));
  } else if (proposal.loss_probability > *model.loss_probability_max) {
    answer.verdict = ValueVerdict::kDoNotStart;
    answer.reasons.insert(
        answer.reasons.begin(),
        fmt::format("it loses money in {} of the runs; at most {} is acceptable",
                    percent(proposal.loss_probability), percent(*model.loss_probability_max)));
  } else if (const AlternativeValue* equal = equal_to(proposal, answer)) {
    answer.reasons.insert(answer.reasons.begin(),
                          fmt::format("in the middle of the runs it is worth {} {}, as `{}` is",
                                      number_text(proposal.p50), model.currency, equal->id));
  } else if (!counts_twice) {
    answer.verdict = ValueVerdict::kStart;
    answer.reasons.push_back(fmt::format(
        "in the middle of the runs it is worth {} {}, more than each alternative, and loses money "
        "in {} of them; at most {} is acceptable",
        number_text(proposal.p50), model.currency, percent(proposal.loss_probability),
        percent(*model.loss_probability_max)));
  }
}

}  // namespace

std::string_view verdict_name(ValueVerdict verdict) {
  return kVerdicts[static_cast<size_t>(verdict)];
}

const AlternativeValue* ValueAnswer::alternative(std::string_view id) const {
  for (const AlternativeValue& one : alternatives)
    if (one.id == id) return &one;
  return nullptr;
}

ValueAnswer answer_value(const ValueModel& model) {
  ValueAnswer answer;
  answer.missing = missing_inputs(model);
  answer.missing_facts = missing_facts(model);
  if (!answer.missing.empty() || !answer.missing_facts.empty()) return answer;
  answer.runs = simulate(model);
  if (const std::string beyond = beyond_numbers(model, answer.runs); !beyond.empty()) {
    answer.missing_facts.push_back(beyond);
    answer.runs = {};
    return answer;
  }
  answer.double_counts = double_counts(model);
  add_alternatives(model, answer);
  add_influences(model, answer);
  if (answer.runs.domains.size() > 1)
    for (const auto& [domain, values] : answer.runs.domains) {
      DomainValue& value = answer.domains.emplace_back();
      value.domain = domain;
      set_spread(values, value.p10, value.p50, value.p90);
    }
  decide(model, answer);
  return answer;
}

}  // namespace hanse::strategy
