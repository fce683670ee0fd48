// SPDX-License-Identifier: Apache-2.0
#include "strategy/domains/evidence.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "strategy/domains/evidence_parts.h"

namespace hanse::strategy {
namespace {

constexpr std::uint32_t kHubNeighboursMin = 8;  // and half of all that is integrated
constexpr double kReadsShare = 0.2;  // reading is what products are for: it binds less than making

double weight_of(EvidenceKind kind, const InventoryWeights& weights) {
  switch (kind) {
    case EvidenceKind::kCapabilityMap:
      return weights.capability_map;
    case EvidenceKind::kValueStreams:
      return weights.value_streams;
    case EvidenceKind::kApplications:
      return weights.applications;
    case EvidenceKind::kCreates:
      return weights.access;
    case EvidenceKind::kReads:
      return weights.access * kReadsShare;
    case EvidenceKind::kIntegrations:
      return weights.integrations;
    case EvidenceKind::kInterviews:
      return weights.interviews;
    case EvidenceKind::kTeams:
      return weights.teams;
    case EvidenceKind::kForeignKeys:
      return weights.foreign_keys;
    case EvidenceKind::kQueries:
      return weights.queries;
  }
  return 0;
}

bool is_dependency(EvidenceKind kind) {
  return kind == EvidenceKind::kReads || kind == EvidenceKind::kIntegrations ||
         kind == EvidenceKind::kForeignKeys;
}

void take_items(const Inventory& inventory, DomainEvidence& out) {
  std::set<std::string_view> parents;
  for (const auto& each : inventory.capabilities) parents.insert(each.parent);
  const auto add = [&](bool is_asset, size_t index, const std::string& id,
                       const std::string& name) {
    if (!out.item_of.emplace(id, static_cast<std::uint32_t>(out.items.size())).second) return;
    out.items.push_back({is_asset, index, id, name.empty() ? id : name});
  };
  for (size_t i = 0; i < inventory.capabilities.size(); ++i) {
    const auto& each = inventory.capabilities[i];
    if (!parents.contains(each.id)) add(false, i, each.id, each.name);
  }
  for (size_t i = 0; i < inventory.assets.size(); ++i)
    add(true, i, inventory.assets[i].id, inventory.assets[i].name);
}

// Scales each kind: an item that it speaks of gets the kind's weight on average.
void scale(const InventoryWeights& weights, EvidenceParts& parts, DomainEvidence& out) {
  out.graph.layers.clear();
  for (size_t k = 0; k < kEvidenceKinds; ++k) {
    const auto kind = static_cast<EvidenceKind>(k);
    const double weight = weight_of(kind, weights);
    double sum = 0;
    std::set<std::uint32_t> items;
    std::set<NodePair> pairs;
    for (const GraphEdge& edge : parts.edges[k]) {
      sum += edge.weight;
      items.insert({edge.from, edge.to});
      pairs.insert(std::minmax(edge.from, edge.to));
    }
    const double total = weight * static_cast<double>(items.size()) / 2;
    out.graph.layers.push_back(
        {std::string(evidence_name(kind)), sum > 0 ? total / sum : 0, is_dependency(kind)});
    if (pairs.empty()) continue;
    out.layers.push_back({kind, parts.statements[k], pairs.size(), items.size(), weight, total});
    for (GraphEdge edge : parts.edges[k]) {
      const auto kept = parts.kept.find(std::minmax(edge.from, edge.to));
      if (kept != parts.kept.end()) edge.weight *= kept->second;
      edge.layer = static_cast<std::uint32_t>(k);
      out.graph.edges.push_back(edge);
    }
  }
}

// A bus, a warehouse, master data: by what was said, and by who their neighbours are.
Status find_hub_applications(const Inventory& inventory, const EvidenceParts& parts,
                             DomainEvidence& out) {
  GraphInput input;
  input.sizes.assign(inventory.applications.size(), 1);
  for (const auto& each : inventory.integrations) {
    const auto from = parts.application_of.find(each.from);
    const auto to = parts.application_of.find(each.to);
    if (from == parts.application_of.end() || to == parts.application_of.end()) continue;
    if (from->second != to->second) input.edges.push_back({to->second, from->second, 1, 0});
  }
  std::set<std::uint32_t> known;
  const auto add = [&](std::uint32_t node, HubKind kind, std::uint32_t neighbours) {
    const bool is_stated = inventory.applications[node].role == "hub";
    if (known.insert(node).second) out.hubs.push_back({node, kind, is_stated, neighbours});
  };
  if (!input.edges.empty()) {
    HANSE_TRY(const Graph graph, make_graph(std::move(input)));
    HANSE_TRY(const auto hubs, find_hubs(graph));
    for (const Hub& hub : hubs) add(hub.node, hub.kind, hub.neighbours);
    // Where all goes over one bus, nothing is left without it to tell its neighbours apart by.
    std::uint32_t linked = 0;
    for (GraphNode node = 0; node < graph.node_count(); ++node)
      linked += graph.neighbours(node).empty() ? 0 : 1;
    for (GraphNode node = 0; node < graph.node_count(); ++node)
      if (const auto count = static_cast<std::uint32_t>(graph.neighbours(node).size());
          count >= kHubNeighboursMin && 2 * count >= linked)
        add(node, HubKind::kBus, count);
  }
  for (std::uint32_t i = 0; i < inventory.applications.size(); ++i)
    if (inventory.applications[i].role == "hub" && !known.contains(i))
      out.hubs.push_back({i, HubKind::kUndirected, true, 0});
  std::sort(out.hubs.begin(), out.hubs.end(),
            [](const auto& a, const auto& b) { return a.application < b.application; });
  return {};
}

}  // namespace

std::string_view evidence_name(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::kCapabilityMap:
      return "capability map";
    case EvidenceKind::kValueStreams:
      return "value streams";
    case EvidenceKind::kApplications:
      return "applications";
    case EvidenceKind::kCreates:
      return "who makes which data";
    case EvidenceKind::kReads:
      return "who reads which data";
    case EvidenceKind::kIntegrations:
      return "integrations";
    case EvidenceKind::kInterviews:
      return "interviews";
    case EvidenceKind::kTeams:
      return "teams";
    case EvidenceKind::kForeignKeys:
      return "foreign keys";
    case EvidenceKind::kQueries:
      return "query history";
  }
  return {};
}

Result<DomainEvidence> gather_evidence(const Inventory& inventory) {
  DomainEvidence out;
  take_items(inventory, out);
  if (out.items.size() > kGraphNodesMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("an inventory of {} capabilities and data assets, expected at most {}",
                            out.items.size(), kGraphNodesMax));
  out.graph.sizes.assign(out.items.size(), 1);
  EvidenceParts parts(inventory, out);
  HANSE_TRY_STATUS(find_hub_applications(inventory, parts, out));
  for (const HubApplication& hub : out.hubs) parts.is_hub[hub.application] = true;
  take_map_and_streams(parts);
  take_applications(parts);
  take_flows(parts);
  take_people(parts);
  scale(inventory.weights, parts, out);
  return out;
}

}  // namespace hanse::strategy
