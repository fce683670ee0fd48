// SPDX-License-Identifier: Apache-2.0
#include "app/contract_tests.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/common.h"
#include "cli/views/contract_test_view.h"
#include "contract/report_junit.h"
#include "contract/report_sarif.h"
#include "contract/report_test_run.h"

namespace hanse::cli {
namespace {

constexpr int kSamplesShown = 5;

Status write_reports(const Options& options, const contract::TestedContracts& tested) {
  if (!options.junit.empty()) {
    auto suites = contract::junit_suites(tested.report);
    if (tested.findings.has_errors())
      suites = contract::junit_suites(options.words, tested.findings);
    HANSE_TRY_STATUS(write_file_atomic(options.junit, contract::render_junit(suites)));
  }
  if (!options.sarif.empty()) {
    Diagnostics all = contract::diagnostics_of(tested.report);
    all.merge(tested.findings);
    all.sort();
    HANSE_TRY_STATUS(write_file_atomic(options.sarif, contract::render_sarif(all)));
  }
  return {};
}

}  // namespace

int run_contract_test(const Options& options) {
  if (options.words.empty())
    return report_usage(options, "expected a contract file",
                        "`hanse contract test orders.odcs.yaml`");
  const auto tested = app::test_contracts(
      {options.words, options.server, options.data,
       options.samples.value_or(kSamplesShown), options.now});
  if (!tested && tested.error().code == ErrorCode::kInvalidArgument)
    return report_usage(options, tested.error().message, tested.error().help);
  if (!tested) return report(options, tested.error());
  if (const Status written = write_reports(options, *tested); !written)
    return report(options, written.error());
  if (options.output == Output::kJson && tested->findings.has_errors()) {
    report(options, tested->findings);
  } else if (options.output == Output::kJson) {
    Json report = contract::json_of(tested->report);
    report.set("findings", findings_json(tested->findings));
    answer(report.dump() + "\n");
  } else {
    report(options, tested->findings);
    if (!tested->findings.has_errors()) answer(views::contract_test_text(tested->report));
  }
  return tested->findings.has_errors() || tested->report.has_failed() ? kExitFailed : kExitDone;
}

}  // namespace hanse::cli
