// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <duckdb.h>

#include <cstdint>

namespace hanse::engine {

// The bytes that the texts, lists and structs of a chunk take once each row has its own copy: rows
// may share one text or one list. Reads lengths only. Thread-safe for different chunks.
int64_t bytes_to_copy(duckdb_data_chunk chunk);

}  // namespace hanse::engine
