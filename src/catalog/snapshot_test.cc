// SPDX-License-Identifier: Apache-2.0
#include "catalog/snapshot.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/files.h"
#include "catalog/snapshot_builder.h"

namespace hanse::catalog {
namespace {

GrantRecord grant(std::string id, std::string principal, int64_t from, int64_t until,
                  int64_t revoked = 0) {
  GrantRecord out;
  out.id = std::move(id);
  out.principal = std::move(principal);
  out.product = ProductId{DomainId("shop"), "orders"};
  out.from_us = from;
  out.until_us = until;
  out.revoked_us = revoked;
  return out;
}

std::shared_ptr<const CatalogSnapshot> with(std::vector<GrantRecord> grants) {
  SnapshotParts parts;
  parts.model = std::make_shared<spec::Model>();
  parts.grants = std::move(grants);
  return SnapshotBuilder::build(std::move(parts));
}

TEST(CatalogSnapshotTest, GrantsHoldFromTheirBeginningToTheirEnd) {
  const auto catalog =
      with({grant("open", "user:ann", 10, 0), grant("timed", "user:ann", 20, 30),
            grant("revoked", "group:a", 10, 0, 25), grant("other", "user:bob", 0, 0)});
  const ProductId orders{DomainId("shop"), "orders"};
  const auto ids = [&](int64_t now) {
    std::string out;
    for (const GrantRecord* each : catalog->grants_for({"user:ann", "group:a"}, orders, now))
      out += each->id + " ";
    return out;
  };
  EXPECT_EQ(ids(9), "");
  EXPECT_EQ(ids(10), "open revoked ");
  EXPECT_EQ(ids(20), "open timed revoked ");
  EXPECT_EQ(ids(24), "open timed revoked ");
  EXPECT_EQ(ids(25), "open timed ") << "revoked from then on";
  EXPECT_EQ(ids(30), "open ") << "the end is not part of it";
  EXPECT_TRUE(catalog->grants_for({"user:ann"}, ProductId{DomainId("shop"), "x"}, 20).empty());
}

TEST(CatalogSnapshotTest, TellsTheNextChangeOfGrants) {
  const auto catalog = with({grant("a", "user:ann", 10, 40), grant("b", "user:bob", 20, 0, 30)});
  const ProductId orders{DomainId("shop"), "orders"};
  for (const auto& [now, next] :
       std::vector<std::pair<int64_t, int64_t>>{{0, 10}, {10, 20}, {20, 30}, {30, 40}, {40, 0}})
    EXPECT_EQ(catalog->next_grant_change(orders, now), next) << now;
  EXPECT_EQ(catalog->next_grant_change(ProductId{DomainId("shop"), "x"}, 0), 0);
}

class CatalogTest : public testing::Test {
 protected:
  CatalogTest() : folder_(testing::TempDir() + "hanse-catalog-" + random_hex(6)) {}
  ~CatalogTest() override { (void)remove_tree(folder_); }
  std::string folder_;
};

TEST_F(CatalogTest, SeesWhatAnotherConnectionCommits) {
  const auto mine = open_sqlite_store(folder_), other = open_sqlite_store(folder_);
  ASSERT_TRUE(mine && other);
  Catalog catalog(*mine, EnvironmentId("dev"));
  const auto before = catalog.current();
  ASSERT_TRUE(before) << before.error().message;
  EXPECT_TRUE((*before)->grants().empty());
  EXPECT_EQ((*catalog.current()).get(), before->get()) << "nothing moved: the same snapshot";
  ASSERT_TRUE((*other)->add_grant(grant("g1", "user:ann", 1, 0)));
  const auto after = catalog.current();
  ASSERT_TRUE(after);
  EXPECT_EQ((*after)->grants().size(), 1u);
  EXPECT_NE((*after)->version(), (*before)->version());
  EXPECT_TRUE((*before)->grants().empty()) << "a snapshot never changes";
}

}  // namespace
}  // namespace hanse::catalog
