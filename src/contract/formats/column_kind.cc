// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/column_kind.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/check.h"
#include "base/utf8.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

// kind, logicalType, format, physicalType, PostgreSQL, DuckDB, Trino, MySQL, Spark, JSON Schema,
// Avro, Protobuf, Pydantic
constexpr auto kTable = std::to_array<KindRow>({
    {Kind::kString, "string", "", "", "text", "VARCHAR", "VARCHAR", "TEXT", "STRING", "string",
     "string", "string", "str"},
    {Kind::kUuid, "string", "uuid", "uuid", "uuid", "UUID", "UUID", "CHAR(36)", "STRING",
     "string, format uuid", "string (uuid)", "string", "UUID"},
    {Kind::kBinary, "string", "binary", "blob", "bytea", "BLOB", "VARBINARY", "LONGBLOB", "BINARY",
     "string, base64", "bytes", "bytes", "bytes"},
    {Kind::kJson, "string", "", "json", "jsonb", "JSON", "JSON", "JSON", "STRING",
     "string, media type application/json", "string", "string", "str"},
    {Kind::kBoolean, "boolean", "", "", "boolean", "BOOLEAN", "BOOLEAN", "BOOLEAN", "BOOLEAN",
     "boolean", "boolean", "bool", "bool"},
    {Kind::kInt8, "integer", "i8", "tinyint", "smallint", "TINYINT", "TINYINT", "TINYINT",
     "TINYINT", "integer", "int", "int32", "int"},
    {Kind::kInt16, "integer", "i16", "smallint", "smallint", "SMALLINT", "SMALLINT", "SMALLINT",
     "SMALLINT", "integer", "int", "int32", "int"},
    {Kind::kInt32, "integer", "i32", "integer", "integer", "INTEGER", "INTEGER", "INT", "INT",
     "integer", "int", "int32", "int"},
    {Kind::kInt64, "integer", "i64", "bigint", "bigint", "BIGINT", "BIGINT", "BIGINT", "BIGINT",
     "integer", "long", "int64", "int"},
    {Kind::kInt128, "integer", "i128", "hugeint", "numeric(39)", "HUGEINT", "DECIMAL(38,0)",
     "DECIMAL(39,0)", "DECIMAL(38,0)", "integer", "string", "string", "int"},
    {Kind::kUint8, "integer", "u8", "utinyint", "smallint", "UTINYINT", "SMALLINT",
     "TINYINT UNSIGNED", "SMALLINT", "integer", "int", "uint32", "int"},
    {Kind::kUint16, "integer", "u16", "usmallint", "integer", "USMALLINT", "INTEGER",
     "SMALLINT UNSIGNED", "INT", "integer", "int", "uint32", "int"},
    {Kind::kUint32, "integer", "u32", "uinteger", "bigint", "UINTEGER", "BIGINT", "INT UNSIGNED",
     "BIGINT", "integer", "long", "uint32", "int"},
    {Kind::kUint64, "integer", "u64", "ubigint", "numeric(20)", "UBIGINT", "DECIMAL(20,0)",
     "BIGINT UNSIGNED", "DECIMAL(20,0)", "integer", "string", "uint64", "int"},
    {Kind::kUint128, "integer", "u128", "uhugeint", "numeric(39)", "UHUGEINT", "DECIMAL(38,0)",
     "DECIMAL(39,0)", "DECIMAL(38,0)", "integer", "string", "string", "int"},
    {Kind::kFloat, "number", "f32", "real", "real", "FLOAT", "REAL", "FLOAT", "FLOAT", "number",
     "float", "float", "float"},
    {Kind::kDouble, "number", "f64", "double", "double precision", "DOUBLE", "DOUBLE", "DOUBLE",
     "DOUBLE", "number", "double", "double", "float"},
    {Kind::kDecimal, "number", "", "decimal(p,s)", "numeric({p},{s})", "DECIMAL({p},{s})",
     "DECIMAL({p},{s})", "DECIMAL({p},{s})", "DECIMAL({p},{s})", "number, multipleOf",
     "bytes (decimal)", "string", "Decimal"},
    {Kind::kDate, "date", "", "", "date", "DATE", "DATE", "DATE", "DATE", "string, format date",
     "int (date)", "string", "date"},
    {Kind::kTime, "time", "", "", "time", "TIME", "TIME(6)", "TIME(6)", "STRING",
     "string, format time", "long (time-micros)", "string", "time"},
    {Kind::kTimeTz, "time", "", "timetz", "time with time zone", "TIME WITH TIME ZONE",
     "TIME(6) WITH TIME ZONE", "TIME(6)", "STRING", "string, format time", "long (time-micros)",
     "string", "time"},
    {Kind::kTimestamp, "timestamp", "", "timestamp", "timestamp", "TIMESTAMP", "TIMESTAMP(6)",
     "DATETIME(6)", "TIMESTAMP_NTZ", "string, format date-time", "long (local-timestamp-micros)",
     "string", "NaiveDatetime"},
    {Kind::kTimestampTz, "timestamp", "", "", "timestamp with time zone",
     "TIMESTAMP WITH TIME ZONE", "TIMESTAMP(6) WITH TIME ZONE", "TIMESTAMP(6)", "TIMESTAMP",
     "string, format date-time", "long (timestamp-micros)", "google.protobuf.Timestamp",
     "AwareDatetime"},
    {Kind::kObject, "object", "", "", "jsonb", "STRUCT(…)", "ROW(…)", "JSON", "STRUCT<…>", "object",
     "record", "message", "BaseModel"},
    {Kind::kArray, "array", "", "", "…[]", "…[]", "ARRAY(…)", "JSON", "ARRAY<…>", "array", "array",
     "repeated …", "list[…]"},
    {Kind::kMap, "map", "", "", "jsonb", "MAP(…, …)", "MAP(…, …)", "JSON", "MAP<…, …>",
     "object, additionalProperties", "map", "map<…, …>", "dict[…, …]"},
    {Kind::kVector, "vector", "", "", "real[]", "FLOAT[{d}]", "ARRAY(REAL)", "JSON", "ARRAY<FLOAT>",
     "array of number", "array of float", "repeated float", "list[float]"},
});

