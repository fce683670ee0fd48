// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse {

// A seam for fault tests. Each operation that changes files asks `fault_at` first. Off (the normal
// case) it costs one load. Tests arm it to fail the Nth operation; a child process that is started
// with HANSE_FAULT_KILL=N in its environment ends itself at the Nth, as a kill would.
bool fault_at(std::string_view operation);  // true: pretend that it failed. Thread-safe
void arm_fault(long nth);                   // from 1; 0 disarms
long fault_operations();                    // counted since `arm_fault`

}  // namespace hanse
