// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "catalog/snapshot.h"
#include "plan/plan.h"

namespace hanse::plan {

// HNS-T009, a warning, at the output port of each table that shows somebody rows which policies
// withhold where they come from: the source has a row filter for who asks, the product itself reads
// without it and does not declassify, and its own table is allowed without any filter. Asked as the
// development users, and as one member of each group that the register names, for each purpose;
// kAskersMax and kPurposesMax bound it. It warns and does not refuse: the council may have decided
// that what is derived gives nothing away.
void check_filtered_sources(const catalog::CatalogSnapshot& candidate,
                            const EnvironmentId& environment, int64_t now_us,
                            Diagnostics& diagnostics);

}  // namespace hanse::plan
