// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace hanse {

// The memory that this process has in use, in bytes; 0 when that cannot be told. Thread-safe.
int64_t resident_bytes();

}  // namespace hanse
