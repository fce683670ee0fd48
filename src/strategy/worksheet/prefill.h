// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "spec/model.h"
#include "strategy/domains/proposal.h"
#include "strategy/worksheet/worksheet.h"

namespace hanse::strategy {

// What worksheets are prefilled from: what is not there is null or empty, and its cells stay empty.

struct WorksheetTable {       // a published table as it is used and checked
  std::string table, domain;  // "shop.orders"
  size_t readers = 0, statements = 0;
  std::string last_read;        // a date; empty: never in that time
  std::string checks, verdict;  // "5 passed, 1 failed"; empty: never checked
};
struct WorksheetFacts {
  const spec::Model* mesh = nullptr;
  const Inventory* inventory = nullptr;
  const DomainEvidence* evidence = nullptr;  // with `proposal`
  const DomainProposal* proposal = nullptr;
  std::vector<WorksheetTable> tables;
};

// Readers and statements of each of `tables` from the ledger, up to that instant; who they are is
// not kept.
void count_usage(const ledger::RecentEntries& recent, int64_t now_us,
                 std::vector<WorksheetTable>& tables);

// `domain` is one of the mesh or of the proposal, for kinds that are of a domain; kInvalidArgument
// with the nearest when it is neither.
Result<Worksheet> prefilled_sheet(const WorksheetKind& kind, const WorksheetFacts& facts,
                                  const std::string& domain);

// Of one kind each; parts of the above.
void fill_business_model(const WorksheetFacts& facts, Worksheet& sheet);
void fill_value_streams(const WorksheetFacts& facts, Worksheet& sheet);
void fill_capabilities(const WorksheetFacts& facts, Worksheet& sheet);
void fill_assets(const WorksheetFacts& facts, Worksheet& sheet);
void fill_usage(const WorksheetFacts& facts, Worksheet& sheet);
void fill_interview(const WorksheetFacts& facts, Worksheet& sheet);
Status fill_boundary(const WorksheetFacts& facts, const std::string& domain, Worksheet& sheet);

// The domain of an item: proposed, else the mesh's that names it; empty: none.
std::string domain_of_item(const WorksheetFacts& facts, const std::string& id);

}  // namespace hanse::strategy
