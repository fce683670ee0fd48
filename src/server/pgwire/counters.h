// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>

namespace hanse::server::pgwire {

// What a door did so far, for /metrics.
struct Counters {
  std::atomic<uint64_t> connections = 0, refused = 0, queries = 0, denied = 0, failed = 0, rows = 0;
};

}  // namespace hanse::server::pgwire
