// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"
#include "base/json.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "contract/lint.h"
#include "contract/report_junit.h"
#include "contract/report_sarif.h"

namespace hanse::cli {
namespace {

// "1 contract", "2 contracts".
std::string counted(size_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

struct Totals {
  size_t errors = 0, warnings = 0;
};
Totals totals_of(const contract::LintReport& report) {
  Totals out;
  for (const contract::LintedFile& file : report.files) {
    out.errors += file.errors;
    out.warnings += file.warnings;
  }
  return out;
}

std::string json(const contract::LintReport& report) {
  Json files = Json::array();
  for (const contract::LintedFile& file : report.files)
    files.push(Json::object({{"file", file.path},
                             {"id", file.id},
                             {"version", file.version},
                             {"errors", file.errors},
                             {"warnings", file.warnings}}));
  const Totals totals = totals_of(report);
  Json out = Json::object({{"format_version", 1}});
  out.set("contracts", std::move(files));
  out.set("summary", Json::object({{"contracts", report.files.size()},
                                   {"errors", totals.errors},
                                   {"warnings", totals.warnings}}));
  const auto findings = Json::parse(render_json(report.findings));
  out.set("diagnostics", findings ? (*findings)["diagnostics"] : Json::array());
  return out.dump() + "\n";
}

Status write_reports(const Options& options, const contract::LintReport& report) {
  if (!options.sarif.empty())
    HANSE_TRY_STATUS(write_file_atomic(options.sarif, contract::render_sarif(report.findings)));
  if (options.junit.empty()) return {};
  std::vector<std::string> paths;
  for (const contract::LintedFile& file : report.files) paths.push_back(file.path);
  return write_file_atomic(options.junit,
                           contract::render_junit(contract::junit_suites(paths, report.findings)));
}

}  // namespace

int run_contract_lint(const Options& options) {
  if (options.words.empty())
    return report_usage(options, "expected a contract file, or a folder with some",
                        "`hanse contract lint orders.odcs.yaml`");
  const auto linted = contract::lint(options.words);
  if (!linted) return report(options, linted.error());
  if (const Status written = write_reports(options, *linted); !written)
    return report(options, written.error());
  const Totals totals = totals_of(*linted);
  if (options.output == Output::kJson) {
    answer(json(*linted));
  } else {
    report(options, linted->findings);
    answer(fmt::format("{}: {}, {}\n", counted(linted->files.size(), "contract"),
                       counted(totals.errors, "error"), counted(totals.warnings, "warning")));
  }
  return totals.errors == 0 ? kExitDone : kExitFailed;
}

}  // namespace hanse::cli
