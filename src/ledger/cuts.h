// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/json.h"
#include "base/result.h"
#include "ledger/format.h"

namespace hanse::ledger {

// What is cut off of a segment's end is noted in `<folder>/cuts` before it is, until the chain says
// so. All under the ledger's file lock.

// An array of what an earlier opening cut off and could not record. `last`: the newest entry, which
// may be the record of it; nullptr: there is none.
Result<Json> noted_cuts(const std::string& folder, const Line* last);
// Adds `cut` to those noted, once.
Status note_cut(const std::string& folder, Json& cuts, Json cut);
Status forget_cuts(const std::string& folder);

}  // namespace hanse::ledger
