// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/model.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/embedded.h"
#include "base/source.h"
#include "base/words.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kPublished = "src/strategy/value/published.yaml";

void put(ValueInput& input, const ValueScenarioInput& change) {
  input.value = change.value;
  input.low = change.low;
  input.high = change.high;
  input.distribution = change.distribution;
  input.basis = change.basis;
  input.source = change.source;
}

}  // namespace

void decode_value_scenario(spec::Decoder& decoder, const spec::Node& node,
                           ValueScenario& scenario);  // decode.cc

Estimate ValueInput::estimate() const {
  DistributionShape shape = DistributionShape::kFixed;
  if (!distribution.empty())
    shape = *shape_of(distribution);
  else if (low)
    shape = value      ? DistributionShape::kPert
            : *low > 0 ? DistributionShape::kLognormal
                       : DistributionShape::kNormal;
  return {shape, low.value_or(0), high.value_or(0), value.value_or(0)};
}

const ValueAlternative* ValueModel::alternative(std::string_view wanted) const {
  for (const ValueAlternative& one : alternatives)
    if (one.id == wanted) return &one;
  return nullptr;
}

std::vector<ValueScenario> published_scenarios() {
  Diagnostics diagnostics;
  auto source = std::make_shared<const SourceFile>(std::string(kPublished),
                                                   std::string(embedded_file(kPublished)));
  const spec::Node root = spec::read_yaml(source, diagnostics);
  spec::Decoder decoder({diagnostics, "published scenarios", nullptr});
  std::vector<ValueScenario> out;
  if (const spec::Node* list = root.find("scenarios"))
    for (const spec::Node& item : list->items)
      decode_value_scenario(decoder, item, out.emplace_back());
  HANSE_CHECK(decoder.errors() == 0 && !out.empty(), "the published scenarios are in the binary");
  return out;
}

std::vector<PutInput> put_scenario(std::vector<ValueInput>& inputs, const ValueScenario& scenario) {
  std::vector<PutInput> out;
  for (const ValueScenarioInput& change : scenario.inputs) {
    if (change.id.empty() && change.claim.empty()) continue;  // it was reported
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (change.id.empty() ? inputs[i].claim != change.claim : inputs[i].id != change.id) continue;
      put(inputs[i], change);
      out.push_back({i, &change});
    }
  }
  return out;
}

Result<ValueModel> under_scenario(ValueModel model, const std::string& id) {
  const std::vector<ValueScenario> published = published_scenarios();
  std::vector<std::string> known;
  const ValueScenario* found = nullptr;
  for (const std::vector<ValueScenario>* list :
       {&published, static_cast<const std::vector<ValueScenario>*>(&model.scenarios)})
    for (const ValueScenario& one : *list) {
      known.push_back("`" + one.id + "`");
      if (one.id == id && found == nullptr) found = &one;
    }
  if (found == nullptr)
    return fail(ErrorCode::kNotFound, fmt::format("no scenario is named `{}`", id),
                fmt::format("scenarios are {}", joined(known)));
  std::vector<std::string> claims;
  for (const ValueScenarioInput& change : found->inputs)
    if (!change.claim.empty()) claims.push_back("`" + change.claim + "`");
  if (put_scenario(model.inputs, *found).empty())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("the scenario `{}` speaks of no input of {}", id, model.path),
                fmt::format("give the inputs that it speaks of `claim`: {}", joined(claims)));
  if (const auto beyond = beyond_limits(model, model.inputs); !beyond.empty())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("{}: under the scenario `{}` {}", model.path, id, beyond[0].text));
  model.name =
      fmt::format("{} (scenario {})", model.name.empty() ? model.id : model.name, found->name);
  return model;
}

Figure value_figure(const ValueInput& input) {
  Figure figure;
  figure.id = input.id;
  figure.label = input.label;
  figure.unit = input.unit;
  figure.basis = basis_of(input.basis).value_or(Basis::kStated);
  figure.source = input.source;
  if (!input.is_given()) {
    figure.source = fmt::format(
        "missing: give `{}` in strategy/value.yaml its `value`, or `low` "
        "and `high`, with `basis` and `source`",
        input.id);
    return figure;
  }
  figure.value = base_of(input.estimate());
  figure.low = input.low;
  figure.high = input.high;
  return figure;
}

}  // namespace hanse::strategy
