// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace hanse::catalog {

// One SQLite connection with a cache of prepared statements. Not thread-safe: its owner locks.
class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const std::string& path);
  ~Database();
  Status run(const std::string& sql);  // no result

  // One execution of a cached statement; resets it when it goes.
  class Query {
   public:
    Query(Database& database, sqlite3_stmt* statement)
        : database_(database), statement_(statement) {}
    ~Query();
    Query& bind(std::string_view text);
    Query& bind(int64_t number);
    Result<bool> step();               // false: no more rows
    Status finish();                   // for statements without rows
    std::string text(int column) const;
    int64_t number(int column) const;

   private:
    Database& database_;
    sqlite3_stmt* statement_;
    int bound_ = 0;
  };
  // What does not prepare fails at its first step: kCorrupt when the stored tables are not ours.
  Query query(const std::string& sql);
  int64_t changes() const;
  // Whether another file, or none, is at the path that was opened: what others commit is not seen.
  bool has_moved() const;

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  std::unexpected<Error> error() const;
  sqlite3* handle_;
  std::unordered_map<std::string, sqlite3_stmt*> cache_;
};

// BEGIN IMMEDIATE … COMMIT; rolls back when it goes without `commit`.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace hanse::catalog
