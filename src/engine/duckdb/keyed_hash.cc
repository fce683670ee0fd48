// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/keyed_hash.h"

#include <sodium.h>

#include <array>
#include <memory>

#include "engine/duckdb/handles.h"

namespace hanse::engine {
namespace {

constexpr size_t kHexDigits = 32;

// HMAC after it has taken in the key: copied for each value, which saves two compressions.
struct Keyed {
  crypto_auth_hmacsha256_state state;
  ~Keyed() { sodium_memzero(&state, sizeof state); }
};

void hash_rows(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto* keyed = static_cast<const Keyed*>(duckdb_scalar_function_get_extra_info(info));
  duckdb_vector vector = duckdb_data_chunk_get_vector(input, 0);
  auto* values = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
  uint64_t* validity = duckdb_vector_get_validity(vector);
  const idx_t rows = duckdb_data_chunk_get_size(input);
  uint64_t* nulls = nullptr;
  for (idx_t row = 0; row < rows; ++row) {
    if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) {
      if (nulls == nullptr) {
        duckdb_vector_ensure_validity_writable(output);
        nulls = duckdb_vector_get_validity(output);
      }
      duckdb_validity_set_row_invalid(nulls, row);
      continue;
    }
    crypto_auth_hmacsha256_state state = keyed->state;
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac;
    const auto* bytes = reinterpret_cast<const unsigned char*>(duckdb_string_t_data(&values[row]));
    crypto_auth_hmacsha256_update(&state, bytes, duckdb_string_t_length(values[row]));
    crypto_auth_hmacsha256_final(&state, mac.data());
    std::array<char, kHexDigits + 1> hex;
    sodium_bin2hex(hex.data(), hex.size(), mac.data(), kHexDigits / 2);
    duckdb_vector_assign_string_element_len(output, row, hex.data(), kHexDigits);
  }
}

}  // namespace

Status register_keyed_hash(duckdb_connection connection, const std::string& key) {
  if (sodium_init() < 0) return fail(ErrorCode::kInternal, "libsodium does not start");
  auto keyed = std::make_unique<Keyed>();
  crypto_auth_hmacsha256_init(&keyed->state, reinterpret_cast<const unsigned char*>(key.data()),
                              key.size());
  const ScalarFunction function(duckdb_create_scalar_function());
  const LogicalType text(duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR));
  duckdb_scalar_function_set_name(function.get(), "hanse_keyed_hash");
  duckdb_scalar_function_add_parameter(function.get(), text.get());
  duckdb_scalar_function_set_return_type(function.get(), text.get());
  duckdb_scalar_function_set_extra_info(
      function.get(), keyed.release(),
      [](void* data) { std::unique_ptr<Keyed>(static_cast<Keyed*>(data)).reset(); });
  duckdb_scalar_function_set_function(function.get(), hash_rows);
  if (duckdb_register_scalar_function(connection, function.get()) != DuckDBSuccess)
    return fail(ErrorCode::kInternal, "the engine refuses the function `hanse_keyed_hash`");
  return {};
}

}  // namespace hanse::engine
