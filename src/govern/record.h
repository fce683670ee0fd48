// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "govern/session.h"
#include "govern/statement.h"

namespace hanse::govern {

// The ledger's body of a decision: everything that is needed to decide it again.
struct DecisionRecord {
  std::string decision_id, query_id, sql, outcome /* allowed | denied | failed */;
  const Session* session = nullptr;
  const catalog::CatalogSnapshot* catalog = nullptr;
  const std::vector<TableVerdict>* verdicts = nullptr;
  const Error* error = nullptr;
};
Json to_json(const DecisionRecord& record);

}  // namespace hanse::govern
