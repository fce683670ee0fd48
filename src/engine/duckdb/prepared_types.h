// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <string>
#include <vector>

#include "engine/engine.h"

namespace hanse::engine {

// What a prepared statement gives, and the types of its parameters: by number, whatever the order
// in which they stand in the text; empty where any would do.
std::vector<BoundColumn> result_types(duckdb_prepared_statement prepared);
std::vector<std::string> parameter_types(duckdb_prepared_statement prepared);

}  // namespace hanse::engine
