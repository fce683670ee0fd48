// SPDX-License-Identifier: Apache-2.0
#include "policy/policy_set.h"

#include "base/digest.h"
#include "policy/bundle.h"
#include "policy/scopes.h"

namespace hanse::policy {
namespace {

class EmbeddedPolicySet : public PolicySet {
 public:
  EmbeddedPolicySet(std::map<std::string, std::unique_ptr<Bundle>> bundles, std::string revision,
                    const Limits& limits)
      : bundles_(std::move(bundles)), revision_(std::move(revision)), limits_(limits) {}

  const std::string& revision() const override { return revision_; }

  bool defines(const std::string& scope, const std::string& path) const override {
    const Bundle* bundle = bundle_of(scope);
    const auto* rule = bundle ? bundle->find_rule(root_of(scope) + "." + path) : nullptr;
    return rule != nullptr && !rule->is_function;
  }

  bool reads(const std::string& scope, const std::vector<std::string>& paths,
             std::string_view member) const override {
    const Bundle* bundle = bundle_of(scope);
    if (bundle == nullptr) return false;
    for (const std::string& path : paths) {
      const auto* rule = bundle->find_rule(root_of(scope) + "." + path);
      if (rule == nullptr) continue;
      for (const std::string& input : rule->inputs)
        if (input == member || input == "*") return true;
    }
    return false;
  }

  std::vector<std::string> rules(const std::string& scope) const override {
    std::vector<std::string> out;
    const Bundle* bundle = bundle_of(scope);
    if (bundle == nullptr) return out;
    const size_t root = root_of(scope).size() + 1;
    for (const auto& rule : bundle->rules()) {
      if (!rule.is_function) out.push_back(rule.path.substr(root));
    }
    return out;
  }

  Result<Json> evaluate(const std::string& scope, const std::vector<std::string>& paths,
                        const Json& input, const Document* resource,
                        const Known* known) const override {
    Json out = Json::object();
    const Bundle* bundle = bundle_of(scope);
    if (bundle == nullptr) return out;  // no policies: everything is undefined
    HANSE_TRY(Json results, bundle->evaluate(full_paths(scope, paths), input, resource, known,
                                             limits_.evaluation_us));
    const size_t root = root_of(scope).size() + 1;
    for (auto& [path, value] : results.mutable_members()) {
      out.set(std::string_view(path).substr(root), std::move(value));
    }
    return out;
  }

  std::shared_ptr<const Known> know(const std::string& scope,
                                    const std::vector<std::string>& paths, const Json& input,
                                    const Document* resource) const override {
    const Bundle* bundle = bundle_of(scope);
    if (bundle == nullptr) return nullptr;
    return bundle->know(full_paths(scope, paths), input, resource, limits_.evaluation_us);
  }

 private:
  static std::vector<std::string> full_paths(const std::string& scope,
                                             const std::vector<std::string>& paths) {
    std::vector<std::string> out;
    for (const auto& path : paths) out.push_back(root_of(scope) + "." + path);
    return out;
  }

  const Bundle* bundle_of(const std::string& scope) const {
    const auto found = bundles_.find(scope);
    return found == bundles_.end() ? nullptr : found->second.get();
  }

  // Constant after construction.
  std::map<std::string, std::unique_ptr<Bundle>> bundles_;
  std::string revision_;
  Limits limits_;
};

// Tests are no part of it: what they say decides nothing.
std::string revision_of(const std::map<std::string, ScopeSources>& scopes, const Json& tables) {
  Json parts = Json::array();
  for (const auto& [scope, sources] : scopes) {
    for (const auto& source : sources.policies) {
      parts.push(Json::array({scope, source.file->path(), source.file->text()}));
    }
  }
  return digest_hex(Json::array({std::move(parts), tables}).dump_canonical());
}

}  // namespace

std::shared_ptr<const PolicySet> load_policies(const std::vector<Source>& sources,
                                               const std::vector<Table>& tables,
                                               const Limits& limits, Diagnostics& diagnostics) {
  Diagnostics found;
  const Json document = tables_document(tables, found);
  const auto scopes = by_scope(sources);
  std::map<std::string, std::unique_ptr<Bundle>> bundles;
  for (const auto& [scope, files] : scopes) {
    if (files.policies.empty()) continue;
    auto bundle = load_bundle(scope, files.policies, document, found);
    if (bundle && !files.tests.empty()) {
      // Only to say what is wrong with the tests; what decides is loaded without them.
      auto all = files.policies;
      all.insert(all.end(), files.tests.begin(), files.tests.end());
      load_bundle(scope, all, document, found);
    }
    if (bundle) bundles[scope] = std::move(bundle);
  }
  const bool ok = !found.has_errors();
  diagnostics.merge(std::move(found));
  if (!ok) return nullptr;
  return std::make_shared<EmbeddedPolicySet>(std::move(bundles), revision_of(scopes, document),
                                             limits);
}

}  // namespace hanse::policy
