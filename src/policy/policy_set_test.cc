// SPDX-License-Identifier: Apache-2.0
#include "policy/policy_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "policy/scopes.h"
#include "policy/test_support.h"

namespace hanse::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(PolicySet, EvaluatesSeveralRulesOfAScopeOverOneInput) {
  const auto set = loaded({source_of("policies/read.rego",
                                     "package hanse.read\n"
                                     "allow if input.user in data.staff.names\n"
                                     "columns contains \"carrier\" if allow\n")},
                          {{"staff", *Json::parse(R"({"names":["ann"]})")}});
  ASSERT_TRUE(set);
  const auto answer = set->evaluate("", {"read.allow", "read.columns", "read.none"},
                                    Json::object({{"user", "ann"}}));
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->dump(), R"({"read.allow":true,"read.columns":["carrier"]})");
  EXPECT_EQ(set->evaluate("", {"read.allow"}, Json::object())->dump(), "{}");
}

TEST(PolicySet, ReadsADocumentThatWasMadeBeforeAsTheResourceOfItsInput) {
  const auto set = loaded({source_of("policies/read.rego",
                                     "package hanse.read\n"
                                     "owner := input.resource.owner\nuser := input.user\n")});
  ASSERT_TRUE(set);
  const Document resource(Json::object({{"owner", "ops"}}));
  for (const char* user : {"ann", "bob"})
    EXPECT_EQ(set->evaluate("", {"read.owner", "read.user"}, Json::object({{"user", user}}),
                            &resource)->dump(),
              fmt::format(R"({{"read.owner":"ops","read.user":"{}"}})", user));
  // What the input itself says of its resource does not hold beside it; nor does it stay.
  const Json other = Json::object({{"resource", Json::object({{"owner", "eve"}})}});
  EXPECT_EQ(set->evaluate("", {"read.owner"}, other, &resource)->dump(), R"({"read.owner":"ops"})");
  EXPECT_EQ(set->evaluate("", {"read.owner"}, Json::object())->dump(), "{}");
}

TEST(PolicySet, AResourceThatIsTooLargeFails) {
  const auto set = loaded({source_of("policies/read.rego", "package hanse.read\nallow if true\n")});
  ASSERT_TRUE(set);
  const Document resource(Json(std::string(17 << 20, 'x')));
  EXPECT_EQ(set->evaluate("", {"read.allow"}, Json::object(), &resource).error().code,
            ErrorCode::kLimitExceeded);
}

TEST(PolicySet, EvaluatesLocalPoliciesApartFromGlobalOnes) {
  const auto set =
      loaded({source_of("policies/read.rego", "package hanse.read\nallow if true\n"),
              source_of("domains/flight-operations/policies/read.rego",
                        "package domains.flight_operations.read\nallow if input.n == 1\n",
                        "flight-operations")});
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->defines("", "read.allow"));
  EXPECT_TRUE(set->defines("flight-operations", "read.allow"));
  EXPECT_FALSE(set->defines("weather", "read.allow"));
  EXPECT_THAT(set->rules("flight-operations"), ElementsAre("read.allow"));
  const Json input = Json::object({{"n", 1}});
  EXPECT_EQ(set->evaluate("flight-operations", {"read.allow"}, input)->dump(),
            R"({"read.allow":true})");
  EXPECT_EQ(set->evaluate("flight-operations", {"read.allow"}, Json::object())->dump(), "{}");
  EXPECT_EQ(set->evaluate("weather", {"read.allow"}, input)->dump(), "{}");
}

TEST(PolicySet, RefusesALocalPolicyThatUsesAGlobalRule) {
  EXPECT_THAT(
      codes_of({source_of("policies/read.rego", "package hanse.read\nallow if true\n"),
                source_of("domains/a/policies/read.rego",
                          "package domains.a.read\nallow if data.hanse.read.allow\n", "a")}),
      ElementsAre("HNS-P006"));
}

TEST(PolicySet, RefusesPackagesOfAnotherScope) {
  EXPECT_THAT(codes_of("package domains.a.read\nallow if true\n"), ElementsAre("HNS-P008"));
  EXPECT_THAT(codes_of("package hansel.read\nallow if true\n"), ElementsAre("HNS-P008"));
  EXPECT_THAT(codes_of({source_of("domains/a/policies/x.rego",
                                  "package hanse.read\nallow if true\n", "a")}),
              ElementsAre("HNS-P008"));
  EXPECT_THAT(codes_of({source_of("domains/a/policies/x.rego",
                                  "package domains.ab.read\nallow if true\n", "a")}),
              ElementsAre("HNS-P008"));
}

