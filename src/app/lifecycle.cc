// SPDX-License-Identifier: Apache-2.0
#include "app/lifecycle.h"

#include "app/find_product.h"
#include "app/git_commit.h"
#include "app/incident_watch.h"
#include "app/parts.h"
#include "app/product_checks.h"
#include "app/running_change.h"
#include "app/transform_checks.h"
#include "base/files.h"
#include "base/log.h"
#include "catalog/collect.h"
#include "catalog/model_policies.h"
#include "plan/current.h"
#include "plan/promises.h"
#include "plan/recent_use.h"
#include "strategy/document.h"

namespace hanse::app {
namespace {

plan::Context context_of(App& app, Progress progress) {
  plan::Context context;
  context.catalog = &app.catalog();
  context.gate = &app.gate();
  context.ledger = &app.ledger();
  context.clock = &app.clock();
  context.mesh_folder = app.folder();
  context.state_folder = app.state_folder();
  context.environment = app.environment();
  context.progress = std::move(progress);
  return context;
}

// Old snapshots go after each change; what cannot be removed now is tried again the next time.
void collect_old(App& app) {
  const auto removed = catalog::collect(app.catalog().store(), app.state_folder(), app.clock());
  if (!removed) log(LogLevel::kWarn, "catalog", removed.error().message);
}

}  // namespace

Result<spec::LoadedMesh> validate(const std::string& folder, const EnvironmentId& environment) {
  HANSE_TRY(spec::LoadedMesh loaded, spec::load_mesh(folder, {environment}));
  const catalog::PolicyParts parts = catalog::policy_parts(*loaded.model);
  policy::load_policies(parts.sources, parts.tables, {}, loaded.diagnostics);
  HANSE_TRY_STATUS(check_transforms(*loaded.model, loaded.diagnostics));
  HANSE_TRY_STATUS(
      strategy::check_documents(loaded.folder, *loaded.model, loaded.diagnostics));
  loaded.diagnostics.sort();
  return loaded;
}

Result<policy::TestReport> test_policies(const std::string& folder, Diagnostics& diagnostics) {
  HANSE_TRY(const spec::LoadedMesh loaded, spec::load_mesh(folder, {}));
  const catalog::PolicyParts parts = catalog::policy_parts(*loaded.model);
  return policy::test_policies(parts.sources, parts.tables, diagnostics);
}

Result<plan::Plan> make_plan(App& app, const spec::LoadedMesh& loaded) {
  HANSE_TRY(plan::Plan plan,
            plan::make_plan(loaded, app.environment(), app.catalog(), app.gate()));
  plan.git_commit = git_commit_of(app.folder());
  if (!plan.changes.empty()) {
    HANSE_TRY_STATUS(app.ledger().flush());
    HANSE_TRY(const auto applied, app.catalog().current());
    plan::add_recent_users(applied->model(), app.parts().ledger_folder(), app.clock().now_us(),
                           plan);
    plan::check_changes(*applied, *loaded.model, app.clock().now_us(), plan);
  }
  return plan;
}

Result<plan::ApplyOutcome> apply(App& app, const plan::Plan& plan, const Caller& caller,
                                 Progress progress) {
  plan::Context context = context_of(app, std::move(progress));
  context.door = caller.door;
  const LooksAround looks(app);
  const RunningChange running(app, context.cancel);
  auto outcome = plan::apply(plan, caller.principal, context);
  collect_old(app);
  if (!outcome) return outcome;
  std::vector<ProductId> built;
  for (const catalog::BuildRecord& build : outcome->builds)
    if (build.succeeded) built.push_back(build.product);
  check_after_build(app, built, context.cancel, context.progress);
  return outcome;
}

Result<plan::RefreshOutcome> refresh(App& app, const std::vector<std::string>& names,
                                     engine::CancelToken cancel, Progress progress,
                                     Running running, plan::Asked asked) {
  HANSE_TRY(const auto snapshot, app.catalog().current());
  std::vector<ProductId> products;
  for (const std::string& name : names) {
    HANSE_TRY(ProductId id, find_product(snapshot->model(), name));
    products.push_back(std::move(id));
  }
  plan::Context context = context_of(app, std::move(progress));
  if (running == Running::kJoin) context.joins_since_us = app.clock().now_us();
  const LooksAround looks(app);
  const RunningChange change(app, cancel);
  auto outcome = plan::refresh(products, cancel, context, asked);
  collect_old(app);
  if (!outcome) return outcome;
  std::vector<ProductId> built;
  for (const plan::RefreshOutcome::Product& product : outcome->products)
    if (product.succeeded) built.push_back(product.product);
  check_after_build(app, built, cancel, context.progress);
  return outcome;
}

Result<std::string> check_verdict(App& app, const ProductId& product) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  std::string worst;
  for (const catalog::TableEntry& table : catalog->tables())
    if (table.address.product == product && table.snapshot != nullptr &&
        table.last_check != nullptr && table.last_check->snapshot_id == table.snapshot->id.str())
      worst = catalog::worse_verdict(worst, table.last_check->verdict);
  return worst;
}

Result<bool> is_current(App& app, const ProductId& product) {
  HANSE_TRY(const auto catalog, app.catalog().current());
  return plan::is_current(*catalog, product, context_of(app, {}));
}

void cancel_changes(App& app) {
  const std::lock_guard lock(app.parts().changes_mutex);
  app.parts().cancels_changes = true;
  for (engine::CancelToken& change : app.parts().changes) change.cancel();
}

}  // namespace hanse::app
