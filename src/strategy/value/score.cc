// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "base/clock.h"
#include "base/json_text.h"
#include "base/words.h"
#include "strategy/statistics.h"
#include "strategy/value/forecast.h"
#include "strategy/value/rounded.h"

namespace hanse::strategy {
namespace {

constexpr double kNominal = 0.9;
constexpr double kUnlikely = 0.05;
constexpr int64_t kYearUs = 31'557'600'000'000;  // of 365.25 days

// P(X ≤ k) of n trials with probability p each.
double binomial_below(size_t k, size_t n, double p) {
  double sum = 0;
  const double trials = static_cast<double>(n);
  for (size_t i = 0; i <= k; ++i) {
    const auto hits = static_cast<double>(i);
    sum +=
        std::exp(std::lgamma(trials + 1) - std::lgamma(hits + 1) - std::lgamma(trials - hits + 1) +
                 hits * std::log(p) + (trials - hits) * std::log1p(-p));
  }
  return std::min(1.0, sum);
}

template <typename Item>
const Item* find_id(const std::vector<Item>& items, const std::string& id) {
  for (const Item& item : items)
    if (item.id == id) return &item;
  return nullptr;
}

// Whether `at` is the end of the year that `id` is of, as the forecast counts them: within half a
// year of it. What is of no year fits always.
bool is_of_year(const std::string& id, int64_t made_us, int64_t at_us) {
  const size_t dot = id.find('.');
  if (id.substr(0, dot) != "flow" && id.substr(0, dot) != "paidBack") return true;
  int64_t year = 0;
  if (dot == std::string::npos ||
      std::from_chars(id.data() + dot + 1, id.data() + id.size(), year).ec != std::errc() ||
      year < 0 || year > kHorizonYearsMax)
    return false;
  return std::abs(at_us - made_us - year * kYearUs) <= kYearUs / 2;
}

bool score(const ValueForecast& forecast, const ActualValue& actual, ForecastScore& out) {
  if (const auto* quantity = find_id(forecast.quantities, actual.id); quantity && actual.value) {
    const std::vector<double>& at = quantity->quantiles;
    ScoredQuantity one{forecast.id,  actual.id,  quantity->label,   quantity->unit, actual.source,
                       actual.basis, at.front(), at[at.size() / 2], at.back(),      *actual.value};
    one.is_covered = one.low <= one.actual && one.actual <= one.high;
    one.crps = quantile_crps(at, one.actual);
    out.quantities.push_back(std::move(one));
    return true;
  }
  const auto* event = find_id(forecast.events, actual.id);
  if (event == nullptr || !actual.happened) return false;
  const double off = event->probability - (*actual.happened ? 1 : 0);
  out.events.push_back({forecast.id, actual.id, event->label, actual.source, actual.basis,
                        event->probability, *actual.happened, off * off});
  return true;
}

// Against all that foretold it, in the order in which they were made: the last one counts. False
// when none did.
bool score_all(const std::vector<const ValueForecast*>& forecasts, const ActualValue& actual,
               ForecastScore& out) {
  const auto at = parse_time(actual.at);
  bool was_foretold = false;
  for (const ValueForecast* forecast : forecasts) {
    const auto made = parse_time(forecast->made_at);
    if (at && made && *made < *at && is_of_year(actual.id, *made, *at))
      was_foretold |= score(*forecast, actual, out);
  }
  if (was_foretold)  // quantities have values, events happen or not
    (actual.value ? out.quantities.back().is_counted : out.events.back().is_counted) = true;
  return was_foretold;
}

void sum_up(ForecastScore& out) {
  for (const ScoredQuantity& one : out.quantities) {
    out.counted += one.is_counted ? 1 : 0;
    out.covered += one.is_counted && one.is_covered ? 1 : 0;
  }
  if (out.counted > 0) {
    out.coverage = static_cast<double>(out.covered) / static_cast<double>(out.counted);
    out.coverage_probability = binomial_below(out.covered, out.counted, kNominal);
  }
  double sum = 0;
  size_t events = 0;
  for (const ScoredEvent& one : out.events) {
    if (!one.is_counted) continue;
    sum += one.brier;
    ++events;
  }
  if (events > 0) out.brier = sum / static_cast<double>(events);
}

// Those that may be scored under `scenario`, in the order in which they were made.
std::vector<const ValueForecast*> of_scenario(const std::vector<ValueForecast>& forecasts,
                                              const std::string& scenario,
                                              std::vector<std::string>& left_out) {
  std::vector<const ValueForecast*> out;
  for (const ValueForecast& one : forecasts) {
    if (!one.as_of.empty())
      left_out.push_back(one.id + " was kept with `--now`");
    else if (one.scenario == scenario)
      out.push_back(&one);
    else
      left_out.push_back(one.scenario.empty() ? one.id + " is of no scenario"
                                              : fmt::format("{} is of the scenario `{}`", one.id,
                                                            one.scenario));
  }
  std::ranges::stable_sort(out, {}, [](const ValueForecast* one) {
    return parse_time(one->made_at).value_or(0);
  });
  return out;
}

std::set<std::string> models_of(const std::vector<ValueForecast>& forecasts) {
  std::set<std::string> models;
  for (const ValueForecast& one : forecasts)
    if (!one.model.empty()) models.insert(one.model);
  return models;
}

// Of several models' forecasts, those that do not say theirs: nothing tells whose they are.
void leave_out_unnamed(std::vector<const ValueForecast*>& forecasts,
                       std::vector<std::string>& left_out) {
  std::erase_if(forecasts, [&](const ValueForecast* one) {
    if (one->model.empty())
      left_out.push_back(one->id + " does not say its model, and there are several");
    return one->model.empty();
  });
}

Json score_json(const ForecastScore& score) {
  Json quantities = Json::array(), events = Json::array();
  for (const ScoredQuantity& one : score.quantities)
    quantities.push(Json::object({{"forecast", one.forecast},
                                  {"id", one.id},
                                  {"low", one.low},
                                  {"middle", one.middle},
                                  {"high", one.high},
                                  {"actual", one.actual},
                                  {"covered", one.is_covered},
                                  {"counted", one.is_counted},
                                  {"crps", rounded(one.crps)}}));
  for (const ScoredEvent& one : score.events)
    events.push(Json::object({{"forecast", one.forecast},
                              {"id", one.id},
                              {"probability", one.probability},
                              {"happened", one.happened},
                              {"counted", one.is_counted},
                              {"brier", rounded(one.brier)}}));
  const auto number = [](const std::optional<double>& value) {
    return value ? Json(rounded(*value)) : Json();
  };
  return Json::object({{"coverage", number(score.coverage)},
                       {"coverage_probability", number(score.coverage_probability)},
                       {"brier", number(score.brier)},
                       {"quantities", std::move(quantities)},
                       {"events", std::move(events)},
                       {"unmatched", json_list(score.unmatched)},
                       {"left_out", json_list(score.left_out)}});
}

// Of what is counted: a figure that rests on a claim is one.
Basis weakest_basis(const ForecastScore& score) {
  Basis weakest = Basis::kMeasured;
  const auto add = [&](const auto& list) {
    for (const auto& one : list)
      if (one.is_counted) weakest = std::max(weakest, basis_of(one.basis).value_or(Basis::kStated));
  };
  add(score.quantities);
  add(score.events);
  return weakest;
}

ReportSection answer_of(const ForecastScore& score) {
  ReportSection section{"Answer", {}};
  if (score.quantities.empty() && score.events.empty()) {
    section.blocks.push_back(
        Callout{Verdict::kStop, "Nothing to score: no actual came after a forecast of its id."});
    return section;
  }
  if (score.coverage) {
    const bool too_narrow = *score.coverage_probability < kUnlikely;
    section.blocks.push_back(Callout{
        too_narrow ? Verdict::kCaution : Verdict::kGood,
        fmt::format("{} of {} actuals lie in their 90 % interval; if the intervals are right, so "
                    "few or fewer do with a probability of {:.2f}.{}",
                    score.covered, score.counted, *score.coverage_probability,
                    too_narrow ? " They are too narrow: widen those of the next forecast." : "")});
  }
  FigureRow row;
  const Basis basis = weakest_basis(score);
  const auto add = [&](const char* id, const char* label, std::optional<double> value,
                       const char* unit, const char* source) {
    Figure figure;
    figure.id = id;
    figure.label = label;
    figure.value = value;
    figure.unit = unit;
    figure.basis = basis;
    figure.source = source;
    row.figures.push_back(std::move(figure));
  };
  add("coverage", "Actuals within their 90 % interval",
      score.coverage ? std::optional(*score.coverage * 100) : std::nullopt, "%",
      "forecasts kept against strategy/actuals.yaml");
  add("brier", "Brier score of events", score.brier, "",
      "forecasts kept against strategy/actuals.yaml; a coin gets 0.25");
  section.blocks.push_back(std::move(row));
  return section;
}

template <typename Scored>
Figure rests_on(const Scored& one, double actual, const std::string& unit) {
  Figure figure{one.forecast + " " + one.id, one.label, actual, unit};
  figure.basis = basis_of(one.basis).value_or(Basis::kStated);
  figure.source = one.source;
  return figure;
}

ReportTable quantities_table(const ForecastScore& score) {
  ReportTable table{"quantities", "Quantities", {}, {}};
  table.columns = {{"forecast"},        {"what"},       {"low", true},
                   {"middle", true},    {"high", true}, {"actual", true},
                   {"in the interval"}, {"CRPS", true}, {"unit"},
                   {"counted"}};
  for (const ScoredQuantity& one : score.quantities)
    table.rows.push_back({one.forecast, one.label, number_text(one.low), number_text(one.middle),
                          number_text(one.high), number_text(one.actual),
                          one.is_covered ? "yes" : "no", number_text(one.crps), one.unit,
                          one.is_counted ? "yes" : "no, a newer one is"});
  return table;
}

ReportTable events_table(const ForecastScore& score) {
  ReportTable table{"events", "Events", {}, {}};
  table.columns = {{"forecast"}, {"what"},        {"probability", true},
                   {"happened"}, {"Brier", true}, {"counted"}};
  for (const ScoredEvent& one : score.events)
    table.rows.push_back({one.forecast, one.label, fmt::format("{:.2f}", one.probability),
                          one.happened ? "yes" : "no", fmt::format("{:.3f}", one.brier),
                          one.is_counted ? "yes" : "no, a newer one is"});
  return table;
}

}  // namespace

double quantile_crps(const std::vector<double>& quantiles, double actual) {
  double sum = 0;
  for (size_t k = 0; k < quantiles.size(); ++k) {
    const double level = static_cast<double>(k + 1) / static_cast<double>(quantiles.size() + 1);
    sum += pinball_loss(level, quantiles[k], actual);
  }
  return 2 * sum / static_cast<double>(quantiles.size());
}

Result<ForecastScore> score_forecasts(const std::vector<ValueForecast>& forecasts,
                                      const std::vector<ValueActuals>& actuals,
                                      const std::string& scenario) {
  ForecastScore out;
  const std::set<std::string> models = models_of(forecasts);
  std::vector<const ValueForecast*> scored = of_scenario(forecasts, scenario, out.left_out);
  if (models.size() > 1) leave_out_unnamed(scored, out.left_out);
  for (const ValueActuals& file : actuals) {
    if (file.model.empty() && models.size() > 1)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("{} does not say its `model`, and there are forecasts of {}",
                              file.path, joined({models.begin(), models.end()}, " and ")),
                  "give it `model`: the actuals of each model stand in a file of their own");
    std::vector<const ValueForecast*> own = scored;
    std::erase_if(own, [&](const ValueForecast* one) {
      const std::string& model = one->model.empty() && !models.empty() ? *models.begin()
                                                                       : one->model;
      return !file.model.empty() && !model.empty() && model != file.model;
    });
    for (const ActualValue& actual : file.actuals)
      if (!score_all(own, actual, out)) out.unmatched.push_back(actual.id);
  }
  sum_up(out);
  return out;
}

Report score_report(const ForecastScore& score, const std::string& subject,
                    const std::string& made_at) {
  Report report;
  report.tool = "roi-score";
  report.command = "roi score";
  report.title = "Forecasts held against what happened";
  report.subject = subject;
  report.made_at = made_at;
  for (const ScoredQuantity& one : score.quantities)
    if (one.is_counted) report.rests_on.push_back(rests_on(one, one.actual, one.unit));
  for (const ScoredEvent& one : score.events)
    if (one.is_counted) report.rests_on.push_back(rests_on(one, one.happened ? 1 : 0, ""));
  report.sections = {answer_of(score),
                     {"Quantities", {quantities_table(score)}},
                     {"Events", {events_table(score)}}};
  if (!score.unmatched.empty())
    report.sections.push_back({"Not foretold",
                               {Paragraph{fmt::format("Actuals that no earlier forecast has: {}.",
                                                      joined(score.unmatched))}}});
  if (!score.left_out.empty())
    report.sections.push_back({"Left out", {ReportList{score.left_out}}});
  report.data = score_json(score);
  return report;
}

}  // namespace hanse::strategy
