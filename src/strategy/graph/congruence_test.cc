// SPDX-License-Identifier: Apache-2.0
#include "strategy/graph/congruence.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

// Teams 0…3, tasks 0…3. Team 0 has task 0; team 1 tasks 1 and 2; team 2 task 2; team 3 task 3.
// Task 0 depends on 1, 1 on 0, 0 on 2, 2 on 2 (itself), 3 on 3.
// C_R: 0–1 by 0→1, 1→0, 0→2: 3; 0–2 by 0→2: 1; 1–2 by 2→2, from either end: 2. Team 3 needs nobody.
CongruenceInput small() {
  CongruenceInput input{4, 4, {}, {}, {}};
  input.assignments = {{0, 0}, {1, 1}, {1, 2}, {2, 2}, {3, 3}, {1, 1}};
  input.dependencies = {{0, 1}, {1, 0}, {0, 2}, {2, 2}, {3, 3}, {0, 1}};
  return input;
}

TEST(Congruence, IsTheShareOfNeedsThatAreMet) {
  CongruenceInput input = small();
  input.coordination = {{1, 0}, {0, 1}, {3, 0}, {2, 2}};
  const auto found = congruence(input);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->needs.size(), 3U);
  EXPECT_EQ(found->needs[0].a, 0U);
  EXPECT_EQ(found->needs[0].b, 1U);
  EXPECT_EQ(found->needs[0].dependencies, 3U);
  EXPECT_TRUE(found->needs[0].is_met);
  EXPECT_EQ(found->needs[1].a, 1U);
  EXPECT_EQ(found->needs[1].b, 2U);
  EXPECT_EQ(found->needs[1].dependencies, 2U);
  EXPECT_FALSE(found->needs[1].is_met);
  EXPECT_EQ(found->needs[2].b, 2U);
  EXPECT_EQ(found->met, 1U);
  EXPECT_EQ(found->unneeded, 1U);  // 0–3; a team with itself is none
  EXPECT_DOUBLE_EQ(*found->share, 1.0 / 3);
}

TEST(Congruence, IsNoneWithoutNeeds) {
  const auto found = congruence({2, 1, {{0, 0}}, {{0, 0}}, {{0, 1}}});
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->share);
  EXPECT_EQ(found->unneeded, 1U);
}

TEST(Congruence, RefusesWhatIsNotThere) {
  CongruenceInput input = small();
  input.assignments.push_back({4, 0});
  EXPECT_EQ(congruence(input).error().message,
            "assignment 6 names 4 and 0, which are not both there");
  input = small();
  input.dependencies.push_back({0, 4});
  EXPECT_FALSE(congruence(input));
  input = small();
  input.coordination.push_back({0, 9});
  EXPECT_FALSE(congruence(input));
}

TEST(Congruence, HasALimit) {
  CongruenceInput input{8'000, 1, {}, {{0, 0}}, {}};
  for (std::uint32_t team = 0; team < input.teams; ++team) input.assignments.push_back({team, 0});
  EXPECT_EQ(congruence(input).error().code, ErrorCode::kLimitExceeded);
}

}  // namespace
}  // namespace hanse::strategy
