// SPDX-License-Identifier: Apache-2.0
#include "strategy/value/forecast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/clock.h"
#include "spec/fields.h"
#include "spec/write_yaml.h"
#include "strategy/value/rounded.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::Need;
using spec::Node;
using spec::Table;

constexpr std::string_view kBases[] = {"measured", "stated", "claimed"};

void read_quantiles(Decoder& decoder, const Node& node, ForecastQuantity& quantity) {
  for (const Node& item : node.items)
    if (const auto number = spec::number_of(item.text); number && std::isfinite(*number))
      quantity.quantiles.push_back(*number);
  if (quantity.quantiles.size() != kForecastQuantiles ||
      !std::is_sorted(quantity.quantiles.begin(), quantity.quantiles.end()))
    decoder.error("HNS-G035", node.span,
                  fmt::format("expected {} numbers that do not fall: the quantiles at 5 % to 95 %",
                              kForecastQuantiles));
}
void read_probability(Decoder& decoder, const Node& node, ForecastEvent& event) {
  event.probability = spec::number_of(node.text).value_or(-1);
  if (event.probability < 0 || event.probability > 1)
    decoder.error("HNS-G035", node.span, "expected a probability from 0 to 1");
}
constexpr Table kQuantity(
    "a quantity", "id",
    {spec::text<&ForecastQuantity::id>("id", Need::kRequired),
     spec::text<&ForecastQuantity::label>("label"), spec::text<&ForecastQuantity::unit>("unit"),
     spec::custom<read_quantiles>("quantiles", Expect::kList, Need::kRequired)});
constexpr Table kEvent("an event", "id",
                       {spec::text<&ForecastEvent::id>("id", Need::kRequired),
                        spec::text<&ForecastEvent::label>("label"),
                        spec::custom<read_probability>("probability", Expect::kNumber,
                                                       Need::kRequired)});
void read_quantity(Decoder& decoder, const Node& node, ForecastQuantity& quantity) {
  decoder.map(node, kQuantity, quantity);
}
void read_event(Decoder& decoder, const Node& node, ForecastEvent& event) {
  decoder.map(node, kEvent, event);
}
constexpr Table kForecast("a forecast", "id",
                          {spec::checked<ValueForecast>("apiVersion", Expect::kText,
                                                        Need::kRequired),
                           spec::checked<ValueForecast>("kind", Expect::kText, Need::kRequired),
                           spec::text<&ValueForecast::id>("id", Need::kRequired),
                           spec::text<&ValueForecast::model>("model"),
                           spec::text<&ValueForecast::made_at>("madeAt", Need::kRequired),
                           spec::text<&ValueForecast::as_of>("asOf"),
                           spec::text<&ValueForecast::scenario>("scenario"),
                           spec::text<&ValueForecast::currency>("currency"),
                           spec::list<&ValueForecast::quantities, read_quantity>("quantities"),
                           spec::list<&ValueForecast::events, read_event>("events")});

void read_actual_value(Decoder& decoder, const Node& node, ActualValue& actual) {
  actual.value = spec::number_of(node.text).value_or(HUGE_VAL);
  if (!std::isfinite(*actual.value))
    decoder.error("HNS-G035", node.span, fmt::format("`{}` is no finite number", node.text));
}
constexpr Table kActual("an actual", "id",
                        {spec::text<&ActualValue::id>("id", Need::kRequired),
                         spec::text<&ActualValue::at>("at", Need::kRequired),
                         spec::choice<&ActualValue::basis, kBases>("basis", Need::kRequired),
                         spec::text<&ActualValue::source>("source", Need::kRequired),
                         spec::custom<read_actual_value>("value", Expect::kNumber),
                         spec::boolean<&ActualValue::happened>("happened")});
void read_actual(Decoder& decoder, const Node& node, ActualValue& actual) {
  decoder.map(node, kActual, actual);
  if (actual.value.has_value() == actual.happened.has_value())
    decoder.error("HNS-G035", actual.span,
                  fmt::format("`{}` says neither or both of `value` and `happened`", actual.id),
                  "a quantity has a `value`, an event `happened` or not");
  if (!actual.at.empty() && !parse_time(actual.at))
    decoder.error("HNS-G035", actual.span,
                  fmt::format("`{}` is no date, as 2027-06-30 is", actual.at));
}
constexpr Table kActuals("actuals", "",
                         {spec::checked<ValueActuals>("apiVersion", Expect::kText, Need::kRequired),
                          spec::checked<ValueActuals>("kind", Expect::kText, Need::kRequired),
                          spec::text<&ValueActuals::model>("model"),
                          spec::list<&ValueActuals::actuals, read_actual>("actuals",
                                                                          Need::kRequired)});

