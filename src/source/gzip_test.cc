// SPDX-License-Identifier: Apache-2.0
#include "source/gzip.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>

#include "base/digest.h"
#include "base/files.h"

namespace hanse::source {
namespace {

class GzipTest : public testing::Test {
 protected:
  GzipTest() : folder(testing::TempDir() + "hanse-gzip-" + random_hex(6)) {
    EXPECT_TRUE(make_folders(folder + "/scratch").has_value());
  }
  ~GzipTest() override { (void)remove_tree(folder); }

  std::string packed(const std::string& content) const {
    const std::string path = folder + "/made";
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
    gzclose(file);
    return *read_file(path, 1 << 24);
  }
  Result<std::string> unpack(const std::string& bytes, const UnpackLimits& limits = {}) const {
    EXPECT_TRUE(write_file_atomic(folder + "/a.csv.gz", bytes).has_value());
    HANSE_TRY(const std::string path,
              unpack_gzip({folder + "/a.csv.gz", "a.csv.gz"}, ".csv", folder + "/scratch", limits));
    EXPECT_TRUE(path.ends_with(".csv"));
    auto content = read_file(path, 1 << 28);
    std::filesystem::remove(path);
    return content;
  }
  bool scratch_is_empty() const { return std::filesystem::is_empty(folder + "/scratch"); }
  const std::string folder;
};

TEST_F(GzipTest, UnpacksMembersOneAfterTheOther) {
  EXPECT_EQ(*unpack(packed("a\n1\n")), "a\n1\n");
  EXPECT_EQ(*unpack(packed("a\n1\n") + packed("2\n") + packed("")), "a\n1\n2\n");
  EXPECT_EQ(*unpack(packed("a\n") + std::string(512, '\0')), "a\n") << "a block filled up";
  const std::string large(5'000'000, 'x');
  EXPECT_EQ(*unpack(packed(large)), large);
}

TEST_F(GzipTest, RefusesWhatIsCutOrChangedAnywhere) {
  const std::string content = "order,article\n1,rope\n2,lantern\n", good = packed(content);
  for (size_t size = 0; size < good.size(); ++size) {
    const auto cut = unpack(good.substr(0, size));
    ASSERT_FALSE(cut.has_value()) << size;
    EXPECT_EQ(cut.error().code, ErrorCode::kDataError) << size;
    EXPECT_EQ(cut.error().message, "`a.csv.gz` is no whole gzip file");
  }
  size_t refused = 0;
  // Behind the head, whose time and system say nothing of the content.
  for (size_t at = 10; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    const auto found = unpack(changed);  // bits that fill up the last byte say nothing either
    EXPECT_TRUE(!found || *found == content) << at;
    refused += found ? 0 : 1;
  }
  EXPECT_GE(refused, good.size() - 11);
  for (const std::string& tail : {std::string("x"), std::string("\0\0x", 3), good.substr(0, 9)})
    EXPECT_FALSE(unpack(good + tail).has_value());
  EXPECT_TRUE(scratch_is_empty());
}

TEST_F(GzipTest, RefusesWhatSwells) {
  UnpackLimits limits;
  limits.ratio_from = 1'000'000;
  const std::string bomb = packed(std::string(10'000'000, '\0'));
  EXPECT_EQ(unpack(bomb, limits).error().code, ErrorCode::kLimitExceeded);
  limits.ratio_max = 1'000'000;
  EXPECT_TRUE(unpack(bomb, limits).has_value());
  limits.bytes_max = 9'999'999;
  EXPECT_EQ(unpack(bomb, limits).error().code, ErrorCode::kLimitExceeded);
  EXPECT_TRUE(scratch_is_empty());
}

}  // namespace
}  // namespace hanse::source
