// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse {

// A seam for fault tests. Each operation that changes files asks `fault_at` first. Off (the normal
// case) it costs one load. Unit tests arm it to fail the Nth operation; tests/faults do the same to
// the whole binary from outside.
bool fault_at(std::string_view operation);  // true: pretend that it failed. Thread-safe
void arm_fault(long nth);                   // from 1; 0 disarms
long fault_operations();                    // counted since `arm_fault`

}  // namespace hanse
