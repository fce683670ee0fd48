// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cstring>

#include "base/digest.h"
#include "base/files.h"
#include "catalog/records_json.h"
#include "catalog/sqlite.h"
#include "catalog/sqlite_journal.h"
#include "catalog/sqlite_kept.h"
#include "catalog/sqlite_schema.h"
#include "catalog/sqlite_tokens.h"
#include "catalog/store.h"

namespace hanse::catalog {
namespace {

// Of a record that cannot be read: nothing of the state is then used.
std::unexpected<Error> unreadable(const char* kind, const std::string& key, std::string_view why) {
  return fail(ErrorCode::kCorrupt,
              fmt::format("the stored {} `{}` cannot be read: {}", kind, key, why),
              "restore `state.sqlite` from a backup");
}

class SqliteStore : public Store {
 public:
  SqliteStore(std::unique_ptr<Database> database, std::unique_ptr<Journal> journal)
      : database_(std::move(database)), journal_(std::move(journal)) {}

  Result<int64_t> version() const override {
    const std::lock_guard lock(mutex_);
    if (database_->has_moved())
      return fail(ErrorCode::kUnavailable,
                  "the state store: `state.sqlite` was removed or replaced while it was open",
                  "put it back, or start again");
    // `data_version` moves when another connection commits; our own commits are counted beside it.
    auto query = database_->query("PRAGMA data_version");
    HANSE_TRY(const bool row, query.step());
    if (!row) return fail(ErrorCode::kUnavailable, "the state store does not tell its version");
    return (query.number(0) << 32) | own_commits_;
  }

  Result<std::vector<ScopeRecord>> scopes() const override {
    return rows<ScopeRecord>(
        "SELECT scope, revision, digest, principal, git_commit, applied_us FROM scopes ORDER BY "
        "scope",
        [](Database::Query& row) {
          return ScopeRecord{{row.text(0)}, row.number(1), row.text(2),
                             row.text(3),   row.text(4),   row.number(5)};
        });
  }

  Result<std::vector<spec::SpecificationFile>> files() const override {
    return rows<spec::SpecificationFile>(
        "SELECT path, scope, digest, text, document FROM files ORDER BY path",
        [](Database::Query& row) -> Result<spec::SpecificationFile> {
          Result<Json> document = Json::parse(row.text(4));
          if (!document) return unreadable("file", row.text(0), document.error().message);
          return spec::SpecificationFile{
              row.text(0), {row.text(1)}, row.text(2), row.text(3), std::move(*document)};
        });
  }

  Result<std::vector<TableFacts>> facts() const override {
    return rows<TableFacts>(
        "SELECT address, body FROM facts ORDER BY address",
        [](Database::Query& row) -> Result<TableFacts> {
          HANSE_TRY(TableFacts facts, body("facts of", row.text(0), row.text(1), facts_from_json));
          if (facts.table.str() == row.text(0)) return facts;
          return unreadable("facts of", row.text(0), "they are of another table");
        });
  }

  Result<RecordList<SnapshotRecord>> snapshots() const override {
    const std::lock_guard lock(mutex_);
    return snapshots_.list(*database_, [](Database::Query& row) -> Result<SnapshotRecord> {
      HANSE_TRY(SnapshotRecord record,
                body("snapshot", row.text(0), row.text(1), snapshot_from_json));
      if (record.id.str() != row.text(0) || record.table.str() != row.text(3))
        return unreadable("snapshot", row.text(0), "it is another one");
      record.current = row.number(2) != 0;
      return record;
    });
  }

  Result<RecordList<BuildRecord>> builds() const override {
    const std::lock_guard lock(mutex_);
    return builds_.list(*database_, [](Database::Query& row) -> Result<BuildRecord> {
      return BuildRecord{{DomainId(row.text(0)), row.text(1)}, row.number(2), row.number(3),
                         row.number(4) != 0, row.text(5), row.text(6)};
    });
  }

  Result<RecordList<GrantRecord>> grants() const override {
    const std::lock_guard lock(mutex_);
    return grants_.list(*database_, [](Database::Query& row) -> Result<GrantRecord> {
      HANSE_TRY(GrantRecord grant, body("grant", row.text(0), row.text(1), grant_from_json));
      if (grant.id != row.text(0)) return unreadable("grant", row.text(0), "it is another one");
      grant.revoked_us = row.number(2);
      return grant;
    });
  }

  Result<std::vector<ApplyRecord>> history(size_t count) const override {
    return rows<ApplyRecord>(
        fmt::format(
            "SELECT scope, revision, applied_us, principal, git_commit, summary FROM history"
            " ORDER BY seq DESC LIMIT {}",
            count),
        [](Database::Query& row) {
          return ApplyRecord{{row.text(0)}, row.number(1), row.number(2),
                             row.text(3),   row.text(4),   row.text(5)};
        });
  }

