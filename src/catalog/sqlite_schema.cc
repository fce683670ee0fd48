// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite_schema.h"

#include <iterator>

#include "catalog/sqlite_parts.h"

namespace hanse::catalog {
namespace {

// `PRAGMA user_version` says which form the tables have.
constexpr int64_t kSchemaVersion = 6;
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
// What happens to products after they were applied.
constexpr const char* kJournal = R"(
CREATE TABLE check_runs(id TEXT PRIMARY KEY, domain TEXT NOT NULL, product TEXT NOT NULL,
  tbl TEXT NOT NULL, major INTEGER NOT NULL, contract_version TEXT NOT NULL,
  snapshot_id TEXT NOT NULL, trigger TEXT NOT NULL, started_us INTEGER NOT NULL,
  finished_us INTEGER NOT NULL, verdict TEXT NOT NULL, n_rows INTEGER NOT NULL,
  passed INTEGER NOT NULL, warnings INTEGER NOT NULL, failed INTEGER NOT NULL,
  not_run INTEGER NOT NULL, outcomes TEXT NOT NULL);
CREATE INDEX check_runs_by_table ON check_runs(domain, product, tbl, major, id);
CREATE INDEX check_runs_by_time ON check_runs(started_us);
CREATE TABLE incidents(id TEXT PRIMARY KEY, domain TEXT NOT NULL, product TEXT NOT NULL,
  kind TEXT NOT NULL, key TEXT NOT NULL, severity TEXT NOT NULL, owner TEXT NOT NULL,
  summary TEXT NOT NULL, cause TEXT NOT NULL, contract_version TEXT NOT NULL,
  detected_us INTEGER NOT NULL, last_seen_us INTEGER NOT NULL, notified_us INTEGER NOT NULL,
  acknowledged_us INTEGER NOT NULL, repaired_us INTEGER NOT NULL, acknowledged_by TEXT NOT NULL,
  closed_by TEXT NOT NULL, occurrences INTEGER NOT NULL, began_us INTEGER NOT NULL);
CREATE UNIQUE INDEX incidents_open ON incidents(domain, product, key) WHERE repaired_us = 0;
CREATE TABLE external_runs(seq INTEGER PRIMARY KEY, id TEXT NOT NULL, domain TEXT NOT NULL,
  product TEXT NOT NULL, tool TEXT NOT NULL, status TEXT NOT NULL, message TEXT NOT NULL,
  reported_by TEXT NOT NULL, started_us INTEGER NOT NULL, finished_us INTEGER NOT NULL,
  details TEXT NOT NULL);
CREATE UNIQUE INDEX external_runs_by_id ON external_runs(domain, product, id);
CREATE TABLE notices(id TEXT PRIMARY KEY, event TEXT NOT NULL, incident TEXT NOT NULL,
  address TEXT NOT NULL, team TEXT NOT NULL, severity TEXT NOT NULL, subject TEXT NOT NULL,
  text TEXT NOT NULL, body TEXT NOT NULL, created_us INTEGER NOT NULL, due_us INTEGER NOT NULL,
  is_held INTEGER NOT NULL, attempts INTEGER NOT NULL, sent_us INTEGER NOT NULL,
  given_up_us INTEGER NOT NULL, problem TEXT NOT NULL);
CREATE UNIQUE INDEX notices_by_event ON notices(event, address);
CREATE INDEX notices_by_address ON notices(address) WHERE sent_us = 0 AND given_up_us = 0;
CREATE INDEX notices_due ON notices(due_us) WHERE sent_us = 0 AND given_up_us = 0;
CREATE TABLE level_changes(domain TEXT NOT NULL, product TEXT NOT NULL, level TEXT NOT NULL,
  at_us INTEGER NOT NULL, is_kept INTEGER NOT NULL, PRIMARY KEY(domain, product, level, at_us));
ALTER TABLE builds ADD COLUMN codes TEXT NOT NULL DEFAULT '';
)";
// From the versions before.
constexpr const char* kToVersion2 = "ALTER TABLE tokens ADD COLUMN scram TEXT NOT NULL DEFAULT ''";
constexpr const char* kToVersion3 =
    "UPDATE snapshots SET body = json_set(body, '$.marks', json('[]'))";
// Runs are counted by time without reading their outcomes.
constexpr const char* kToVersion5 =
    "CREATE INDEX check_runs_judged ON check_runs(finished_us, domain, product, failed, verdict)"
    " WHERE verdict <> 'notRun'";
// Which record changed, by a number that only grows: who keeps what was read reads again what has a
// greater one.
constexpr const char* kMarks = R"(
CREATE TABLE mark(n INTEGER NOT NULL);
INSERT INTO mark VALUES(0);
CREATE TABLE marks(part TEXT NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY(part, key)) WITHOUT ROWID;
CREATE INDEX marks_by_number ON marks(part, n);
)";
constexpr int64_t kTriggers = std::size(kParts) * 3;

// Deleted and inserted, as a statement's OR IGNORE would also hold for what its triggers do.
std::string marks_of(const Part& part, std::string_view row) {
  std::string out;
  for (const char* key : {part.key, part.own_key})
    if (key != nullptr)
      out += fmt::format(
          " UPDATE mark SET n = n + 1; DELETE FROM marks WHERE part = '{0}' AND key = {1};"
          " INSERT INTO marks VALUES('{0}', {1}, (SELECT n FROM mark));",
          part.table, fmt::format(fmt::runtime(key), row));
  return out;
}

Status add_marks(Database& database) {
  HANSE_TRY_STATUS(database.run(kMarks));
  for (const Part* part : kParts) {
    const std::string fresh = marks_of(*part, "NEW"), gone = marks_of(*part, "OLD");
    for (const auto& [event, what] :
         {std::pair("INSERT", fresh), std::pair("DELETE", gone), std::pair("UPDATE", fresh + gone)})
      HANSE_TRY_STATUS(database.run(fmt::format(
          "CREATE TRIGGER {0}_{1} AFTER {1} ON {0} BEGIN{2} END", part->table, event, what)));
  }
  return {};
}

Result<int64_t> form_of(Database& database) {
  auto query = database.query("PRAGMA user_version");
  HANSE_TRY_STATUS(query.step());
  return query.number(0);
}

Status check_tables(Database& database) {
  for (const char* table : kTables)
    HANSE_TRY_STATUS(database.query(fmt::format("SELECT 1 FROM {} LIMIT 0", table)).finish());
  return check_marks(database);
}

Status upgrade(Database& database, int64_t version) {
  if (version == 0) HANSE_TRY_STATUS(database.run(kSchema));
  if (version == 1) HANSE_TRY_STATUS(database.run(kToVersion2));
  if (version == 1 || version == 2) HANSE_TRY_STATUS(database.run(kToVersion3));
  if (version < 4) HANSE_TRY_STATUS(database.run(kJournal));
  if (version < 5) HANSE_TRY_STATUS(database.run(kToVersion5));
  return add_marks(database);
}

}  // namespace

Status check_marks(Database& database) {
  auto query = database.query(
      "SELECT (SELECT count(*) FROM sqlite_master WHERE type = 'trigger'),"
      " (SELECT count(*) FROM mark), (SELECT n FROM mark) >= (SELECT coalesce(max(n), 0) FROM "
      "marks)");
  HANSE_TRY_STATUS(query.step());
  if (query.number(0) == kTriggers && query.number(1) == 1 && query.number(2) == 1) return {};
  return fail(ErrorCode::kCorrupt, "the state store does not tell any more what changed in it",
              "restore `state.sqlite` from a backup");
}

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
