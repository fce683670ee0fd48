// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "govern/revision_cache.h"
#include "govern/statement.h"
#include "govern/value_text.h"

namespace hanse::govern {

// A statement that was governed before, without its pins. `decision_id` names the ledger's entry
// that has the inputs.
struct CachedStatement {
  std::shared_ptr<const catalog::CatalogSnapshot> catalog;  // keeps what the verdicts point to
  GovernedStatement statement;
  std::string decision_id;
  std::optional<ValueText> values;    // set: it stands for all values of the same kinds
  std::string text(const engine::Parameters& parameters) const {
    return values ? values->with(parameters) : statement.sql;
  }
};

using StatementCache = RevisionCache<CachedStatement>;

}  // namespace hanse::govern
