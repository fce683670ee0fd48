// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/app.h"
#include "app/product_checks.h"

namespace hanse::app {

// Adds to each check that rows break up to `count` of them, as who asks sees them: `samples`, a
// list of {key, value}, and where there is something to say `samples_note`: why none are shown, or
// that only those are that they see. They are fetched by the session's own statements. `key` is the
// primary key as text; where there is none, or it may not be seen, `row` counts the rows, and is
// left out where some may be hidden.
Result<CheckRuns> with_samples(App& app, const govern::Session& session, CheckRuns runs, int count);

}  // namespace hanse::app
