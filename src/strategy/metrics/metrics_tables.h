// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "strategy/metrics/metrics_report.h"

namespace hanse::strategy {

// Tables and charts of metrics_report.cc; for it only. Pure.
std::string date_of(int64_t at_us);  // 2026-11-28
std::string text_of(const std::optional<double>& value);

ReportTable area_table(const MeshMetrics& metrics, std::string_view area);
// The series with its natural process limits and its target; none of fewer than two points.
std::optional<ReportChart> chart_of(const MetricResult& metric, MetricBucket bucket);
ReportTable series_table(const MeshMetrics& metrics);

// The metrics that are told of parts; of products the first kProductsShownMax.
ReportTable domains_table(const MeshMetrics& metrics);
ReportTable products_table(const MeshMetrics& metrics);
size_t count_products(const MeshMetrics& metrics);  // of which something is told
// Those with the least budget left, kObjectivesShownMax of them.
ReportTable objectives_table(const MeshMetrics& metrics);

}  // namespace hanse::strategy
