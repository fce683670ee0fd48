// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "policy/policy_set.h"

namespace hanse::policy {

inline Source source_of(std::string path, std::string text, std::string scope = {}) {
  const bool is_test = path.ends_with("_test.rego");
  auto file = std::make_shared<SourceFile>(std::move(path), std::move(text));
  return {std::move(file), std::move(scope), is_test};
}

inline std::string repeated(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

// The codes of what is wrong with one global policy.
inline std::vector<std::string> codes_of(const std::vector<Source>& sources) {
  Diagnostics diagnostics;
  load_policies(sources, {}, {}, diagnostics);
  diagnostics.sort();
  std::vector<std::string> out;
  for (const auto& item : diagnostics.items()) out.push_back(item.code);
  return out;
}
inline std::vector<std::string> codes_of(std::string text) {
  return codes_of({source_of("policies/a.rego", std::move(text))});
}

inline std::shared_ptr<const PolicySet> loaded(const std::vector<Source>& sources,
                                               const std::vector<Table>& tables = {},
                                               const Limits& limits = {}) {
  Diagnostics diagnostics;
  return load_policies(sources, tables, limits, diagnostics);
}

}  // namespace hanse::policy
