// SPDX-License-Identifier: Apache-2.0
#include "base/descriptor.h"

#include <cerrno>

namespace hanse {

std::optional<size_t> read_at(int descriptor, uint64_t from, char* out, size_t size) {
  size_t at = 0;
  while (at < size) {
    const ssize_t got = pread(descriptor, out + at, size - at, static_cast<off_t>(from + at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    at += static_cast<size_t>(got);
  }
  return at;
}

}  // namespace hanse
