// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/result.h"
#include "data/chunk.h"
#include "engine/duckdb/handles.h"

namespace hanse::engine {

// How chunks of this schema become the engine's. `connection` is none that runs a statement, here
// and below.
Result<ConvertedSchema> converted_schema(duckdb_connection connection, const data::Schema& schema);
// The stream's next chunk as what a table function gives, column by column the stream's at that of
// `places`; no rows at its end. kUnsupported for one of more rows than the engine takes at once.
Status give_next_chunk(duckdb_connection connection, duckdb_arrow_converted_schema converted,
                       data::ChunkStream& stream, const std::vector<size_t>& places,
                       duckdb_data_chunk output);

}  // namespace hanse::engine
