// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "contract/check.h"

namespace hanse::cli::views {

// The verdicts for people: a paragraph a table, what passed as a number, what failed with what was
// measured, what was expected and the first rows.
std::string contract_test_text(const contract::TestReport& report);

}  // namespace hanse::cli::views
