// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "contract/formats/sql_tokens.h"

namespace hanse::contract {

// Parts of reading DDL. One text at a time; not thread-safe.
struct SqlSource {
  const Dialect& dialect;
  SqlCursor cursor;
  Diagnostics& diagnostics;
  std::map<std::string, std::vector<std::string>> enums;  // CREATE TYPE … AS ENUM, in lower case
  size_t columns = 0;                                     // read so far, nested ones too
};

// The type that begins here, into `property`. HNS-C082 for one that is not known, which becomes a
// string; HNS-C083 past kSourceDepthMax.
void read_sql_type(SqlSource& source, spec::Property& property, int depth = 0);

// What a CHECK says, as the contract has it: bounds, lengths, patterns and closed lists of columns,
// joined by AND. False when it says anything else; then nothing is changed.
using SqlColumnFinder = std::function<spec::Property*(std::string_view name)>;
bool read_sql_check(const Dialect& dialect, std::span<const SqlToken> condition,
                    const SqlColumnFinder& column_of);

}  // namespace hanse::contract
