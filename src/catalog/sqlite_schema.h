// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "catalog/sqlite.h"

namespace hanse::catalog {

inline constexpr const char* kTables[] = {
    "scopes",  "files",   "facts",      "snapshots", "builds",        "grant_events", "tokens",
    "history", "secrets", "check_runs", "incidents", "external_runs",
    "notices", "level_changes", "mark", "marks"};

// Makes the tables of `state.sqlite`, or brings those of an older version to the present form.
// kUnsupported when a newer version wrote them, kCorrupt when they are not ours. One that is in the
// present form is only looked at: another process may hold the state meanwhile.
Status prepare_tables(Database& database);
// kCorrupt when the triggers are not all there, or the number that they count is not what it was:
// then a change could go unnoticed.
Status check_marks(Database& database);

}  // namespace hanse::catalog
