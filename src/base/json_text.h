// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace hanse {

// Texts in and out of JSON, for the codecs. Lenient as Json's own reads: no string is an empty one.
Json json_list(const std::vector<std::string>& texts);
std::vector<std::string> text_list(const Json& list);
std::string text_at(const Json& object, std::string_view key);
// An instant in microseconds since 1970 as documents have it; null for 0, which stands for none.
Json json_time(int64_t us);

}  // namespace hanse
