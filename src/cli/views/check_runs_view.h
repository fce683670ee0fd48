// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "app/product_checks.h"

namespace hanse::cli::views {

// Runs of checks for people: what failed first, passed checks as a number.
std::string check_runs_text(const app::CheckRuns& runs);
// The checks of a list that did not pass, a few lines each, failures first.
std::string unkept_text(const Json& checks);

}  // namespace hanse::cli::views
