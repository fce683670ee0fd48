// SPDX-License-Identifier: Apache-2.0
#include "cli/views/contract_test_view.h"

#include <algorithm>

#include "base/terminal_text.h"
#include "contract/report_test_run.h"

namespace hanse::cli::views {
namespace {

using contract::Outcome;
using contract::Verdict;

std::string plural(size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string_view mark_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed:
      return "passed";
    case Verdict::kWarning:
      return "warning";
    case Verdict::kFailed:
      return "FAILED";
    case Verdict::kNotRun:
      return "not run";
  }
  return "";
}

// Text of the contract and of the data: printed as one harmless line.
std::string line_of(const Outcome& outcome) {
  std::string out =
      fmt::format("  {:<8} {}\n", mark_of(outcome.verdict), printable(outcome.check.text));
  const std::string summary = contract::summary_of(outcome);
  if (!summary.empty()) out += fmt::format("           {}\n", printable(summary));
  for (const contract::FailingRow& row : outcome.rows)
    out += fmt::format("           {}\n", printable(contract::text_of(row)));
  const auto shown = static_cast<int64_t>(outcome.rows.size());
  if (shown > 0 && outcome.failing_rows > shown)
    out += fmt::format("           and {} more\n", outcome.failing_rows - shown);
  return out;
}

std::string table_text(const contract::TableOutcome& table) {
  const auto count = [&](Verdict verdict) {
    return static_cast<size_t>(std::ranges::count(table.outcomes, verdict, &Outcome::verdict));
  };
  std::string out = printable(table.table);
  if (!table.source.empty()) out += "  " + printable(table.source);
  if (table.rows >= 0) out += "  " + plural(static_cast<size_t>(table.rows), "row");
  out += '\n';
  for (const Verdict verdict : {Verdict::kFailed, Verdict::kWarning, Verdict::kNotRun})
    for (const Outcome& outcome : table.outcomes)
      if (outcome.verdict == verdict) out += line_of(outcome);
  if (const size_t passed = count(Verdict::kPassed); passed > 0)
    out += fmt::format("  passed   {}\n", plural(passed, "check"));
  return out + "\n";
}

}  // namespace

std::string contract_test_text(const contract::TestReport& report) {
  std::string out;
  for (const contract::TableOutcome& table : report.tables) out += table_text(table);
  out += fmt::format("{} passed, {} failed", report.count(Verdict::kPassed),
                     report.count(Verdict::kFailed));
  if (const size_t warnings = report.count(Verdict::kWarning); warnings > 0)
    out += ", " + plural(warnings, "warning");
  if (const size_t not_run = report.count(Verdict::kNotRun); not_run > 0)
    out += fmt::format(", {} not run", not_run);
  return out + "\n";
}

}  // namespace hanse::cli::views