// Names of types in any dialect, beyond those of the table.
constexpr auto kNames = std::to_array<std::pair<std::string_view, Kind>>({
    {"varchar", Kind::kString},
    {"character varying", Kind::kString},
    {"char", Kind::kString},
    {"character", Kind::kString},
    {"bpchar", Kind::kString},
    {"text", Kind::kString},
    {"string", Kind::kString},
    {"nvarchar", Kind::kString},
    {"nchar", Kind::kString},
    {"tinytext", Kind::kString},
    {"mediumtext", Kind::kString},
    {"longtext", Kind::kString},
    {"clob", Kind::kString},
    {"citext", Kind::kString},
    {"name", Kind::kString},
    {"varchar2", Kind::kString},
    {"uuid", Kind::kUuid},
    {"uniqueidentifier", Kind::kUuid},
    {"blob", Kind::kBinary},
    {"bytea", Kind::kBinary},
    {"binary", Kind::kBinary},
    {"varbinary", Kind::kBinary},
    {"bytes", Kind::kBinary},
    {"tinyblob", Kind::kBinary},
    {"mediumblob", Kind::kBinary},
    {"longblob", Kind::kBinary},
    {"json", Kind::kJson},
    {"jsonb", Kind::kJson},
    {"variant", Kind::kJson},
    {"bool", Kind::kBoolean},
    {"boolean", Kind::kBoolean},
    {"tinyint", Kind::kInt8},
    {"byte", Kind::kInt8},
    {"int1", Kind::kInt8},
    {"smallint", Kind::kInt16},
    {"int2", Kind::kInt16},
    {"short", Kind::kInt16},
    {"smallserial", Kind::kInt16},
    {"int", Kind::kInt32},
    {"integer", Kind::kInt32},
    {"int4", Kind::kInt32},
    {"int32", Kind::kInt32},
    {"mediumint", Kind::kInt32},
    {"serial", Kind::kInt32},
    {"serial4", Kind::kInt32},
    {"bigint", Kind::kInt64},
    {"int8", Kind::kInt64},
    {"int64", Kind::kInt64},
    {"long", Kind::kInt64},
    {"bigserial", Kind::kInt64},
    {"serial8", Kind::kInt64},
    {"hugeint", Kind::kInt128},
    {"int128", Kind::kInt128},
    {"utinyint", Kind::kUint8},
    {"tinyint unsigned", Kind::kUint8},
    {"uint8", Kind::kUint8},
    {"usmallint", Kind::kUint16},
    {"smallint unsigned", Kind::kUint16},
    {"uint16", Kind::kUint16},
    {"uinteger", Kind::kUint32},
    {"int unsigned", Kind::kUint32},
    {"integer unsigned", Kind::kUint32},
    {"uint32", Kind::kUint32},
    {"mediumint unsigned", Kind::kUint32},
    {"ubigint", Kind::kUint64},
    {"bigint unsigned", Kind::kUint64},
    {"uint64", Kind::kUint64},
    {"uhugeint", Kind::kUint128},
    {"uint128", Kind::kUint128},
    {"real", Kind::kFloat},
    {"float4", Kind::kFloat},
    {"float", Kind::kFloat},
    {"double", Kind::kDouble},
    {"double precision", Kind::kDouble},
    {"float8", Kind::kDouble},
    {"decimal", Kind::kDecimal},
    {"numeric", Kind::kDecimal},
    {"dec", Kind::kDecimal},
    {"number", Kind::kDecimal},
    {"fixed", Kind::kDecimal},
    {"date", Kind::kDate},
    {"time", Kind::kTime},
    {"time without time zone", Kind::kTime},
    {"timetz", Kind::kTimeTz},
    {"time with time zone", Kind::kTimeTz},
    {"timestamp", Kind::kTimestamp},
    {"timestamp without time zone", Kind::kTimestamp},
    {"datetime", Kind::kTimestamp},
    {"timestamp_ntz", Kind::kTimestamp},
    {"timestamp_s", Kind::kTimestamp},
    {"timestamp_ms", Kind::kTimestamp},
    {"timestamp_ns", Kind::kTimestamp},
    {"timestamptz", Kind::kTimestampTz},
    {"timestamp with time zone", Kind::kTimestampTz},
    {"timestamp_ltz", Kind::kTimestampTz},
    {"timestamp with local time zone", Kind::kTimestampTz},
});

