// SPDX-License-Identifier: Apache-2.0
#include "catalog/model_policies.h"

namespace hanse::catalog {

PolicyParts policy_parts(const spec::Model& model) {
  PolicyParts parts;
  for (const spec::PolicyFile& file : model.policies) {
    // A stored file has no place of its own.
    auto source = file.file ? file.file : std::make_shared<const SourceFile>(file.path, file.text);
    parts.sources.push_back({std::move(source), file.scope.value, file.is_test});
  }
  for (const spec::PolicyTable& table : model.policy_tables)
    parts.tables.push_back({table.name, table.value, table.path});
  return parts;
}

std::shared_ptr<const policy::PolicySet> load_model_policies(const spec::Model& model) {
  PolicyParts parts = policy_parts(model);
  std::erase_if(parts.sources, [](const policy::Source& source) { return source.is_test; });
  Diagnostics ignored;  // apply has shown them; here null means that all is denied
  return policy::load_policies(parts.sources, parts.tables, {model.mesh.limits.policy_time_us},
                               ignored);
}

}  // namespace hanse::catalog
