// SPDX-License-Identifier: Apache-2.0
#include "plan/change_decision.h"

#include <set>

namespace hanse::plan {
namespace {

constexpr size_t kReasonsShown = 10;

Json group_list(const std::set<std::string>& groups) {
  Json out = Json::array();
  for (const std::string& group : groups)
    if (!group.empty()) out.push(group);
  return out;
}

std::string group_of(const spec::Model& model, const TeamId& id) {
  const spec::MeshTeam* team = model.team(id);
  return team == nullptr ? std::string() : team->group;
}

Json register_of(const spec::Model& model, const ScopeId& scope,
                 const spec::Environment* environment) {
  std::set<std::string> owners, platform, approvers;
  if (const auto* entry = model.domain_entry(DomainId(scope.value)); entry && !scope.is_mesh())
    owners.insert(group_of(model, entry->owner));
  std::map<std::string, std::set<std::string>> council;
  for (const spec::CouncilSeat& seat : model.mesh.council)
    for (const std::string& approves : seat.approves)
      council[approves].insert(group_of(model, seat.team));
  for (const spec::MeshTeam& team : model.mesh.teams)
    if (team.type == "platform") platform.insert(team.group);
  if (environment != nullptr)
    for (const TeamId& team : environment->approvers) {
      // A team without a group has nobody who could approve: the name keeps the gate shut.
      const std::string group = group_of(model, team);
      approvers.insert(group.empty() ? "team:" + team.str() : group);
    }
  Json seats = Json::object();
  for (const auto& [approves, groups] : council) seats.set(approves, group_list(groups));
  return Json::object({{"ownerGroups", group_list(owners)},
                       {"councilGroups", std::move(seats)},
                       {"platformGroups", group_list(platform)},
                       {"approverGroups", group_list(approvers)}});
}

std::unexpected<Error> refused(const Json& reasons, std::string_view what) {
  std::string message = fmt::format("policy does not allow you to {}", what), help;
  const auto decoded = policy::decode_reasons(reasons);
  if (!decoded) return fail(ErrorCode::kDenied, message);
  for (size_t i = 0; i < decoded->size() && i < kReasonsShown; ++i) {
    message += (i == 0 ? ": " : "; ") + (*decoded)[i].message;
    if (help.empty()) help = (*decoded)[i].request;
  }
  return fail(ErrorCode::kDenied, message, help);
}

}  // namespace

Json decided_json(const Change& change) {
  Json out = Json::object({{"kind", change.kind},
                           {"address", change.address},
                           {"effect", to_string(change.effect)}});
  if (change.is_transition())
    out.set("transition", Json::object({{"from", change.from}, {"to", change.to}}));
  return out;
}

Json change_input(const Plan& plan, const ScopeId& scope, const identity::Principal& principal,
                  const spec::Model& model) {
  Json changes = Json::array();
  for (const Change& change : plan.changes)
    if (change.scope == scope) changes.push(decided_json(change));
  const spec::Environment* environment =
      plan.environment.empty() ? nullptr : model.environment(EnvironmentId(plan.environment));
  return Json::object(
      {{"context", Json::object({{"identity", principal.to_json()}})},
       {"action", Json::object({{"operation", "apply"},
                                {"scope", scope.value},
                                {"changes", std::move(changes)}})},
       {"environment", Json::object({{"id", plan.environment},
                                     {"development", environment && environment->development}})},
       {"register", register_of(model, scope, environment)}});
}

Status decide_change(const policy::PolicySet* policies, const Plan& plan,
                     const identity::Principal& principal, const spec::Model& model,
                     std::string_view what) {
  if (policies == nullptr)
    return fail(ErrorCode::kDenied, "there are no policies that could allow it");
  for (const ScopePlan& scope : plan.scopes) {
    const auto answer =
        policies->evaluate("", {"change.allow", "change.reasons"},
                           change_input(plan, scope.scope, principal, model));
    if (!answer)
      return fail(ErrorCode::kDenied, "policy could not decide: " + answer.error().message);
    const Json* allow = answer->find("change.allow");
    if (allow == nullptr || !allow->is_bool() || !allow->as_bool())
      return refused((*answer)["change.reasons"], what);
  }
  return {};
}

}  // namespace hanse::plan
