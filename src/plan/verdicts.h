// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "plan/plan.h"
#include "policy/policy_set.h"

namespace hanse::plan {

// The policies of a model, compiled; null when one does not load (its problems are diagnostics).
std::shared_ptr<const policy::PolicySet> compile_policies(const spec::Model& model,
                                                          Diagnostics& diagnostics);

// Asks hanse.spec, and a domain's own spec rules, about every document of the scopes that change:
// HNS-P013 is a denial, HNS-P014 a warning, HNS-P015 that a rule could not be evaluated (it
// denies).
void add_verdicts(const policy::PolicySet& policies, Plan& plan);

}  // namespace hanse::plan
