// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite_notices.h"

namespace hanse::catalog {
namespace {

constexpr const char* kNoticeColumns =
    "id, event, incident, address, team, severity, subject, text, body, created_us, due_us,"
    " is_held, attempts, sent_us, given_up_us, problem";
constexpr const char* kWaiting = "sent_us = 0 AND given_up_us = 0";
// One to the same address that is tried again later.
constexpr const char* kOlder =
    "SELECT 1 FROM notices o WHERE o.address = n.address AND o.id < n.id AND o.sent_us = 0 AND"
    " o.given_up_us = 0 AND o.is_held = 0 AND o.due_us > ?";

Result<NoticeRecord> notice_of(const Database::Query& row) {
  NoticeRecord out{row.text(0), row.text(1), row.text(2), row.text(3), row.text(4),
                   row.text(5), row.text(6), row.text(7), {},          row.number(9),
                   row.number(10), row.number(11) != 0, row.number(12), row.number(13),
                   row.number(14), row.text(15)};
  Result<Json> body = Json::parse(row.text(8));
  if (!body)
    return fail(ErrorCode::kCorrupt, fmt::format("the stored notice `{}` cannot be read", out.id),
                "restore `state.sqlite` from a backup");
  out.body = std::move(*body);
  return out;
}

Result<std::vector<NoticeRecord>> notices_of(Database::Query query) {
  std::vector<NoticeRecord> out;
  while (true) {
    HANSE_TRY(const bool row, query.step());
    if (!row) return out;
    HANSE_TRY(NoticeRecord notice, notice_of(query));
    out.push_back(std::move(notice));
  }
}

}  // namespace

Status insert_notices(Database& database, const std::vector<NoticeRecord>& notices) {
  for (const NoticeRecord& notice : notices)
    HANSE_TRY_STATUS(
        database
            .query(fmt::format("INSERT OR IGNORE INTO notices({}) VALUES"
                               "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                               kNoticeColumns))
            .bind(notice.id).bind(notice.event).bind(notice.incident).bind(notice.address)
            .bind(notice.team).bind(notice.severity).bind(notice.subject).bind(notice.text)
            .bind(notice.body.dump()).bind(notice.created_us).bind(notice.due_us)
            .bind(int64_t{notice.is_held}).bind(notice.attempts).bind(notice.sent_us)
            .bind(notice.given_up_us).bind(notice.problem)
            .finish());
  return {};
}

Result<bool> is_any_due(Database& database, int64_t now_us) {
  return database
      .query(fmt::format("SELECT 1 FROM notices WHERE {} AND due_us <= ? LIMIT 1", kWaiting))
      .bind(now_us)
      .step();
}

Result<std::vector<NoticeRecord>> take_notices(Database& database, int64_t now_us,
                                               int64_t until_us, size_t count) {
  HANSE_TRY(auto due, notices_of(database
                                     .query(fmt::format("SELECT {} FROM notices n WHERE {} AND"
                                                        " due_us <= ? AND NOT EXISTS ({})"
                                                        " ORDER BY id LIMIT {}",
                                                        kNoticeColumns, kWaiting, kOlder, count))
                                     .bind(now_us)
                                     .bind(now_us)));
  for (NoticeRecord& notice : due) {
    notice.due_us = until_us;
    ++notice.attempts;
  }
  HANSE_TRY_STATUS(update_notices(database, due));
  return due;
}

Status update_notices(Database& database, const std::vector<NoticeRecord>& notices) {
  for (const NoticeRecord& notice : notices) {
    HANSE_TRY_STATUS(database
                         .query("UPDATE notices SET due_us = ?, is_held = ?, attempts = ?,"
                                " sent_us = ?, given_up_us = ?, problem = ? WHERE id = ?")
                         .bind(notice.due_us).bind(int64_t{notice.is_held}).bind(notice.attempts)
                         .bind(notice.sent_us).bind(notice.given_up_us).bind(notice.problem)
                         .bind(notice.id)
                         .finish());
    if (notice.sent_us != 0)
      HANSE_TRY_STATUS(database
                           .query("UPDATE incidents SET notified_us = ? WHERE id = ? AND"
                                  " notified_us = 0")
                           .bind(notice.sent_us).bind(notice.incident)
                           .finish());
  }
  return {};
}

Result<std::vector<NoticeRecord>> waiting_notices(Database& database, size_t count) {
  return notices_of(database.query(fmt::format("SELECT {} FROM notices WHERE {} ORDER BY id"
                                               " LIMIT {}",
                                               kNoticeColumns, kWaiting, count)));
}

Status forget_notices(Database& database, int64_t before_us) {
  return database
      .query(fmt::format("DELETE FROM notices WHERE created_us < ? AND NOT ({})", kWaiting))
      .bind(before_us)
      .finish();
}

Status insert_level_changes(Database& database, const std::vector<LevelChangeRecord>& changes) {
  for (const LevelChangeRecord& change : changes)
    HANSE_TRY_STATUS(database.query("INSERT OR REPLACE INTO level_changes VALUES(?,?,?,?,?)")
                         .bind(change.product.domain.str()).bind(change.product.name)
                         .bind(change.level).bind(change.at_us).bind(int64_t{change.is_kept})
                         .finish());
  return {};
}

Result<std::vector<LevelChangeRecord>> level_changes(Database& database, int64_t since_us) {
  auto query = database.query(
      "SELECT domain, product, level, at_us, is_kept FROM level_changes c WHERE at_us >="
      " coalesce((SELECT max(at_us) FROM level_changes o WHERE o.domain = c.domain AND o.product ="
      " c.product AND o.level = c.level AND o.at_us <= ?), 0) ORDER BY at_us");
  query.bind(since_us);
  std::vector<LevelChangeRecord> out;
  while (true) {
    HANSE_TRY(const bool row, query.step());
    if (!row) return out;
    out.push_back({{DomainId(query.text(0)), query.text(1)}, query.text(2), query.number(3),
                   query.number(4) != 0});
  }
}

Status forget_level_changes(Database& database, int64_t before_us) {
  return database
      .query("DELETE FROM level_changes AS c WHERE at_us < ?1 AND EXISTS (SELECT 1 FROM"
             " level_changes o WHERE o.domain = c.domain AND o.product = c.product AND"
             " o.level = c.level AND o.at_us > c.at_us AND o.at_us <= ?1)")
      .bind(before_us)
      .finish();
}

}  // namespace hanse::catalog
