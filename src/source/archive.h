// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/unpack.h"

namespace hanse::source {

// Unpacks the files of a ZIP archive whose names end in `extension` into a fresh folder under
// `scratch`, under names of ours: an entry's name never becomes a path. Refuses (kDenied) archives
// with absolute names, `..`, links or encryption; kLimitExceeded past a limit; kDataError when the
// archive is broken or has no such file. Nothing is left behind on failure.
Result<std::vector<std::string>> unpack_zip(const Packed& archive, std::string_view extension,
                                            const std::string& scratch, const UnpackLimits& limits);

}  // namespace hanse::source
