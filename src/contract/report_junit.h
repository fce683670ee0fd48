// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"

namespace hanse::contract {

// Verdicts as JUnit XML, as CI systems read it. Plain data.
struct JunitCase {
  enum class Outcome { kPassed, kFailed, kSkipped };
  std::string name, class_name;
  Outcome outcome = Outcome::kPassed;
  std::string message;  // one line: why it failed or was not run
  std::string details;
};
struct JunitSuite {
  std::string name;
  std::vector<JunitCase> cases;
};
// Bytes that are no UTF-8 and characters that XML cannot carry become U+FFFD. Pure; ends in a
// newline.
std::string render_junit(const std::vector<JunitSuite>& suites);

// One suite a file of `paths`, in their order, with a case for each of its findings, or one that
// passed; findings without a file come in a suite of their own. A warning does not fail its case.
std::vector<JunitSuite> junit_suites(const std::vector<std::string>& paths,
                                     const Diagnostics& findings);

}  // namespace hanse::contract
