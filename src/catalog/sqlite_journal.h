// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "catalog/journal.h"

namespace hanse::catalog {

// What stands in `state.sqlite` beside the applied state, by a connection of its own: history is
// read without holding up statements. The tables must be there (sqlite_schema.h).
Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& path);

}  // namespace hanse::catalog
