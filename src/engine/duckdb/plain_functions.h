// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include "base/result.h"

namespace hanse::engine {

// Registers those of engine/plain_pattern.h, plain_values.h and word_list.h. A pattern that is not
// plain fails the statement.
Status register_plain_functions(duckdb_connection connection);

}  // namespace hanse::engine
