// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "strategy/domains/discover_parts.h"

namespace hanse::strategy {
namespace {

constexpr double kPartMin = 0.25;  // of an application or a team: less is a side line
constexpr double kHomeMin = 0.75;  // an application with less than this in one domain is split

class Description {
 public:
  Description(const Inventory& inventory, const DomainEvidence& evidence, DomainProposal& proposal)
      : inventory_(inventory),
        evidence_(evidence),
        proposal_(proposal),
        shares_(inventory.applications.size()) {}

  void place();
  void share_applications();
  void find_products();
  void give_teams();
  void hear_statements();
  void find_undecided();
  Status measure_congruence();

 private:
  // The domains that an application works in, the largest share first.
  using Shares = std::vector<std::pair<std::uint32_t, double>>;
  Shares shares_of(size_t application) const;
  std::vector<std::uint32_t> domains_reading(size_t application) const;

  const Inventory& inventory_;
  const DomainEvidence& evidence_;
  DomainProposal& proposal_;
  std::vector<Shares> shares_;
};

void Description::place() {
  proposal_.domains.assign(proposal_.partition.count, {});
  proposal_.boundary = boundary_metrics(proposal_.graph, proposal_.partition);
  proposal_.links = community_links(proposal_.graph, proposal_.partition);
  for (std::uint32_t node = 0; node < proposal_.items.size(); ++node) {
    const std::uint32_t domain = proposal_.partition.community[node];
    proposal_.domain_of[proposal_.items[node]] = domain;
    proposal_.domains[domain].items.push_back(proposal_.items[node]);
  }
  for (std::uint32_t i = 0; i < proposal_.domains.size(); ++i) {
    std::sort(proposal_.domains[i].items.begin(), proposal_.domains[i].items.end());
    proposal_.domains[i].metrics = proposal_.boundary.communities[i];
  }
}

Description::Shares Description::shares_of(size_t application) const {
  std::map<std::uint32_t, double> by_domain;
  double sum = 0;
  for (const auto& [item, strength] : evidence_.of_application[application])
    if (proposal_.domain_of[item] != kNoDomain) {
      by_domain[proposal_.domain_of[item]] += strength;
      sum += strength;
    }
  Shares out(by_domain.begin(), by_domain.end());
  for (auto& [domain, share] : out) share /= sum;
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

void Description::share_applications() {
  for (size_t i = 0; i < shares_.size(); ++i) {
    shares_[i] = shares_of(i);
    if (shares_[i].empty()) continue;
    proposal_.domains[shares_[i].front().first].applications.push_back(i);
    if (shares_[i].front().second >= kHomeMin || shares_[i].size() < 2) continue;
    SplitApplication split{i, {}};
    for (const auto& part : shares_[i])
      if (part.second >= kPartMin || split.domains.size() < 2) split.domains.push_back(part);
    proposal_.splits.push_back(std::move(split));
  }
}

std::vector<std::uint32_t> Description::domains_reading(size_t application) const {
  std::vector<std::uint32_t> out;
  for (const auto& [domain, share] : shares_[application])
    if (share >= kPartMin || out.empty()) out.push_back(domain);
  return out;
}

void Description::find_products() {
  std::map<std::uint32_t, std::set<std::uint32_t>> consumers;  // by item: domains
  std::map<std::uint32_t, std::set<std::uint32_t>> applications;
  for (const auto& [application, item] : evidence_.reads) {
    const std::uint32_t own = proposal_.domain_of[item];
    if (own == kNoDomain) continue;
    for (const std::uint32_t domain : domains_reading(application))
      if (domain != own) {
        consumers[item].insert(domain);
        applications[item].insert(application);
      }
  }
  for (const auto& [item, domains] : consumers) {
    proposal_.domains[proposal_.domain_of[item]].shared.push_back(
        {item, {domains.begin(), domains.end()}, applications[item].size()});
    for (const std::uint32_t domain : domains) ++proposal_.domains[domain].agreements_needed;
  }
  for (ProposedDomain& domain : proposal_.domains)
    std::stable_sort(domain.shared.begin(), domain.shared.end(),
                     [](const SharedAsset& a, const SharedAsset& b) {
                       return a.consumers.size() > b.consumers.size();
                     });
}

void Description::give_teams() {
  for (size_t i = 0; i < inventory_.teams.size(); ++i) {
    std::map<std::uint32_t, double> work;
    std::map<std::uint32_t, size_t> homes;
    DomainTeamLoad load{i, 0, {}};
    double sum = 0;
    for (size_t k = 0; k < shares_.size(); ++k) {
      if (inventory_.applications[k].owner != inventory_.teams[i].id || shares_[k].empty())
        continue;
      ++load.applications;
      ++homes[shares_[k].front().first];
      for (const auto& [domain, share] : shares_[k]) work[domain] += share;
      ++sum;
    }
    for (const auto& [domain, amount] : work) {
      proposal_.domains[domain].teams.push_back({i, amount / sum, homes[domain]});
      proposal_.domains[domain].people += inventory_.teams[i].people * amount / sum;
      if (amount / sum >= kPartMin) load.domains.push_back(domain);
    }
    if (load.applications > 0) proposal_.loads.push_back(std::move(load));
  }
  for (ProposedDomain& domain : proposal_.domains) {
    // The owner: most applications at home, then the larger part of its own work.
    std::stable_sort(domain.teams.begin(), domain.teams.end(),
                     [](const DomainTeamShare& a, const DomainTeamShare& b) {
                       return a.applications != b.applications ? a.applications > b.applications
                                                               : a.share > b.share;
                     });
    if (!domain.teams.empty() && domain.teams.front().applications > 0)
      domain.owner = inventory_.teams[domain.teams.front().team].id;
  }
}

void Description::hear_statements() {
  for (size_t i = 0; i < inventory_.statements.size(); ++i) {
    const InventoryStatement& statement = inventory_.statements[i];
    std::vector<std::set<std::uint32_t>> domains;
    for (const std::string& id : statement.items) {
      const auto items = evidence_.below.find(id);
      if (items == evidence_.below.end()) continue;
      auto& of = domains.emplace_back();
      for (const std::uint32_t item : items->second)
        if (proposal_.domain_of[item] != kNoDomain) of.insert(proposal_.domain_of[item]);
    }
    bool is_kept = true;
    for (size_t a = 0; a < domains.size(); ++a)
      for (size_t b = a + 1; b < domains.size(); ++b) {
        std::vector<std::uint32_t> both;
        std::set_intersection(domains[a].begin(), domains[a].end(), domains[b].begin(),
                              domains[b].end(), std::back_inserter(both));
        is_kept = is_kept && both.empty() == (statement.says == "apart");
      }
    if (!is_kept) proposal_.against.push_back({i});
  }
}

// A capability between two domains flips with all of both: said once, by the item itself.
void Description::find_undecided() {
  std::vector<ProposalFlip> left = proposal_.flips;
  while (!left.empty()) {
    std::map<std::uint32_t, size_t> counts;
    for (const ProposalFlip& flip : left) {
      ++counts[flip.a];
      ++counts[flip.b];
    }
    const auto most =
        std::max_element(counts.begin(), counts.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    UndecidedItem item{most->first, most->second, {}};
    std::map<std::uint32_t, std::pair<double, double>> shares;  // domain: sum, count
    for (const ProposalFlip& flip : left) {
      if (flip.a != item.item && flip.b != item.item) continue;
      auto& share = shares[proposal_.domain_of[flip.a == item.item ? flip.b : flip.a]];
      share.first += flip.together;
      ++share.second;
    }
    for (const auto& [domain, share] : shares)
      if (domain != kNoDomain) item.domains.emplace_back(domain, share.first / share.second);
    std::stable_sort(item.domains.begin(), item.domains.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::erase_if(
        left, [&](const ProposalFlip& flip) { return flip.a == item.item || flip.b == item.item; });
    proposal_.undecided.push_back(std::move(item));
  }
}

Status Description::measure_congruence() {
  CongruenceInput input;
  std::map<std::string_view, std::uint32_t> team_of;
  for (std::uint32_t i = 0; i < inventory_.teams.size(); ++i) team_of[inventory_.teams[i].id] = i;
  input.teams = static_cast<std::uint32_t>(inventory_.teams.size());
  input.tasks = static_cast<std::uint32_t>(inventory_.applications.size());
  for (std::uint32_t i = 0; i < input.tasks; ++i)
    if (const auto team = team_of.find(inventory_.applications[i].owner); team != team_of.end())
      input.assignments.push_back({team->second, i});
  for (const auto& [from, to] : evidence_.flows) input.dependencies.push_back({to, from});
  for (const auto& each : inventory_.collaborations)
    if (team_of.contains(each.team) && team_of.contains(each.with))
      input.coordination.push_back({team_of[each.team], team_of[each.with]});
  HANSE_TRY(proposal_.congruence, congruence(input));
  return {};
}

}  // namespace

Status describe_domains(const Inventory& inventory, const DomainEvidence& evidence,
                        DomainProposal& proposal) {
  Description description(inventory, evidence, proposal);
  description.place();
  description.share_applications();
  description.find_products();
  description.give_teams();
  description.hear_statements();
  description.find_undecided();
  name_domains(inventory, evidence, proposal);
  return description.measure_congruence();
}

}  // namespace hanse::strategy
