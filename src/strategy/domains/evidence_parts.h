// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string_view>
#include <vector>

#include "strategy/domains/evidence.h"
#include "strategy/graph/leiden.h"

namespace hanse::strategy {

// What evidence.cc collects before it is scaled; its functions are in files of their own.
struct EvidenceParts {
  EvidenceParts(const Inventory& inventory_, DomainEvidence& out_);

  const Inventory& inventory;
  DomainEvidence& out;
  std::map<std::string_view, std::uint32_t> application_of;
  std::vector<bool> is_hub;
  std::vector<std::vector<std::uint32_t>> capabilities_of;  // items of each application
  std::array<std::vector<GraphEdge>, kEvidenceKinds> edges;
  std::array<size_t, kEvidenceKinds> statements = {};
  std::map<NodePair, double> kept;  // the share of a pair's evidence that is left of 1, where
                                    // people say that it belongs apart

  void link(EvidenceKind kind, std::uint32_t from, std::uint32_t to, double weight) {
    if (from != to && weight > 0) edges[static_cast<size_t>(kind)].push_back({from, to, weight, 0});
  }
  // Each pair by weight/(items − 1).
  void link_all(EvidenceKind kind, const std::vector<std::uint32_t>& items, double weight);
  size_t& count(EvidenceKind kind) { return statements[static_cast<size_t>(kind)]; }
  // Items that an id stands for: an asset, a capability, or what is below one.
  std::vector<std::uint32_t> items_of(std::string_view id) const;
  std::vector<std::uint32_t> items_of(const std::vector<std::string>& ids) const;
};

void take_map_and_streams(EvidenceParts& parts);
void take_applications(EvidenceParts& parts);
void take_flows(EvidenceParts& parts);
void take_people(EvidenceParts& parts);

}  // namespace hanse::strategy
