// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>

#include "strategy/domains/reasons.h"

namespace hanse::strategy {
namespace {

constexpr double kMost = 0.6;  // of what is counted speaks for a boundary
constexpr std::string_view kList = "Service Cutter";

// What one domain's criteria are counted over.
struct DomainFacts {
  const Inventory& inventory;
  const DomainEvidence& evidence;
  const DomainProposal& proposal;
  std::uint32_t domain;

  bool is_inside(std::uint32_t item) const { return proposal.domain_of[item] == domain; }
  bool is_inside(const std::string& id) const {
    const auto item = evidence.item_of.find(id);
    return item != evidence.item_of.end() && is_inside(item->second);
  }
  const ProposedDomain& it() const { return proposal.domains[domain]; }
  template <typename Visit>
  void each_asset(Visit visit) const {
    for (const std::uint32_t item : it().items)
      if (evidence.items[item].is_asset) visit(inventory.assets[evidence.items[item].index]);
  }
};

struct Answer {
  ReasonSays says = ReasonSays::kOpen;
  std::string text;
};
Answer open_question(std::string text) { return {ReasonSays::kOpen, std::move(text)}; }
Answer by_share(size_t part, size_t whole, std::string text) {
  const bool is_good = static_cast<double>(part) >= kMost * static_cast<double>(whole);
  return {is_good ? ReasonSays::kFor : ReasonSays::kAgainst, std::move(text)};
}

// The values that assets of the domain state in one field: one value speaks for the boundary.
template <auto Member>
Answer alike_assets(const DomainFacts& facts, std::string_view what, std::string_view field) {
  std::map<std::string, size_t> values;
  size_t stated = 0;
  facts.each_asset([&](const InventoryAsset& asset) {
    if ((asset.*Member).empty()) return;
    ++values[asset.*Member];
    ++stated;
  });
  if (stated == 0) return open_question(fmt::format("state `{}` of the assets", field));
  const auto most =
      std::max_element(values.begin(), values.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return by_share(most->second, stated,
                  fmt::format("{} of {} assets: {} {}", most->second, stated, what, most->first));
}

template <auto Member>
Answer alike_applications(const DomainFacts& facts, std::string_view what, std::string_view field) {
  std::map<std::string, size_t> values;
  size_t stated = 0;
  for (const size_t each : facts.it().applications)
    if (const auto& value = facts.inventory.applications[each].*Member; !value.empty()) {
      ++values[value];
      ++stated;
    }
  if (stated == 0) return open_question(fmt::format("state `{}` of the applications", field));
  const auto most =
      std::max_element(values.begin(), values.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return by_share(
      most->second, stated,
      fmt::format("{} of {} applications: {} {}", most->second, stated, what, most->first));
}

Answer lifecycle(const DomainFacts& facts) {
  size_t inside = 0, all = 0;
  for (const auto& each : facts.inventory.access) {
    if (each.mode != "creates" || !facts.is_inside(each.asset)) continue;
    ++all;
    const auto& home = facts.it().applications;
    for (const size_t application : home)
      if (facts.inventory.applications[application].id == each.application) {
        ++inside;
        break;
      }
  }
  if (all == 0) return open_question("state which application creates which asset (access.csv)");
  return by_share(
      inside, all,
      fmt::format("applications of the domain create its assets in {} of {} cases", inside, all));
}

Answer semantics(const DomainFacts& facts) {
  std::map<std::string, size_t> parents;
  size_t all = 0, most = 0;
  std::string which;
  for (const std::uint32_t item : facts.it().items) {
    if (facts.evidence.items[item].is_asset) continue;
    const auto& parent = facts.inventory.capabilities[facts.evidence.items[item].index].parent;
    if (parent.empty()) continue;
    ++all;
    if (++parents[parent] > most) {
      most = parents[parent];
      which = parent;
    }
  }
  if (all == 0) return open_question("state the capabilities' `parent`: the map has one level");
  return by_share(
      most, all,
      fmt::format("{} of {} capabilities stand under `{}` in the map", most, all, which));
}

Answer owner(const DomainFacts& facts) {
  if (facts.it().owner.empty()) return open_question("state the `owner` of the applications");
  const DomainTeamShare& first = facts.it().teams.front();
  return by_share(first.applications, facts.it().applications.size(),
                  fmt::format("`{}` owns {} of {} applications", facts.it().owner,
                              first.applications, facts.it().applications.size()));
}

Answer foreign_keys(const DomainFacts& facts) {
  size_t inside = 0, across = 0;
  for (const auto& link : facts.inventory.links) {
    if (link.kind != "foreignKey") continue;
    const bool from = facts.is_inside(link.from), to = facts.is_inside(link.to);
    inside += from && to;
    across += from != to;
  }
  if (inside + across == 0)
    return open_question("import foreign keys: `hanse domains import postgres CONNECTION`");
  return by_share(inside, inside + across,
                  fmt::format("{} of {} foreign keys stay inside; one that crosses becomes a "
                              "reference that a contract states",
                              inside, inside + across));
}

Answer mutability(const DomainFacts& facts) {
  std::set<std::string> shared, written;
  for (const SharedAsset& each : facts.it().shared)
    shared.insert(facts.evidence.items[each.item].id);
  for (const auto& each : facts.inventory.access) {
    if (each.mode == "reads" || !shared.contains(each.asset)) continue;
    bool is_home = false;
    for (const size_t application : facts.it().applications)
      is_home |= facts.inventory.applications[application].id == each.application;
    if (!is_home) written.insert(each.asset);
  }
  if (shared.empty()) return {ReasonSays::kFor, "nothing of it is read outside"};
  return by_share(shared.size() - written.size(), shared.size(),
                  fmt::format("{} of {} shared assets are written from outside, too",
                              written.size(), shared.size()));
}

Answer traffic(const DomainFacts& facts) {
  double inside = 0, across = 0;
  std::set<std::string_view> home;
  for (const size_t each : facts.it().applications)
    home.insert(facts.inventory.applications[each].id);
  for (const auto& flow : facts.inventory.integrations) {
    const bool from = home.contains(flow.from), to = home.contains(flow.to);
    if (from && to)
      inside += flow.per_day;
    else if (from || to)
      across += flow.per_day;
  }
  if (inside + across <= 0) return open_question("state `perDay` of the integrations");
  const double share = inside / (inside + across);
  return {share >= kMost ? ReasonSays::kFor : ReasonSays::kAgainst,
          fmt::format("{:.0f} % of its applications' traffic stays inside", 100 * share)};
}

Answer predefined(const DomainFacts& facts) {
  for (const auto& fixed : facts.inventory.constraints.fixed)
    for (const auto& id : fixed.items)
      if (facts.is_inside(id))
        return {ReasonSays::kFor, fmt::format("`{}` is fixed by the inventory", fixed.domain)};
  return open_question("no member of it is fixed; `constraints.fixed` would say so");
}

Answer security_constraint(const DomainFacts& facts) {
  size_t kept = 0, broken = 0;
  for (const auto& group : facts.inventory.constraints.apart) {
    const auto inside = std::count_if(group.begin(), group.end(),
                                      [&](const std::string& id) { return facts.is_inside(id); });
    kept += inside == 1;
    broken += inside > 1;
  }
  if (kept + broken == 0)
    return open_question("nothing of it is to stay apart (`constraints.apart`)");
  return by_share(kept, kept + broken,
                  fmt::format("{} of {} separations are kept", kept, kept + broken));
}

}  // namespace

std::string_view reason_says_name(ReasonSays says) {
  switch (says) {
    case ReasonSays::kFor:
      return "for";
    case ReasonSays::kAgainst:
      return "against";
    case ReasonSays::kOpen:
      return "ask";
  }
  return {};
}

std::vector<DomainReason> coupling_reasons(const Inventory& inventory,
                                           const DomainEvidence& evidence,
                                           const DomainProposal& proposal, std::uint32_t domain) {
  const DomainFacts facts{inventory, evidence, proposal, domain};
  std::vector<DomainReason> out;
  const auto add = [&](std::string_view criterion, Answer answer) {
    out.push_back({kList, criterion, answer.says, std::move(answer.text)});
  };
  add("Identity and lifecycle commonality", lifecycle(facts));
  add("Semantic proximity", semantics(facts));
  add("Shared owner", owner(facts));
  add("Structural volatility",
      alike_assets<&InventoryAsset::change>(facts, "structure changes", "change"));
  add("Latency", open_question("which answers are needed within the same request?"));
  add("Consistency criticality",
      alike_assets<&InventoryAsset::consistency>(facts, "consistency", "consistency"));
  add("Availability criticality",
      alike_applications<&InventoryApplication::criticality>(facts, "criticality", "criticality"));
  add("Content volatility", alike_assets<&InventoryAsset::kind>(facts, "kind", "kind"));
  add("Consistency constraint", foreign_keys(facts));
  add("Mutability", mutability(facts));
  add("Storage similarity",
      alike_applications<&InventoryApplication::technology>(facts, "technology", "technology"));
  add("Predefined service constraint", predefined(facts));
  add("Network traffic suitability", traffic(facts));
  add("Security contextuality", open_question("do the same people have access to all of it?"));
  add("Security criticality",
      alike_assets<&InventoryAsset::classification>(facts, "classification", "classification"));
  add("Security constraint", security_constraint(facts));
  return out;
}

}  // namespace hanse::strategy
