// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hanse::source {

// Limits against packed files that are made to fill a disk.
struct UnpackLimits {
  uint64_t entries_max = 1'000;
  uint64_t bytes_max = uint64_t{8} << 30;  // of all files together, unpacked
  uint64_t ratio_max = 300;                // unpacked to packed, for what is over `ratio_from`
  uint64_t ratio_from = 16u << 20;

  // Whether one file of `unpacked` bytes that was `packed` bytes, or `total` of all, is too much.
  bool are_passed(uint64_t unpacked, uint64_t packed, uint64_t total) const {
    return total > bytes_max || (unpacked > ratio_from && unpacked / ratio_max > packed);
  }
};

struct Packed {
  std::string path;                    // that is opened
  std::string name;                    // as messages name it
};

// False when not all of it could be written.
bool write_whole(int descriptor, std::string_view bytes);

}  // namespace hanse::source
