// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/json_text.h"
#include "base/words.h"
#include "strategy/report/charts.h"
#include "strategy/selection/choose.h"
#include "strategy/value/rounded.h"

namespace hanse::strategy {
namespace {

std::string percent(double share) { return fmt::format("{:.0f} %", share * 100); }

Json flip_json(const std::optional<WeightFlip>& flip, const SelectionAnswer& answer) {
  if (!flip) return {};
  return Json::object({{"to", answer.rows[flip->to].option.id},
                       {"change", rounded(flip->change)},
                       {"weights", rounded_list(flip->weights)}});
}

Json selection_json(const Selection& selection, const SelectionAnswer& answer) {
  Json rows = Json::array(), criteria = Json::array();
  for (size_t i = 0; i < answer.rows.size(); ++i) {
    const SelectionRow& row = answer.rows[i];
    Json one = Json::object({{"option", row.option.id},
                             {"name", row.option.name},
                             {"ranked", row.is_ranked()},
                             {"out", json_list(row.out)},
                             {"unknown", json_list(row.unknown)}});
    if (row.is_ranked()) {
      one.set("score", rounded(row.score));
      one.set("values", rounded_list(row.values));
      one.set("dominated_by", json_list(row.dominated_by));
    }
    if (i < answer.acceptability.ranks.size()) {
      one.set("rank_acceptability", rounded_list(answer.acceptability.ranks[i]));
      one.set("central_weights", rounded_list(answer.acceptability.central[i]));
    }
    rows.push(std::move(one));
  }
  for (size_t i = 0; i < selection.criteria.size(); ++i) {
    Json one = Json::object({{"id", selection.criteria[i].id},
                             {"swing", selection.criteria[i].swing},
                             {"weight", rounded(answer.weights[i])}});
    one.set("flip",
            i < answer.by_criterion.size() ? flip_json(answer.by_criterion[i], answer) : Json());
    criteria.push(std::move(one));
  }
  return Json::object({{"selection", selection.id},
                       {"for", selection.purpose},
                       {"verdict", verdict_name(answer.verdict)},
                       {"reason", answer.reason},
                       {"winner", answer.winner() == nullptr ? Json() : Json(answer.winner()->id)},
                       {"not_compared", json_list(answer.not_compared)},
                       {"criteria", std::move(criteria)},
                       {"options", std::move(rows)},
                       {"flip_by_sum", flip_json(answer.by_sum, answer)},
                       {"flip_by_largest", flip_json(answer.by_largest, answer)}});
}

// Half rests on the weights that somebody stated, half on facts, each by its criterion's weight.
std::vector<Figure> rests_on(const Selection& selection, const SelectionAnswer& answer) {
  std::vector<Figure> out;
  for (size_t k = 0; k < selection.criteria.size() && answer.ranked > 0; ++k) {
    const SelectionCriterion& criterion = selection.criteria[k];
    Figure swing;
    swing.id = "swing." + criterion.id;
    swing.label = "weight of " + criterion.name;
    swing.value = rounded(answer.weights[k] * 100);
    swing.unit = "%";
    swing.source = selection.weights_by;
    swing.weight = answer.weights[k] / 2;
    out.push_back(std::move(swing));
    for (size_t i = 0; i < answer.ranked; ++i) {
      const SelectionFact* fact = answer.rows[i].option.fact(criterion.fact);
      Figure figure;
      figure.id = answer.rows[i].option.id + "." + criterion.id;
      figure.label = fmt::format("{} of {}", criterion.name, answer.rows[i].option.name);
      figure.value = rounded(answer.rows[i].values[k] * 100);
      figure.unit = "of 100";
      figure.basis = basis_of(fact->basis).value_or(Basis::kClaimed);
      figure.source = fact->source;
      figure.weight = answer.weights[k] / 2 / static_cast<double>(answer.ranked);
      out.push_back(std::move(figure));
    }
  }
  return out;
}

class SelectionPages {
 public:
  SelectionPages(const Selection& selection, const SelectionAnswer& answer)
      : selection_(selection), answer_(answer) {}

