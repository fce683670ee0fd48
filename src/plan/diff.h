// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "plan/plan.h"
#include "spec/model.h"

namespace hanse::plan {

// What differs in meaning between two models, sorted by address. Formatting, comments and order are
// no difference. `affected` is filled from the agreements and input ports of both, from `grants`
// and from the lineage of `applied`, the tables as they are published. Pure.
std::vector<Change> diff(const spec::Model& before, const spec::Model& after,
                         const catalog::RecordList<catalog::GrantRecord>& grants,
                         const std::vector<catalog::TableEntry>& applied = {});

}  // namespace hanse::plan
