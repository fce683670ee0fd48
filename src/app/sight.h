// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/app.h"
#include "catalog/snapshot.h"

namespace hanse::app {

// How much one asker sees of a published table: what may be told of checks over it, and whether
// rows that fail them may be looked at. Plain data.
struct Sight {
  std::set<std::string> readable;             // columns
  std::map<std::string, std::string> masked;  // those of them that are changed: how, for people
  bool is_filtered = false;                   // some rows may be hidden
  std::string refusal;                        // why nothing may be read; else empty
  // Every row and every column as it is.
  bool is_whole(const catalog::TableEntry& table) const;
  // Empty: these columns (as Check::column names them) are seen as they are; else what hides them,
  // without the name of one that the asker may not read.
  std::string hides(const std::string& columns) const;
};

// The columns that a check is about, of those that Check::column names: "a, b", "address.zip". A
// name with such characters of its own is cut, and then no column of any table.
std::set<std::string> columns_of_check(const std::string& columns);

// Of a table that the session may find. Asks the gate, which writes it down.
Result<Sight> sight_of(App& app, const govern::Session& session,
                       const govern::Gate::VisibleTable& table);

// The checks of a run that may be told to who sees so much: those of columns that they cannot read
// are left out, and numbers over rows that they cannot see have no value. `found`: the tables
// (`domain.table`) that they may find.
Json seen_checks(const Json& checks, const Sight& sight, const catalog::TableEntry& table,
                 const std::set<std::string>& found);

}  // namespace hanse::app
