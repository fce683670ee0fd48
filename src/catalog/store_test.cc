// SPDX-License-Identifier: Apache-2.0
#include "catalog/store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <latch>
#include <map>
#include <thread>

#include "base/digest.h"
#include "base/fault.h"
#include "base/files.h"
#include "catalog/collect.h"
#include "catalog/snapshot.h"
#include "catalog/sqlite.h"
#include "catalog/sqlite_schema.h"

namespace hanse::catalog {
namespace {

class StoreTest : public testing::Test {
 protected:
  StoreTest() : folder(testing::TempDir() + "hanse-store-" + random_hex(6)), store(open()) {}
  ~StoreTest() override { (void)remove_tree(folder); }
  std::shared_ptr<Store> open() { return *open_sqlite_store(folder); }

  static Commit change(const std::string& scope, int64_t from) {
    Commit commit;
    spec::SpecificationFile file{
        scope + "/a.yaml", {scope}, "d", "", Json::object({{"id", scope}})};
    commit.scopes.push_back({{{scope}, from, "digest", "operator", "", 5}, {std::move(file)}});
    return commit;
  }
  static SnapshotRecord snapshot(const std::string& id) {
    const TableAddress table{{DomainId("d"), "p"}, "t", 1};
    return {SnapshotId(id),
            table,
            {"data/d/p/t@1/" + id + "/part-0.parquet"},
            3,
            9,
            7,
            "1.0.0",
            "x",
            "y"};
  }
  std::string folder;
  std::shared_ptr<Store> store;
};

TEST_F(StoreTest, CommitsCountRevisionsAndMoveTheVersion) {
  const int64_t before = *store->version();
  ASSERT_TRUE(store->commit(change("", 0)).has_value());
  EXPECT_NE(*store->version(), before);
  EXPECT_EQ(store->scopes()->at(0).revision, 1);
  EXPECT_EQ(store->files()->at(0).document["id"].as_string(), "");
}

TEST_F(StoreTest, APassedRevisionIsAConflictAndChangesNothing) {
  ASSERT_TRUE(store->commit(change("a", 0)).has_value());
  const Status again = store->commit(change("a", 0));
  ASSERT_FALSE(again.has_value());
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  Commit reader = change("b", 0);
  reader.read[{"a"}] = 0;
  EXPECT_EQ(store->commit(reader).error().code, ErrorCode::kConflict);
  EXPECT_EQ(store->scopes()->size(), 1u);
}

TEST_F(StoreTest, AnotherConnectionsCommitMovesTheVersion) {
  const auto other = open();
  const int64_t before = *other->version();
  ASSERT_TRUE(store->add_token({"0123456789abcdef", "hash", "analyst", 1, 0, 0}).has_value());
  EXPECT_NE(*other->version(), before);
  EXPECT_EQ((*other->token("0123456789abcdef"))->user, "analyst");
}

TEST_F(StoreTest, PublishingKeepsThePreviousAndForgetsTheOneBefore) {
  for (const char* id : {"s1", "s2", "s3"}) ASSERT_TRUE(store->publish({snapshot(id)}).has_value());
  const auto records = *store->snapshots();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].id.str(), "s2");
  EXPECT_FALSE(records[0].current);
  EXPECT_TRUE(records[1].current);
}

TEST_F(StoreTest, GrantsFoldWithTheirRevocation) {
  GrantRecord grant;
  grant.id = "g1";
  grant.principal = "user:analyst";
  grant.product = {DomainId("d"), "p"};
  ASSERT_TRUE(store->add_grant(grant).has_value());
  ASSERT_TRUE(store->revoke_grant("g1", "owner", 42).has_value());
  EXPECT_EQ(store->grants()->at(0).revoked_us, 42);
}

