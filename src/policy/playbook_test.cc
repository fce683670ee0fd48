// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdio>

#include "base/embedded.h"
#include "policy/policy_set.h"
#include "policy/test_support.h"

namespace hanse::policy {
namespace {

// The default playbook as the binary carries it. Its tables are read from the JSON beside the YAML:
// this module knows no YAML, and the engine's own reader is what policies would see.
std::vector<Source> playbook() {
  std::vector<Source> out;
  for (const auto& file : embedded_files()) {
    if (!file.path.starts_with("policies/") || !file.path.ends_with(".rego")) continue;
    out.push_back(source_of(std::string(file.path), std::string(file.content)));
  }
  return out;
}

std::vector<Table> playbook_tables() {
  // `yaml.unmarshal` of the embedded engine reads the tables.
  const auto set =
      loaded({source_of("policies/t.rego", "package hanse.t\nx := yaml.unmarshal(input.text)\n")});
  std::vector<Table> out;
  constexpr std::string_view kFolder = "policies/data/";
  for (const auto& file : embedded_files()) {
    if (!file.path.starts_with(kFolder)) continue;
    std::string name(file.path.substr(kFolder.size()));
    name.resize(name.find('.'));
    const auto value = set->evaluate("", {"t.x"}, Json::object({{"text", file.content}}));
    EXPECT_TRUE(value && value->find("t.x")) << file.path;
    if (value && value->find("t.x")) out.push_back({name, (*value)["t.x"]});
  }
  return out;
}

TEST(Playbook, LoadsWithoutAnyDiagnostic) {
  Diagnostics diagnostics;
  EXPECT_TRUE(load_policies(playbook(), playbook_tables(), {}, diagnostics));
  EXPECT_TRUE(diagnostics.empty()) << render_human(diagnostics, Colour::kOff);
}

TEST(Playbook, PassesItsOwnTests) {
  Diagnostics diagnostics;
  const auto report = test_policies(playbook(), playbook_tables(), diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << render_human(diagnostics, Colour::kOff);
  EXPECT_GE(report.outcomes.size(), 40u);
  for (const auto& outcome : report.outcomes) {
    EXPECT_EQ(outcome.verdict, TestOutcome::Verdict::kPass)
        << outcome.path << ":" << outcome.line << " " << outcome.name << ": " << outcome.message;
  }
}

TEST(Playbook, ItsTestsReachNearlyEveryLine) {
  Diagnostics diagnostics;
  const auto report = test_policies(playbook(), playbook_tables(), diagnostics);
  ASSERT_GE(report.coverage.size(), 3u);
  for (const auto& file : report.coverage) {
    const double all = file.covered + static_cast<double>(file.not_covered.size());
    std::string lines;
    for (int line : file.not_covered) lines += std::to_string(line) + " ";
    EXPECT_GE(file.covered / all, 0.95) << file.path << " lines " << lines;
  }
}

}  // namespace
}  // namespace hanse::policy
