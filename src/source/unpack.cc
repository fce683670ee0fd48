// SPDX-License-Identifier: Apache-2.0
#include "source/unpack.h"

#include <unistd.h>

#include <cerrno>

namespace hanse::source {

bool write_whole(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace hanse::source