TEST_F(StoreTest, AGrantIdIsGivenOnceAndOnlyAKnownOneIsRevoked) {
  GrantRecord grant;
  grant.id = "g1";
  ASSERT_TRUE(store->add_grant(grant).has_value());
  EXPECT_EQ(store->add_grant(grant).error().code, ErrorCode::kAlreadyExists);
  EXPECT_EQ(store->revoke_grant("g2", "owner", 1).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(store->grants()->size(), 1u);
}

TEST_F(StoreTest, RecordsThatCannotBeReadAreCorruptAndNamed) {
  Commit commit = change("", 0);
  TableFacts facts{{{DomainId("d"), "p"}, "t", 1}, {}, {"d.u"}};
  facts.columns.push_back({"c", "VARCHAR", spec::Classification::kRestricted, {"pii"}, {}});
  facts.columns[0].origins.push_back({"d.u", "c", "restricted"});
  commit.facts.push_back(facts);
  commit.snapshots.push_back(snapshot("s1"));
  ASSERT_TRUE(store->commit(commit).has_value());
  GrantRecord grant;
  grant.id = "g1";
  ASSERT_TRUE(store->add_grant(grant).has_value());
  EXPECT_EQ(store->facts()->at(0).columns.at(0).classification, spec::Classification::kRestricted);

  const auto error_of = [&](const std::string& table) -> Error {
    const auto of = [](const auto& result) { return result ? Error{} : result.error(); };
    if (table == "facts") return of(store->facts());
    return table == "snapshots" ? of(store->snapshots()) : of(store->grants());
  };
  Catalog catalog(store, EnvironmentId("dev"));
  const struct {
    std::string table, key;
    std::vector<std::string> bodies;  // SQL expressions
  } cases[] = {
      {"facts", "`d/p/t@1`",
       {"'{'", "'[]'", "'{}'", "json_remove(body, '$.columns')", "json_set(body, '$.columns', 1)",
        "json_set(body, '$.columns[0].classification', 'publc')",
        "json_set(body, '$.reads[0]', 7)", "json_remove(body, '$.columns[0].origins')",
        "json_remove(body, '$.columns[0].origins[0].table')",
        "json_set(body, '$.address.table', 'u')", "json_set(body, '$.address.major', 'x')"}},
      {"snapshots", "`s1`",
       {"'x'", "json_remove(body, '$.files')", "json_set(body, '$.id', 's2')",
        "json_set(body, '$.address.table', 'u')", "json_set(body, '$.rows', '3')",
        "json_remove(body, '$.marks')", "json_set(body, '$.marks', json('[{}]'))",
        "json_set(body, '$.marks', json('[{\"stamp\": \"\", \"digest\": \"\"}, "
        "{\"stamp\": \"\", \"digest\": \"\"}]'))"}},
      {"grant_events", "`g1`",
       {"''", "json_remove(body, '$.until_us')", "json_remove(body, '$.columns')",
        "json_set(body, '$.purpose', NULL)", "json_set(body, '$.id', 'g2')"}}};
  auto database = *Database::open(folder + "/state.sqlite");
  for (const auto& at : cases)
    for (const std::string& body : at.bodies) {
      ASSERT_TRUE(database->run("CREATE TEMP TABLE good AS SELECT body FROM " + at.table));
      ASSERT_TRUE(database->run("UPDATE " + at.table + " SET body = " + body)) << body;
      const Error error = error_of(at.table);
      EXPECT_EQ(error.code, ErrorCode::kCorrupt) << body;
      EXPECT_NE(error.message.find(at.key), std::string::npos) << body << ": " << error.message;
      const auto snapshot = catalog.current();
      ASSERT_FALSE(snapshot.has_value()) << body;
      EXPECT_EQ(snapshot.error().code, ErrorCode::kCorrupt) << body;
      ASSERT_TRUE(database->run("UPDATE " + at.table + " SET body = (SELECT body FROM good)"));
      ASSERT_TRUE(database->run("DROP TABLE temp.good"));
      EXPECT_TRUE(error_of(at.table).message.empty()) << body;
    }
}

TEST_F(StoreTest, AStateWithoutItsTablesIsCorrupt) {
  for (const char* table : kTables) {
    const std::string other = folder + "/without-" + table;
    ASSERT_TRUE(open_sqlite_store(other).has_value());
    auto database = *Database::open(other + "/state.sqlite");
    ASSERT_TRUE(database->run(fmt::format("DROP TABLE {}", table)).has_value());
    const auto opened = open_sqlite_store(other);
    ASSERT_FALSE(opened.has_value()) << table;
    EXPECT_EQ(opened.error().code, ErrorCode::kCorrupt);
    EXPECT_NE(opened.error().message.find(table), std::string::npos) << opened.error().message;
  }
  auto database = *Database::open(folder + "/state.sqlite");
  ASSERT_TRUE(database->run("DROP TABLE grant_events").has_value());
  EXPECT_EQ(store->grants().error().code, ErrorCode::kCorrupt);  // lost while it is open
}

TEST_F(StoreTest, AFailedCommitLeavesNothing) {
  arm_fault(1);
  const Status failed = store->commit(change("a", 0));
  arm_fault(0);
  ASSERT_FALSE(failed.has_value());
  EXPECT_TRUE(store->scopes()->empty());
  EXPECT_TRUE(open()->scopes()->empty());
}

TEST_F(StoreTest, ManyMayOpenANewStateAtOnce) {
  constexpr int kRounds = 20, kAtOnce = 8;
  for (int round = 0; round < kRounds; ++round) {
    const std::string fresh = folder + "/new" + std::to_string(round);
    std::vector<std::string> problems(kAtOnce);
    std::vector<std::thread> threads;
    std::latch start(kAtOnce);
    for (int i = 0; i < kAtOnce; ++i)
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        const auto opened = open_sqlite_store(fresh);
        problems[i] = opened ? "" : opened.error().message;
      });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(problems, std::vector<std::string>(kAtOnce));
  }
}

