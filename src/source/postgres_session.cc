// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_session.h"

#include <cstdio>
#include <cstring>

#include "base/utf8.h"

namespace hanse::source {
namespace {

constexpr size_t kFileBufferBytes = 1u << 20;

constexpr const char* kColumns = R"(
SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
       CASE WHEN NOT l.collisdeterministic THEN 'nondeterministic'
            ELSE COALESCE(b.typname, t.typname) END, COALESCE(b.typcategory, t.typcategory),
       COALESCE(pg_catalog.array_position(i.indkey::int2[], a.attnum) + 1, 0),
       COALESCE(b.typnamespace, t.typnamespace) = 'pg_catalog'::pg_catalog.regnamespace
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype AND t.typtype = 'd'
LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY a.attnum)";

bool is_one_of(std::string_view word, std::string_view words) {
  return words.find(fmt::format(" {} ", word)) != std::string_view::npos;
}

std::string copy_of(const std::string& list, const PostgresTable& table, const std::string& rest,
                    std::string_view format) {
  return fmt::format("COPY (SELECT {} FROM {}.{} AS t{}{}) TO STDOUT ({})", list,
                     quote_identifier(table.schema), quote_identifier(table.name),
                     rest.empty() ? "" : " ", rest, format);
}

class CsvFile {
 public:
  explicit CsvFile(std::string path) : file_(std::fopen(path.c_str(), "wbx")) {
    if (file_ != nullptr) (void)std::setvbuf(file_, nullptr, _IOFBF, kFileBufferBytes);
  }
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;
  ~CsvFile() { (void)close(); }
  bool write(std::string_view bytes) {
    return file_ != nullptr && std::fwrite(bytes.data(), 1, bytes.size(), file_) == bytes.size();
  }
  bool close() { return file_ == nullptr || std::fclose(std::exchange(file_, nullptr)) == 0; }

 private:
  FILE* file_;
};

Status take_row(std::string_view row, CsvFile& file, PostgresRows& out) {
  if (row.size() > kPostgresRowBytesMax)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("a row is longer than {} bytes", kPostgresRowBytesMax));
  if (!file.write(row)) return fail(ErrorCode::kIo, "the rows cannot be kept: the disk is full");
  const std::string_view values = row.substr(0, row.size() - 1);
  out.has_line_breaks = out.has_line_breaks ||
                        std::memchr(values.data(), '\n', values.size()) != nullptr ||
                        std::memchr(values.data(), '\r', values.size()) != nullptr;
  out.row_bytes_max = std::max<uint64_t>(out.row_bytes_max, row.size());
  out.bytes += row.size();
  ++out.rows;
  return {};
}

}  // namespace

bool suits(const PostgresColumn& column, const spec::Property& property) {
  const std::string& base = column.base;
  const bool is_json = is_one_of(base, " json jsonb ");
  const bool is_whole = is_one_of(base, " int2 int4 int8 oid ");
  switch (property.logical_type) {
    case spec::LogicalType::kString:
      return !is_one_of(column.category == 'A' ? "array" : base,
                        " array int2 int4 int8 numeric float4 float8 bool date timestamp "
                        "timestamptz ");
    case spec::LogicalType::kInteger:
      return is_whole || base == "numeric";
    case spec::LogicalType::kNumber:
      return is_whole || is_one_of(base, " numeric float4 float8 ");
    case spec::LogicalType::kBoolean:
      return base == "bool";
    case spec::LogicalType::kDate:
      return base == "date";
    case spec::LogicalType::kTime:
      return is_one_of(base, " time timetz ");
    case spec::LogicalType::kTimestamp:
      return is_one_of(base, " timestamp timestamptz ");
    case spec::LogicalType::kObject:
      return is_json || column.category == 'C';
    case spec::LogicalType::kMap:
      return is_json || base == "hstore";
    case spec::LogicalType::kArray:
    case spec::LogicalType::kVector:
      return is_json || column.category == 'A';
  }
  return false;
}

std::string text_of(const PostgresColumn& column) {
  const std::string name = "t." + quote_identifier(column.name);
  if (column.base == "bytea")
    return fmt::format("pg_catalog.translate(pg_catalog.encode({}, 'base64'), E'\\n', '')", name);
  if (column.category == 'A' || column.category == 'C')
    return fmt::format("pg_catalog.to_json({})", name);
  return name;
}

