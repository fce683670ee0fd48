// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "data/arrow_c.h"

namespace hanse::engine {

// The SQL type that the engine reads an Arrow column as. kUnsupported for formats it does not send.
Result<std::string> arrow_type_name(const ArrowSchema& schema);

}  // namespace hanse::engine
