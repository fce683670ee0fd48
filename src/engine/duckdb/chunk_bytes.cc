// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/chunk_bytes.h"

#include "engine/duckdb/handles.h"

namespace hanse::engine {
namespace {

struct Range {
  idx_t begin = 0, end = 0;
};

bool is_valid(const uint64_t* validity, idx_t row) {
  return validity == nullptr || duckdb_validity_row_is_valid(const_cast<uint64_t*>(validity), row);
}

int64_t text_bytes(duckdb_vector vector, Range rows) {
  const uint64_t* validity = duckdb_vector_get_validity(vector);
  const auto* texts = static_cast<const duckdb_string_t*>(duckdb_vector_get_data(vector));
  int64_t bytes = 0;
  for (idx_t row = rows.begin; row < rows.end; ++row)
    if (is_valid(validity, row)) bytes += texts[row].value.inlined.length;
  return bytes;
}

int64_t vector_bytes(duckdb_vector vector, duckdb_logical_type type, Range rows);

int64_t list_bytes(duckdb_vector vector, duckdb_logical_type type, Range rows) {
  const LogicalType element(duckdb_list_type_child_type(type));
  const uint64_t* validity = duckdb_vector_get_validity(vector);
  const auto* entries = static_cast<const duckdb_list_entry*>(duckdb_vector_get_data(vector));
  duckdb_vector child = duckdb_list_vector_get_child(vector);
  int64_t bytes = 0;
  for (idx_t row = rows.begin; row < rows.end; ++row) {
    if (!is_valid(validity, row)) continue;
    const idx_t begin = entries[row].offset;
    bytes += vector_bytes(child, element.get(), {begin, begin + entries[row].length});
  }
  return bytes;
}

int64_t vector_bytes(duckdb_vector vector, duckdb_logical_type type, Range rows) {
  constexpr int64_t kValueBytes = 8;
  const auto count = static_cast<int64_t>(rows.end - rows.begin);
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_BLOB:
      return text_bytes(vector, rows) + count * kValueBytes;
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_MAP:
      return list_bytes(vector, type, rows) + count * kValueBytes;
    case DUCKDB_TYPE_STRUCT: {
      int64_t bytes = 0;
      for (idx_t i = 0; i < duckdb_struct_type_child_count(type); ++i) {
        const LogicalType field(duckdb_struct_type_child_type(type, i));
        bytes += vector_bytes(duckdb_struct_vector_get_child(vector, i), field.get(), rows);
      }
      return bytes;
    }
    case DUCKDB_TYPE_ARRAY: {
      const LogicalType element(duckdb_array_type_child_type(type));
      const idx_t size = duckdb_array_type_array_size(type);
      return vector_bytes(duckdb_array_vector_get_child(vector), element.get(),
                          {rows.begin * size, rows.end * size});
    }
    default:
      return count * kValueBytes;
  }
}

}  // namespace

int64_t bytes_to_copy(duckdb_data_chunk chunk) {
  const idx_t rows = duckdb_data_chunk_get_size(chunk);
  int64_t bytes = 0;
  for (idx_t i = 0; i < duckdb_data_chunk_get_column_count(chunk); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
    const LogicalType type(duckdb_vector_get_column_type(vector));
    bytes += vector_bytes(vector, type.get(), {0, rows});
  }
  return bytes;
}

}  // namespace hanse::engine
