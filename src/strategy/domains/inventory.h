// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace hanse::strategy {

// What an organisation knows about itself, as far as domain boundaries hang on it: plain data, as
// `strategy/inventory.yaml` and the tables beside it state it. Spans are places of ids.

struct InventoryOrigin {  // who says so; every figure made of it names that
  std::string who, when, how;
};
struct InventoryUnit {  // of the organisation
  std::string id, name;
  Span span;
};
struct InventoryCapability {
  std::string id, name, parent, number, description, unit;  // number: 1.2.3, as maps have it
  Span span, parent_span, unit_span;
};
struct InventoryStage {
  std::string name;
  std::vector<std::string> capabilities;
  Span span;
};
struct InventoryStream {  // a value stream: its stages in order
  std::string id, name, unit;
  std::vector<InventoryStage> stages;
  Span span;
};
struct InventoryTeam {
  std::string id, name, unit;
  double people = 0;  // 0: not stated
  Span span, unit_span;
};
struct InventoryApplication {
  std::string id, name, owner, unit;  // owner: a team
  std::vector<std::string> capabilities;
  std::string role;  // "" | hub: a bus, a warehouse, master data | packaged
  std::string technology, criticality;
  Span span, owner_span, unit_span, capabilities_span;
};
struct InventoryAsset {  // data that somebody looks after
  std::string id, name, description;
  std::string classification;             // public | internal | confidential | restricted | ""
  std::string kind;                       // "" | entity | event | reference | aggregate | document
  std::vector<std::string> personal;      // columns of personal data
  std::vector<std::string> columns;       // names, for draft contracts
  std::vector<std::string> capabilities;  // that look after it, where that is known
  std::string consistency;                // "" | strong | eventual
  std::string change;                     // how often its structure changes: "" | often | seldom
  std::string volume;                     // free text for people
  Span span, capabilities_span;
};
struct InventoryAccess {                 // an application and an asset
  std::string application, asset, mode;  // creates | writes | reads
  double per_day = 0;                    // 0: not stated
  Span span, asset_span;
};
struct InventoryIntegration {
  std::string from, to, kind;       // applications; api | event | batch | file | database | …
  std::vector<std::string> assets;  // what flows
  double per_day = 0;               // 0: not stated
  Span span, to_span, assets_span;
};
struct InventoryStatement {  // of an interview
  std::string who, when, because;
  std::string says;                // together | apart
  std::vector<std::string> items;  // capabilities and assets, two or more
  double weight = 1;               // 0 to 1: how sure
  Span span;
};
struct InventoryCollaboration {    // who works with whom
  std::string team, with, source;  // source: calls, tickets, commits, …
  double strength = 1;             // above 0
  Span span, with_span;
};
// Items that facts link: foreign keys, queries that read both.
struct InventoryLink {
  std::string from, to, kind;  // assets; foreignKey | readTogether
  double strength = 1;
  std::string source;  // the query or place that shows it
  Span span, to_span;
};
struct InventoryFixed {  // members that a domain has, whatever the evidence says
  std::string domain, name;
  std::vector<std::string> items;
  Span span;
};
struct InventoryConstraints {
  std::vector<std::vector<std::string>> together, apart;
  std::vector<InventoryFixed> fixed;
  int domains_max = 0, domains_min = 0;  // 0: none
  Span span;
};
// How much each kind of evidence counts beside the others; 0 leaves it out.
struct InventoryWeights {
  double capability_map = 0.5, value_streams = 1, applications = 2, access = 2, integrations = 1,
         interviews = 1, teams = 0.5, foreign_keys = 1, queries = 1;
};

struct Inventory {
  std::string path, id, name, description;
  InventoryOrigin origin;
  std::vector<InventoryUnit> units;
  std::vector<InventoryCapability> capabilities;
  std::vector<InventoryStream> streams;
  std::vector<InventoryTeam> teams;
  std::vector<InventoryApplication> applications;
  std::vector<InventoryAsset> assets;
  std::vector<InventoryAccess> access;
  std::vector<InventoryIntegration> integrations;
  std::vector<InventoryStatement> statements;
  std::vector<InventoryCollaboration> collaborations;
  std::vector<InventoryLink> links;
  InventoryConstraints constraints;
  InventoryWeights weights;
  Span span;
};

}  // namespace hanse::strategy
