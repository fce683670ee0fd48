// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <limits>
#include <map>

#include "spec/fields.h"
#include "strategy/value/model.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;
using spec::Table;

// One name, kept as a list of one, so that all references resolve alike.
template <auto Member>
constexpr spec::TypedField<spec::OwnerOf<Member>> name_of(std::string_view name,
                                                          Need need = Need::kOptional) {
  return {{name, Expect::kText, need, [](Decoder&, const Node& value, void* target) {
             spec::member_of<Member>(target) = {value.text};
           }}};
}

// A number; what is none or too large for one is kept as NaN, so that it is not taken for missing:
// estimate_problem says so.
template <auto Member>
constexpr spec::TypedField<spec::OwnerOf<Member>> given_number(std::string_view name) {
  return {{name, Expect::kNumber, Need::kOptional, [](Decoder&, const Node& value, void* target) {
             spec::member_of<Member>(target) =
                 spec::number_of(value.text).value_or(std::numeric_limits<double>::quiet_NaN());
           }}};
}

constexpr std::string_view kShapes[] = {"fixed",      "normal", "lognormal",
                                        "triangular", "pert",   "uniform"};
constexpr std::string_view kBases[] = {"measured", "stated", "claimed"};
constexpr std::string_view kKinds[] = {"cost", "benefit"};

constexpr Table kInput("an input", "id",
                       {spec::text<&ValueInput::id>("id", Need::kRequired),
                        spec::text<&ValueInput::label>("label", Need::kRequired),
                        spec::text<&ValueInput::unit>("unit"),
                        given_number<&ValueInput::value>("value"),
                        given_number<&ValueInput::low>("low"),
                        given_number<&ValueInput::high>("high"),
                        spec::choice<&ValueInput::distribution, kShapes>("distribution"),
                        spec::choice<&ValueInput::basis, kBases>("basis"),
                        spec::text<&ValueInput::source>("source"),
                        spec::text<&ValueInput::claim>("claim")});
void read_input(Decoder& decoder, const Node& node, ValueInput& input) {
  decoder.map(node, kInput, input);
}

constexpr Table kRamp("a ramp", "id",
                      {spec::text<&ValueRamp::id>("id", Need::kRequired),
                       name_of<&ValueRamp::middle_name>("middle"),
                       name_of<&ValueRamp::duration_name>("duration"),
                       spec::texts<&ValueRamp::share_names>("perYear")});
void read_ramp(Decoder& decoder, const Node& node, ValueRamp& ramp) {
  decoder.map(node, kRamp, ramp);
  const bool is_curve = !ramp.middle_name.empty() && !ramp.duration_name.empty();
  if (is_curve == ramp.share_names.empty()) return;
  decoder.error("HNS-G033", ramp.span, "a ramp is an S-curve or a share a year",
                "give it `middle` and `duration`, or `perYear`: each names inputs");
}

constexpr Table kDriver("a driver", "id",
                        {spec::text<&ValueDriver::id>("id", Need::kRequired),
                         spec::texts<&ValueDriver::claim_names>("claims"),
                         spec::texts<&ValueDriver::of_names>("of")});
void read_driver(Decoder& decoder, const Node& node, ValueFlow& flow) {
  decoder.map(node, kDriver, flow.driver.emplace());
}

void read_once(Decoder& decoder, const Node& node, ValueFlow& flow) {
  flow.year = spec::integer_of(node.text);
  if (!flow.year)
    decoder.error("HNS-G033", node.span, fmt::format("year {} is outside of the horizon", node.text),
                  "year 0 is now, year 1 ends in a year");
}

constexpr Table kFlow("a flow", "id",
                      {spec::text<&ValueFlow::id>("id", Need::kRequired),
                       spec::text<&ValueFlow::name>("name", Need::kRequired),
                       spec::choice<&ValueFlow::kind, kKinds>("kind", Need::kRequired),
                       spec::boolean<&ValueFlow::cashable>("cashable"),
                       spec::texts<&ValueFlow::factor_names>("factors", Need::kRequired),
                       spec::text<&ValueFlow::ramp_name>("ramp"),
                       spec::text<&ValueFlow::domain>("domain"),
                       spec::integer<&ValueFlow::from, 0, kHorizonYearsMax>("from"),
                       spec::integer<&ValueFlow::until, 0, kHorizonYearsMax>("until"),
                       spec::custom<read_once>("year", Expect::kInteger),
                       spec::custom<read_driver>("driver", Expect::kMap)});
void read_flow(Decoder& decoder, const Node& node, ValueFlow& flow) {
  decoder.map(node, kFlow, flow);
}

constexpr Table kRisk("a risk", "id",
                      {spec::text<&ValueRisk::id>("id", Need::kRequired),
                       spec::text<&ValueRisk::name>("name", Need::kRequired),
                       name_of<&ValueRisk::probability_name>("probability", Need::kRequired),
                       spec::texts<&ValueRisk::impact_names>("impact", Need::kRequired),
                       spec::integer<&ValueRisk::year, 0, kHorizonYearsMax>("year")});
void read_risk(Decoder& decoder, const Node& node, ValueRisk& risk) {
  decoder.map(node, kRisk, risk);
}

