// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/instance.h"

#include <algorithm>
#include <thread>

#include "base/utf8.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/keyed_hash.h"
#include "engine/duckdb/plain_functions.h"

namespace hanse::engine {
namespace {

Status set_option(duckdb_config config, const char* name, const std::string& value) {
  if (duckdb_set_config(config, name, value.c_str()) == DuckDBSuccess) return {};
  return fail(ErrorCode::kInternal, fmt::format("the engine refuses its option `{}`", name));
}

Result<Config> configuration(const InstanceOptions& options) {
  Config config;
  if (duckdb_create_config(config.out()) != DuckDBSuccess)
    return fail(ErrorCode::kInternal, "the engine gave no configuration");
  const std::vector<std::pair<const char*, std::string>> settings = {
      {"autoinstall_known_extensions", "false"}, {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},   {"allow_persistent_secrets", "false"},
      {"preserve_insertion_order", "true"},      {"temp_directory", options.temporary_folder},
      {"asof_loop_join_threshold", "0"},  // the plan of that loop reads a null pointer
  };
  for (const auto& [name, value] : settings)
    HANSE_TRY_STATUS(set_option(config.get(), name, value));
  if (options.threads > 0)
    HANSE_TRY_STATUS(set_option(config.get(), "threads", std::to_string(options.threads)));
  if (options.memory_bytes > 0)
    HANSE_TRY_STATUS(
        set_option(config.get(), "memory_limit", fmt::format("{}B", options.memory_bytes)));
  return config;
}

// duckdb_prepare gives no kind of its error: the message begins with it.
ErrorCode code_of_message(std::string_view text) {
  constexpr std::pair<std::string_view, duckdb_error_type> kKinds[] = {
      {"IO Error", DUCKDB_ERROR_IO},
      {"Permission Error", DUCKDB_ERROR_PERMISSION},
      {"Conversion Error", DUCKDB_ERROR_CONVERSION},
      {"Out of Range Error", DUCKDB_ERROR_OUT_OF_RANGE},
      {"Invalid Input Error", DUCKDB_ERROR_INVALID_INPUT},
      {"Out of Memory Error", DUCKDB_ERROR_OUT_OF_MEMORY},
      {"Not implemented Error", DUCKDB_ERROR_NOT_IMPLEMENTED},
      {"INTERRUPT Error", DUCKDB_ERROR_INTERRUPT},
      {"INTERNAL Error", DUCKDB_ERROR_INTERNAL},
      {"FATAL Error", DUCKDB_ERROR_FATAL},
  };
  for (const auto& [prefix, type] : kKinds)
    if (text.starts_with(prefix)) return code_of(type);
  return ErrorCode::kInvalidArgument;
}

}  // namespace

Status run_text(duckdb_connection connection, const std::string& sql) {
  QueryResult result;
  if (duckdb_query(connection, sql.c_str(), result.get()) == DuckDBSuccess) return {};
  return fail(
      engine_error(duckdb_result_error_type(result.get()), duckdb_result_error(result.get())));
}

Result<Prepared> prepare(duckdb_connection connection, const std::string& sql) {
  if (sql.find('\0') != std::string::npos)
    return fail(ErrorCode::kInvalidArgument, "a statement must not contain a NUL byte");
  Prepared prepared;
  if (duckdb_prepare(connection, sql.c_str(), prepared.out()) == DuckDBSuccess) return prepared;
  const char* message = duckdb_prepare_error(prepared.get());
  const std::string text = message == nullptr ? "the engine gave no reason" : message;
  return fail(code_of_message(text), text);
}

Result<std::string> text_of(duckdb_connection connection, const std::string& sql,
                            std::string_view argument) {
  HANSE_TRY(const Prepared prepared, prepare(connection, sql));
  return text_of(prepared.get(), argument);
}

Result<std::string> text_of(duckdb_prepared_statement prepared, std::string_view argument) {
  duckdb_bind_varchar_length(prepared, 1, argument.data(), argument.size());
  QueryResult result;
  if (duckdb_execute_prepared(prepared, result.get()) != DuckDBSuccess)
    return fail(
        engine_error(duckdb_result_error_type(result.get()), duckdb_result_error(result.get())));
  DataChunk chunk(duckdb_fetch_chunk(*result.get()));
  if (!chunk || duckdb_data_chunk_get_size(chunk.get()) == 0)
    return fail(ErrorCode::kInternal, "the engine gave no row where one was expected");
  duckdb_vector vector = duckdb_data_chunk_get_vector(chunk.get(), 0);
  const uint64_t* validity = duckdb_vector_get_validity(vector);
  if (validity != nullptr && !duckdb_validity_row_is_valid(const_cast<uint64_t*>(validity), 0))
    return fail(ErrorCode::kInternal, "the engine gave NULL where a text was expected");
  auto* text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector));
  return std::string(duckdb_string_t_data(text), duckdb_string_t_length(*text));
}

Result<std::shared_ptr<Instance>> Instance::open(const InstanceOptions& options) {
  HANSE_TRY(const Config config, configuration(options));
  auto instance = std::make_shared<Instance>();
  instance->memory_bytes_ = options.memory_bytes;
  char* message = nullptr;
  if (duckdb_open_ext(nullptr, instance->database_.out(), config.get(), &message) != DuckDBSuccess)
    return fail(ErrorCode::kInternal, "the engine does not start: " + take_string(message));
  HANSE_TRY(const Connection connection, instance->connect());
  HANSE_TRY_STATUS(register_keyed_hash(connection.get(), options.hash_key));
  if (options.has_plain_functions) HANSE_TRY_STATUS(register_plain_functions(connection.get()));
  if (options.takes_given_rows) {
    const auto cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const int threads = options.threads > 0 ? options.threads : cores;
    instance->given_ = std::make_shared<GivenSlots>();
    HANSE_TRY_STATUS(register_given_rows(instance->database_.get(), connection.get(), threads,
                                         instance->given_));
  }
  HANSE_TRY_STATUS(run_text(connection.get(), "SET GLOBAL TimeZone = 'UTC'"));
  for (const std::string& statement : options.then)
    HANSE_TRY_STATUS(run_text(connection.get(), statement));
  return instance;
}

Result<GivenSlots::Lease> Instance::give(duckdb_connection connection, GivenList rows) const {
  if (rows.empty()) return GivenSlots::Lease();
  if (given_ == nullptr) return fail(ErrorCode::kUnsupported, "this engine is given no rows");
  return given_->put(connection, std::move(rows));
}

Result<Connection> Instance::connect() const {
  Connection connection;
  if (duckdb_connect(database_.get(), connection.out()) != DuckDBSuccess)
    return fail(ErrorCode::kInternal, "the engine gives no connection");
  return connection;
}

}  // namespace hanse::engine