  std::vector<ReportSection> sections() const {
    std::vector<ReportSection> out = {verdict()};
    if (answer_.ranked > 0) out.push_back(ranking());
    if (answer_.ranked > 1) {
      out.push_back(stability());
      out.push_back(acceptability());
    }
    if (answer_.ranked < answer_.rows.size()) out.push_back(left_out());
    out.push_back(facts());
    return out;
  }

 private:
  ReportSection verdict() const {
    Verdict kind = Verdict::kStop;
    const char* title = "None fits";
    switch (answer_.verdict) {
      case SelectionVerdict::kChoose:
        kind = answer_.not_compared.empty() ? Verdict::kGood : Verdict::kCaution;
        title = "Choose";
        break;
      case SelectionVerdict::kNoneFits:
        break;
      case SelectionVerdict::kDoesNotMatter:
        kind = Verdict::kCaution;
        title = "The choice does not matter";
        break;
      case SelectionVerdict::kCannotSay:
        title = "Cannot say";
        break;
    }
    return {"Answer", {Callout{kind, fmt::format("{}: {}.", title, answer_.reason)}}};
  }

  ReportSection ranking() const {
    ReportTable table{
        "ranking", "Options that meet every must-have", {{"option"}, {"score", true}}, {}};
    CategoryChart chart;
    for (size_t k = 0; k < selection_.criteria.size(); ++k) {
      table.columns.push_back(
          {fmt::format("{} ({})", selection_.criteria[k].name, percent(answer_.weights[k])), true});
      chart.series.push_back({selection_.criteria[k].name, {}});
    }
    table.columns.push_back({"dominated by"});
    for (size_t i = 0; i < answer_.ranked; ++i) {
      const SelectionRow& row = answer_.rows[i];
      std::vector<std::string> cells = {row.option.name, fmt::format("{:.1f}", row.score * 100)};
      chart.categories.push_back(row.option.name);
      for (size_t k = 0; k < row.values.size(); ++k) {
        cells.push_back(fmt::format("{:.0f}", row.values[k] * 100));
        chart.series[k].values.push_back(rounded(row.values[k] * answer_.weights[k] * 100));
      }
      cells.push_back(joined(row.dominated_by));
      table.rows.push_back(std::move(cells));
    }
    ReportChart drawn{"scores",
                      "Scores, by criterion",
                      fmt::format("Stacked bars of {} options; {} is first.", answer_.ranked,
                                  answer_.rows[0].option.name),
                      horizontal_bars(chart, Stacked::kYes),
                      120 + 40 * static_cast<int>(answer_.ranked),
                      "ranking"};
    return {"Ranking",
            {std::move(drawn), std::move(table),
             Paragraph{"A dominated option is no better in any criterion and worse in one: no "
                       "weights make it first."}}};
  }

  std::string weights_text(const std::vector<double>& weights) const {
    std::vector<std::string> texts;
    for (size_t k = 0; k < weights.size(); ++k)
      texts.push_back(fmt::format("{} {:.3f}", selection_.criteria[k].id, weights[k]));
    return joined(texts);
  }

  ReportSection stability() const {
    ReportTable table{
        "flips", "Smallest change of weights at which another option takes over", {}, {}};
    table.columns = {{"what may change"},
                     {"weight", true},
                     {"change", true},
                     {"then first"},
                     {"weights at that point"}};
    const auto add = [&](const std::string& what, const std::string& weight,
                         const std::optional<WeightFlip>& flip) {
      table.rows.push_back({what, weight, flip ? fmt::format("{:.3f}", flip->change) : "never",
                            flip ? answer_.rows[flip->to].option.name : "",
                            flip ? weights_text(flip->weights) : ""});
    };
    for (size_t k = 0; k < answer_.by_criterion.size(); ++k)
      add(fmt::format("{}, the others in proportion", selection_.criteria[k].name),
          fmt::format("{:.3f}", answer_.weights[k]), answer_.by_criterion[k]);
    add("all weights: sum of changes (L1)", "", answer_.by_sum);
    add("all weights: largest change (L∞)", "", answer_.by_largest);
    return {"How stable the first place is", {std::move(table)}};
  }

