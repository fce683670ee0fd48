// SPDX-License-Identifier: Apache-2.0
#include "contract/table_rows.h"

namespace hanse::contract {

Result<TextRows> ask_rows(engine::Engine& engine, const TableUnderTest& table,
                          const std::function<std::string(const std::string&)>& statement_over,
                          size_t count) {
  if (table.plain != nullptr && !table.plain->is_refused()) {
    engine::Statement statement{statement_over(table.plain_rows), {}, 0};
    statement.given = {table.plain};
    auto rows = ask(engine, statement, count);
    // Memory would end in the other way as well; whatever else went wrong, that decides.
    if (rows || rows.error().code == ErrorCode::kLimitExceeded) return rows;
  }
  return ask(engine, statement_over(table.rows), count);
}

}  // namespace hanse::contract
