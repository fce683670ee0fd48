// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "catalog/journal.h"
#include "catalog/sqlite.h"

namespace hanse::catalog {

// The statements behind Journal's notices and changes of levels: what they do stands there. The
// caller holds the connection, and a transaction around each that writes.
Status insert_notices(Database& database, const std::vector<NoticeRecord>& notices);
Result<bool> is_any_due(Database& database, int64_t now_us);
Result<std::vector<NoticeRecord>> take_notices(Database& database, int64_t now_us,
                                               int64_t until_us, size_t count);
Status update_notices(Database& database, const std::vector<NoticeRecord>& notices);
Result<std::vector<NoticeRecord>> waiting_notices(Database& database, size_t count);
Status forget_notices(Database& database, int64_t before_us);
Status insert_level_changes(Database& database, const std::vector<LevelChangeRecord>& changes);
Result<std::vector<LevelChangeRecord>> level_changes(Database& database, int64_t since_us);
Status forget_level_changes(Database& database, int64_t before_us);

}  // namespace hanse::catalog
