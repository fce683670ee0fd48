// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "spec/decoder.h"
#include "strategy/report/report.h"
#include "strategy/value/answer.h"

namespace hanse::strategy {

// Forecasts that are kept to be held against what happened: `strategy/forecasts/*.yaml` (kind
// ValueForecast), written by `hanse roi --keep`, and `strategy/actuals.yaml` (kind ValueActuals),
// written by people. Plain data.
struct ForecastQuantity {
  std::string id, label, unit;    // input.<id> | flow.<year>: net flow of the proposal
  std::vector<double> quantiles;  // at 5 %, 10 %, … 95 %
  Span span;
};
struct ForecastEvent {
  std::string id, label;  // risk.<id> | paidBack.<year>
  double probability = 0;
  Span span;
};
struct ValueForecast {
  // `model`: empty in files that were kept before models were told. `as_of`: what `--now` said,
  // when it was given: the forecast is not scored then.
  std::string path, id, model, made_at, as_of, scenario, currency;
  std::vector<ForecastQuantity> quantities;
  std::vector<ForecastEvent> events;
  Span span;
};
constexpr size_t kForecastQuantiles = 19;  // k · 5 %

struct ActualValue {
  std::string id, at, basis, source;
  std::optional<double> value;   // of a quantity
  std::optional<bool> happened;  // of an event
  Span span;
};
struct ValueActuals {
  std::string path, model;  // `model`: empty: of the only one that forecasts have
  std::vector<ActualValue> actuals;
  Span span;
};
void decode_value_forecast(spec::Decoder& decoder, const spec::Node& root, ValueForecast& out);
void decode_value_actuals(spec::Decoder& decoder, const spec::Node& root, ValueActuals& out);

// Instants as format_time writes them.
struct ForecastMoment {
  std::string scenario, made_at, as_of;
};
// Of an answer with figures. The id names the moment and the scenario.
ValueForecast forecast_of(const ValueModel& model, const ValueAnswer& answer,
                          const ForecastMoment& moment);
std::string forecast_yaml(const ValueForecast& forecast);

// One forecast against one actual of the same id that came later; what is of a year (flow.<year>,
// paidBack.<year>) only within half a year of that year's end. Of several forecasts of one actual
// the newest is `counted`: they do not tell of it apart from each other.
struct ScoredQuantity {
  std::string forecast, id, label, unit, source, basis;
  double low = 0, middle = 0, high = 0, actual = 0;
  bool is_covered = false;  // between low and high, the 90 % interval
  double crps = 0;          // in the quantity's unit; 0 is perfect
  bool is_counted = false;
};
struct ScoredEvent {
  std::string forecast, id, label, source, basis;
  double probability = 0;
  bool happened = false;
  double brier = 0;  // (probability − outcome)²
  bool is_counted = false;
};
struct ForecastScore {
  std::vector<ScoredQuantity> quantities;
  std::vector<ScoredEvent> events;
  std::vector<std::string> unmatched;  // ids of actuals that no earlier forecast has
  std::vector<std::string> left_out;   // which forecasts are not scored, and why
  size_t counted = 0, covered = 0;     // quantities; those of them in their intervals
  std::optional<double> coverage;
  // How likely at most so many are covered if 9 of 10 should be (binomial).
  std::optional<double> coverage_probability;
  std::optional<double> brier;  // mean; 0.25 is what a coin gets
};
// Forecasts of `scenario`; of none when it is empty. A forecast that does not say its model is of
// the only one that the others have, and left out when they have several. kInvalidArgument when
// actuals do not say which of several models they are of.
Result<ForecastScore> score_forecasts(const std::vector<ValueForecast>& forecasts,
                                      const std::vector<ValueActuals>& actuals,
                                      const std::string& scenario = {});
// The continuous ranked probability score by quantiles: twice the mean pinball loss (Gneiting,
// Raftery 2007; Gneiting, Ranjan 2011). `quantiles` at k / (size + 1).
double quantile_crps(const std::vector<double>& quantiles, double actual);

Report score_report(const ForecastScore& score, const std::string& subject,
                    const std::string& made_at);

}  // namespace hanse::strategy
