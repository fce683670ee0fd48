// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "contract/check.h"
#include "contract/place.h"
#include "contract/tested_table.h"

namespace hanse::contract {

// The one place that turns promises of a contract into checks. Pure: no data is read.

// All that a table promises of itself: columns, types, keys, options, enums, its quality rules and
// its relationships. In contract order.
std::vector<Check> checks_of(const TableUnderTest& table);

// Keys and required values alone, over columns that have the contract's names and types: what a
// built table is held against before it is published.
std::vector<Check> key_checks_of(const spec::SchemaObject& table);

// Parts of the above, a file each.
Check check_at(const Place& place, const spec::SchemaObject& table, std::string key);
void add_type_checks(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out);
void add_option_checks(const Place& place, const spec::SchemaObject& table,
                       std::vector<Check>& out);
void add_enum_check(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out);
void add_quality_checks(const Place& place, const Arrival& arrival, const spec::SchemaObject& table,
                        std::vector<Check>& out);
void add_table_quality_checks(const TableUnderTest& table, std::vector<Check>& out);
void add_relationship_checks(const TableUnderTest& table, std::vector<Check>& out);

// True where a value is none of `values`; what must not be NULL in there is added to `constants`.
std::string outside_list(const Place& place, const std::vector<std::string>& values,
                         std::vector<std::string>& constants);
// A number as SQL and people have it: 0.1, 5, 1e+20.
std::string number_text(double number);
// Gives each check an id of its own.
void number_ids(std::vector<Check>& checks);

}  // namespace hanse::contract
