// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "policy/documents.h"
#include "policy/policy_set.h"

namespace hanse::policy {

// Evaluates all of conftest's rules (`deny`, `warn`, `violation` with their suffixes, `exception`)
// of `package` ("spec") in `scope` over one document. No such rules: no findings.
Result<std::vector<Finding>> evaluate_findings(const PolicySet& policies, const std::string& scope,
                                               const std::string& package, const Json& input);

}  // namespace hanse::policy
