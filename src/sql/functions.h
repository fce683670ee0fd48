// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace hanse::sql {

// The function allow-list: a name that is not here, or with another kind, is refused. Verdict and facts
// a line, each with a reason, in functions.tsv (embedded at build time), checked against the engine's
// own duckdb_functions().
enum class FunctionKind { kScalar, kAggregate, kWindow, kTable };
enum FunctionFact : unsigned {
  kDeterministic = 1, kAmplifies = 2, kSuperLinear = 4, kCanThrow = 8, kCallsByName = 16
};
struct FunctionRule {
  std::string_view name;
  FunctionKind kind = FunctionKind::kScalar;
  unsigned facts = 0;
  // Caps for functions that amplify: the index of the argument that must be a constant not above
  // `cap`; -1 when none.
  int capped_argument = -1;
  long cap = 0;
  std::string_view reason;
};
// Null when not allowed. `name` in lower case.
const FunctionRule* find_function(std::string_view name);
std::span<const FunctionRule> function_rules();

}  // namespace hanse::sql
