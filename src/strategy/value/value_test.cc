// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "base/source.h"
#include "strategy/value/answer.h"
#include "strategy/value/forecast.h"
#include "strategy/value/kinds.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kSmall = R"(
apiVersion: hanse/v1
kind: ValueModel
id: value
currency: EUR
horizonYears: 2
runs: 2000
proposal: mesh
lossProbabilityMax: 0.25
discountRate: rate
optimismBias: {benefits: bias}
inputs:
  - {id: rate, label: rate, value: 0.1, basis: stated, source: board}
  - {id: bias, label: bias, value: 0.5, basis: stated, source: board}
  - {id: people, label: people, low: 8, high: 12, distribution: normal, basis: measured, source: list}
  - {id: saved, label: saved each, value: 100, basis: stated, source: guess}
  - {id: cost, label: cost, value: 300, basis: stated, source: guess}
  - {id: half, label: half, value: 0.5, basis: stated, source: guess}
  - {id: odds, label: odds, value: 0.2, basis: stated, source: guess}
ramps:
  - {id: slow, perYear: [half]}
alternatives:
  - id: mesh
    name: mesh
    flows:
      - {id: saving, name: saving, kind: benefit, factors: [people, saved], ramp: slow, domain: shop}
      - {id: build, name: build, kind: cost, factors: [cost], year: 0}
    risks:
      - {id: stall, name: stall, probability: odds, impact: [cost], year: 2}
  - {id: doNothing, name: nothing, nothingChangesBecause: nothing is done, basis: stated}
  - {id: betterCentralTeam, name: central, nothingChangesBecause: same, basis: stated}
)";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string codes_of(const std::string& text, ValueModel& model) {
  Diagnostics diagnostics;
  const spec::Node root =
      spec::read_yaml(std::make_shared<const SourceFile>("value.yaml", text), diagnostics);
  spec::Decoder decoder({diagnostics, "strategy value.yaml", nullptr});
  decode_value_model(decoder, root, model);
  std::string codes;
  for (const Diagnostic& one : diagnostics.items()) codes += one.code + " ";
  return codes;
}
ValueModel model_of(const std::string& text) {
  ValueModel model;
  EXPECT_EQ(codes_of(text, model), "");
  return model;
}
std::string codes_with(std::string_view from, std::string_view to) {
  ValueModel model;
  return codes_of(replaced(std::string(kSmall), from, to), model);
}

TEST(ValueModel, WhatDoesNotHoldTogetherIsReportedWithItsCode) {
  EXPECT_EQ(codes_with("low: 8, high: 12", "low: 12, high: 8"), "HNS-G030 ");
  EXPECT_EQ(codes_with("low: 8, high: 12", "low: 8"), "HNS-G030 ");
  EXPECT_EQ(codes_with("low: 8, high: 12,", "value: 9, low: 8, high: 12,"), "HNS-G030 ");
  EXPECT_EQ(codes_with("high: 12, distribution: normal", "high: 12, distribution: fixed"),
            "HNS-G030 ");
  EXPECT_EQ(codes_with("label: odds, value: 0.2", "label: odds, value: 1.2"), "HNS-G030 ");
  EXPECT_EQ(codes_with("factors: [people, saved]", "factors: [peeple, saved]"), "HNS-G031 ");
  EXPECT_EQ(codes_with("ramp: slow", "ramp: fast"), "HNS-G031 ");
  EXPECT_EQ(codes_with("proposal: mesh", "proposal: nets"), "HNS-G031 ");
  EXPECT_EQ(codes_with("id: build", "id: saving"), "HNS-G032 ");
  EXPECT_EQ(codes_with("year: 0", "year: 3"), "HNS-G033 ");
  EXPECT_EQ(codes_with("perYear: [half]", "middle: half"), "HNS-G033 ");
  EXPECT_EQ(codes_with("ramps:\n",
                       "scenarios: [{id: bad, name: bad, inputs: [{id: people, low: 3, high: 1, "
                       "basis: stated, source: me}]}]\nramps:\n"),
            "HNS-G030 ");
  EXPECT_EQ(codes_with("basis: measured, source: list", "basis: measured"), "HNS-G034 ");
}

