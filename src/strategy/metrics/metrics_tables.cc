// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/metrics_tables.h"

#include <algorithm>
#include <set>

#include "base/clock.h"
#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

constexpr size_t kDateBytes = 10;
constexpr double kPercent = 100;
constexpr std::string_view kParts[] = {
    "time_to_insight", "self_service",  "deployment_frequency", "lead_time", "change_fail_rate",
    "data_quality",    "data_downtime", "cross_domain_use",     "reuse"};

std::string comparison_text(const MetricResult& metric) {
  if (!metric.comparison) return "";
  const MetricComparison& comparison = *metric.comparison;
  std::string out;
  if (comparison.baseline)
    out = fmt::format("from {} ({}: {})", number_text(*comparison.baseline),
                      comparison.is_stated ? "stated" : "measured", comparison.source);
  if (comparison.target)
    out += fmt::format("{}to {}{}", out.empty() ? "" : " ", number_text(*comparison.target),
                       comparison.until.empty() ? "" : " by " + comparison.until);
  if (comparison.progress)
    out += fmt::format(": {} % of the way", number_text(kPercent * *comparison.progress));
  return out;
}

std::string verdict_text(const MetricResult& metric) {
  if (metric.chart) return xmr_verdict(*metric.chart, metric.charted.size());
  return metric.whole.value ? fmt::format("fewer than {} points", kXmrPointsMin) : "";
}

std::string date_label(const MetricPoint& point, MetricBucket bucket) {
  const std::string date = date_of(point.window.from_us);
  return bucket == MetricBucket::kMonth ? date.substr(0, date.rfind('-')) : date;
}

std::set<std::string> parts_of(const MeshMetrics& metrics) {
  std::set<std::string> out;
  for (const std::string_view part : kParts)
    for (const auto& [product, value] : metrics.find(part)->products) out.insert(product);
  return out;
}

std::string heading_of(const MetricResult& metric) {
  const std::string label(metric.definition->label);
  return metric.unit.empty() ? label : fmt::format("{}, {}", label, metric.unit);
}

// `values` gives a metric's values by the texts of the first column.
template <typename Values>
ReportTable parts_table(const MeshMetrics& metrics, std::string id, std::string first,
                        const std::vector<std::string>& names, Values values) {
  ReportTable out{std::move(id), "", {{std::move(first)}}, {}};
  for (const std::string& name : names) out.rows.push_back({name});
  for (const std::string_view part : kParts) {
    const MetricResult& metric = *metrics.find(part);
    out.columns.push_back({heading_of(metric), true});
    for (auto& row : out.rows) {
      const MetricValue* value = values(metric, row[0]);
      row.push_back(value == nullptr ? "–" : text_of(value->value));
    }
  }
  return out;
}

