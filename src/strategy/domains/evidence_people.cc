// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "strategy/domains/evidence_parts.h"

namespace hanse::strategy {
namespace {

void take_statement(const InventoryStatement& each, EvidenceParts& parts) {
  const auto items = parts.items_of(each.items);
  if (each.says == "together") {
    parts.link_all(EvidenceKind::kInterviews, items, each.weight);
    return;
  }
  for (size_t i = 0; i < items.size(); ++i)
    for (size_t j = i + 1; j < items.size(); ++j)
      parts.kept.try_emplace(std::minmax(items[i], items[j]), 1).first->second *= 1 - each.weight;
}

}  // namespace

void take_map_and_streams(EvidenceParts& parts) {
  for (const auto& each : parts.inventory.capabilities) {
    std::vector<std::uint32_t> children;
    const auto below = parts.out.below.find(each.id);
    if (below == parts.out.below.end()) continue;
    for (const std::uint32_t item : below->second)
      if (!parts.out.items[item].is_asset &&
          parts.inventory.capabilities[parts.out.items[item].index].parent == each.id)
        children.push_back(item);
    parts.link_all(EvidenceKind::kCapabilityMap, children, 1);
    if (!each.parent.empty()) ++parts.count(EvidenceKind::kCapabilityMap);
  }
  for (const auto& stream : parts.inventory.streams)
    for (size_t i = 0; i < stream.stages.size(); ++i) {
      ++parts.count(EvidenceKind::kValueStreams);
      const auto here = parts.items_of(stream.stages[i].capabilities);
      parts.link_all(EvidenceKind::kValueStreams, here, 1);
      if (i + 1 == stream.stages.size()) continue;
      // A stage and the next: handed over, half as much as done together.
      const auto next = parts.items_of(stream.stages[i + 1].capabilities);
      if (here.empty() || next.empty()) continue;
      const double each = 0.5 / static_cast<double>(here.size() * next.size());
      for (const std::uint32_t a : here)
        for (const std::uint32_t b : next) parts.link(EvidenceKind::kValueStreams, a, b, each);
    }
}

void take_people(EvidenceParts& parts) {
  for (const auto& each : parts.inventory.statements) {
    take_statement(each, parts);
    ++parts.count(EvidenceKind::kInterviews);
  }
  std::map<std::string_view, std::set<std::uint32_t>> by_team;
  for (size_t i = 0; i < parts.inventory.applications.size(); ++i)
    if (const auto& owner = parts.inventory.applications[i].owner; !owner.empty())
      for (const auto& [item, strength] : parts.out.of_application[i]) by_team[owner].insert(item);
  for (const auto& [team, items] : by_team) {
    parts.link_all(EvidenceKind::kTeams, {items.begin(), items.end()}, 1);
    ++parts.count(EvidenceKind::kTeams);
  }
  for (const auto& each : parts.inventory.links) {
    const auto from = parts.out.item_of.find(each.from), to = parts.out.item_of.find(each.to);
    if (from == parts.out.item_of.end() || to == parts.out.item_of.end()) continue;
    const auto kind =
        each.kind == "foreignKey" ? EvidenceKind::kForeignKeys : EvidenceKind::kQueries;
    parts.link(kind, from->second, to->second, each.strength);
    ++parts.count(kind);
  }
}

}  // namespace hanse::strategy
