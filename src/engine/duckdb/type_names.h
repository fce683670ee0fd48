// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <string>
#include <string_view>

#include "engine/duckdb/handles.h"

namespace hanse::engine {

// A type as SQL spells it, so that it parses again: "DECIMAL(10,2)", "STRUCT(a INTEGER)[]", "JSON".
// Thread-safe.
std::string type_name(duckdb_logical_type type);
// The other way round, of types that data/chunk_builder.h makes; null for others.
LogicalType plain_type(std::string_view name);

}  // namespace hanse::engine
