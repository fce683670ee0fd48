// SPDX-License-Identifier: Apache-2.0
#include "strategy/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/scratch_folder.h"

namespace hanse::strategy {
namespace {

class StrategyDocuments : public testing::Test {
 protected:
  void SetUp() override {
    auto made = ScratchFolder::make();
    ASSERT_TRUE(made);
    folder_.emplace(std::move(*made));
    ASSERT_TRUE(make_folders(join_path(folder_->path(), "strategy/kept")));
    mesh_.strategy.push_back({});
  }
  void write(const std::string& path, std::string_view text) {
    ASSERT_TRUE(write_file_atomic(join_path(folder_->path(), path), text));
  }
  std::string codes() {
    Diagnostics found;
    EXPECT_TRUE(check_documents(folder_->path(), mesh_, found));
    std::string out;
    for (const Diagnostic& one : found.items()) out += one.code + " " + one.message + "\n";
    return out;
  }
  std::optional<ScratchFolder> folder_;
  spec::Model mesh_;
};

TEST_F(StrategyDocuments, AKindThatNoToolReadsIsAnError) {
  write("strategy/odd.yaml", "apiVersion: hanse/v1\nkind: Odd\n");
  write("strategy/kept/none.yaml", "apiVersion: hanse/v1\n");
  EXPECT_EQ(codes(),
            "HNS-G001 the file does not say its `kind`\n"
            "HNS-G001 no strategy file is of kind `Odd`\n");
}

TEST_F(StrategyDocuments, FilesAreFoundByTheirKindInTheFolderAndBelow) {
  write("strategy/b.yaml", "apiVersion: hanse/v1\nkind: Odd\n");
  write("strategy/kept/a.yaml", "apiVersion: hanse/v1\nkind: Odd\n");
  write("strategy/c.yaml", "apiVersion: hanse/v1\nkind: Even\n");
  const auto files = files_of_kind(folder_->path(), "Odd");
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ((*files)[0].path, "strategy/b.yaml");
  EXPECT_EQ((*files)[1].path, "strategy/kept/a.yaml");
}

TEST_F(StrategyDocuments, AnIdThatLeadsElsewhereIsRefusedWhoeverReadsIt) {
  for (const char* id : {"../x", "a/b", ".hidden", "\"\"", "\"a\\0b\"", "a\\b"}) {
    write("strategy/b.yaml",
          fmt::format("apiVersion: hanse/v1\nkind: Metrics\nid: {}\n", id));
    EXPECT_THAT(codes(), testing::HasSubstr("HNS-G002")) << id;
    EXPECT_FALSE(files_of_kind(folder_->path(), "Metrics")) << id;
  }
  write("strategy/b.yaml", "apiVersion: hanse/v1\nkind: Metrics\nid: v1.2-b_c\n");
  EXPECT_TRUE(files_of_kind(folder_->path(), "Metrics"));
}

TEST_F(StrategyDocuments, AnotherEditionIsNamedWithItsPlace) {
  write("strategy/b.yaml", "kind: Odd\napiVersion: hanse/v9\n");
  const auto files = files_of_kind(folder_->path(), "Odd");
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, ErrorCode::kInvalidArgument);
  EXPECT_TRUE(files.error().message.starts_with("strategy/b.yaml:2: ")) << files.error().message;
}

}  // namespace
}  // namespace hanse::strategy
