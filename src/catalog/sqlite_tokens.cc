// SPDX-License-Identifier: Apache-2.0
#include "catalog/sqlite_tokens.h"

namespace hanse::catalog {

Status insert_token(Database& database, const identity::StoredToken& token) {
  return database.query("INSERT INTO tokens VALUES(?,?,?,?,?,?,?)")
      .bind(token.id).bind(token.hash).bind(token.user).bind(token.created_us)
      .bind(token.expires_us).bind(token.revoked_us).bind(token.scram).finish();
}

Status end_token(Database& database, const std::string& id, int64_t at_us) {
  HANSE_TRY_STATUS(
      database.query("UPDATE tokens SET revoked_us = ? WHERE id = ? AND revoked_us = 0")
          .bind(at_us).bind(id).finish());
  if (database.changes() == 0)
    return fail(ErrorCode::kNotFound, fmt::format("there is no valid token `{}`", id));
  return {};
}

Result<std::vector<identity::StoredToken>> read_tokens(Database& database, const char* column,
                                                       const std::string& value) {
  std::vector<identity::StoredToken> out;
  auto query = database.query(
      fmt::format("SELECT id, hash, user, created_us, expires_us, revoked_us, scram FROM tokens "
                  "WHERE {} = ? ORDER BY created_us DESC",
                  column));
  query.bind(value);
  while (true) {
    HANSE_TRY(const bool row, query.step());
    if (!row) return out;
    out.push_back({query.text(0), query.text(1), query.text(2), query.number(3), query.number(4),
                   query.number(5), query.text(6)});
  }
}

}  // namespace hanse::catalog
