// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "strategy/facts/mesh_facts.h"
#include "strategy/metrics/cost_export.h"
#include "strategy/metrics/insight.h"
#include "strategy/metrics/metric_table.h"
#include "strategy/metrics/metrics_document.h"
#include "strategy/metrics/xmr.h"

namespace hanse::strategy {

// Every metric of the table, computed from the facts: for the mesh, each domain and product, and
// each week or month. Pure; equal inputs give equal results.

struct MetricsQuestion {
  MetricWindow window;
  MetricBucket bucket = MetricBucket::kWeek;
  DomainId domain;      // of this domain alone; empty: of all
  std::string product;  // of this product alone; empty: of all

  bool concerns(const ProductId& id) const {
    return (domain.empty() || id.domain == domain) && (product.empty() || id.str() == product);
  }
};
// What people gave: all may be absent.
struct MetricsGiven {
  std::vector<MetricsDocument> plans;
  std::vector<SurveyDocument> surveys;
  std::optional<CostExport> costs;  // attributed
};

struct MetricPoint {  // of a series
  MetricWindow window;
  MetricValue value;
};
struct MetricComparison {
  std::optional<double> baseline, low, high, target;
  bool is_stated = false;  // the baseline: else it is measured
  std::string source;      // of the baseline: who and when, or the time
  std::string until;       // of the target; may be empty
  // How much of the way from baseline to target is gone, 1: all of it; none without both.
  std::optional<double> progress;
};
struct MetricResult {
  const MetricDefinition* definition = nullptr;
  std::string unit;  // of the definition; of cost the currency
  MetricValue whole;
  std::string missing;  // why it has no value, and how to get one; empty: it has one
  std::map<DomainId, MetricValue> domains;
  std::map<std::string, MetricValue> products;  // by domain/name
  std::vector<MetricPoint> series;              // whole weeks or months since the ledger begins
  std::optional<XmrChart> chart;                // over the values of the series, gaps left out
  std::vector<size_t> charted;                  // which points of the series those are
  std::optional<MetricComparison> comparison;
};
struct MeshMetrics {
  MetricsQuestion question;
  MetricWindow covered;  // the part of the window of which the ledger tells, not ahead; or empty
  std::vector<MetricResult> metrics;  // in the order of the table
  size_t still_waiting = 0;  // persons and products refused in the window, not answered yet
  double longest_wait_hours = 0;
  size_t products = 0, domains = 0;
  size_t budgets_spent = 0, budgets = 0;  // error budgets of products, as of now
  std::vector<std::pair<std::string, contract::Objective>> objectives;  // by product
  std::map<std::string, size_t> stages;                                 // products by status
  double cost_attributed = 0;              // percent of the cost that tags lead to a domain
  const SurveyDocument* survey = nullptr;  // the newest in the window's end; of `given`
  const MetricResult* find(std::string_view id) const;
};
// kInvalidArgument: a series of the period would have more than kBucketsMax points.
Status check_period(const MeshFacts& facts, const MetricsGiven& given,
                    const MetricsQuestion& question);
MeshMetrics compute_metrics(const MeshFacts& facts, const MetricsGiven& given,
                            const MetricsQuestion& question);

// What happened, a list for each metric of the table, by its id; products of the question alone.
// Its names live in it and in the facts.
struct Observations {
  std::map<std::string_view, std::vector<MetricObservation>> by_metric;
  std::set<std::string> keys;
  std::vector<InsightPair> pairs;  // of all products
};
Observations observe_metrics(const MeshFacts& facts, const MetricsGiven& given,
                             const MetricsQuestion& question);

}  // namespace hanse::strategy
