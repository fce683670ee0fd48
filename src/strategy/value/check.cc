// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "spec/decoder.h"
#include "strategy/document.h"
#include "strategy/value/model.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;

// Resolves what a value model names and reports what does not hold together.
class ModelCheck {
 public:
  ModelCheck(Decoder& decoder, ValueModel& model) : decoder_(decoder), model_(model) {}

  void run() {
    check_inputs();
    resolve(model_.rate_name, model_.rate, model_.span);
    resolve(model_.benefit_bias_name, model_.benefit_bias, model_.span);
    resolve(model_.cost_bias_name, model_.cost_bias, model_.span);
    for (ValueRamp& ramp : model_.ramps) {
      unique(ramps_, ramp.id, ramp.span, "ramp");
      resolve(ramp.middle_name, ramp.middle, ramp.span);
      resolve(ramp.duration_name, ramp.duration, ramp.span);
      resolve(ramp.share_names, ramp.shares, ramp.span);
    }
    std::map<std::string, size_t> seen;
    for (ValueAlternative& alternative : model_.alternatives) {
      unique(seen, alternative.id, alternative.span, "alternative");
      check(alternative);
    }
    if (!model_.proposal.empty() && model_.alternative(model_.proposal) == nullptr)
      decoder_.error("HNS-G031", model_.span,
                     fmt::format("no alternative is named `{}`", model_.proposal),
                     "`proposal` names the alternative that the others are held against");
    check_limits();
    check_scenarios();
  }

 private:
  void unique(std::map<std::string, size_t>& seen, const std::string& id, const Span& span,
              std::string_view what) {
    if (!seen.emplace(id, seen.size()).second)
      decoder_.error("HNS-G032", span, fmt::format("the {} `{}` stands twice", what, id));
  }

  void check_inputs() {
    for (const ValueInput& input : model_.inputs) {
      unique(inputs_, input.id, input.span, "input");
      check_numbers(input);
      if (input.is_given() && (input.basis.empty() || input.source.empty()))
        decoder_.error("HNS-G034", input.span,
                       fmt::format("`{}` does not say what it rests on", input.id),
                       "add `basis`: measured, stated or claimed; and `source`: the query, who "
                       "said it when, or where it is claimed");
    }
  }

  void check_numbers(const ValueInput& input) {
    if (input.low.has_value() != input.high.has_value())
      return decoder_.error("HNS-G030", input.span,
                            fmt::format("`{}` has one end of an interval", input.id),
                            "give both `low` and `high`: true in 9 of 10 cases lies between them");
    if (!input.is_given()) return;
    const DistributionShape shape = input.estimate().shape;
    if (input.low && shape == DistributionShape::kFixed)
      return decoder_.error("HNS-G030", input.span,
                            fmt::format("`{}` is fixed and has an interval", input.id),
                            "leave `distribution` out, or `low` and `high`");
    const bool has_mode =
        shape == DistributionShape::kPert || shape == DistributionShape::kTriangular;
    if (input.low && input.value.has_value() != has_mode)
      return decoder_.error(
          "HNS-G030", input.span,
          has_mode ? fmt::format("`{}` lacks its most likely `value`", input.id)
                   : fmt::format("`{}` is {}: its middle follows from `low` and `high`", input.id,
                                 shape_name(shape)),
          has_mode ? "" : "leave `value` out, or take `distribution: pert`");
    if (!input.low && shape != DistributionShape::kFixed)
      return decoder_.error("HNS-G030", input.span,
                            fmt::format("`{}` lacks `low` and `high`", input.id));
    if (const std::string problem = estimate_problem(input.estimate()); !problem.empty())
      decoder_.error("HNS-G030", input.span, fmt::format("`{}`: {}", input.id, problem));
  }