const std::map<std::string_view, Kind>& names() {
  static const std::map<std::string_view, Kind> kByName(kNames.begin(), kNames.end());
  return kByName;
}

Kind default_of(LogicalType type) {
  switch (type) {
    case LogicalType::kString:
      return Kind::kString;
    case LogicalType::kDate:
      return Kind::kDate;
    case LogicalType::kTimestamp:
      return Kind::kTimestampTz;
    case LogicalType::kTime:
      return Kind::kTime;
    case LogicalType::kNumber:
      return Kind::kDouble;
    case LogicalType::kInteger:
      return Kind::kInt64;
    case LogicalType::kObject:
      return Kind::kObject;
    case LogicalType::kArray:
      return Kind::kArray;
    case LogicalType::kBoolean:
      return Kind::kBoolean;
    case LogicalType::kMap:
      return Kind::kMap;
    case LogicalType::kVector:
      return Kind::kVector;
  }
  return Kind::kString;
}

// As a reason names it: "integer i16", "number decimal(p,s)".
std::string called(Kind kind) {
  const KindRow& row = row_of(kind);
  const std::string_view more = row.format.empty() ? row.physical : row.format;
  return fmt::format("{}{}{}", row.logical, more.empty() ? "" : " ", more);
}

}  // namespace

std::span<const KindRow> kind_table() { return kTable; }

const KindRow& row_of(Kind kind) {
  const auto found = std::ranges::find(kTable, kind, &KindRow::kind);
  HANSE_CHECK(found != kTable.end(), "every kind has a row");
  return *found;
}

std::optional<Kind> kind_named(std::string_view name) {
  const auto found = names().find(name);
  return found == names().end() ? std::nullopt : std::optional(found->second);
}

TypeWords words_of(std::string_view physical_type) {
  TypeWords out;
  const std::string lower = ascii_lower(trim(physical_type));
  const size_t open = lower.find('(');
  const size_t close = open == std::string::npos ? open : lower.find(')', open);
  const auto add_words = [&](std::string_view part) {
    for (const char c : part)
      if (c != ' ' || (!out.name.empty() && out.name.back() != ' ')) out.name += c;
  };
  add_words(trim(std::string_view(lower).substr(0, open)));
  if (close == std::string::npos) return out;
  int* number = &out.first;
  for (const char c : std::string_view(lower).substr(open + 1, close - open - 1)) {
    if (c == ',') number = &out.second;
    if (c < '0' || c > '9') continue;
    *number = std::min(std::max(*number, 0), 100'000'000) * 10 + (c - '0');
  }
  if (close + 1 < lower.size()) add_words(" " + std::string(trim(lower.substr(close + 1))));
  return out;
}

