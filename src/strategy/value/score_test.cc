// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/source.h"
#include "strategy/value/forecast.h"

namespace hanse::strategy {
namespace {

// 1 to 19 for a quantity, a half for each event.
ValueForecast forecast_at(const std::string& made_at) {
  std::vector<double> quantiles;
  for (size_t k = 1; k <= kForecastQuantiles; ++k) quantiles.push_back(static_cast<double>(k));
  ValueForecast out;
  out.id = "roi-" + made_at;
  out.made_at = made_at;
  out.model = "value";
  for (const char* id : {"input.people", "flow.1", "flow.2"})
    out.quantities.push_back({id, id, "", quantiles, {}});
  for (const char* id : {"risk.stall", "paidBack.1"}) out.events.push_back({id, id, 0.5, {}});
  return out;
}
ActualValue value_at(const std::string& id, const std::string& at, double value) {
  return {id, at, "measured", "ledger", value, {}, {}};
}
ValueActuals actuals_of(std::vector<ActualValue> actuals, const std::string& model = {}) {
  return {"strategy/actuals.yaml", model, std::move(actuals), {}};
}

TEST(ForecastScores, OfSeveralForecastsOfOneActualTheNewestCounts) {
  std::vector<ValueForecast> all;
  for (const char* day : {"2026-03-01", "2026-01-01", "2026-02-01", "2027-01-01"})
    all.push_back(forecast_at(day));
  const auto score =
      score_forecasts(all, {actuals_of({value_at("input.people", "2026-06-01", 30)})});
  ASSERT_TRUE(score);
  ASSERT_EQ(score->quantities.size(), 3u);
  EXPECT_EQ(score->counted, 1u);
  EXPECT_EQ(score->quantities[2].forecast, "roi-2026-03-01");
  EXPECT_TRUE(score->quantities[2].is_counted);
  EXPECT_FALSE(score->quantities[0].is_counted || score->quantities[1].is_counted);
  EXPECT_NEAR(*score->coverage_probability, 0.1, 1e-12);  // one, not three
}

TEST(ForecastScores, EventsCountOnceToo) {
  std::vector<ValueForecast> all = {forecast_at("2026-01-01"), forecast_at("2026-02-01")};
  all[0].events[0].probability = 1;
  const auto score = score_forecasts(
      all, {actuals_of({{"risk.stall", "2026-06-01", "stated", "minutes", {}, true, {}}})});
  ASSERT_EQ(score->events.size(), 2u);
  EXPECT_NEAR(*score->brier, 0.25, 1e-12);
}

TEST(ForecastScores, AnActualIsHeldAgainstItsOwnModelsForecasts) {
  std::vector<ValueForecast> all = {forecast_at("2026-01-01"), forecast_at("2026-02-01")};
  all[1].model = "other";
  const std::vector<ActualValue> people = {value_at("input.people", "2026-06-01", 3)};
  EXPECT_EQ(score_forecasts(all, {actuals_of(people)}).error().code, ErrorCode::kInvalidArgument);
  const auto own = score_forecasts(all, {actuals_of(people, "value")});
  ASSERT_EQ(own->quantities.size(), 1u);
  EXPECT_EQ(own->quantities[0].forecast, "roi-2026-01-01");
  EXPECT_EQ(score_forecasts(all, {actuals_of(people, "none")})->unmatched.size(), 1u);
}

TEST(ForecastScores, AForecastThatDoesNotSayItsModelIsOfTheOnlyOne) {
  std::vector<ValueForecast> all = {forecast_at("2026-01-01"), forecast_at("2026-02-01")};
  all[0].model = "";
  const std::vector<ActualValue> people = {value_at("input.people", "2026-06-01", 3)};
  EXPECT_EQ(score_forecasts(all, {actuals_of(people)})->quantities.size(), 2u);
  EXPECT_EQ(score_forecasts(all, {actuals_of(people, "value")})->quantities.size(), 2u);
  EXPECT_EQ(score_forecasts(all, {actuals_of(people, "other")})->quantities.size(), 0u);
  all.push_back(forecast_at("2026-03-01"));
  all[2].model = "other";
  const auto score = score_forecasts(all, {actuals_of(people, "value")});
  EXPECT_EQ(score->quantities.size(), 1u);
  ASSERT_EQ(score->left_out.size(), 1u);
  EXPECT_NE(score->left_out[0].find("roi-2026-01-01 does not say its model"), std::string::npos);
}

TEST(ForecastScores, AYearIsTheOneThatEndsWhenTheActualIsOf) {
  const std::vector<ValueForecast> all = {forecast_at("2026-01-01"), forecast_at("2027-01-01")};
  const auto scored = [&](const char* id, const char* at) {
    std::string out;
    const auto score = score_forecasts(all, {actuals_of({value_at(id, at, 3)})});
    for (const ScoredQuantity& one : score->quantities) out += one.forecast + " ";
    return out;
  };
  EXPECT_EQ(scored("flow.1", "2026-12-31"), "roi-2026-01-01 ");
  EXPECT_EQ(scored("flow.1", "2027-12-31"), "roi-2027-01-01 ");
  EXPECT_EQ(scored("flow.2", "2027-12-31"), "roi-2026-01-01 ");
  EXPECT_EQ(scored("flow.1", "2029-01-01"), "");
  EXPECT_EQ(scored("input.people", "2029-01-01"), "roi-2026-01-01 roi-2027-01-01 ");
  const auto paid = score_forecasts(
      all, {actuals_of({{"paidBack.1", "2027-12-31", "stated", "minutes", {}, true, {}}})});
  ASSERT_EQ(paid->events.size(), 1u);
  EXPECT_EQ(paid->events[0].forecast, "roi-2027-01-01");
}

TEST(ForecastScores, ScenariosAreScoredApartAndWhatWasKeptWithNowIsNot) {
  std::vector<ValueForecast> all = {forecast_at("2026-01-01"), forecast_at("2026-02-01"),
                                    forecast_at("2026-03-01")};
  all[1].scenario = "guide";
  all[2].as_of = "2025-01-01T00:00:00Z";
  const ValueActuals people = actuals_of({value_at("input.people", "2026-06-01", 3)});
  const auto plain = score_forecasts(all, {people});
  ASSERT_EQ(plain->quantities.size(), 1u);
  EXPECT_EQ(plain->quantities[0].forecast, "roi-2026-01-01");
  EXPECT_EQ(plain->left_out, (std::vector<std::string>{
                                 "roi-2026-02-01 is of the scenario `guide`",
                                 "roi-2026-03-01 was kept with `--now`"}));
  const auto guide = score_forecasts(all, {people}, "guide");
  ASSERT_EQ(guide->quantities.size(), 1u);
  EXPECT_EQ(guide->quantities[0].forecast, "roi-2026-02-01");
}

TEST(ForecastScores, ASummaryHasTheWeakestBasisOfItsActuals) {
  ActualValue claimed = value_at("input.people", "2026-06-01", 3);
  claimed.basis = "claimed";
  const auto score = score_forecasts({forecast_at("2026-01-01")}, {actuals_of({claimed})});
  for (const Figure& figure : figures_of(score_report(*score, "m", "t")))
    EXPECT_EQ(figure.basis, Basis::kClaimed) << figure.id;
}

TEST(ForecastFiles, OfBeforeModelsWereToldAreRead) {
  Diagnostics diagnostics;
  const std::string text =
      "apiVersion: hanse/v1\nkind: ValueForecast\nid: roi-1\nmadeAt: 2026-01-01T00:00:00Z\n"
      "currency: EUR\nquantities: []\nevents: [{id: risk.a, label: a, probability: 0.5}]\n";
  const spec::Node root =
      spec::read_yaml(std::make_shared<const SourceFile>("f.yaml", text), diagnostics);
  spec::Decoder decoder({diagnostics, "f", nullptr});
  ValueForecast read;
  decode_value_forecast(decoder, root, read);
  EXPECT_EQ(diagnostics.items().size(), 0u);
  EXPECT_EQ(read.model + read.as_of + read.scenario, "");
}

TEST(ForecastFiles, NamesOfLongScenariosStayNamesOfFiles) {
  ValueModel model;
  model.alternatives.emplace_back();
  const ValueForecast made =
      forecast_of(model, {}, {std::string(63, 's'), "2026-01-01T00:00:00.123456Z", ""});
  EXPECT_EQ(made.id, "roi-20260101T000000-" + std::string(36, 's'));
  EXPECT_EQ(made.scenario, std::string(63, 's'));
}

}  // namespace
}  // namespace hanse::strategy
