// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"
#include "source/postgres_link.h"
#include "source/postgres_pool.h"
#include "source/postgres_server.h"
#include "spec/contract.h"

namespace hanse::source {

constexpr size_t kPostgresRowBytesMax = 256u << 20;  // of one row as text

// A column of a table as its server describes it. Plain data.
struct PostgresColumn {
  std::string name;
  std::string type;      // with its arguments: "numeric(10,2)"
  std::string base;      // the type's own name, of a domain the one below: "numeric"
  char category = 'X';   // pg_type.typcategory
  int key_position = 0;  // in the primary key, from 1; 0: it is not in it
  bool is_built_in = false;  // the type: others may have the name of one that is
};
// Whether values of the column can be values of the contract's column. A value that cannot is
// found when it is read.
bool suits(const PostgresColumn& column, const spec::Property& property);
// SQL of the column's value as the text that a contract's types are read from (convert.h): binary
// in base64, arrays and composites in JSON.
std::string text_of(const PostgresColumn& column);

// A table or view.
struct PostgresTable {
  std::string schema, name;
};

// Rows of a table as a CSV file with a header.
struct PostgresRows {
  std::string path;
  int64_t rows = 0;
  uint64_t bytes = 0;
  uint64_t row_bytes_max = 0;
  bool has_line_breaks = false;       // within a value
  std::vector<data::Column> columns;  // of the file, texts
};

// One read-only transaction over a server: every table is seen as of the same moment. Errors as
// PostgresLink; kNotFound when there is no such table, kIo of the file. One thread at a time.
class PostgresSession {
 public:
  // With a pool it begins on a session that was kept, and goes back there.
  static Result<std::shared_ptr<PostgresSession>> open(const PostgresServer& server,
                                                       engine::CancelToken cancel,
                                                       std::shared_ptr<PostgresPool> pool = {});
  ~PostgresSession();
  PostgresSession(const PostgresSession&) = delete;
  PostgresSession& operator=(const PostgresSession&) = delete;
  // Changes whenever anything in the database may have changed.
  Result<std::string> state();
  // In the table's order.
  Result<std::vector<PostgresColumn>> columns(const PostgresTable& table);
  // Memory does not grow with the rows. `rest`: SQL behind FROM over the table `t`; empty: all.
  Result<PostgresRows> fetch(const PostgresTable& table, const std::vector<PostgresColumn>& columns,
                             const std::string& rest, const std::string& path);
  // The same in COPY's binary format, as the server sends it (postgres_rows.h): `take` gets the
  // bytes, in order.
  Status copy_binary(const PostgresTable& table, const std::vector<PostgresColumn>& columns,
                     const std::string& rest, const std::function<Status(std::string_view)>& take);
  // What a statement may take from now on.
  Status limit_time(int64_t milliseconds);
  std::string address() const { return server_.address(); }
  // The one row of a statement.
  Result<std::vector<std::string>> row(const std::string& sql);

 private:
  PostgresSession(const PostgresServer& server, PostgresLink link,
                  std::shared_ptr<PostgresPool> pool)
      : server_(server), link_(std::move(link)), pool_(std::move(pool)) {}
  // The session goes on behind a statement that failed, at the same moment.
  void go_back() { (void)link_.run("ROLLBACK TO SAVEPOINT opened"); }

  PostgresServer server_;
  PostgresLink link_;
  std::shared_ptr<PostgresPool> pool_;  // null: the link ends with the session
  std::map<std::pair<std::string, std::string>, std::vector<PostgresColumn>> known_;
};

// The sessions of one build or test: one a server. One thread at a time.
class PostgresSessions {
 public:
  explicit PostgresSessions(engine::CancelToken cancel, std::shared_ptr<PostgresPool> pool = {})
      : cancel_(std::move(cancel)), pool_(std::move(pool)) {}
  Result<std::shared_ptr<PostgresSession>> of(const PostgresServer& server);

 private:
  engine::CancelToken cancel_;
  std::shared_ptr<PostgresPool> pool_;
  std::map<std::string, std::shared_ptr<PostgresSession>> sessions_;
};

}  // namespace hanse::source
