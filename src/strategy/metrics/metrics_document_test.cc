// SPDX-License-Identifier: Apache-2.0
#include "strategy/metrics/metrics_document.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

template <typename Check>
std::string findings(const std::string& text, Check check) {
  Diagnostics found;
  const auto file = std::make_shared<const SourceFile>("strategy/x.yaml", text);
  const spec::Node root = spec::read_yaml(file, found);
  spec::Decoder decoder({found, "strategy", nullptr});
  check(decoder, root, spec::Model());
  std::string out;
  for (const Diagnostic& one : found.items()) out += one.code + " " + one.message + "\n";
  return out;
}
std::string of_metrics(const std::string& body) {
  return findings("apiVersion: hanse/v1\nkind: Metrics\nmetrics:\n" + body, check_metrics);
}
std::string of_survey(const std::string& body) {
  return findings("apiVersion: hanse/v1\nkind: Survey\ntitle: T\n" + body, check_survey);
}

TEST(MetricsDocument, ABaselineIsStatedWithItsAuthorOrMeasured) {
  EXPECT_EQ(of_metrics("  - metric: lead_time\n"
                       "    baseline: {value: 1, by: ana, at: 2026-01-01}\n"
                       "    target: {value: 2, until: 2027-01-01}\n"
                       "  - metric: reuse\n    baseline: {from: 2026-01-01, until: 2026-02-01}\n"),
            "");
  EXPECT_TRUE(of_metrics("  - metric: lead-time\n").starts_with("HNS-G020 "));
  EXPECT_TRUE(of_metrics("  - metric: reuse\n    baseline: {value: 1}\n").starts_with("HNS-G022 "));
  EXPECT_TRUE(of_metrics("  - metric: reuse\n    baseline: {by: ana}\n").starts_with("HNS-G022 "));
  EXPECT_TRUE(of_metrics("  - metric: reuse\n    target: {value: 1, until: May}\n")
                  .starts_with("HNS-G021 "));
}

TEST(MetricsDocument, ASurveyHasAScaleItemsAndEachPersonOnce) {
  const std::string items = "items:\n  - {id: a, text: A}\n";
  EXPECT_EQ(of_survey("at: 2026-01-01\n" + items + "answers:\n  - {by: p, values: {a: 5}}\n"), "");
  EXPECT_TRUE(of_survey("at: soon\n" + items).starts_with("HNS-G021 "));
  EXPECT_TRUE(of_survey("at: 2026-01-01\nscale: {lowest: 5, highest: 1}\n" + items)
                  .starts_with("HNS-G023 "));
  EXPECT_TRUE(
      of_survey("at: 2026-01-01\n" + items + "  - {id: a, text: B}\n").starts_with("HNS-G023 "));
  for (const char* answers : {"  - {by: p, values: {a: 6}}\n", "  - {by: p, values: {b: 1}}\n",
                              "  - {by: p, values: {a: 1}}\n  - {by: p, values: {a: 2}}\n",
                              "  - {by: p, domain: none, values: {a: 1}}\n"})
    EXPECT_TRUE(
        of_survey("at: 2026-01-01\n" + items + "answers:\n" + answers).starts_with("HNS-G024 "))
        << answers;
}

}  // namespace
}  // namespace hanse::strategy
