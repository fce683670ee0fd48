// SPDX-License-Identifier: Apache-2.0
#include "contract/row_comparison.h"

#include <gtest/gtest.h>

#include "engine/engine.h"

namespace hanse::contract {
namespace {

using Kind = RowDifference::Kind;

// `rows`: what stands behind VALUES, keys first.
Result<RowComparison> compared(const std::string& first, const std::string& second,
                               size_t key_columns = 1, size_t differences_max = 10) {
  const auto builder = engine::make_builder_engine({testing::TempDir(), 64 << 20, 0, ""});
  EXPECT_TRUE(builder);
  const auto ask = [&](const std::string& rows) {
    auto stream = (*builder)->run({fmt::format("SELECT * FROM (VALUES {}) AS t(id, a, b)", rows),
                                  {}, 0},
                                 engine::CancelToken());
    EXPECT_TRUE(stream) << rows;
    return *std::move(stream);
  };
  const auto left = ask(first), right = ask(second);
  return compare_rows(*left, *right, key_columns, differences_max);
}

TEST(RowComparison, FindsMissingExtraAndDifferingKeysWithTheirColumns) {
  const auto found = compared("('=1', '=x', '=y'), ('=2', '=x', '=y'), ('=3', '=x', '=y')",
                              "('=1', '=x', '=y'), ('=3', '=x', '=z'), ('=4', '=x', '=y')");
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->are_equal());
  EXPECT_EQ(found->same, 1);
  EXPECT_EQ(found->missing, 1);
  EXPECT_EQ(found->extra, 1);
  EXPECT_EQ(found->differing, 1);
  ASSERT_EQ(found->differences.size(), 3u);
  EXPECT_EQ(found->differences[0].kind, Kind::kMissing);
  EXPECT_EQ(found->differences[0].key, std::vector<std::string>{"=2"});
  EXPECT_EQ(found->differences[1].columns, std::vector<std::string>{"b"});
  EXPECT_EQ(found->differences[2].kind, Kind::kExtra);
}

TEST(RowComparison, TellsNothingFromAnEmptyText) {
  const auto found = compared("('=1', '', '=y')", "('=1', '=', '=y')");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->differing, 1);
  EXPECT_NE(found->first.digest, found->second.digest);
}

TEST(RowComparison, RowsOfOneKeyAreASetWithCounts) {
  const auto same = compared("('=1', '=x', ''), ('=1', '=y', '')",
                             "('=1', '=y', ''), ('=1', '=x', '')");
  ASSERT_TRUE(same);
  EXPECT_TRUE(same->are_equal());
  EXPECT_EQ(same->first.digest, same->second.digest);
  EXPECT_EQ(same->second.duplicate_keys, 1);
  const auto once = compared("('=1', '=x', ''), ('=1', '=x', '')", "('=1', '=x', '')");
  ASSERT_TRUE(once);
  EXPECT_FALSE(once->are_equal());
  EXPECT_EQ(once->differences[0].kind, Kind::kDuplicate);
}

TEST(RowComparison, CellsThatRunIntoEachOtherHaveAnotherDigest) {
  const auto found = compared("('=1', '=ab', '=c')", "('=1', '=a', '=bc')");
  ASSERT_TRUE(found);
  EXPECT_NE(found->first.digest, found->second.digest);
}

TEST(RowComparison, RefusesASideThatIsNotSorted) {
  const auto found = compared("('=2', '', ''), ('=1', '', '')", "('=1', '', '')");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kInternal);
}

TEST(RowComparison, SortsByBytesAndListsNoMoreThanAsked) {
  const auto found = compared("('=10', '', ''), ('=9', '', ''), ('=é', '', '')",
                              "('=10', '', '=x'), ('=9', '', '=x'), ('=é', '', '=x')", 1, 2);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->differing, 3);
  EXPECT_EQ(found->differences.size(), 2u);
}

}  // namespace
}  // namespace hanse::contract
