// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite.h"

#include <sqlite3.h>

#include "base/fault.h"

namespace hanse::catalog {
namespace {

constexpr int kBusyTimeoutMs = 5'000;
constexpr const char* kRestore = "restore `state.sqlite` from a backup";

std::unexpected<Error> error_of(sqlite3* handle) {
  const int code = sqlite3_errcode(handle) & 0xff;
  const std::string message = fmt::format("the state store: {}", sqlite3_errmsg(handle));
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    return fail(ErrorCode::kCorrupt, message, kRestore);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
    return fail(ErrorCode::kUnavailable, message, "another process holds the state; try again");
  if (code == SQLITE_CONSTRAINT) return fail(ErrorCode::kAlreadyExists, message);
  return fail(ErrorCode::kIo, message);
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path.c_str(), &handle, flags, nullptr) != SQLITE_OK) {
    auto error = error_of(handle);
    sqlite3_close_v2(handle);
    return error;
  }
  auto database = std::unique_ptr<Database>(new Database(handle));
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  HANSE_TRY_STATUS(database->run("PRAGMA journal_mode=WAL"));
  HANSE_TRY_STATUS(database->run("PRAGMA synchronous=FULL"));
  HANSE_TRY_STATUS(database->run("PRAGMA foreign_keys=ON"));
  return database;
}

Database::~Database() {
  for (auto& [sql, statement] : cache_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

std::unexpected<Error> Database::error() const { return error_of(handle_); }

Status Database::run(const std::string& sql) {
  if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return {};
}

Database::Query Database::query(const std::string& sql) {
  sqlite3_stmt*& statement = cache_[sql];
  // A store that cannot be read, or lacks a table, prepares nothing; the step then reports it.
  if (statement == nullptr)
    sqlite3_prepare_v3(handle_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  return Query(*this, statement);
}

int64_t Database::changes() const { return sqlite3_changes64(handle_); }

bool Database::has_moved() const {
  int moved = 1;
  return sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK ||
         moved != 0;
}

Database::Query::~Query() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

Database::Query& Database::Query::bind(std::string_view text) {
  if (statement_)
    sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_TRANSIENT,
                        SQLITE_UTF8);
  return *this;
}

Database::Query& Database::Query::bind(int64_t number) {
  if (statement_) sqlite3_bind_int64(statement_, ++bound_, number);
  return *this;
}

Result<bool> Database::Query::step() {
  const int code = statement_ ? sqlite3_step(statement_) : sqlite3_errcode(database_.handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  // Our SQL prepares on our tables: what is on disk is something else.
  if ((code & 0xff) == SQLITE_ERROR)
    return fail(ErrorCode::kCorrupt,
                fmt::format("the state store: {}", sqlite3_errmsg(database_.handle_)), kRestore);
  return database_.error();
}

Status Database::Query::finish() {
  HANSE_TRY_STATUS(step());
  return {};
}

std::string Database::Query::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return bytes ? std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(statement_, column)))
               : "";
}

int64_t Database::Query::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

Result<Transaction> Transaction::begin(Database& database) {
  HANSE_TRY_STATUS(database.run("BEGIN IMMEDIATE"));
  return Transaction(database);
}

Transaction::~Transaction() {
  if (database_ != nullptr) (void)database_->run("ROLLBACK");
}

Status Transaction::commit() {
  if (fault_at("commit")) return fail(ErrorCode::kIo, "cannot commit the state");
  HANSE_TRY_STATUS(database_->run("COMMIT"));
  database_ = nullptr;
  return {};
}

}  // namespace hanse::catalog
