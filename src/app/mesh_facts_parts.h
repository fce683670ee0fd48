// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/git_history.h"
#include "strategy/facts/ledger_facts.h"
#include "strategy/facts/mesh_facts.h"

namespace hanse::app {

// The halves of mesh_facts.cc; for it only. Each adds to facts that have catalog, products and
// `is_whole` already. Pure.

// Usage, outcomes, applies and when grants were given.
void add_ledger_facts(strategy::LedgerFacts ledger, strategy::MeshFacts& facts);
// When who got a grant had asked; needs usage.
void add_requests(strategy::MeshFacts& facts);
void add_commits(GitHistory history, strategy::MeshFacts& facts);
// Upstream and downstream of every product: lineage and agreements in force, among those that are
// there.
void add_edges(strategy::MeshFacts& facts);

}  // namespace hanse::app
