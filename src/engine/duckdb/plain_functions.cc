// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/plain_functions.h"

#include <algorithm>
#include <array>

#include "engine/duckdb/handles.h"
#include "engine/plain_pattern.h"
#include "engine/plain_values.h"

namespace hanse::engine {
namespace {

std::string_view view_of(duckdb_string_t& text) {
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

// The pattern of the rows before is nearly always that of the next one.
Result<const PlainPattern*> pattern_of(std::string_view text) {
  thread_local std::shared_ptr<const PlainPattern> last;
  if (last == nullptr || last->text() != text) {
    HANSE_TRY(last, PlainPattern::compile(text));
  }
  return last.get();
}

Status match_rows(duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector texts = duckdb_data_chunk_get_vector(input, 0);
  duckdb_vector patterns = duckdb_data_chunk_get_vector(input, 1);
  auto* text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(texts));
  auto* pattern = static_cast<duckdb_string_t*>(duckdb_vector_get_data(patterns));
  const std::array<uint64_t*, 2> valid = {duckdb_vector_get_validity(texts),
                                          duckdb_vector_get_validity(patterns)};
  auto* out = static_cast<bool*>(duckdb_vector_get_data(output));
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const bool is_null = std::ranges::any_of(valid, [&](uint64_t* mask) {
      return mask != nullptr && !duckdb_validity_row_is_valid(mask, row);
    });
    if (is_null) {
      duckdb_vector_ensure_validity_writable(output);
      duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
      continue;
    }
    HANSE_TRY(const PlainPattern* compiled, pattern_of(view_of(pattern[row])));
    out[row] = compiled->matches(view_of(text[row]));
  }
  return {};
}

void match_chunk(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  if (const Status matched = match_rows(input, output); !matched)
    duckdb_scalar_function_set_error(info, matched.error().message.c_str());
}

// `read` gives a value of the text or nothing, which becomes NULL.
template <typename T, std::optional<T> (*read)(std::string_view)>
void read_chunk(duckdb_function_info /*info*/, duckdb_data_chunk input, duckdb_vector output) {
  duckdb_vector texts = duckdb_data_chunk_get_vector(input, 0);
  auto* text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(texts));
  uint64_t* const valid = duckdb_vector_get_validity(texts);
  auto* out = static_cast<T*>(duckdb_vector_get_data(output));
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    const bool is_null = valid != nullptr && !duckdb_validity_row_is_valid(valid, row);
    const std::optional<T> value = is_null ? std::nullopt : read(view_of(text[row]));
    if (value) {
      out[row] = *value;
      continue;
    }
    duckdb_vector_ensure_validity_writable(output);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(output), row);
  }
}

Status register_function(duckdb_connection connection, std::string_view name, int texts,
                         duckdb_type gives, duckdb_scalar_function_t runs) {
  const ScalarFunction function(duckdb_create_scalar_function());
  const LogicalType text(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  const LogicalType result(duckdb_create_logical_type(gives));
  duckdb_scalar_function_set_name(function.get(), std::string(name).c_str());
  for (int i = 0; i < texts; ++i) duckdb_scalar_function_add_parameter(function.get(), text.get());
  duckdb_scalar_function_set_return_type(function.get(), result.get());
  duckdb_scalar_function_set_function(function.get(), runs);
  if (duckdb_register_scalar_function(connection, function.get()) == DuckDBSuccess) return {};
  return fail(ErrorCode::kInternal, fmt::format("the engine refuses its function `{}`", name));
}

}  // namespace

Status register_plain_functions(duckdb_connection connection) {
  HANSE_TRY_STATUS(
      register_function(connection, kPlainMatches, 2, DUCKDB_TYPE_BOOLEAN, match_chunk));
  HANSE_TRY_STATUS(register_function(connection, kPlainWhole, 1, DUCKDB_TYPE_BIGINT,
                                     read_chunk<int64_t, plain_whole>));
  return register_function(connection, kPlainDay, 1, DUCKDB_TYPE_DATE,
                           read_chunk<int32_t, plain_day>);
}

}  // namespace hanse::engine
