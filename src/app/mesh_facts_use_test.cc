// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "app/mesh_facts_parts.h"

namespace hanse::app {
namespace {

using strategy::UsageRow;

constexpr int64_t kMinute = int64_t{60} * 1'000'000;
constexpr int64_t kMidnight = 20'000 * strategy::kDayUs;
const ProductId kOrders{DomainId("shop"), "orders"};

int64_t at(int minute) { return kMidnight + minute * kMinute; }

// A product of two tables, and who was answered and refused there; minutes of one day.
class RequestsTest : public testing::Test {
 protected:
  RequestsTest() {
    facts_.is_whole = true;
    facts_.usage.tables = {{"shop.orders", kOrders}, {"shop.lines", kOrders}};
    for (const char* user : {"user:dana", "user:eve"})
      facts_.usage.consumers.push_back({user, {"readers"}, {}, {}, {}});
  }
  struct Times {
    int first = 0, last = 0;  // 0: none
  };
  void use(uint32_t who, Times allowed, Times refused, uint32_t table = 0) {
    UsageRow row{who, table, 20'000};
    if (allowed.first != 0)
      row.allowed = 1, row.first_allowed_us = at(allowed.first),
      row.last_allowed_us = at(allowed.last);
    if (refused.first != 0)
      row.refused = 1, row.first_refused_us = at(refused.first),
      row.last_refused_us = at(refused.last);
    facts_.usage.rows.push_back(row);
  }
  // Minute of the request before a grant at that minute; 0: there was none.
  int64_t asked(int granted, const std::string& to = "user:dana") {
    strategy::GrantFact fact;
    fact.grant.principal = to;
    fact.grant.product = kOrders;
    fact.granted_us = at(granted);
    facts_.grants = {fact};
    add_requests(facts_);
    const int64_t asked_us = facts_.grants[0].asked_us;
    return asked_us == 0 ? 0 : (asked_us - kMidnight) / kMinute;
  }
  strategy::MeshFacts facts_;
};

TEST_F(RequestsTest, AnAnswerAfterTheGrantDoesNotHideTheWaitBeforeIt) {
  use(0, {10, 40}, {20, 20});
  EXPECT_EQ(asked(30), 20);
  EXPECT_EQ(asked(30, "group:readers"), 20);
}

TEST_F(RequestsTest, AnAnswerBetweenRefusalAndGrantEndsTheWait) {
  use(0, {25, 25}, {20, 20});
  EXPECT_EQ(asked(30), 0);
  use(0, {}, {15, 27}, 1);
  EXPECT_EQ(asked(30), 27);
}

TEST_F(RequestsTest, OfAGroupEachMemberWaitsByThemselves) {
  use(0, {}, {20, 20});
  use(1, {25, 25}, {});
  EXPECT_EQ(asked(30, "group:readers"), 20);
  EXPECT_EQ(asked(30, "user:eve"), 0);
}

TEST_F(RequestsTest, ARefusalAfterTheGrantIsNoWait) {
  use(0, {}, {40, 40});
  EXPECT_EQ(asked(30), 0);
}

}  // namespace
}  // namespace hanse::app
