// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "base/result.h"
#include "strategy/domains/proposal.h"

namespace hanse::strategy {

struct DiscoverOptions {
  int domains_max = 0, domains_min = 0;                   // beside the inventory's own; 0: none
  std::vector<std::vector<std::string>> together, apart;  // ids, beside the inventory's own
  std::vector<std::string> registered;                    // domains that the mesh has
  int steps = 9;                                          // resolutions that are tried
  int runs = 20;                                          // perturbed graphs a resolution
  std::uint64_t seed = 1;
};

// Below this the inventory is too thin for an answer; above the share of evidence that would cross
// boundaries, staying central is the answer.
constexpr size_t kItemsMin = 12;
constexpr double kPlacedMin = 0.6, kCutMax = 0.5;
constexpr int kRewiredRuns = 5;

// Domains for an inventory: hubs set apart, Leiden with CPM at several resolutions, the one that
// moves least when the evidence does, then what follows for data, teams and systems. The answer may
// be to stay central: one team owns everything, what is too small alone joins up to one domain, no
// boundary keeps half of the evidence inside, or the same evidence with its ends exchanged at
// random (degrees kept; Guimerà, Sales-Pardo, Amaral, Physical Review E 70:025101, 2004) falls
// apart as well. Or that the inventory is too thin. Deterministic. kConflict when constraints
// contradict or there are fewer domains than the least number; kInvalidArgument for unknown ids.
Result<DomainProposal> discover_domains(const Inventory& inventory, const DomainEvidence& evidence,
                                        const DiscoverOptions& options);

// What follows from a partition: names, products, agreements, teams, splits, congruence. Part of
// the above, and of what-if.
Status describe_domains(const Inventory& inventory, const DomainEvidence& evidence,
                        DomainProposal& proposal);

}  // namespace hanse::strategy
