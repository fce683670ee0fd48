// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "strategy/domains/evidence_parts.h"

namespace hanse::strategy {
namespace {

constexpr double kWritesShare = 0.5;  // beside creating: who changes data needs a say in it
// A clique of more pairs than this says nothing of a pair: 1/(n − 1) of it is lost in the rest.
constexpr size_t kItemsLinkedMax = 200;

double often(double per_day) { return 1 + std::log10(1 + per_day); }

struct Flow {
  std::uint32_t from = 0, to = 0;
  const InventoryIntegration* stated = nullptr;
  double weight = 1;
};

// Flows with buses seen through: what goes in with an asset comes out with it.
std::vector<Flow> direct_flows(const EvidenceParts& parts) {
  std::vector<Flow> out;
  std::map<std::pair<std::uint32_t, std::string_view>, std::vector<Flow>> into, out_of;
  std::set<std::uint32_t> buses;
  for (const HubApplication& hub : parts.out.hubs)
    if (hub.kind == HubKind::kBus || hub.kind == HubKind::kUndirected)
      buses.insert(static_cast<std::uint32_t>(hub.application));
  for (const auto& each : parts.inventory.integrations) {
    const auto from = parts.application_of.find(each.from);
    const auto to = parts.application_of.find(each.to);
    if (from == parts.application_of.end() || to == parts.application_of.end()) continue;
    const Flow flow{from->second, to->second, &each, often(each.per_day)};
    if (!parts.is_hub[flow.from] && !parts.is_hub[flow.to]) out.push_back(flow);
    for (const std::string& asset : each.assets) {
      if (buses.contains(flow.to) && !parts.is_hub[flow.from])
        into[{flow.to, asset}].push_back(flow);
      if (buses.contains(flow.from) && !parts.is_hub[flow.to])
        out_of[{flow.from, asset}].push_back(flow);
    }
  }
  for (const auto& [key, producers] : into) {
    const auto consumers = out_of.find(key);
    if (consumers == out_of.end()) continue;
    for (const Flow& a : producers)
      for (const Flow& b : consumers->second)
        if (a.from != b.to)
          out.push_back(
              {a.from, b.to, b.stated,
               b.weight / static_cast<double>(producers.size() * b.stated->assets.size())});
  }
  return out;
}

void take_access(EvidenceParts& parts, std::vector<std::vector<std::uint32_t>>& made) {
  for (const auto& each : parts.inventory.access) {
    const auto application = parts.application_of.find(each.application);
    const auto asset = parts.out.item_of.find(each.asset);
    if (application == parts.application_of.end() || asset == parts.out.item_of.end()) continue;
    const std::uint32_t at = application->second, item = asset->second;
    if (parts.is_hub[at]) continue;
    const bool reads = each.mode == "reads";
    const auto kind = reads ? EvidenceKind::kReads : EvidenceKind::kCreates;
    const double weight = (each.mode == "writes" ? kWritesShare : 1) * often(each.per_day);
    const auto& capabilities = parts.capabilities_of[at];
    for (const std::uint32_t capability : capabilities)
      parts.link(kind, capability, item, weight / static_cast<double>(capabilities.size()));
    ++parts.count(kind);
    if (reads) {
      parts.out.reads.emplace_back(at, item);
    } else {
      made[at].push_back(item);
      parts.out.of_application[at].emplace_back(item, each.mode == "writes" ? kWritesShare : 1);
    }
  }
}

}  // namespace

EvidenceParts::EvidenceParts(const Inventory& inventory_, DomainEvidence& out_)
    : inventory(inventory_),
      out(out_),
      is_hub(inventory_.applications.size()),
      capabilities_of(inventory_.applications.size()) {
  out.of_application.resize(inventory.applications.size());
  std::map<std::string_view, const InventoryCapability*> by_id;
  for (const auto& each : inventory.capabilities) by_id.emplace(each.id, &each);
  for (std::uint32_t i = 0; i < out.items.size(); ++i) {
    out.below[out.items[i].id].push_back(i);
    if (out.items[i].is_asset) continue;
    const InventoryCapability* at = &inventory.capabilities[out.items[i].index];
    for (size_t steps = 0; !at->parent.empty() && steps < by_id.size(); ++steps) {
      const auto up = by_id.find(at->parent);
      if (up == by_id.end()) break;
      at = up->second;
      out.below[at->id].push_back(i);
    }
  }
  for (std::uint32_t i = 0; i < inventory.applications.size(); ++i) {
    application_of.emplace(inventory.applications[i].id, i);
    capabilities_of[i] = items_of(inventory.applications[i].capabilities);
  }
}

std::vector<std::uint32_t> EvidenceParts::items_of(std::string_view id) const {
  const auto found = out.below.find(id);
  return found == out.below.end() ? std::vector<std::uint32_t>() : found->second;
}

std::vector<std::uint32_t> EvidenceParts::items_of(const std::vector<std::string>& ids) const {
  std::set<std::uint32_t> out;
  for (const std::string& id : ids)
    for (const std::uint32_t item : items_of(id)) out.insert(item);
  return {out.begin(), out.end()};
}

void EvidenceParts::link_all(EvidenceKind kind, const std::vector<std::uint32_t>& items,
                             double weight) {
  if (items.size() < 2 || items.size() > kItemsLinkedMax) return;
  const double each = weight / static_cast<double>(items.size() - 1);
  for (size_t i = 0; i < items.size(); ++i)
    for (size_t j = i + 1; j < items.size(); ++j) link(kind, items[i], items[j], each);
}

void take_applications(EvidenceParts& parts) {
  std::vector<std::vector<std::uint32_t>> made(parts.inventory.applications.size());
  take_access(parts, made);
  for (size_t i = 0; i < parts.inventory.applications.size(); ++i) {
    if (parts.is_hub[i]) continue;
    const auto& capabilities = parts.capabilities_of[i];
    for (const std::uint32_t item : capabilities) parts.out.of_application[i].emplace_back(item, 1);
    parts.link_all(EvidenceKind::kApplications, capabilities, 1);
    // Without capabilities what it makes says at least that this belongs together.
    if (capabilities.empty()) parts.link_all(EvidenceKind::kCreates, made[i], 1);
    if (!capabilities.empty()) ++parts.count(EvidenceKind::kApplications);
  }
  for (std::uint32_t i = 0; i < parts.out.items.size(); ++i) {
    if (!parts.out.items[i].is_asset) continue;
    const auto& asset = parts.inventory.assets[parts.out.items[i].index];
    const auto capabilities = parts.items_of(asset.capabilities);
    for (const std::uint32_t capability : capabilities)
      parts.link(EvidenceKind::kCreates, capability, i,
                 1.0 / static_cast<double>(capabilities.size()));
    if (!capabilities.empty()) ++parts.count(EvidenceKind::kCreates);
  }
}

void take_flows(EvidenceParts& parts) {
  constexpr auto kKind = EvidenceKind::kIntegrations;
  parts.count(kKind) = parts.inventory.integrations.size();
  for (const Flow& flow : direct_flows(parts)) {
    parts.out.flows.emplace_back(flow.from, flow.to);
    const auto& consumers = parts.capabilities_of[flow.to];
    const auto assets = parts.items_of(flow.stated->assets);
    const auto& providers = assets.empty() ? parts.capabilities_of[flow.from] : assets;
    if (consumers.empty() || providers.empty()) continue;
    const double each = flow.weight / static_cast<double>(consumers.size() * providers.size());
    for (const std::uint32_t consumer : consumers)
      for (const std::uint32_t provider : providers) parts.link(kKind, consumer, provider, each);
    for (const std::uint32_t asset : assets) parts.out.reads.emplace_back(flow.to, asset);
  }
}

}  // namespace hanse::strategy
