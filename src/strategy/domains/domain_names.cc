// SPDX-License-Identifier: Apache-2.0
#include "base/ascii.h"
#include "base/utf8.h"
#include "spec/names.h"
#include "strategy/domains/discover_parts.h"
#include "strategy/domains/distinct_names.h"

namespace hanse::strategy {
namespace {

constexpr double kChapterMin = 0.5;  // of its capabilities lie in one part of the map

// What may name a schema: `Payments & Cards` becomes `payments_cards`.
std::string schema_name(std::string_view name) {
  std::string out;
  for (const char c : ascii_lower(name)) {
    if (is_alphanumeric(c))
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (!out.empty() && (out.back() == '_' || out.size() > spec::kIdBytesMax)) out.pop_back();
  if (out.empty() || !is_letter(out.front())) out.insert(0, "domain_");
  if (spec::is_reserved_schema(out)) out += "_domain";
  if (spec::is_reserved_schema(out)) out.insert(0, "domain_");  // whatever begins with `pg_` is
  return out;
}

struct Chapter {
  const InventoryCapability* capability = nullptr;
  size_t members = 0, depth = 0;
};

class Names {
 public:
  Names(const Inventory& inventory, const DomainEvidence& evidence, DomainProposal& proposal)
      : inventory_(inventory),
        evidence_(evidence),
        proposal_(proposal),
        ids_(proposal.rules.registered) {
    for (const auto& each : inventory.capabilities) by_id_.emplace(each.id, &each);
    for (const InventoryFixed& fixed : inventory.constraints.fixed)
      for (const std::string& id : fixed.items)
        if (const auto items = evidence.below.find(id); items != evidence.below.end())
          for (const std::uint32_t item : items->second) fixed_[item] = &fixed;
  }

  // What people have named comes before what is derived: that makes way.
  void give_all() {
    for (ProposedDomain& domain : proposal_.domains) give_stated(domain);
    for (std::uint32_t i = 0; i < proposal_.domains.size(); ++i)
      // A move that took all of one leaves it the name that it had.
      if (proposal_.domains[i].id.empty() && !proposal_.domains[i].items.empty()) give_derived(i);
  }

 private:
  void give_stated(ProposedDomain& domain) {
    for (const std::uint32_t item : domain.items)
      if (const auto found = fixed_.find(item); found != fixed_.end()) {
        const InventoryFixed& fixed = *found->second;
        return take(domain, fixed.name.empty() ? fixed.domain : fixed.name, "a constraint",
                    fixed.domain);
      }
  }
  void give_derived(std::uint32_t domain) {
    ProposedDomain& it = proposal_.domains[domain];
    const Chapter chapter = chapter_of(it);
    const std::uint32_t strongest = strongest_of(domain);
    if (chapter.capability != nullptr && !ids_.has(schema_name(name_of(*chapter.capability))))
      return take(it, name_of(*chapter.capability), chapter.capability->id, {});
    take(it, evidence_.items[strongest].name, evidence_.items[strongest].id, {});
  }
  static std::string name_of(const InventoryCapability& capability) {
    return capability.name.empty() ? capability.id : capability.name;
  }
  void take(ProposedDomain& domain, std::string name, std::string after, const std::string& id) {
    domain.id = ids_.take(id.empty() ? schema_name(name) : id);
    domain.name = std::move(name);
    domain.named_after = std::move(after);
  }
  // The deepest part of the map that has half of the domain's capabilities.
  Chapter chapter_of(const ProposedDomain& domain) const {
    std::map<std::string_view, Chapter> chapters;
    size_t capabilities = 0;
    for (const std::uint32_t item : domain.items) {
      if (evidence_.items[item].is_asset) continue;
      ++capabilities;
      std::vector<const InventoryCapability*> above;
      const auto* at = &inventory_.capabilities[evidence_.items[item].index];
      while (!at->parent.empty() && above.size() < by_id_.size()) {
        const auto up = by_id_.find(at->parent);
        if (up == by_id_.end()) break;
        above.push_back(at = up->second);
      }
      for (size_t i = 0; i < above.size(); ++i) {
        Chapter& chapter = chapters[above[i]->id];
        chapter.capability = above[i];
        chapter.depth = above.size() - i;
        ++chapter.members;
      }
    }
    Chapter best;
    for (const auto& [id, chapter] : chapters) {
      if (static_cast<double>(chapter.members) < kChapterMin * static_cast<double>(capabilities))
        continue;
      if (chapter.depth > best.depth ||
          (chapter.depth == best.depth && chapter.members > best.members))
        best = chapter;
    }
    return best;
  }
  // The capability, else the asset, with most evidence inside.
  std::uint32_t strongest_of(std::uint32_t domain) const {
    std::uint32_t best = proposal_.domains[domain].items.front();
    double most = -1;
    for (std::uint32_t node = 0; node < proposal_.items.size(); ++node) {
      if (proposal_.partition.community[node] != domain) continue;
      double inside = evidence_.items[proposal_.items[node]].is_asset ? 0 : 1e9;
      for (size_t i = 0; i < proposal_.graph.neighbours(node).size(); ++i)
        if (proposal_.partition.community[proposal_.graph.neighbours(node)[i]] == domain)
          inside += proposal_.graph.weights_of(node)[i];
      if (inside > most) {
        most = inside;
        best = proposal_.items[node];
      }
    }
    return best;
  }

  const Inventory& inventory_;
  const DomainEvidence& evidence_;
  DomainProposal& proposal_;
  std::map<std::string_view, const InventoryCapability*> by_id_;
  std::map<std::uint32_t, const InventoryFixed*> fixed_;
  DistinctNames ids_;
};

}  // namespace

void name_domains(const Inventory& inventory, const DomainEvidence& evidence,
                  DomainProposal& proposal) {
  Names(inventory, evidence, proposal).give_all();
}

}  // namespace hanse::strategy
