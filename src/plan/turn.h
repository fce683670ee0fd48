// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/files.h"
#include "engine/engine.h"

namespace hanse::plan {

// Waits until no other process or thread has this lock of the state folder: one refresh at a time,
// one run of checks at a time. kCancelled soon after `cancel`.
Result<FileLock> wait_for_turn(const std::string& lock_path, const engine::CancelToken& cancel);

}  // namespace hanse::plan
