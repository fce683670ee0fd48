// SPDX-License-Identifier: Apache-2.0
#include "contract/check.h"

#include <gtest/gtest.h>

#include "contract/ecma_pattern.h"
#include "contract/file_type.h"
#include "contract/level_checks.h"

namespace hanse::contract {
namespace {

TEST(ContractExpectation, BetweenLeavesItsEndsOut) {
  const Expectation between{"mustBeBetween", 1, 3};
  EXPECT_FALSE(between.holds(1));
  EXPECT_TRUE(between.holds(2));
  EXPECT_FALSE(between.holds(3));
  const Expectation outside{"mustNotBeBetween", 1, 3};
  EXPECT_TRUE(outside.holds(1));
  EXPECT_FALSE(outside.holds(2));
}

TEST(ContractExpectation, AnUnknownOperatorNeverHolds) {
  EXPECT_FALSE((Expectation{"mustBee", 0}.holds(0)));
}

TEST(ContractExpectation, SaysItsUnit) {
  EXPECT_EQ((Expectation{"mustBeLessThan", 1.5, 0, true}.text()), "less than 1.5 %");
  EXPECT_EQ((Expectation{"mustBe", 0}.text()), "0");
}

TEST(ContractPattern, KeepsItsMeaningForTheEnginesMatcher) {
  EXPECT_EQ(matcher_of("^[A-Z]{2}$").value_or(""), R"(\A[A-Z]{2}\z)");
  EXPECT_EQ(matcher_of(R"(a\/b\.c)").value_or(""), R"(a\/b\.c)");
  EXPECT_EQ(matcher_of("(?<year>[0-9])").value_or(""), "([0-9])");
  EXPECT_EQ(matcher_of("[[:x]").value_or(""), R"([\[:x])");
}

TEST(ContractPattern, RefusesWhatWouldMeanSomethingElse) {
  for (const char* pattern : {R"(\A)", R"(\Qa\E)", "(?=a)", R"((a)\1)", "[]", "[^]", R"(\u0041)",
                              R"(\pL)", "(", "a{2,1}", "*"})
    EXPECT_FALSE(matcher_of(pattern).has_value()) << pattern;
}

TEST(ContractFormat, KnowsWhatItChecksAndWhatPromisesNothing) {
  EXPECT_TRUE(matcher_of_format("ipv6").has_value());
  EXPECT_EQ(matcher_of_format("password").value_or("x"), "");
  EXPECT_FALSE(matcher_of_format("isbn").has_value());
}

TEST(FileTypes, AreReadWithWhatTheyNest) {
  const FileType type = parse_file_type(
      R"(STRUCT(a INTEGER, "b ""c, d" STRUCT(e VARCHAR[])[], f MAP(VARCHAR, DECIMAL(10,2))))");
  ASSERT_EQ(type.kind, FileType::Kind::kStruct);
  ASSERT_EQ(type.parts.size(), 3u);
  EXPECT_EQ(type.parts[1].first, R"(b "c, d)");
  EXPECT_EQ(type.parts[1].second.parts[0].second.field("E")->kind, FileType::Kind::kList);
  EXPECT_EQ(type.parts[2].second.parts[1].second.text, "DECIMAL(10,2)");
  EXPECT_TRUE(suits(parse_file_type("DECIMAL(10,0)"), spec::LogicalType::kInteger));
  EXPECT_FALSE(suits(parse_file_type("DECIMAL(10,2)"), spec::LogicalType::kInteger));
  EXPECT_TRUE(suits(parse_file_type("FLOAT[3]"), spec::LogicalType::kVector));
}

TEST(Durations, AreSaidInTheirTwoLargestUnits) {
  EXPECT_EQ(duration_text(90'061e6), "1 d 1 h");
  EXPECT_EQ(duration_text(61e6), "1 min 1 s");
  EXPECT_EQ(duration_text(0), "0 s");
  EXPECT_EQ(duration_text(-3'600e6), "-1 h");
}

}  // namespace
}  // namespace hanse::contract
