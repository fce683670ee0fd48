// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "spec/pattern.h"

namespace hanse::spec {
namespace {

TEST(Pattern, TakesWhatEcmaScriptTakes) {
  for (const char* pattern :
       {"", "^[A-Z]{2}$", "a|b", "(?:x+)?", "(?<year>\\d{4})-\\d{2}", "[^\\]]+", "\\x41", "a{3,}",
        "^(N[1-9](\\d{0,4}))$", "\\.csv\\.gz$", "a*?b+?", "[(]"})
    EXPECT_FALSE(pattern_problem(pattern)) << pattern;
}

TEST(Pattern, RefusesWhatDoesNotParseAtItsPlace) {
  const std::pair<const char*, size_t> wrong[] = {
      {"(a", 0},  {"a)", 1},   {"[a", 0},    {"a\\", 1},  {"*a", 0},    {"a**", 2},
      {"a{2", 1}, {"a{3,1}", 1}, {"(?a)", 0}, {"(?<n", 0}, {"\\xg0", 0}, {"a|*", 2}};
  for (const auto& [pattern, offset] : wrong) {
    const auto problem = pattern_problem(pattern);
    ASSERT_TRUE(problem) << pattern;
    EXPECT_TRUE(problem->is_syntax) << pattern;
    EXPECT_EQ(problem->offset, offset) << pattern;
  }
}

TEST(Pattern, TellsWhatTheEngineCannotMatch) {
  for (const char* pattern : {"(?!NA)x", "(?<=a)b", "(a)\\1", "\\u0041", "a{2000}"}) {
    const auto problem = pattern_problem(pattern);
    ASSERT_TRUE(problem) << pattern;
    EXPECT_FALSE(problem->is_syntax) << pattern;
  }
}

TEST(Pattern, ManyGroupsAreRefusedRatherThanFollowed) {
  EXPECT_TRUE(pattern_problem(std::string(100'000, '(')));
}

}  // namespace
}  // namespace hanse::spec
