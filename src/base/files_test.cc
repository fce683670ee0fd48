// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "base/fault.h"

namespace hanse {
namespace {

class Files : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "hanse-files-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = resolve_path(pattern).value();
  }
  void TearDown() override {
    arm_fault(0);
    EXPECT_TRUE(remove_tree(folder_).has_value());
  }
  mode_t mode_of(std::string_view name) const {
    struct stat info{};
    return stat(at(name).c_str(), &info) == 0 ? info.st_mode & 0777 : 0;
  }
  std::string at(std::string_view name) const { return join_path(folder_, name); }
  void write(std::string_view name, std::string_view content) const {
    ASSERT_TRUE(write_file_atomic(at(name), content).has_value());
  }
  std::string read(std::string_view name) const {
    return read_file(at(name), 1'000'000).value_or("(unreadable)");
  }
  size_t entries() const { return list_folder(folder_)->size(); }

  std::string folder_;
};

TEST_F(Files, ReadsWhatItWrote) {
  const std::string content("a\0b\n", 4);
  write("x", content);
  EXPECT_EQ(read("x"), content);
}

TEST_F(Files, ReplacesAFileAndLeavesNothingBeside) {
  write("x", "old");
  write("x", "new");
  EXPECT_EQ(read("x"), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, APrivateFileIsItsOwnersAloneWhateverItWas) {
  for (int round = 0; round < 2; ++round) {
    ASSERT_TRUE(write_private_file_atomic(at("secret"), "x").has_value());
    EXPECT_EQ(mode_of("secret"), 0600u);
    ASSERT_EQ(chmod(at("secret").c_str(), 0644), 0);
  }
}

TEST_F(Files, APrivateFolderIsItsOwnersAloneWhenItIsNew) {
  ASSERT_TRUE(make_private_folder(at("a/state")).has_value());
  EXPECT_EQ(mode_of("a/state"), 0700u);
  ASSERT_EQ(chmod(at("a/state").c_str(), 0750), 0);
  ASSERT_TRUE(make_private_folder(at("a/state")).has_value());
  EXPECT_EQ(mode_of("a/state"), 0750u);
  write("file", "x");
  EXPECT_FALSE(make_private_folder(at("file")).has_value());
}

TEST_F(Files, KeepsTheModeOfAFileThatItReplaces) {
  write("x", "old");
  ASSERT_EQ(chmod(at("x").c_str(), 0600), 0);
  write("x", "new");
  struct stat info{};
  ASSERT_EQ(stat(at("x").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_F(Files, ReplacesALinkInsteadOfWritingThroughIt) {
  write("target", "kept");
  ASSERT_EQ(symlink(at("target").c_str(), at("link").c_str()), 0);
  write("link", "new");
  EXPECT_EQ(read("target"), "kept");
  EXPECT_EQ(read("link"), "new");
}

TEST_F(Files, ReadingAMissingFileSaysSo) {
  const Error error = read_file(at("none"), 10).error();
  EXPECT_EQ(error.code, ErrorCode::kNotFound);
  EXPECT_EQ(error.message, "cannot read `" + at("none") + "`: No such file or directory");
}

TEST_F(Files, RefusesAFileLargerThanTheLimit) {
  write("x", "12345");
  EXPECT_EQ(read_file(at("x"), 4).error().code, ErrorCode::kLimitExceeded);
  EXPECT_TRUE(read_file(at("x"), 5).has_value());
}

TEST_F(Files, RefusesAPipeWithoutWaitingForItsOtherEnd) {
  ASSERT_EQ(mkfifo(at("pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_file(at("pipe"), 10).error().code, ErrorCode::kDenied);
  EXPECT_EQ(read_file(folder_, 10).error().code, ErrorCode::kDenied);
}

// Each failing step leaves the old or the new content, never a part, and no debris.
TEST_F(Files, AFailureAtAnyStepOfAWriteLeavesOldOrNewContent) {
  write("x", "old");
  arm_fault(1'000'000);
  write("x", "old");
  const long steps = fault_operations();
  EXPECT_GE(steps, 5);  // create, write, flush, rename, flush of the folder
  for (long nth = 1; nth <= steps; ++nth) {
    write("x", "old");
    arm_fault(nth);
    EXPECT_FALSE(write_file_atomic(at("x"), "new").has_value()) << "step " << nth;
    arm_fault(0);
    EXPECT_EQ(read("x"), nth == steps ? "new" : "old") << "step " << nth;
    EXPECT_EQ(entries(), 1u) << "step " << nth;
  }
}

TEST_F(Files, RemovesATreeWithoutFollowingLinks) {
  ASSERT_TRUE(make_folders(at("outside")).has_value());
  write("outside/kept", "kept");
  ASSERT_TRUE(make_folders(at("tree/a/b")).has_value());
  write("tree/a/b/c", "x");
  ASSERT_EQ(symlink(at("outside").c_str(), at("tree/a/link").c_str()), 0);
  ASSERT_TRUE(remove_tree(at("tree")).has_value());
  EXPECT_FALSE(path_exists(at("tree")));
  EXPECT_EQ(read("outside/kept"), "kept");
}

TEST_F(Files, RemovesOnlyWhatAWriteLeftUnfinished) {
  write("kept", "x");
  write(".tmp-0123456789abcdef", "half");
  ASSERT_TRUE(make_folders(at(".tmp-folder")).has_value());
  ASSERT_TRUE(remove_unfinished(folder_).has_value());
  EXPECT_EQ(read("kept"), "x");
  EXPECT_TRUE(is_folder(at(".tmp-folder")));
  EXPECT_FALSE(path_exists(at(".tmp-0123456789abcdef")));
}

TEST_F(Files, AFolderThatCannotBeFlushedIsNotSaidToBeMade) {
  arm_fault(3);  // mkdir, two flushes
  EXPECT_EQ(make_folders(at("a/b")).error().code, ErrorCode::kIo);
  arm_fault(0);
  EXPECT_TRUE(make_folders(at("a/b")).has_value());
}

TEST_F(Files, RemovingALinkWithATrailingSlashKeepsItsTarget) {
  ASSERT_TRUE(make_folders(at("outside")).has_value());
  write("outside/kept", "kept");
  ASSERT_EQ(symlink(at("outside").c_str(), at("link").c_str()), 0);
  ASSERT_TRUE(remove_tree(at("link") + "/").has_value());
  EXPECT_FALSE(path_exists(at("link")));
  EXPECT_EQ(read("outside/kept"), "kept");
}

TEST_F(Files, RemovingWhatIsAbsentIsNoError) {
  EXPECT_TRUE(remove_tree(at("none")).has_value());
  EXPECT_TRUE(remove_tree(at("none/deeper")).has_value());
}

TEST_F(Files, ARemovalThatFailedHalfwayCompletesWhenRepeated) {
  for (long nth = 1; nth <= 6; ++nth) {
    ASSERT_TRUE(make_folders(at("tree/a")).has_value());
    write("tree/a/1", "x");
    write("tree/2", "x");
    arm_fault(nth);
    EXPECT_EQ(remove_tree(at("tree")).error().code, ErrorCode::kIo) << "step " << nth;
    arm_fault(0);
    EXPECT_TRUE(path_exists(at("tree")));
    EXPECT_TRUE(remove_tree(at("tree")).has_value());
    EXPECT_FALSE(path_exists(at("tree")));
  }
}

TEST_F(Files, ListsAFolderSortedByNameWithKinds) {
  write("b", "12");
  ASSERT_TRUE(make_folders(at("a")).has_value());
  ASSERT_EQ(symlink("missing", at("c").c_str()), 0);
  const auto entries = list_folder(folder_).value();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_TRUE(entries[0].name == "a" && entries[0].is_folder && !entries[0].is_regular);
  EXPECT_TRUE(entries[1].name == "b" && entries[1].is_regular && entries[1].bytes == 2);
  EXPECT_TRUE(entries[2].name == "c" && entries[2].is_link && !entries[2].is_regular);
  EXPECT_EQ(list_folder(at("none")).error().code, ErrorCode::kNotFound);
}

TEST_F(Files, RenameReplacesTheTarget) {
  write("a", "a");
  write("b", "b");
  ASSERT_TRUE(rename_path(at("a"), at("b")).has_value());
  EXPECT_EQ(read("b"), "a");
  EXPECT_EQ(rename_path(at("a"), at("b")).error().code, ErrorCode::kNotFound);
}

TEST_F(Files, ResolvesLinksInAPath) {
  ASSERT_TRUE(make_folders(at("real")).has_value());
  ASSERT_EQ(symlink("real", at("link").c_str()), 0);
  EXPECT_EQ(resolve_path(at("link")).value(), at("real"));
  EXPECT_EQ(resolve_path(at("link/none")).error().code, ErrorCode::kNotFound);
}

TEST(Paths, JoinNormalisesAndLetsAbsolutePathsStand) {
  EXPECT_EQ(join_path("a/b", "../c"), "a/c");
  EXPECT_EQ(join_path("a", "./b/"), "a/b");
  EXPECT_EQ(join_path("a", ""), "a");
  EXPECT_EQ(join_path("a", "/b"), "/b");
  EXPECT_EQ(join_path("/", ""), "/");
}

TEST(Paths, InsideMeansBelowTheRootByWholeNames) {
  EXPECT_TRUE(path_is_inside("/a/b", "/a"));
  EXPECT_TRUE(path_is_inside("/a", "/a/"));
  EXPECT_TRUE(path_is_inside("/a", "/"));
  EXPECT_FALSE(path_is_inside("/ab", "/a"));
  EXPECT_FALSE(path_is_inside("/", "/a"));
  EXPECT_FALSE(path_is_inside("/a", ""));
}

using Mode = FileLock::Mode;
using Wait = FileLock::Wait;

TEST_F(Files, AnExclusiveLockKeepsOthersOutAndNamesItsHolder) {
  const auto held = FileLock::acquire(at("lock"), Mode::kExclusive, Wait::kNo);
  ASSERT_TRUE(held.has_value());
  const auto second = FileLock::acquire(at("lock"), Mode::kShared, Wait::kNo);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
  EXPECT_EQ(second.error().message, fmt::format("process {} holds `{}`", getpid(), at("lock")));
}

TEST_F(Files, SharedLocksCoexistAndNameNobody) {
  {
    const auto earlier = FileLock::acquire(at("lock"), Mode::kExclusive, Wait::kNo);
  }
  const auto one = FileLock::acquire(at("lock"), Mode::kShared, Wait::kNo);
  const auto two = FileLock::acquire(at("lock"), Mode::kShared, Wait::kNo);
  EXPECT_TRUE(one.has_value() && two.has_value());
  EXPECT_EQ(FileLock::acquire(at("lock"), Mode::kExclusive, Wait::kNo).error().message,
            "another process holds `" + at("lock") + "`");
}

TEST_F(Files, AssigningALockReleasesTheOneBefore) {
  auto lock = FileLock::acquire(at("one"), Mode::kExclusive, Wait::kNo).value();
  auto other = FileLock::acquire(at("two"), Mode::kExclusive, Wait::kNo).value();
  lock = std::move(other);
  EXPECT_TRUE(FileLock::acquire(at("one"), Mode::kExclusive, Wait::kNo).has_value());
  EXPECT_FALSE(FileLock::acquire(at("two"), Mode::kExclusive, Wait::kNo).has_value());
}

TEST_F(Files, ALockEndsWithItsProcess) {
  const pid_t child = fork();
  if (child == 0) {
    const auto held = FileLock::acquire(at("lock"), Mode::kExclusive, Wait::kNo);
    _exit(held ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(FileLock::acquire(at("lock"), Mode::kExclusive, Wait::kYes).has_value());
}

}  // namespace
}  // namespace hanse