template <typename Map, typename Key>
const MetricValue* value_at(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::string date_of(int64_t at_us) { return format_time(at_us).substr(0, kDateBytes); }
std::string text_of(const std::optional<double>& value) {
  return value ? number_text(*value) : "–";
}

ReportTable area_table(const MeshMetrics& metrics, std::string_view area) {
  ReportTable out{std::string(area),
                  "",
                  {{"metric"},
                   {"value", true},
                   {"unit"},
                   {"p90", true},
                   {"of", true},
                   {"newest"},
                   {"baseline and target"}},
                  {}};
  for (const MetricResult& metric : metrics.metrics)
    if (metric.definition->area == area)
      out.rows.push_back({std::string(metric.definition->label), text_of(metric.whole.value),
                          metric.unit, text_of(metric.whole.p90),
                          metric.whole.value ? std::to_string(metric.whole.count) : "",
                          verdict_text(metric), comparison_text(metric)});
  return out;
}

std::optional<ReportChart> chart_of(const MetricResult& metric, MetricBucket bucket) {
  if (metric.charted.size() < 2) return std::nullopt;
  CategoryChart chart;
  chart.unit = metric.unit;
  ChartSeries series{std::string(metric.definition->label), {}};
  for (const MetricPoint& point : metric.series) {
    chart.categories.push_back(date_label(point, bucket));
    series.values.push_back(point.value.value);
  }
  chart.series.push_back(std::move(series));
  std::vector<ChartLine> lines;
  if (metric.chart)
    lines = {{"mean", metric.chart->mean},
             {"upper limit", metric.chart->upper},
             {"lower limit", metric.chart->lower}};
  if (metric.comparison && metric.comparison->target)
    lines.push_back({"target", *metric.comparison->target});
  ReportChart out;
  out.id = std::string(metric.definition->id);
  out.caption = fmt::format("{}, {} by {}", metric.definition->label,
                            metric.unit.empty() ? "number" : metric.unit,
                            bucket == MetricBucket::kWeek ? "week" : "month");
  out.label = fmt::format("{}: {} points, the newest is {}", out.caption, metric.charted.size(),
                          verdict_text(metric));
  out.option = line_chart(chart, lines);
  out.table = "series";
  return out;
}

ReportTable series_table(const MeshMetrics& metrics) {
  ReportTable out{"series",
                  "Every series, by its first day",
                  {{"metric"}, {"from"}, {"value", true}, {"p90", true}, {"of", true}, {"signal"}},
                  {}};
  for (const MetricResult& metric : metrics.metrics)
    for (size_t i = 0; i < metric.charted.size(); ++i) {
      const MetricPoint& point = metric.series[metric.charted[i]];
      std::string signals;
      if (metric.chart)
        for (const XmrSignal& signal : metric.chart->signals)
          if (signal.point == i)
            signals += fmt::format("{}{}", signals.empty() ? "" : ", ", xmr_rule_name(signal.rule));
      out.rows.push_back({std::string(metric.definition->label), date_of(point.window.from_us),
                          text_of(point.value.value), text_of(point.value.p90),
                          std::to_string(point.value.count), signals});
    }
  out.is_detail = true;
  return out;
}

ReportTable domains_table(const MeshMetrics& metrics) {
  std::set<std::string> names;
  for (const std::string_view part : kParts)
    for (const auto& [domain, value] : metrics.find(part)->domains) names.insert(domain.str());
  return parts_table(metrics, "domains", "domain", {names.begin(), names.end()},
                     [](const MetricResult& metric, const std::string& name) {
                       return value_at(metric.domains, DomainId(name));
                     });
}

ReportTable products_table(const MeshMetrics& metrics) {
  const std::set<std::string> all = parts_of(metrics);
  std::vector<std::string> names(all.begin(), all.end());
  if (names.size() > kProductsShownMax) names.resize(kProductsShownMax);
  return parts_table(metrics, "products", "product", names,
                     [](const MetricResult& metric, const std::string& name) {
                       return value_at(metric.products, name);
                     });
}

size_t count_products(const MeshMetrics& metrics) { return parts_of(metrics).size(); }

ReportTable objectives_table(const MeshMetrics& metrics) {
  ReportTable out{"objectives",
                  "Error budgets as of now, the worst first",
                  {{"product"},
                   {"objective"},
                   {"target, %", true},
                   {"attained, %", true},
                   {"budget left, %", true},
                   {"burn, times", true}},
                  {}};
  auto worst = metrics.objectives;  // those with the least left first
  std::ranges::stable_sort(worst, {}, [](const auto& each) { return *each.second.budget_left; });
  if (worst.size() > kObjectivesShownMax) worst.resize(kObjectivesShownMax);
  for (const auto& [product, objective] : worst) {
    const auto percent = [](const std::optional<double>& share) {
      return share ? number_text(kPercent * *share) : std::string("–");
    };
    out.rows.push_back({product, objective.name, number_text(kPercent * objective.target),
                        percent(objective.attained), percent(objective.budget_left),
                        text_of(objective.burn_window)});
  }
  return out;
}

}  // namespace hanse::strategy
