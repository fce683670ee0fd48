// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "base/diagnostics.h"
#include "strategy/domains/discover_parts.h"

namespace hanse::strategy {
namespace {

using Groups = std::vector<std::vector<std::string>>;

Result<std::vector<std::uint32_t>> items_of(const DomainEvidence& evidence, const std::string& id) {
  const auto found = evidence.below.find(id);
  if (found != evidence.below.end()) return found->second;
  std::vector<std::string_view> names;
  for (const auto& [known, items] : evidence.below) names.push_back(known);
  const std::string_view near = nearest(id, names);
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("the inventory has no capability or data asset `{}`", id),
              near.empty() ? std::string() : fmt::format("did you mean `{}`?", near));
}

// Members of one group: all with all when they stay apart, each with the first when together.
Status add_pairs(const DomainEvidence& evidence, const Groups& groups, bool are_apart,
                 std::vector<std::pair<std::uint32_t, std::uint32_t>>& out) {
  for (const auto& group : groups) {
    std::vector<std::vector<std::uint32_t>> parts;
    for (const std::string& id : group) {
      HANSE_TRY(auto items, items_of(evidence, id));
      parts.push_back(std::move(items));
    }
    if (!are_apart) {
      for (const auto& part : parts)
        for (const std::uint32_t item : part)
          if (item != parts.front().front()) out.emplace_back(parts.front().front(), item);
      continue;
    }
    for (size_t i = 0; i < parts.size(); ++i)
      for (size_t j = i + 1; j < parts.size(); ++j)
        for (const std::uint32_t a : parts[i])
          for (const std::uint32_t b : parts[j])
            if (a != b) out.emplace_back(a, b);
  }
  return {};
}

// What stays together as one: the first item of each.
class Together {
 public:
  explicit Together(const DomainRules& rules, size_t items) : of_(items) {
    for (std::uint32_t i = 0; i < items; ++i) of_[i] = i;
    for (const auto& [a, b] : rules.together) of_[first(a)] = first(b);
    std::map<std::uint32_t, std::uint32_t> groups;
    for (const auto& [item, group] : rules.fixed)
      if (const auto [at, added] = groups.emplace(group, item); !added)
        of_[first(item)] = first(at->second);
  }
  std::uint32_t first(std::uint32_t item) const {
    while (of_[item] != item) item = of_[item];
    return item;
  }

 private:
  std::vector<std::uint32_t> of_;
};

Status check_rules(const DomainEvidence& evidence, const DomainRules& rules) {
  const Together together(rules, evidence.items.size());
  for (const auto& [a, b] : rules.apart)
    if (together.first(a) == together.first(b))
      return fail(ErrorCode::kConflict,
                  fmt::format("`{}` and `{}` are to stay together and apart", evidence.items[a].id,
                              evidence.items[b].id),
                  "take one of the two constraints away");
  std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> fixed;  // group and item
  for (const auto& [item, group] : rules.fixed) {
    const auto [at, added] = fixed.try_emplace(together.first(item), group, item);
    if (!added && at->second.first != group)
      return fail(ErrorCode::kConflict,
                  fmt::format("`{}` and `{}` are to stay together and are fixed in two domains",
                              evidence.items[at->second.second].id, evidence.items[item].id),
                  "take one of the two constraints away");
  }
  return {};
}

// The smaller of two limits, where 0 is none.
int tighter(int a, int b) { return a == 0 ? b : b == 0 ? a : std::min(a, b); }

// With one owner known, whether all is in one hand hangs on those that nobody is named for.
void note_unowned(const Inventory& inventory, DomainProposal& proposal) {
  std::set<std::string_view> owners;
  size_t without = 0;
  for (const InventoryApplication& each : inventory.applications)
    if (each.owner.empty())
      ++without;
    else
      owners.insert(each.owner);
  if (owners.size() == 1 && without > 0)
    proposal.missing.push_back(fmt::format(
        "who owns {} of {} applications, beside those of `{}`: `owner` in applications.csv",
        without, inventory.applications.size(), *owners.begin()));
}

}  // namespace

