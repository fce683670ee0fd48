// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "contract/formats/format.h"
#include "spec/contract.h"

namespace hanse::contract {

// What a column holds, between contracts and the types of other formats. Pure.
enum class Kind {
  kString,
  kUuid,
  kBinary,
  kJson,
  kBoolean,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kInt128,
  kUint8,
  kUint16,
  kUint32,
  kUint64,
  kUint128,
  kFloat,
  kDouble,
  kDecimal,
  kDate,
  kTime,
  kTimeTz,
  kTimestamp,
  kTimestampTz,
  kObject,
  kArray,
  kMap,
  kVector
};

// The one table of types (docs/reference/formats.md is made from it). A target's text may have
// `{n}` for a length, `{p}` and `{s}` for a decimal's precision and scale, `{d}` for a vector's
// dimensions; types that hold others are put together by their exporter.
struct KindRow {
  Kind kind;
  std::string_view logical;   // ODCS logicalType
  std::string_view format;    // its logicalTypeOptions.format, or empty
  std::string_view physical;  // the physicalType that tells it apart, or empty
  std::string_view postgres, duckdb, trino, mysql, spark;
  std::string_view json_schema, avro, protobuf, pydantic;
};
std::span<const KindRow> kind_table();
const KindRow& row_of(Kind kind);

constexpr int kDecimalPrecision = 38, kDecimalScale = 9;  // where a decimal states none

struct ColumnType {
  Kind kind = Kind::kString;
  int precision = 0, scale = 0;   // of a decimal; precision 0: not stated
  std::optional<int64_t> length;  // of a string: the longest
};
// By logical type, then logicalTypeOptions.format, then the physical type where it is of that
// logical type. As the engine reads it: a timestamp is with time zone unless its physical type says
// otherwise, an integer has 64 bits, a number is a double.
ColumnType type_of(const spec::Property& property);
// Of a type's name in any dialect, in lower case with single blanks: "character varying".
std::optional<Kind> kind_named(std::string_view name);
// Makes `property` one of that type, as type_of reads it back.
void set_type(spec::Property& property, const ColumnType& type);
// A target's text with its holes filled.
std::string filled(std::string_view text, const ColumnType& type,
                   std::optional<int64_t> dimensions = {});

// `Numeric(10, 2)` apart: the name in lower case with single blanks, and up to two numbers.
struct TypeWords {
  std::string name;
  int first = -1, second = -1;  // -1: none
};
TypeWords words_of(std::string_view physical_type);

// Says what of a column's type is not in what was written, which its reader takes for `written`
// (null: for none that is known): logicalType, physicalType, logicalTypeOptions.format.
void lose_type(const spec::Property& property, const std::string& place,
               std::optional<Kind> written, Losses& losses);

}  // namespace hanse::contract
