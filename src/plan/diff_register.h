// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plan/plan.h"

namespace hanse::plan {

// The register, domains, agreements and policies. Part of `diff`; pure.
void diff_register(const spec::Model& before, const spec::Model& after, std::vector<Change>& out);

}  // namespace hanse::plan
