// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "source/convert.h"

namespace hanse::source {

constexpr int kNestingMax = 8;

// The conversion of JSON text to a nested contract column (object, array, map): members by their
// contract names, absent ones NULL, others passed over; every scalar by `conversion_of`, so that no
// value is rounded or guessed at any depth. A value that does not fit fails the whole cell.
Result<Conversion> nested_conversion_of(const spec::Property& property, const std::string& text);

}  // namespace hanse::source
