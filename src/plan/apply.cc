// SPDX-License-Identifier: Apache-2.0
#include "plan/apply.h"

#include <set>

#include "base/digest.h"
#include "base/files.h"
#include "base/json_text.h"
#include "plan/change_decision.h"
#include "plan/promises.h"
#include "plan/verdicts.h"
#include "spec/files_walk.h"

namespace hanse::plan {
namespace {

// What is recorded as applied is what a folder with these files has: else the next plan would find
// nothing to do where there is something.
Status check_digests(const Plan& plan) {
  for (const ScopePlan& scope : plan.scopes) {
    HANSE_TRY(const auto digests, spec::scope_digests(scope.files));
    const auto found = digests.find(scope.scope);
    if ((found == digests.end() ? std::string() : found->second) != scope.digest)
      return fail(ErrorCode::kDataError, "the plan's files are not those of its digest",
                  "make the plan again");
  }
  return {};
}

// What is stored with the plan's scopes put over it. A file counts for the scope that its path
// names: a saved plan cannot bring another domain's files under its own.
Result<spec::LoadedMesh> desired_by(const Plan& plan, Context& context) {
  std::set<ScopeId> replaced;
  spec::LoadedMesh out;
  out.folder = context.mesh_folder;
  HANSE_TRY(const auto scopes, context.catalog->store().scopes());
  for (const auto& record : scopes) out.scope_digests[record.scope] = record.digest;
  for (const ScopePlan& scope : plan.scopes) {
    replaced.insert(scope.scope);
    out.scope_digests[scope.scope] = scope.digest;
  }
  HANSE_TRY(out.files, context.catalog->store().files());
  std::erase_if(out.files, [&](const auto& file) { return replaced.contains(file.scope); });
  for (const ScopePlan& scope : plan.scopes)
    for (const spec::SpecificationFile& file : scope.files) {
      const auto place = spec::classify(file.path);
      if (!place || place->scope != scope.scope)
        return fail(ErrorCode::kInvalidArgument,
                    fmt::format("the plan has `{}` in a scope that it does not lie in", file.path));
      out.files.push_back(file);
    }
  HANSE_TRY_STATUS(check_digests(plan));
  HANSE_TRY(out.model, spec::decode_stored(out.files, context.environment));
  spec::validate(*out.model, context.environment, out.diagnostics);
  return out;
}

// The plan made again from its files: what is decided, recorded and stored is what they mean, not
// what a saved plan says of them.
Result<Plan> plan_again(const Plan& plan, const spec::LoadedMesh& desired, Context& context) {
  HANSE_TRY(Plan out, make_plan(desired, context.environment, *context.catalog, *context.gate));
  out.git_commit = plan.git_commit;
  if (!out.changes.empty()) {
    HANSE_TRY(const auto applied, context.catalog->current());
    check_changes(*applied, *desired.model, context.clock->now_us(), out);
  }
  if (out.diagnostics.has_errors())
    for (const Diagnostic& item : out.diagnostics.items())
      if (item.severity == Severity::kError)
        return fail(ErrorCode::kDataError,
                    fmt::format("the plan cannot be applied: {} ({})", item.message, item.code),
                    "make the plan again");
  if (out.destroys() && !plan.destroys())
    return fail(ErrorCode::kConflict, "the plan does not say what it would destroy",
                "make the plan again");
  return out;
}

Status check_revisions(const Plan& plan, Context& context) {
  HANSE_TRY(const auto scopes, context.catalog->store().scopes());
  std::map<ScopeId, int64_t> now;
  for (const auto& record : scopes) now[record.scope] = record.revision;
  if (now == plan.read) return {};
  return fail(ErrorCode::kConflict, "the applied state changed since the plan was made",
              "make the plan again");
}

// Who decides: the rules and the register that are in force. Only before the first apply there are
// none but the ones that the plan brings.
Status decide(const Plan& plan, const identity::Principal& principal, const spec::Model& desired,
              Context& context) {
  HANSE_TRY(const auto current, context.catalog->current());
  if (!current->scopes().empty())
    return decide_change(current->policies(), plan, principal, current->model());
  Diagnostics problems;
  const auto policies = compile_policies(desired, problems);
  return decide_change(policies.get(), plan, principal, desired);
}

Json ledger_body(const Plan& plan, const identity::Principal& principal, const Status& decision,
                 const std::string& id, const std::string& door) {
  Json scopes = Json::array(), changes = Json::array();
  for (const ScopePlan& scope : plan.scopes)
    scopes.push(Json::object({{"scope", scope.scope.value},
                              {"from_revision", scope.from_revision},
                              {"digest", scope.digest}}));
  for (const Change& change : plan.changes) changes.push(decided_json(change));
  return Json::object({{"decision_id", id},
                       {"identity", principal.to_json()},
                       {"acting_for", json_list(principal.acting_for)},
                       {"door", door},
                       {"environment", plan.environment},
                       {"git_commit", plan.git_commit},
                       {"allowed", decision.has_value()},
                       {"message", decision ? "" : decision.error().message},
                       {"scopes", std::move(scopes)},
                       {"changes", std::move(changes)}});
}

catalog::Commit commit_of(const Plan& plan, const identity::Principal& principal, int64_t now_us) {
  catalog::Commit out;
  std::set<ScopeId> changed;
  for (const ScopePlan& scope : plan.scopes) {
    changed.insert(scope.scope);
    out.scopes.push_back({{scope.scope, scope.from_revision, scope.digest, principal.id,
                           plan.git_commit, now_us},
                          scope.files});
  }
  for (const auto& [scope, revision] : plan.read)
    if (!changed.contains(scope)) out.read[scope] = revision;
  out.facts = plan.facts;
  for (const BuildAction& action : plan.actions)
    if (action.remove) out.dropped.push_back(action.table);
  out.summary = fmt::format("{} changes", plan.changes.size());
  return out;
}

Status build(const Plan& plan, Context& context, ApplyOutcome& outcome) {
  std::set<ProductId> products;
  for (const BuildAction& action : plan.actions)
    if (!action.remove) products.insert(action.table.product);
  if (products.empty()) return {};
  const int64_t started = context.clock->now_us();
  HANSE_TRY(const RefreshOutcome refreshed,
            refresh({products.begin(), products.end()}, context.cancel, context,
                    Asked::kByPlan));
  for (const auto& product : refreshed.products)
    outcome.builds.push_back({product.product, started, context.clock->now_us(), product.succeeded,
                              product.message});
  return {};
}

}  // namespace

Result<ApplyOutcome> apply(const Plan& given, const identity::Principal& principal,
                           Context& context) {
  if (given.diagnostics.has_errors())
    return fail(ErrorCode::kDataError,
                fmt::format("the plan has errors ({}) and cannot be applied",
                            given.diagnostics.error_count()));
  if (given.environment != context.environment.str())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("the plan is for environment `{}`, this is `{}`", given.environment,
                            context.environment.str()));
  ApplyOutcome outcome;
  if (given.empty()) return outcome;
  HANSE_TRY(const FileLock lock,
            FileLock::acquire(join_path(context.state_folder, "apply.lock"),
                              FileLock::Mode::kExclusive, FileLock::Wait::kNo));
  HANSE_TRY_STATUS(check_revisions(given, context));
  HANSE_TRY(const spec::LoadedMesh desired, desired_by(given, context));
  HANSE_TRY(const Plan plan, plan_again(given, desired, context));
  if (plan.empty()) return outcome;     // somebody else built meanwhile what was to be built
  const std::string id = new_time_id(context.clock->now_us());
  const Status decision = decide(plan, principal, *desired.model, context);
  HANSE_TRY_STATUS(context.ledger->append_durably(
      "apply", ledger_body(plan, principal, decision, id, context.door)));
  if (!decision) {
    Error error = decision.error();
    error.decision_id = id;
    return fail(std::move(error));
  }
  const bool commits = !plan.scopes.empty() ||
                       std::ranges::any_of(plan.actions, &BuildAction::remove);
  if (commits)
    HANSE_TRY_STATUS(
        context.catalog->store().commit(commit_of(plan, principal, context.clock->now_us())));
  HANSE_TRY(const auto scopes, context.catalog->store().scopes());
  for (const ScopePlan& scope : plan.scopes)
    for (const auto& record : scopes)
      if (record.scope == scope.scope) outcome.scopes.push_back(record);
  HANSE_TRY_STATUS(build(plan, context, outcome));
  return outcome;
}

}  // namespace hanse::plan
