// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "strategy/metrics/observation.h"

namespace hanse::strategy {

// Every metric that is computed from the mesh's facts: what it is called, what it means, and what
// may mislead. docs/reference/metrics.md is made of this table.
struct MetricDefinition {
  std::string_view id, label;
  std::string_view area;   // business | technical | organisation
  std::string_view guide;  // the metric of the guide that it answers
  std::string_view unit;
  MetricMethod method;
  bool less_is_better;
  bool is_share;             // from 0 to 100
  std::string_view formula;  // what is counted, and how it is put together
  std::string_view facts;    // where that stands
  std::string_view caveat;
  std::string_view missing;  // what to do when there is no value
};
std::span<const MetricDefinition> metric_table();
const MetricDefinition* find_metric(std::string_view id);  // null: there is none

}  // namespace hanse::strategy
