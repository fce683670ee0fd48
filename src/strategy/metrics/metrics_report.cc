// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/metrics_report.h"

#include <algorithm>

#include "base/clock.h"
#include "strategy/metrics/metrics_tables.h"

namespace hanse::strategy {
namespace {

constexpr double kPercent = 100;
constexpr std::pair<std::string_view, std::string_view> kAreas[] = {
    {"business", "Business"},
    {"technical", "Technical"},
    {"organisation", "Health of the organisation"}};
// On the first page, in this order; budgets and survey are the other two.
constexpr std::string_view kExecutive[] = {"time_to_insight", "self_service",
                                           "decision_speed",  "deployment_frequency",
                                           "lead_time",       "change_fail_rate",
                                           "recovery_time",   "data_downtime",
                                           "reuse",           "cost"};
static_assert(std::size(kExecutive) + 2 <= kExecutiveFiguresMax);

std::string counted(size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

Figure figure_of(const MetricResult& metric) {
  const MetricDefinition& definition = *metric.definition;
  Figure out{std::string(definition.id),
             std::string(definition.label),
             metric.whole.value,
             metric.unit,
             Basis::kMeasured,
             metric.missing.empty() ? std::string(definition.facts) : metric.missing,
             {},
             {}};
  if (definition.method == MetricMethod::kMedian) out.label += ", median";
  return out;
}

Figure budgets_figure(const MeshMetrics& metrics) {
  Figure out{"budgets_spent", "Error budgets spent", {}, "%", Basis::kMeasured, {}, {}, {}};
  if (metrics.budgets == 0) {
    out.source = "no contract has a service level objective of which something is known yet";
    return out;
  }
  out.value =
      kPercent * static_cast<double>(metrics.budgets_spent) / static_cast<double>(metrics.budgets);
  out.source = fmt::format("service level objectives of products: {} of {}", metrics.budgets_spent,
                           metrics.budgets);
  return out;
}

// How many items are in the lower half of the scale: no mark is made of several items.
Figure survey_figure(const MeshMetrics& metrics) {
  Figure out{
      "survey_low", "Survey items in the lower half", {}, "", Basis::kStated, {}, {}, {}};
  if (metrics.survey == nullptr) {
    out.source = "no survey: write `strategy/survey.yaml` of kind Survey";
    return out;
  }
  const SurveyDocument& survey = *metrics.survey;
  const double middle = static_cast<double>(survey.lowest + survey.highest) / 2;
  size_t shown = 0, low = 0, people = 0;
  for (const SurveyResult& item : survey_results(survey, metrics.question.domain.str())) {
    people = std::max(people, item.answers);
    if (item.marks.empty()) continue;
    ++shown;
    low += item.median < middle ? 1 : 0;
  }
  if (shown == 0) {
    out.source =
        fmt::format("fewer than {} people answered each item of the survey", kSurveyPeopleMin);
    return out;
  }
  out.value = static_cast<double>(low);
  out.source =
      fmt::format("{}, {}: {} items, up to {} people", survey.title, survey.at, shown, people);
  return out;
}

class MetricsPages {
 public:
  MetricsPages(const MeshMetrics& metrics, const MeshFacts& facts, const MetricsGiven& given)
      : metrics_(metrics), facts_(facts), given_(given) {}

  Report run() {
    const MetricsQuestion& question = metrics_.question;
    out_.tool = "metrics";
    out_.title = "Success metrics";
    out_.subject = !question.product.empty()  ? question.product
                   : !question.domain.empty() ? question.domain.str()
                                              : facts_.mesh;
    out_.made_at = format_time(facts_.now_us);
    add_first_page();
    for (const auto& [area, title] : kAreas) add_area(area, title);
    add_parts();
    add_survey();
    add_costs();
    add_missing();
    out_.data = metrics_json(metrics_, given_);
    return std::move(out_);
  }

 private:
  void add_first_page() {
    FigureRow row;
    for (const std::string_view id : kExecutive)
      row.figures.push_back(figure_of(*metrics_.find(id)));
    row.figures.push_back(budgets_figure(metrics_));
    row.figures.push_back(survey_figure(metrics_));
    out_.rests_on = row.figures;
    ReportSection page{"At a glance", {period(), std::move(row)}};
    if (metrics_.still_waiting > 0)
      page.blocks.emplace_back(Callout{
          Verdict::kCaution,
          fmt::format("Not answered yet: {} that a product refused; the longest for {} hours.",
                      counted(metrics_.still_waiting, "consumer"),
                      number_text(metrics_.longest_wait_hours))});
    out_.sections.push_back(std::move(page));
  }

  Paragraph period() const {
    const MetricWindow &asked = metrics_.question.window, &covered = metrics_.covered;
    const bool is_empty = covered.is_empty();
    Paragraph out{is_empty ? fmt::format("From {} until {}: the ledger tells nothing of this time.",
                                         date_of(asked.from_us), date_of(asked.until_us))
                           : fmt::format("From {} until {}: {} of {}.", date_of(covered.from_us),
                                         date_of(covered.until_us),
                                         counted(metrics_.products, "product"),
                                         counted(metrics_.domains, "domain"))};
    if (facts_.ledger_from_us > asked.from_us)
      out.text += fmt::format(" The ledger begins on {}; nothing is told of before.",
                              date_of(facts_.ledger_from_us));
    if (is_empty && asked.until_us > facts_.now_us)
      out.text += fmt::format(" It is read as of {}.", date_of(facts_.now_us));
    return out;
  }

  void add_area(std::string_view area, std::string_view title) {
    ReportSection section{std::string(title), {area_table(metrics_, area)}};
    for (const MetricResult& metric : metrics_.metrics)
      if (metric.definition->area == area)
        if (auto chart = chart_of(metric, metrics_.question.bucket))
          section.blocks.emplace_back(std::move(*chart));
    if (area == "technical" && !metrics_.objectives.empty())
      section.blocks.emplace_back(objectives_table(metrics_));
    if (area == "organisation") section.blocks.emplace_back(stages_table());
    out_.sections.push_back(std::move(section));
  }

  ReportTable stages_table() const {
    ReportTable out{
        "pipeline", "Products by stage, as of now", {{"stage"}, {"products", true}}, {}};
    for (const auto& [stage, count] : metrics_.stages)
      out.rows.push_back({stage, std::to_string(count)});
    return out;
  }

  void add_parts() {
    const size_t products = count_products(metrics_);
    if (products == 0) return;
    ReportSection section{"By domain and product",
                          {domains_table(metrics_), products_table(metrics_)}};
    if (products > kProductsShownMax)
      section.blocks.emplace_back(
          Paragraph{fmt::format("{} more products are in `--output json`, and with `--domain`.",
                                products - kProductsShownMax)});
    out_.sections.push_back(std::move(section));
  }

  void add_survey() {
    if (metrics_.survey == nullptr) return;
    ReportTable table{
        "survey",
        fmt::format("{}, {}; marks from {} to {}", metrics_.survey->title, metrics_.survey->at,
                    metrics_.survey->lowest, metrics_.survey->highest),
        {{"item"},
         {"about"},
         {"people", true},
         {"median", true},
         {"middle half"},
         {"how often each mark"}},
        {}};
    for (const SurveyResult& item :
         survey_results(*metrics_.survey, metrics_.question.domain.str()))
      table.rows.push_back({item.text, item.about, std::to_string(item.answers),
                            item.marks.empty() ? "–" : number_text(item.median),
                            item.marks.empty()
                                ? fmt::format("fewer than {} people", kSurveyPeopleMin)
                                : fmt::format("{} to {}", number_text(item.low_quartile),
                                              number_text(item.high_quartile)),
                            fmt::format("{}", fmt::join(item.marks, " · "))});
    out_.sections.push_back({"What people say", {std::move(table)}});
  }

  void add_costs() {
    if (!given_.costs) return;
    std::map<std::pair<std::string, std::string>, double> parts;
    for (const CostRow& row : given_.costs->rows)
      if (metrics_.question.window.holds(row.at_us))
        parts[{row.domain.empty() ? "(no domain)" : row.domain.str(), row.service}] +=
            row.effective;
    ReportTable table{
        "costs",
        fmt::format("{} of {}", given_.costs->is_effective ? "EffectiveCost" : "BilledCost",
                    given_.costs->name),
        {{"domain"}, {"service"}, {given_.costs->currency, true}},
        {}};
    for (const auto& [key, cost] : parts)
      table.rows.push_back({key.first, key.second, number_text(cost)});
    out_.sections.push_back({"Cost",
                             {Paragraph{fmt::format("Tags lead {} % of it to a domain.",
                                                    number_text(metrics_.cost_attributed))},
                              std::move(table)}});
  }

  void add_missing() {
    ReportList list;
    for (const MetricResult& metric : metrics_.metrics)
      if (!metric.missing.empty())
        list.items.push_back(fmt::format("{}: {}", metric.definition->label, metric.missing));
    for (const std::string& what : facts_.missing) list.items.push_back(what);
    if (facts_.unknown_statements > 0)
      list.items.push_back(
          fmt::format("{} statements repeat a decision that the ledger does not "
                      "have: their tables are not known",
                      facts_.unknown_statements));
    ReportSection section{"What is not known, and what it would take", {}};
    if (!list.items.empty()) section.blocks.emplace_back(std::move(list));
    section.blocks.emplace_back(
        Paragraph{"Each formula with its facts and what may mislead: docs/reference/metrics.md. "
                  "Limits are those of XmR charts: what lies within them is noise."});
    if (ReportTable series = series_table(metrics_); !series.rows.empty())
      section.blocks.emplace_back(std::move(series));
    out_.sections.push_back(std::move(section));
  }

  const MeshMetrics& metrics_;
  const MeshFacts& facts_;
  const MetricsGiven& given_;
  Report out_;
};

}  // namespace

Report metrics_report(const MeshMetrics& metrics, const MeshFacts& facts,
                      const MetricsGiven& given) {
  return MetricsPages(metrics, facts, given).run();
}

}  // namespace hanse::strategy
