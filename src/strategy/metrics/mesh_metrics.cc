// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/mesh_metrics.h"

#include <algorithm>
#include <set>

#include "base/clock.h"

namespace hanse::strategy {
namespace {

constexpr double kHourUs = 3'600e6, kPercent = 100;

using Pointers = std::vector<const MetricObservation*>;

Pointers in_window(const std::vector<MetricObservation>& all, const MetricWindow& window) {
  Pointers out;
  for (const MetricObservation& one : all)
    if (window.holds(one.at_us)) out.push_back(&one);
  return out;
}

// The part of a window of which the ledger tells, and that is over; may be empty.
MetricWindow told_of(const MeshFacts& facts, MetricWindow window) {
  window.until_us = std::min(window.until_us, facts.now_us);
  window.from_us = facts.ledger_from_us == 0 ? window.until_us
                                             : std::max(window.from_us, facts.ledger_from_us);
  window.from_us = std::min(window.from_us, window.until_us);
  return window;
}

// The part of which the export tells: weeks before and after it are not free; may be empty.
MetricWindow charged(const std::optional<CostExport>& costs, MetricWindow window) {
  if (!costs || costs->rows.empty()) return {};
  const auto [first, last] = std::ranges::minmax(costs->rows, {}, &CostRow::at_us);
  window.from_us = std::max(window.from_us, first.at_us);
  window.until_us = std::min(window.until_us, last.at_us + kDayUs);
  return window;
}

class Compute {
 public:
  Compute(const MeshFacts& facts, const MetricsGiven& given, const MetricsQuestion& question)
      : facts_(facts), given_(given), observed_(observe_metrics(facts, given, question)) {
    out_.question = question;
    out_.covered = told_of(facts, question.window);
  }

  MeshMetrics run() {
    count_products();
    for (const MetricDefinition& definition : metric_table())
      out_.metrics.push_back(metric(definition));
    add_waiting();
    add_budgets();
    add_cost_share();
    add_survey();
    return std::move(out_);
  }

 private:
  void count_products() {
    std::set<DomainId> domains;
    for (const auto& [id, product] : facts_.products) {
      if (!out_.question.concerns(id)) continue;
      ++out_.products;
      ++of_domain_[id.domain];
      domains.insert(id.domain);
      ++out_.stages[product.status.empty() ? "active" : product.status];
    }
    out_.domains = domains.size();
  }

  MetricResult metric(const MetricDefinition& definition) {
    MetricResult out;
    out.definition = &definition;
    out.unit = definition.unit;
    if (is_cost(definition) && given_.costs) out.unit = given_.costs->currency;
    const MetricWindow window = known_part(definition, out_.question.window);
    if (out.missing = unknown(definition, window); !out.missing.empty()) return out;
    const auto found = observed_.by_metric.find(definition.id);
    static const std::vector<MetricObservation> none;
    const auto& all = found == observed_.by_metric.end() ? none : found->second;
    Pointers now = in_window(all, window);
    std::vector<MetricObservation> read;  // by lineage: it is so now, whatever was asked
    if (definition.id == "reuse") read = lineage();
    for (const MetricObservation& one : read) now.push_back(&one);
    out.whole = put_together(now, definition.method, window, out_.products);
    if (!out.whole.value) {
      out.missing = definition.missing;
      return out;
    }
    add_parts(definition, window, now, out);
    add_series(definition, window, all, out);
    add_comparison(all, out);
    return out;
  }

  // Of charges the export tells, not the ledger.
  static bool is_cost(const MetricDefinition& definition) { return definition.id == "cost"; }
  MetricWindow known_part(const MetricDefinition& definition, const MetricWindow& window) const {
    return is_cost(definition) ? charged(given_.costs, window) : told_of(facts_, window);
  }
  // Why nothing can be told of a known part; empty: something can.
  std::string unknown(const MetricDefinition& definition, const MetricWindow& window) const {
    if (is_cost(definition) && !given_.costs) return std::string(definition.missing);
    const bool is_of_grants = definition.id == "self_service" || definition.id == "decision_speed";
    if (is_of_grants && !facts_.is_whole) return kGrantsNotTold;
    if (!window.is_empty()) return {};
    return is_cost(definition) ? "the export has no charge in the period"
                               : "the ledger tells nothing of the period";
  }

  std::vector<MetricObservation> lineage() {
    std::vector<MetricObservation> out;
    for (const auto& [id, product] : facts_.products)
      for (const ProductId& reader : product.downstream)
        if (out_.question.concerns(id) && reader.domain != id.domain)
          out.push_back(
              {0, &id.domain, &id, 1, 1, &*observed_.keys.insert(reader.domain.str()).first});
    return out;
  }

  void add_parts(const MetricDefinition& definition, const MetricWindow& window,
                 const Pointers& now, MetricResult& out) {
    std::unordered_map<const ProductId*, Pointers> products;
    std::map<DomainId, Pointers> domains;
    Pointers* of_last = nullptr;  // most come one product after another
    const DomainId* last = nullptr;
    for (const MetricObservation* one : now) {
      if (one->product != nullptr) products[one->product].push_back(one);
      if (one->domain == nullptr) continue;
      if (one->domain != last) {
        last = one->domain;
        of_last = &domains[*last];
      }
      of_last->push_back(one);
    }
    for (const auto& [domain, list] : domains)
      out.domains[domain] = put_together(list, definition.method, window, of_domain_[domain]);
    for (const auto& [product, list] : products)
      out.products[product->str()] = put_together(list, definition.method, window, 1);
  }

