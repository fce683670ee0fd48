// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "contract/incidents.h"
#include "strategy/metrics/delivery.h"
#include "strategy/metrics/mesh_metrics.h"

namespace hanse::strategy {
namespace {

constexpr double kHourUs = 3'600e6;

double hours(int64_t us) { return static_cast<double>(us) / kHourUs; }
double one_if(bool holds) { return holds ? 1 : 0; }

class Observe {
 public:
  Observe(const MeshFacts& facts, const MetricsGiven& given, const MetricsQuestion& question)
      : facts_(facts), given_(given), question_(question) {}

  Observations run() {
    add_insights();
    add_deliveries();
    add_quality();
    add_use();
    add_costs();
    return std::move(out_);
  }

 private:
  // What was added, until the next is; null of a product that is in the mesh no more, or not asked
  // for.
  MetricObservation* add(std::string_view metric, int64_t at_us, const ProductId& product,
                         double value, double weight = 1, const std::string* key = nullptr) {
    const auto known = facts_.products.find(product);
    if (known == facts_.products.end() || !question_.concerns(product)) return nullptr;
    return &add_to(out_.by_metric[metric], at_us, known->first, value, weight, key);
  }
  static MetricObservation& add_to(std::vector<MetricObservation>& list, int64_t at_us,
                                   const ProductId& product, double value, double weight,
                                   const std::string* key) {
    return list.emplace_back(
        MetricObservation{at_us, &product.domain, &product, value, weight, key});
  }

  void add_insights() {
    out_.pairs = insight_pairs(facts_);
    for (const InsightPair& pair : out_.pairs) {
      if (pair.answered_us == 0) continue;
      add("answered_at_once", pair.answered_us, pair.product, one_if(pair.asked_us == 0));
      if (facts_.is_whole)  // who has grants is not everybody's to know
        add("self_service", pair.answered_us, pair.product, one_if(!pair.by_hand));
      if (pair.asked_us != 0)
        add("time_to_insight", pair.answered_us, pair.product,
            hours(pair.answered_us - pair.asked_us));
    }
    for (const GrantFact& grant : facts_.grants)
      if (grant.asked_us != 0)
        add("decision_speed", grant.granted_us, grant.grant.product,
            hours(grant.granted_us - grant.asked_us));
  }

  void add_deliveries() {
    std::map<ProductId, bool> known;
    for (const Deployment& deployment : deployments(facts_)) {
      add("deployment_frequency", deployment.at_us, deployment.product, 1);
      add("change_fail_rate", deployment.at_us, deployment.product, one_if(deployment.failed));
      add("rework_rate", deployment.at_us, deployment.product, one_if(deployment.is_rework));
      add("autonomy", deployment.at_us, deployment.product, one_if(deployment.is_alone));
      if (deployment.failed && deployment.recovered_us != 0)
        add("recovery_time", deployment.at_us, deployment.product,
            hours(deployment.recovered_us - deployment.at_us));
      if (known.try_emplace(deployment.product, true).second)
        add("new_products", deployment.at_us, deployment.product, 1);
    }
    for (const DeliveredCommit& commit : delivered_commits(facts_))
      add("lead_time", commit.delivered_us, commit.product,
          hours(std::max<int64_t>(0, commit.delivered_us - commit.committed_us)));
  }

  void add_quality() {
    for (const OutcomeFact& outcome : facts_.outcomes)
      if (outcome.kind == OutcomeFact::Kind::kChecks)
        add("data_quality", outcome.at_us, outcome.product, one_if(outcome.succeeded));
    // To detect from when it began, to repair from when it was detected; what is open, up to now.
    for (const catalog::IncidentRecord& incident : facts_.incidents) {
      if (incident.severity != "error") continue;
      const int64_t began_us = incident.began_us == 0
                                   ? incident.detected_us
                                   : std::min(incident.began_us, incident.detected_us);
      const int64_t end_us = incident.repaired_us != 0 ? incident.repaired_us : facts_.now_us;
      if (auto* down = add("data_downtime", incident.detected_us, incident.product,
                           hours(std::max<int64_t>(0, end_us - began_us))))
        down->ends_us = end_us;
    }
  }

  void add_use() {
    std::vector<const std::string*> units;  // of each consumer; null: not known
    for (const UsageConsumer& consumer : facts_.usage.consumers) {
      const std::string unit = consumer.unit();
      units.push_back(unit.empty() ? nullptr : &*out_.keys.insert(unit).first);
    }
    auto& cross = out_.by_metric["cross_domain_use"];
    auto& reuse = out_.by_metric["reuse"];
    uint32_t table = UINT32_MAX;
    auto product = facts_.products.end();  // of that table, when it is asked for
    for (const UsageRow& row : facts_.usage.rows) {
      if (row.table != table) {
        table = row.table;
        product = facts_.products.find(facts_.usage.tables[table].product);
        if (product != facts_.products.end() && !question_.concerns(product->first))
          product = facts_.products.end();
      }
      const std::string* unit = units[row.consumer];
      if (row.allowed == 0 || product == facts_.products.end() || unit == nullptr) continue;
      const UsageConsumer& consumer = facts_.usage.consumers[row.consumer];
      const ProductId& name = product->first;
      // A team that owns several domains may own this one.
      const bool is_other = consumer.domain.empty() ? product->second.owner != consumer.team
                                                    : consumer.domain != name.domain;
      add_to(cross, row.first_allowed_us, name, one_if(is_other), row.allowed, nullptr);
      if (is_other) add_to(reuse, row.first_allowed_us, name, 1, 1, unit);
    }
  }

  void add_costs() {
    if (!given_.costs) return;
    const bool is_part = !question_.domain.empty() || !question_.product.empty();
    for (const CostRow& row : given_.costs->rows) {
      if (is_part &&
          (row.domain.empty() || (!question_.domain.empty() && row.domain != question_.domain) ||
           (!question_.product.empty() && row.product.str() != question_.product)))
        continue;
      const auto domain = facts_.domains.find(row.domain);
      const auto product = facts_.products.find(row.product);
      out_.by_metric["cost"].push_back(
          {row.at_us, domain == facts_.domains.end() ? nullptr : &domain->first,
           product == facts_.products.end() ? nullptr : &product->first, row.effective, 1,
           nullptr});
    }
  }

  const MeshFacts& facts_;
  const MetricsGiven& given_;
  const MetricsQuestion& question_;
  Observations out_;
};

}  // namespace

Observations observe_metrics(const MeshFacts& facts, const MetricsGiven& given,
                             const MetricsQuestion& question) {
  return Observe(facts, given, question).run();
}

}  // namespace hanse::strategy
