// SPDX-License-Identifier: Apache-2.0
#include "policy/findings.h"

#include <gtest/gtest.h>

#include "policy/test_support.h"

namespace hanse::policy {
namespace {

std::shared_ptr<const PolicySet> conftest_rules() {
  return loaded({source_of("policies/spec.rego",
                           "package hanse.spec\n"
                           "deny contains \"no owner\" if not input.owner\n"
                           "deny_name contains {\"msg\": \"bad name\", \"field\": \"name\"} if {\n"
                           "  input.name == \"x\"\n}\n"
                           "violation_size contains {\"msg\": \"too large\"} if input.size > 3\n"
                           "warn_docs contains \"no description\" if not input.description\n"
                           "exception contains [\"size\"] if input.legacy\n"
                           "helper := 1\n")});
}

TEST(Findings, FollowsConftest) {
  const auto set = conftest_rules();
  ASSERT_TRUE(set);
  const auto found = evaluate_findings(*set, "", "spec", *Json::parse(R"({"name":"x","size":4})"));
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), 4u);
  EXPECT_EQ((*found)[0].rule, "spec.deny");
  EXPECT_EQ((*found)[1].message, "bad name");
  EXPECT_EQ((*found)[1].metadata["field"], Json("name"));
  EXPECT_EQ((*found)[2].rule, "spec.violation_size");
  EXPECT_EQ((*found)[3].level, Finding::Level::kWarn);
}

TEST(Findings, AnExceptionSkipsTheRulesItNames) {
  const auto set = conftest_rules();
  const Json input = *Json::parse(R"({"owner":"a","description":"b","size":4,"legacy":true})");
  EXPECT_TRUE(evaluate_findings(*set, "", "spec", input)->empty());
}

TEST(Findings, APackageWithoutRulesFindsNothing) {
  const auto set = conftest_rules();
  EXPECT_TRUE(evaluate_findings(*set, "", "change", Json::object())->empty());
  EXPECT_TRUE(evaluate_findings(*set, "weather", "spec", Json::object())->empty());
}

TEST(Findings, RefusesShapesThatConftestDoesNotKnow) {
  for (const char* rules :
       {"deny := true", "deny contains 1", "deny contains {\"message\": \"x\"}",
        "deny contains {\"msg\": 1}", "exception contains \"a\"", "exception := true"}) {
    const std::string text = std::string("package hanse.spec\n") + rules;
    const auto set = loaded({source_of("policies/a.rego", text)});
    ASSERT_TRUE(set) << rules;
    EXPECT_FALSE(evaluate_findings(*set, "", "spec", Json::object())) << rules;
  }
}

}  // namespace
}  // namespace hanse::policy
