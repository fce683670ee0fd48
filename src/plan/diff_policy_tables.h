// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plan/plan.h"

namespace hanse::plan {

// What changes inside policy tables that stand in both models: rules by their name, other values by
// their path. Says whether data is shown to more or to fewer where the table's meaning tells it.
void diff_policy_tables(const spec::Model& before, const spec::Model& after,
                        std::vector<Change>& out);

}  // namespace hanse::plan
