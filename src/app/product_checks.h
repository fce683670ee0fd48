// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "app/app.h"
#include "app/lifecycle.h"
#include "catalog/journal.h"

namespace hanse::app {

// Checks of published products: run as each product through the gate, and recorded. What follows
// from them is seen in a look at incidents (incident_watch.h).

using CheckRuns = std::vector<catalog::CheckRunRecord>;

struct Trigger {
  std::string word;  // schedule | refresh | demand
  std::string by;    // who demanded it, for the ledger; else empty
};

// Asked once the turn has come, of what is applied then: which products are to be checked.
using ChooseProducts =
    std::function<Result<std::vector<ProductId>>(const catalog::CatalogSnapshot&)>;

// One run at a time over a state, whichever process asks: the others wait. Each product's runs are
// recorded in one transaction, after all of its tables were checked. What was recorded before an
// error stays. kCancelled; kUnavailable when history cannot be written.
Result<CheckRuns> check_products(App& app, const Trigger& trigger, const ChooseProducts& choose,
                                 engine::CancelToken cancel, const Progress& progress);

// On demand of `by`. `names` as find_product takes them; empty: all products with tables.
Result<CheckRuns> check_named(App& app, const std::vector<std::string>& names,
                              const std::string& by, engine::CancelToken cancel,
                              const Progress& progress);
// After they were built, by who looks at incidents afterwards. What keeps checks from running is
// told as progress: the build stands.
void check_after_build(App& app, const std::vector<ProductId>& products,
                       const engine::CancelToken& cancel, const Progress& progress);

// format_version 1, and back.
Json to_json(const CheckRuns& runs);
Result<CheckRuns> check_runs_from_json(const Json& json);
bool any_failed(const CheckRuns& runs);

}  // namespace hanse::app
