// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "spec/node.h"
#include "spec/scaffold.h"

namespace hanse::spec {
namespace {

std::string formatted(const std::string& text) {
  const auto result = format_yaml("x.yaml", text);
  EXPECT_TRUE(result) << text << (result ? "" : result.error().message);
  return result.value_or("");
}

TEST(FormatYaml, IndentsByTwoAndKeepsComments) {
  EXPECT_EQ(formatted("# top\na:\n     b:   1   # one\n     # of c\n     c :  x\n\n\n\n"
                      "d:\n- 1\n-   e: 2\n    f: 3\n# end"),
            "# top\na:\n  b: 1   # one\n  # of c\n  c: x\n\n"
            "d:\n  - 1\n  - e: 2\n    f: 3\n# end\n");
}

TEST(FormatYaml, LinesOfAValueMoveWithIt) {
  EXPECT_EQ(formatted("a:\n    text: |\n        one\n          two\n\n    list: [1,\n        2]\n"
                      "    plain: x\n      y\n"),
            "a:\n  text: |\n      one\n        two\n\n  list: [1,\n      2]\n  plain: x\n    y\n");
}

TEST(FormatYaml, ACommentStaysWithTheListItEnds) {
  EXPECT_EQ(formatted("a:\n    - 1\n    # no more\nb: 2\n"), "a:\n  - 1\n  # no more\nb: 2\n");
}

TEST(FormatYaml, WindowsLineEndsBecomeLineFeeds) {
  EXPECT_EQ(formatted("a: 1\r\nb: 2\r\n"), "a: 1\nb: 2\n");
  EXPECT_EQ(formatted("a: [1,\r  \n  2]\r"), "a: [1,\n  \n  2]\n");
}

TEST(FormatYaml, WhatIsNoYamlIsRefused) {
  const auto result = format_yaml("x.yaml", "a: [1\n");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidArgument);
}

TEST(FormatYaml, AnyTextStaysTheSameDocumentAndTwiceIsOnce) {
  const char* texts[] = {
      "- - a\n  - b\n-\n  c: d\n",
      "\"q: k\": 'it''s # no comment'\nu: http://x/#y\n",
      "a: &x\n  b: 1\nc: *x\n",
      "k:\n- a\n- b\n# c\no:\n    p\n    q\n",
      "a: >-\n   folded\n   text\n\n\nb: |+\n  keep\n\n\nc: 1\n",
      "a: {b: [1, 2], c: \"}\"} # x\nd: [it's, 'a]']\n",
      "---\na: 1\n",
      "a:\n  - b: |\n      x\n    c: 1\n  -   d: |\n        y\n",
      "a: \"one\n   two\"\nb: 1\n",
  };
  for (const char* text : texts) {
    const std::string once = formatted(text);
    EXPECT_EQ(formatted(once), once) << text;
  }
}

TEST(FormatYaml, TheFilesOfTheTestsFormatToThemselvesAgain) {
  namespace fs = std::filesystem;
  size_t count = 0;
  for (const char* tree : {"/tests/spec", "/src/spec/init", "/policies/data"})
    for (const auto& entry :
         fs::recursive_directory_iterator(std::string(HANSE_SOURCE_DIR) + tree)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".yaml") continue;
      const auto text = read_file(entry.path().string(), kSpecificationBytesMax);
      if (!text) continue;
      Diagnostics diagnostics;
      read_yaml(std::make_shared<const SourceFile>("x.yaml", *text), diagnostics);
      if (diagnostics.has_errors()) continue;
      ++count;
      const auto once = format_yaml("x.yaml", *text);
      ASSERT_TRUE(once) << entry.path();
      EXPECT_EQ(format_yaml("x.yaml", *once).value_or(""), *once) << entry.path();
    }
  EXPECT_GT(count, 20u);
}

}  // namespace
}  // namespace hanse::spec
