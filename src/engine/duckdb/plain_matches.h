// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include "base/result.h"

namespace hanse::engine {

// Registers engine::kPlainMatches. A pattern that is not plain fails the statement.
Status register_plain_matches(duckdb_connection connection);

}  // namespace hanse::engine
