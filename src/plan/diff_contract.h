// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plan/plan.h"

namespace hanse::plan {

// Contracts and all that they say, judged by contract::compare as readers see it. Part of `diff`;
// pure.
void diff_contracts(const spec::Model& before, const spec::Model& after, std::vector<Change>& out);

}  // namespace hanse::plan
