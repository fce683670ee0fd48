// SPDX-License-Identifier: Apache-2.0
#include "engine/types.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"

namespace hanse::engine {
namespace {

// `{}` takes the physical type's arguments. A row with a reason in `lossy` is refused.
constexpr auto kTable = std::to_array<TypeRow>({
    {"string", "", "VARCHAR", "BYTE_ARRAY (String)", "string", ""},
    {"string", "string", "VARCHAR", "BYTE_ARRAY (String)", "string", ""},
    {"string", "text", "VARCHAR", "BYTE_ARRAY (String)", "string", ""},
    {"string", "varchar", "VARCHAR", "BYTE_ARRAY (String)", "string", ""},
    {"string", "char", "VARCHAR", "BYTE_ARRAY (String)", "string", ""},
    {"string", "uuid", "UUID", "FIXED_LEN_BYTE_ARRAY(16) (UUID)", "string", ""},
    {"string", "blob", "BLOB", "BYTE_ARRAY", "string in base64", ""},
    {"string", "bytea", "BLOB", "BYTE_ARRAY", "string in base64", ""},
    {"string", "binary", "BLOB", "BYTE_ARRAY", "string in base64", ""},
    {"string", "varbinary", "BLOB", "BYTE_ARRAY", "string in base64", ""},
    {"string", "enum", "ENUM", "BYTE_ARRAY (String)", "string",
     "Parquet keeps the words but not the closed list; use `varchar` and state the list in `enum`"},
    {"string", "bit", "BIT", "BYTE_ARRAY (String)", "string",
     "Parquet keeps it as text; use `varchar` or `blob`"},
    {"string", "interval", "INTERVAL", "FIXED_LEN_BYTE_ARRAY(12) (Interval)", "string",
     "Parquet keeps milliseconds where the engine has microseconds; use numbers of a stated unit"},
    {"string", "json", "JSON", "BYTE_ARRAY (JSON)", "string", ""},
    {"integer", "", "BIGINT", "INT64", "number, string beyond 2^53", ""},
    {"integer", "tinyint", "TINYINT", "INT32 (Int 8)", "number", ""},
    {"integer", "smallint", "SMALLINT", "INT32 (Int 16)", "number", ""},
    {"integer", "int", "INTEGER", "INT32", "number", ""},
    {"integer", "integer", "INTEGER", "INT32", "number", ""},
    {"integer", "int32", "INTEGER", "INT32", "number", ""},
    {"integer", "bigint", "BIGINT", "INT64", "number, string beyond 2^53", ""},
    {"integer", "int64", "BIGINT", "INT64", "number, string beyond 2^53", ""},
    {"integer", "long", "BIGINT", "INT64", "number, string beyond 2^53", ""},
    {"integer", "utinyint", "UTINYINT", "INT32 (UInt 8)", "number", ""},
    {"integer", "usmallint", "USMALLINT", "INT32 (UInt 16)", "number", ""},
    {"integer", "uinteger", "UINTEGER", "INT32 (UInt 32)", "number", ""},
    {"integer", "ubigint", "UBIGINT", "INT64 (UInt 64)", "number, string beyond 2^53", ""},
    {"integer", "hugeint", "HUGEINT", "DOUBLE", "string",
     "Parquet keeps it as DOUBLE, exact to 2^53 only; use `bigint` or `decimal(38,0)`"},
    {"integer", "uhugeint", "UHUGEINT", "DOUBLE", "string",
     "Parquet keeps it as DOUBLE, exact to 2^53 only; use `ubigint` or `decimal(38,0)`"},
    {"number", "", "DOUBLE", "DOUBLE", "number", ""},
    {"number", "double", "DOUBLE", "DOUBLE", "number", ""},
    {"number", "double precision", "DOUBLE", "DOUBLE", "number", ""},
    {"number", "float8", "DOUBLE", "DOUBLE", "number", ""},
    {"number", "float", "FLOAT", "FLOAT", "number", ""},
    {"number", "float4", "FLOAT", "FLOAT", "number", ""},
    {"number", "real", "FLOAT", "FLOAT", "number", ""},
    {"number", "decimal", "DECIMAL{}", "INT32, INT64 or FIXED_LEN_BYTE_ARRAY (Decimal)", "string",
     ""},
    {"number", "numeric", "DECIMAL{}", "INT32, INT64 or FIXED_LEN_BYTE_ARRAY (Decimal)", "string",
     ""},
    {"boolean", "", "BOOLEAN", "BOOLEAN", "boolean", ""},
    {"boolean", "bool", "BOOLEAN", "BOOLEAN", "boolean", ""},
    {"boolean", "boolean", "BOOLEAN", "BOOLEAN", "boolean", ""},
    {"date", "", "DATE", "INT32 (Date)", "string, ISO 8601", ""},
    {"date", "date", "DATE", "INT32 (Date)", "string, ISO 8601", ""},
    {"time", "", "TIME", "INT64 (Time, microseconds)", "string, ISO 8601", ""},
    {"time", "time", "TIME", "INT64 (Time, microseconds)", "string, ISO 8601", ""},
    {"time", "timetz", "TIME WITH TIME ZONE", "INT64 (Time, microseconds)", "string, ISO 8601",
     "Parquet drops the offset; use `time` in UTC"},
    {"timestamp", "", "TIMESTAMP WITH TIME ZONE", "INT64 (Timestamp, microseconds, UTC)",
     "string, ISO 8601 with `Z`", ""},
    {"timestamp", "timestamptz", "TIMESTAMP WITH TIME ZONE", "INT64 (Timestamp, microseconds, UTC)",
     "string, ISO 8601 with `Z`", ""},
    {"timestamp", "timestamp with time zone", "TIMESTAMP WITH TIME ZONE",
     "INT64 (Timestamp, microseconds, UTC)", "string, ISO 8601 with `Z`", ""},
    {"timestamp", "timestamp", "TIMESTAMP", "INT64 (Timestamp, microseconds, local)",
     "string, ISO 8601", ""},
    {"timestamp", "datetime", "TIMESTAMP", "INT64 (Timestamp, microseconds, local)",
     "string, ISO 8601", ""},
    {"timestamp", "timestamp_ns", "TIMESTAMP_NS", "INT64 (Timestamp, nanoseconds, local)",
     "string, ISO 8601", ""},
    {"timestamp", "timestamp_s", "TIMESTAMP_S", "INT64 (Timestamp, milliseconds, local)",
     "string, ISO 8601", "Parquet has no unit of seconds; use `timestamp`"},
    {"object", "", "STRUCT", "group", "object", ""},
    {"array", "", "LIST", "LIST", "array", ""},
    {"map", "", "MAP", "MAP", "object", ""},
    {"vector", "", "FLOAT[]", "LIST of FLOAT", "array of numbers", ""},
});

struct Physical {
  std::string name;       // lower case, single spaces
  std::string arguments;  // "(10,2)", or empty
};

// Splits `Numeric(10, 2)`; nothing but digits, commas and spaces may stand in the parentheses,
// since they go into a type's text.
Result<Physical> split(std::string_view text) {
  Physical out;
  const std::string lower = ascii_lower(trim(text));
  const size_t open = lower.find('(');
  for (const char c : trim(std::string_view(lower).substr(0, open)))
    if (c != ' ' || !out.name.ends_with(' ')) out.name += c;
  if (open == std::string::npos) return out;
  const size_t close = lower.find(')', open);
  if (close != lower.size() - 1 || close == std::string::npos)
    return fail(ErrorCode::kUnsupported,
                fmt::format("physicalType `{}` is none that is known", text));
  for (const char c : std::string_view(lower).substr(open, close + 1 - open)) {
    const bool allowed = (c >= '0' && c <= '9') || c == ',' || c == '(' || c == ')';
    if (!allowed && c != ' ')
      return fail(ErrorCode::kUnsupported,
                  fmt::format("physicalType `{}`: expected numbers in its parentheses", text));
    if (allowed) out.arguments += c;
  }
  return out;
}

const TypeRow* find_row(std::string_view logical, std::string_view physical) {
  const auto found = std::ranges::find_if(kTable, [&](const TypeRow& row) {
    return row.logical == logical && row.physical == physical;
  });
  return found == kTable.end() ? nullptr : &*found;
}

Status check_decimal(const Physical& physical, std::string_view text) {
  const std::string& arguments = physical.arguments;
  const size_t comma = arguments.find(',');
  const auto number = [&](std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value > 1000 ? value : value * 10 + (c - '0');
    return digits.empty() ? -1 : value;
  };
  const std::string_view inner = std::string_view(arguments).substr(1, arguments.size() - 2);
  const int precision = number(inner.substr(0, std::min(comma - 1, inner.size())));
  const int scale = comma == std::string::npos ? 0 : number(inner.substr(comma));
  if (precision < 1 || precision > 38 || scale < 0 || scale > precision)
    return fail(ErrorCode::kUnsupported,
                fmt::format("physicalType `{}`: expected a precision from 1 to 38 and a scale "
                            "not above it", text));
  return {};
}

}  // namespace

std::span<const TypeRow> type_table() { return kTable; }

Result<std::string> engine_type(std::string_view logical, std::string_view physical) {
  const std::string logical_name = ascii_lower(trim(logical));
  HANSE_TRY(const Physical parts, split(physical));
  const TypeRow* row = find_row(logical_name, parts.name);
  if (row == nullptr && find_row(logical_name, "") == nullptr)
    return fail(ErrorCode::kUnsupported,
                fmt::format("logicalType `{}` is none that is known", logical));
  if (row == nullptr)
    return fail(
        ErrorCode::kUnsupported,
        fmt::format("physicalType `{}` does not go with logicalType `{}`", physical, logical));
  if (!row->lossy.empty())
    return fail(ErrorCode::kUnsupported,
                fmt::format("`{}` cannot be published without loss: {}", physical, row->lossy));
  const size_t hole = row->engine.find("{}");
  if (hole == std::string_view::npos) return std::string(row->engine);
  if (parts.arguments.empty())
    return fail(ErrorCode::kUnsupported,
                fmt::format("physicalType `{}` needs a precision and a scale, such as "
                            "`decimal(18,2)`", physical));
  HANSE_TRY_STATUS(check_decimal(parts, physical));
  return fmt::format("{}{}", row->engine.substr(0, hole), parts.arguments);
}

std::string types_markdown() {
  std::string out =
      "# Types\n\n"
      "The one table from contract types (ODCS `logicalType`, and `physicalType` where it is "
      "stated) to "
      "the types of the engine, of Parquet files and of JSON answers. It is generated; change it "
      "in "
      "`src/engine/types.cc`.\n\n"
      "| logicalType | physicalType | engine | Parquet | JSON | refused because |\n"
      "|---|---|---|---|---|---|\n";
  for (const TypeRow& row : kTable) {
    std::string engine(row.engine);
    if (const size_t hole = engine.find("{}"); hole != std::string::npos)
      engine.replace(hole, 2, "(p,s)");
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", row.logical,
                       row.physical.empty() ? "not stated" : fmt::format("`{}`", row.physical),
                       engine, row.parquet, row.json, row.lossy);
  }
  return out;
}

}  // namespace hanse::engine