TEST(PolicySet, RefusesAFilterInAPackageThatNoDecisionAsks) {
  const std::string filter =
      "rowFilters contains f if { f := {\"rule\": \"r\", \"field\": \"a\"} }\n";
  EXPECT_THAT(codes_of({source_of("domains/a/policies/x.rego",
                                  "package domains.a.hanse.read\n" + filter, "a")}),
              ElementsAre("HNS-P009"));
  EXPECT_THAT(codes_of("package hanse.reads\n" + filter), ElementsAre("HNS-P009"));
  EXPECT_THAT(codes_of("package hanse\n" + filter), ElementsAre("HNS-P009"));
  // A helper that others use may call its rules as it likes.
  EXPECT_THAT(codes_of({source_of("policies/help.rego", "package hanse.help\nallow if input.n\n"),
                        source_of("policies/read.rego",
                                  "package hanse.read\nallow if data.hanse.help.allow\n")}),
              ElementsAre());
}

TEST(PolicySet, RefusesNestedLiteralsBeforeTheyAreParsed) {
  const std::string arrays = repeated("[", 28) + "1" + repeated("]", 28);
  EXPECT_THAT(codes_of("package hanse.a\nx := " + arrays), ElementsAre("HNS-P002"));
  const std::string objects = repeated("{\"a\":", 28) + "1" + repeated("}", 28);
  EXPECT_THAT(codes_of("package hanse.a\nx := " + objects), ElementsAre("HNS-P002"));
  EXPECT_THAT(codes_of("package hanse.a\nf(x) := x\nx := " + repeated("f(", 300) + "1" +
                       repeated(")", 300)),
              ElementsAre("HNS-P002"));
}

TEST(PolicySet, RefusesRecursionWhichWouldOverflowTheStack) {
  EXPECT_THAT(codes_of("package hanse.a\nf(x) := g(x)\ng(x) := f(x)\n"), ElementsAre("HNS-P005"));
  EXPECT_THAT(codes_of("package hanse.a\nx := count(data.hanse)\n"), ElementsAre("HNS-P005"));
}

TEST(PolicySet, RefusesFunctionsThatAreImpureUnknownOrCalledWrongly) {
  EXPECT_THAT(codes_of("package hanse.a\nx := time.now_ns()\n"), ElementsAre("HNS-P003"));
  EXPECT_THAT(codes_of("package hanse.a\nx := http.send({})\n"), ElementsAre("HNS-P003"));
  EXPECT_THAT(codes_of("package hanse.a\nx if starts_with(\"a\", \"b\")\n"),
              ElementsAre("HNS-P004"));
  EXPECT_THAT(codes_of("package hanse.a\nx if { false; startswith(\"a\") }\n"),
              ElementsAre("HNS-P004"));
  EXPECT_THAT(codes_of("package hanse.a\nx if { false; y == 1 }\n"), ElementsAre("HNS-P007"));
}

TEST(PolicySet, RefusesToReplaceInputOutsideTests) {
  const std::string text = "package hanse.a\nx if input.n\ny if x with input as {\"n\": true}\n";
  EXPECT_THAT(codes_of(text), ElementsAre("HNS-P012"));
}

TEST(PolicySet, ReportsAllFilesThatDoNotParseWithTheirPlaces) {
  Diagnostics diagnostics;
  EXPECT_FALSE(load_policies({source_of("policies/a.rego", "package hanse.a\n\nallow if {\n"),
                              source_of("policies/b.rego", "package hanse.b\nallow iff true\n"),
                              source_of("policies/c.rego", "package hanse.c\nx := \"\xFF\"\n")},
                             {}, {}, diagnostics));
  diagnostics.sort();
  ASSERT_FALSE(diagnostics.empty());
  // Bytes that are no text stop the bundle: nothing after them would be trustworthy.
  EXPECT_EQ(diagnostics.items().front().code, "HNS-P001");
  Diagnostics parsed;
  EXPECT_FALSE(load_policies({source_of("policies/a.rego", "package hanse.a\n\nallow if {\n"),
                              source_of("policies/b.rego", "package hanse.b\nallow iff true\n")},
                             {}, {}, parsed));
  ASSERT_EQ(parsed.items().size(), 2u);
  const auto& second = parsed.items()[1];
  ASSERT_TRUE(second.span.file);
  EXPECT_EQ(second.span.file->path(), "policies/b.rego");
  EXPECT_EQ(second.span.file->place(second.span.offset).line, 2);
}

TEST(PolicySet, WhatTheEngineCannotTakeIsAnErrorOfItsOwn) {
  EXPECT_EQ(code_of("panic"), "HNS-P011");
  EXPECT_EQ(code_of("a kind that is not known yet"), "HNS-P011");
  EXPECT_EQ(code_of("with"), "HNS-P012");
}

