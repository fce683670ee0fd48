// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hanse::source {

// Limits against archives that are made to fill a disk.
struct UnpackLimits {
  uint64_t entries_max = 1'000;
  uint64_t bytes_max = uint64_t{8} << 30;  // of all files together, unpacked
  uint64_t ratio_max = 300;                // unpacked to packed, for what is over `ratio_from`
  uint64_t ratio_from = 16u << 20;
};

struct Packed {
  std::string path;                    // that is opened
  std::string name;                    // as messages name it
};

// Unpacks the files of a ZIP archive whose names end in `extension` into a fresh folder under
// `scratch`, under names of ours: an entry's name never becomes a path. Refuses (kDenied) archives
// with absolute names, `..`, links or encryption; kLimitExceeded past a limit; kDataError when the
// archive is broken or has no such file. Nothing is left behind on failure.
Result<std::vector<std::string>> unpack_zip(const Packed& archive, std::string_view extension,
                                            const std::string& scratch, const UnpackLimits& limits);

}  // namespace hanse::source
