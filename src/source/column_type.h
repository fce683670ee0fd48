// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "spec/contract.h"

namespace hanse::source {

// The engine type of a contract column with what it nests: objects become STRUCT, arrays lists,
// maps MAP. kUnsupported as engine::engine_type, and when a nested type says nothing of its
// content.
Result<std::string> column_type(const spec::Property& property);

}  // namespace hanse::source
