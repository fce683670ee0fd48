// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "strategy/domains/reasons.h"

namespace hanse::strategy {
namespace {

constexpr std::string_view kList = "Independent Service Heuristics";
constexpr double kClosed = 0.5;   // conductance below: more inside than out
constexpr double kPeopleMin = 5;  // of a team that carries a domain (Team Topologies: 5 to 9)

ReasonSays when(bool is_good) { return is_good ? ReasonSays::kFor : ReasonSays::kAgainst; }

// Value streams with a stage in the domain.
size_t streams_of(const Inventory& inventory, const DomainEvidence& evidence,
                  const DomainProposal& proposal, std::uint32_t domain) {
  size_t out = 0;
  for (const auto& stream : inventory.streams) {
    bool is_part = false;
    for (const auto& stage : stream.stages)
      for (const auto& id : stage.capabilities)
        if (const auto items = evidence.below.find(id); items != evidence.below.end())
          for (const std::uint32_t item : items->second)
            is_part |= proposal.domain_of[item] == domain;
    out += is_part;
  }
  return out;
}

}  // namespace

std::vector<DomainReason> service_reasons(const Inventory& inventory,
                                          const DomainEvidence& evidence,
                                          const DomainProposal& proposal, std::uint32_t domain) {
  const ProposedDomain& it = proposal.domains[domain];
  std::vector<DomainReason> out;
  const auto add = [&](std::string_view criterion, ReasonSays says, std::string text) {
    out.push_back({kList, criterion, says, std::move(text)});
  };
  std::set<std::uint32_t> consumers;
  for (const SharedAsset& each : it.shared)
    consumers.insert(each.consumers.begin(), each.consumers.end());
  add("Sense-check", when(!it.shared.empty()),
      fmt::format("{} of its assets are wanted outside", it.shared.size()));
  add("Brand", ReasonSays::kOpen, "could it stand under a name of its own?");
  add("Revenue and customers", ReasonSays::kOpen, "would somebody pay for it?");
  size_t split = 0;
  for (const SplitApplication& each : proposal.splits) {
    const auto part = std::find_if(each.domains.begin(), each.domains.end(),
                                   [&](const auto& at) { return at.first == domain; });
    split += part != each.domains.end();
  }
  add("Cost tracking", when(split * 4 <= it.applications.size()),
      fmt::format("{} of its applications are shared with another domain", split));
  add("Data", when(it.agreements_needed <= it.items.size()),
      fmt::format("it needs {} assets of others", it.agreements_needed));
  add("User personas", when(!consumers.empty()),
      fmt::format("{} domains would read it", consumers.size()));
  if (it.owner.empty())
    add("Teams", ReasonSays::kOpen, "state the `owner` of the applications");
  else if (it.people <= 0)
    add("Teams", ReasonSays::kOpen,
        fmt::format("`{}` would carry it; state `people` of the teams", it.owner));
  else
    add("Teams", when(it.people >= kPeopleMin),
        fmt::format("`{}` would carry it; {:.1f} people work on it today", it.owner, it.people));
  add("Dependencies", when(it.metrics.conductance < kClosed),
      fmt::format("{:.0f} % of its evidence leads out (conductance)",
                  100 * it.metrics.conductance));
  const size_t streams = streams_of(inventory, evidence, proposal, domain);
  if (inventory.streams.empty())
    add("Impact and value", ReasonSays::kOpen, "state value streams");
  else
    add("Impact and value", when(streams > 0),
        fmt::format("{} of {} value streams run through it", streams, inventory.streams.size()));
  add("Product decisions", ReasonSays::kOpen, "may one team decide what comes next in it?");
  return out;
}

}  // namespace hanse::strategy
