// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plan/plan.h"

namespace hanse::plan {

// Files of `strategy/` that come, go or say something else, by their top fields. Part of `diff`;
// pure.
void diff_strategy(const spec::Model& before, const spec::Model& after, std::vector<Change>& out);

}  // namespace hanse::plan
