// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "strategy/domains/discover.h"
#include "strategy/report/report.h"

namespace hanse::strategy {

// "Put billing into orders": what is moved (a capability, a data asset, a part of the map, or all
// of a proposed domain) and where to (a domain, what lies in one, or `new`).
struct DomainMove {
  std::string what, to;
  bool operator==(const DomainMove&) const = default;
};
// `WHAT:TO`; kInvalidArgument otherwise.
Result<DomainMove> parse_move(std::string_view text);

struct WhatIf {
  DomainProposal after;  // described as the proposal is
  MoveEffect effect;
  std::vector<std::uint32_t> moved;  // items
  // Products and agreements that come and go: "asset for domain".
  std::vector<std::string> products_added, products_removed, agreements_added, agreements_removed;
  std::vector<std::string> broken;    // constraints of the proposal that the moves break
  std::vector<size_t> newly_against;  // statements that the proposal followed
  std::vector<std::string> torn;      // domains that hang together no more
};

// All moves together; each to `new` makes a domain of its own. kInvalidArgument for what is not
// there or goes to two places; kConflict when the proposal has no domains.
Result<WhatIf> what_if(const Inventory& inventory, const DomainEvidence& evidence,
                       const DomainProposal& proposal, const std::vector<DomainMove>& moves);

Report what_if_report(const Inventory& inventory, const DomainEvidence& evidence,
                      const DomainProposal& proposal, const WhatIf& result, std::string made_at);

}  // namespace hanse::strategy
