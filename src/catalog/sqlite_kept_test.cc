// SPDX-License-Identifier: Apache-2.0
// What a store keeps of the state against what a store that was opened just now reads.
#include "catalog/sqlite_kept.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <random>

#include "base/digest.h"
#include "base/files.h"
#include "catalog/records_json.h"
#include "catalog/store.h"

namespace hanse::catalog {
namespace {

constexpr int kProducts = 4;
using Described = std::vector<std::string>;

class KeptRecordsTest : public testing::Test {
 protected:
  KeptRecordsTest() : folder(testing::TempDir() + "hanse-kept-" + random_hex(6)), store(open()) {}
  ~KeptRecordsTest() override { (void)remove_tree(folder); }
  std::shared_ptr<Store> open() const { return *open_sqlite_store(folder); }

  static ProductId product(unsigned n) {
    return {DomainId(n % 2 ? "d" : "d-e"), "p" + std::to_string(n % kProducts)};
  }
  // A line for each record, in the order of the lists.
  static Described describe(Store& of) {
    Described out;
    const auto snapshots = *of.snapshots();
    for (const SnapshotRecord& record : snapshots)
      out.push_back(fmt::format("snapshot {} {}", to_json(record).dump(), record.current));
    const auto builds = *of.builds();
    for (const BuildRecord& record : builds)
      out.push_back(fmt::format("build {} {}", record.product.str(), record.finished_us));
    const auto grants = *of.grants();
    for (const GrantRecord& record : grants)
      out.push_back(fmt::format("grant {} {}", record.id, record.revoked_us));
    const auto checks = *of.journal().last_check_runs();
    for (const CheckRunRecord& run : checks)
      out.push_back(fmt::format("check {} {}", run.table.str(), run.id));
    const auto runs = *of.journal().last_external_runs();
    for (const ExternalRunRecord& run : runs)
      out.push_back(fmt::format("run {} {}", run.product.str(), run.id));
    return out;
  }