TEST(ValueModel, NumbersThatAreNoneAreSaidAndNotTakenForMissing) {
  for (const char* none : {"25", "-1", ".inf", ".nan", "1e400"})
    EXPECT_EQ(codes_with("lossProbabilityMax: 0.25", fmt::format("lossProbabilityMax: {}", none)),
              "HNS-G030 ");
  for (const char* none : {".inf", ".nan", "1e400"}) {
    EXPECT_EQ(codes_with("each, value: 100", fmt::format("each, value: {}", none)), "HNS-G030 ");
    EXPECT_EQ(codes_with("low: 8, high: 12", fmt::format("low: 8, high: {}", none)), "HNS-G030 ");
    EXPECT_EQ(codes_with("low: 8, high: 12", fmt::format("low: {}, high: 12", none)), "HNS-G030 ");
  }
  EXPECT_EQ(codes_with("year: 0", "year: 99999999999999999999"), "HNS-G033 ");
}

std::string codes_under(std::string_view scenario) {
  return codes_with("ramps:\n", fmt::format("scenarios: [{}]\nramps:\n", scenario));
}
std::string codes_under_numbers(std::string_view numbers) {
  return codes_under(fmt::format(
      "{{id: bad, name: bad, inputs: [{{{}, basis: stated, source: me}}]}}", numbers));
}

TEST(Scenarios, OfAFileNameAFileAndHaveIdsThatNoPublishedOneHas) {
  EXPECT_EQ(codes_under("{id: good-1.b, name: n, inputs: []}"), "");
  for (const char* evil : {"x/../../../../evil2", "../up", ".hidden", "a b"})
    EXPECT_EQ(codes_under(fmt::format("{{id: {}, name: n, inputs: []}}", evil)), "HNS-G002 ");
  EXPECT_EQ(codes_under("{id: guide, name: mine, inputs: []}"), "HNS-G032 ");
}

TEST(Scenarios, PutNoInputBeyondTheLimitsOfItsUse) {
  EXPECT_EQ(codes_under_numbers("id: odds, value: 0.9"), "");
  EXPECT_EQ(codes_under_numbers("id: odds, value: 1.2"), "HNS-G030 ");
  EXPECT_EQ(codes_under_numbers("id: odds, low: 0.5, high: 1.2"), "HNS-G030 ");
  EXPECT_EQ(codes_under_numbers("id: rate, value: -0.5"), "HNS-G030 ");
  EXPECT_EQ(codes_under_numbers("id: half, value: 3"), "HNS-G030 ");
  EXPECT_EQ(codes_under_numbers("id: people, value: .nan"), "HNS-G030 ");
  EXPECT_EQ(codes_under_numbers("value: 3"), "HNS-G031 ");  // else it spoke of all without a claim
  // A published one speaks of an input by its claim, whatever that is used for.
  const ValueModel tagged = model_of(
      replaced(std::string(kSmall), "{id: odds,", "{claim: savedPerYear, id: odds,"));
  EXPECT_EQ(under_scenario(tagged, "guide-finance").error().code, ErrorCode::kInvalidArgument);
}

TEST(ValueModel, ABiasOfCostsMakesNoIncomeOfThem) {
  const std::string_view from = "optimismBias: {benefits: bias}";
  const std::string biased =
      replaced(std::string(kSmall), from, "optimismBias: {benefits: bias, costs: less}");
  const auto with = [&](std::string_view numbers) {
    ValueModel model;
    return codes_of(replaced(biased, "inputs:\n",
                             fmt::format("inputs:\n  - {{id: less, label: less, {}, basis: stated, "
                                         "source: me}}\n",
                                         numbers)),
                    model);
  };
  EXPECT_EQ(with("value: -2"), "HNS-G030 ");
  EXPECT_EQ(with("low: -2, high: 1"), "HNS-G030 ");
  EXPECT_EQ(with("value: 12"), "");
  ValueModel model = model_of(replaced(
      biased, "inputs:\n",
      "inputs:\n  - {id: less, label: less, value: 1, basis: stated, source: me}\n"));
  ValueNumbers numbers = base_numbers(model);
  numbers[0] = -2;  // a tail of a distribution
  EXPECT_EQ(flow_amount(model, model.alternatives[0].flows[1], 0, numbers), 0);
}

