// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite_schema.h"

namespace hanse::catalog {
namespace {

// `PRAGMA user_version` says which form the tables have.
constexpr int64_t kSchemaVersion = 3;
constexpr const char* kSchema = R"(
CREATE TABLE scopes(scope TEXT PRIMARY KEY, revision INTEGER NOT NULL, digest TEXT NOT NULL,
  principal TEXT NOT NULL, git_commit TEXT NOT NULL, applied_us INTEGER NOT NULL);
CREATE TABLE files(path TEXT PRIMARY KEY, scope TEXT NOT NULL, digest TEXT NOT NULL,
  text TEXT NOT NULL, document TEXT NOT NULL);
CREATE TABLE facts(address TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE snapshots(id TEXT PRIMARY KEY, address TEXT NOT NULL, current INTEGER NOT NULL,
  body TEXT NOT NULL);
CREATE INDEX snapshots_by_address ON snapshots(address);
CREATE TABLE builds(domain TEXT, product TEXT, started_us INTEGER, finished_us INTEGER,
  succeeded INTEGER, message TEXT, PRIMARY KEY(domain, product));
CREATE TABLE grant_events(seq INTEGER PRIMARY KEY, grant_id TEXT NOT NULL, kind TEXT NOT NULL,
  at_us INTEGER NOT NULL, actor TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX grant_events_by_id ON grant_events(grant_id);
CREATE TABLE tokens(id TEXT PRIMARY KEY, hash TEXT NOT NULL, user TEXT NOT NULL,
  created_us INTEGER NOT NULL, expires_us INTEGER NOT NULL, revoked_us INTEGER NOT NULL,
  scram TEXT NOT NULL DEFAULT '');
CREATE TABLE history(seq INTEGER PRIMARY KEY, scope TEXT, revision INTEGER, applied_us INTEGER,
  principal TEXT, git_commit TEXT, summary TEXT);
CREATE TABLE secrets(name TEXT PRIMARY KEY, value TEXT NOT NULL);
)";
// From the version before.
constexpr const char* kToVersion2 = "ALTER TABLE tokens ADD COLUMN scram TEXT NOT NULL DEFAULT ''";
constexpr const char* kToVersion3 =
    "UPDATE snapshots SET body = json_set(body, '$.marks', json('[]'))";

Result<int64_t> form_of(Database& database) {
  auto query = database.query("PRAGMA user_version");
  HANSE_TRY_STATUS(query.step());
  return query.number(0);
}

Status check_tables(Database& database) {
  for (const char* table : kTables)
    HANSE_TRY_STATUS(database.query(fmt::format("SELECT 1 FROM {} LIMIT 0", table)).finish());
  return {};
}

Status upgrade(Database& database, int64_t version) {
  if (version == 0) return database.run(kSchema);
  if (version < 2) HANSE_TRY_STATUS(database.run(kToVersion2));
  return database.run(kToVersion3);
}

}  // namespace

Status prepare_tables(Database& database) {
  HANSE_TRY(const int64_t found, form_of(database));
  if (found == kSchemaVersion) return check_tables(database);
  HANSE_TRY(Transaction transaction, Transaction::begin(database));
  HANSE_TRY(const int64_t version, form_of(database));  // another process may have been first
  if (version > kSchemaVersion)
    return fail(ErrorCode::kUnsupported, "the state was written by a newer hanse",
                "use that version");
  if (version != kSchemaVersion) {
    HANSE_TRY_STATUS(upgrade(database, version));
    HANSE_TRY_STATUS(database.run(fmt::format("PRAGMA user_version={}", kSchemaVersion)));
  }
  HANSE_TRY_STATUS(check_tables(database));
  return transaction.commit();
}

}  // namespace hanse::catalog