  ReportSection acceptability() const {
    ReportTable table{
        "acceptability", "Share of all weights in which an option has a rank", {{"option"}}, {}};
    CategoryChart chart;
    for (size_t rank = 0; rank < answer_.ranked; ++rank) {
      table.columns.push_back({fmt::format("rank {}", rank + 1), true});
      chart.series.push_back({fmt::format("rank {}", rank + 1), {}});
    }
    table.columns.push_back({"mean weights when first"});
    for (size_t i = 0; i < answer_.ranked; ++i) {
      std::vector<std::string> cells = {answer_.rows[i].option.name};
      chart.categories.push_back(answer_.rows[i].option.name);
      for (size_t rank = 0; rank < answer_.ranked; ++rank) {
        cells.push_back(percent(answer_.acceptability.ranks[i][rank]));
        chart.series[rank].values.push_back(rounded(answer_.acceptability.ranks[i][rank] * 100));
      }
      const auto& central = answer_.acceptability.central[i];
      cells.push_back(central.empty() ? "never first" : weights_text(central));
      table.rows.push_back(std::move(cells));
    }
    ReportChart drawn{
        "ranks",
        "Ranks over all weights",
        fmt::format("Stacked bars: {} is first in {} of all weights.", answer_.rows[0].option.name,
                    percent(answer_.acceptability.ranks[0][0])),
        horizontal_bars(chart, Stacked::kYes),
        120 + 40 * static_cast<int>(answer_.ranked),
        "acceptability"};
    return {"Without any weights",
            {Paragraph{fmt::format("{} draws of weights, evenly from all that are possible, seed "
                                   "{} (SMAA-2).",
                                   kSelectionDraws, selection_.seed)},
             std::move(drawn), std::move(table)}};
  }

  ReportSection left_out() const {
    ReportTable table{"out",
                      "Options that are out, and those of which too little is known",
                      {{"option"}, {"must-haves it does not meet"}, {"facts that are missing"}},
                      {}};
    for (size_t i = answer_.ranked; i < answer_.rows.size(); ++i)
      table.rows.push_back({answer_.rows[i].option.name, joined(answer_.rows[i].out, "; "),
                            joined(answer_.rows[i].unknown, "; ")});
    return {"Left out", {std::move(table)}};
  }

  ReportSection facts() const {
    ReportTable table{
        "facts", "Facts", {{"option"}, {"fact"}, {"value"}, {"basis"}, {"source"}, {"read"}}, {}};
    for (const SelectionRow& row : answer_.rows)
      for (const SelectionFact& fact : row.option.facts) {
        std::string value = fact.value.is_string()  ? std::string(fact.value.as_string())
                            : fact.value.is_array() ? joined(text_list(fact.value))
                                                    : fact.value.dump();
        table.rows.push_back(
            {row.option.name, fact.fact, std::move(value), fact.basis, fact.source, fact.read});
      }
    return {"What it rests on", {std::move(table)}};
  }

  const Selection& selection_;
  const SelectionAnswer& answer_;
};

}  // namespace

Report selection_report(const Selection& selection, const SelectionAnswer& answer,
                        const std::string& subject, const std::string& made_at) {
  Report report;
  report.tool = "select-" + selection.id;
  report.command = "select " + selection.id;
  report.title = selection.name;
  report.subject = subject;
  report.made_at = made_at;
  report.rests_on = rests_on(selection, answer);
  report.sections = SelectionPages(selection, answer).sections();
  report.data = selection_json(selection, answer);
  return report;
}

}  // namespace hanse::strategy
