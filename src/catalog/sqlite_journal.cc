// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite_journal.h"

#include <mutex>

#include "catalog/sqlite.h"
#include "catalog/sqlite_kept.h"
#include "catalog/sqlite_notices.h"

namespace hanse::catalog {
namespace {

constexpr const char* kIncidentColumns =
    "id, domain, product, kind, key, severity, owner, summary, cause, contract_version,"
    " detected_us, last_seen_us, notified_us, acknowledged_us, repaired_us, acknowledged_by,"
    " closed_by, occurrences, began_us";

using Row = Database::Query;

CheckRunRecord check_run_of(const Row& row) {
  CheckRunRecord out;
  out.id = row.text(0);
  out.table = {{DomainId(row.text(1)), row.text(2)}, row.text(3), static_cast<int>(row.number(4))};
  out.contract_version = row.text(5);
  out.snapshot_id = row.text(6);
  out.trigger = row.text(7);
  out.started_us = row.number(8);
  out.finished_us = row.number(9);
  out.verdict = row.text(10);
  out.rows = row.number(11);
  out.passed = row.number(12);
  out.warnings = row.number(13);
  out.failed = row.number(14);
  out.not_run = row.number(15);
  return out;
}

Result<Json> stored_json(const char* kind, const std::string& id, const std::string& text) {
  Result<Json> json = Json::parse(text);
  if (json) return json;
  return fail(ErrorCode::kCorrupt,
              fmt::format("the stored {} `{}` cannot be read: {}", kind, id, json.error().message),
              "restore `state.sqlite` from a backup");
}

Result<CheckRunRecord> whole_check_run_of(const Row& row) {
  CheckRunRecord out = check_run_of(row);
  HANSE_TRY(out.outcomes, stored_json("check run", out.id, row.text(16)));
  return out;
}

Result<IncidentRecord> incident_of(const Row& row) {
  return IncidentRecord{row.text(0),    {DomainId(row.text(1)), row.text(2)},
                        row.text(3),    row.text(4),
                        row.text(5),    row.text(6),
                        row.text(7),    row.text(8),
                        row.text(9),    row.number(10),
                        row.number(11), row.number(12),
                        row.number(13), row.number(14),
                        row.text(15),   row.text(16),
                        row.number(17), row.number(18)};
}

Result<ExternalRunRecord> external_run_of(const Row& row) {
  ExternalRunRecord out{row.text(0), {DomainId(row.text(1)), row.text(2)},
                        row.text(3), row.text(4),
                        row.text(5), row.text(6),
                        row.number(7), row.number(8),
                        {}};
  HANSE_TRY(out.details, stored_json("run", out.id, row.text(9)));
  return out;
}

class SqliteJournal : public Journal {
 public:
  explicit SqliteJournal(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  Status add_check_runs(const std::vector<CheckRunRecord>& runs) override {
    return one_change([&]() -> Status {
      for (const CheckRunRecord& run : runs) HANSE_TRY_STATUS(insert(run));
      return {};
    });
  }
  Result<RecordList<CheckRunRecord>> last_check_runs() const override {
    const std::lock_guard lock(mutex_);
    return last_check_runs_.list(*database_, check_run_of);
  }
  Result<std::vector<CheckRunRecord>> check_runs(const ProductId& product, int64_t since_us,
                                                 size_t count) const override {
    return rows<CheckRunRecord>(
        fmt::format("SELECT {}, outcomes FROM check_runs WHERE domain = ? AND product = ? AND"
                    " started_us >= ? ORDER BY id DESC LIMIT {}",
                    kCheckColumns, count),
        [&](Row& query) {
          query.bind(product.domain.str()).bind(product.name).bind(since_us);
        },
        whole_check_run_of);
  }
  Result<std::map<ProductId, CheckRunCount>> count_check_runs(int64_t after_us,
                                                              int64_t until_us) const override {
    using Counted = std::pair<ProductId, CheckRunCount>;
    HANSE_TRY(auto counted,
              rows<Counted>(
                  "SELECT domain, product, count(*), sum(failed = 0) FROM check_runs"
                  " WHERE verdict <> 'notRun' AND finished_us > ? AND finished_us <= ?"
                  " GROUP BY domain, product",
                  [&](Row& query) { query.bind(after_us).bind(until_us); },
                  [](const Row& row) {
                    return Result<Counted>({{DomainId(row.text(0)), row.text(1)},
                                            {row.number(2), row.number(3)}});
                  }));
    return std::map<ProductId, CheckRunCount>(counted.begin(), counted.end());
  }
  Status forget_history(int64_t before_us) override {
    return one_change([&]() -> Status {
      HANSE_TRY_STATUS(
          database_
              ->query("DELETE FROM check_runs AS r WHERE started_us < ? AND EXISTS (SELECT 1 FROM"
                      " check_runs o WHERE o.domain = r.domain AND o.product = r.product AND"
                      " o.tbl = r.tbl AND o.major = r.major AND o.id > r.id)")
              .bind(before_us)
              .finish());
      return forget_level_changes(*database_, before_us);
    });
  }

  Status put_incident(const IncidentRecord& incident,
                      const std::vector<NoticeRecord>& notices) override {
    return one_change([&]() -> Status {
      if (incident.is_open()) HANSE_TRY_STATUS(expect_none_open(incident));
      HANSE_TRY_STATUS(insert_notices(*database_, notices));
      return database_
          ->query(fmt::format("INSERT OR REPLACE INTO incidents({}) VALUES"
                              "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                              kIncidentColumns))
          .bind(incident.id).bind(incident.product.domain.str()).bind(incident.product.name)
          .bind(incident.kind).bind(incident.key).bind(incident.severity).bind(incident.owner)
          .bind(incident.summary).bind(incident.cause).bind(incident.contract_version)
          .bind(incident.detected_us).bind(incident.last_seen_us).bind(incident.notified_us)
          .bind(incident.acknowledged_us).bind(incident.repaired_us).bind(incident.acknowledged_by)
          .bind(incident.closed_by).bind(incident.occurrences).bind(incident.began_us)
          .finish();
    });
  }
  Result<std::vector<IncidentRecord>> open_incidents() const override {
    return rows<IncidentRecord>(
        fmt::format("SELECT {} FROM incidents WHERE repaired_us = 0 ORDER BY id DESC",
                    kIncidentColumns),
        [](Row&) {}, incident_of);
  }
  Result<std::vector<IncidentRecord>> incidents(int64_t since_us, size_t count) const override {
    return rows<IncidentRecord>(
        fmt::format("SELECT {} FROM incidents WHERE repaired_us = 0 OR repaired_us >= ? OR"
                    " detected_us >= ? ORDER BY id DESC LIMIT {}",
                    kIncidentColumns, count),
        [&](Row& query) { query.bind(since_us).bind(since_us); }, incident_of);
  }

  Result<std::vector<NoticeRecord>> take_notices(int64_t now_us, int64_t until_us,
                                                 size_t count) override {
    std::vector<NoticeRecord> out;
    HANSE_TRY(const bool any, is_any_due(now_us));
    if (!any) return out;             // asked often: no writer is held up for nothing
    HANSE_TRY_STATUS(one_change([&]() -> Status {
      HANSE_TRY(out, catalog::take_notices(*database_, now_us, until_us, count));
      return {};
    }));
    return out;
  }
  Status put_notices(const std::vector<NoticeRecord>& notices) override {
    return one_change([&] { return update_notices(*database_, notices); });
  }
  Result<std::vector<NoticeRecord>> waiting_notices(size_t count) const override {
    const std::lock_guard lock(mutex_);
    return catalog::waiting_notices(*database_, count);
  }
  Status forget_notices(int64_t before_us) override {
    return one_change([&] { return catalog::forget_notices(*database_, before_us); });
  }

  Status add_level_changes(const std::vector<LevelChangeRecord>& changes) override {
    return one_change([&] { return insert_level_changes(*database_, changes); });
  }
  Result<std::vector<LevelChangeRecord>> level_changes(int64_t since_us) const override {
    const std::lock_guard lock(mutex_);
    return catalog::level_changes(*database_, since_us);
  }

  Status add_external_run(const ExternalRunRecord& run) override {
    return one_change([&]() -> Status {
      HANSE_TRY(const bool known, database_
                                      ->query("SELECT 1 FROM external_runs WHERE domain = ? AND"
                                              " product = ? AND id = ?")
                                      .bind(run.product.domain.str())
                                      .bind(run.product.name)
                                      .bind(run.id)
                                      .step());
      if (known)
        return fail(ErrorCode::kAlreadyExists,
                    fmt::format("the run `{}` of `{}` was reported before", run.id,
                                run.product.str()));
      return database_
          ->query(fmt::format("INSERT INTO external_runs({}) VALUES(?,?,?,?,?,?,?,?,?,?)",
                              kRunColumns))
          .bind(run.id).bind(run.product.domain.str()).bind(run.product.name).bind(run.tool)
          .bind(run.status).bind(run.message).bind(run.reported_by).bind(run.started_us)
          .bind(run.finished_us).bind(run.details.dump())
          .finish();
    });
  }
  Result<std::vector<ExternalRunRecord>> external_runs(const ProductId& product,
                                                       size_t count) const override {
    return rows<ExternalRunRecord>(
        fmt::format("SELECT {} FROM external_runs WHERE domain = ? AND product = ?"
                    " ORDER BY seq DESC LIMIT {}",
                    kRunColumns, count),
        [&](Row& query) { query.bind(product.domain.str()).bind(product.name); },
        external_run_of);
  }
  Result<RecordList<ExternalRunRecord>> last_external_runs() const override {
    const std::lock_guard lock(mutex_);
    return last_external_runs_.list(*database_, external_run_of);
  }

 private:
  Result<bool> is_any_due(int64_t now_us) {
    const std::lock_guard lock(mutex_);
    return catalog::is_any_due(*database_, now_us);
  }

  Status insert(const CheckRunRecord& run) {
    return database_
        ->query(fmt::format("INSERT INTO check_runs({}, outcomes) VALUES"
                            "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                            kCheckColumns))
        .bind(run.id).bind(run.table.product.domain.str()).bind(run.table.product.name)
        .bind(run.table.table).bind(int64_t{run.table.major}).bind(run.contract_version)
        .bind(run.snapshot_id).bind(run.trigger).bind(run.started_us).bind(run.finished_us)
        .bind(run.verdict).bind(run.rows).bind(run.passed).bind(run.warnings).bind(run.failed)
        .bind(run.not_run).bind(run.outcomes.dump())
        .finish();
  }

  Status expect_none_open(const IncidentRecord& incident) {
    HANSE_TRY(const bool taken,
              database_
                  ->query("SELECT 1 FROM incidents WHERE domain = ? AND product = ? AND key = ?"
                          " AND repaired_us = 0 AND id <> ?")
                  .bind(incident.product.domain.str())
                  .bind(incident.product.name)
                  .bind(incident.key)
                  .bind(incident.id)
                  .step());
    if (!taken) return {};
    return fail(ErrorCode::kConflict, fmt::format("an incident of `{}` is open for `{}`",
                                                  incident.product.str(), incident.key));
  }

  template <typename T, typename Bind>
  Result<std::vector<T>> rows(const std::string& sql, Bind bind,
                              Result<T> (*read)(const Row&)) const {
    const std::lock_guard lock(mutex_);
    std::vector<T> out;
    auto query = database_->query(sql);
    bind(query);
    while (true) {
      HANSE_TRY(const bool row, query.step());
      if (!row) return out;
      HANSE_TRY(T record, read(query));
      out.push_back(std::move(record));
    }
  }

  template <typename Change>
  Status one_change(Change change) {
    const std::lock_guard lock(mutex_);
    HANSE_TRY(Transaction transaction, Transaction::begin(*database_));
    HANSE_TRY_STATUS(change());
    return transaction.commit();
  }

  mutable std::mutex mutex_;
  // Guarded by mutex_:
  std::unique_ptr<Database> database_;
  mutable KeptRecords<CheckRunRecord> last_check_runs_{kLastCheckRuns};
  mutable KeptRecords<ExternalRunRecord> last_external_runs_{kLastExternalRuns};
};

}  // namespace

Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& path) {
  HANSE_TRY(auto database, Database::open(path));
  return std::make_unique<SqliteJournal>(std::move(database));
}

}  // namespace hanse::catalog
