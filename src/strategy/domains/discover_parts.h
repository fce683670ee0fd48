// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "strategy/domains/discover.h"

namespace hanse::strategy {

// Kept in the proposal as well: what-if holds moves against them.
Result<DomainRules> rules_of(const Inventory& inventory, const DomainEvidence& evidence,
                             const DiscoverOptions& options);

// Which facts are not there, with how to provide them; the answer kTooThin where nothing can be
// said without.
void note_missing(const Inventory& inventory, const DomainEvidence& evidence,
                  DomainProposal& proposal);

// The best quality that the graph's weights reach when pairs exchange their ends at random, under
// the same constraints.
Result<double> quality_by_chance(const Graph& graph, const LeidenOptions& options);

// Hubs and what hangs on them go to the domain with the most evidence; so does a domain of fewer
// than kDomainItemsMin items, or without a capability while there are any, where no rule forbids;
// those of two items or more only while more than the least number of domains is there.
constexpr std::uint32_t kDomainItemsMin = 3;
void give_homes(const DomainEvidence& evidence, const DomainRules& rules, DomainProposal& proposal);

// Names: the constraint's where a domain has fixed members, else the part of the capability map
// that most of its capabilities lie in, else its strongest capability. Unique, fit for a schema,
// and spelled as the register does where it has the same.
void name_domains(const Inventory& inventory, const DomainEvidence& evidence,
                  DomainProposal& proposal);

}  // namespace hanse::strategy