TEST(ValueModel, BaseFiguresByHand) {
  const ValueAnswer answer = answer_value(model_of(std::string(kSmall)));
  ASSERT_EQ(answer.alternatives.size(), 3u);
  const AlternativeValue& mesh = answer.alternatives[0];
  // 10 people · 100 · ½ ramp · (1 − ½ bias) = 250 a year; −300 now; 0.2 · −300 in year 2.
  EXPECT_EQ(mesh.flows, (std::vector<double>{-300, 250, 190}));
  EXPECT_NEAR(mesh.npv, -300 + 250 / 1.1 + 190 / 1.21, 1e-9);
  EXPECT_NEAR(mesh.other, 250 / 1.1 + 250 / 1.21, 1e-9);
  EXPECT_EQ(mesh.cashable, 0);
  EXPECT_NEAR(*mesh.payback, 1 + 50.0 / 190, 1e-12);
  ASSERT_EQ(mesh.rates.size(), 1u);
  EXPECT_NEAR(-300 + 250 / (1 + mesh.rates[0]) + 190 / std::pow(1 + mesh.rates[0], 2), 0, 1e-9);
  EXPECT_EQ(answer.alternatives[1].npv, 0);
}

TEST(ValueModel, RunsAreReproducibleAndLossIsHowOftenTheRiskStrikes) {
  const ValueModel model = model_of(std::string(kSmall));
  const ValueAnswer answer = answer_value(model), again = answer_value(model);
  EXPECT_EQ(answer.runs.values, again.runs.values);
  // Without the stall it is worth 83 to 184 nearly always, with it 248 less.
  EXPECT_NEAR(answer.alternatives[0].loss_probability, 0.2, 0.03);
  ValueModel other = model;
  other.seed = 2;
  EXPECT_NE(answer_value(other).runs.values, answer.runs.values);
}

TEST(ValueModel, OneMoreInputDoesNotChangeTheOthersDraws) {
  const ValueModel model = model_of(std::string(kSmall));
  const ValueModel more = model_of(replaced(
      std::string(kSmall), "inputs:\n",
      "inputs:\n  - {id: fresh, label: fresh, low: 1, high: 2, basis: stated, source: me}\n"));
  EXPECT_EQ(answer_value(model).runs.inputs[2], answer_value(more).runs.inputs[3]);
}

TEST(ValueVerdictOf, StartsOnlyWhenNothingSpeaksAgainstIt) {
  EXPECT_EQ(answer_value(model_of(std::string(kSmall))).verdict, ValueVerdict::kStart);
  const auto with = [](std::string_view from, std::string_view to) {
    return answer_value(model_of(replaced(std::string(kSmall), from, to))).verdict;
  };
  EXPECT_EQ(with("lossProbabilityMax: 0.25", "lossProbabilityMax: 0.1"), ValueVerdict::kDoNotStart);
  EXPECT_EQ(with("saved each, value: 100", "saved each, value: 20"), ValueVerdict::kDoNotStart);
  EXPECT_EQ(
      with("name: central, nothingChangesBecause: same, basis: stated",
           "name: central, flows: [{id: s, name: s, kind: benefit, factors: [people, saved]}]"),
      ValueVerdict::kStayCentral);
}

TEST(ValueVerdictOf, WhatIsWorthAsMuchAsAnAlternativeIsNotStarted) {
  const std::string unshaken =
      replaced(std::string(kSmall), "label: odds, value: 0.2", "label: odds, value: 0");
  const ValueAnswer answer = answer_value(model_of(
      replaced(unshaken, "name: central, nothingChangesBecause: same, basis: stated",
               "name: central, flows: [{id: s, name: s, kind: benefit, factors: [people, saved], "
               "ramp: slow}, {id: b, name: b, kind: cost, factors: [cost], year: 0}]")));
  ASSERT_EQ(answer.alternatives[0].p50, answer.alternatives[2].p50);
  EXPECT_EQ(answer.verdict, ValueVerdict::kCannotSay);
  EXPECT_NE(answer.reasons.at(0).find("as `betterCentralTeam` is"), std::string::npos);
}

TEST(ValueVerdictOf, AWinnerThatCountsTwiceGivesNoAnswer) {
  const auto with = [](std::string_view more) {
    return answer_value(model_of(replaced(
        std::string(kSmall), "name: central, nothingChangesBecause: same, basis: stated",
        fmt::format("name: central, flows: [{{id: s, name: s, kind: benefit, factors: [people, "
                    "saved]}}{}]",
                    more))));
  };
  EXPECT_EQ(with("").verdict, ValueVerdict::kStayCentral);
  const ValueAnswer twice =
      with(", {id: t, name: t, kind: benefit, factors: [saved, people]}");
  EXPECT_EQ(twice.verdict, ValueVerdict::kCannotSay);
  ASSERT_EQ(twice.reasons.size(), 2u);
  EXPECT_NE(twice.reasons[1].find("`betterCentralTeam`: "), std::string::npos);
}

