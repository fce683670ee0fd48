// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "policy/policy_set.h"
#include "spec/model.h"

namespace hanse::catalog {

// A model's policies as the policy module takes them: files, tests among them, and tables.
struct PolicyParts {
  std::vector<policy::Source> sources;
  std::vector<policy::Table> tables;
};
PolicyParts policy_parts(const spec::Model& model);

// The policies that decide, without tests; null when one of them does not load: then all is denied.
std::shared_ptr<const policy::PolicySet> load_model_policies(const spec::Model& model);

}  // namespace hanse::catalog
