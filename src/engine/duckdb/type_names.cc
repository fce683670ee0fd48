// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/type_names.h"

#include "base/utf8.h"
#include "engine/duckdb/handles.h"
#include "engine/duckdb/keywords.h"
#include "engine/types.h"

namespace hanse::engine {
namespace {

std::string simple_name(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN: return "BOOLEAN";
    case DUCKDB_TYPE_TINYINT: return "TINYINT";
    case DUCKDB_TYPE_SMALLINT: return "SMALLINT";
    case DUCKDB_TYPE_INTEGER: return "INTEGER";
    case DUCKDB_TYPE_BIGINT: return "BIGINT";
    case DUCKDB_TYPE_UTINYINT: return "UTINYINT";
    case DUCKDB_TYPE_USMALLINT: return "USMALLINT";
    case DUCKDB_TYPE_UINTEGER: return "UINTEGER";
    case DUCKDB_TYPE_UBIGINT: return "UBIGINT";
    case DUCKDB_TYPE_FLOAT: return "FLOAT";
    case DUCKDB_TYPE_DOUBLE: return "DOUBLE";
    case DUCKDB_TYPE_TIMESTAMP: return "TIMESTAMP";
    case DUCKDB_TYPE_DATE: return "DATE";
    case DUCKDB_TYPE_TIME: return "TIME";
    case DUCKDB_TYPE_TIME_NS: return "TIME_NS";
    case DUCKDB_TYPE_INTERVAL: return "INTERVAL";
    case DUCKDB_TYPE_HUGEINT: return "HUGEINT";
    case DUCKDB_TYPE_UHUGEINT: return "UHUGEINT";
    case DUCKDB_TYPE_VARCHAR: return "VARCHAR";
    case DUCKDB_TYPE_BLOB: return "BLOB";
    case DUCKDB_TYPE_TIMESTAMP_S: return "TIMESTAMP_S";
    case DUCKDB_TYPE_TIMESTAMP_MS: return "TIMESTAMP_MS";
    case DUCKDB_TYPE_TIMESTAMP_NS: return "TIMESTAMP_NS";
    case DUCKDB_TYPE_UUID: return "UUID";
    case DUCKDB_TYPE_BIT: return "BIT";
    case DUCKDB_TYPE_TIME_TZ: return "TIME WITH TIME ZONE";
    case DUCKDB_TYPE_TIMESTAMP_TZ: return "TIMESTAMP WITH TIME ZONE";
    case DUCKDB_TYPE_BIGNUM: return "BIGNUM";
    case DUCKDB_TYPE_SQLNULL: return "NULL";
    default: return "UNKNOWN";
  }
}

// Field names stay plain while they need no quotes, as the engine shows them itself.
std::string field_name(char* owned) {
  const std::string name = take_string(owned);
  bool plain = !name.empty() && !(name[0] >= '0' && name[0] <= '9');
  for (char c : name)
    plain = plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= '0' && c <= '9') || c == '_');
  return plain && !is_keyword(ascii_lower(name)) ? name : quote_identifier(name);
}

std::string struct_name(duckdb_logical_type type) {
  std::string out = "STRUCT(";
  for (idx_t i = 0; i < duckdb_struct_type_child_count(type); ++i) {
    const LogicalType child(duckdb_struct_type_child_type(type, i));
    if (i > 0) out += ", ";
    out += field_name(duckdb_struct_type_child_name(type, i)) + " " + type_name(child.get());
  }
  return out + ")";
}

std::string union_name(duckdb_logical_type type) {
  std::string out = "UNION(";
  for (idx_t i = 0; i < duckdb_union_type_member_count(type); ++i) {
    const LogicalType child(duckdb_union_type_member_type(type, i));
    if (i > 0) out += ", ";
    out += field_name(duckdb_union_type_member_name(type, i)) + " " + type_name(child.get());
  }
  return out + ")";
}

std::string enum_name(duckdb_logical_type type) {
  std::string out = "ENUM(";
  for (idx_t i = 0; i < duckdb_enum_dictionary_size(type); ++i) {
    if (i > 0) out += ", ";
    out += quote_literal(take_string(duckdb_enum_dictionary_value(type, i)));
  }
  return out + ")";
}

}  // namespace

std::string type_name(duckdb_logical_type type) {
  std::string alias = take_string(duckdb_logical_type_get_alias(type));
  if (!alias.empty()) return alias;
  switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_DECIMAL:
      return fmt::format("DECIMAL({},{})", duckdb_decimal_width(type), duckdb_decimal_scale(type));
    case DUCKDB_TYPE_LIST: {
      const LogicalType child(duckdb_list_type_child_type(type));
      return type_name(child.get()) + "[]";
    }
    case DUCKDB_TYPE_ARRAY: {
      const LogicalType child(duckdb_array_type_child_type(type));
      return fmt::format("{}[{}]", type_name(child.get()), duckdb_array_type_array_size(type));
    }
    case DUCKDB_TYPE_MAP: {
      const LogicalType key(duckdb_map_type_key_type(type));
      const LogicalType value(duckdb_map_type_value_type(type));
      return fmt::format("MAP({}, {})", type_name(key.get()), type_name(value.get()));
    }
    case DUCKDB_TYPE_STRUCT: return struct_name(type);
    case DUCKDB_TYPE_UNION: return union_name(type);
    case DUCKDB_TYPE_ENUM: return enum_name(type);
    default: return simple_name(duckdb_get_type_id(type));
  }
}

LogicalType plain_type(std::string_view name) {
  constexpr duckdb_type kPlain[] = {
      DUCKDB_TYPE_BOOLEAN, DUCKDB_TYPE_TINYINT, DUCKDB_TYPE_SMALLINT, DUCKDB_TYPE_INTEGER,
      DUCKDB_TYPE_BIGINT,  DUCKDB_TYPE_FLOAT,   DUCKDB_TYPE_DOUBLE,   DUCKDB_TYPE_VARCHAR,
      DUCKDB_TYPE_BLOB,    DUCKDB_TYPE_DATE,    DUCKDB_TYPE_TIME,     DUCKDB_TYPE_TIMESTAMP,
      DUCKDB_TYPE_TIMESTAMP_TZ};
  for (const duckdb_type type : kPlain)
    if (simple_name(type) == name) return LogicalType(duckdb_create_logical_type(type));
  const auto decimal = decimal_of(name);
  if (!decimal) return {};
  return LogicalType(duckdb_create_decimal_type(static_cast<uint8_t>(decimal->precision),
                                                static_cast<uint8_t>(decimal->scale)));
}

}  // namespace hanse::engine
