// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "catalog/snapshot.h"
#include "contract/check.h"
#include "govern/gate.h"

namespace hanse::contract {

struct SampleOrder {
  const catalog::CatalogSnapshot* catalog = nullptr;
  const catalog::TableEntry* entry = nullptr;  // of the catalog
  std::string check;                           // the id of one of its checks
  std::set<std::string> columns;  // of the check, and of the key or none of it: no other is read
  int count = 5;
};

// Rows of a published table that break a check of it, as the session sees them: read by statements
// of its own through the gate, so that filters, masks and denials are those of any other statement
// of who asks. `row` counts the rows that they see. kDenied and kNotFound as the gate has them;
// kUnsupported when no single rows break the check.
Result<std::vector<FailingRow>> sample_rows(govern::Gate& gate, const govern::Session& session,
                                            const SampleOrder& order);

}  // namespace hanse::contract