  void add_series(const MetricDefinition& definition, const MetricWindow& window,
                  const std::vector<MetricObservation>& all, MetricResult& out) {
    const auto buckets = buckets_of(window, out_.question.bucket);
    std::vector<Pointers> parts(buckets.size());
    for (const MetricObservation& one : all) {
      const auto after = std::ranges::upper_bound(buckets, one.at_us, {}, &MetricWindow::from_us);
      if (after == buckets.begin()) continue;
      const auto index = static_cast<size_t>(after - buckets.begin() - 1);
      if (buckets[index].holds(one.at_us)) parts[index].push_back(&one);
    }
    std::vector<double> values;
    for (size_t i = 0; i < buckets.size(); ++i) {
      out.series.push_back(
          {buckets[i], put_together(parts[i], definition.method, buckets[i], out_.products)});
      if (!out.series.back().value.value) continue;
      values.push_back(*out.series.back().value.value);
      out.charted.push_back(i);
    }
    XmrBounds bounds{0.0, std::nullopt};
    if (definition.is_share) bounds.most = kPercent;
    out.chart = xmr_chart(values, 0, bounds);
  }

  void add_comparison(const std::vector<MetricObservation>& all, MetricResult& out) {
    for (const MetricsDocument& document : given_.plans)
      for (const MetricPlan& plan : document.metrics)
        if (plan.metric == out.definition->id) out.comparison = comparison(plan, all, out);
  }

  MetricComparison comparison(const MetricPlan& plan, const std::vector<MetricObservation>& all,
                              const MetricResult& metric) const {
    MetricComparison out;
    if (plan.baseline) {
      const MetricBaseline& baseline = *plan.baseline;
      out.is_stated = baseline.value.has_value();
      if (out.is_stated) {
        out.baseline = baseline.value;
        out.low = baseline.low;
        out.high = baseline.high;
        out.source = fmt::format("{}, {}", baseline.by, baseline.at);
      } else {
        const MetricWindow window =
            known_part(*metric.definition, {parse_time(baseline.from).value_or(0),
                                            parse_time(baseline.until).value_or(0)});
        if (!window.is_empty())
          out.baseline =
              put_together(in_window(all, window), metric.definition->method, window,
                           out_.products)
                  .value;
        out.source = fmt::format("{} to {}", baseline.from, baseline.until);
      }
    }
    if (plan.target) {
      out.target = plan.target->value;
      out.until = plan.target->until;
    }
    if (out.baseline && out.target && *out.baseline != *out.target)
      out.progress = (*metric.whole.value - *out.baseline) / (*out.target - *out.baseline);
    return out;
  }

  void add_waiting() {
    for (const InsightPair& pair : observed_.pairs) {
      if (!out_.question.concerns(pair.product) || pair.answered_us != 0 ||
          !out_.covered.holds(pair.asked_us))
        continue;
      ++out_.still_waiting;
      out_.longest_wait_hours =
          std::max(out_.longest_wait_hours,
                   static_cast<double>(out_.covered.until_us - pair.asked_us) / kHourUs);
    }
  }

  void add_budgets() {
    for (const auto& [id, product] : facts_.products) {
      if (!out_.question.concerns(id)) continue;
      for (const contract::Objective& objective : product.objectives) {
        if (!objective.budget_left) continue;
        ++out_.budgets;
        out_.budgets_spent += objective.is_spent() ? 1 : 0;
        out_.objectives.emplace_back(id.str(), objective);
      }
    }
  }

  void add_cost_share() {
    if (!given_.costs) return;
    double all = 0, attributed = 0;
    for (const CostRow& row : given_.costs->rows)
      if (out_.question.window.holds(row.at_us)) {
        all += row.effective;
        attributed += row.domain.empty() ? 0 : row.effective;
      }
    if (all != 0) out_.cost_attributed = kPercent * attributed / all;
  }

  void add_survey() {
    int64_t newest = INT64_MIN;
    for (const SurveyDocument& survey : given_.surveys)
      if (const auto at = parse_time(survey.at);
          at && *at < out_.question.window.until_us && *at > newest) {
        newest = *at;
        out_.survey = &survey;
      }
  }

  const MeshFacts& facts_;
  const MetricsGiven& given_;
  Observations observed_;
  std::map<DomainId, size_t> of_domain_;
  MeshMetrics out_;
};

}  // namespace

const MetricResult* MeshMetrics::find(std::string_view id) const {
  for (const MetricResult& metric : metrics)
    if (metric.definition->id == id) return &metric;
  return nullptr;
}

Status check_period(const MeshFacts& facts, const MetricsGiven& given,
                    const MetricsQuestion& question) {
  const MetricWindow parts[] = {told_of(facts, question.window),
                                charged(given.costs, question.window)};
  const bool is_week = question.bucket == MetricBucket::kWeek;
  for (const MetricWindow& part : parts)
    if (const size_t count = count_buckets(part, question.bucket); count > kBucketsMax)
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("the period has about {} {}, a series at most {}", count,
                              is_week ? "weeks" : "months", kBucketsMax),
                  is_week ? "shorten it with --from and --until, or take `--by month`"
                          : "shorten it with --from and --until");
  return {};
}

MeshMetrics compute_metrics(const MeshFacts& facts, const MetricsGiven& given,
                            const MetricsQuestion& question) {
  return Compute(facts, given, question).run();
}

}  // namespace hanse::strategy
