// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "source/unpack.h"

namespace hanse::source {

// Unpacks a gzip file (RFC 1952, one member or several) into a fresh file under `scratch`, whose
// name ends in `extension`. kDataError when it is cut, was changed (its sum does not fit) or goes
// on behind its end; kLimitExceeded past a limit. Nothing is left behind on failure.
Result<std::string> unpack_gzip(const Packed& packed, std::string_view extension,
                                const std::string& scratch, const UnpackLimits& limits);

}  // namespace hanse::source