// Of the moment that it is of, and of the beginning of the scenario's: it names a file.
std::string id_at(const ForecastMoment& moment) {
  constexpr size_t kScenarioBytesMax = 36;  // of 63, with room for the moment and a number
  const std::string& time = moment.as_of.empty() ? moment.made_at : moment.as_of;
  std::string stamp;
  for (const char c : time.substr(0, time.find('.')))
    if (c != '-' && c != ':' && c != 'Z') stamp += c;
  if (moment.scenario.empty()) return "roi-" + stamp;
  return fmt::format("roi-{}-{}", stamp, moment.scenario.substr(0, kScenarioBytesMax));
}

std::vector<double> quantiles_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  std::vector<double> out;
  for (size_t k = 1; k <= kForecastQuantiles; ++k)
    out.push_back(
        rounded(sorted_quantile(values, static_cast<double>(k) / (kForecastQuantiles + 1))));
  return out;
}

void add_events(const ValueModel& model, const ValueAnswer& answer, ValueForecast& out) {
  const ValueAlternative& proposal = *model.alternative(model.proposal);
  const ValueNumbers numbers = base_numbers(model);
  for (const ValueRisk& risk : proposal.risks)
    out.events.push_back(
        {"risk." + risk.id, risk.name, rounded(risk_probability(risk, numbers)), {}});
  std::vector<double> sums(static_cast<size_t>(model.runs));
  for (size_t year = 0; year < answer.runs.flows.size(); ++year) {
    for (size_t run = 0; run < sums.size(); ++run) sums[run] += answer.runs.flows[year][run];
    if (year == 0) continue;
    out.events.push_back({fmt::format("paidBack.{}", year),
                          fmt::format("flows added up to the end of year {} are at least 0", year),
                          rounded(1 - share_below(sums, 0)),
                          {}});
  }
}

}  // namespace

void decode_value_forecast(Decoder& decoder, const Node& root, ValueForecast& out) {
  decoder.map(root, kForecast, out);
  for (const std::string* time : {&out.made_at, &out.as_of})
    if (!time->empty() && !parse_time(*time))
      decoder.error("HNS-G035", out.span, fmt::format("`{}` is no instant", *time));
}

void decode_value_actuals(Decoder& decoder, const Node& root, ValueActuals& out) {
  decoder.map(root, kActuals, out);
}

ValueForecast forecast_of(const ValueModel& model, const ValueAnswer& answer,
                          const ForecastMoment& moment) {
  ValueForecast out;
  out.id = id_at(moment);
  out.model = model.id;
  out.made_at = moment.made_at;
  out.as_of = moment.as_of;
  out.scenario = moment.scenario;
  out.currency = model.currency;
  for (size_t i = 0; i < model.inputs.size(); ++i)
    if (!answer.runs.inputs[i].empty())
      out.quantities.push_back({"input." + model.inputs[i].id,
                                model.inputs[i].label,
                                model.inputs[i].unit,
                                quantiles_of(answer.runs.inputs[i]),
                                {}});
  for (size_t year = 0; year < answer.runs.flows.size(); ++year)
    out.quantities.push_back({fmt::format("flow.{}", year),
                              fmt::format("net flow of year {}", year),
                              model.currency,
                              quantiles_of(answer.runs.flows[year]),
                              {}});
  add_events(model, answer, out);
  return out;
}

std::string forecast_yaml(const ValueForecast& forecast) {
  Json quantities = Json::array(), events = Json::array();
  for (const ForecastQuantity& one : forecast.quantities)
    quantities.push(Json::object({{"id", one.id},
                                  {"label", one.label},
                                  {"unit", one.unit},
                                  {"quantiles", rounded_list(one.quantiles)}}));
  for (const ForecastEvent& one : forecast.events)
    events.push(
        Json::object({{"id", one.id}, {"label", one.label}, {"probability", one.probability}}));
  Json json = Json::object({{"apiVersion", "hanse/v1"},
                            {"kind", "ValueForecast"},
                            {"id", forecast.id},
                            {"model", forecast.model},
                            {"madeAt", forecast.made_at},
                            {"currency", forecast.currency},
                            {"quantities", std::move(quantities)},
                            {"events", std::move(events)}});
  if (!forecast.as_of.empty()) json.set("asOf", forecast.as_of);
  if (!forecast.scenario.empty()) json.set("scenario", forecast.scenario);
  return "# Kept by `hanse roi --keep`, to be held against strategy/actuals.yaml: do not edit.\n" +
         spec::write_yaml(json);
}

}  // namespace hanse::strategy
