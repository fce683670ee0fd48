// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"
#include "base/result.h"
#include "catalog/snapshot.h"
#include "govern/gate.h"
#include "spec/model.h"

namespace hanse::plan {

// What a change means for those who use the thing.
enum class Effect { kNone, kAdditive, kCompatible, kBreaking };

struct Change {
  std::string kind;      // word of policies/data/change.yaml: mesh, domain, product, contract, …
  std::string address;   // "product flight_operations/departures", "contract … column origin"
  Effect effect = Effect::kCompatible;
  std::string text;      // "column `origin` is dropped", in meaning
  std::vector<std::string> affected;  // consumers by agreement, grant, dependency or recent use
  bool destroys = false; // something that exists is given up: apply asks
  ScopeId scope;         // whose file says it: who may apply it depends on that
  // Of a product's or a contract's status, where this is the change of it; empty: it is not there.
  std::string from, to;
  bool is_transition() const { return from != to; }
};
std::string_view to_string(Effect effect);  // "none", "additive", "compatible", "breaking"
struct BuildAction {     // what will be done to stores
  catalog::TableAddress table;
  std::string reason;    // "no snapshot yet", "contract changed", "transform changed"
  bool remove = false;
};
struct ScopePlan {
  ScopeId scope;
  int64_t from_revision = 0;
  std::string digest;
  std::vector<spec::SpecificationFile> files;  // self-contained: all of the scope's files
};
struct PolicyVerdict {
  std::string policy, level /* deny | warn */, path, message;
};

// Desired against applied. A value: prints, serialises, tests. Saved plans hold everything that
// apply needs but the sources' data.
struct Plan {
  std::string environment, git_commit, created;
  std::vector<ScopePlan> scopes;                // those that change
  std::map<ScopeId, int64_t> read;              // revisions read of all scopes
  std::vector<Change> changes;                  // sorted by address
  std::vector<PolicyVerdict> verdicts;
  std::vector<BuildAction> actions;
  std::vector<catalog::TableFacts> facts;       // of all tables, after
  Diagnostics diagnostics;                      // HNS-T, HNS-P: errors forbid apply
  bool empty() const { return scopes.empty() && actions.empty(); }
  bool destroys() const;
};

// `gate` analyses transforms (binding, lineage). Fails when the state cannot be read; what people
// wrote wrong is in `diagnostics`.
Result<Plan> make_plan(const spec::LoadedMesh& desired, const EnvironmentId& environment,
                       catalog::Catalog& catalog, govern::Gate& gate);

Json to_json(const Plan& plan);                 // format_version 1
Result<Plan> from_json(const Json& json);
enum class Style { kHuman, kMarkdown };
std::string render(const Plan& plan, Style style);

}  // namespace hanse::plan
