// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ledger/ledger.h"
#include "plan/plan.h"

namespace hanse::plan {

constexpr int64_t kRecentDays = 90;
constexpr uint64_t kRecentLedgerBytesMax = 256u << 20;  // of the ledger's newest segments

// Adds to what each breaking change affects those who asked for it in the last 90 days, as the
// ledger's decisions say: "user analyst". A change of a column concerns who referred to that
// column. Products that read it are consumers already, by their input ports. When the ledger of
// that time is too long, or cannot be read, the change says so. `before`: the model that is
// applied. Reads the ledger only for plans that break something.
void add_recent_users(const spec::Model& before, const std::string& ledger_folder, int64_t now_us,
                      Plan& plan);

}  // namespace hanse::plan
