// SPDX-License-Identifier: Apache-2.0
#include "contract/report_test_run.h"

namespace hanse::contract {
namespace {

Json place_of(const Span& span) {
  if (span.file == nullptr) return {};
  const auto place = span.file->place(span.offset);
  return Json::object(
      {{"file", span.file->path()}, {"line", place.line}, {"column", place.column}});
}

Json json_of(const Outcome& outcome) {
  const Check& check = outcome.check;
  Json rows = Json::array();
  for (const FailingRow& row : outcome.rows) {
    Json one = row.key.empty() ? Json::object({{"row", row.row}, {"value", row.value}})
                               : Json::object({{"key", row.key}, {"value", row.value}});
    if (!row.file.empty()) one.set("file", row.file);
    rows.push(std::move(one));
  }
  return Json::object({{"id", check.id},
                       {"key", check.key},
                       {"category", check.category},
                       {"dimension", check.dimension},
                       {"severity", check.severity == Severity::kError ? "error" : "warning"},
                       {"column", check.column},
                       {"text", check.text},
                       {"verdict", to_string(outcome.verdict)},
                       {"measured", outcome.measured},
                       {"expected", outcome.expected},
                       {"reason", outcome.reason},
                       {"code", check.code},
                       {"failing_rows", outcome.failing_rows},
                       {"rows", std::move(rows)},
                       {"place", place_of(check.span)}});
}

JunitCase::Outcome junit_outcome(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFailed:
      return JunitCase::Outcome::kFailed;
    case Verdict::kNotRun:
      return JunitCase::Outcome::kSkipped;
    case Verdict::kPassed:
    case Verdict::kWarning:
      break;
  }
  return JunitCase::Outcome::kPassed;
}

}  // namespace

std::string summary_of(const Outcome& outcome) {
  const Check& check = outcome.check;
  const bool by_rows = check.measure == Measure::kRows || check.measure == Measure::kDuplicates ||
                       check.measure == Measure::kOrphans;
  std::string out = outcome.reason;
  if (outcome.measured.empty()) return out;
  if (!out.empty()) out += "; ";
  if (check.category == "schema" && by_rows)
    return out + (outcome.failing_rows == 1
                      ? "1 row breaks it"
                      : fmt::format("{} rows break it", outcome.failing_rows));
  const std::string_view measured = check.measure == Measure::kKnown ? "" : "measured ";
  return out + fmt::format("{}{}, expected {}", measured, outcome.measured, outcome.expected);
}

std::string text_of(const FailingRow& row) {
  if (!row.key.empty()) return fmt::format("{}: {}", row.key, row.value);
  return fmt::format("{}row {}: {}", row.file.empty() ? "" : row.file + " ", row.row, row.value);
}

Json json_of(const TestReport& report) {
  Json tables = Json::array();
  for (const TableOutcome& table : report.tables) {
    Json checks = Json::array();
    for (const Outcome& outcome : table.outcomes) checks.push(json_of(outcome));
    tables.push(Json::object({{"contract", table.contract},
                              {"table", table.table},
                              {"source", table.source},
                              {"rows", table.rows < 0 ? Json() : Json(table.rows)},
                              {"checks", std::move(checks)}}));
  }
  return Json::object({{"format_version", 1},
                       {"passed", report.count(Verdict::kPassed)},
                       {"warnings", report.count(Verdict::kWarning)},
                       {"failed", report.count(Verdict::kFailed)},
                       {"not_run", report.count(Verdict::kNotRun)},
                       {"tables", std::move(tables)}});
}

Diagnostics diagnostics_of(const TestReport& report) {
  Diagnostics out;
  for (const TableOutcome& table : report.tables)
    for (const Outcome& outcome : table.outcomes) {
      const bool is_failed = outcome.verdict == Verdict::kFailed;
      if (outcome.verdict == Verdict::kPassed) continue;
      Diagnostic finding;
      finding.code = outcome.verdict == Verdict::kNotRun ? "HNS-C023" : outcome.check.code;
      finding.severity = is_failed ? Severity::kError : Severity::kWarning;
      finding.message = fmt::format("{}: {}{}", outcome.check.text,
                                    outcome.verdict == Verdict::kNotRun ? "not checked: " : "",
                                    summary_of(outcome));
      finding.span = outcome.check.span;
      finding.object = fmt::format("table {}", table.table);
      for (const FailingRow& row : outcome.rows) finding.notes.push_back(text_of(row));
      out.add(std::move(finding));
    }
  out.sort();
  return out;
}

std::vector<JunitSuite> junit_suites(const TestReport& report) {
  std::vector<JunitSuite> out;
  for (const TableOutcome& table : report.tables) {
    JunitSuite suite{fmt::format("{}: {}", table.contract, table.table), {}};
    for (const Outcome& outcome : table.outcomes) {
      JunitCase one;
      one.name = outcome.check.id;
      one.class_name = fmt::format("{}.{}", table.table, outcome.check.category);
      one.outcome = junit_outcome(outcome.verdict);
      one.message = outcome.verdict == Verdict::kPassed ? "" : summary_of(outcome);
      if (outcome.verdict == Verdict::kWarning)
        one.details = fmt::format("warning: {}: {}", outcome.check.text, summary_of(outcome));
      if (outcome.verdict == Verdict::kFailed) {
        one.details = outcome.check.text;
        for (const FailingRow& row : outcome.rows) one.details += "\n" + text_of(row);
      }
      suite.cases.push_back(std::move(one));
    }
    out.push_back(std::move(suite));
  }
  return out;
}

}  // namespace hanse::contract
