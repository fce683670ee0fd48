// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "catalog/journal.h"
#include "catalog/snapshot.h"
#include "contract/check.h"
#include "govern/check_engine.h"
#include "govern/gate.h"

namespace hanse::contract {

// One published table, held against its contract.
struct CheckedTable {
  const catalog::TableEntry* entry = nullptr;  // of the order's catalog
  TableOutcome outcome;
  int64_t started_us = 0, finished_us = 0;
};

// All checks of a product's published tables and views, as that product, through the gate: the
// promises of the contracts, their service levels at the clock's time, and what follows from
// concepts of the glossary. A table that cannot be read says so itself. kNotFound: there is no such
// product; kCancelled.
Result<std::vector<CheckedTable>> check_product(govern::Gate& gate, const Clock& clock,
                                                const govern::CheckOrder& order);

// Failed, then warning, then passed; notRun when nothing was judged.
Verdict worst_of(const TableOutcome& outcome);
// As history keeps it: no value of any row. Of the number that a `sql` rule gives only a count is.
catalog::CheckRunRecord record_of(const CheckedTable& checked, const std::string& trigger);

}  // namespace hanse::contract
