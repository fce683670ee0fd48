// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/json.h"
#include "contract/report_junit.h"
#include "contract/report_sarif.h"

namespace hanse::contract {
namespace {

Diagnostics two_findings() {
  const auto file = std::make_shared<const SourceFile>("a folder/ü.yaml", "kind: x\n  näme: 1\n");
  Diagnostics out;
  out.add({"HNS-C003", Severity::kError, "`näme` is missing", {file, 10, 5}, "table t", {"a note"},
           "write it"});
  out.add({"HNS-C003", Severity::kWarning, "odd & <wrong> \"text\"", {}, {}, {}, {}});
  return out;
}

TEST(ReportSarif, NamesRuleFileAndRegionInCodePoints) {
  const auto sarif = Json::parse(render_sarif(two_findings()));
  ASSERT_TRUE(sarif.has_value());
  EXPECT_EQ((*sarif)["version"].as_string(), "2.1.0");
  const Json& run = (*sarif)["runs"].at(0);
  EXPECT_EQ(run["tool"]["driver"]["rules"].size(), 1u);
  EXPECT_EQ(run["results"].size(), 2u);
  const Json& place = run["results"].at(0)["locations"].at(0)["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"].as_string(), "a%20folder/%C3%BC.yaml");
  EXPECT_EQ(place["region"]["startLine"].as_int(), 2);
  EXPECT_EQ(place["region"]["startColumn"].as_int(), 3);
  EXPECT_EQ(place["region"]["endColumn"].as_int(), 7);
  EXPECT_EQ(run["results"].at(1)["level"].as_string(), "warning");
  EXPECT_EQ(run["results"].at(1).find("locations"), nullptr);
}

TEST(ReportJunit, CountsFailuresAndEscapesWhatXmlCannotCarry) {
  const std::string xml = render_junit(
      {{"t", {{"a<b", "c", JunitCase::Outcome::kFailed, std::string("x\x01\xFFy&", 5), "d"},
              {"e", "c", JunitCase::Outcome::kSkipped, "why", ""},
              {"f", "c"}}}});
  EXPECT_NE(xml.find("tests=\"3\" failures=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("name=\"a&lt;b\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("message=\"x\xEF\xBF\xBD\xEF\xBF\xBDy&amp;\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("skipped=\"1\""), std::string::npos) << xml;
}

TEST(ReportJunit, AFileWithoutFindingsIsOneCaseThatPassed) {
  const auto suites = junit_suites({"a folder/ü.yaml", "clean.yaml"}, two_findings());
  ASSERT_EQ(suites.size(), 3u);
  EXPECT_EQ(suites[0].cases.size(), 1u);
  EXPECT_EQ(suites[0].cases[0].outcome, JunitCase::Outcome::kFailed);
  EXPECT_EQ(suites[1].cases[0].outcome, JunitCase::Outcome::kPassed);
  EXPECT_EQ(suites[2].cases[0].outcome, JunitCase::Outcome::kPassed);  // a warning
}

}  // namespace
}  // namespace hanse::contract
