// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/policy_set.h"
#include "policy/test_support.h"

namespace hanse::policy {
namespace {

using Verdict = TestOutcome::Verdict;

TEST(TestRunner, TellsPassFailAndError) {
  Diagnostics diagnostics;
  const auto outcomes =
      run_tests({source_of("policies/a.rego", "package hanse.read\nallow if input.user == \"ann\"\n"),
                 source_of("policies/a_test.rego",
                           "package hanse.a_test\n"
                           "import data.hanse.read\n\n"
                           "test_allowed if read.allow with input as {\"user\": \"ann\"}\n"
                           "test_denied if read.allow with input as {\"user\": \"bob\"}\n"
                           "test_false := false\n"
                           "test_twice := 1 if input == {}\n"
                           "test_twice := 2 if data.hanse.read\n"
                           "helper := 3\n")},
                {}, {}, diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << render_human(diagnostics, Colour::kOff);
  ASSERT_EQ(outcomes.size(), 4u);
  EXPECT_EQ(outcomes[0].name, "test_allowed");
  EXPECT_EQ(outcomes[0].package, "hanse.a_test");
  EXPECT_EQ(outcomes[0].verdict, Verdict::kPass);
  EXPECT_EQ(outcomes[0].line, 4);
  EXPECT_EQ(outcomes[1].verdict, Verdict::kFail);
  EXPECT_EQ(outcomes[2].verdict, Verdict::kFail);
  EXPECT_THAT(outcomes[2].message, testing::HasSubstr("`false`"));
  EXPECT_EQ(outcomes[3].verdict, Verdict::kError);
}

TEST(TestRunner, ReportsWhichLinesTheTestsReached) {
  Diagnostics diagnostics;
  const auto report = test_policies({source_of("policies/a.rego",
                                               "package hanse.read\n"
                                               "allow if {\n"
                                               "  input.n == 1\n"
                                               "  input.m == 1\n"
                                               "}\n"),
                                     source_of("policies/a_test.rego",
                                               "package hanse.read\n"
                                               "denied := {\"n\": 2}\n"
                                               "test_denied if not allow with input as denied\n")},
                                    {}, diagnostics);
  ASSERT_EQ(report.coverage.size(), 1u);
  EXPECT_EQ(report.coverage[0].path, "policies/a.rego");
  EXPECT_EQ(report.coverage[0].not_covered, std::vector<int>{4});
}

TEST(TestRunner, TestsOfADomainSeeItsOwnPoliciesOnly) {
  Diagnostics diagnostics;
  run_tests({source_of("policies/a.rego", "package hanse.read\nallow if true\n"),
             source_of("domains/b/policies/b_test.rego",
                       "package domains.b.x\ntest_a if data.hanse.read.allow\n", "b")},
            {}, {}, diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].code, "HNS-P006");
}

}  // namespace
}  // namespace hanse::policy
