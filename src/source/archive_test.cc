// SPDX-License-Identifier: Apache-2.0
#include "source/archive.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zip.h>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"

namespace hanse::source {
namespace {

namespace fs = std::filesystem;

class ArchiveTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "hanse-archive-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    fs::create_directories(folder_ + "/scratch");
  }
  void TearDown() override { fs::remove_all(folder_); }

  struct Entry {
    std::string name, content;
    mode_t mode = S_IFREG | 0644;
  };
  std::string archive(const std::vector<Entry>& entries) {
    const std::string path = folder_ + "/a.zip";
    fs::remove(path);
    int code = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    for (const Entry& entry : entries) {
      zip_source_t* source = zip_source_buffer(zip, entry.content.data(), entry.content.size(), 0);
      const auto index = zip_file_add(zip, entry.name.c_str(), source, 0);
      zip_file_set_external_attributes(zip, static_cast<zip_uint64_t>(index), 0, ZIP_OPSYS_UNIX,
                                       static_cast<zip_uint32_t>(entry.mode) << 16);
    }
    EXPECT_EQ(zip_close(zip), 0);
    return path;
  }
  Result<std::vector<std::string>> unpack(const std::string& path,
                                          const UnpackLimits& limits = {}) {
    return unpack_zip({path, "a.zip"}, ".csv", folder_ + "/scratch", limits);
  }
  bool scratch_is_empty() const { return fs::is_empty(folder_ + "/scratch"); }

  std::string folder_;
};

TEST_F(ArchiveTest, UnpacksTheFilesOfTheWantedKind) {
  const auto files =
      unpack(archive({{"a.csv", "a\n1\n"}, {"sub/B.CSV", "a\n2\n"}, {"readme.txt", "x"}}));
  ASSERT_TRUE(files) << files.error().message;
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ(*read_file((*files)[0], 100), "a\n1\n");
  EXPECT_EQ(*read_file((*files)[1], 100), "a\n2\n");
}

TEST_F(ArchiveTest, RefusesNamesThatLeaveTheFolder) {
  for (const char* name :
       {"../a.csv", "x/../../a.csv", "/etc/a.csv", "..\\a.csv", "C:a.csv", "x/.."}) {
    const auto files = unpack(archive({{"good.csv", "a\n1\n"}, {name, "a\n1\n"}}));
    ASSERT_FALSE(files) << name;
    EXPECT_EQ(files.error().code, ErrorCode::kDenied) << name;
    EXPECT_TRUE(scratch_is_empty()) << name;
  }
  EXPECT_FALSE(fs::exists(folder_ + "/a.csv"));
}

TEST_F(ArchiveTest, RefusesLinksAndDevices) {
  for (const mode_t mode : {S_IFLNK | 0777, S_IFIFO | 0644, S_IFCHR | 0644}) {
    const auto files = unpack(archive({{"a.csv", "/etc/passwd", static_cast<mode_t>(mode)}}));
    ASSERT_FALSE(files);
    EXPECT_EQ(files.error().code, ErrorCode::kDenied);
  }
}

TEST_F(ArchiveTest, StopsAtABombAndLeavesNothing) {
  UnpackLimits limits;
  limits.ratio_from = 1000;
  limits.ratio_max = 20;
  auto files = unpack(archive({{"a.csv", std::string(1'000'000, 'x')}}), limits);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, ErrorCode::kLimitExceeded);
  limits = {};
  limits.bytes_max = 1500;
  files = unpack(archive({{"a.csv", std::string(1000, 'x')}, {"b.csv", std::string(1000, 'x')}}),
                 limits);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, ErrorCode::kLimitExceeded);
  limits = {};
  limits.entries_max = 1;
  EXPECT_EQ(unpack(archive({{"a.csv", "x"}, {"b.csv", "x"}}), limits).error().code,
            ErrorCode::kLimitExceeded);
  EXPECT_TRUE(scratch_is_empty());
}

TEST_F(ArchiveTest, RefusesWhatIsNoWholeArchive) {
  EXPECT_EQ(unpack(archive({{"a.txt", "x"}})).error().code, ErrorCode::kDataError);
  const std::string path = archive({{"a.csv", std::string(5000, 'x')}});
  std::string bytes = *read_file(path, 1u << 20);
  ASSERT_TRUE(write_file_atomic(path, bytes.substr(0, bytes.size() / 2)));
  EXPECT_EQ(unpack(path).error().code, ErrorCode::kDataError);
  ASSERT_TRUE(write_file_atomic(path, "not a zip"));
  EXPECT_EQ(unpack(path).error().code, ErrorCode::kDataError);
  bytes[40] = static_cast<char>(bytes[40] ^ 0x55);
  ASSERT_TRUE(write_file_atomic(path, bytes));
  EXPECT_FALSE(unpack(path)) << "a damaged entry must fail its checksum";
  EXPECT_TRUE(scratch_is_empty());
}

}  // namespace
}  // namespace hanse::source