  Status commit(const Commit& commit) override {
    const std::lock_guard lock(mutex_);
    HANSE_TRY(Transaction transaction, Transaction::begin(*database_));
    for (const auto& [scope, revision] : commit.read) HANSE_TRY_STATUS(expect(scope, revision));
    for (const ScopeCommit& scope : commit.scopes)
      HANSE_TRY_STATUS(write_scope(scope, commit.summary));
    HANSE_TRY_STATUS(database_->query("DELETE FROM facts").finish());
    for (const TableFacts& facts : commit.facts)
      HANSE_TRY_STATUS(database_->query("INSERT INTO facts VALUES(?,?)")
                           .bind(facts.table.str()).bind(to_json(facts).dump()).finish());
    for (const SnapshotRecord& snapshot : commit.snapshots)
      HANSE_TRY_STATUS(write_snapshot(snapshot));
    for (const TableAddress& table : commit.dropped)
      HANSE_TRY_STATUS(
          database_->query("DELETE FROM snapshots WHERE address = ?").bind(table.str()).finish());
    return finish(transaction);
  }

  Status publish(const std::vector<SnapshotRecord>& snapshots) override {
    const std::lock_guard lock(mutex_);
    HANSE_TRY(Transaction transaction, Transaction::begin(*database_));
    for (const SnapshotRecord& snapshot : snapshots) HANSE_TRY_STATUS(write_snapshot(snapshot));
    return finish(transaction);
  }

  Status record_build(const BuildRecord& build) override {
    return one_change([&] {
      return database_->query("INSERT OR REPLACE INTO builds VALUES(?,?,?,?,?,?,?)")
          .bind(build.product.domain.str()).bind(build.product.name).bind(build.started_us)
          .bind(build.finished_us).bind(int64_t{build.succeeded}).bind(build.message)
          .bind(build.codes).finish();
    });
  }

  Status add_grant(const GrantRecord& grant) override {
    return one_change([&]() -> Status {
      HANSE_TRY(const bool taken, is_granted(grant.id));
      if (taken)
        return fail(ErrorCode::kAlreadyExists, fmt::format("there is a grant `{}`", grant.id));
      return database_
          ->query(
              "INSERT INTO grant_events(grant_id, kind, at_us, actor, body) "
              "VALUES(?,'granted',?,?,?)")
          .bind(grant.id).bind(grant.from_us).bind(grant.granted_by).bind(to_json(grant).dump())
          .finish();
    });
  }

  Status revoke_grant(const std::string& id, const std::string& by, int64_t at_us) override {
    return one_change([&]() -> Status {
      HANSE_TRY(const bool known, is_granted(id));
      if (!known) return fail(ErrorCode::kNotFound, fmt::format("there is no grant `{}`", id));
      return database_
          ->query(
              "INSERT INTO grant_events(grant_id, kind, at_us, actor, body) "
              "VALUES(?,'revoked',?,?,'{}')")
          .bind(id).bind(at_us).bind(by).finish();
    });
  }

  Status add_token(const identity::StoredToken& token) override {
    return one_change([&] { return insert_token(*database_, token); });
  }
  Status revoke_token(const std::string& id, int64_t at_us) override {
    return one_change([&] { return end_token(*database_, id, at_us); });
  }
  Result<std::optional<identity::StoredToken>> token(const std::string& id) const override {
    const std::lock_guard lock(mutex_);
    HANSE_TRY(auto found, read_tokens(*database_, "id", id));
    if (found.empty()) return std::optional<identity::StoredToken>();
    return std::move(found.front());
  }
  Result<std::vector<identity::StoredToken>> tokens_of(const std::string& user) const override {
    const std::lock_guard lock(mutex_);
    return read_tokens(*database_, "user", user);
  }

  Result<std::string> hash_key() override {
    const std::lock_guard lock(mutex_);
    // Only the first time writes: who signs in does not wait for who holds the state.
    HANSE_TRY(auto key, stored_hash_key());
    if (!key) {
      HANSE_TRY_STATUS(database_->query("INSERT OR IGNORE INTO secrets VALUES('hash_key', ?)")
                           .bind(random_hex(32)).finish());
      HANSE_TRY(key, stored_hash_key());
    }
    if (!key || key->empty()) return unreadable("secret", "hash_key", "it is empty");
    return *key;
  }

  Journal& journal() override { return *journal_; }

 private:
  Result<std::optional<std::string>> stored_hash_key() {
    auto query = database_->query("SELECT value FROM secrets WHERE name = 'hash_key'");
    HANSE_TRY(const bool row, query.step());
    return row ? std::optional(query.text(0)) : std::nullopt;
  }

  template <typename T, typename Read>  // `read` gives T or Result<T>
  Result<std::vector<T>> rows(const std::string& sql, Read read) const {
    const std::lock_guard lock(mutex_);
    std::vector<T> out;
    auto query = database_->query(sql);
    while (true) {
      HANSE_TRY(const bool row, query.step());
      if (!row) return out;
      HANSE_TRY(T record, Result<T>(read(query)));
      out.push_back(std::move(record));
    }
  }

