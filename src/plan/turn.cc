// SPDX-License-Identifier: Apache-2.0
#include "plan/turn.h"

#include <thread>

namespace hanse::plan {
namespace {

constexpr auto kLookAtLock = std::chrono::milliseconds(20);

}  // namespace

// The system's own wait for a lock knows no cancelling.
Result<FileLock> wait_for_turn(const std::string& lock_path, const engine::CancelToken& cancel) {
  while (true) {
    auto lock = FileLock::acquire(lock_path, FileLock::Mode::kExclusive, FileLock::Wait::kNo);
    if (lock || lock.error().code != ErrorCode::kConflict) return lock;
    if (cancel.cancelled()) return fail(ErrorCode::kCancelled, "cancelled");
    std::this_thread::sleep_for(kLookAtLock);
  }
}

}  // namespace hanse::plan