TEST(ValueVerdictOf, WithoutInputsThereIsNoFigureAndTheToolSaysWhichIsMissing) {
  for (const auto& [from, to, missing] :
       {std::tuple{"saved each, value: 100, basis: stated, source: guess", "saved each", "saved"},
        {"lossProbabilityMax: 0.25\n", "", "lossProbabilityMax"},
        {", nothingChangesBecause: same, basis: stated", "", "betterCentralTeam"}}) {
    const ValueModel model = model_of(replaced(std::string(kSmall), from, to));
    const ValueAnswer answer = answer_value(model);
    EXPECT_EQ(answer.verdict, ValueVerdict::kCannotSay);
    EXPECT_TRUE(answer.alternatives.empty());
    const std::string text = report_text(value_report(model, answer, "m", "t"));
    EXPECT_NE(text.find(std::string("`") + missing + "`"), std::string::npos) << text;
  }
}

TEST(ValueVerdictOf, NumbersThatCannotBeAddedUpGiveNoFigure) {
  std::string text(kSmall);
  for (int i = 0; i < 3; ++i)
    text = replaced(text, "factors: [people, saved", "factors: [people, saved, saved, saved");
  text = replaced(text, "saved each, value: 100", "saved each, value: 1e15");
  const ValueAnswer answer = answer_value(model_of(text));
  EXPECT_TRUE(answer.alternatives.empty());
  ASSERT_EQ(answer.missing_facts.size(), 1u);
  EXPECT_TRUE(value_report(model_of(text), answer, "m", "t").rests_on.empty());
  EXPECT_NE(answer.missing_facts[0].find("`mesh`"), std::string::npos);
}

TEST(DoubleCounts, BenefitsThatClaimMoreOfADriverThanThereIs) {
  const auto twice = [](std::string_view one, std::string_view other) {
    const std::string flows = fmt::format(
        "flows:\n      - {{id: again, name: again, kind: benefit, factors: [people], driver: "
        "{}}}\n",
        other);
    std::string text = replaced(std::string(kSmall), "flows:\n", flows);
    return double_counts(
        model_of(replaced(text, "domain: shop", fmt::format("domain: shop, driver: {}", one))));
  };
  const std::string all = "{id: hours, claims: [people], of: [people]}";
  const std::string part = "{id: hours, claims: [people, half], of: [people]}";
  EXPECT_EQ(twice(all, part).size(), 1u);            // 15 of 10
  EXPECT_EQ(twice(part, part).size(), 0u);           // 10 of 10
  EXPECT_EQ(twice("{id: hours}", part).size(), 1u);  // cannot be told apart
  EXPECT_EQ(twice(all, "{id: other}").size(), 0u);
  const std::string same = replaced(
      std::string(kSmall), "flows:\n",
      "flows:\n      - {id: again, name: again, kind: benefit, factors: [saved, people]}\n");
  const ValueModel model = model_of(same);
  ASSERT_EQ(double_counts(model).size(), 1u);  // the same product under another name
  EXPECT_EQ(answer_value(model).verdict, ValueVerdict::kCannotSay);
}

