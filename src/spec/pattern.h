// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hanse::spec {

// What is wrong with a regular expression of a contract (ECMA-262).
struct PatternProblem {
  size_t offset = 0;      // into the pattern
  std::string message;
  bool is_syntax = true;  // false: right, but of a kind that the engine's matcher does not have
};

constexpr int kPatternNestingMax = 100;
constexpr int kRepeatMax = 1'000;  // what the engine's matcher (RE2) takes

// The first problem: brackets, groups, escapes and repetitions; then look-around and back
// references, which a matcher in linear time cannot have. Time linear in the pattern. Pure.
std::optional<PatternProblem> pattern_problem(std::string_view pattern);

}  // namespace hanse::spec
