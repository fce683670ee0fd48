// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <set>
#include <string>

#include "catalog/snapshot.h"
#include "contract/tested_table.h"

namespace hanse::contract {

// A published table under test: its columns as the contract names them and as apply typed them.
// `from`: the table in SQL, as the engine that the checks run on knows it. No file is opened and no
// statement runs. Borrows the entry. `only`: the columns that may be named, the others are as if
// missing; null: all.
std::unique_ptr<TableUnderTest> published_table(const catalog::TableEntry& entry,
                                                const std::string& from,
                                                const std::set<std::string>* only = nullptr);

}  // namespace hanse::contract
