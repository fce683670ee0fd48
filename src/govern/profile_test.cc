// SPDX-License-Identifier: Apache-2.0
#include "govern/profile.h"

#include <gtest/gtest.h>

namespace hanse::govern {
namespace {

TEST(ProfileTest, TimedAddsToItsStep) {
  Profile profile;
  { const Timed timed(&profile, Step::kBind); }
  const int64_t once = profile.of(Step::kBind);
  EXPECT_GT(once, 0);
  { const Timed timed(&profile, Step::kBind); }
  EXPECT_GT(profile.of(Step::kBind), once);
  EXPECT_EQ(profile.of(Step::kParse), 0);
  { const Timed nothing(nullptr, Step::kBind); }
}

TEST(ProfileTest, BucketsAreCumulativeAndStepsNotTakenAreNotCounted) {
  StepHistograms all;
  Profile profile;
  profile.of(Step::kDecide) = 200'000;  // 0.2 ms
  all.add(profile);
  profile.of(Step::kDecide) = 20'000'000'000;
  all.add(profile);
  const auto& decide = all.of(static_cast<size_t>(Step::kDecide));
  EXPECT_EQ(decide.count, 2u);
  EXPECT_EQ(decide.sum_ns, 20'000'200'000);
  EXPECT_EQ(decide.buckets[1], 0u);   // ≤ 0.1 ms
  EXPECT_EQ(decide.buckets[2], 1u);   // ≤ 0.25 ms
  EXPECT_EQ(decide.buckets.back(), 1u);
  EXPECT_EQ(all.of(static_cast<size_t>(Step::kParse)).count, 0u);
}

}  // namespace
}  // namespace hanse::govern
