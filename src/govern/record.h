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
  std::string decision_id, query_id, sql, outcome;
  // outcome: allowed | denied | failed; of a running statement: continued | withdrawn
  const Session* session = nullptr;
  const catalog::CatalogSnapshot* catalog = nullptr;
  const std::vector<TableVerdict>* verdicts = nullptr;
  const engine::Parameters* parameters = nullptr;
  const Error* error = nullptr;
  std::vector<std::string> snapshot_ids;
  // The decision that this one repeats, or that ends as nobody knows any more who asks: its entry
  // has tables, inputs and revisions, which are the same. Then `catalog` and `verdicts` are null.
  std::string repeats;
};
Json to_json(const DecisionRecord& record);
// Once that entry is in the ledger: what later ones have in common with it, they name.
void note_recorded(const std::vector<TableVerdict>& verdicts, const std::string& decision_id);

}  // namespace hanse::govern