Result<DomainRules> rules_of(const Inventory& inventory, const DomainEvidence& evidence,
                             const DiscoverOptions& options) {
  DomainRules out;
  const InventoryConstraints& stated = inventory.constraints;
  out.domains_max = tighter(stated.domains_max, options.domains_max);
  out.domains_min = std::max(stated.domains_min, options.domains_min);
  out.registered = options.registered;
  if (out.domains_max > 0 && out.domains_min > out.domains_max)
    return fail(ErrorCode::kConflict, fmt::format("at least {} domains and at most {}",
                                                  out.domains_min, out.domains_max));
  for (const Groups* groups : {&stated.together, &options.together})
    HANSE_TRY_STATUS(add_pairs(evidence, *groups, false, out.together));
  for (const Groups* groups : {&stated.apart, &options.apart})
    HANSE_TRY_STATUS(add_pairs(evidence, *groups, true, out.apart));
  std::map<std::string, std::uint32_t> number_of;
  for (const InventoryFixed& fixed : stated.fixed) {
    const auto number = number_of.emplace(fixed.domain, number_of.size()).first->second;
    for (const std::string& id : fixed.items) {
      HANSE_TRY(const auto items, items_of(evidence, id));
      for (const std::uint32_t item : items) out.fixed.emplace_back(item, number);
    }
  }
  HANSE_TRY_STATUS(check_rules(evidence, out));
  return out;
}

void note_missing(const Inventory& inventory, const DomainEvidence& evidence,
                  DomainProposal& proposal) {
  std::set<EvidenceKind> there;
  for (const EvidenceLayer& layer : evidence.layers) there.insert(layer.kind);
  const auto need = [&](EvidenceKind kind, std::string_view text) {
    if (!there.contains(kind)) proposal.missing.emplace_back(text);
  };
  need(EvidenceKind::kApplications,
       "which capabilities each application serves: `capabilities` in applications.csv");
  need(EvidenceKind::kCreates, "which application makes which data: access.csv (creates, writes)");
  need(EvidenceKind::kReads, "who reads which data: access.csv (reads)");
  need(EvidenceKind::kIntegrations, "flows between applications: integrations.csv");
  need(EvidenceKind::kTeams, "who owns each application: `owner` in applications.csv");
  if (there.contains(EvidenceKind::kTeams)) note_unowned(inventory, proposal);
  need(EvidenceKind::kInterviews, "what people say belongs together or apart: statements.csv");
  need(EvidenceKind::kValueStreams, "the value streams: value_streams.csv");
  need(EvidenceKind::kForeignKeys,
       "foreign keys: `hanse domains import postgres CONNECTION`, for each database");
  need(EvidenceKind::kQueries, "what is read together: `hanse domains import queries`");
  if (inventory.collaborations.empty())
    proposal.missing.emplace_back("which teams work with which: collaborations.csv");

  const size_t items = evidence.items.size(), placed = items - proposal.unplaced.size();
  if (items < kItemsMin)
    proposal.reasons.push_back(
        fmt::format("{} capabilities and data assets, expected {} at least", items, kItemsMin));
  else if (static_cast<double>(placed) < kPlacedMin * static_cast<double>(items))
    proposal.reasons.push_back(fmt::format(
        "evidence speaks of {} of {} capabilities and data assets, expected {:.0f} % of them at "
        "least",
        placed, items, 100 * kPlacedMin));
  there.erase(EvidenceKind::kCapabilityMap);
  if (there.empty())
    proposal.reasons.emplace_back(
        "nothing but the capability map: its own chapters would come out as domains");
  if (!proposal.reasons.empty()) proposal.answer = DomainsAnswer::kTooThin;
}

}  // namespace hanse::strategy
