// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hanse::sql {

// The function allow-list: a name that is not here, or with another kind, is refused. It is
// src/sql/functions.tsv, carried in the binary; each line gives verdict, facts and a reason.
enum class FunctionKind { kScalar, kAggregate, kWindow, kTable };
enum FunctionFact : unsigned {
  kDeterministic = 1, kAmplifies = 2, kSuperLinear = 4, kCanThrow = 8, kCallsByName = 16
};
constexpr int kNoArgumentCapped = -1;
constexpr int kEveryArgumentCapped = -2;

struct FunctionRule {
  std::string name;
  FunctionKind kind = FunctionKind::kScalar;
  unsigned facts = 0;
  // The argument (from 0) that must be a constant: an integer not above `cap`, or a text not
  // longer.
  int capped_argument = kNoArgumentCapped;
  long cap = 0;
  std::string reason;
};

// Null when not allowed. `name` in lower case. Thread-safe; the table is read once.
const FunctionRule* find_function(std::string_view name, FunctionKind kind);
const std::vector<FunctionRule>& function_rules();

}  // namespace hanse::sql
