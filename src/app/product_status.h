// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "app/product_checks.h"

namespace hanse::app {

struct StatusQuestion {
  std::vector<std::string> names;            // as find_product takes them; empty: all
  const govern::Session* session = nullptr;  // who asks; null: the operator, who sees everything
  bool history = false;                      // the runs of each product, newest first, as well
};
constexpr size_t kHistoryRunsMax = 100;  // of one product

// How products are doing: per table the verdict of the newest run of its checks, what it did not
// keep, rows and freshness; per product its last build, versions and stage of life, service level
// objectives and open incidents. format_version
// 1. What the session may not find is not there (kNotFound, in the words for what does not exist);
// what it may not read has no numbers.
Result<Json> product_status(App& app, const StatusQuestion& question);

// The runs as that session may see them: `checks` of each by sight.h; runs of tables that it may
// not find are left out.
Result<CheckRuns> seen_runs(App& app, const govern::Session& session, CheckRuns runs);

}  // namespace hanse::app