TEST_F(StoreTest, TheStateIsForItsOwnerAlone) {
  struct stat info {};
  ASSERT_EQ(stat((folder + "/state.sqlite").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0077, 0u);
  ASSERT_EQ(stat(folder.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0077, 0u);
}

TEST_F(StoreTest, WhatIsTakenAwayWhileItIsOpenTellsNoVersion) {
  const std::string path = folder + "/state.sqlite";
  ASSERT_TRUE(store->version().has_value());
  ASSERT_TRUE(rename_path(path, path + "-away").has_value());
  EXPECT_EQ(store->version().error().code, ErrorCode::kUnavailable);
  ASSERT_TRUE(write_file_atomic(path, *read_file(path + "-away", 1 << 24)).has_value());
  EXPECT_EQ(store->version().error().code, ErrorCode::kUnavailable) << "a copy is another file";
  ASSERT_TRUE(rename_path(path + "-away", path).has_value());
  EXPECT_TRUE(store->version().has_value());
}

TEST_F(StoreTest, OpeningAndReadingWaitForNobodyWhoWrites) {
  ASSERT_TRUE(store->hash_key().has_value());
  const auto database = *Database::open(folder + "/state.sqlite");
  ASSERT_TRUE(database->run("BEGIN IMMEDIATE").has_value());
  const auto other = open_sqlite_store(folder);
  ASSERT_TRUE(other.has_value()) << other.error().message;
  EXPECT_EQ(*(*other)->hash_key(), *store->hash_key());
}

TEST_F(StoreTest, AFileThatIsNoStateIsCorrupt) {
  const std::string other = folder + "/other";
  ASSERT_TRUE(make_folders(other).has_value());
  ASSERT_TRUE(write_file_atomic(other + "/state.sqlite", std::string(4096, 'x')).has_value());
  EXPECT_EQ(open_sqlite_store(other).error().code, ErrorCode::kCorrupt);
}

TEST_F(StoreTest, CollectingSparesWhatIsRecordedPinnedOrYoung) {
  const auto make = [&](const SnapshotRecord& record) {
    const std::string path = join_path(folder, record.files[0]);
    ASSERT_TRUE(make_folders(path.substr(0, path.rfind('/'))).has_value());
    ASSERT_TRUE(write_file_atomic(path, "x").has_value());
  };
  for (const char* id : {"s1", "s2", "s3", "s4"}) {
    make(snapshot(id));
    ASSERT_TRUE(store->publish({snapshot(id)}).has_value());
  }
  EXPECT_EQ(*collect(*store, folder, Clock::system()), 0);
  const ManualClock later(Clock::system().now_us() + 2 * kCollectAfterUs);
  {
    const auto pin = pin_snapshot(folder, snapshot("s1"));
    ASSERT_TRUE(pin.has_value());
    EXPECT_EQ(*collect(*store, folder, later), 1);  // s2
  }
  EXPECT_EQ(*collect(*store, folder, later), 1);  // s1
  EXPECT_TRUE(pin_snapshot(folder, snapshot("s3")).has_value());
  EXPECT_FALSE(pin_snapshot(folder, snapshot("s1")).has_value());
}

// Fails each operation of a removal in turn: under its name a snapshot is whole or not there.
TEST_F(StoreTest, AnInterruptedRemovalLeavesNoHalfSnapshot) {
  const ManualClock later(Clock::system().now_us() + 2 * kCollectAfterUs);
  const std::string table = folder + "/data/d/p/t@1", old = table + "/s1";
  const std::vector<std::string> files = {"part-0.parquet", "part-1.parquet", "part-2.parquet"};
  long nth = 0;
  for (bool is_done = false; !is_done;) {
    ASSERT_TRUE(make_folders(old).has_value());
    for (const std::string& file : files)
      ASSERT_TRUE(write_file_atomic(join_path(old, file), "x").has_value());
    arm_fault(++nth);
    const auto interrupted = collect(*store, folder, later);
    is_done = fault_operations() < nth;
    arm_fault(0);
    size_t left = 0;
    for (const std::string& file : files) left += is_regular_file(join_path(old, file)) ? 1 : 0;
    EXPECT_TRUE(left == files.size() || !path_exists(old)) << "operation " << nth;
    EXPECT_EQ(*collect(*store, folder, later), interrupted ? 0 : 1) << "operation " << nth;
    EXPECT_TRUE(list_folder(table)->empty()) << "operation " << nth;
  }
  EXPECT_GT(nth, 4);
}

TEST_F(StoreTest, ASnapshotThatAnotherProcessPinsStays) {
  const ManualClock later(Clock::system().now_us() + 2 * kCollectAfterUs);
  const std::string file = join_path(folder, snapshot("s1").files[0]);
  ASSERT_TRUE(make_folders(file.substr(0, file.rfind('/'))).has_value());
  ASSERT_TRUE(write_file_atomic(file, "x").has_value());
  int pinned[2], enough[2];
  ASSERT_EQ(pipe(pinned), 0);
  ASSERT_EQ(pipe(enough), 0);
  char byte = 0;
  const pid_t reader = fork();
  if (reader == 0) {
    close(enough[1]);
    const auto pin = pin_snapshot(folder, snapshot("s1"));
    (void)!write(pinned[1], pin ? "y" : "n", 1);
    (void)!read(enough[0], &byte, 1);
    _exit(0);
  }
  ASSERT_EQ(read(pinned[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'y');
  EXPECT_EQ(*collect(*store, folder, later), 0);
  EXPECT_TRUE(is_regular_file(file));
  for (const int end : {pinned[0], pinned[1], enough[0], enough[1]}) close(end);
  waitpid(reader, nullptr, 0);
  EXPECT_EQ(*collect(*store, folder, later), 1);  // the pin went with the process
  EXPECT_FALSE(path_exists(file));
}

// Whatever the umask, and whatever modes an earlier process left.
TEST_F(StoreTest, EveryFileOfTheStateIsForItsOwnerAlone) {
  const std::string fresh = folder + "/fresh";
  const auto modes = [&] {
    std::map<std::string, mode_t> out;
    struct stat info {};
    if (stat(fresh.c_str(), &info) == 0) out["."] = info.st_mode & 07777;
    const auto entries = *list_folder(fresh);
    for (const FolderEntry& entry : entries)
      if (stat(join_path(fresh, entry.name).c_str(), &info) == 0)
        out[entry.name] = info.st_mode & 07777;
    return out;
  };
  const std::map<std::string, mode_t> expected = {{".", 0700},
                                                  {"open.lock", 0600},
                                                  {"state.sqlite", 0600},
                                                  {"state.sqlite-shm", 0600},
                                                  {"state.sqlite-wal", 0600}};
  const mode_t before = umask(0);
  {
    const auto opened = open_sqlite_store(fresh);
    EXPECT_TRUE(opened.has_value());
    EXPECT_EQ(umask(0), 0u) << "the umask is the process's: other threads make files with it";
    EXPECT_EQ(modes(), expected);
    for (const auto& [name, mode] : expected)
      EXPECT_EQ(chmod(join_path(fresh, name).c_str(), mode | 0055), 0);
    EXPECT_TRUE(open_sqlite_store(fresh).has_value());
    EXPECT_EQ(modes(), expected);
  }
  umask(before);
}

}  // namespace
}  // namespace hanse::catalog
