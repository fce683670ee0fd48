// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "spec/contract.h"

namespace hanse::spec {

// How a relationship names a column, in either notation of ODCS: `orders.id` by names, or
// `schema/orders_tbl/properties/id_prop` by ids; each may follow `FILE#` of another contract.
struct Reference {
  std::string contract;  // the file or URL before `#`; empty: the contract it stands in
  bool by_id = false;
  std::vector<std::string> steps;  // the table, then its column, then columns within columns
};

// An id as ODCS 3.2.0 has it (RFC 26a): neither white space nor `. # / \ @ ! % & ^`. 3.1.0 takes
// fewer: letters without accents, digits, `-` and `_`. Pure.
bool is_stable_id(std::string_view text);

// Nothing when the text is in neither notation. Pure.
std::optional<Reference> parse_reference(std::string_view text);

// What it leads to within a contract: the column is the last of `path`, which is empty when the
// reference names a table only.
struct ReferenceTarget {
  const SchemaObject* table = nullptr;
  std::vector<const Property*> path;
};
std::optional<ReferenceTarget> find_reference(const DataContract& contract,
                                              const Reference& reference);

}  // namespace hanse::spec
