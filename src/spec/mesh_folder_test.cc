// SPDX-License-Identifier: Apache-2.0
#include "spec/mesh_folder.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "base/scratch_folder.h"

namespace hanse::spec {
namespace {

namespace fs = std::filesystem;

class MeshFolder : public testing::Test {
 protected:
  const ScratchFolder scratch_ = std::move(*ScratchFolder::make());
  const std::string mesh_ = scratch_.path() + "/mesh", outside_ = scratch_.path() + "/outside";

  void SetUp() override {
    ASSERT_TRUE(make_folders(mesh_ + "/strategy"));
    ASSERT_TRUE(make_folders(outside_));
  }
};

TEST_F(MeshFolder, IsMadeWithItsParents) {
  ASSERT_TRUE(make_mesh_folder(mesh_, "strategy/kept/deep"));
  EXPECT_TRUE(is_folder(mesh_ + "/strategy/kept/deep"));
  ASSERT_TRUE(make_mesh_folder(scratch_.path() + "/new", "strategy"));
  EXPECT_TRUE(is_folder(scratch_.path() + "/new/strategy"));
}

TEST_F(MeshFolder, IsRefusedWhereALinkLeavesTheMesh) {
  fs::create_directory_symlink(outside_, mesh_ + "/strategy/kept");
  for (const char* path : {"strategy/kept", "strategy/kept/deep", "new/../strategy/kept"}) {
    const Status made = make_mesh_folder(mesh_, path);
    ASSERT_FALSE(made) << path;
    EXPECT_EQ(made.error().message, "the link `strategy/kept` leaves the folder of the mesh");
  }
  EXPECT_FALSE(path_exists(outside_ + "/deep"));
}

TEST_F(MeshFolder, IsRefusedWhereItsPathLeavesTheMesh) {
  for (const char* path : {"../outside", "new/../../outside", "/outside", "..", "../mesh/strategy",
                           "new/../../mesh/strategy"}) {
    EXPECT_FALSE(is_in_mesh(path)) << path;
    const Status made = make_mesh_folder(mesh_, path);
    ASSERT_FALSE(made) << path;
    EXPECT_EQ(made.error().code, ErrorCode::kDenied) << path;
  }
  for (const char* path : {"", "strategy", "new/../strategy", "..kept"})
    EXPECT_TRUE(is_in_mesh(path)) << path;
}

TEST_F(MeshFolder, IsMadeForTheFilesWrittenToIt) {
  ASSERT_TRUE(write_mesh_file(mesh_, "mesh.yaml", "top"));
  ASSERT_TRUE(write_mesh_file(mesh_, "strategy/kept/a.yaml", "deep"));
  EXPECT_EQ(*read_file(mesh_ + "/mesh.yaml", 10), "top");
  EXPECT_EQ(*read_file(mesh_ + "/strategy/kept/a.yaml", 10), "deep");
  for (const char* path : {"../outside/a.yaml", "/a.yaml", "..", "", "."})
    EXPECT_FALSE(write_mesh_file(mesh_, path, "out")) << path;
  EXPECT_FALSE(path_exists(outside_ + "/a.yaml"));
}

TEST_F(MeshFolder, IsRefusedWhereALinkLeadsNowhere) {
  fs::create_directory_symlink(outside_ + "/gone", mesh_ + "/strategy/kept");
  EXPECT_FALSE(make_mesh_folder(mesh_, "strategy/kept"));
  EXPECT_FALSE(path_exists(outside_ + "/gone"));
}

TEST_F(MeshFolder, MayBeALinkWithinTheMesh) {
  ASSERT_TRUE(make_folders(mesh_ + "/kept"));
  fs::create_directory_symlink(mesh_ + "/kept", mesh_ + "/strategy/kept");
  EXPECT_TRUE(make_mesh_folder(mesh_, "strategy/kept/deep"));
  EXPECT_TRUE(is_folder(mesh_ + "/kept/deep"));
}

}  // namespace
}  // namespace hanse::spec
