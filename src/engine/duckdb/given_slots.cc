// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/given_slots.h"

#include <algorithm>
#include <map>

#include "engine/duckdb/arrow_rows.h"
#include "engine/duckdb/handles.h"
#include "engine/duckdb/type_names.h"

namespace hanse::engine {
namespace {

constexpr const char* kNotGiven = "no rows were given to this statement";

using Context = Handle<duckdb_client_context, duckdb_destroy_client_context>;
using Value = Handle<duckdb_value, duckdb_destroy_value>;

template <typename T>
void destroy(void* object) {
  delete static_cast<T*>(object);
}

struct Given {  // of the function, for all statements
  duckdb_database database = nullptr;
  size_t threads = 1;
  std::shared_ptr<const GivenSlots> slots;
};
struct Named {  // of one place in one statement
  idx_t connection = 0;
  int64_t index = 0;
  std::string kind;
};
struct Reading {  // of one run
  duckdb_database database = nullptr;
  std::shared_ptr<const GivenRows> rows;  // outlives what reads them
  std::mutex mutex;
  std::vector<std::unique_ptr<data::ChunkStream>> streams;  // that no thread has; guarded by mutex
  std::vector<size_t> needed;  // columns, in the order in which they are put out
};
struct ReadingThread {  // of one run
  Connection helper;
  ConvertedSchema converted;
  std::unique_ptr<data::ChunkStream> stream;  // null: none yet, or the others have them all
  std::vector<size_t> places;                 // of what is needed among its columns
};

void bind_given(duckdb_bind_info info) {
  const auto* given = static_cast<const Given*>(duckdb_bind_get_extra_info(info));
  Context context;
  duckdb_table_function_get_client_context(info, context.out());
  auto named = std::make_unique<Named>();
  named->connection = duckdb_client_context_get_connection_id(context.get());
  const Value index(duckdb_bind_get_parameter(info, 0));
  named->index = duckdb_is_null_value(index.get()) ? -1 : duckdb_get_int64(index.get());
  const auto rows = given->slots->find(named->connection, named->index);
  if (rows == nullptr) return duckdb_bind_set_error(info, kNotGiven);
  named->kind = kinds_of({rows});
  for (const data::Column& column : rows->columns()) {
    const LogicalType type = plain_type(column.type);
    if (!type) return duckdb_bind_set_error(info, "given rows have plain values only");
    duckdb_bind_add_result_column(info, column.name.c_str(), type.get());
  }
  duckdb_bind_set_cardinality(info, static_cast<idx_t>(rows->rows()), true);
  duckdb_bind_set_bind_data(info, named.release(), destroy<Named>);
}

Result<std::unique_ptr<Reading>> begin(const Given& given, const Named& named,
                                       std::vector<size_t> needed) {
  auto reading = std::make_unique<Reading>();
  reading->database = given.database;
  reading->rows = given.slots->find(named.connection, named.index);
  // Of other columns than those that the statement was planned for.
  if (reading->rows == nullptr || kinds_of({reading->rows}) != named.kind)
    return fail(ErrorCode::kInternal, kNotGiven);
  if (std::ranges::any_of(needed, [&](size_t at) { return at >= reading->rows->columns().size(); }))
    return fail(ErrorCode::kUnsupported, "given rows have no columns but their own");
  HANSE_TRY(reading->streams,
            reading->rows->read_shared(given.threads, {needed.begin(), needed.end()}));
  reading->needed = std::move(needed);
  return reading;
}

void init_given(duckdb_init_info info) {
  std::vector<size_t> needed;
  for (idx_t i = 0; i < duckdb_init_get_column_count(info); ++i)
    needed.push_back(duckdb_init_get_column_index(info, i));
  auto reading = begin(*static_cast<const Given*>(duckdb_init_get_extra_info(info)),
                       *static_cast<const Named*>(duckdb_init_get_bind_data(info)),
                       std::move(needed));
  if (!reading) return duckdb_init_set_error(info, reading.error().message.c_str());
  duckdb_init_set_max_threads(info, (*reading)->streams.size());
  duckdb_init_set_init_data(info, reading->release(), destroy<Reading>);
}

void init_given_thread(duckdb_init_info info) {
  duckdb_init_set_init_data(info, new ReadingThread, destroy<ReadingThread>);
}

Status begin(Reading& reading, ReadingThread& thread) {
  {
    const std::lock_guard lock(reading.mutex);
    if (reading.streams.empty()) return {};
    thread.stream = std::move(reading.streams.back());
    reading.streams.pop_back();
  }
  if (duckdb_connect(reading.database, thread.helper.out()) != DuckDBSuccess)
    return fail(ErrorCode::kInternal, "the engine gives no connection");
  const auto schema = thread.stream->schema();
  HANSE_TRY(thread.converted, converted_schema(thread.helper.get(), *schema));
  std::map<std::string_view, size_t> place_of;
  for (const data::Column& column : schema->columns())
    place_of.emplace(column.name, place_of.size());
  for (const size_t column : reading.needed) {
    const auto found = place_of.find(reading.rows->columns()[column].name);
    if (found == place_of.end())
      return fail(ErrorCode::kInternal, "given rows lack a column that is needed");
    thread.places.push_back(found->second);
  }
  return {};
}

Status read_given(Reading& reading, ReadingThread& thread, duckdb_data_chunk output) {
  if (thread.stream == nullptr) HANSE_TRY_STATUS(begin(reading, thread));
  if (thread.stream != nullptr)
    return give_next_chunk(thread.helper.get(), thread.converted.get(), *thread.stream,
                           thread.places, output);
  duckdb_data_chunk_set_size(output, 0);
  return {};
}

void give(duckdb_function_info info, duckdb_data_chunk output) {
  const Status given =
      read_given(*static_cast<Reading*>(duckdb_function_get_init_data(info)),
                 *static_cast<ReadingThread*>(duckdb_function_get_local_init_data(info)), output);
  if (!given) duckdb_function_set_error(info, given.error().message.c_str());
}

}  // namespace

GivenSlots::Lease GivenSlots::put(duckdb_connection connection, GivenList rows) {
  if (rows.empty()) return {};
  Context context;
  duckdb_connection_get_client_context(connection, context.out());
  const idx_t id = duckdb_client_context_get_connection_id(context.get());
  const std::lock_guard lock(mutex_);
  by_connection_[id] = std::move(rows);
  return {shared_from_this(), id};
}

std::shared_ptr<const GivenRows> GivenSlots::find(idx_t connection, int64_t index) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_connection_.find(connection);
  if (found == by_connection_.end() || index < 0 ||
      index >= static_cast<int64_t>(found->second.size()))
    return nullptr;
  return found->second[static_cast<size_t>(index)];
}

