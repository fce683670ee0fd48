// SPDX-License-Identifier: Apache-2.0
#include "strategy/assess/policy_tests.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

TEST(PolicyTests, ThePackageIsThatOfTheStatementAndNotOfAComment) {
  EXPECT_EQ(rego_package("# The package of the reading rules.\n\npackage hanse.read\n"),
            "hanse.read");
  EXPECT_EQ(rego_package("package hanse.read # package other\n"), "hanse.read");
  EXPECT_EQ(rego_package("# package hanse.read\n"), "");
}

TEST(PolicyTests, ATestNamesAPackageByImportPathOrItsOwnName) {
  for (const char* test : {"package x\nimport data.hanse.read\n", "package hanse.read_test\n",
                           "package hanse.read\n", "package x\na if data.hanse.read.allow\n",
                           "package x\na if data.hanse.read[\"b\"]\n"})
    EXPECT_TRUE(is_tested("hanse.read", {test})) << test;
}

TEST(PolicyTests, CommentsTextsAndLongerNamesAreNoTest) {
  for (const char* test :
       {"package x\n# import data.hanse.read\n", "package x\na := \"data.hanse.read\"\n",
        "package x\na := `\n data.hanse.read`\n", "package x\nimport data.hanse.reading\n",
        "package x\nimport my.data.hanse.read\n", "package hanse.read_tests\n",
        "package hanse.read.more_test\n", "package x\na := \"\\\"\" # data.hanse.read\n"})
    EXPECT_FALSE(is_tested("hanse.read", {test})) << test;
  EXPECT_FALSE(is_tested("", {"package x\n"}));
}

}  // namespace
}  // namespace hanse::strategy
