// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse::engine {

// The one table from contract types to engine, Parquet and JSON types (docs/reference/types.md is
// made from it). Rows are found by logical type and, where stated, physical type.
struct TypeRow {
  std::string_view logical;   // ODCS logicalType
  std::string_view
      physical;  // ODCS physicalType in lower case without arguments; "" is the default
  std::string_view engine;    // DuckDB type, with the physical type's arguments put in for `{}`
  std::string_view parquet;
  std::string_view json;
  std::string_view lossy;     // why it is refused as a product's column, or empty
};
std::span<const TypeRow> type_table();

// The engine type of a contract column. kUnsupported when unknown or lossy, with the reason.
Result<std::string> engine_type(std::string_view logical, std::string_view physical);

// The table as docs/reference/types.md shows it.
std::string types_markdown();

// Digits in all and behind the point of "DECIMAL(10,2)"; nothing for another type.
struct Decimal {
  int precision = 0, scale = 0;
};
std::optional<Decimal> decimal_of(std::string_view type);

// True when every value of engine type `from` is a value of `to` (INTEGER to BIGINT, …): what a
// transform's result column needs to be published under the contract's type without a cast that
// loses.
bool is_assignable(std::string_view from, std::string_view to);

}  // namespace hanse::engine
