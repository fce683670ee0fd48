// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/result.h"
#include "source/input.h"
#include "source/reader.h"
#include "spec/contract.h"

namespace hanse::source {

// A table of a PostgreSQL server, fetched into a CSV file below the roots' scratch folder: the
// columns of the contract, and those of its primary key. A column that the table does not have is
// left out. In the transaction of the roots' sessions, where they have some. Errors as
// PostgresSession and postgres_server_of.
Result<Input> open_postgres_input(const spec::SchemaObject& table, const spec::Server& server,
                                  const SourceRoots& roots);
// SQL behind FROM over the table `t`; empty: all rows.
std::string rest_of(const SourceRoots::Part& part);
// Arguments that the engine reads such a file with.
std::string reading_of(const PostgresRows& rows);
// Input::state of it, by a connection of its own.
Result<std::string> postgres_state(const spec::Server& server, const SourceRoots& roots);

}  // namespace hanse::source
