// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/arrow_rows.h"

namespace hanse::engine {
namespace {

Status checked(duckdb_error_data raw) {
  const ErrorData error(raw);
  if (!error || !duckdb_error_data_has_error(error.get())) return {};
  return fail(ErrorCode::kUnsupported, duckdb_error_data_message(error.get()));
}

}  // namespace

Result<ConvertedSchema> converted_schema(duckdb_connection connection, const data::Schema& schema) {
  ConvertedSchema out;
  auto* arrow = const_cast<ArrowSchema*>(&schema.arrow());
  HANSE_TRY_STATUS(checked(duckdb_schema_from_arrow(connection, arrow, out.out())));
  return out;
}

Status give_next_chunk(duckdb_connection connection, duckdb_arrow_converted_schema converted,
                       data::ChunkStream& stream, const std::vector<size_t>& places,
                       duckdb_data_chunk output) {
  HANSE_TRY(const data::Chunk chunk, stream.next());
  if (chunk.empty()) {
    duckdb_data_chunk_set_size(output, 0);
    return {};
  }
  if (static_cast<idx_t>(chunk.rows()) > duckdb_vector_size())
    return fail(ErrorCode::kUnsupported, fmt::format("a chunk of {} rows, expected at most {}",
                                                     chunk.rows(), duckdb_vector_size()));
  // The engine takes over the array when it converts it; the chunk keeps only an empty shell.
  ArrowArray array = chunk.arrow();
  DataChunk made;
  const Status taken =
      checked(duckdb_data_chunk_from_arrow(connection, &array, converted, made.out()));
  const_cast<ArrowArray&>(chunk.arrow()).release = nullptr;
  HANSE_TRY_STATUS(taken);
  for (size_t i = 0; i < places.size(); ++i)
    duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(output, i),
                                   duckdb_data_chunk_get_vector(made.get(), places[i]));
  duckdb_data_chunk_set_size(output, duckdb_data_chunk_get_size(made.get()));
  return {};
}

}  // namespace hanse::engine
