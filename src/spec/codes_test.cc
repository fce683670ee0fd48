// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "base/files.h"
#include "spec/codes.h"
#include "spec/errors_page.h"

namespace hanse::spec {
namespace {

TEST(Codes, EachStandsOnceInOrderWithItsRuleAndExamples) {
  std::set<std::string_view> seen;
  for (const CodeEntry& entry : code_table()) {
    EXPECT_TRUE(seen.insert(entry.code).second) << entry.code;
    for (const std::string_view text : {entry.title, entry.rule, entry.wrong, entry.right})
      EXPECT_FALSE(text.empty()) << entry.code;
    EXPECT_NE(entry.wrong, entry.right) << entry.code;
  }
  EXPECT_GT(seen.size(), 90u);
}

TEST(Codes, AreFoundWithoutRegardToCase) {
  ASSERT_NE(find_code("hns-v023"), nullptr);
  EXPECT_EQ(find_code("hns-v023")->code, "HNS-V023");
  EXPECT_EQ(find_code("HNS-V"), nullptr);
}

TEST(Codes, ThePageIsMadeFromTheTable) {
  const std::string path = std::string(HANSE_SOURCE_DIR) + "/docs/reference/errors.md";
  if (std::getenv("HANSE_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(write_file_atomic(path, errors_markdown()));
  }
  EXPECT_EQ(read_file(path, kSpecificationBytesMax).value_or(""), errors_markdown());
}

}  // namespace
}  // namespace hanse::spec
