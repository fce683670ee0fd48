// SPDX-License-Identifier: Apache-2.0
#include "spec/variables.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace hanse::spec {
namespace {

std::string resolved(std::string_view text, const Variables& variables) {
  const auto out = resolve_variables(text, variables);
  return out ? *out : "no " + out.error();
}

TEST(Variables, AreReplacedWholeAndWithinText) {
  const Variables variables = {{"A", "x"}, {"B", "${A}"}, {"EMPTY", ""}};
  EXPECT_EQ(resolved("${A}", variables), "x");
  EXPECT_EQ(resolved("1${A}2${A}3", variables), "1x2x3");
  EXPECT_EQ(resolved("${B}", variables), "${A}");  // a value is not looked into
  EXPECT_EQ(resolved("$A {A} ${A", variables), "$A {A} ${A");
}

TEST(Variables, ThatAreUnsetOrEmptyTakeTheirDefaultOrFail) {
  const Variables variables = {{"A", "x"}, {"EMPTY", ""}};
  EXPECT_EQ(resolved("${A:-y}", variables), "x");
  EXPECT_EQ(resolved("${B:-y:-z}", variables), "y:-z");
  EXPECT_EQ(resolved("${EMPTY:-y}", variables), "y");
  EXPECT_EQ(resolved("${B:-}", variables), "");
  EXPECT_EQ(resolved("${EMPTY}", variables), "no EMPTY");
  EXPECT_EQ(resolved("${A}${B}", variables), "no B");
}

TEST(Variables, AreReadFromAFileOfLines) {
  const std::string path = testing::TempDir() + "/variables.env";
  ASSERT_TRUE(write_file_atomic(path, "# c\n\nA=1\nexport B = \"x y\" \nC='q'\r\nA=2\nD=a=b\n"));
  Variables variables = {{"A", "0"}, {"Z", "z"}};
  ASSERT_TRUE(add_variables(path, variables));
  EXPECT_EQ(variables, (Variables{{"A", "2"}, {"B", "x y"}, {"C", "q"}, {"D", "a=b"}, {"Z", "z"}}));
  ASSERT_TRUE(write_file_atomic(path, "A=1\nsecret stuff\n"));
  const auto refused = add_variables(path, variables);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, path + ":2: expected `NAME=VALUE`");
}

}  // namespace
}  // namespace hanse::spec
