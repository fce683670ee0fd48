// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/clock.h"
#include "base/words.h"
#include "strategy/doctor/detector.h"

namespace hanse::strategy {
namespace {

constexpr double kCentralDomains = 3, kCentralShare = 0.5;
constexpr double kMissingRoles = 1;

// HNS-D006
void central(DoctorCase& run) {
  std::map<TeamId, std::vector<std::string>> owned;
  const size_t domains = run.index.domains().size();
  for (const auto& [id, products] : run.index.domains())
    if (const TeamId& owner = run.index.products()[products[0]].owner; !owner.empty())
      owned[owner].push_back(id.str());
  for (const auto& [team, ids] : owned) {
    const double share = static_cast<double>(ids.size()) / static_cast<double>(domains);
    const spec::MeshTeam* found = run.index.model().team(team);
    const bool is_many =
        static_cast<double>(ids.size()) >= run.limit("domains") && share > run.limit("share");
    const bool is_no_domain_team =
        found != nullptr && (found->type == "platform" || found->type == "council");
    if (!is_many && !is_no_domain_team) continue;
    run.find({team.str(),
              is_no_domain_team && !is_many
                  ? fmt::format("the {} team owns the data of {}: {}", found->type,
                                counted(ids.size(), "domain"), joined(ids))
                  : fmt::format("one team owns {} of {} with products", ids.size(),
                                counted(domains, "domain")),
              {{"domains that it owns", static_cast<double>(ids.size())},
               {"domains with products", static_cast<double>(domains)}},
              ids,
              found != nullptr ? found->span : run.index.model().mesh.span});
  }
}

// HNS-D007
void skill_gaps(DoctorCase& run) {
  for (const auto& [id, products] : run.index.domains()) {
    const auto found = run.index.model().domains.find(id);
    const std::set<std::string> filled = run.index.filled_roles(id, run.now_us);
    std::vector<std::string> missing;
    for (const std::string_view role : kTeamRoles)
      if (!filled.contains(std::string(role))) missing.emplace_back(role);
    const bool has_owner = filled.contains("productOwner");
    if (static_cast<double>(missing.size()) <= run.limit("missingRoles") && has_owner) continue;
    run.find({id.str(),
              fmt::format("{} and nobody fills {}", counted(products.size(), "product"),
                          joined(missing)),
              {{"products", static_cast<double>(products.size())},
               {"roles of three that are filled", static_cast<double>(3 - missing.size())}},
              missing,
              found != run.index.model().domains.end() ? found->second.span
                                                       : run.index.model().mesh.span});
  }
}

// Who is named for a product: its team's, its contracts' and its domain's people.
struct NamedPeople {
  std::set<std::string> users, groups;
};

NamedPeople people_of(const DoctorCase& run, const IndexedProduct& product) {
  NamedPeople people;
  const auto add = [&](const spec::Team& team) {
    for (const spec::TeamMember& member : team.members)
      if (!member.username.empty() && is_current(member.date_out, run.now_us))
        people.users.insert(member.username);
  };
  add(product.product->team);
  for (const spec::DataContract* contract : product.contracts) add(contract->team);
  if (product.domain != nullptr)
    for (const spec::DomainRole& role : product.domain->roles) {
      if (!is_current(role.date_out, run.now_us)) continue;
      if (!role.username.empty()) people.users.insert(role.username);
      if (!role.group.empty()) people.groups.insert(role.group);
    }
  if (const spec::MeshTeam* team = run.index.model().team(product.owner);
      team != nullptr && !team->group.empty())
    people.groups.insert(team->group);
  return people;
}

// HNS-D010
void orphans(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products()) {
    const bool is_known = run.index.model().team(product.owner) != nullptr;
    const NamedPeople people = people_of(run, product);
    const size_t count = people.users.size() + people.groups.size();
    if (is_known && count > 0) continue;
    run.find({product.str(),
              is_known ? fmt::format("its owner `{}` has no group, and nobody is named in a role",
                                     product.owner.str())
              : product.owner.empty()
                  ? std::string("its domain has no owner")
                  : fmt::format("its owner `{}` is no team of mesh.yaml", product.owner.str()),
              {{"people and groups that are named", static_cast<double>(count)}},
              {},
              product.product->name_span});
  }
}

// HNS-D011: by what files say; HNS-D027 goes by who applied.
void single_person(DoctorCase& run) {
  for (const IndexedProduct& product : run.index.products()) {
    const NamedPeople people = people_of(run, product);
    if (people.groups.empty() && people.users.size() == 1)
      run.find({product.str(),
                fmt::format("`{}` is the only person named for it", *people.users.begin()),
                {{"people named", 1}},
                {},
                product.product->name_span});
  }
}

}  // namespace

std::vector<Detector> ownership_detectors() {
  return {
      {"HNS-D006",
       "resistance to ownership",
       "The data is decentralised on paper: the central team still owns it, and domains wait for "
       "it as before.",
       "the implementation guide, pitfalls; Bode et al., Towards Avoiding the Data Mess: Industry "
       "Insights from Data Mesh Implementations, IEEE Access 12, 2024",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "owners of domains that have products, by team and its type",
       {{"domains", kCentralDomains, "domains that one team owns, from which on the share counts"},
        {"share", kCentralShare, "share of the domains with products that one team may own"}},
       "name the team that knows the data as `owner` of the domain in mesh.yaml\n"
       "hanse assess asks domains what keeps them; hanse change has charters and a RACI",
       central},
      {"HNS-D007",
       "skill gaps",
       "A domain has products and not the people that a product needs.",
       "the implementation guide, pitfalls and domain teams",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "`roles` of domain.yaml with a person or group and no `dateOut` in the past: productOwner, "
       "dataEngineer, domainExpert",
       {{"missingRoles", kMissingRoles,
         "roles that may be unfilled; without a product owner it always counts"}},
       "fill the roles in domains/OBJECT/domain.yaml\n"
       "hanse change has the skills matrix with learning paths",
       skill_gaps},
      {"HNS-D010",
       "orphan products",
       "Nobody answers for a product: what breaks stays broken.",
       "practice; Halevy et al., Goods: Organizing Google's Datasets, SIGMOD 2016",
       Severity::kError,
       DoctorNeed::kFiles,
       "owner team of the product's domain in mesh.yaml, its group, roles of the domain, teams of "
       "product and contracts",
       {},
       "give the owner team a `group` in mesh.yaml, or retire the product",
       orphans},
      {"HNS-D011",
       "single-owner products",
       "One person holds a product: it stops when that person leaves.",
       "practice; Avelino, Passos, Hora, Valente, A Novel Approach for Estimating Truck Factors, "
       "ICPC 2016",
       Severity::kWarning,
       DoctorNeed::kFiles,
       "people named in roles and teams of the product, its contracts and its domain, where no "
       "group is",
       {},
       "name a second person in `team` of OBJECT or a group in the domain's roles\n"
       "have the next change made by somebody else, reviewed by who knows it",
       single_person},
  };
}

}  // namespace hanse::strategy
