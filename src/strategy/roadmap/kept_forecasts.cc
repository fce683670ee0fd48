// SPDX-License-Identifier: Apache-2.0
#include "strategy/roadmap/kept_forecasts.h"

#include "spec/write_yaml.h"
#include "strategy/programme/decode.h"
#include "strategy/programme/working_days.h"
#include "strategy/statistics.h"

namespace hanse::strategy {
namespace {

using spec::Decoder;
using spec::Expect;
using spec::list;
using spec::Need;
using spec::Node;
using spec::Table;
using spec::text;

template <int64_t KeptFinish::* Member>
constexpr spec::TypedField<KeptFinish> day(std::string_view name) {
  return {
      {name, Expect::kText, Need::kRequired, [](Decoder& decoder, const Node& value, void* target) {
         spec::check_date(decoder, value);
         static_cast<KeptFinish*>(target)->*Member = day_of_date(value.text).value_or(0);
       }}};
}

constexpr Table kFinish("a forecast of an item", "id",
                        {text<&KeptFinish::id>("id", Need::kRequired),
                         day<&KeptFinish::mean>("mean"), day<&KeptFinish::p50>("p50"),
                         day<&KeptFinish::p80>("p80"), day<&KeptFinish::p95>("p95")});
void read_finish(Decoder& decoder, const Node& node, KeptFinish& finish) {
  decoder.map(node, kFinish, finish);
}

constexpr Table kKept("a kept forecast", "at",
                      {date<&KeptForecast::at>("at", Need::kRequired),
                       text<&KeptForecast::reason>("reason"),
                       spec::boolean<&KeptForecast::is_baseline>("baseline"),
                       list<&KeptForecast::items, read_finish>("items", Need::kRequired)});
void read_kept(Decoder& decoder, const Node& node, KeptForecast& kept) {
  decoder.map(node, kKept, kept);
}

constexpr std::string_view kHow[] = {"evidence", "hand", "noticed"};
constexpr Table kOutcome("an outcome", "id",
                         {text<&KeptOutcome::id>("id", Need::kRequired),
                          date<&KeptOutcome::at>("at", Need::kRequired),
                          spec::choice<&KeptOutcome::how, kHow>("how", Need::kRequired)});
void read_outcome(Decoder& decoder, const Node& node, KeptOutcome& outcome) {
  decoder.map(node, kOutcome, outcome);
}

constexpr Table kForecasts("forecasts of a roadmap", "roadmap",
                           {text<&RoadmapForecasts::api_version>("apiVersion", Need::kRequired),
                            spec::checked<RoadmapForecasts>("kind", Expect::kText, Need::kRequired),
                            text<&RoadmapForecasts::roadmap>("roadmap", Need::kRequired),
                            list<&RoadmapForecasts::kept, read_kept>("kept", Need::kRequired),
                            list<&RoadmapForecasts::outcomes, read_outcome>("outcomes")});

}  // namespace

const KeptForecast* RoadmapForecasts::baseline() const {
  const KeptForecast* out = nullptr;
  for (const KeptForecast& one : kept)
    if (one.is_baseline) out = &one;
  return out;
}

const KeptForecast* RoadmapForecasts::first_baseline() const {
  for (const KeptForecast& one : kept)
    if (one.is_baseline) return &one;
  return nullptr;
}

const KeptOutcome* RoadmapForecasts::outcome(std::string_view id) const {
  for (const KeptOutcome& one : outcomes)
    if (one.id == id) return &one;
  return nullptr;
}

void decode_forecasts(Decoder& decoder, const Node& root, RoadmapForecasts& forecasts) {
  decoder.map(root, kForecasts, forecasts);
}

std::string forecasts_yaml(const RoadmapForecasts& forecasts) {
  std::string out = fmt::format(
      "# What `hanse roadmap` forecast, kept to be scored later. Not to be edited: it would be no\n"
      "# forecast any more.\napiVersion: hanse/v1\nkind: RoadmapForecasts\nroadmap: {}\nkept:\n",
      spec::write_yaml_text(forecasts.roadmap));
  for (const KeptForecast& kept : forecasts.kept) {
    out += fmt::format("  - at: {}\n", spec::write_yaml_text(kept.at));
    if (kept.is_baseline) out += "    baseline: true\n";
    if (!kept.reason.empty())
      out += fmt::format("    reason: {}\n", spec::write_yaml_text(kept.reason));
    out += kept.items.empty() ? "    items: []\n" : "    items:\n";
    for (const KeptFinish& item : kept.items)
      out +=
          fmt::format("      - {{id: {}, mean: \"{}\", p50: \"{}\", p80: \"{}\", p95: \"{}\"}}\n",
                      spec::write_yaml_text(item.id), date_of_day(item.mean), date_of_day(item.p50),
                      date_of_day(item.p80), date_of_day(item.p95));
  }
  out += forecasts.outcomes.empty() ? "outcomes: []\n" : "outcomes:\n";
  for (const KeptOutcome& outcome : forecasts.outcomes)
    out += fmt::format("  - {{id: {}, at: \"{}\", how: {}}}\n", spec::write_yaml_text(outcome.id),
                       outcome.at, outcome.how);
  return out;
}

RoadmapForecastScore score_forecasts(const RoadmapForecasts& forecasts) {
  RoadmapForecastScore out;
  for (const KeptForecast& kept : forecasts.kept)
    for (const KeptFinish& item : kept.items) {
      const KeptOutcome* outcome = forecasts.outcome(item.id);
      const auto at = outcome == nullptr ? std::nullopt : day_of_date(outcome->at);
      const auto made = day_of_date(kept.at);
      if (!at || !made || *at < *made) continue;
      ++out.pairs;
      out.within_p50 += *at <= item.p50 ? 1 : 0;
      out.within_p80 += *at <= item.p80 ? 1 : 0;
      out.within_p95 += *at <= item.p95 ? 1 : 0;
      const double day = static_cast<double>(*at);
      out.late_days += day - static_cast<double>(item.p50);
      out.pinball_days += (pinball_loss(0.5, static_cast<double>(item.p50), day) +
                           pinball_loss(0.8, static_cast<double>(item.p80), day) +
                           pinball_loss(0.95, static_cast<double>(item.p95), day)) /
                          3;
    }
  if (out.pairs == 0) return out;
  const double pairs = static_cast<double>(out.pairs);
  for (double* sum :
       {&out.within_p50, &out.within_p80, &out.within_p95, &out.late_days, &out.pinball_days})
    *sum /= pairs;
  return out;
}

}  // namespace hanse::strategy
