// SPDX-License-Identifier: Apache-2.0
#include "catalog/snapshot_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/digest.h"
#include "base/files.h"
#include "catalog/sqlite.h"
#include "catalog/store.h"

namespace hanse::catalog {
namespace {

class SnapshotFilesTest : public testing::Test {
 protected:
  SnapshotFilesTest() : folder(testing::TempDir() + "hanse-snapshots-" + random_hex(6)) {
    record.id = SnapshotId("s1");
    record.table = {{DomainId("d"), "p"}, "t", 1};
    record.files = {"data/part-0.parquet"};
    EXPECT_TRUE(make_folders(folder + "/data").has_value());
    write("rows");
    record.marks = {*mark_of(path())};
  }
  ~SnapshotFilesTest() override { (void)remove_tree(folder); }
  std::string path() const { return folder + "/data/part-0.parquet"; }
  void write(std::string_view content) {
    ASSERT_TRUE(write_file_atomic(path(), content).has_value());
  }
  ErrorCode code() const {
    const Status status = check_files(folder, record);
    return status ? ErrorCode::kInternal : status.error().code;
  }
  static constexpr ErrorCode kWhole = ErrorCode::kInternal;
  const std::string folder;
  SnapshotRecord record;
};

TEST_F(SnapshotFilesTest, OtherBytesAreFoundWheneverTheyCome) {
  EXPECT_EQ(code(), kWhole);
  write("ROWS");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(code(), ErrorCode::kCorrupt);
  write("rows");  // the bytes are there again, in another file
  for (int i = 0; i < 2; ++i) EXPECT_EQ(code(), kWhole);
  write("ROWS");
  EXPECT_EQ(code(), ErrorCode::kCorrupt);
}

TEST_F(SnapshotFilesTest, WhatIsGoneOrNoFileIsTold) {
  std::filesystem::remove(path());
  EXPECT_EQ(code(), ErrorCode::kNotFound);
  std::filesystem::create_symlink(folder + "/elsewhere", path());
  EXPECT_EQ(code(), ErrorCode::kCorrupt);
}

TEST_F(SnapshotFilesTest, NoMessageNamesAPath) {
  write("ROWS");
  EXPECT_EQ(check_files(folder, record).error().message.find('/'), std::string::npos);
}

TEST_F(SnapshotFilesTest, OfAnOlderRecordTheFilesNeedOnlyBeThere) {
  record.marks.clear();
  write("ROWS");
  EXPECT_EQ(code(), kWhole);
  std::filesystem::remove(path());
  EXPECT_EQ(code(), ErrorCode::kNotFound);
}

TEST_F(SnapshotFilesTest, MarksAreKeptByTheStore) {
  const auto store = *open_sqlite_store(folder);
  ASSERT_TRUE(store->publish({record}).has_value());
  EXPECT_EQ(store->snapshots()->at(0).marks, record.marks);
}

TEST_F(SnapshotFilesTest, RecordsOfTheVersionBeforeAreRead) {
  ASSERT_TRUE((*open_sqlite_store(folder))->publish({record}).has_value());
  {
    const auto database = *Database::open(folder + "/state.sqlite");
    ASSERT_TRUE(database->run("UPDATE snapshots SET body = json_remove(body, '$.marks')"));
    for (const char* table : {"snapshots", "builds", "grant_events"})
      for (const char* event : {"INSERT", "UPDATE", "DELETE"})
        ASSERT_TRUE(database->run(fmt::format("DROP TRIGGER {}_{}", table, event)));
    for (const char* table : {"check_runs", "incidents", "external_runs", "notices",
                              "level_changes", "mark", "marks"})
      ASSERT_TRUE(database->run(fmt::format("DROP TABLE {}", table)));
    ASSERT_TRUE(database->run("ALTER TABLE builds DROP COLUMN codes"));
    ASSERT_TRUE(database->run("PRAGMA user_version=2"));
  }
  const auto store = open_sqlite_store(folder);
  ASSERT_TRUE(store.has_value()) << store.error().message;
  const auto records = (*store)->snapshots();
  ASSERT_TRUE(records.has_value()) << records.error().message;
  EXPECT_TRUE(records->at(0).marks.empty());
  EXPECT_TRUE((*store)->journal().open_incidents().has_value());
}

}  // namespace
}  // namespace hanse::catalog
