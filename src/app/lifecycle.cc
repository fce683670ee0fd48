// SPDX-License-Identifier: Apache-2.0
#include "app/lifecycle.h"

#include "app/git_commit.h"
#include "app/incident_watch.h"
#include "app/parts.h"
#include "app/transform_checks.h"
#include "base/files.h"
#include "base/log.h"
#include "base/utf8.h"
#include "catalog/collect.h"
#include "catalog/model_policies.h"
#include "plan/promises.h"
#include "plan/recent_use.h"

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

// An apply or a refresh while it runs: cancel_changes finds its token. What it may mend or break is
// looked at before and after.
class RunningChange {
 public:
  RunningChange(App& app, engine::CancelToken cancel) : app_(app), parts_(app.parts()) {
    look_after_change(app_);
    const std::lock_guard lock(parts_.changes_mutex);
    if (parts_.cancels_changes) cancel.cancel();
    place_ = parts_.changes.insert(parts_.changes.end(), std::move(cancel));
  }
  ~RunningChange() {
    {
      const std::lock_guard lock(parts_.changes_mutex);
      parts_.changes.erase(place_);
    }
    look_after_change(app_);
  }
  RunningChange(const RunningChange&) = delete;
  RunningChange& operator=(const RunningChange&) = delete;

 private:
  App& app_;
  App::Parts& parts_;
  std::list<engine::CancelToken>::iterator place_;
};

Result<ProductId> find_product(const spec::Model& model, const std::string& name) {
  std::vector<std::string> addresses;
  for (const auto& [id, product] : model.products) {
    if (id.str() == name || id.name == name) return id;
    addresses.push_back(id.str());
  }
  for (const catalog::TableEntry& table : catalog::tables_of(model))
    if (equal_ignoring_case(table.schema + "." + table.name, name)) return table.address.product;
  const std::vector<std::string_view> candidates(addresses.begin(), addresses.end());
  const std::string_view near = nearest(name, candidates);
  return fail(
      ErrorCode::kNotFound, fmt::format("there is no product `{}`", name),
      near.empty() ? "`hanse status` lists the products" : fmt::format("did you mean `{}`?", near));
}

}  // namespace

Result<spec::LoadedMesh> validate(const std::string& folder, const EnvironmentId& environment) {
  HANSE_TRY(spec::LoadedMesh loaded, spec::load_mesh(folder, {environment}));
  const catalog::PolicyParts parts = catalog::policy_parts(*loaded.model);
  policy::load_policies(parts.sources, parts.tables, {}, loaded.diagnostics);
  HANSE_TRY_STATUS(check_transforms(*loaded.model, loaded.diagnostics));
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
  const RunningChange running(app, context.cancel);
  auto outcome = plan::apply(plan, caller.principal, context);
  collect_old(app);
  return outcome;
}

Result<plan::RefreshOutcome> refresh(App& app, const std::vector<std::string>& names,
                                     engine::CancelToken cancel, Progress progress) {
  HANSE_TRY(const auto snapshot, app.catalog().current());
  std::vector<ProductId> products;
  for (const std::string& name : names) {
    HANSE_TRY(ProductId id, find_product(snapshot->model(), name));
    products.push_back(std::move(id));
  }
  plan::Context context = context_of(app, std::move(progress));
  const RunningChange running(app, cancel);
  auto outcome = plan::refresh(products, cancel, context);
  collect_old(app);
  return outcome;
}

void cancel_changes(App& app) {
  const std::lock_guard lock(app.parts().changes_mutex);
  app.parts().cancels_changes = true;
  for (engine::CancelToken& change : app.parts().changes) change.cancel();
}

}  // namespace hanse::app
