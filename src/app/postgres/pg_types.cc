// SPDX-License-Identifier: Apache-2.0
#include "app/postgres/pg_types.h"

#include <charconv>

namespace hanse::postgres {
namespace {

struct TypeRow {
  int32_t oid, array_oid;
  int16_t size;
  Codec codec;
  std::string_view engine;  // as a parameter's; empty: not told apart from text
};
// pg_type.dat of PostgreSQL 15.
constexpr TypeRow kTypes[] = {
    {16, 1000, 1, Codec::kBool, "BOOLEAN"},
    {17, 1001, -1, Codec::kBytea, "BLOB"},
    {20, 1016, 8, Codec::kInt8, "BIGINT"},
    {21, 1005, 2, Codec::kInt2, "SMALLINT"},
    {23, 1007, 4, Codec::kInt4, "INTEGER"},
    {25, 1009, -1, Codec::kText, "VARCHAR"},
    {26, 1028, 4, Codec::kInt4, "BIGINT"},  // oid
    {114, 199, -1, Codec::kJson, "VARCHAR"},
    {700, 1021, 4, Codec::kFloat4, "FLOAT"},
    {701, 1022, 8, Codec::kFloat8, "DOUBLE"},
    {1042, 1014, -1, Codec::kText, "VARCHAR"},  // bpchar
    {1043, 1015, -1, Codec::kText, "VARCHAR"},
    {19, 1003, 64, Codec::kText, "VARCHAR"},  // name
    {1082, 1182, 4, Codec::kDate, "DATE"},
    {1083, 1183, 8, Codec::kTime, "TIME"},
    {1114, 1115, 8, Codec::kTimestamp, "TIMESTAMP"},
    {1184, 1185, 8, Codec::kTimestampTz, "TIMESTAMP WITH TIME ZONE"},
    {1186, 1187, 16, Codec::kInterval, "INTERVAL"},
    {1562, 1563, -1, Codec::kVarbit, ""},
    {1700, 1231, -1, Codec::kNumeric, "DECIMAL"},
    {2950, 2951, 16, Codec::kUuid, "UUID"},
};

const TypeRow* row_of(int32_t oid) {
  for (const TypeRow& row : kTypes)
    if (row.oid == oid) return &row;
  return nullptr;
}

struct EngineRow {
  std::string_view engine;
  int32_t oid;
};
constexpr EngineRow kEngineTypes[] = {
    {"BOOLEAN", 16},        {"TINYINT", 21},
    {"SMALLINT", 21},       {"INTEGER", 23},
    {"BIGINT", 20},         {"UTINYINT", 21},
    {"USMALLINT", 23},      {"UINTEGER", 20},
    {"UBIGINT", 1700},      {"HUGEINT", 1700},
    {"UHUGEINT", 1700},     {"FLOAT", 700},
    {"DOUBLE", 701},        {"VARCHAR", 25},
    {"JSON", 114},          {"BLOB", 17},
    {"DATE", 1082},         {"TIME", 1083},
    {"TIME_NS", 1083},      {"TIMESTAMP", 1114},
    {"TIMESTAMP_S", 1114},  {"TIMESTAMP_MS", 1114},
    {"TIMESTAMP_NS", 1114}, {"TIMESTAMP WITH TIME ZONE", 1184},
    {"INTERVAL", 1186},     {"UUID", 2950},
    {"BIT", 1562},          {"OID", 26},  // of the catalog
};

PgType made(const TypeRow& row) { return {row.oid, row.size, -1, row.codec, 0, Codec::kText}; }

int number_after(std::string_view text, size_t at) {
  int out = 0;
  std::from_chars(text.data() + at, text.data() + text.size(), out);
  return out;
}

PgType numeric(std::string_view engine_type) {
  PgType out = made(*row_of(1700));
  const size_t comma = engine_type.find(',');
  if (!engine_type.starts_with("DECIMAL(") || comma == std::string_view::npos) return out;
  constexpr int kHeader = 4;  // PostgreSQL's VARHDRSZ
  out.modifier =
      (number_after(engine_type, 8) << 16 | number_after(engine_type, comma + 1)) + kHeader;
  return out;
}

bool is_nested(std::string_view engine_type) {
  return engine_type.starts_with("STRUCT(") || engine_type.starts_with("MAP(") ||
         engine_type.starts_with("UNION(");
}

}  // namespace

PgType pg_type_of(std::string_view engine_type) {
  if (engine_type.ends_with("]")) {
    const std::string_view inner = engine_type.substr(0, engine_type.rfind('['));
    const PgType element = pg_type_of(inner);
    const TypeRow* row = row_of(element.oid);
    if (element.codec == Codec::kArray || element.codec == Codec::kJson || row == nullptr)
      return made(*row_of(114));
    return {row->array_oid, -1, -1, Codec::kArray, element.oid, element.codec};
  }
  if (engine_type.starts_with("DECIMAL")) return numeric(engine_type);
  if (is_nested(engine_type)) return made(*row_of(114));
  for (const EngineRow& row : kEngineTypes)
    if (row.engine == engine_type) return made(*row_of(row.oid));
  return made(*row_of(25));
}

std::string_view engine_type_of(int32_t oid) {
  const TypeRow* row = row_of(oid);
  return row == nullptr ? std::string_view() : row->engine;
}

Codec codec_of(int32_t oid) {
  if (element_of(oid) != 0) return Codec::kArray;
  const TypeRow* row = row_of(oid);
  return row == nullptr ? Codec::kText : row->codec;
}

int32_t element_of(int32_t array_oid) {
  for (const TypeRow& row : kTypes)
    if (row.array_oid == array_oid) return row.oid;
  return 0;
}

}  // namespace hanse::postgres
