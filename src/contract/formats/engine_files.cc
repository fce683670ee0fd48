// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "base/files.h"
#include "base/scratch_folder.h"
#include "base/utf8.h"
#include "contract/formats/column_kind.h"
#include "contract/formats/exporting.h"
#include "contract/formats/exports.h"
#include "contract/formats/sql_reader.h"
#include "contract/formats/sql_types.h"
#include "contract/rows.h"
#include "engine/engine.h"

namespace hanse::contract {
namespace {

constexpr int64_t kMemoryBytes = int64_t{512} << 20;
constexpr uint64_t kEmptyFileBytesMax = 16u << 20;

Result<TextRows> read_rows(engine::Engine& engine, std::string sql) {
  HANSE_TRY(const auto stream, engine.run({std::move(sql), {}, 0}, {}));
  return read_text_rows(*stream, kSourceNodesMax);
}

Result<std::shared_ptr<engine::Engine>> make_engine() {
  return engine::make_builder_engine({"", kMemoryBytes, 1, ""});
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

Result<const spec::SchemaObject*> only_table(const spec::DataContract& contract) {
  HANSE_TRY_STATUS(need_tables(contract));
  if (contract.schema.size() == 1) return &contract.schema.front();
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("the contract has {} tables and a file of this format has one",
                          contract.schema.size()),
              "name one with `--table`");
}

// Name and type of each column, and whether it must be there.
Status read_columns(const std::string& path, std::string_view reader, Imported& imported) {
  if (!is_regular_file(path))
    return fail(ErrorCode::kNotFound, fmt::format("there is no file `{}`", path));
  HANSE_TRY(const auto engine, make_engine());
  const auto described =
      read_rows(*engine, fmt::format("DESCRIBE SELECT * FROM {}({})", reader, quote_literal(path)));
  if (!described)
    return fail(ErrorCode::kDataError, fmt::format("`{}` cannot be read: {}", path,
                                                   first_line(described.error().message)));
  std::set<std::string> required;
  if (reader == "read_parquet") {
    HANSE_TRY(const auto schema,
              read_rows(*engine, fmt::format("SELECT name FROM parquet_schema({}) WHERE "
                                             "repetition_type = 'REQUIRED'",
                                             quote_literal(path))));
    for (const auto& row : schema) required.insert(row[0]);
  }
  spec::SchemaObject table;
  table.name = stem_of(path);
  for (const auto& row : *described) {
    spec::Property column;
    column.name = row[0];
    column.required = required.contains(row[0]);
    // The engine's name of the type, read as its DDL.
    const auto text = std::make_shared<const SourceFile>("type", row[1]);
    SqlSource source{kDuckDb,
                     SqlCursor(sql_tokens(kDuckDb, text, imported.diagnostics)),
                     imported.diagnostics,
                     {},
                     0};
    read_sql_type(source, column);
    table.properties.push_back(std::move(column));
  }
  imported.contract.schema.push_back(std::move(table));
  return {};
}

}  // namespace

Result<std::string> export_csv(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY(const spec::SchemaObject* table, only_table(contract));
  losses.add(table->name, "name", "a file's name tells it", table->span);
  std::string out;
  for (const spec::Property& column : table->properties) {
    const bool plain =
        !column.name.empty() && column.name.find_first_of(",\"\r\n ;\t") == std::string::npos;
    std::string name = column.name;
    for (size_t at = 0; (at = name.find('"', at)) != std::string::npos; at += 2)
      name.insert(at, 1, '"');
    out += (out.empty() ? "" : ",") + (plain ? column.name : "\"" + name + "\"");
  }
  return out + "\n";
}

Result<std::string> export_parquet(const spec::DataContract& contract, Losses& losses) {
  HANSE_TRY(const spec::SchemaObject* table, only_table(contract));
  losses.add(table->name, "name", "a file's name tells it", table->span);
  std::string columns;
  for (const spec::Property& column : table->properties)
    columns += fmt::format("{}CAST(NULL AS {}) AS {}", columns.empty() ? "" : ", ",
                           sql_type_of(kDuckDb, column, table->name + "." + column.name, losses),
                           quote_identifier(column.name));
  HANSE_TRY(const ScratchFolder folder, ScratchFolder::make());
  HANSE_TRY(const auto engine, make_engine());
  const std::string path = folder.path() + "/schema.parquet";
  const auto written = engine->execute(
      {fmt::format("COPY (SELECT {} LIMIT 0) TO {} (FORMAT parquet)", columns, quote_literal(path)),
       {},
       0},
      {});
  if (!written)
    return fail(ErrorCode::kDataError,
                fmt::format("the table `{}` cannot be written as Parquet: {}", table->name,
                            first_line(written.error().message)));
  return read_file(path, kEmptyFileBytesMax);
}

Status import_csv(const std::string& path, Imported& imported) {
  return read_columns(path, "read_csv", imported);
}

Status import_parquet(const std::string& path, Imported& imported) {
  return read_columns(path, "read_parquet", imported);
}

}  // namespace hanse::contract
