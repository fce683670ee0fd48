// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "strategy/facts/mesh_facts.h"

namespace hanse::strategy {
namespace {

constexpr int64_t kNow = 100 * kDayUs + kDayUs / 2;
const ProductId kOrders{DomainId("shop"), "orders"};

UsageRow row_of(int32_t day, int64_t first_us, int64_t last_us) {
  UsageRow row;
  row.day = day;
  row.allowed = row.refused = 2;
  row.first_allowed_us = row.first_refused_us = first_us;
  row.last_allowed_us = row.last_refused_us = last_us;
  return row;
}

TEST(ForgetLater, StatementsOfLaterAreNotThereAndTimesEndNow) {
  MeshFacts facts;
  facts.usage.rows = {row_of(99, kNow - kDayUs, kNow - kDayUs), row_of(100, kNow - 1, kNow + 1),
                      row_of(100, kNow + 1, kNow + 2), row_of(101, kNow + kDayUs, kNow + kDayUs)};
  forget_later(facts, kNow);
  ASSERT_EQ(facts.usage.rows.size(), 3u);
  EXPECT_EQ(facts.usage.rows[0].allowed, 2u);
  EXPECT_EQ(facts.usage.rows[1].last_allowed_us, kNow);
  EXPECT_EQ(facts.usage.rows[1].last_refused_us, kNow);
  EXPECT_EQ(facts.usage.rows[2].allowed + facts.usage.rows[2].refused, 0u);
  EXPECT_EQ(facts.usage.rows[2].first_allowed_us, 0);
}

TEST(ForgetLater, WhatHappenedLaterIsNotThereAndNothingIsOverThatWasNot) {
  MeshFacts facts;
  facts.outcomes = {{kOrders, OutcomeFact::Kind::kBuild, true, kNow},
                    {kOrders, OutcomeFact::Kind::kBuild, true, kNow + 1}};
  facts.applies.resize(2);
  facts.applies[1].at_us = kNow + 1;
  facts.grants.resize(2);
  facts.grants[0].grant.revoked_us = kNow + 1;
  facts.grants[1].granted_us = kNow + 1;
  facts.incidents.resize(2);
  facts.incidents[0].detected_us = kNow + 1;
  facts.incidents[1].detected_us = kNow - 1;
  facts.incidents[1].repaired_us = kNow + 1;
  facts.commits.resize(1);
  facts.commits[0].at_us = kNow + 1;  // by another clock
  forget_later(facts, kNow);
  EXPECT_EQ(facts.outcomes.size(), 1u);
  EXPECT_EQ(facts.applies.size(), 1u);
  ASSERT_EQ(facts.grants.size(), 1u);
  EXPECT_EQ(facts.grants[0].grant.revoked_us, 0);
  ASSERT_EQ(facts.incidents.size(), 1u);
  EXPECT_TRUE(facts.incidents[0].is_open());
  EXPECT_EQ(facts.commits.size(), 1u);
}

}  // namespace
}  // namespace hanse::strategy
