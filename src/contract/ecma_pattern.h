// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse::contract {

// A contract's regular expression (ECMA-262) in the words of the engine's matcher (RE2), with the
// same meaning: it matches anywhere unless it is anchored. kUnsupported for what a matcher in
// linear time does not have, or what would mean something else there: never guessed. That the
// result compiles (RE2 limits its size) is for the engine to say. Pure.
Result<std::string> matcher_of(std::string_view pattern);

// A pattern for a `format` of a string: email, uuid, uri, uri-reference, hostname, ipv4, ipv6,
// date, date-time, time, duration, byte. Anchored, in RE2's words. Empty for formats that promise
// nothing of the text (password, binary); kUnsupported for others.
Result<std::string> matcher_of_format(std::string_view format);

}  // namespace hanse::contract