TEST(PolicySet, WarnsOfARuleThatNoDecisionAsksFor) {
  Diagnostics diagnostics;
  EXPECT_TRUE(
      load_policies({source_of("policies/a.rego", "package hanse.read\nrowFilter contains 1\n")},
                    {}, {}, diagnostics));
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].code, "HNS-P009");
  EXPECT_THAT(diagnostics.items()[0].help, HasSubstr("rowFilters"));
  EXPECT_EQ(diagnostics.items()[0].span.offset, 19u);
}

TEST(PolicySet, RefusesAPartOfARuleThatIsAskedForWhichWouldBeLost) {
  for (const char* text : {"package hanse.read\nrowFilters[\"a\"] := {\"field\": \"b\"}\n",
                           "package hanse.read\nrowFilters.a := 1\n",
                           "package hanse.read\nallow.all := false\n",
                           "package hanse.read.rowFilters\na := 1\n",
                           "package hanse.change\nallow.a := false\n",
                           "package hanse.spec\ndeny_x[\"a\"] := 1\n"})
    EXPECT_THAT(codes_of(text), ElementsAre("HNS-P009")) << text;
  EXPECT_THAT(codes_of("package hanse.read\nmasks[\"a\"] := 1\nallow if masks.a\n"), IsEmpty());
}

TEST(PolicySet, RefusesTablesThatHideThePoliciesOrEachOther) {
  Diagnostics diagnostics;
  const std::vector<Table> tables{{"hanse", {}}, {"a-b", {}}, {"ok", 1}, {"ok", 2}};
  EXPECT_FALSE(load_policies({}, tables, {}, diagnostics));
  EXPECT_EQ(diagnostics.error_count(), 3u);
  Diagnostics placed;
  EXPECT_FALSE(load_policies({}, {{"hanse", {}, "policies/data/hanse.yaml"}}, {}, placed));
  ASSERT_TRUE(placed.items().at(0).span.file);
  EXPECT_EQ(placed.items()[0].span.file->path(), "policies/data/hanse.yaml");
}

TEST(PolicySet, FailsWhenAnEvaluationTakesTooLongOrConflicts) {
  const auto set = loaded({source_of("policies/a.rego",
                                     "package hanse.a\n"
                                     "slow if { some x in numbers.range(1, 3000)\n"
                                     "  some y in numbers.range(1, 3000); x * y == -1 }\n"
                                     "f(n) if { some x in numbers.range(1, 3000)\n"
                                     "  some y in numbers.range(1, 3000); x * y == n }\n"
                                     "negated if not f(-1)\n"
                                     "twice := 1 if input.n == 1\n"
                                     "twice := 2 if input.m == 1\n")},
                          {}, {.evaluation_us = 20'000});
  ASSERT_TRUE(set);
  EXPECT_EQ(set->evaluate("", {"a.slow"}, Json::object()).error().code, ErrorCode::kTimeout);
  EXPECT_EQ(set->evaluate("", {"a.negated"}, Json::object()).error().code, ErrorCode::kTimeout);
  const Json both = Json::object({{"n", 1}, {"m", 1}});
  EXPECT_EQ(set->evaluate("", {"a.twice"}, both).error().code, ErrorCode::kDataError);
  EXPECT_EQ(set->evaluate("", {"a.twice"}, Json::object({{"n", 1}}))->dump(), R"({"a.twice":1})");
}

TEST(PolicySet, TheRevisionMovesWithTextsAndTablesAndNotWithTests) {
  const auto policy = source_of("policies/a.rego", "package hanse.a\nx := 1\n");
  const auto test = source_of("policies/a_test.rego", "package hanse.a\ntest_x if x == 1\n");
  const auto one = loaded({policy});
  EXPECT_EQ(one->revision(), loaded({policy, test})->revision());
  EXPECT_NE(one->revision(), loaded({policy}, {{"t", 1}})->revision());
  EXPECT_NE(one->revision(),
            loaded({source_of("policies/a.rego", "package hanse.a\nx := 2\n")})->revision());
}

TEST(PolicySet, EvaluatesOnManyThreadsAtOnce) {
  const auto set = loaded({source_of("policies/a.rego", "package hanse.a\nx := input.n * 2\n")});
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const int n = t * 1000 + i;
        const auto answer = set->evaluate("", {"a.x"}, Json::object({{"n", n}}));
        if (answer && (*answer)["a.x"].as_int() == n * 2) ++right;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 800);
}

TEST(PolicySet, NoPoliciesMeanThatEverythingIsUndefined) {
  const auto set = loaded({});
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->defines("", "read.allow"));
  EXPECT_EQ(set->evaluate("", {"read.allow"}, Json::object())->dump(), "{}");
}

}  // namespace
}  // namespace hanse::policy
