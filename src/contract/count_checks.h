// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "contract/run_checks.h"

namespace hanse::contract {

// The numbers that one pass over a table gives, as the engine wrote them.
struct Counted {
  int64_t rows = 0;
  std::vector<std::string> numbers;  // of each outcome; empty: it is not counted in the pass
};

// One pass for all of them; what cannot be counted together is counted apart, and what cannot be
// counted at all is marked as not run, so that none hides the others. An error: the table cannot be
// read.
Result<Counted> count_checks(const CheckRun& run, const TableUnderTest& table,
                             std::vector<Outcome>& outcomes);

std::optional<double> number_of(const std::string& text);  // nothing when it is none
void set_not_run(Outcome& outcome, std::string reason);

}  // namespace hanse::contract
