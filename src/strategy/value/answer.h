// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "strategy/report/report.h"
#include "strategy/value/simulate.h"

namespace hanse::strategy {

// What a value model says as a whole. Pure; equal models give equal answers.

struct AlternativeValue {
  std::string id, name;
  std::vector<double> flows, cumulative;                                      // base, a year from 0
  std::vector<double> years_costs, years_cashable, years_other, years_risks;  // signed
  double npv = 0, costs = 0, cashable = 0, other = 0, risks = 0;  // present values; costs below 0
  double flexibility = 0;                                         // apart from npv
  std::vector<double> rates;                                      // internal: none, one or several
  std::optional<double> payback, discounted_payback;              // years
  double p10 = 0, p50 = 0, p90 = 0, mean = 0;                     // of the runs' net present values
  double loss_probability = 0;                                    // of a value below 0
  double beaten_by_proposal = 0;  // share of runs in which the proposal is worth more
};
struct InputInfluence {
  size_t input = 0;
  double low = 0, high = 0;    // the proposal's base value at the input's ends
  std::optional<double> rank;  // Spearman, with the proposal's value
  double information = 0;      // EVPPI
};
struct DoubleCount {
  std::string alternative, text;  // what is counted twice and what to do
};
struct DomainValue {
  std::string domain;  // empty: of no domain
  double p10 = 0, p50 = 0, p90 = 0;
};
enum class ValueVerdict { kStart, kDoNotStart, kStayCentral, kTakeOther, kCannotSay };
std::string_view verdict_name(ValueVerdict verdict);  // start | doNotStart | …

struct ValueAnswer {
  std::vector<MissingInput> missing;       // borrows from the model
  std::vector<std::string> missing_facts;  // sentences: what else is missing and how to give it
  // Empty while anything is missing: without input there is no figure.
  std::vector<AlternativeValue> alternatives;
  std::vector<InputInfluence> influences;
  std::vector<DomainValue> domains;
  std::vector<DoubleCount> double_counts;
  double information = 0;  // EVPI
  ValueVerdict verdict = ValueVerdict::kCannotSay;
  std::vector<std::string> reasons;
  ValueRuns runs;

  const AlternativeValue* alternative(std::string_view id) const;
};
ValueAnswer answer_value(const ValueModel& model);

// Benefits of one alternative that claim the same driver beyond what there is of it, or that
// cannot be told apart.
std::vector<DoubleCount> double_counts(const ValueModel& model);

// Which share of the proposal's flows rests on each input: present values without their signs,
// shared evenly among what is multiplied.
std::vector<Figure> weighed_inputs(const ValueModel& model);

// A computed figure has the weakest basis of what it uses: claimed below stated below measured.
Basis basis_of_inputs(const ValueModel& model, const ValueFactors& factors);
// Of what an alternative's flows and risks use, without the discount rate.
Basis basis_of_flows(const ValueModel& model, const ValueAlternative& alternative);

// `made_at` as format_time writes it; `subject` the mesh's name.
Report value_report(const ValueModel& model, const ValueAnswer& answer, const std::string& subject,
                    const std::string& made_at);

}  // namespace hanse::strategy
