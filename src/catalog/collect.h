// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/files.h"
#include "base/result.h"
#include "catalog/store.h"

namespace hanse::catalog {

// Snapshot files and their end. A statement pins what it reads: a shared lock on `<snapshot>/.pin`,
// which other processes see and which goes with the process. `collect` removes a snapshot's folder
// when no record names it (the state keeps the current one and the one before), nobody pins it, and
// it is older than kCollectAfterUs: a build that is being published has its files before it has its
// record. The folder is renamed
// first: under its own name a snapshot is whole or not there, and what a crash left of it goes at
// the next `collect`.
constexpr int64_t kCollectAfterUs = 600'000'000;

// Fails as check_files does, also when the folder itself has gone.
Result<std::shared_ptr<void>> pin_snapshot(const std::string& state_folder,
                                           const SnapshotRecord& record);

// Gives the number of folders removed. Safe at any time, from any process.
Result<int> collect(const Store& store, const std::string& state_folder, const Clock& clock);

}  // namespace hanse::catalog
