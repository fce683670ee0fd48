// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "govern/revision_cache.h"
#include "govern/statement.h"

namespace hanse::govern {

// A statement that was governed before, without its pins. `decision_id` names the ledger's entry
// that has the inputs.
struct CachedStatement {
  std::shared_ptr<const catalog::CatalogSnapshot> catalog;  // keeps what the verdicts point to
  GovernedStatement statement;
  std::string decision_id;
};

using StatementCache = RevisionCache<CachedStatement>;

}  // namespace hanse::govern
