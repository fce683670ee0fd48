// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace hanse::source {

// The tables and views of a live PostgreSQL schema as its server words them: CREATE TYPE, CREATE
// TABLE, constraints and comments.
struct PostgresSchema {
  std::string database, schema;
  std::string ddl;
};

// `connection` is libpq's: a URI or `key=value` words; what it leaves out comes from libpq's own
// places (PGPASSWORD, .pgpass, service files). The schema is the first of the search path that
// exists. One read-only transaction, at most 30 s a statement. kUnavailable when there is no
// connection, kNotFound when no schema is current, kLimitExceeded past `bytes_max`, kIo when the
// connection breaks. No message has the password. Thread-safe; blocks.
Result<PostgresSchema> read_postgres_schema(const std::string& connection, uint64_t bytes_max);

}  // namespace hanse::source
