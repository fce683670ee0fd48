// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "strategy/metrics/mesh_metrics.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

constexpr size_t kExecutiveFiguresMax = 12;
// In the report's tables; JSON has all.
constexpr size_t kProductsShownMax = 100, kObjectivesShownMax = 20;

// The report of `hanse metrics`. Its first page has at most kExecutiveFiguresMax numbers; one that
// cannot be given is there without a value and says which fact is missing. `facts` and `given` are
// those that `metrics` was computed from. Pure.
Report metrics_report(const MeshMetrics& metrics, const MeshFacts& facts,
                      const MetricsGiven& given);

// {"period":…,"metrics":[…]}: every value, series and limit, for programs. Times as RFC 3339.
Json metrics_json(const MeshMetrics& metrics, const MetricsGiven& given);

}  // namespace hanse::strategy
