// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "catalog/records.h"

namespace hanse::catalog {

// Whether a snapshot's files are those that were published: nobody removed, cut, changed or
// replaced them. Cheap while their stamps stand; where one moved, as in a copy of the state folder,
// the file is read, once a process. What the disk alone changes below the files is not seen.
// Fails with kNotFound, kIo or kCorrupt, in words that name no path: they are told to consumers.
// Thread-safe.
Status check_files(const std::string& state_folder, const SnapshotRecord& record);

}  // namespace hanse::catalog
