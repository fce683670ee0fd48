// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "contract/rows.h"
#include "contract/tested_table.h"

namespace hanse::contract {

// The first `count` rows of a statement over all rows of the table, which come in any order and in
// the quickest way that its files allow. `statement_over` makes it around a SELECT of them.
Result<TextRows> ask_rows(engine::Engine& engine, const TableUnderTest& table,
                          const std::function<std::string(const std::string&)>& statement_over,
                          size_t count);

}  // namespace hanse::contract