  std::string folder;
  std::shared_ptr<Store> store;
};

TEST_F(KeptRecordsTest, AreThoseThatAreThereWhoeverChangesThem) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  const auto other = open();
  const auto by_hand = *Database::open(folder + "/state.sqlite");
  for (int i = 0; i < 300; ++i) {
    Store& at = random() % 2 ? *store : *other;
    const ProductId of = product(random());
    const std::string id = fmt::format("{:05}", i);
    switch (random() % 8) {
      case 0: {
        SnapshotRecord record;
        record.id = SnapshotId(id);
        record.table = {of, "t", 1};
        ASSERT_TRUE(at.publish({record}).has_value());
        break;
      }
      case 1:
        ASSERT_TRUE(at.record_build({of, i, i, true, "", ""}).has_value());
        break;
      case 2: {
        GrantRecord grant;
        grant.id = "g" + id;
        grant.product = of;
        ASSERT_TRUE(at.add_grant(grant).has_value());
        break;
      }
      case 3: {
        const auto grants = *at.grants();
        if (grants.empty()) break;
        ASSERT_TRUE(at.revoke_grant(grants[random() % grants.size()].id, "x", i + 1).has_value());
        break;
      }
      case 4: {
        CheckRunRecord run;
        run.id = id;
        run.table = {of, random() % 2 ? "t\nu" : "t", 1 + static_cast<int>(random() % 2)};
        ASSERT_TRUE(at.journal().add_check_runs({run}).has_value());
        break;
      }
      case 5: {
        ExternalRunRecord run;
        run.id = id;
        run.product = of;
        ASSERT_TRUE(at.journal().add_external_run(run).has_value());
        break;
      }
      case 6: {
        Commit commit;
        commit.dropped = {{of, "t", 1}};
        ASSERT_TRUE(at.commit(commit).has_value());
        break;
      }
      default: {
        const char* tables[] = {"snapshots", "builds", "grant_events", "check_runs",
                                "external_runs"};
        const char* table = tables[random() % std::size(tables)];
        ASSERT_TRUE(
            by_hand->run(fmt::format("DELETE FROM {0} WHERE rowid = (SELECT max(rowid)"
                                     " FROM {0} WHERE rowid % 3 = 0)",
                                     table)));
      }
    }
    if (random() % 3) {
      const Described fresh = describe(*open());
      ASSERT_EQ(describe(*store), fresh) << "step " << i;
      ASSERT_EQ(describe(*other), fresh) << "step " << i;
    }
  }
}

TEST_F(KeptRecordsTest, ThatDidNotChangeAreTheSameObjects) {
  for (const char* id : {"a", "b"}) {
    GrantRecord grant;
    grant.id = id;
    ASSERT_TRUE(store->add_grant(grant).has_value());
  }
  const auto before = *store->grants();
  ASSERT_TRUE(store->record_build({product(0), 1, 2, true, "", ""}).has_value());
  EXPECT_TRUE(store->grants()->is_same(before)) << "a build is no reason to read grants again";
  ASSERT_TRUE(open()->revoke_grant("b", "x", 7).has_value());
  const auto after = *store->grants();
  EXPECT_EQ(&after[0], &before[0]);
  EXPECT_EQ(after[1].revoked_us, 7);
  EXPECT_EQ(before[1].revoked_us, 0) << "who holds the older one keeps it as it was";
}

// Into the file that is open: it stays the same file, and its marks count on from an older one.
TEST_F(KeptRecordsTest, ARestoredBackupIsReadWhole) {
  for (const char* id : {"a", "b"}) {
    GrantRecord grant;
    grant.id = id;
    ASSERT_TRUE(store->add_grant(grant).has_value());
  }
  const std::string path = folder + "/state.sqlite", backup = folder + "/backup";
  ASSERT_TRUE((*Database::open(path))->run(fmt::format("VACUUM INTO '{}'", backup)).has_value());
  ASSERT_TRUE(store->revoke_grant("a", "x", 5).has_value());
  ASSERT_EQ(store->grants()->at(0).revoked_us, 5);
  sqlite3 *from = nullptr, *to = nullptr;
  ASSERT_EQ(sqlite3_open(backup.c_str(), &from), SQLITE_OK);
  ASSERT_EQ(sqlite3_open(path.c_str(), &to), SQLITE_OK);
  sqlite3_backup* restore = sqlite3_backup_init(to, "main", from, "main");
  ASSERT_NE(restore, nullptr);
  ASSERT_EQ(sqlite3_backup_step(restore, -1), SQLITE_DONE);
  sqlite3_backup_finish(restore);
  sqlite3_close(from);
  sqlite3_close(to);
  ASSERT_TRUE(open()->revoke_grant("b", "x", 7).has_value());
  EXPECT_EQ(describe(*store), describe(*open()));
  EXPECT_EQ(store->grants()->at(1).revoked_us, 7);
}

TEST_F(KeptRecordsTest, AStateThatWouldNotTellWhatChangedIsNotUsed) {
  const auto by_hand = *Database::open(folder + "/state.sqlite");
  const struct {
    const char *spoil, *mend;
  } cases[] = {
      {"DROP TRIGGER grant_events_INSERT",
       "CREATE TRIGGER grant_events_INSERT AFTER INSERT ON grant_events BEGIN SELECT 1; END"},
      {"DELETE FROM mark", "INSERT INTO mark SELECT max(n) FROM marks"},
      {"UPDATE mark SET n = 0", "UPDATE mark SET n = (SELECT max(n) FROM marks)"}};
  GrantRecord grant;
  grant.id = "a";
  ASSERT_TRUE(store->add_grant(grant).has_value());
  ASSERT_TRUE(store->grants().has_value());
  for (const auto& at : cases) {
    ASSERT_TRUE(by_hand->run(at.spoil).has_value());
    EXPECT_EQ(store->grants().error().code, ErrorCode::kCorrupt) << at.spoil;
    EXPECT_EQ(open_sqlite_store(folder).error().code, ErrorCode::kCorrupt) << at.spoil;
    ASSERT_TRUE(by_hand->run(at.mend).has_value()) << at.mend;
    EXPECT_TRUE(store->grants().has_value()) << at.mend;
  }
}

TEST_F(KeptRecordsTest, AGrantThatIsMovedByHandIsNotThereTwice) {
  GrantRecord grant;
  grant.id = "a";
  ASSERT_TRUE(store->add_grant(grant).has_value());
  ASSERT_EQ(store->grants()->size(), 1u);
  ASSERT_TRUE((*Database::open(folder + "/state.sqlite"))
                  ->run("UPDATE grant_events SET seq = seq + 100")
                  .has_value());
  ASSERT_TRUE(store->revoke_grant("a", "x", 7).has_value());
  EXPECT_EQ(describe(*store), describe(*open()));
}

TEST_F(KeptRecordsTest, AStateFromBeforeMarksIsBroughtToThem) {
  const auto old = *Database::open(folder + "/state.sqlite");
  ASSERT_TRUE(store->record_build({product(0), 1, 2, true, "", ""}).has_value());
  for (const char* table : {"snapshots", "builds", "grant_events", "check_runs", "external_runs"})
    for (const char* event : {"INSERT", "UPDATE", "DELETE"})
      ASSERT_TRUE(old->run(fmt::format("DROP TRIGGER {}_{}", table, event)).has_value());
  EXPECT_EQ(open_sqlite_store(folder).error().code, ErrorCode::kCorrupt)
      << "a state that would not tell what changed is not used";
  ASSERT_TRUE(old->run("DROP TABLE mark; DROP TABLE marks; PRAGMA user_version=5").has_value());
  const auto upgraded = open_sqlite_store(folder);
  ASSERT_TRUE(upgraded.has_value()) << upgraded.error().message;
  ASSERT_EQ((*upgraded)->builds()->size(), 1u);
  ASSERT_TRUE(open()->record_build({product(0), 1, 3, false, "", ""}).has_value());
  EXPECT_EQ((*upgraded)->builds()->at(0).finished_us, 3);
}

}  // namespace
}  // namespace hanse::catalog
