// SPDX-License-Identifier: Apache-2.0
#include <numeric>

#include "base/files.h"
#include "base/utf8.h"
#include "engine/duckdb/arrow_rows.h"
#include "engine/duckdb/arrow_types.h"
#include "engine/duckdb/errors.h"
#include "engine/duckdb/instance.h"
#include "engine/engine.h"

namespace hanse::engine {
namespace {

// What the table function below reads; lives until its statement has ended.
struct Source {
  duckdb_connection connection = nullptr;
  data::ChunkStream* stream = nullptr;
  std::shared_ptr<const data::Schema> schema;
  ConvertedSchema converted;
  std::vector<size_t> places;  // all
  std::vector<LogicalType> types;
  Error error{ErrorCode::kInternal, {}, {}, -1, {}};
  bool failed = false;
};

void bind_source(duckdb_bind_info info) {
  const auto* source = static_cast<Source*>(duckdb_bind_get_extra_info(info));
  for (size_t i = 0; i < source->types.size(); ++i)
    duckdb_bind_add_result_column(info, fmt::format("c{}", i).c_str(), source->types[i].get());
}

void init_source(duckdb_init_info info) { duckdb_init_set_max_threads(info, 1); }

void read_source(duckdb_function_info info, duckdb_data_chunk output) {
  auto* source = static_cast<Source*>(duckdb_function_get_extra_info(info));
  if (const Status status = give_next_chunk(source->connection, source->converted.get(),
                                            *source->stream, source->places, output);
      !status) {
    source->failed = true;
    source->error = status.error();
    duckdb_function_set_error(info, "the stream failed");
  }
}

Status register_source(Source& source) {
  const TableFunction function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), "hanse_stream");
  duckdb_table_function_set_extra_info(function.get(), &source, nullptr);
  duckdb_table_function_set_bind(function.get(), bind_source);
  duckdb_table_function_set_init(function.get(), init_source);
  duckdb_table_function_set_function(function.get(), read_source);
  if (duckdb_register_table_function(source.connection, function.get()) != DuckDBSuccess)
    return fail(ErrorCode::kInternal, "the engine refuses the function `hanse_stream`");
  return {};
}

Status describe(Source& source) {
  source.schema = source.stream->schema();
  HANSE_TRY(source.converted, converted_schema(source.connection, *source.schema));
  source.places.resize(source.schema->columns().size());
  std::iota(source.places.begin(), source.places.end(), size_t{0});
  const ArrowSchema& arrow = source.schema->arrow();
  for (int64_t i = 0; i < arrow.n_children; ++i) {
    HANSE_TRY(const std::string type, arrow_type_name(*arrow.children[i]));
    HANSE_TRY(const Prepared prepared,
              prepare(source.connection, "SELECT CAST(NULL AS " + type + ")"));
    source.types.emplace_back(duckdb_prepared_statement_column_logical_type(prepared.get(), 0));
  }
  return {};
}

// Also inside lists and structs. Other types that the table of types calls lossy arrive exact: a
// HUGEINT as DECIMAL(38,0).
Status check_lossless(const data::Schema& schema) {
  for (const data::Column& column : schema.columns())
    for (const std::string_view lossy : {"INTERVAL", "TIME WITH TIME ZONE"})
      if (column.type.find(lossy) != std::string::npos)
        return fail(ErrorCode::kUnsupported,
                    fmt::format("the column `{}` is {}, which cannot be written without loss",
                                column.name, column.type),
                    "cast it to VARCHAR, or to numbers of a stated unit");
  return {};
}

std::string copy_statement(const data::Schema& schema, const std::string& path) {
  std::string columns;
  for (size_t i = 0; i < schema.columns().size(); ++i) {
    if (i > 0) columns += ", ";
    columns += fmt::format("c{} AS {}", i, quote_identifier(schema.columns()[i].name));
  }
  return fmt::format(
      "COPY (SELECT {} FROM hanse_stream()) TO {} (FORMAT parquet, COMPRESSION zstd)", columns,
      quote_literal(path));
}

}  // namespace

Result<int64_t> write_parquet(data::ChunkStream& stream, const std::string& path) {
  // A rename would put the file in the place of a device or a pipe, for everybody.
  if (path_exists(path) && !is_regular_file(path))
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no regular file", path));
  InstanceOptions options;
  options.threads = 1;
  HANSE_TRY(const auto instance, Instance::open(options));
  HANSE_TRY(const Connection connection, instance->connect());
  HANSE_TRY(const Connection helper, instance->connect());
  Source source;
  source.connection = helper.get();
  source.stream = &stream;
  HANSE_TRY_STATUS(check_lossless(*stream.schema()));
  HANSE_TRY_STATUS(describe(source));
  HANSE_TRY_STATUS(register_source(source));
  // A failed COPY leaves a file behind: it is written beside and renamed when whole.
  const std::string beside = path + ".part";
  QueryResult result;
  const bool written =
      duckdb_query(connection.get(), copy_statement(*source.schema, beside).c_str(),
                   result.get()) == DuckDBSuccess;
  if (!written) {
    (void)remove_tree(beside);
    if (source.failed) return fail(source.error);
    const auto kind = duckdb_result_error_type(result.get());
    if (kind == DUCKDB_ERROR_IO)
      return fail(ErrorCode::kIo, fmt::format("cannot write `{}`", path));
    return fail(engine_error(kind, duckdb_result_error(result.get())));
  }
  HANSE_TRY_STATUS(sync_file(beside));
  HANSE_TRY_STATUS(rename_path(beside, path));
  return static_cast<int64_t>(duckdb_rows_changed(result.get()));
}

}  // namespace hanse::engine
