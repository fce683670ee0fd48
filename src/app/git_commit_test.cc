// SPDX-License-Identifier: Apache-2.0
#include "app/git_commit.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/files.h"

namespace hanse::app {
namespace {

class GitCommit : public testing::Test {
 protected:
  GitCommit() : folder(testing::TempDir() + "hanse-git-" + random_hex(6)) {
    write(".git/HEAD", "ref: refs/heads/main\n");
    (void)make_folders(folder + "/mesh/deep");
  }
  ~GitCommit() override { (void)remove_tree(folder); }
  void write(const std::string& path, const std::string& text) {
    const std::string full = join_path(folder, path);
    ASSERT_TRUE(make_folders(full.substr(0, full.rfind('/'))).has_value());
    ASSERT_TRUE(write_file_atomic(full, text).has_value());
  }
  std::string folder;
  const std::string commit = std::string(40, 'a');
};

TEST_F(GitCommit, IsFoundFromAFolderInside) {
  write(".git/refs/heads/main", commit + "\n");
  EXPECT_EQ(git_commit_of(folder + "/mesh/deep"), commit);
}

TEST_F(GitCommit, IsFoundAmongPackedRefs) {
  write(".git/packed-refs", "# pack-refs\n" + std::string(40, 'b') + " refs/heads/other\n" +
                                commit + " refs/heads/main\n");
  EXPECT_EQ(git_commit_of(folder), commit);
}

TEST_F(GitCommit, ADetachedHeadIsTheCommitItself) {
  write(".git/HEAD", commit + "\n");
  EXPECT_EQ(git_commit_of(folder), commit);
}

TEST_F(GitCommit, WhatIsNoCommitIsNothing) {
  EXPECT_EQ(git_commit_of(folder), "");
  write(".git/refs/heads/main", "not a commit\n");
  EXPECT_EQ(git_commit_of(folder), "");
}

}  // namespace
}  // namespace hanse::app
