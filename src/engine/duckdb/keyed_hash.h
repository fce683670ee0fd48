// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <string>

#include "base/result.h"

namespace hanse::engine {

// Registers hanse_keyed_hash(VARCHAR) -> VARCHAR in the connection's database: HMAC-SHA-256 under
// `key`, the first 32 hex digits; NULL stays NULL. The key lives in the function's own memory and
// is wiped with it.
Status register_keyed_hash(duckdb_connection connection, const std::string& key);

}  // namespace hanse::engine
