// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/what_if.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/diagnostics.h"
#include "base/utf8.h"
#include "strategy/domains/distinct_names.h"

namespace hanse::strategy {
namespace {

class Places {
 public:
  Places(const DomainEvidence& evidence, const DomainProposal& proposal)
      : evidence_(evidence), proposal_(proposal) {}

  // A domain's id before an item's: domains are what people talk about by now.
  Result<std::vector<std::uint32_t>> items_of(const std::string& what) const {
    for (const ProposedDomain& domain : proposal_.domains)
      if (domain.id == what) return domain.items;
    const auto found = evidence_.below.find(what);
    if (found == evidence_.below.end()) return unknown(what);
    std::vector<std::uint32_t> out;
    for (const std::uint32_t item : found->second)
      if (proposal_.domain_of[item] != kNoDomain) out.push_back(item);
    if (out.empty())
      return fail(ErrorCode::kInvalidArgument,
                  fmt::format("nothing in the inventory speaks of `{}`: it has no domain", what));
    return out;
  }
  Result<std::uint32_t> domain_of(const std::string& to) const {
    for (std::uint32_t i = 0; i < proposal_.domains.size(); ++i)
      if (proposal_.domains[i].id == to) return i;
    HANSE_TRY(const auto items, items_of(to));
    std::set<std::uint32_t> domains;
    for (const std::uint32_t item : items) domains.insert(proposal_.domain_of[item]);
    if (domains.size() == 1) return *domains.begin();
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` lies in several domains: {}", to,
                            domain_list({domains.begin(), domains.end()})),
                "name one of them");
  }

  const std::string& item_name(std::uint32_t item) const { return evidence_.items[item].id; }
  std::string domain_name(std::uint32_t domain) const {
    return domain < proposal_.domains.size() ? fmt::format("`{}`", proposal_.domains[domain].id)
                                             : "a new domain";
  }

 private:
  std::string domain_list(const std::vector<std::uint32_t>& domains) const {
    std::string out;
    for (const std::uint32_t each : domains)
      out += (out.empty() ? "" : ", ") + proposal_.domains[each].id;
    return out;
  }
  std::unexpected<Error> unknown(const std::string& what) const {
    std::vector<std::string_view> names;
    for (const ProposedDomain& domain : proposal_.domains) names.push_back(domain.id);
    for (const auto& [id, items] : evidence_.below) names.push_back(id);
    const std::string_view near = nearest(what, names);
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("there is no domain, capability or data asset `{}`", what),
                near.empty() ? "`hanse domains discover` lists them"
                             : fmt::format("did you mean `{}`?", near));
  }

  const DomainEvidence& evidence_;
  const DomainProposal& proposal_;
};

// Of each item that is moved, its domain; those behind the proposal's are new, one a move.
Result<std::map<std::uint32_t, std::uint32_t>> new_homes(const Places& places,
                                                         const DomainProposal& proposal,
                                                         const std::vector<DomainMove>& moves) {
  std::map<std::uint32_t, std::uint32_t> out;
  std::uint32_t next = proposal.partition.count;
  for (auto move = moves.begin(); move != moves.end(); ++move) {
    if (std::find(moves.begin(), move, *move) != move) continue;  // said twice
    HANSE_TRY(const auto items, places.items_of(move->what));
    std::uint32_t to = next;
    if (move->to == "new") {
      ++next;
    } else {
      HANSE_TRY(to, places.domain_of(move->to));
    }
    for (const std::uint32_t item : items)
      if (const auto [at, added] = out.emplace(item, to); !added && at->second != to)
        return fail(ErrorCode::kInvalidArgument,
                    fmt::format("`{}` is to move to {} and to {}, expected one of them",
                                places.item_name(item), places.domain_name(at->second),
                                places.domain_name(to)));
  }
  return out;
}

// Products and agreements by words that do not change with the numbering.
struct Boundary {
  std::set<std::string> products, agreements;
};
Boundary boundary_of(const DomainEvidence& evidence, const DomainProposal& proposal) {
  Boundary out;
  for (const ProposedDomain& domain : proposal.domains)
    for (const SharedAsset& each : domain.shared) {
      const std::string& asset = evidence.items[each.item].id;
      out.products.insert(asset);
      for (const std::uint32_t to : each.consumers)
        out.agreements.insert(fmt::format("{} for {}", asset, proposal.domains[to].id));
    }
  return out;
}

std::vector<std::string> only_in(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

int count_domains(const DomainProposal& proposal) {
  return static_cast<int>(std::ranges::count_if(
      proposal.domains, [](const ProposedDomain& domain) { return !domain.items.empty(); }));
}

// The rules of the proposal that it kept and that are kept no more.
void find_broken(const DomainEvidence& evidence, const DomainProposal& before, WhatIf& out) {
  const DomainRules& rules = before.rules;
  const auto& home = out.after.domain_of;
  std::set<std::string> said;  // once, although two rules may say the same
  const auto say = [&](std::string text) {
    if (said.insert(text).second) out.broken.push_back(std::move(text));
  };
  const auto check = [&](const auto& pairs, bool are_apart) {
    for (const auto& [a, b] : pairs)
      if ((home[a] == home[b]) == are_apart)
        say(fmt::format("`{}` and `{}` are to stay {}", evidence.items[a].id, evidence.items[b].id,
                        are_apart ? "apart" : "together"));
  };
  check(rules.together, false);
  check(rules.apart, true);
  for (const auto& [item, group] : rules.fixed)
    if (home[item] != before.domain_of[item])
      say(fmt::format("`{}` is fixed in `{}`", evidence.items[item].id,
                      before.domains[before.domain_of[item]].id));
  const int then = count_domains(before), now = count_domains(out.after);
  if (rules.domains_max > 0 && now > std::max(rules.domains_max, then))
    say(fmt::format("{} domains, at most {}", now, rules.domains_max));
  if (now < std::min(rules.domains_min, then))
    say(fmt::format("{} domains, at least {}", now, rules.domains_min));
}

// Domains keep their names through a move: only one that is new gets one.
void keep_names(const DomainProposal& before, DomainProposal& after) {
  DistinctNames ids(before.rules.registered);
  for (const ProposedDomain& domain : before.domains) ids.reserve(domain.id);
  for (size_t i = 0; i < after.domains.size(); ++i) {
    ProposedDomain& domain = after.domains[i];
    if (i < before.domains.size()) {
      domain.id = before.domains[i].id;
      domain.name = before.domains[i].name;
      domain.named_after = before.domains[i].named_after;
    } else {
      domain.id = ids.take(domain.id);
    }
  }
}

}  // namespace

Result<DomainMove> parse_move(std::string_view text) {
  const size_t colon = text.find(':');
  DomainMove out;
  if (colon != std::string_view::npos) {
    out.what = std::string(trim(text.substr(0, colon)));
    out.to = std::string(trim(text.substr(colon + 1)));
  }
  if (out.what.empty() || out.to.empty())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no move, expected `WHAT:TO`", text),
                "`--move billing:orders`; `--move billing:new` makes a domain of its own");
  return out;
}

Result<WhatIf> what_if(const Inventory& inventory, const DomainEvidence& evidence,
                       const DomainProposal& proposal, const std::vector<DomainMove>& moves) {
  if (proposal.domains.empty())
    return fail(ErrorCode::kConflict, "there are no domains to move anything between",
                "`hanse domains discover` says why");
  const Places places(evidence, proposal);
  WhatIf out;
  HANSE_TRY(const auto homes, new_homes(places, proposal, moves));
  std::vector<NodeMove> nodes;
  for (GraphNode node = 0; node < proposal.items.size(); ++node) {
    const std::uint32_t item = proposal.items[node];
    const auto to = homes.find(item);
    if (to == homes.end() || to->second == proposal.domain_of[item]) continue;
    nodes.push_back({node, to->second});
    out.moved.push_back(item);
  }
  HANSE_TRY(out.effect, move_nodes(proposal.graph, proposal.partition, proposal.resolution, nodes));
  out.after = proposal;
  out.after.against.clear();
  out.after.splits.clear();
  out.after.loads.clear();
  out.after.undecided.clear();
  out.after.partition = out.effect.after;
  HANSE_TRY_STATUS(describe_domains(inventory, evidence, out.after));
  keep_names(proposal, out.after);
  const Boundary before = boundary_of(evidence, proposal), after = boundary_of(evidence, out.after);
  out.products_added = only_in(after.products, before.products);
  out.products_removed = only_in(before.products, after.products);
  out.agreements_added = only_in(after.agreements, before.agreements);
  out.agreements_removed = only_in(before.agreements, after.agreements);
  for (const std::uint32_t each : out.effect.disconnected)
    out.torn.push_back(out.after.domains[each].id);
  find_broken(evidence, proposal, out);
  std::set<size_t> against;
  for (const AgainstStatement& each : proposal.against) against.insert(each.statement);
  for (const AgainstStatement& each : out.after.against)
    if (!against.contains(each.statement)) out.newly_against.push_back(each.statement);
  return out;
}

}  // namespace hanse::strategy
