// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/words.h"
#include "strategy/report/charts.h"
#include "strategy/value/answer.h"
#include "strategy/statistics.h"

namespace hanse::strategy {

Json value_json(const ValueModel& model, const ValueAnswer& answer);  // value_json.cc

namespace {

constexpr size_t kBarsMax = 15;     // of a tornado
constexpr size_t kClassesMax = 24;  // of a histogram

std::string percent_text(double share) { return fmt::format("{:.1f} %", share * 100); }

std::string rates_text(const std::vector<double>& rates) {
  if (rates.empty()) return "none: no rate makes it 0";
  std::vector<std::string> texts;
  for (const double rate : rates) texts.push_back(percent_text(rate));
  return joined(texts, " and ");
}

std::string years_text(const std::optional<double>& years) {
  return years ? fmt::format("{:.2f}", *years) : "not within the horizon";
}

class ValuePages {
 public:
  ValuePages(const ValueModel& model, const ValueAnswer& answer) : model_(model), answer_(answer) {}

  std::vector<ReportSection> sections() {
    if (answer_.alternatives.empty()) return {missing(), inputs()};
    proposal_ = answer_.alternative(model_.proposal);
    std::vector<ReportSection> out = {verdict(), alternatives(), years(), spread(), influence()};
    if (!answer_.domains.empty()) out.push_back(domains());
    out.push_back(inputs());
    out.push_back(method());
    return out;
  }

 private:
  ReportSection missing() const;
  ReportSection verdict() const;
  ReportSection alternatives() const;
  ReportSection years() const;
  ReportSection spread() const;
  ReportSection influence() const;
  ReportSection domains() const;
  ReportSection inputs() const;
  ReportSection method() const;
  std::vector<Figure> headline() const;

