// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/snapshot.h"
#include "engine/engine.h"
#include "govern/gate.h"
#include "identity/principal.h"
#include "ledger/ledger.h"
#include "plan/plan.h"
#include "source/reader.h"

namespace hanse::plan {

// Collaborators of apply and refresh; all outlive the call.
struct Context {
  catalog::Catalog* catalog = nullptr;
  govern::Gate* gate = nullptr;
  ledger::Ledger* ledger = nullptr;
  const Clock* clock = nullptr;
  std::string mesh_folder, state_folder;        // absolute
  EnvironmentId environment;
  std::string door;                             // by which apply was asked: the ledger says it
  engine::CancelToken cancel;                   // of the builds after an apply
  // A refresh takes what another one built since then for its own, where it is current; 0: nothing.
  int64_t joins_since_us = 0;
  // Called from several threads: "flight_operations/departures: 336,776 rows".
  std::function<void(const std::string&)> progress;
};

struct ApplyOutcome {
  std::vector<catalog::ScopeRecord> scopes;     // new revisions
  std::vector<catalog::BuildRecord> builds;     // failed ones too: apply itself succeeded
};

// Carries a plan out as `principal`, whose right policy decides (hanse.change); takes the state
// lock (`apply.lock`; kConflict names the holder). kConflict when a read revision passed, kDenied
// with the policy's words. After a kill at any instant the scopes are at the old revision or the
// new one, and running it again completes. Builds what the plan's actions name (see refresh) after
// the commit; a failed build keeps the previous snapshot.
Result<ApplyOutcome> apply(const Plan& plan, const identity::Principal& principal,
                           Context& context);

Json to_json(const ApplyOutcome& outcome);      // format_version 1: what `apply` prints
ApplyOutcome apply_outcome_from_json(const Json& json);

struct RefreshOutcome {
  struct Product {
    ProductId product;
    bool succeeded = false;
    int64_t rows = 0, quarantined = 0;          // published, and kept apart
    std::string message;
    Diagnostics findings;                       // HNS-C: what the data does not keep
  };
  std::vector<Product> products;                // in the order they were built
  bool all_succeeded() const;
};
Json to_json(const RefreshOutcome& outcome);    // format_version 1, findings as a whole
RefreshOutcome refresh_outcome_from_json(const Json& json);
Diagnostics findings_from_json(const Json& list);  // of one product

// Builds the named products (empty: all) with what they need and is not current (see current.h), in
// dependency order, independent ones
// side by side (two at a time); checks what was built against its contract (names, types, required,
// unique, primary key) before publishing; swaps atomically. Rows are read through the gate as the
// product itself. What waits for another tool (see waiting.h) is built only where it is asked for
// by name, and else told to `progress`.
enum class Asked { kByName, kByPlan };
Result<RefreshOutcome> refresh(const std::vector<ProductId>& products, engine::CancelToken cancel,
                               Context& context, Asked asked = Asked::kByName);

}  // namespace hanse::plan
