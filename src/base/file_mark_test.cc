// SPDX-License-Identifier: Apache-2.0
#include "base/file_mark.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/digest.h"
#include "base/files.h"

namespace hanse {
namespace {

class FileMarkTest : public testing::Test {
 protected:
  FileMarkTest() : folder(testing::TempDir() + "hanse-marks-" + random_hex(6)) {
    EXPECT_TRUE(make_folders(folder).has_value());
    EXPECT_TRUE(write_file_atomic(path(), "content").has_value());
  }
  ~FileMarkTest() override { (void)remove_tree(folder); }
  std::string path(const std::string& name = "file") const { return folder + "/" + name; }
  const std::string folder;
};

TEST_F(FileMarkTest, IsTheSameWhileNobodyTouchesTheFile) {
  const auto mark = mark_of(path());
  ASSERT_TRUE(mark.has_value());
  EXPECT_EQ(mark->digest, digest_hex("content"));
  EXPECT_EQ(mark->stamp, *stamp_of(path()));
  EXPECT_EQ(*mark, *mark_of(path()));
}

TEST_F(FileMarkTest, AFileInItsPlaceHasAnotherStampWhateverItsSizeAndTimes) {
  const FileMark before = *mark_of(path());
  const auto times = std::filesystem::last_write_time(path());
  ASSERT_TRUE(write_file_atomic(path(), "CONTENT").has_value());
  std::filesystem::last_write_time(path(), times);
  const FileMark after = *mark_of(path());
  EXPECT_NE(before.stamp, after.stamp);
  EXPECT_NE(before.digest, after.digest);
}

TEST_F(FileMarkTest, ALargeFileIsReadToItsEnd) {
  const std::string content(3 * 1024 * 1024 + 17, 'x');
  ASSERT_TRUE(write_file_atomic(path(), content).has_value());
  EXPECT_EQ(mark_of(path())->digest, digest_hex(content));
}

TEST_F(FileMarkTest, WhatIsNoRegularFileHasNone) {
  EXPECT_EQ(stamp_of(path("nothing")).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(mark_of(path("nothing")).error().code, ErrorCode::kNotFound);
  ASSERT_EQ(symlink(path().c_str(), path("link").c_str()), 0);
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  for (const std::string& other : {path("link"), path("pipe"), folder}) {
    EXPECT_EQ(stamp_of(other).error().code, ErrorCode::kCorrupt) << other;
    EXPECT_EQ(mark_of(other).error().code, ErrorCode::kCorrupt) << other;
  }
}

}  // namespace
}  // namespace hanse
