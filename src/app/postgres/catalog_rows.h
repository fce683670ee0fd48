// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "govern/gate.h"

namespace hanse::postgres {

// Who looks at the catalog, and what a session of PostgreSQL would say of itself.
struct Asker {
  std::string name, mesh;  // user and database
  // Names with values; asked for by statements about the catalog alone.
  std::function<std::vector<std::pair<std::string, std::string>>()> settings = {};
  // Changes one, for `set_config`: name, value, for the transaction alone.
  std::function<Status(const std::string&, const std::string&, bool)> set = {};
};

// The statements that make the asker's own tables, hanse_asker and hanse_settings of hanse_pg.
// Thread-safe.
std::vector<std::string> asker_rows(const Asker& asker);
// Those that make hanse_schemas, hanse_tables and hanse_columns: schemas with a table in the view,
// the tables, and of them the columns that may be read, with description and classification as
// comments. Numbers of objects come from their names: they are the same for all, whatever else is
// seen. Equal views give equal statements. Thread-safe.
std::vector<std::string> catalog_rows(const govern::Gate::View& view);

}  // namespace hanse::postgres
