// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "contract/formats/sql_dialect.h"

namespace hanse::contract {

// CREATE TABLE a table, each after those that it refers to, with comments. kInvalidArgument when
// there is no table with columns.
Result<std::string> export_sql(const Dialect& dialect, const spec::DataContract& contract,
                               Losses& losses);
// Reads what the dialect's tools write, and its near relations: HNS-C080, C081, C082.
void import_sql(const Dialect& dialect, const std::shared_ptr<const SourceFile>& source,
                Imported& imported);

}  // namespace hanse::contract
