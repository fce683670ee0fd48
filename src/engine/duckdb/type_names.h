// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <string>

namespace hanse::engine {

// A type as SQL spells it, so that it parses again: "DECIMAL(10,2)", "STRUCT(a INTEGER)[]", "JSON".
// Thread-safe.
std::string type_name(duckdb_logical_type type);

}  // namespace hanse::engine
