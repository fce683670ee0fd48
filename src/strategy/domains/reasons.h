// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "strategy/domains/proposal.h"

namespace hanse::strategy {

enum class ReasonSays { kFor, kAgainst, kOpen };     // open: the inventory does not tell, people do
std::string_view reason_says_name(ReasonSays says);  // for | against | ask

// Why a boundary is good or is not, in words with their numbers.
struct DomainReason {
  std::string_view list;  // "Service Cutter" | "Independent Service Heuristics"
  std::string_view criterion;
  ReasonSays says = ReasonSays::kOpen;
  std::string text;
};

// The 16 coupling criteria of Service Cutter (Gysel, Kölbener, Giersche, Zimmermann, "Service
// Cutter: A Systematic Approach to Service Decomposition", ESOCC 2016) and the ten questions of the
// Independent Service Heuristics (Team Topologies: Skelton, Pais), each answered by the inventory
// where it can be, else asked. In the lists' order.
std::vector<DomainReason> coupling_reasons(const Inventory& inventory,
                                           const DomainEvidence& evidence,
                                           const DomainProposal& proposal, std::uint32_t domain);
std::vector<DomainReason> service_reasons(const Inventory& inventory,
                                          const DomainEvidence& evidence,
                                          const DomainProposal& proposal, std::uint32_t domain);

}  // namespace hanse::strategy
