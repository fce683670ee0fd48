// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "identity/principal.h"
#include "plan/plan.h"
#include "policy/policy_set.h"

namespace hanse::plan {

// What policies and the ledger see of one change: {"kind","address","effect"} and, of a change of
// status, "transition":{"from","to"}.
Json decided_json(const Change& change);

// What hanse.change is asked of one scope of a plan: who applies, the scope's changes, and the
// groups that stand behind roles, as `model` says. Pure.
Json change_input(const Plan& plan, const ScopeId& scope, const identity::Principal& principal,
                  const spec::Model& model);

// kDenied with the policy's reasons unless hanse.change allows every scope of the plan. No
// policies, an error or a time-out deny. `what` is said to be refused.
Status decide_change(const policy::PolicySet* policies, const Plan& plan,
                     const identity::Principal& principal, const spec::Model& model,
                     std::string_view what = "apply this plan");

}  // namespace hanse::plan
