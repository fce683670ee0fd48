// SPDX-License-Identifier: Apache-2.0
#include "catalog/snapshot.h"

#include <gtest/gtest.h>

#include <random>

#include "base/digest.h"
#include "base/files.h"
#include "catalog/snapshot_builder.h"
#include "catalog/sqlite.h"

namespace hanse::catalog {
namespace {

const ProductId kDepartures{DomainId("flights"), "departures"};
const ProductId kArrivals{DomainId("flights"), "arrivals"};

// One product whose table `Departures` has a port of each version.
spec::Model model_of(const std::vector<std::string>& versions, int default_major) {
  spec::Model model;
  spec::DataProduct product;
  product.domain_folder = kDepartures.domain;
  product.name = kDepartures.name;
  product.default_major = default_major;
  for (const std::string& version : versions) {
    spec::DataContract contract;
    contract.id = "departures-" + version;
    contract.version = version;
    spec::SchemaObject object;
    object.name = "Departures";
    object.properties.emplace_back();
    object.properties.back().name = "gate";
    contract.schema.push_back(object);
    spec::OutputPort port;
    port.name = "out-" + version;
    port.contract_id = contract.id;
    product.output_ports.push_back(port);
    model.contracts[contract.id] = contract;
  }
  model.products[kDepartures] = product;
  return model;
}

SnapshotParts parts_of(spec::Model model) {
  SnapshotParts parts;
  parts.model = std::make_shared<const spec::Model>(std::move(model));
  return parts;
}

int major_of(const CatalogSnapshot& catalog, std::string_view name) {
  const TableEntry* table = catalog.find_table("flights", name);
  return table == nullptr ? 0 : table->address.major;
}

GrantRecord grant_of(const std::string& principal, int64_t from, int64_t until, int64_t revoked) {
  GrantRecord grant;
  grant.id = fmt::format("{}-{}-{}-{}", principal, from, until, revoked);
  grant.principal = principal;
  grant.product = kDepartures;
  grant.from_us = from;
  grant.until_us = until;
  grant.revoked_us = revoked;
  return grant;
}

TEST(CatalogSnapshot, ThePlainNameIsTheHighestMajorWithoutAStatedOne) {
  const auto catalog = SnapshotBuilder::build(parts_of(model_of({"1.4.0", "2.0.1"}, 0)));
  EXPECT_EQ(major_of(*catalog, "departures"), 2);
  EXPECT_EQ(major_of(*catalog, "departures_v1"), 1);
  EXPECT_EQ(major_of(*catalog, "departures_v2"), 2);
  EXPECT_EQ(major_of(*catalog, "departures_v3"), 0);
}

TEST(CatalogSnapshot, ThePlainNameIsTheStatedDefaultMajor) {
  const auto catalog = SnapshotBuilder::build(parts_of(model_of({"1.4.0", "2.0.1"}, 1)));
  EXPECT_EQ(major_of(*catalog, "departures"), 1);
  EXPECT_EQ(major_of(*catalog, "departures_v1"), 1);
  EXPECT_EQ(major_of(*catalog, "departures_v2"), 2);
}

TEST(CatalogSnapshot, ASingleMajorHasItsVersionedNameToo) {
  const auto catalog = SnapshotBuilder::build(parts_of(model_of({"3.0.0"}, 0)));
  EXPECT_EQ(catalog->find_table("flights", "Departures"),
            catalog->find_table("flights", "departures_v3"));
  EXPECT_EQ(catalog->tables().at(0).name, "Departures");
}

TEST(CatalogSnapshot, NamesAreFoundWithoutRegardToCaseAndOnlyInTheirSchema) {
  const auto catalog = SnapshotBuilder::build(parts_of(model_of({"1.0.0", "2.0.0"}, 0)));
  EXPECT_NE(catalog->find_table("FLIGHTS", "dePARTures"), nullptr);
  EXPECT_EQ(catalog->find_table("Flights", "DEPARTURES_V1")->address.major, 1);
  EXPECT_EQ(catalog->find_table("airports", "departures"), nullptr);
  EXPECT_EQ(catalog->find_table("", "flights.departures"), nullptr);
}

TEST(CatalogSnapshot, ColumnsAreThoseOfTheFactsAndNoneWithoutThem) {
  SnapshotParts parts = parts_of(model_of({"1.0.0", "2.0.0"}, 0));
  parts.facts.push_back({{kDepartures, "Departures", 2}, {}, {"flights.raw"}});
  parts.facts[0].columns.push_back(
      {"gate", "VARCHAR", spec::Classification::kRestricted, {"pii"}, {}});
  const auto catalog = SnapshotBuilder::build(std::move(parts));
  const TableEntry& known = *catalog->find_table("flights", "departures");
  ASSERT_EQ(known.columns.size(), 1u);
  EXPECT_EQ(known.columns[0].classification, spec::Classification::kRestricted);
  EXPECT_EQ(known.reads, std::vector<std::string>{"flights.raw"});
  EXPECT_TRUE(catalog->find_table("flights", "departures_v1")->columns.empty());
}

TEST(CatalogSnapshot, ATableStandsOnItsCurrentSnapshot) {
  SnapshotParts parts = parts_of(model_of({"1.0.0"}, 0));
  std::vector<SnapshotRecord> records;
  for (const bool current : {true, false}) {
    SnapshotRecord record;
    record.id = SnapshotId(current ? "new" : "old");
    record.table = {kDepartures, "Departures", 1};
    record.current = current;
    records.push_back(record);
  }
  parts.snapshots = std::move(records);
  const auto catalog = SnapshotBuilder::build(std::move(parts));
  EXPECT_EQ(catalog->find_table("flights", "departures")->snapshot->id.str(), "new");
}

TEST(CatalogSnapshot, GrantsHoldFromTheirBeginUntilTheirEndOrRevocation) {
  SnapshotParts parts = parts_of(model_of({"1.0.0"}, 0));
  parts.grants = std::vector{grant_of("user:a", 10, 20, 0), grant_of("group:g", 0, 0, 15),
                             grant_of("user:b", 0, 0, 0)};
  const auto catalog = SnapshotBuilder::build(std::move(parts));
  const auto count = [&](int64_t now) {
    return catalog->grants_for({"user:a", "group:g"}, kDepartures, now).size();
  };
  EXPECT_EQ(count(9), 1u);
  EXPECT_EQ(count(10), 2u);
  EXPECT_EQ(count(14), 2u);
  EXPECT_EQ(count(15), 1u) << "revoked at this instant";
  EXPECT_EQ(count(19), 1u);
  EXPECT_EQ(count(20), 0u) << "ended at this instant";
  EXPECT_TRUE(catalog->grants_for({"user:a"}, kArrivals, 12).empty());
  EXPECT_TRUE(catalog->grants_for({"user:A", "a", "user:a\nflights"}, kDepartures, 12).empty());
  EXPECT_TRUE(catalog->grants_for({}, kDepartures, 12).empty());
}

TEST(CatalogSnapshot, TheNextGrantChangeIsWhatAScanOfAllGrantsFinds) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  SnapshotParts parts = parts_of(model_of({"1.0.0"}, 0));
  std::vector<GrantRecord> grants;
  for (int i = 0; i < 200; ++i) {
    const auto instant = [&] { return static_cast<int64_t>(random() % 4 ? random() % 100 : 0); };
    grants.push_back(grant_of("user:a", instant(), instant(), instant()));
    if (random() % 2) grants.back().product = kArrivals;
  }
  parts.grants = std::move(grants);
  const auto catalog = SnapshotBuilder::build(std::move(parts));
  for (const ProductId& product : {kDepartures, kArrivals})
    for (int64_t now = -1; now <= 101; ++now) {
      int64_t expected = 0;
      for (const GrantRecord& grant : catalog->grants())
        for (const int64_t at : {grant.from_us, grant.until_us, grant.revoked_us})
          if (grant.product == product && at != 0 && at > now && (expected == 0 || at < expected))
            expected = at;
      ASSERT_EQ(catalog->next_grant_change(product, now), expected) << product.str() << now;
    }
  EXPECT_EQ(catalog->next_grant_change({DomainId("flights"), "other"}, 0), 0);
}

class CatalogTest : public testing::Test {
 protected:
  CatalogTest()
      : folder(testing::TempDir() + "hanse-catalog-" + random_hex(6)),
        catalog(*open_sqlite_store(folder), EnvironmentId("dev")) {}
  ~CatalogTest() override { (void)remove_tree(folder); }
  std::string folder;
  Catalog catalog;
};

TEST_F(CatalogTest, GivesTheSameSnapshotWhileNothingMoves) {
  const auto first = catalog.current();
  ASSERT_TRUE(first.has_value()) << first.error().message;
  EXPECT_EQ(*catalog.current(), *first);
}

TEST_F(CatalogTest, SeesWhatAnotherConnectionCommitted) {
  const auto before = *catalog.current();
  const auto other = *open_sqlite_store(folder);
  ASSERT_TRUE(other->add_grant(grant_of("user:a", 1, 0, 0)).has_value());
  const auto after = *catalog.current();
  EXPECT_EQ(after->grants_for({"user:a"}, kDepartures, 5).size(), 1u);
  EXPECT_TRUE(before->grants().empty()) << "who holds the older one keeps it as it was";
  ASSERT_TRUE(other->revoke_grant("user:a-1-0-0", "owner", 3).has_value());
  EXPECT_TRUE((*catalog.current())->grants_for({"user:a"}, kDepartures, 5).empty());
}

TEST_F(CatalogTest, AStoreThatFailsGivesAnErrorAndNoOlderSnapshot) {
  ASSERT_TRUE(catalog.current().has_value());
  auto other = *Database::open(folder + "/state.sqlite");
  ASSERT_TRUE(other->run("ALTER TABLE grant_events RENAME TO away").has_value());
  for (int again = 0; again < 2; ++again) {
    const auto failed = catalog.current();
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().code, ErrorCode::kCorrupt);
  }
  ASSERT_TRUE(other->run("ALTER TABLE away RENAME TO grant_events").has_value());
  EXPECT_TRUE(catalog.current().has_value());
}

}  // namespace
}  // namespace hanse::catalog
