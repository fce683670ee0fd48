// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_cursor.h"

#include <algorithm>

#include "base/clock.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/json.h"
#include "base/utf8.h"
#include "source/postgres_input.h"

namespace hanse::source {
namespace {

constexpr const char* kNote = "kept.json";
constexpr uint64_t kNoteBytesMax = 64u << 10;
constexpr int64_t kMergeMemoryBytes = int64_t{512} << 20;

bool is_time(const PostgresColumn& column) {
  return column.base == "timestamp" || column.base == "timestamptz" || column.base == "date";
}

bool is_whole_number(const PostgresColumn& column) {
  return column.base == "int2" || column.base == "int4" || column.base == "int8";
}

std::string name_in_source(const spec::SchemaObject& table, std::string_view name) {
  const spec::Property* property = table.property(name);
  return property == nullptr ? std::string(name) : source_name(*property);
}

std::unexpected<Error> no_cursor(const spec::SchemaObject& table, std::string why) {
  return fail(ErrorCode::kUnsupported,
              fmt::format("`{}` cannot be read by its `watermark`: {}", table.name, why));
}

// What was kept by the reading before; all empty: nothing that fits.
struct Before {
  std::string file, mark;
};

Before before(const std::string& folder, const std::string& definition) {
  const auto text = read_file(join_path(folder, kNote), kNoteBytesMax);
  const auto note = text ? Json::parse(*text) : fail(ErrorCode::kNotFound, "");
  if (!note || (*note)["definition"].as_string() != definition) return {};
  Before out{std::string((*note)["file"].as_string()), std::string((*note)["mark"].as_string())};
  // Not a path: the note is ours, but lies on disk.
  if (out.file.empty() || out.file.find('/') != std::string::npos || out.mark.empty() ||
      !is_regular_file(join_path(folder, out.file)))
    return {};
  return out;
}

void remove_others(const std::string& folder, std::string_view file) {
  const auto entries = list_folder(folder);
  if (!entries) return;
  for (const FolderEntry& entry : *entries)
    if (entry.name != kNote && entry.name != file) (void)remove_tree(join_path(folder, entry.name));
}

// The highest value, no later than now: a row dated far ahead does not hide those that come.
Result<std::string> highest(PostgresSession& session, const PostgresTable& table,
                            const PostgresColumn& column) {
  const std::string name = "t." + quote_identifier(column.name);
  std::string value = "pg_catalog.max(" + name + ")", where;
  if (is_time(column)) {
    value = fmt::format("LEAST({}, CAST(pg_catalog.now() AS {}))", value, column.base);
    where = fmt::format(" WHERE pg_catalog.isfinite({})", name);
  }
  HANSE_TRY(const auto row, session.row(fmt::format("SELECT CAST({} AS text) FROM {}.{} AS t{}",
                                                    value, quote_identifier(table.schema),
                                                    quote_identifier(table.name), where)));
  return row.front();
}

std::string newer_than(const PostgresCursor& cursor, const std::string& mark) {
  const std::string name = "t." + quote_identifier(cursor.column.name);
  std::string from = fmt::format("CAST({} AS {})", quote_literal(mark), cursor.column.base);
  if (!cursor.lateness.empty())
    from += fmt::format(" - CAST({} AS {})", quote_literal(cursor.lateness),
                        is_time(cursor.column) ? "interval" : "int8");
  return fmt::format("WHERE {0} >= {1} OR {0} IS NULL", name, from);
}

std::string listed(const std::vector<PostgresColumn>& columns) {
  std::string out;
  for (const PostgresColumn& column : columns)
    out += (out.empty() ? "" : ", ") + quote_identifier(column.name);
  return out;
}

std::string merge_sql(const std::vector<PostgresColumn>& columns, const PostgresCursor& cursor,
                      const std::string& fetched, const std::string& kept) {
  const std::string list = listed(columns);
  const std::string rows = fmt::format("SELECT {} FROM {}", list, fetched);
  if (kept.empty()) return rows;
  std::string same;
  for (const std::string& name : cursor.key)
    same += fmt::format("{0}o.{1} IS NOT DISTINCT FROM n.{1}", same.empty() ? "" : " AND ",
                        quote_identifier(name));
  return fmt::format(
      "SELECT * FROM (SELECT {} FROM read_parquet([{}])) AS o ANTI JOIN ({}) AS n ON {} UNION ALL "
      "{}",
      list, quote_literal(kept), rows, same, rows);
}

}  // namespace

Result<std::optional<PostgresCursor>> cursor_of(const spec::SchemaObject& table,
                                                const std::vector<PostgresColumn>& columns) {
  const spec::CustomProperty* stated = spec::find_property(table.custom, "watermark");
  if (stated == nullptr) return std::nullopt;
  const bool is_map = stated->value.is_object();
  const Json& named = is_map ? stated->value["column"] : stated->value;
  const std::string name = name_in_source(table, named.as_string());
  const auto column = std::ranges::find(columns, name, &PostgresColumn::name);
  if (column == columns.end()) return no_cursor(table, fmt::format("no column `{}`", name));
  if (!is_time(*column) && !is_whole_number(*column))
    return no_cursor(
        table, fmt::format("`{}` is `{}`, expected a time or a whole number", name, column->type));
  PostgresCursor out{*column, "", {}};
  const Json lateness = is_map ? stated->value["lateness"] : Json();
  if (is_time(*column) && !lateness.is_null()) {
    out.lateness = lateness.as_string();
    if (!parse_duration_us(out.lateness))
      return no_cursor(table, "its `lateness` is no duration such as `PT1H`");
  } else if (!lateness.is_null()) {
    out.lateness = std::to_string(lateness.as_int());
    if (!lateness.is_integer() || lateness.as_int() < 0)
      return no_cursor(table, "its `lateness` is no whole number");
  }
  if (const spec::CustomProperty* key = spec::find_property(table.custom, "key"))
    for (const Json& one : key->value.items())
      out.key.push_back(name_in_source(table, one.as_string()));
  else
    for (const spec::Property* one : table.primary_key()) out.key.push_back(source_name(*one));
  if (out.key.empty()) return no_cursor(table, "it has no primary key, and no `key`");
  for (const std::string& one : out.key)
    if (std::ranges::find(columns, one, &PostgresColumn::name) == columns.end())
      return no_cursor(table, fmt::format("no column `{}` of its key", one));
  return out;
}

Status read_by_cursor(PostgresSession& session, const PostgresTable& table,
                      const std::vector<PostgresColumn>& columns, const PostgresCursor& cursor,
                      const std::string& folder, const std::string& scratch, Input& input) {
  std::string text = fmt::format("{}\x1f{}\x1f{}\x1f{}", session.address(), table.schema,
                                 table.name, cursor.column.name + cursor.column.type);
  for (const PostgresColumn& column : columns) text += "\x1e" + column.name + "\x1f" + column.type;
  for (const std::string& name : cursor.key) text += "\x1d" + name;
  const std::string definition = digest_hex(text);
  HANSE_TRY_STATUS(make_folders(folder));
  const Before old = before(folder, definition);
  remove_others(folder, old.file);
  HANSE_TRY(const std::string mark, highest(session, table, cursor.column));
  const std::string id = new_time_id(Clock::system().now_us());
  HANSE_TRY(const PostgresRows rows,
            session.fetch(table, columns, old.file.empty() ? "" : newer_than(cursor, old.mark),
                          join_path(scratch, id + ".csv")));
  Input fetched;
  fetched.files = {rows.path};
  fetched.reading = reading_of(rows);
  const std::string name = id + ".parquet", path = join_path(folder, name);
  HANSE_TRY(const auto engine, engine::make_builder_engine({scratch, kMergeMemoryBytes, 1, ""}));
  const auto merged =
      engine->execute({fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd)",
                                   merge_sql(columns, cursor,
                                             scan_of(fetched, fetched.files, rows.columns),
                                             old.file.empty() ? "" : join_path(folder, old.file)),
                                   quote_literal(path)),
                       {},
                       0},
                      {});
  // The engine's words hold paths.
  if (!merged) return fail(ErrorCode::kIo, "the fetched rows cannot be put to those that are kept");
  HANSE_TRY_STATUS(sync_file(path));
  input.format = Format::kParquet;
  input.files = {path};
  input.kept = KeptRows{
      folder,
      Json::object(
          {{"format_version", 1}, {"definition", definition}, {"mark", mark}, {"file", name}})
          .dump()};
  return {};
}

Status keep_rows(const KeptRows& rows) {
  HANSE_TRY_STATUS(sync_folder(rows.folder));
  HANSE_TRY_STATUS(write_file_atomic(join_path(rows.folder, kNote), rows.note));
  HANSE_TRY(const Json note, Json::parse(rows.note));
  remove_others(rows.folder, note["file"].as_string());
  return {};
}

}  // namespace hanse::source
