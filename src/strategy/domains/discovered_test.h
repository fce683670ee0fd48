// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "strategy/domains/discover.h"
#include "strategy/domains/planted_test.h"

namespace hanse::strategy {

struct Found {
  DomainEvidence evidence;
  DomainProposal proposal;
  std::uint32_t domain_of(const std::string& id) const {
    return proposal.domain_of[evidence.item_of.find(id)->second];
  }
};
inline Found discovered(const Inventory& inventory, const DiscoverOptions& options = {}) {
  Found out;
  out.evidence = *gather_evidence(inventory);
  auto proposal = discover_domains(inventory, out.evidence, options);
  EXPECT_TRUE(proposal.has_value()) << (proposal ? "" : proposal.error().message);
  if (proposal) out.proposal = std::move(*proposal);
  return out;
}

}  // namespace hanse::strategy