ColumnType type_of(const spec::Property& property) {
  ColumnType type;
  type.kind = default_of(property.logical_type);
  if (type.kind == Kind::kString) type.length = property.options.max_length;
  for (const KindRow& row : kTable)
    if (!row.format.empty() && row.format == property.options.format &&
        row.logical == spec::to_string(property.logical_type)) {
      type.kind = row.kind;
      return type;
    }
  if (property.options.with_time_zone)
    type.kind = type.kind == Kind::kTime ? Kind::kTimeTz : Kind::kTimestampTz;
  const TypeWords words = words_of(property.physical_type);
  const auto named = kind_named(words.name);
  if (!named || row_of(*named).logical != row_of(type.kind).logical) return type;
  if (property.options.with_time_zone) return type;
  type.kind = *named;
  if (type.kind == Kind::kString && !type.length && words.first > 0 && words.second < 0)
    type.length = words.first;
  if (type.kind == Kind::kDecimal && words.first > 0) {
    type.precision = words.first;
    type.scale = std::max(words.second, 0);
  }
  return type;
}

void set_type(spec::Property& property, const ColumnType& type) {
  const KindRow& row = row_of(type.kind);
  property.logical_type = *spec::logical_type_of(row.logical);
  property.logical_type_stated = true;
  if (!row.format.empty()) property.options.format = row.format;
  if (type.kind == Kind::kString && type.length) property.options.max_length = type.length;
  if (type.kind == Kind::kTimestampTz || type.kind == Kind::kTimeTz)
    property.options.with_time_zone = true;
  if (!property.physical_type.empty()) return;
  if (type.kind == Kind::kDecimal)
    property.physical_type =
        type.precision > 0 ? fmt::format("decimal({},{})", type.precision, type.scale) : "decimal";
  else if (row.format.empty() && type.kind != Kind::kTimeTz)
    property.physical_type = row.physical;
}

std::string filled(std::string_view text, const ColumnType& type,
                   std::optional<int64_t> dimensions) {
  std::string out(text);
  const auto put = [&out](std::string_view hole, int64_t value) {
    if (const size_t at = out.find(hole); at != std::string::npos)
      out.replace(at, hole.size(), fmt::format("{}", value));
  };
  const bool stated = type.precision > 0;
  put("{p}", stated ? type.precision : kDecimalPrecision);
  put("{s}", stated ? type.scale : kDecimalScale);
  put("{n}", type.length.value_or(0));
  if (dimensions)
    put("{d}", *dimensions);
  else if (const size_t at = out.find("{d}"); at != std::string::npos)
    out.erase(at, 3);
  return out;
}

void lose_type(const spec::Property& property, const std::string& place,
               std::optional<Kind> written, Losses& losses) {
  const ColumnType type = type_of(property);
  const KindRow& row = row_of(type.kind);
  const TypeWords words = words_of(property.physical_type);
  const auto named = kind_named(words.name);
  const bool is_sized = type.kind == Kind::kString || type.kind == Kind::kDecimal;
  if (!words.name.empty() && (!named || row_of(*named).logical != row.logical))
    losses.add(place, "physicalType",
               fmt::format("`{}` is no type that is known", property.physical_type), property.span);
  else if (words.first >= 0 && !is_sized)
    losses.add(place, "physicalType", fmt::format("the numbers of `{}`", property.physical_type),
               property.span);
  if (!property.options.format.empty() && row.format != property.options.format)
    losses.add(place, "logicalTypeOptions.format",
               fmt::format("`{}` is not kept", property.options.format), property.span);
  if (written == type.kind) return;
  const bool same = written && row_of(*written).logical == row.logical;
  const bool zoned = type.kind == Kind::kTimestampTz || type.kind == Kind::kTimeTz;
  const std::string_view field = !same                 ? "logicalType"
                                 : zoned               ? "logicalTypeOptions.timezone"
                                 : !row.format.empty() ? "logicalTypeOptions.format"
                                                       : "physicalType";
  losses.add(place, field,
             fmt::format("read back as {}", written ? called(*written) : "something else"),
             property.span);
}

}  // namespace hanse::contract