Result<std::shared_ptr<PostgresSession>> PostgresSession::open(
    const PostgresServer& server, engine::CancelToken cancel, std::shared_ptr<PostgresPool> pool) {
  HANSE_TRY(PostgresLink link, pool != nullptr ? pool->begin(server, std::move(cancel))
                                               : PostgresPool::open(server, std::move(cancel)));
  return std::shared_ptr<PostgresSession>(
      new PostgresSession(server, std::move(link), std::move(pool)));
}

PostgresSession::~PostgresSession() {
  if (pool_ != nullptr) pool_->give_back(server_, std::move(link_));
}

Result<std::vector<std::string>> PostgresSession::row(const std::string& sql) {
  auto rows = link_.ask(sql, {});
  if (!rows) {
    go_back();
    return fail(std::move(rows).error());
  }
  if (rows->size() != 1) return fail(ErrorCode::kInternal, "expected one row of " + server_.name());
  return std::move(rows->front());
}

Result<std::string> PostgresSession::state() {
  HANSE_TRY(const auto told, row("SELECT pg_catalog.pg_current_snapshot()::text, "
                                 "pg_catalog.pg_postmaster_start_time()::text"));
  return fmt::format("{} {} {}", address(), told[0], told[1]);
}

Status PostgresSession::limit_time(int64_t milliseconds) {
  return link_.run(
      fmt::format("SET LOCAL statement_timeout = {}", std::max<int64_t>(milliseconds, 1)));
}

Result<std::vector<PostgresColumn>> PostgresSession::columns(const PostgresTable& table) {
  // Seen as of one moment: what was told once holds.
  std::vector<PostgresColumn>& out = known_[{table.schema, table.name}];
  if (!out.empty()) return out;
  HANSE_TRY(auto rows, link_.ask_again(kColumns, {table.schema, table.name}));
  if (rows.empty())
    return fail(ErrorCode::kNotFound,
                fmt::format("{} has no table `{}.{}`", server_.name(), table.schema, table.name));
  for (auto& row : rows)
    out.push_back({std::move(row[0]), std::move(row[1]), std::move(row[2]),
                   row[3].empty() ? 'X' : row[3][0], static_cast<int>(std::atoll(row[4].c_str())),
                   row[5] == "t"});
  return out;
}

Result<PostgresRows> PostgresSession::fetch(const PostgresTable& table,
                                            const std::vector<PostgresColumn>& columns,
                                            const std::string& rest, const std::string& path) {
  std::string list;
  for (const PostgresColumn& column : columns)
    list += fmt::format("{}{} AS {}", list.empty() ? "" : ", ", text_of(column),
                        quote_identifier(column.name));
  // A row of one missing value would be an empty line, which is none.
  const bool is_filled = columns.size() < 2;
  if (is_filled) list += (list.empty() ? "" : ", ") + std::string("1 AS \" \"");
  PostgresRows out{path};
  for (const PostgresColumn& column : columns) out.columns.push_back({column.name, "VARCHAR"});
  if (is_filled) out.columns.push_back({" ", "VARCHAR"});
  CsvFile file(path);
  Status copied =
      link_.copy_out(copy_of(list, table, rest, "FORMAT csv, HEADER"),
                     [&](std::string_view row) { return take_row(row, file, out); });
  if (!copied) {
    go_back();
    return fail(std::move(copied).error());
  }
  if (!file.close()) return fail(ErrorCode::kIo, "the rows cannot be kept: the disk is full");
  --out.rows;  // the header
  return out;
}

Status PostgresSession::copy_binary(const PostgresTable& table,
                                    const std::vector<PostgresColumn>& columns,
                                    const std::string& rest,
                                    const std::function<Status(std::string_view)>& take) {
  std::string list;
  for (const PostgresColumn& column : columns)
    list += fmt::format("{}t.{} AS {}", list.empty() ? "" : ", ", quote_identifier(column.name),
                        quote_identifier(column.name));
  if (list.empty()) list = "CAST(1 AS pg_catalog.int4) AS \" \"";
  Status copied = link_.copy_out(copy_of(list, table, rest, "FORMAT binary"), take);
  if (!copied) go_back();
  return copied;
}

Result<std::shared_ptr<PostgresSession>> PostgresSessions::of(const PostgresServer& server) {
  std::shared_ptr<PostgresSession>& session =
      sessions_[server.address() + "\n" + server.user + "\n" + server.tls_mode];
  if (session != nullptr) return session;
  HANSE_TRY(session, PostgresSession::open(server, cancel_, pool_));
  return session;
}

}  // namespace hanse::source
