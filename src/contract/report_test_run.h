// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"
#include "contract/check.h"
#include "contract/report_junit.h"

namespace hanse::contract {

// The verdicts of a test run in the forms that others read. Pure.

// {"format_version":1,"passed":…,"warnings":…,"failed":…,"not_run":…,"tables":[{…,"checks":[…]}]}
Json json_of(const TestReport& report);
// What did not pass, with its place in the contract: for SARIF.
Diagnostics diagnostics_of(const TestReport& report);
std::vector<JunitSuite> junit_suites(const TestReport& report);

// "3 rows break it" or "measured 3, expected 0", after the reason where there is one.
std::string summary_of(const Outcome& outcome);
std::string text_of(const FailingRow& row);

}  // namespace hanse::contract
