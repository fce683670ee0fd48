// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "spec/contract.h"

namespace hanse::contract {

// Which rows of a built table its contract does not let through. SQL over the table `candidate`,
// whose columns have the contract's names and types. Pure.

// What a row has to keep by itself: required values, options, enums and quality rules of severity
// error that allow no row to break them, of columns; and the keys. A rule that cannot be said of
// typed columns is not among them. Of rows with one key in common none is better than another: all
// of them break it.
// SELECT of all columns and `hanse_reason`: which promises the row breaks, empty for none.
Result<std::string> judged_rows_sql(const spec::SchemaObject& table);

// The rows that keep everything, with the contract's columns alone.
Result<std::string> sound_rows_sql(const spec::SchemaObject& table);
// The others, as a quarantine has them (below).
Result<std::string> unsound_rows_sql(const spec::SchemaObject& table);
// One row: how many there are, and how many break something.
Result<std::string> unsound_count_sql(const spec::SchemaObject& table);

// The columns of a quarantine before those of its table, which are text: why, from where, which row
// of that source (none of a result), and the source's row as it was read.
inline constexpr std::string_view kReasonColumn = "hanse_reason", kSourceColumn = "hanse_source",
                                  kRowColumn = "hanse_row", kRecordColumn = "hanse_record";

}  // namespace hanse::contract
