// SPDX-License-Identifier: Apache-2.0
#include "plan/verdicts.h"

#include "catalog/model_policies.h"
#include "policy/findings.h"
#include "spec/files_walk.h"

namespace hanse::plan {
namespace {

const char* kind_of(spec::FileKind kind) {
  switch (kind) {
    case spec::FileKind::kMesh: return "mesh";
    case spec::FileKind::kDomain: return "domain";
    case spec::FileKind::kProduct: return "product";
    case spec::FileKind::kContract: return "contract";
    case spec::FileKind::kAgreement: return "agreement";
    case spec::FileKind::kTransform:
    case spec::FileKind::kPolicy:
    case spec::FileKind::kPolicyTable:
    case spec::FileKind::kGlossary:
    case spec::FileKind::kStrategy: return nullptr;
  }
  return nullptr;
}

// A place in a file that is known by its path only: its start.
Span start_of(const std::string& path) {
  return {std::make_shared<const SourceFile>(path, ""), 0, 0};
}

void ask(const policy::PolicySet& policies, const std::string& scope, const std::string& path,
         const Json& input, Plan& plan) {
  const auto findings = policy::evaluate_findings(policies, scope, "spec", input);
  if (!findings) {
    // What cannot be judged is refused.
    plan.verdicts.push_back({"spec", "deny", path, findings.error().message});
    plan.diagnostics.error("HNS-P015", start_of(path), findings.error().message);
    return;
  }
  for (const policy::Finding& finding : *findings) {
    const bool denies = finding.level == policy::Finding::Level::kDeny;
    const std::string rule = (scope.empty() ? "" : scope + ".") + finding.rule;
    plan.verdicts.push_back({rule, denies ? "deny" : "warn", path, finding.message});
    if (denies) plan.diagnostics.error("HNS-P013", start_of(path), finding.message);
    else plan.diagnostics.warning("HNS-P014", start_of(path), finding.message);
  }
}

}  // namespace

std::shared_ptr<const policy::PolicySet> compile_policies(const spec::Model& model,
                                                          Diagnostics& diagnostics) {
  const catalog::PolicyParts parts = catalog::policy_parts(model);
  return policy::load_policies(parts.sources, parts.tables, {model.mesh.limits.policy_time_us},
                               diagnostics);
}

void add_verdicts(const policy::PolicySet& policies, Plan& plan) {
  for (const ScopePlan& scope : plan.scopes)
    for (const spec::SpecificationFile& file : scope.files) {
      const auto place = spec::classify(file.path);
      const char* kind = place ? kind_of(place->kind) : nullptr;
      if (kind == nullptr) continue;
      Json input = file.document;
      if (!input.is_object()) continue;
      input.set("hanse", Json::object({{"kind", kind},
                                       {"path", file.path},
                                       {"environment", plan.environment},
                                       {"domain", file.scope.value}}));
      ask(policies, "", file.path, input, plan);
      if (!file.scope.is_mesh()) ask(policies, file.scope.value, file.path, input, plan);
    }
}

}  // namespace hanse::plan
