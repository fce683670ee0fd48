// SPDX-License-Identifier: Apache-2.0
#include "source/postgres_schema.h"

#include <libpq-fe.h>

#include <memory>

#include "base/utf8.h"

namespace hanse::source {
namespace {

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Finish>;
using Answer = std::unique_ptr<PGresult, Finish>;

// What every session begins with: whatever the role may do, this reads, and not for ever.
constexpr const char* kBegin =
    "SET default_transaction_read_only = on; SET statement_timeout = '30s'; "
    "SET standard_conforming_strings = on; BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

// Everything of one schema, in an order in which it can be read. Functions are named with their
// schema: the search path is the user's, and may have others of the same names.
constexpr const char* kDdl = R"(
WITH tables AS (
  SELECT c.oid, c.relname, pg_catalog.quote_ident(c.relname) AS name
  FROM pg_catalog.pg_class c
  WHERE c.relnamespace = pg_catalog.current_schema()::pg_catalog.regnamespace
    AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND NOT c.relispartition
), columns AS (
  SELECT t.oid, t.relname, t.name AS table_name, a.attnum,
         pg_catalog.quote_ident(a.attname) AS name,
         pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
         pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression, a.attgenerated
  FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
  LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped
), statements AS (
  SELECT 1 AS step, t.typname::text AS of, 0 AS part,
         'CREATE TYPE ' || pg_catalog.quote_ident(t.typname) || ' AS ENUM (' ||
         pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
         || ')' AS text
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
  GROUP BY t.oid, t.typname
  UNION ALL
  SELECT 2, relname::text, 0, 'CREATE TABLE ' || table_name || ' (' ||
         pg_catalog.string_agg(
           E'\n  ' || name || ' ' || type ||
           CASE WHEN attgenerated <> '' THEN ' GENERATED ALWAYS AS (' || expression || ') STORED'
                WHEN expression NOT LIKE 'nextval(%' THEN ' DEFAULT ' || expression
                ELSE '' END ||
           CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ',' ORDER BY attnum) || E'\n)'
  FROM columns GROUP BY oid, relname, table_name
  UNION ALL
  SELECT 3, t.relname::text, CASE k.contype WHEN 'p' THEN 1 WHEN 'u' THEN 2 ELSE 3 END,
         'ALTER TABLE ' || t.name || ' ADD CONSTRAINT ' || pg_catalog.quote_ident(k.conname) ||
         ' ' || pg_catalog.pg_get_constraintdef(k.oid)
  FROM tables t JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid
  WHERE k.contype IN ('p', 'u', 'c', 'f')
  UNION ALL
  SELECT 4, t.relname::text, 0, 'COMMENT ON TABLE ' || t.name || ' IS ' ||
         pg_catalog.quote_literal(d.description)
  FROM tables t JOIN pg_catalog.pg_description d
    ON d.objoid = t.oid AND d.objsubid = 0 AND d.classoid = 'pg_catalog.pg_class'::regclass
  UNION ALL
  SELECT 5, c.relname::text, c.attnum, 'COMMENT ON COLUMN ' || c.table_name || '.' || c.name ||
         ' IS ' || pg_catalog.quote_literal(d.description)
  FROM columns c JOIN pg_catalog.pg_description d
    ON d.objoid = c.oid AND d.objsubid = c.attnum AND d.classoid = 'pg_catalog.pg_class'::regclass
)
SELECT text FROM statements ORDER BY step, of, part, text)";

std::string said_by(PGconn* connection) {
  std::string text(trim(PQerrorMessage(connection)));
  if (const size_t end = text.find('\n'); end != std::string::npos) text.resize(end);
  return text;
}

Result<Connection> connect(const std::string& words) {
  char* wrong = nullptr;
  PQconninfoOption* options = PQconninfoParse(words.c_str(), &wrong);
  if (wrong != nullptr) PQfreemem(wrong);  // its text quotes the words, and so the password
  if (options == nullptr)
    return fail(ErrorCode::kInvalidArgument,
                "the connection is neither a URI nor `key=value` words",
                "`postgresql://user@host/database` or `host=… dbname=…`");
  PQconninfoFree(options);
  const char* keys[] = {"dbname", "connect_timeout", "client_encoding", "application_name",
                        nullptr};
  const char* values[] = {words.c_str(), "10", "UTF8", "hanse", nullptr};
  Connection connection(PQconnectdbParams(keys, values, 1));
  if (PQstatus(connection.get()) != CONNECTION_OK)
    return fail(ErrorCode::kUnavailable, fmt::format("PostgreSQL does not take the connection: {}",
                                                     said_by(connection.get())));
  return connection;
}

// One text a row, ended by `;` and a line feed.
Result<std::string> texts(PGconn* connection, const char* sql, uint64_t bytes_max) {
  if (PQsendQuery(connection, sql) != 1 || PQsetSingleRowMode(connection) != 1)
    return fail(ErrorCode::kIo, fmt::format("PostgreSQL: {}", said_by(connection)));
  std::string out, problem;
  bool is_too_long = false;
  while (const Answer answer{PQgetResult(connection)}) {
    const ExecStatusType status = PQresultStatus(answer.get());
    if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK) problem = said_by(connection);
    for (int row = 0; row < PQntuples(answer.get()) && !is_too_long; ++row) {
      out += std::string(PQgetvalue(answer.get(), row, 0)) + ";\n";
      is_too_long = out.size() > bytes_max;
    }
    if (is_too_long) break;
  }
  if (is_too_long)
    return fail(ErrorCode::kLimitExceeded,
                fmt::format("the schema's text is longer than {} bytes", bytes_max));
  if (!problem.empty()) return fail(ErrorCode::kIo, fmt::format("PostgreSQL: {}", problem));
  return out;
}

}  // namespace

Result<PostgresSchema> read_postgres_schema(const std::string& words, uint64_t bytes_max) {
  HANSE_TRY(const Connection connection, connect(words));
  if (const Answer begun{PQexec(connection.get(), kBegin)};
      PQresultStatus(begun.get()) != PGRES_COMMAND_OK)
    return fail(ErrorCode::kIo, fmt::format("PostgreSQL: {}", said_by(connection.get())));
  const Answer names{PQexec(connection.get(),
                            "SELECT pg_catalog.current_database(), pg_catalog.current_schema()")};
  if (PQresultStatus(names.get()) != PGRES_TUPLES_OK || PQntuples(names.get()) != 1)
    return fail(ErrorCode::kIo, fmt::format("PostgreSQL: {}", said_by(connection.get())));
  if (PQgetisnull(names.get(), 0, 1) != 0)
    return fail(ErrorCode::kNotFound, "no schema of the search path exists",
                "add `options=-csearch_path=SCHEMA` to the connection");
  PostgresSchema out{PQgetvalue(names.get(), 0, 0), PQgetvalue(names.get(), 0, 1), {}};
  HANSE_TRY(out.ddl, texts(connection.get(), kDdl, bytes_max));
  return out;
}

}  // namespace hanse::source
