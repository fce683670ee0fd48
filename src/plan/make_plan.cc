// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "catalog/snapshot_builder.h"
#include "plan/definition.h"
#include "plan/diff.h"
#include "plan/facts.h"
#include "plan/filtered_sources.h"
#include "plan/plan.h"
#include "plan/verdicts.h"
#include "plan/waiting.h"

namespace hanse::plan {
namespace {

struct Applied {                      // the state that a plan compares with
  std::vector<catalog::ScopeRecord> scopes;
  std::shared_ptr<const catalog::CatalogSnapshot> snapshot;
  catalog::RecordList<catalog::SnapshotRecord> snapshots;
  catalog::RecordList<catalog::GrantRecord> grants;
};

Result<Applied> read_applied(catalog::Catalog& catalog) {
  Applied out;
  HANSE_TRY(out.snapshot, catalog.current());
  HANSE_TRY(out.scopes, catalog.store().scopes());
  HANSE_TRY(out.snapshots, catalog.store().snapshots());
  HANSE_TRY(out.grants, catalog.store().grants());
  return out;
}

void add_scopes(const spec::LoadedMesh& desired, const Applied& applied, Plan& plan) {
  std::map<ScopeId, const catalog::ScopeRecord*> records;
  for (const auto& record : applied.scopes) {
    records[record.scope] = &record;
    plan.read[record.scope] = record.revision;
  }
  std::set<ScopeId> all;
  for (const auto& [scope, digest] : desired.scope_digests) all.insert(scope);
  for (const auto& [scope, record] : records) all.insert(scope);
  for (const ScopeId& scope : all) {
    const auto digest = desired.scope_digests.find(scope);
    const auto record = records.find(scope);
    ScopePlan next{scope, record == records.end() ? 0 : record->second->revision,
                   digest == desired.scope_digests.end() ? std::string() : digest->second, {}};
    if (record != records.end() && record->second->digest == next.digest) continue;
    for (const auto& file : desired.files)
      if (file.scope == scope) next.files.push_back(file);
    plan.scopes.push_back(std::move(next));
  }
}

// What must be built or given up so that the stores hold what the definitions say.
void add_actions(const std::vector<TableDefinition>& definitions, const Applied& applied,
                 const govern::Gate& gate, Plan& plan) {
  std::map<catalog::TableAddress, const catalog::SnapshotRecord*> current;
  for (const auto& record : applied.snapshots)
    if (record.current) current[record.table] = &record;
  std::set<catalog::TableAddress> wanted;
  for (const TableDefinition& definition : definitions) {
    const catalog::TableAddress& address = definition.table->address;
    if (definition.table->materialization != spec::Materialization::kTable) continue;
    wanted.insert(address);
    const auto found = current.find(address);
    if (found == current.end()) plan.actions.push_back({address, "no snapshot yet", false});
    else if (found->second->definition_digest != definition.digest)
      plan.actions.push_back({address, "contract or transform changed", false});
    else if (!gate.check_snapshot(*found->second))
      plan.actions.push_back({address, "its snapshot is damaged", false});
  }
  for (const auto& [address, record] : current)
    if (!wanted.contains(address))
      plan.actions.push_back({address, "no longer published as a table", true});
  std::ranges::sort(plan.actions, {}, &BuildAction::table);
}

// What waits for another tool is not built, and is said.
void leave_waiting(const catalog::CatalogSnapshot& desired, Plan& plan) {
  for (const auto& [product, reason] : waiting_products(desired)) {
    const auto left = std::erase_if(plan.actions, [&](const BuildAction& action) {
      return !action.remove && action.table.product == product;
    });
    if (left == 0) continue;
    const bool is_filled = !tool_of(desired.model(), product).empty();
    plan.diagnostics.add(
        {"HNS-C122", Severity::kWarning,
         fmt::format("`{}` is not built by itself: {}", product.str(), reason),
         desired.model().products.at(product).span, "product " + product.str(), {},
         is_filled ? fmt::format("`hanse run complete {}` reports one", product.str()) : ""});
  }
}

// One catalog of what is desired, so that transforms are judged as they will be.
std::shared_ptr<const catalog::CatalogSnapshot> candidate_of(
    const spec::LoadedMesh& desired, const Applied& applied,
    std::shared_ptr<const policy::PolicySet> policies, std::vector<catalog::TableFacts> facts) {
  catalog::SnapshotParts parts;
  parts.model = desired.model;
  parts.policies = std::move(policies);
  parts.scopes = applied.scopes;
  parts.snapshots = applied.snapshots;
  parts.grants = applied.grants;
  parts.external_runs = applied.snapshot->external_runs();
  parts.facts = std::move(facts);
  return catalog::SnapshotBuilder::build(std::move(parts));
}

struct Analysis {
  std::vector<TableDefinition> definitions;
  std::shared_ptr<const catalog::CatalogSnapshot> candidate;
};

Analysis define_all(std::shared_ptr<const catalog::CatalogSnapshot> candidate,
                    const EnvironmentId& environment, Diagnostics& diagnostics) {
  Analysis out{{}, std::move(candidate)};
  for (const catalog::TableEntry& table : out.candidate->tables()) {
    auto definition = define(out.candidate->model(), table, environment);
    if (definition) out.definitions.push_back(std::move(*definition));
    else
      diagnostics.add({"HNS-T005", Severity::kError, definition.error().message, table.port->span,
                       "product " + table.address.product.str(), {}, definition.error().help});
  }
  return out;
}

}  // namespace

bool Plan::destroys() const {
  return std::ranges::any_of(changes, &Change::destroys) ||
         std::ranges::any_of(actions, &BuildAction::remove);
}

Result<Plan> make_plan(const spec::LoadedMesh& desired, const EnvironmentId& environment,
                       catalog::Catalog& catalog, govern::Gate& gate) {
  Plan plan;
  const spec::Environment* chosen = desired.model->environment(environment);
  plan.environment = chosen ? chosen->id.str() : environment.str();
  plan.created = format_time(Clock::system().now_us());
  const EnvironmentId named(plan.environment);
  HANSE_TRY(const Applied applied, read_applied(catalog));
  add_scopes(desired, applied, plan);
  plan.diagnostics = desired.diagnostics;
  if (plan.diagnostics.has_errors()) return plan;

  if (plan.scopes.empty()) {
    // Nothing changed: what the last apply found still holds.
    const auto analysis = define_all(applied.snapshot, named, plan.diagnostics);
    add_actions(analysis.definitions, applied, gate, plan);
    leave_waiting(*applied.snapshot, plan);
    HANSE_TRY(plan.facts, catalog.store().facts());
    return plan;
  }
  plan.changes = diff(applied.snapshot->model(), *desired.model, applied.grants,
                      applied.snapshot->tables());
  const auto policies = compile_policies(*desired.model, plan.diagnostics);
  auto facts = stated_facts(*desired.model, plan.diagnostics);
  // A column without a type breaks whatever reads it: only the cause is told.
  if (plan.diagnostics.has_errors()) return plan;
  Analysis analysis = define_all(candidate_of(desired, applied, policies, facts), named,
                                 plan.diagnostics);
  add_actions(analysis.definitions, applied, gate, plan);
  // A first round finds where columns come from; what policy says of it can depend on that, so a
  // second one judges with it.
  Diagnostics first_round;
  const bool is_derived = analyse(gate, *analysis.candidate, analysis.definitions, facts,
                                  first_round);
  if (is_derived) {
    const auto second = define_all(candidate_of(desired, applied, policies, facts), named,
                                   first_round);
    Diagnostics judged;
    analyse(gate, *second.candidate, second.definitions, facts, judged);
    check_filtered_sources(*second.candidate, named, Clock::system().now_us(), judged);
    plan.diagnostics.merge(std::move(judged));
  } else {
    plan.diagnostics.merge(std::move(first_round));
  }
  leave_waiting(*candidate_of(desired, applied, policies, facts), plan);
  plan.facts = std::move(facts);
  if (policies) add_verdicts(*policies, plan);
  plan.diagnostics.sort();
  return plan;
}

}  // namespace hanse::plan