TEST(Scenarios, ClaimsOfTheGuideAreNeverADefaultAndSpeakOfNamedInputs) {
  const ValueModel plain = model_of(std::string(kSmall));
  EXPECT_EQ(under_scenario(plain, "guide").error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(under_scenario(plain, "none").error().code, ErrorCode::kNotFound);
  const ValueModel tagged =
      model_of(replaced(std::string(kSmall), "{id: half,", "{claim: timeToInsightLess, id: half,"));
  const auto guide = under_scenario(tagged, "guide");
  ASSERT_TRUE(guide);
  EXPECT_EQ(guide->inputs[5].basis, "claimed");
  for (const ValueScenario& scenario : published_scenarios())
    for (const ValueScenarioInput& input : scenario.inputs) EXPECT_EQ(input.basis, "claimed");
  const Shares shares = shares_of(weighed_inputs(*guide));
  EXPECT_GT(shares.claimed, 0);
  EXPECT_EQ(shares_of(weighed_inputs(tagged)).claimed, 0);
}

TEST(Shares, AreByPresentValueSplitEvenlyAmongFactors) {
  const Shares shares = shares_of(weighed_inputs(model_of(std::string(kSmall))));
  const double saving = 250 / 1.1 + 250 / 1.21, risk = 60 / 1.21;
  EXPECT_NEAR(shares.measured, saving / 4 / (saving + 300 + risk),
              1e-12);  // people: 1 of 4 factors
}

TEST(Shares, AComputedFigureHasTheWeakestBasisOfWhatItUses) {
  const auto bases = [](const ValueModel& model) {
    std::string out;
    for (const Figure& figure : figures_of(value_report(model, answer_value(model), "m", "t")))
      out += fmt::format("{}:{} ", figure.id, basis_name(figure.basis));
    return out;
  };
  const std::string all_stated =
      "npv-p50:stated npv:stated loss:stated irr:stated payback:stated information:stated ";
  EXPECT_EQ(bases(model_of(std::string(kSmall))), all_stated);
  EXPECT_EQ(bases(model_of(replaced(std::string(kSmall), "label: rate, value: 0.1, basis: stated",
                                    "label: rate, value: 0.1, basis: claimed"))),
            "npv-p50:claimed npv:claimed loss:claimed irr:stated payback:stated "
            "information:claimed ");
  EXPECT_EQ(bases(model_of(replaced(std::string(kSmall), "label: half, value: 0.5, basis: stated",
                                    "label: half, value: 0.5, basis: claimed"))),
            "npv-p50:claimed npv:claimed loss:claimed irr:claimed payback:claimed "
            "information:claimed ");
}

TEST(Forecasts, CrpsOfQuantilesByHand) {
  EXPECT_DOUBLE_EQ(quantile_crps({10}, 14), 4);  // the median alone: the absolute error
  EXPECT_DOUBLE_EQ(quantile_crps({10}, 6), 4);
  EXPECT_DOUBLE_EQ(quantile_crps({10}, 10), 0);
  EXPECT_NEAR(quantile_crps({0, 10}, 10), 2 * (10 / 3.0 + 0) / 2, 1e-12);
}

TEST(Forecasts, AreScoredByActualsThatCameLater) {
  const ValueModel model = model_of(std::string(kSmall));
  const ValueForecast made =
      forecast_of(model, answer_value(model), {"", "2026-01-01T00:00:00Z", ""});
  EXPECT_EQ(made.id, "roi-20260101T000000");
  Diagnostics diagnostics;
  const spec::Node root = spec::read_yaml(
      std::make_shared<const SourceFile>("f.yaml", forecast_yaml(made)), diagnostics);
  spec::Decoder decoder({diagnostics, "f", nullptr});
  ValueForecast read;
  decode_value_forecast(decoder, root, read);
  ASSERT_EQ(diagnostics.items().size(), 0u);
  ASSERT_EQ(read.quantities.size(), made.quantities.size());
  ValueActuals actuals;
  actuals.actuals = {{"input.people", "2027-01-01", "measured", "list", 11, {}},
                     {"flow.1", "2027-01-01", "measured", "ledger", 1000, {}},
                     {"flow.2", "2025-01-01", "measured", "ledger", 190, {}},
                     {"risk.stall", "2027-01-01", "measured", "minutes", {}, false}};
  EXPECT_EQ(read.model, "value");
  const ForecastScore score = score_forecasts({read}, {actuals}).value();
  ASSERT_EQ(score.quantities.size(), 2u);
  EXPECT_TRUE(score.quantities[0].is_covered);
  EXPECT_FALSE(score.quantities[1].is_covered);
  EXPECT_DOUBLE_EQ(*score.coverage, 0.5);
  EXPECT_NEAR(*score.coverage_probability, 0.19, 1e-12);  // at most 1 of 2: 1 − 0.9²
  EXPECT_NEAR(*score.brier, 0.04, 1e-12);
  EXPECT_EQ(score.unmatched, std::vector<std::string>{"flow.2"});  // before the forecast
}

TEST(Forecasts, WhatCannotBeScoredIsHnsG035) {
  Diagnostics diagnostics;
  const std::string text =
      "apiVersion: hanse/v1\nkind: ValueActuals\nactuals:\n"
      "  - {id: a, at: soon, basis: stated, source: me, value: 1}\n"
      "  - {id: b, at: 2027-01-01, basis: stated, source: me}\n";
  const spec::Node root =
      spec::read_yaml(std::make_shared<const SourceFile>("a.yaml", text), diagnostics);
  spec::Decoder decoder({diagnostics, "a", nullptr});
  ValueActuals actuals;
  decode_value_actuals(decoder, root, actuals);
  ASSERT_EQ(diagnostics.items().size(), 2u);
  EXPECT_EQ(diagnostics.items()[0].code, "HNS-G035");
}

}  // namespace
}  // namespace hanse::strategy
