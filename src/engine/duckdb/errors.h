// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace hanse::engine {

// The engine's failures in our words. Thread-safe: no state.

// The one table from the engine's error kinds to ours.
ErrorCode code_of(duckdb_error_type type);
// For those who run statements for `govern`: keeps the engine's own text (which may quote data).
Error engine_error(duckdb_error_type type, const char* message);

// From the error object of json_serialize_sql or json_serialize_plan, for the person who wrote
// `text`: says the kind, the position, and only names that `text` contains. Candidates,
// suggestions, signatures and excerpts never get through.
Error reworded(const Json& error, std::string_view text);

}  // namespace hanse::engine
