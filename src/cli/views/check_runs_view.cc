// SPDX-License-Identifier: Apache-2.0
#include "cli/views/check_runs_view.h"

#include "base/json_text.h"
#include "base/terminal_text.h"

namespace hanse::cli::views {
namespace {

std::string plural(int64_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string summary_of(const Json& check) {
  std::string out = text_at(check, "reason");
  const std::string measured = text_at(check, "measured");
  if (measured.empty()) return out;
  if (!out.empty()) out += "; ";
  const int64_t rows = check["failing_rows"].as_int(0);
  if (check["category"].as_string() == "schema" && rows > 0)
    return out + (rows == 1 ? "1 row breaks it" : fmt::format("{} rows break it", rows));
  return out + fmt::format("measured {}, expected {}", measured, text_at(check, "expected"));
}

// Text of contracts: printed as harmless lines.
std::string line_of(const Json& check, std::string_view mark) {
  std::string out = fmt::format("  {:<8} {}\n", mark, printable(text_at(check, "text")));
  if (const std::string summary = summary_of(check); !summary.empty())
    out += fmt::format("           {}\n", printable(summary));
  for (const Json& row : check["samples"].items()) {
    std::string place = text_at(row, "key");
    if (!row["row"].is_null()) place = fmt::format("row {}", row["row"].as_int());
    out += fmt::format("           {}{}\n", place.empty() ? "" : printable(place + ": "),
                       printable(text_at(row, "value")));
  }
  if (const std::string note = text_at(check, "samples_note"); !note.empty())
    out += fmt::format("           {}{}\n",
                       check["samples"].size() == 0 ? "rows are not shown: " : "", printable(note));
  return out;
}

}  // namespace

std::string unkept_text(const Json& checks) {
  constexpr std::pair<std::string_view, std::string_view> kMarks[] = {
      {"failed", "FAILED"}, {"warning", "warning"}, {"notRun", "not run"}};
  std::string out;
  for (const auto& [verdict, mark] : kMarks)
    for (const Json& check : checks.items())
      if (check["verdict"].as_string() == verdict) out += line_of(check, mark);
  return out;
}

std::string check_runs_text(const app::CheckRuns& runs) {
  if (runs.empty()) return "nothing that you may see was checked\n";
  std::string out;
  int64_t passed = 0, failed = 0, warnings = 0, not_run = 0;
  for (const catalog::CheckRunRecord& run : runs) {
    out += printable(fmt::format("{}  contract {}", run.table.str(), run.contract_version));
    if (run.rows >= 0) out += "  " + plural(run.rows, "row");
    out += "\n" + unkept_text(run.outcomes);
    if (run.passed > 0) out += fmt::format("  passed   {}\n", plural(run.passed, "check"));
    out += "\n";
    passed += run.passed;
    failed += run.failed;
    warnings += run.warnings;
    not_run += run.not_run;
  }
  out += fmt::format("{} passed, {} failed", passed, failed);
  if (warnings > 0) out += ", " + plural(warnings, "warning");
  if (not_run > 0) out += fmt::format(", {} not run", not_run);
  return out + "\n";
}

}  // namespace hanse::cli::views