  void resolve(const std::vector<std::string>& names, ValueFactors& factors, const Span& span) {
    for (const std::string& name : names) {
      const auto found = inputs_.find(name);
      if (found != inputs_.end()) {
        factors.push_back(found->second);
        continue;
      }
      std::vector<std::string_view> known;
      for (const auto& [id, index] : inputs_) known.push_back(id);
      const std::string_view near = nearest(name, known);
      decoder_.error("HNS-G031", span, fmt::format("no input is named `{}`", name),
                     near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
  }

  void check(ValueAlternative& alternative) {
    std::map<std::string, size_t> seen;
    for (ValueFlow& flow : alternative.flows) {
      unique(seen, flow.id, flow.span, "flow");
      check(flow);
    }
    for (ValueRisk& risk : alternative.risks) {
      unique(seen, risk.id, risk.span, "risk");
      resolve(risk.probability_name, risk.probability, risk.span);
      resolve(risk.impact_names, risk.impact, risk.span);
      check_year(risk.year, risk.span);
    }
    for (ValueOption& option : alternative.options) {
      unique(seen, option.id, option.span, "option");
      resolve(option.underlying_names, option.underlying, option.span);
      resolve(option.exercise_names, option.exercise, option.span);
      resolve(option.years_name, option.years, option.span);
      resolve(option.volatility_name, option.volatility, option.span);
      resolve(option.rate_name, option.rate, option.span);
    }
    if (alternative.flows.empty() && !alternative.because.empty() && alternative.basis.empty())
      decoder_.error("HNS-G034", alternative.span,
                     fmt::format("`{}` does not say what it rests on", alternative.id),
                     "add `basis`: measured, stated or claimed");
  }

  void check(ValueFlow& flow) {
    resolve(flow.factor_names, flow.factors, flow.span);
    if (flow.factor_names.empty())
      decoder_.error("HNS-G033", flow.span, fmt::format("`{}` multiplies no input", flow.id));
    if (flow.driver) {
      resolve(flow.driver->claim_names, flow.driver->claims, flow.span);
      resolve(flow.driver->of_names, flow.driver->of, flow.span);
    }
    if (!flow.ramp_name.empty()) {
      if (const auto found = ramps_.find(flow.ramp_name); found != ramps_.end())
        flow.ramp = found->second;
      else
        decoder_.error("HNS-G031", flow.span, fmt::format("no ramp is named `{}`", flow.ramp_name));
    }
    for (const int64_t year : {flow.from, flow.until, flow.year.value_or(0)})
      check_year(year, flow.span);
    if (flow.until > 0 && flow.until < flow.from)
      decoder_.error("HNS-G033", flow.span,
                     fmt::format("`{}` ends in year {} before it begins in year {}", flow.id,
                                 flow.until, flow.from));
  }

  void check_year(int64_t year, const Span& span) {
    if (year < 0 || year > model_.horizon_years)
      decoder_.error(
          "HNS-G033", span,
          fmt::format("year {} is outside of the horizon of {} years", year, model_.horizon_years),
          "year 0 is now, year 1 ends in a year");
  }

  void check_limits() {
    for (const BeyondLimit& beyond : beyond_limits(model_, model_.inputs))
      decoder_.error("HNS-G030", model_.inputs[beyond.input].span, beyond.text);
  }

  void check_scenarios() {
    std::map<std::string, size_t> seen;
    const std::vector<ValueScenario> published = published_scenarios();
    for (const ValueScenario& scenario : model_.scenarios) {
      unique(seen, scenario.id, scenario.span, "scenario");
      check_id(scenario, published);
      for (const ValueScenarioInput& input : scenario.inputs) {
        if (input.id.empty() && input.claim.empty())
          decoder_.error("HNS-G031", input.span, "it names no input: neither `id` nor `claim`");
        if (!input.id.empty() && !inputs_.contains(input.id))
          decoder_.error("HNS-G031", input.span, fmt::format("no input is named `{}`", input.id));
        check_numbers(as_input(input));
      }
      check_limits(scenario);
    }
  }

  // Forecasts under a scenario are kept in files named by it.
  void check_id(const ValueScenario& scenario, const std::vector<ValueScenario>& published) {
    if (!names_a_file(scenario.id))
      decoder_.error("HNS-G002", scenario.span,
                     fmt::format("`{}` cannot name a file, as ids of scenarios do", scenario.id),
                     std::string(kFileNameHelp));
    for (const ValueScenario& one : published)
      if (one.id == scenario.id)
        decoder_.error("HNS-G032", scenario.span,
                       fmt::format("the scenario `{}` is a published one", scenario.id),
                       "give it an id of its own");
  }

  // What the scenario itself puts beyond a limit, in the model as it is put together under it.
  void check_limits(const ValueScenario& scenario) {
    std::vector<ValueInput> inputs = model_.inputs;
    const std::vector<PutInput> put = put_scenario(inputs, scenario);
    for (const BeyondLimit& beyond : beyond_limits(model_, inputs)) {
      const ValueScenarioInput* by = nullptr;
      for (const PutInput& one : put)
        if (one.input == beyond.input) by = one.by;
      if (by != nullptr)
        decoder_.error("HNS-G030", by->span,
                       fmt::format("under the scenario `{}` {}", scenario.id, beyond.text));
    }
  }

  static ValueInput as_input(const ValueScenarioInput& from) {
    ValueInput input;
    input.id = from.id.empty() ? from.claim : from.id;
    input.value = from.value;
    input.low = from.low;
    input.high = from.high;
    input.distribution = from.distribution;
    input.span = from.span;
    return input;
  }

  Decoder& decoder_;
  ValueModel& model_;
  std::map<std::string, size_t> inputs_, ramps_;
};

}  // namespace

void check_value_model(Decoder& decoder, ValueModel& model) { ModelCheck(decoder, model).run(); }

}  // namespace hanse::strategy
