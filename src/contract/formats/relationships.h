// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "contract/formats/format.h"

namespace hanse::contract {

// A relationship between two tables of one contract.
struct ForeignKey {
  std::vector<std::string> from;  // columns of the table that has it
  std::string table;
  std::vector<std::string> to;  // its columns, in the order of `from`
};

struct ColumnPlace {
  std::string table, column;
};
// The columns of a contract as relationships name them: `table.column`, whose names may have dots,
// or `schema/ID/properties/ID` by ids.
class ColumnIndex {
 public:
  explicit ColumnIndex(const spec::DataContract& contract);
  const ColumnPlace* find(std::string_view reference) const;  // null: not in this contract

 private:
  std::map<std::string, ColumnPlace, std::less<>> columns_;
};

// Those of `table`, at columns and at the table itself, in order. What leaves the contract, or
// names what it does not have, goes to `losses`. Pure.
std::vector<ForeignKey> foreign_keys(const ColumnIndex& index, const spec::SchemaObject& table,
                                     Losses& losses);
// States a key of several columns at its table, one of a single column at that column.
void add_foreign_key(spec::SchemaObject& table, const ForeignKey& key);
void add_foreign_key(spec::Property& column, const ForeignKey& key);
// Rewords references to names that are no words (`order items.id`), which the standard names by id:
// what they lead to gets one. What leads nowhere then is HNS-C081 and goes.
void settle_references(spec::DataContract& contract, Diagnostics& diagnostics);

}  // namespace hanse::contract
