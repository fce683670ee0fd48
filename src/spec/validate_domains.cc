// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "spec/names.h"
#include "spec/validation.h"

namespace hanse::spec {
namespace {

std::string object_of_domain(const DomainId& folder) { return "domain " + folder.str(); }

class DomainRules {
 public:
  explicit DomainRules(Validation& validation) : validation_(validation) {
    for (const DomainEntry& entry : mesh().domains) names_.push_back(entry.id.str());
  }

  void run() {
    for (const auto& [folder, domain] : validation_.model().domains) check(folder, domain);
    check_folders_of_products();
    check_entries();
    for (const auto& cycle : find_cycles(parents_)) {
      const Domain& domain = validation_.model().domains.at(DomainId(cycle[0]));
      validation_.error({"HNS-V014", span_of_word(domain.span, domain.parent.str()),
                         object_of_domain(DomainId(cycle[0])),
                         fmt::format("the domain `{}` is a part of itself", cycle[0]),
                         {"each is a part of the next: " + joined(cycle, " -> ")}});
    }
  }

 private:
  const Mesh& mesh() const { return validation_.model().mesh; }

  void check(const DomainId& folder, const Domain& domain) {
    const std::string object = object_of_domain(folder);
    if (!domain.id.empty() && domain.id != folder)
      validation_.error({"HNS-V012", domain.span, object,
                         fmt::format("the file says the domain is `{}`, its folder says `{}`",
                                     domain.id.str(), folder.str())});
    const DomainEntry* entry = validation_.model().domain_entry(folder);
    if (entry == nullptr) not_registered(folder, domain.span, object);
    else check_owner(domain, *entry, object);
    check_parent(folder, domain, object);
    for (const Relationship& relationship : domain.relationships) {
      check_known(relationship.domain, relationship.span, object);
      if (relationship.domain == folder)
        validation_.error({"HNS-V013", relationship.span, object,
                           "a relationship leads to another domain, not to itself"});
    }
    check_technologies(domain, object);
  }

  void not_registered(const DomainId& folder, const Span& span, const std::string& object) {
    if (!unregistered_.insert(folder).second) return;
    validation_.error({"HNS-V010", span, object,
                       fmt::format("the domain `{}` is not registered in `mesh.yaml`",
                                   folder.str()),
                       {"creating a domain is decided by the council"},
                       did_you_mean(folder.str(), names_)});
  }

  void check_owner(const Domain& domain, const DomainEntry& entry, const std::string& object) {
    if (domain.owner.empty() || domain.owner == entry.owner) return;
    validation_.error({"HNS-V012", domain.owner_span, object,
                       fmt::format("the file says the owner is `{}`, the register says `{}`",
                                   domain.owner.str(), entry.owner.str()),
                       {fmt::format("registered at {}", place_text(entry.owner_span))}});
  }

  void check_parent(const DomainId& folder, const Domain& domain, const std::string& object) {
    if (domain.parent.empty()) return;
    const Span span = span_of_word(domain.span, domain.parent.str());
    if (check_known(domain.parent, span, object) &&
        validation_.model().domains.contains(domain.parent))
      parents_[folder.str()].push_back(domain.parent.str());
  }

  bool check_known(const DomainId& id, const Span& span, const std::string& object) {
    if (id.empty() || validation_.model().domain_entry(id) != nullptr) return true;
    validation_.error({"HNS-V013", span, object,
                       fmt::format("the domain `{}` is not registered in `mesh.yaml`", id.str()),
                       {}, did_you_mean(id.str(), names_)});
    return false;
  }

  void check_technologies(const Domain& domain, const std::string& object) {
    std::vector<std::string_view> known;
    for (const Technology& technology : mesh().technologies) known.push_back(technology.id);
    const std::set<std::string_view> ids(known.begin(), known.end());
    for (const std::string& technology : domain.technologies)
      if (!ids.contains(technology))
        validation_.error({"HNS-V015", span_of_word(domain.span, technology), object,
                           fmt::format("the technology `{}` is not registered in `mesh.yaml`",
                                       technology),
                           {}, did_you_mean(technology, known)});
  }

  // A folder with products whose domain has no `domain.yaml`.
  void check_folders_of_products() {
    for (const auto& [id, product] : validation_.model().products) {
      if (validation_.model().domains.contains(id.domain)) continue;
      if (validation_.model().domain_entry(id.domain) == nullptr)
        not_registered(id.domain, product.span, object_of_domain(id.domain));
    }
  }

  // A domain with a repository of its own may not be checked out here.
  void check_entries() {
    for (const DomainEntry& entry : mesh().domains) {
      if (entry.id.empty() || validation_.model().domains.contains(entry.id)) continue;
      if (!entry.repository.empty() || !id_problem(entry.id.str()).empty()) continue;
      validation_.error(
          {"HNS-V011", entry.span, "mesh",
           fmt::format("the domain `{}` has no `domains/{}/domain.yaml`", entry.id.str(),
                       entry.id.str()),
           {}, fmt::format("`hanse new domain {} --owner {}` makes it", entry.id.str(),
                           entry.owner.str())});
    }
  }

  Validation& validation_;
  std::vector<std::string_view> names_;
  std::set<DomainId> unregistered_;
  Edges parents_;
};

}  // namespace

void validate_domains(Validation& validation) { DomainRules(validation).run(); }

}  // namespace hanse::spec
