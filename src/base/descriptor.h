// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

namespace hanse {

// A file descriptor that is closed where it goes out of scope; below 0: none.
struct Descriptor {
  explicit Descriptor(int given = -1) : value(given) {}
  ~Descriptor() {
    if (value >= 0) close(value);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int value;
};

}  // namespace hanse
