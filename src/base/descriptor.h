// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <optional>

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

// As many bytes as there are from there on; fewer than `size` only at the end of the file. Nothing
// when they cannot be read: `errno` says why.
std::optional<size_t> read_at(int descriptor, uint64_t from, char* out, size_t size);

}  // namespace hanse
