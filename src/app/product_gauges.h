// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "contract/service_objectives.h"

namespace hanse::app {

// Numbers of one product for whoever watches the mesh: no row, no column, nothing of who asks.
struct ProductGauges {
  std::string product;                // domain/name
  std::string verdict;                // of the newest checks, the worst; empty: never checked
  int64_t failed_checks = 0;
  std::optional<double> age_seconds;  // of its oldest snapshot; none: it has none
  int64_t incidents_error = 0, incidents_warning = 0;  // open ones
  std::vector<contract::Objective> objectives;
};
Result<std::vector<ProductGauges>> product_gauges(App& app);
// Notices that wait to be delivered.
Result<size_t> waiting_notices(App& app);

}  // namespace hanse::app