  const ValueModel& model_;
  const ValueAnswer& answer_;
  const AlternativeValue* proposal_ = nullptr;
};

ReportSection ValuePages::missing() const {
  ReportList list;
  for (const MissingInput& one : answer_.missing)
    list.items.push_back(fmt::format("the input `{}` ({}), needed by {}", one.input->id,
                                     one.input->label, joined(one.needed_by)));
  for (const std::string& fact : answer_.missing_facts) list.items.push_back(fact);
  return {"What is missing",
          {Callout{Verdict::kStop, "Without these there is no figure."}, std::move(list),
           Paragraph{fmt::format("Give each input in {} its `low` and `high`, between which the "
                                 "truth lies in 9 of 10 cases, or a `value` that is certain; "
                                 "`basis` and `source` say what it rests on.",
                                 model_.path)}}};
}

std::vector<Figure> ValuePages::headline() const {
  const Basis flows = basis_of_flows(model_, *model_.alternative(model_.proposal));
  const Basis value = std::max(flows, basis_of_inputs(model_, model_.rate));
  Basis all = value;
  for (const ValueAlternative& one : model_.alternatives)
    all = std::max(all, basis_of_flows(model_, one));
  const std::string runs = fmt::format("{} runs, seed {}", model_.runs, model_.seed);
  const std::string by_year = "flows by year below";
  const std::optional<double> rate = proposal_->rates.size() == 1
                                         ? std::optional(proposal_->rates[0] * 100)
                                         : std::nullopt;
  std::vector<Figure> out;
  out.push_back({"npv-p50", "Net present value, middle of the runs", proposal_->p50,
                 model_.currency, value, runs + "; range: 10 % to 90 %", proposal_->p10,
                 proposal_->p90});
  out.push_back({"npv", "Net present value at base values", proposal_->npv, model_.currency, value,
                 by_year});
  out.push_back({"loss", "Probability of a loss", proposal_->loss_probability * 100, "%", value,
                 runs});
  out.push_back({"irr", "Internal rate of return", rate, "%", flows,
                 rate ? by_year : rates_text(proposal_->rates)});
  out.push_back({"payback", "Payback, undiscounted", proposal_->payback, "years", flows,
                 proposal_->payback ? by_year : "not within the horizon"});
  out.push_back({"information", "Worth of knowing everything before choosing",
                 answer_.information, model_.currency, all, runs + "; EVPI"});
  return out;
}

ReportSection ValuePages::verdict() const {
  const char* title = nullptr;
  Verdict kind = Verdict::kStop;
  switch (answer_.verdict) {
    case ValueVerdict::kStart:
      title = "Start";
      kind = Verdict::kGood;
      break;
    case ValueVerdict::kDoNotStart:
      title = "Do not start";
      break;
    case ValueVerdict::kStayCentral:
      title = "Stay central: a better central team is worth more";
      break;
    case ValueVerdict::kTakeOther:
      title = "Take another alternative";
      break;
    case ValueVerdict::kCannotSay:
      title = "Cannot say";
      kind = Verdict::kCaution;
      break;
  }
  ReportSection section{"Answer", {}};
  section.blocks.push_back(
      Callout{kind, fmt::format("{}: {}.", title, joined(answer_.reasons, "; "))});
  section.blocks.push_back(FigureRow{headline()});
  if (!answer_.double_counts.empty()) {
    ReportList list;
    for (const DoubleCount& one : answer_.double_counts)
      list.items.push_back(fmt::format("{}: {}", one.alternative, one.text));
    section.blocks.push_back(Callout{Verdict::kCaution, "Benefits are counted twice:"});
    section.blocks.push_back(std::move(list));
  }
  return section;
}

ReportSection ValuePages::alternatives() const {
  ReportTable table{"alternatives", fmt::format("Alternatives, in {}", model_.currency), {}, {}};
  table.columns = {{"measure"}};
  for (const AlternativeValue& one : answer_.alternatives)
    table.columns.push_back({one.name, true});
  const auto row = [&](const char* name, const auto& text_of) {
    std::vector<std::string> cells = {name};
    for (const AlternativeValue& one : answer_.alternatives) cells.push_back(text_of(one));
    table.rows.push_back(std::move(cells));
  };
  const auto money = [&](const char* name, double AlternativeValue::*member) {
    row(name, [&](const AlternativeValue& one) { return number_text(one.*member); });
  };
  money("net present value, P10 of the runs", &AlternativeValue::p10);
  money("net present value, P50 of the runs", &AlternativeValue::p50);
  money("net present value, P90 of the runs", &AlternativeValue::p90);
  money("net present value at base values", &AlternativeValue::npv);
  money("of it costs", &AlternativeValue::costs);
  money("of it cashable benefits", &AlternativeValue::cashable);
  money("of it non-cashable benefits", &AlternativeValue::other);
  money("of it risks", &AlternativeValue::risks);
  row("net present value, cashable only",
      [](const AlternativeValue& one) { return number_text(one.npv - one.other); });
  money("flexibility, apart", &AlternativeValue::flexibility);
  row("probability of a loss",
      [](const AlternativeValue& one) { return percent_text(one.loss_probability); });
  row("runs in which the proposal is worth more", [&](const AlternativeValue& one) {
    return one.id == model_.proposal ? "–" : percent_text(one.beaten_by_proposal);
  });
  row("internal rate of return",
      [](const AlternativeValue& one) { return rates_text(one.rates); });
  row("payback, years", [](const AlternativeValue& one) { return years_text(one.payback); });
  row("discounted payback, years",
      [](const AlternativeValue& one) { return years_text(one.discounted_payback); });
  return {"Beside its alternatives",
          {std::move(table),
           Paragraph{"Costs, benefits and risks are present values at base values. Flexibility is "
                     "what options are worth now; it stands apart and is in no other figure."}}};
}

ReportSection ValuePages::years() const {
  ReportTable table{
      "years", fmt::format("{}: flows by year, in {}", proposal_->name, model_.currency), {}, {}};
  table.columns = {{"year", true},  {"costs", true}, {"cashable", true}, {"non-cashable", true},
                   {"risks", true}, {"net", true},   {"added up", true}};
  CategoryChart chart;
  chart.unit = model_.currency;
  for (const AlternativeValue& one : answer_.alternatives)
    chart.series.push_back({one.name, {one.cumulative.begin(), one.cumulative.end()}});
  for (size_t year = 0; year < proposal_->flows.size(); ++year) {
    chart.categories.push_back(fmt::format("{}", year));
    table.rows.push_back(
        {fmt::format("{}", year), number_text(proposal_->years_costs[year]),
         number_text(proposal_->years_cashable[year]), number_text(proposal_->years_other[year]),
         number_text(proposal_->years_risks[year]), number_text(proposal_->flows[year]),
         number_text(proposal_->cumulative[year])});
  }
  ReportChart drawn{"cumulative",
                    "Flows added up, at base values",
                    fmt::format("Lines of the flows added up by year; the proposal ends at {} {}.",
                                number_text(proposal_->cumulative.back()), model_.currency),
                    line_chart(chart, {{"0", 0}}),
                    320,
                    "years"};
  return {"Year by year", {std::move(drawn), std::move(table)}};
}

ReportSection ValuePages::spread() const {
  std::vector<double> sorted;
  for (size_t i = 0; i < model_.alternatives.size(); ++i)
    if (model_.alternatives[i].id == model_.proposal) sorted = answer_.runs.values[i];
  std::sort(sorted.begin(), sorted.end());
  const double from = sorted_quantile(sorted, 0.005), until = sorted_quantile(sorted, 0.995);
  ReportTable table{"spread",
                    fmt::format("Runs by net present value, in {}", model_.currency),
                    {{"from", true}, {"to", true}, {"runs", true}},
                    {}};
  CategoryChart chart;
  chart.series.push_back({"runs", {}});
  const size_t classes = until > from ? kClassesMax : 1;
  for (size_t i = 0; i < classes; ++i) {
    const double width = (until - from) / static_cast<double>(classes);
    const double low = from + width * static_cast<double>(i), high = low + width;
    const auto begin =
        i == 0 ? sorted.begin() : std::lower_bound(sorted.begin(), sorted.end(), low);
    const auto end =
        i + 1 == classes ? sorted.end() : std::lower_bound(sorted.begin(), sorted.end(), high);
    const auto count = std::max<std::ptrdiff_t>(0, end - begin);
    chart.categories.push_back(number_text(low));
    chart.series[0].values.push_back(static_cast<double>(count));
    table.rows.push_back({number_text(low), number_text(high), fmt::format("{}", count)});
  }
  ReportChart drawn{"spread-chart",
                    "How the runs spread",
                    fmt::format("Histogram of {} runs from {} to {} {}.", model_.runs,
                                number_text(from), number_text(until), model_.currency),
                    bar_chart(chart),
                    280,
                    "spread"};
  return {"How sure", {std::move(drawn), std::move(table)}};
}

ReportSection ValuePages::influence() const {
  ReportTable table{"inputs-influence", "What moves the result", {}, {}};
  table.columns = {{"input"},       {"at low", true},           {"at high", true},
                   {"swing", true}, {"rank correlation", true}, {"worth of knowing", true}};
  std::vector<TornadoBar> bars;
  for (const InputInfluence& one : answer_.influences) {
    const ValueInput& input = model_.inputs[one.input];
    if (bars.size() < kBarsMax) bars.push_back({input.label, one.low, one.high});
    table.rows.push_back({input.label, number_text(one.low), number_text(one.high),
                          number_text(std::abs(one.high - one.low)),
                          one.rank ? fmt::format("{:.2f}", *one.rank) : "–",
                          number_text(one.information)});
  }
  ReportSection section{"What moves it, and what is worth measuring", {}};
  if (!bars.empty())
    section.blocks.push_back(ReportChart{
        "tornado", "Net present value with one input at its low and high",
        fmt::format("Tornado of {} inputs; the widest is {}.", bars.size(), bars[0].name),
        tornado_chart(bars, proposal_->npv, model_.currency),
        80 + 28 * static_cast<int>(bars.size()), "inputs-influence"});
  section.blocks.push_back(std::move(table));
  section.blocks.push_back(Paragraph{fmt::format(
      "Knowing everything before choosing is worth {} {}; measuring an input is worth "
      "at most its own share of that. Where it is 0, no answer would change the choice.",
      number_text(answer_.information), model_.currency)});
  return section;
}

ReportSection ValuePages::domains() const {
  ReportTable table{"domains",
                    fmt::format("Flows of each domain, present values in {}", model_.currency),
                    {{"domain"}, {"P10", true}, {"P50", true}, {"P90", true}},
                    {}};
  for (const DomainValue& one : answer_.domains)
    table.rows.push_back({one.domain.empty() ? "(of no domain)" : one.domain, number_text(one.p10),
                          number_text(one.p50), number_text(one.p90)});
  return {"By domain",
          {std::move(table), Paragraph{"Risks are the mesh's and stand in no domain."}}};
}

ReportSection ValuePages::inputs() const {
  ReportTable table{"inputs", "Inputs", {}, {}};
  table.columns = {{"id"},   {"input"},        {"base", true}, {"low", true}, {"high", true},
                   {"unit"}, {"distribution"}, {"basis"},      {"source"}};
  const auto number = [](const std::optional<double>& value) {
    return value ? number_text(*value) : std::string();
  };
  for (const ValueInput& input : model_.inputs) {
    const Figure figure = value_figure(input);
    table.rows.push_back({input.id, input.label, number(figure.value), number(input.low),
                          number(input.high), input.unit,
                          input.is_given() ? std::string(shape_name(input.estimate().shape)) : "",
                          input.is_given() ? input.basis : "missing", figure.source});
  }
  return {"What it rests on", {std::move(table)}};
}

ReportSection ValuePages::method() const {
  return {"Method",
          {ReportList{
              {"Year 0 is now and not discounted; flows of a year fall at its end.",
               "Intervals hold the truth in 9 of 10 cases: their ends are the 5 % and 95 % "
               "quantile of the input's distribution. Base values are the most likely or middle "
               "ones.",
               fmt::format("{} runs with seed {} (xoshiro256++, inverse of each distribution): the "
                           "same file gives the same numbers.",
                           model_.runs, model_.seed),
               "The internal rate is given only where there is exactly one.",
               "Worth of knowing: expected value of perfect information (EVPI, and EVPPI of each "
               "input by groups of ordered runs).",
               "Flexibility: Black and Scholes, as in TEI."}}}};
}

}  // namespace

Report value_report(const ValueModel& model, const ValueAnswer& answer, const std::string& subject,
                    const std::string& made_at) {
  Report report;
  report.tool = "roi";
  report.title = model.name.empty() ? "Value" : model.name;
  report.subject = subject;
  report.made_at = made_at;
  if (!answer.alternatives.empty()) report.rests_on = weighed_inputs(model);
  report.sections = ValuePages(model, answer).sections();
  report.data = value_json(model, answer);
  return report;
}

}  // namespace hanse::strategy
