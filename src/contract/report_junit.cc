// SPDX-License-Identifier: Apache-2.0
#include "contract/report_junit.h"

#include <algorithm>

#include "base/markup.h"
#include "base/utf8.h"

namespace hanse::contract {
namespace {

using Outcome = JunitCase::Outcome;
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::string valid_utf8(std::string_view text) {
  std::string out;
  for (size_t bad; (bad = first_invalid_utf8(text)) != std::string_view::npos;) {
    out += std::string(text.substr(0, bad)) + std::string(kReplacement);
    text.remove_prefix(bad + 1);
  }
  return out + std::string(text);
}

// As text or as the value of an attribute in double quotes.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : valid_utf8(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const std::string_view entity = c == '\'' ? std::string_view() : markup_entity(c);
    if (!entity.empty())
      out += entity;
    else if (c == '\n' || c == '\t')
      out += fmt::format("&#{};", byte);
    else if (byte < 0x20)
      out += kReplacement;
    else
      out += c;
  }
  return out;
}

size_t count_of(const std::vector<JunitCase>& cases, Outcome outcome) {
  return static_cast<size_t>(std::ranges::count(cases, outcome, &JunitCase::outcome));
}

std::string case_text(const JunitCase& one) {
  std::string out = fmt::format("    <testcase name=\"{}\" classname=\"{}\"", escaped(one.name),
                                escaped(one.class_name));
  if (one.outcome == Outcome::kPassed && one.details.empty()) return out + "/>\n";
  out += ">\n";
  if (one.outcome == Outcome::kFailed)
    out += fmt::format("      <failure message=\"{}\">{}</failure>\n", escaped(one.message),
                       escaped(one.details));
  else if (one.outcome == Outcome::kSkipped)
    out += fmt::format("      <skipped message=\"{}\"/>\n", escaped(one.message));
  else
    out += fmt::format("      <system-out>{}</system-out>\n", escaped(one.details));
  return out + "    </testcase>\n";
}

std::string place_of(const Diagnostic& finding) {
  if (finding.span.file == nullptr) return {};
  const auto place = finding.span.file->place(finding.span.offset);
  return fmt::format("{}:{}:{}", finding.span.file->path(), place.line, place.column);
}

JunitCase case_of(const Diagnostic& finding) {
  JunitCase out;
  const std::string place = place_of(finding);
  out.name = finding.code + (place.empty() ? "" : " at " + place);
  out.class_name = finding.object.empty() ? "hanse" : finding.object;
  out.message = finding.message;
  out.details = finding.message;
  for (const std::string& note : finding.notes) out.details += "\nnote: " + note;
  if (!finding.help.empty()) out.details += "\nhelp: " + finding.help;
  if (finding.severity == Severity::kError) out.outcome = Outcome::kFailed;
  return out;
}

}  // namespace

std::string render_junit(const std::vector<JunitSuite>& suites) {
  size_t tests = 0, failures = 0;
  std::string body;
  for (const JunitSuite& suite : suites) {
    const size_t failed = count_of(suite.cases, Outcome::kFailed);
    tests += suite.cases.size();
    failures += failed;
    body += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n",
        escaped(suite.name), suite.cases.size(), failed, count_of(suite.cases, Outcome::kSkipped));
    for (const JunitCase& one : suite.cases) body += case_text(one);
    body += "  </testsuite>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hanse\" "
      "tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}</testsuites>\n",
      tests, failures, body);
}

std::vector<JunitSuite> junit_suites(const std::vector<std::string>& paths,
                                     const Diagnostics& findings) {
  std::vector<JunitSuite> out;
  for (const std::string& path : paths) out.push_back({path, {}});
  JunitSuite elsewhere{"elsewhere", {}};
  for (const Diagnostic& finding : findings.items()) {
    const std::string path = finding.span.file == nullptr ? "" : finding.span.file->path();
    const auto suite = std::ranges::find(out, path, &JunitSuite::name);
    (suite == out.end() ? elsewhere : *suite).cases.push_back(case_of(finding));
  }
  for (JunitSuite& suite : out)
    if (suite.cases.empty()) suite.cases.push_back({"no findings", suite.name});
  if (!elsewhere.cases.empty()) out.push_back(std::move(elsewhere));
  return out;
}

}  // namespace hanse::contract
