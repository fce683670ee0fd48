// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace hanse::server::pgwire {

enum class Format : int16_t { kText = 0, kBinary = 1 };

// A parameter's value as the gate takes it (sql::bind_parameters). Text of a type that SQL fits to
// its place (text, varchar, unknown) stays a plain string; anything else carries its type.
// kDataError when the bytes are no value of the type. Thread-safe: no state.
Result<Json> parameter_of(int32_t oid, Format format, std::string_view bytes);

}  // namespace hanse::server::pgwire
