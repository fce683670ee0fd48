// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "spec/mesh.h"

namespace hanse::spec {

// Whether it gives anybody anything at that instant: active or approved (or without a status), and
// between `from` and `until`. A time that cannot be read is none at which it holds.
bool is_in_force(const Agreement& agreement, int64_t now_us);

}  // namespace hanse::spec
