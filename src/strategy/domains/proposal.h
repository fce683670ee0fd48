// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "strategy/domains/evidence.h"
#include "strategy/graph/boundary.h"
#include "strategy/graph/congruence.h"
#include "strategy/graph/stability.h"

namespace hanse::strategy {

// A proposal of domain boundaries: plain data, made by discover.h.

constexpr std::uint32_t kNoDomain = UINT32_MAX;

// Constraints of the inventory and of the flags as items.
struct DomainRules {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> together, apart;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> fixed;  // item, number of the fixed domain
  int domains_max = 0, domains_min = 0;                        // 0: none
  std::vector<std::string> registered;                         // domains that the mesh has
};
struct DomainTeamShare {
  size_t team = 0;          // index into the inventory
  double share = 0;         // of its applications' items that lie in the domain
  size_t applications = 0;  // of the team with their home here
};
struct SharedAsset {  // of this domain, read by others: it must become a product
  std::uint32_t item = 0;
  std::vector<std::uint32_t> consumers;  // domains, ascending
  size_t applications = 0;               // that read it from outside
};
struct ProposedDomain {
  std::string id, name;
  std::string named_after;           // the capability that it has its name of, or the constraint
  std::vector<std::uint32_t> items;  // ascending
  CommunityMetrics metrics;
  double stability = 1;                // mean of its items; see node_stability
  std::vector<SharedAsset> shared;     // by falling number of consumers
  size_t agreements_needed = 0;        // assets of others that it reads, a domain once
  std::vector<size_t> applications;    // with their home here, ascending
  std::vector<DomainTeamShare> teams;  // by falling share
  std::string owner;                   // the team with most of its applications; empty: none known
  double people = 0;                   // of the teams, by share; 0: not stated
};
struct SplitApplication {  // parts of it belong to several domains
  size_t application = 0;
  std::vector<std::pair<std::uint32_t, double>> domains;  // domain, share; the largest first
};
struct ProposalFlip {          // the evidence does not decide: people do
  std::uint32_t a = 0, b = 0;  // items
  double together = 0;         // share of the runs
  double weight = 0;
};
struct UndecidedItem {  // of flipping pairs, the one that they have in common
  std::uint32_t item = 0;
  size_t pairs = 0;                                       // that flip because of it
  std::vector<std::pair<std::uint32_t, double>> domains;  // share of runs with its items there
};
struct DomainAlternative {
  double resolution = 0;      // times the density of the whole
  std::uint32_t domains = 0;  // of two items or more
  std::uint32_t largest = 0;  // items of the largest
  double variation = 0;       // normalised, mean over the runs
  double cut = 0;             // share of the evidence that crosses boundaries
  size_t flips = 0;
  bool is_chosen = false;
};
struct AgainstStatement {
  size_t statement = 0;  // index; the proposal does not do what it says
};
struct DomainTeamLoad {
  size_t team = 0;
  size_t applications = 0;
  std::vector<std::uint32_t> domains;  // with a quarter of its work or more
};

enum class DomainsAnswer { kDomains, kStayCentral, kTooThin };

struct DomainProposal {
  DomainsAnswer answer = DomainsAnswer::kDomains;
  std::vector<std::string> reasons;  // of the answer, with numbers
  std::vector<std::string> missing;  // facts, each with how to provide it
  std::vector<ProposedDomain> domains;
  std::vector<std::uint32_t> domain_of;  // of each item; kNoDomain: no evidence places it
  std::vector<std::uint32_t> hub_items;  // set apart before, then given to who makes them
  std::vector<std::uint32_t> unplaced;
  std::vector<std::uint32_t> settled;  // put by hand into the nearest domain: too small alone
  std::vector<SplitApplication> splits;
  std::vector<DomainAlternative> alternatives;
  std::vector<ProposalFlip> flips;
  size_t flip_count = 0;
  std::vector<UndecidedItem> undecided;  // by falling number of pairs
  std::vector<AgainstStatement> against;
  std::vector<DomainTeamLoad> loads;
  BoundaryMetrics boundary;
  std::vector<CommunityLink> links;
  Congruence congruence;
  double resolution = 0;                      // of the chosen, absolute
  double quality = 0, quality_by_chance = 0;  // of the chosen, and the best of rewired graphs
  Graph graph;                                // of the items that have evidence
  std::vector<std::uint32_t> items;           // item of each node
  Partition partition;                        // of the nodes, numbered as `domains`
  DomainRules rules;                          // under which it was made
};

}  // namespace hanse::strategy
