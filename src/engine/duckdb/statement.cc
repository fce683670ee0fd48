// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/statement.h"

#include <chrono>

#include "base/clock.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/stream.h"
#include "engine/duckdb/watchdog.h"

namespace hanse::engine {
namespace {

bool bind_one(duckdb_prepared_statement prepared, idx_t index, const Json& value) {
  if (value.is_null()) return duckdb_bind_null(prepared, index) == DuckDBSuccess;
  if (value.is_bool())
    return duckdb_bind_boolean(prepared, index, value.as_bool()) == DuckDBSuccess;
  if (value.is_integer() && value.as_uint() > uint64_t{INT64_MAX})
    return duckdb_bind_uint64(prepared, index, value.as_uint()) == DuckDBSuccess;
  if (value.is_integer())
    return duckdb_bind_int64(prepared, index, value.as_int()) == DuckDBSuccess;
  if (value.is_number())
    return duckdb_bind_double(prepared, index, value.as_double()) == DuckDBSuccess;
  if (!value.is_string()) return false;
  const std::string_view text = value.as_string();
  return duckdb_bind_varchar_length(prepared, index, text.data(), text.size()) == DuckDBSuccess;
}

bool may_run(duckdb_prepared_statement prepared, Allowed allowed) {
  if (allowed == Allowed::kAnything) return true;
  return duckdb_prepared_statement_type(prepared) == DUCKDB_STATEMENT_TYPE_SELECT;
}

struct Ready {
  std::string kept_as;
  IdleStatements::Pair statement;
  GivenSlots::Lease given;
  Watchdog::Watch watch;  // these two last: let go before the connection
};

// The same text is planned otherwise over rows of other columns.
std::string kept_as(const Statement& statement) {
  return statement.given.empty() ? statement.sql : statement.sql + kinds_of(statement.given);
}

Result<Prepared> prepared_anew(duckdb_connection connection, Allowed allowed,
                               const std::string& sql, const StopReason& stop) {
  auto prepared = prepare(connection, sql);
  if (!prepared) return fail(stop.explain(std::move(prepared).error()));
  if (!may_run(prepared->get(), allowed))
    return fail(ErrorCode::kDenied, "only a SELECT may run here");
  return std::move(*prepared);
}

Result<Ready> make_ready(const Instance& instance, Allowed allowed, IdleStatements* idle,
                         const Statement& statement, const CancelToken& cancel) {
  const StopReason stop(statement.deadline_us, cancel);
  HANSE_TRY_STATUS(stop.check());
  Ready ready;
  const auto begin = std::chrono::steady_clock::now();
  ready.kept_as = kept_as(statement);
  auto known = idle == nullptr ? std::nullopt : idle->take(ready.kept_as);
  if (known) {
    ready.statement = std::move(*known);
  } else {
    HANSE_TRY(ready.statement.connection, instance.connect());
  }
  const duckdb_connection connection = ready.statement.connection.get();
  HANSE_TRY(ready.given, instance.give(connection, statement.given));
  ready.watch =
      Watchdog::watch({connection, statement.deadline_us, cancel, instance.memory_bytes()});
  if (!known) {
    HANSE_TRY(ready.statement.prepared, prepared_anew(connection, allowed, statement.sql, stop));
  }
  if (statement.prepare_ns != nullptr)
    *statement.prepare_ns +=
        std::chrono::nanoseconds(std::chrono::steady_clock::now() - begin).count();
  HANSE_TRY_STATUS(bind_parameters(ready.statement.prepared.get(), statement.parameters));
  return ready;
}

}  // namespace

Status bind_parameters(duckdb_prepared_statement prepared, const Parameters& parameters) {
  const idx_t expected = duckdb_nparams(prepared);
  if (expected != parameters.size())
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("the statement has {} parameters, {} values were given", expected,
                            parameters.size()));
  for (idx_t i = 0; i < expected; ++i) {
    // Values stand for $1, $2, …: the engine's index follows the order of first appearance.
    const std::string name = take_string(const_cast<char*>(duckdb_parameter_name(prepared, i + 1)));
    size_t number = 0;
    for (char c : name)
      number = c >= '0' && c <= '9' && number < 100000 ? number * 10 + static_cast<size_t>(c - '0')
                                                       : size_t{1} << 30;
    if (number < 1 || number > parameters.size())
      return fail(
          ErrorCode::kInvalidArgument,
          fmt::format("unknown parameter `${}`, expected `$1` to `${}`", name, parameters.size()));
    if (!bind_one(prepared, i + 1, parameters[number - 1]))
      return fail(
          ErrorCode::kInvalidArgument,
          fmt::format("the value of `${}` must be null, a boolean, a number or a string", number));
  }
  return {};
}

Result<std::unique_ptr<data::ChunkStream>> DuckdbEngine::run(const Statement& statement,
                                                             CancelToken cancel) {
  const auto& idle = statement.is_one_of_many ? idle_of_many_ : idle_;
  HANSE_TRY(Ready ready, make_ready(*instance_, allowed_, idle.get(), statement, cancel));
  return open_stream({instance_, std::move(ready.statement), std::move(ready.given),
                      std::move(ready.watch), StopReason(statement.deadline_us, cancel), idle,
                      std::move(ready.kept_as)});
}

namespace {

// Exactly one; what is wrong with it the engine says when it runs.
bool is_one_statement(duckdb_connection connection, const std::string& sql) {
  duckdb_extracted_statements statements = nullptr;
  const idx_t count = duckdb_extract_statements(connection, sql.c_str(), &statements);
  const bool is_broken = duckdb_extract_statements_error(statements) != nullptr;
  duckdb_destroy_extracted(&statements);
  return (count == 1 || is_broken) && sql.find('\0') == std::string::npos;
}

// A statement that writes is bound when it runs, also one that was prepared: here only then.
Result<int64_t> execute_unprepared(const Instance& instance, const Statement& statement,
                                   const CancelToken& cancel) {
  const StopReason stop(statement.deadline_us, cancel);
  HANSE_TRY_STATUS(stop.check());
  HANSE_TRY(const Connection connection, instance.connect());
  if (!is_one_statement(connection.get(), statement.sql))
    return fail(ErrorCode::kInvalidArgument, "expected exactly one statement");
  const auto watch = Watchdog::watch(
      {connection.get(), statement.deadline_us, cancel, instance.memory_bytes()});
  QueryResult result;
  if (duckdb_query(connection.get(), statement.sql.c_str(), result.get()) == DuckDBSuccess)
    return static_cast<int64_t>(duckdb_rows_changed(result.get()));
  return fail(stop.explain(
      engine_error(duckdb_result_error_type(result.get()), duckdb_result_error(result.get()))));
}

}  // namespace

Result<int64_t> DuckdbEngine::execute(const Statement& statement, CancelToken cancel) {
  if (allowed_ == Allowed::kAnything && statement.parameters.empty())
    return execute_unprepared(*instance_, statement, cancel);
  HANSE_TRY(const Ready ready, make_ready(*instance_, allowed_, nullptr, statement, cancel));
  QueryResult result;
  if (duckdb_execute_prepared(ready.statement.prepared.get(), result.get()) == DuckDBSuccess)
    return static_cast<int64_t>(duckdb_rows_changed(result.get()));
  Error error =
      engine_error(duckdb_result_error_type(result.get()), duckdb_result_error(result.get()));
  return fail(StopReason(statement.deadline_us, cancel).explain(std::move(error)));
}

}  // namespace hanse::engine
