// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "policy/policy_set.h"

using namespace hanse;

// Any bytes as a policy: compiled, or refused with diagnostics. What is compiled is evaluated to
// its end or to its time, whatever it says.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  policy::Source source;
  source.file = std::make_shared<const SourceFile>("f.rego", std::move(text));
  Diagnostics diagnostics;
  const auto policies =
      policy::load_policies({source}, {{"t", Json::array({1, 2})}}, {}, diagnostics);
  if (!policies && !diagnostics.has_errors()) std::abort();
  for (const Diagnostic& item : diagnostics.items())
    if (item.code.empty()) std::abort();
  if (!policies) return 0;
  auto rules = policies->rules("");
  if (!rules.empty()) rules.resize(1);
  (void)policies->evaluate("", rules, Json::object({{"a", "x"}}));
  (void)policies->reads("", rules, "a");
  return 0;
}
