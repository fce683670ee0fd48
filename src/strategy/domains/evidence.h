// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "strategy/domains/inventory.h"
#include "strategy/graph/graph.h"
#include "strategy/graph/hubs.h"

namespace hanse::strategy {

// An inventory as a graph. What is partitioned are *items*: the lowest capabilities of the map and
// the data assets. Applications, teams, flows and interviews are evidence: an application links the
// items that it serves, each pair by 1/(items − 1) (Newman, Physical Review E 64:016132, 2001), so
// that a large one says little of each pair, and its parts may fall into several domains.

struct DomainItem {
  bool is_asset = false;
  size_t index = 0;  // into the inventory's capabilities or assets
  std::string id, name;
};

enum class EvidenceKind {
  kCapabilityMap,
  kValueStreams,
  kApplications,
  kCreates,
  kReads,
  kIntegrations,
  kInterviews,
  kTeams,
  kForeignKeys,
  kQueries
};
constexpr size_t kEvidenceKinds = 10;
std::string_view evidence_name(EvidenceKind kind);  // "value streams", for people

// One kind of evidence as it counts. All of one kind is scaled so that an item that it speaks of
// gets its weight on average: ten thousand flows do not outvote twenty interviews by number.
struct EvidenceLayer {
  EvidenceKind kind = EvidenceKind::kCapabilityMap;
  size_t statements = 0;        // entries of the inventory that it was made of
  size_t pairs = 0, items = 0;  // that it speaks of
  double weight = 0;            // of the inventory's `weights`
  double total = 0;             // what it adds to the graph
};

struct HubApplication {
  size_t application = 0;  // index
  HubKind kind = HubKind::kUndirected;
  bool is_stated = false;  // `role: hub`; else found by its neighbours
  std::uint32_t neighbours = 0;
};

using ItemShares = std::vector<std::pair<std::uint32_t, double>>;  // item, strength

struct DomainEvidence {
  std::vector<DomainItem> items;
  std::map<std::string, std::uint32_t, std::less<>> item_of;  // by id
  // Items that an id stands for: itself, or the lowest capabilities below it.
  std::map<std::string, std::vector<std::uint32_t>, std::less<>> below;
  GraphInput graph;
  std::vector<EvidenceLayer> layers;       // those with evidence; graph.layers are all kinds
  std::vector<HubApplication> hubs;        // set apart: they say nothing of boundaries
  std::vector<ItemShares> of_application;  // what each serves and makes; empty for hubs
  // Consumers of each asset that is read: (application, item of the asset).
  std::vector<std::pair<std::uint32_t, std::uint32_t>> reads;
  // Flows between applications with buses seen through: from, to.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> flows;
};

// kLimitExceeded past kGraphNodesMax. The inventory must have no errors.
Result<DomainEvidence> gather_evidence(const Inventory& inventory);

}  // namespace hanse::strategy
