// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_input.h"

#include <algorithm>

#include "base/clock.h"
#include "base/digest.h"
#include "base/files.h"
#include "base/utf8.h"
#include "source/postgres_cursor.h"

namespace hanse::source {
namespace {

constexpr uint64_t kLineBytesUsual = 2'000'000;  // what the engine takes unasked

const std::vector<std::string>* listed(const SourceRoots& roots) {
  return roots.databases ? &*roots.databases : nullptr;
}

bool is_wanted(const PostgresColumn& column, const spec::SchemaObject& table, bool with_key) {
  return (with_key && column.key_position > 0) ||
         std::ranges::any_of(table.properties, [&](const spec::Property& property) {
           return source_name(property) == column.name;
         });
}

}  // namespace

std::string rest_of(const SourceRoots::Part& part) {
  std::string out = part.where.empty() ? "" : "WHERE " + part.where;
  if (part.rows_max >= 0) out += fmt::format(" LIMIT {}", part.rows_max);
  return out;
}

// A line break within a value stands where the engine's threads could begin to read: one reads
// then.
std::string reading_of(const PostgresRows& rows) {
  std::string out;
  if (rows.has_line_breaks) out += ", parallel = false";
  if (rows.row_bytes_max > kLineBytesUsual)
    out += fmt::format(", max_line_size = {}, buffer_size = {}", rows.row_bytes_max + 1,
                       4 * rows.row_bytes_max);
  return out;
}

Result<Input> open_postgres_input(const spec::SchemaObject& table, const spec::Server& server,
                                  const SourceRoots& roots) {
  HANSE_TRY(const PostgresServer where,
            postgres_server_of(server, PostgresUse::kSource, listed(roots)));
  const auto sessions =
      roots.sessions ? roots.sessions : std::make_shared<PostgresSessions>(engine::CancelToken());
  HANSE_TRY(const auto session, sessions->of(where));
  const PostgresTable name{where.schema, table_name(table)};
  Input input;
  if (!roots.part) {
    HANSE_TRY(const std::string state, session->state());
    input.state = digest_hex(state);
  }
  HANSE_TRY(input.columns, session->columns(name));
  input.has_key = !roots.part;
  std::vector<PostgresColumn> wanted;
  std::ranges::copy_if(input.columns, std::back_inserter(wanted),
                       [&](const auto& column) { return is_wanted(column, table, !roots.part); });
  HANSE_TRY(const auto cursor, cursor_of(table, input.columns));
  input.names = {fmt::format("{}.{}", name.schema, name.name)};
  if (cursor && !roots.kept_folder.empty() && !roots.part) {
    for (const std::string& key : cursor->key)
      if (std::ranges::find(wanted, key, &PostgresColumn::name) == wanted.end())
        wanted.push_back(*std::ranges::find(input.columns, key, &PostgresColumn::name));
    const std::string folder = digest_hex(where.address() + "\n" + name.schema + "\n" + name.name);
    HANSE_TRY_STATUS(read_by_cursor(*session, name, wanted, *cursor,
                                    join_path(roots.kept_folder, folder), roots.scratch_folder,
                                    input));
    return input;
  }
  const std::string path =
      join_path(roots.scratch_folder, new_time_id(Clock::system().now_us()) + ".csv");
  HANSE_TRY(const PostgresRows rows,
            session->fetch(name, wanted, roots.part ? rest_of(*roots.part) : "", path));
  input.format = Format::kCsv;
  input.files = {path};
  input.fetched = rows.columns;
  input.bytes = rows.bytes;
  input.reading = reading_of(rows);
  return input;
}

Result<std::string> postgres_state(const spec::Server& server, const SourceRoots& roots) {
  HANSE_TRY(const PostgresServer where,
            postgres_server_of(server, PostgresUse::kSource, listed(roots)));
  HANSE_TRY(const auto session, PostgresSession::open(where, engine::CancelToken()));
  HANSE_TRY(const std::string state, session->state());
  return digest_hex(state);
}

std::string row_key(const Input& input) {
  std::vector<PostgresColumn> key;
  if (input.has_key)
    std::ranges::copy_if(input.columns, std::back_inserter(key),
                         [](const PostgresColumn& column) { return column.key_position > 0; });
  std::ranges::sort(key, {}, &PostgresColumn::key_position);
  std::string out;
  for (const PostgresColumn& column : key)
    out += fmt::format("{}{} || {}", out.empty() ? "" : " || ', ' || ",
                       quote_literal(column.name + " = "), quote_identifier(column.name));
  return out;
}

}  // namespace hanse::source
