// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <set>

#include "policy/policy_set.h"
#include "policy/scopes.h"

namespace hanse::policy {
namespace {

constexpr std::string_view kTestPrefix = "test_";

int64_t now_us() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

TestOutcome run_one(const Bundle::Recorder& recorder, const Bundle::Rule& rule, std::string name,
                    int64_t limit_us) {
  TestOutcome outcome;
  outcome.path = rule.file;
  outcome.package = rule.package.substr(sizeof("data.") - 1);
  outcome.name = std::move(name);
  outcome.line = rule.line;
  const int64_t begin_us = now_us();
  const auto answer = recorder.evaluate({rule.path}, Json::object(), limit_us);
  outcome.duration_us = now_us() - begin_us;
  if (!answer) {
    outcome.verdict = TestOutcome::Verdict::kError;
    outcome.message = answer.error().message;
    return outcome;
  }
  const Json* value = answer->find(rule.path);
  if (value != nullptr && value->is_bool() && value->as_bool()) {
    outcome.verdict = TestOutcome::Verdict::kPass;
  } else if (value == nullptr) {
    outcome.message = "the test is undefined: one of its statements does not hold";
  } else {
    outcome.message = fmt::format("the test is `{}`, expected `true`", value->dump());
  }
  return outcome;
}

void add_coverage(const Bundle::Recorder& recorder, const std::vector<Source>& policies,
                  std::vector<FileCoverage>& out) {
  const auto report = recorder.coverage();
  if (!report) return;
  for (const auto& file : (*report)["files"].items()) {
    const std::string path(file["path"].as_string());
    const bool is_policy = std::ranges::any_of(
        policies, [&](const Source& source) { return source.file->path() == path; });
    if (!is_policy) continue;
    FileCoverage coverage;
    coverage.path = path;
    coverage.covered = static_cast<int>(file["covered"].size());
    for (const auto& line : file["not_covered"].items()) {
      coverage.not_covered.push_back(static_cast<int>(line.as_int()));
    }
    std::ranges::sort(coverage.not_covered);
    out.push_back(std::move(coverage));
  }
}

TestReport run(const std::vector<Source>& sources, const std::vector<Table>& tables,
               int64_t limit_us, Diagnostics& diagnostics) {
  TestReport report;
  const Json document = tables_document(tables, diagnostics);
  for (const auto& [scope, files] : by_scope(sources)) {
    if (files.policies.empty() && files.tests.empty()) continue;
    auto all = files.policies;
    all.insert(all.end(), files.tests.begin(), files.tests.end());
    const auto bundle = load_bundle(scope, all, document, diagnostics);
    if (!bundle) continue;
    std::set<std::string> test_files;
    for (const auto& source : files.tests) test_files.insert(source.file->path());
    const Bundle::Recorder recorder(*bundle);
    for (const auto& rule : bundle->rules()) {
      std::string name = rule.path.substr(rule.package.size() + 1);
      if (rule.is_function || !test_files.contains(rule.file)) continue;
      if (!name.starts_with(kTestPrefix)) continue;
      report.outcomes.push_back(run_one(recorder, rule, std::move(name), limit_us));
    }
    add_coverage(recorder, files.policies, report.coverage);
  }
  std::ranges::sort(report.coverage, {}, &FileCoverage::path);
  return report;
}

}  // namespace

TestReport test_policies(const std::vector<Source>& sources, const std::vector<Table>& tables,
                         Diagnostics& diagnostics) {
  return run(sources, tables, kTestTimeUs, diagnostics);
}

std::vector<TestOutcome> run_tests(const std::vector<Source>& sources,
                                   const std::vector<Table>& tables, const Limits& limits,
                                   Diagnostics& diagnostics) {
  const int64_t limit_us = std::max(limits.evaluation_us, kTestTimeUs);
  return run(sources, tables, limit_us, diagnostics).outcomes;
}

}  // namespace hanse::policy
