// SPDX-License-Identifier: Apache-2.0
#include "govern/revision_cache.h"

#include <gtest/gtest.h>

#include "govern/session.h"

namespace hanse::govern {
namespace {

std::shared_ptr<const int> number(int value) { return std::make_shared<const int>(value); }

TEST(RevisionCacheTest, GivesWhatWasPutUnderTheSameVersionOnly) {
  RevisionCache<int> cache(10);
  cache.put("a", 1, 0, number(5));
  ASSERT_NE(cache.find("a", 1, 100), nullptr);
  EXPECT_EQ(*cache.find("a", 1, 100), 5);
  EXPECT_EQ(cache.find("a", 2, 100), nullptr);
  EXPECT_EQ(cache.find("b", 1, 100), nullptr);
  cache.put("b", 2, 0, number(6));
  EXPECT_EQ(cache.find("a", 1, 100), nullptr) << "another version drops all";
  EXPECT_EQ(cache.size(), 1u);
}

TEST(RevisionCacheTest, WhatHoldsForATimeIsGoneAfterIt) {
  RevisionCache<int> cache(10);
  cache.put("a", 1, 50, number(5));
  EXPECT_NE(cache.find("a", 1, 49), nullptr);
  EXPECT_EQ(cache.find("a", 1, 50), nullptr);
  EXPECT_EQ(cache.find("a", 1, 10), nullptr) << "it does not come back";
}

TEST(RevisionCacheTest, TheLeastRecentlyUsedGoesFirst) {
  RevisionCache<int> cache(2);
  cache.put("a", 1, 0, number(1));
  cache.put("b", 1, 0, number(2));
  EXPECT_NE(cache.find("a", 1, 0), nullptr);
  cache.put("c", 1, 0, number(3));
  EXPECT_EQ(cache.find("b", 1, 0), nullptr);
  EXPECT_NE(cache.find("a", 1, 0), nullptr);
  EXPECT_NE(cache.find("c", 1, 0), nullptr);
}

// Each of these can change what policy says, so each must change the key.
TEST(SessionKeyTest, EverythingThatPolicySeesIsInIt) {
  const auto made = [](auto change) {
    Session session;
    session.principal.id = "ann";
    session.principal.groups = {"a", "b"};
    session.purpose = PurposeId("p");
    session.door = "http";
    session.environment = EnvironmentId("dev");
    change(session);
    return session_key(session);
  };
  const std::string plain = made([](Session&) {});
  EXPECT_EQ(plain, made([](Session& session) { session.principal.name = "Ann"; }));
  EXPECT_NE(plain, made([](Session& session) { session.principal.id = "bob"; }));
  EXPECT_NE(plain, made([](Session& session) { session.principal.groups = {"a"}; }));
  EXPECT_NE(plain, made([](Session& session) { session.principal.groups = {"a,b"}; }));
  EXPECT_NE(plain, made([](Session& session) { session.principal.attributes["x"] = "y"; }));
  EXPECT_NE(plain, made([](Session& session) {
              session.principal.kind = identity::Principal::Kind::kProduct;
            }));
  EXPECT_NE(plain, made([](Session& session) { session.purpose = PurposeId("q"); }));
  EXPECT_NE(plain, made([](Session& session) { session.door = "cli"; }));
  EXPECT_NE(plain, made([](Session& session) { session.environment = EnvironmentId("prod"); }));
  EXPECT_NE(plain, made([](Session& session) { session.limits.query_nesting = 1; }));
  EXPECT_NE(plain, made([](Session& session) { session.limits.query_parts = 1; }));
  EXPECT_NE(plain, made([](Session& session) { session.limits.query_tables = 1; }));
}

}  // namespace
}  // namespace hanse::govern