void GivenSlots::remove(idx_t connection) {
  GivenList gone;  // behind the lock
  const std::lock_guard lock(mutex_);
  if (const auto found = by_connection_.find(connection); found != by_connection_.end()) {
    gone = std::move(found->second);
    by_connection_.erase(found);
  }
}

Status register_given_rows(duckdb_database database, duckdb_connection connection, int threads,
                           const std::shared_ptr<GivenSlots>& slots) {
  const TableFunction function(duckdb_create_table_function());
  const LogicalType index(duckdb_create_logical_type(DUCKDB_TYPE_BIGINT));
  duckdb_table_function_set_name(function.get(), kGivenFunction);
  duckdb_table_function_add_parameter(function.get(), index.get());
  duckdb_table_function_set_extra_info(
      function.get(), new Given{database, static_cast<size_t>(threads), slots}, destroy<Given>);
  duckdb_table_function_set_bind(function.get(), bind_given);
  duckdb_table_function_supports_projection_pushdown(function.get(), true);
  duckdb_table_function_set_init(function.get(), init_given);
  duckdb_table_function_set_local_init(function.get(), init_given_thread);
  duckdb_table_function_set_function(function.get(), give);
  if (duckdb_register_table_function(connection, function.get()) != DuckDBSuccess)
    return fail(ErrorCode::kInternal, "the engine refuses its function for given rows");
  return {};
}

std::string kinds_of(const GivenList& rows) {
  std::string out;
  for (const auto& one : rows) {
    // How many they are decides how they are joined.
    out += fmt::format("\n{} digits", std::to_string(one->rows()).size());
    for (const data::Column& column : one->columns())
      out += fmt::format(", {} {}", column.name, column.type);
  }
  return out;
}

}  // namespace hanse::engine
