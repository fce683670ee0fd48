// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "strategy/metrics/metrics_report.h"

namespace hanse::strategy {
namespace {

Json number(const std::optional<double>& value) { return value ? Json(*value) : Json(); }

Json value_json(const MetricValue& value, MetricMethod method) {
  Json out = Json::object({{"value", number(value.value)}, {"count", uint64_t{value.count}}});
  if (method == MetricMethod::kMedian) out.set("p90", number(value.p90));
  return out;
}

Json chart_json(const XmrChart& chart, const MetricResult& metric) {
  Json signals = Json::array();
  for (const XmrSignal& signal : chart.signals)
    signals.push(Json::object(
        {{"from", format_time(metric.series[metric.charted[signal.point]].window.from_us)},
         {"rule", xmr_rule_name(signal.rule)},
         {"high", signal.is_high}}));
  return Json::object({{"mean", chart.mean},
                       {"lower", chart.lower},
                       {"upper", chart.upper},
                       {"range_mean", chart.range_mean},
                       {"range_upper", chart.range_upper},
                       {"signals", std::move(signals)},
                       {"newest", xmr_verdict(chart, metric.charted.size())}});
}

Json comparison_json(const MetricComparison& comparison) {
  return Json::object({{"baseline", number(comparison.baseline)},
                       {"low", number(comparison.low)},
                       {"high", number(comparison.high)},
                       {"basis", comparison.is_stated ? "stated" : "measured"},
                       {"source", comparison.source},
                       {"target", number(comparison.target)},
                       {"until", comparison.until},
                       {"progress", number(comparison.progress)}});
}

Json metric_json(const MetricResult& metric) {
  const MetricDefinition& definition = *metric.definition;
  Json domains = Json::object(), products = Json::object(), series = Json::array();
  for (const auto& [domain, value] : metric.domains)
    domains.set(domain.str(), value_json(value, definition.method));
  // `set` looks for the name each time: of a thousand products that would be felt.
  Json::Object members;
  for (const auto& [product, value] : metric.products)
    members.emplace_back(product, value_json(value, definition.method));
  products = Json(std::move(members));
  for (const MetricPoint& point : metric.series) {
    Json one = value_json(point.value, definition.method);
    one.set("from", format_time(point.window.from_us));
    series.push(std::move(one));
  }
  Json out = Json::object({{"id", definition.id},
                           {"label", definition.label},
                           {"area", definition.area},
                           {"unit", metric.unit},
                           {"less_is_better", definition.less_is_better}});
  const Json whole = value_json(metric.whole, definition.method);
  for (const auto& [name, value] : whole.members()) out.set(name, value);
  if (!metric.missing.empty()) out.set("missing", metric.missing);
  out.set("domains", std::move(domains));
  out.set("products", std::move(products));
  out.set("series", std::move(series));
  out.set("limits", metric.chart ? chart_json(*metric.chart, metric) : Json());
  out.set("comparison", metric.comparison ? comparison_json(*metric.comparison) : Json());
  return out;
}

Json survey_json(const SurveyDocument& survey) {
  Json items = Json::array();
  for (const SurveyResult& item : survey_results(survey, {})) {
    Json one = Json::object({{"id", item.id},
                             {"text", item.text},
                             {"about", item.about},
                             {"answers", uint64_t{item.answers}}});
    if (!item.marks.empty()) {
      one.set("median", item.median);
      one.set("low_quartile", item.low_quartile);
      one.set("high_quartile", item.high_quartile);
      Json marks = Json::array();
      for (const size_t count : item.marks) marks.push(uint64_t{count});
      one.set("marks", std::move(marks));
    }
    items.push(std::move(one));
  }
  return Json::object({{"title", survey.title}, {"at", survey.at}, {"items", std::move(items)}});
}

Json costs_json(const MeshMetrics& metrics, const CostExport& costs) {
  std::map<std::string, double> domains, services;
  for (const CostRow& row : costs.rows) {
    if (!metrics.question.window.holds(row.at_us)) continue;
    domains[row.domain.str()] += row.effective;
    services[row.service] += row.effective;
  }
  Json of_domains = Json::object(), of_services = Json::object();
  for (const auto& [domain, cost] : domains) of_domains.set(domain, cost);
  for (const auto& [service, cost] : services) of_services.set(service, cost);
  return Json::object({{"file", costs.name},
                       {"currency", costs.currency},
                       {"column", costs.is_effective ? "EffectiveCost" : "BilledCost"},
                       {"attributed_percent", metrics.cost_attributed},
                       {"domains", std::move(of_domains)},
                       {"services", std::move(of_services)}});
}

}  // namespace

Json metrics_json(const MeshMetrics& metrics, const MetricsGiven& given) {
  const MetricsQuestion& question = metrics.question;
  Json list = Json::array(), objectives = Json::array(), stages = Json::object();
  for (const MetricResult& metric : metrics.metrics) list.push(metric_json(metric));
  for (const auto& [product, objective] : metrics.objectives) {
    Json one = contract::to_json(objective);
    one.set("product", product);
    objectives.push(std::move(one));
  }
  for (const auto& [stage, count] : metrics.stages) stages.set(stage, uint64_t{count});
  Json out = Json::object(
      {{"period", Json::object({{"from", format_time(question.window.from_us)},
                                {"until", format_time(question.window.until_us)},
                                {"covered_from", metrics.covered.is_empty()
                                                     ? Json()
                                                     : Json(format_time(metrics.covered.from_us))},
                                {"by", question.bucket == MetricBucket::kWeek ? "week" : "month"},
                                {"domain", question.domain.str()},
                                {"product", question.product}})},
       {"products", uint64_t{metrics.products}},
       {"domains", uint64_t{metrics.domains}},
       {"stages", std::move(stages)},
       {"still_waiting", uint64_t{metrics.still_waiting}},
       {"longest_wait_hours", metrics.longest_wait_hours},
       {"metrics", std::move(list)},
       {"objectives", std::move(objectives)}});
  if (metrics.survey != nullptr) out.set("survey", survey_json(*metrics.survey));
  if (given.costs) out.set("costs", costs_json(metrics, *given.costs));
  return out;
}

}  // namespace hanse::strategy