  template <typename T>
  static Result<T> body(const char* kind, const std::string& key, const std::string& text,
                        Result<T> (*decode)(const Json&)) {
    const Result<Json> json = Json::parse(text);
    if (!json) return unreadable(kind, key, json.error().message);
    Result<T> record = decode(*json);
    if (!record) return unreadable(kind, key, record.error().message);
    return record;
  }

  template <typename Change>
  Status one_change(Change change) {
    const std::lock_guard lock(mutex_);
    HANSE_TRY(Transaction transaction, Transaction::begin(*database_));
    HANSE_TRY_STATUS(change());
    return finish(transaction);
  }

  Status finish(Transaction& transaction) {
    HANSE_TRY_STATUS(transaction.commit());
    ++own_commits_;
    return {};
  }

  Result<bool> is_granted(const std::string& id) {
    return database_
        ->query("SELECT 1 FROM grant_events WHERE grant_id = ? AND kind = 'granted'")
        .bind(id).step();
  }

  Result<int64_t> revision_of(const ScopeId& scope) {
    auto query = database_->query("SELECT revision FROM scopes WHERE scope = ?");
    HANSE_TRY(const bool row, query.bind(scope.value).step());
    return row ? query.number(0) : 0;
  }

  Status expect(const ScopeId& scope, int64_t revision) {
    HANSE_TRY(const int64_t now, revision_of(scope));
    if (now == revision) return {};
    return fail(
        ErrorCode::kConflict,
        fmt::format("{} is at revision {}, the plan read revision {}",
                    scope.is_mesh() ? "the mesh" : "domain `" + scope.value + "`", now, revision),
        "plan again");
  }

  Status write_scope(const ScopeCommit& scope, const std::string& summary) {
    const ScopeRecord& record = scope.record;
    HANSE_TRY_STATUS(expect(record.scope, record.revision));
    HANSE_TRY_STATUS(database_->query("INSERT OR REPLACE INTO scopes VALUES(?,?,?,?,?,?)")
                         .bind(record.scope.value)
                         .bind(record.revision + 1)
                         .bind(record.digest)
                         .bind(record.principal)
                         .bind(record.git_commit)
                         .bind(record.applied_us)
                         .finish());
    HANSE_TRY_STATUS(
        database_->query("DELETE FROM files WHERE scope = ?").bind(record.scope.value).finish());
    for (const spec::SpecificationFile& file : scope.files)
      HANSE_TRY_STATUS(database_->query("INSERT OR REPLACE INTO files VALUES(?,?,?,?,?)")
                           .bind(file.path).bind(file.scope.value).bind(file.digest).bind(file.text)
                           .bind(file.document.dump()).finish());
    return database_
        ->query(
            "INSERT INTO history(scope, revision, applied_us, principal, git_commit, summary) "
            "VALUES(?,?,?,?,?,?)")
        .bind(record.scope.value)
        .bind(record.revision + 1)
        .bind(record.applied_us)
        .bind(record.principal)
        .bind(record.git_commit)
        .bind(summary)
        .finish();
  }

  // The current one becomes the previous; the one before that is forgotten.
  Status write_snapshot(const SnapshotRecord& snapshot) {
    const std::string address = snapshot.table.str();
    HANSE_TRY_STATUS(database_->query("DELETE FROM snapshots WHERE address = ? AND current = 0")
                         .bind(address)
                         .finish());
    HANSE_TRY_STATUS(database_->query("UPDATE snapshots SET current = 0 WHERE address = ?")
                         .bind(address).finish());
    return database_->query("INSERT INTO snapshots VALUES(?,?,1,?)")
        .bind(snapshot.id.str()).bind(address).bind(to_json(snapshot).dump()).finish();
  }

  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::unique_ptr<Database> database_;
  mutable KeptRecords<SnapshotRecord> snapshots_{kSnapshots};
  mutable KeptRecords<BuildRecord> builds_{kBuilds};
  mutable KeptRecords<GrantRecord> grants_{kGrants};
  std::atomic<int64_t> own_commits_{0};
  const std::unique_ptr<Journal> journal_;
};

}  // namespace

Result<std::shared_ptr<Store>> open_sqlite_store(const std::string& state_folder) {
  HANSE_TRY_STATUS(make_private_folder(state_folder));
  chmod(state_folder.c_str(), 0700);
  const std::string path = join_path(state_folder, "state.sqlite");
  // Two that turn a new database to WAL at once lock each other out, without waiting.
  HANSE_TRY(const FileLock lock,
            FileLock::acquire(join_path(state_folder, "open.lock"), FileLock::Mode::kExclusive,
                              FileLock::Wait::kYes));
  HANSE_TRY_STATUS(make_private_file(path));  // SQLite gives its other files the same mode
  for (const char* name : {"open.lock", "state.sqlite-wal", "state.sqlite-shm"})
    chmod(join_path(state_folder, name).c_str(), 0600);  // of an earlier process
  HANSE_TRY(auto database, Database::open(path));
  HANSE_TRY_STATUS(prepare_tables(*database));
  HANSE_TRY(auto journal, open_sqlite_journal(path));
  return std::make_shared<SqliteStore>(std::move(database), std::move(journal));
}

}  // namespace hanse::catalog
