// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "spec/decoder.h"

namespace hanse::strategy {

// `strategy/roadmap-forecasts.yaml`, kind RoadmapForecasts: what was forecast, kept, and scored
// against what happened. Days are those of working_days.h.

struct KeptFinish {
  std::string id;
  int64_t mean = 0, p50 = 0, p80 = 0, p95 = 0;  // the day on which it is done
};
struct KeptForecast {
  std::string at;      // the date it was made on
  std::string reason;  // of a baseline that takes the place of another
  bool is_baseline = false;
  std::vector<KeptFinish> items;  // of what was not done then
  Span span;
};
struct KeptOutcome {
  std::string id, at;  // a date
  std::string how;     // evidence | hand | noticed: on the day it was looked at
};
struct RoadmapForecasts {
  std::string path, api_version, roadmap;
  std::vector<KeptForecast> kept;  // oldest first
  std::vector<KeptOutcome> outcomes;
  Span span;

  const KeptForecast* baseline() const;  // the newest one; null without
  const KeptForecast* first_baseline() const;
  const KeptOutcome* outcome(std::string_view id) const;
};
void decode_forecasts(spec::Decoder& decoder, const spec::Node& root, RoadmapForecasts& forecasts);
std::string forecasts_yaml(const RoadmapForecasts& forecasts);

// How good the forecasts were whose items are done since: pairs of a forecast and an outcome.
struct RoadmapForecastScore {
  size_t pairs = 0;
  double within_p50 = 0, within_p80 = 0, within_p95 = 0;  // shares; good ones are 0.5, 0.8, 0.95
  double late_days = 0;                                   // outcome − p50, mean, calendar days
  // Mean pinball loss over the three quantiles, in days: 0 is perfect (R. Koenker, G. Bassett,
  // "Regression quantiles", Econometrica 46, 1978).
  double pinball_days = 0;
};
RoadmapForecastScore score_forecasts(const RoadmapForecasts& forecasts);

}  // namespace hanse::strategy