constexpr Table kOption("an option", "id",
                        {spec::text<&ValueOption::id>("id", Need::kRequired),
                         spec::text<&ValueOption::name>("name", Need::kRequired),
                         spec::texts<&ValueOption::underlying_names>("underlying", Need::kRequired),
                         spec::texts<&ValueOption::exercise_names>("exercise", Need::kRequired),
                         name_of<&ValueOption::years_name>("years", Need::kRequired),
                         name_of<&ValueOption::volatility_name>("volatility", Need::kRequired),
                         name_of<&ValueOption::rate_name>("riskFreeRate", Need::kRequired)});
void read_option(Decoder& decoder, const Node& node, ValueOption& option) {
  decoder.map(node, kOption, option);
}

constexpr Table kAlternative("an alternative", "id",
                             {spec::text<&ValueAlternative::id>("id", Need::kRequired),
                              spec::text<&ValueAlternative::name>("name", Need::kRequired),
                              spec::list<&ValueAlternative::flows, read_flow>("flows"),
                              spec::list<&ValueAlternative::risks, read_risk>("risks"),
                              spec::list<&ValueAlternative::options, read_option>("options"),
                              spec::text<&ValueAlternative::because>("nothingChangesBecause"),
                              spec::choice<&ValueAlternative::basis, kBases>("basis")});
void read_alternative(Decoder& decoder, const Node& node, ValueAlternative& alternative) {
  decoder.map(node, kAlternative, alternative);
}

constexpr Table kScenarioInput(
    "an input of a scenario", "id",
    {spec::text<&ValueScenarioInput::id>("id"), spec::text<&ValueScenarioInput::claim>("claim"),
     given_number<&ValueScenarioInput::value>("value"),
     given_number<&ValueScenarioInput::low>("low"),
     given_number<&ValueScenarioInput::high>("high"),
     spec::choice<&ValueScenarioInput::distribution, kShapes>("distribution"),
     spec::choice<&ValueScenarioInput::basis, kBases>("basis", Need::kRequired),
     spec::text<&ValueScenarioInput::source>("source", Need::kRequired)});
void read_scenario_input(Decoder& decoder, const Node& node, ValueScenarioInput& input) {
  decoder.map(node, kScenarioInput, input);
}

constexpr Table kScenario(
    "a scenario", "id",
    {spec::text<&ValueScenario::id>("id", Need::kRequired),
     spec::text<&ValueScenario::name>("name", Need::kRequired),
     spec::list<&ValueScenario::inputs, read_scenario_input>("inputs", Need::kRequired)});
void read_scenario(Decoder& decoder, const Node& node, ValueScenario& scenario) {
  decoder.map(node, kScenario, scenario);
}

constexpr Table kBias("the optimism bias", "",
                      {name_of<&ValueModel::benefit_bias_name>("benefits"),
                       name_of<&ValueModel::cost_bias_name>("costs")});
void read_bias(Decoder& decoder, const Node& node, ValueModel& model) {
  const Span span = model.span;
  decoder.map(node, kBias, model);
  model.span = span;
}

void read_loss_max(Decoder& decoder, const Node& node, ValueModel& model) {
  const double most = spec::number_of(node.text).value_or(-1);
  if (most >= 0 && most <= 1)
    model.loss_probability_max = most;
  else
    decoder.error("HNS-G030", node.span,
                  fmt::format("`lossProbabilityMax` is {}: expected a probability from 0 to 1",
                              node.text));
}

constexpr Table kModel(
    "a value model", "id",
    {spec::checked<ValueModel>("apiVersion", Expect::kText, Need::kRequired),
     spec::checked<ValueModel>("kind", Expect::kText, Need::kRequired),
     spec::text<&ValueModel::id>("id", Need::kRequired), spec::text<&ValueModel::name>("name"),
     spec::text<&ValueModel::currency>("currency", Need::kRequired),
     spec::text<&ValueModel::proposal>("proposal", Need::kRequired),
     spec::integer<&ValueModel::horizon_years, 1, kHorizonYearsMax>("horizonYears",
                                                                    Need::kRequired),
     spec::integer<&ValueModel::runs, kRunsMin, kRunsMax>("runs"),
     spec::integer<&ValueModel::seed, 0>("seed"),
     spec::custom<read_loss_max>("lossProbabilityMax", Expect::kNumber),
     name_of<&ValueModel::rate_name>("discountRate", Need::kRequired),
     spec::custom<read_bias>("optimismBias", Expect::kMap),
     spec::list<&ValueModel::inputs, read_input>("inputs", Need::kRequired),
     spec::list<&ValueModel::ramps, read_ramp>("ramps"),
     spec::list<&ValueModel::alternatives, read_alternative>("alternatives", Need::kRequired),
     spec::list<&ValueModel::scenarios, read_scenario>("scenarios")});

}  // namespace

void check_value_model(Decoder& decoder, ValueModel& model);  // check.cc

void decode_value_model(Decoder& decoder, const Node& root, ValueModel& model) {
  decoder.map(root, kModel, model);
  check_value_model(decoder, model);
}

// Published scenarios are decoded by the same table; they are ours, so they have no errors.
void decode_value_scenario(Decoder& decoder, const Node& node, ValueScenario& scenario) {
  read_scenario(decoder, node, scenario);
}

}  // namespace hanse::strategy
