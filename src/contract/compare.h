// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contract/compatibility.h"
#include "contract/match.h"

namespace hanse::contract {

// Private: what the files that compare parts of a contract share. Not thread-safe.

// What a change is about, as its address in the contract and its place in the new file.
struct Topic {
  std::string_view kind;
  std::string address;
  Span span;
};

class Changes {
 public:
  struct Values {
    std::string before, after;
  };
  void add(Rule rule, const Topic& place, std::string text, Values values = {}) {
    all_.push_back({rule, place.kind, place.address, std::move(text), std::move(values.before),
                    std::move(values.after), place.span});
  }
  std::vector<ContractChange> take() { return std::move(all_); }

 private:
  std::vector<ContractChange> all_;
};

// One contract before and after; the parts in the files named.
struct Pair {
  const spec::DataContract& before;
  const spec::DataContract& after;
};
void compare_tables(const Pair& contracts, Changes& out);   // compare_tables.cc
void compare_levels(const Pair& contracts, Changes& out);   // compare_levels.cc
void compare_parties(const Pair& contracts, Changes& out);  // compare_parties.cc

// Columns of a table, or fields of an object: `place` is what they stand in, `separator` what
// stands between its address and a name.
using Columns = std::vector<spec::Property>;
struct ColumnPair {
  const Columns& before;
  const Columns& after;
};
Matches match_columns(const ColumnPair& columns);  // by id, name, name without case, store's name
void compare_columns(const ColumnPair& columns, const Topic& place, std::string_view separator,
                     Changes& out);  // compare_columns.cc

struct PropertyPair {
  const spec::Property& before;
  const spec::Property& after;
};
// True when both are of one logical type, so that what restricts it can be compared.
bool compare_types(const PropertyPair& pair, const Topic& place, Changes& out);
void compare_options(const PropertyPair& pair, const Topic& place, Changes& out);
void compare_ranges(const PropertyPair& pair, const Topic& place, Changes& out);
std::string type_text(const spec::Property& property);  // as the engine names it, where it can
std::string subject_of(const spec::Property& property, const Topic& place);  // "column `note`"

using Rules = std::vector<spec::QualityRule>;
void compare_quality(const Rules& before, const Rules& after, const Topic& place, Changes& out);
struct TablePair {
  const Pair& contracts;
  const spec::SchemaObject& before;
  const spec::SchemaObject& after;
};
void compare_relationships(const TablePair& tables, const Topic& place, Changes& out);

// Whether some field of two `foreign` objects differs.
bool differs(const Json& before, const Json& after, std::initializer_list<std::string_view> names);
bool same_definitions(const std::vector<spec::AuthoritativeDefinition>& before,
                      const std::vector<spec::AuthoritativeDefinition>& after);
bool same_custom(const std::vector<spec::CustomProperty>& before,
                 const std::vector<spec::CustomProperty>& after);
std::string scalar_text(const Json& value);  // a text without its quotes

}  // namespace hanse::contract
