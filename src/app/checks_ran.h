// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "app/lifecycle.h"
#include "catalog/journal.h"

namespace hanse::app {

// What follows from runs of checks, once they are recorded: whatever looks at verdicts hooks in
// here. Called on the thread that ran them, after each product; never fails the run.
void checks_ran(App& app, const std::vector<catalog::CheckRunRecord>& runs,
                const Progress& progress);

}  // namespace hanse::app
