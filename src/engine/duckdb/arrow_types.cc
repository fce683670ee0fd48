// SPDX-License-Identifier: Apache-2.0
#include "engine/duckdb/arrow_types.h"

#include <array>
#include <string_view>

#include "base/utf8.h"

namespace hanse::engine {
namespace {

struct Simple {
  std::string_view format, type;
};
constexpr std::array kSimple = std::to_array<Simple>({
    {"n", "INTEGER"}, {"b", "BOOLEAN"}, {"c", "TINYINT"}, {"C", "UTINYINT"}, {"s", "SMALLINT"},
    {"S", "USMALLINT"}, {"i", "INTEGER"}, {"I", "UINTEGER"}, {"l", "BIGINT"}, {"L", "UBIGINT"},
    {"f", "FLOAT"}, {"g", "DOUBLE"}, {"u", "VARCHAR"}, {"U", "VARCHAR"}, {"z", "BLOB"},
    {"Z", "BLOB"}, {"tdD", "DATE"}, {"tdm", "DATE"}, {"ttu", "TIME"}, {"tts", "TIME"},
    {"ttm", "TIME"}, {"ttn", "TIME"}, {"tss:", "TIMESTAMP_S"}, {"tsm:", "TIMESTAMP_MS"},
    {"tsu:", "TIMESTAMP"}, {"tsn:", "TIMESTAMP_NS"}, {"tin", "INTERVAL"}, {"tiM", "INTERVAL"},
});

Result<std::string> fields(const ArrowSchema& schema) {
  std::string out;
  for (int64_t i = 0; i < schema.n_children; ++i) {
    HANSE_TRY(const std::string type, arrow_type_name(*schema.children[i]));
    out += (i > 0 ? ", " : "") + quote_identifier(schema.children[i]->name) + " " + type;
  }
  return out;
}

}  // namespace

Result<std::string> arrow_type_name(const ArrowSchema& schema) {
  if (schema.dictionary != nullptr)
    return fail(ErrorCode::kUnsupported, "an ENUM cannot be written; cast it to VARCHAR");
  const std::string_view format = schema.format;
  for (const Simple& simple : kSimple)
    if (simple.format == format) return std::string(simple.type);
  if (format.starts_with("ts")) return "TIMESTAMP WITH TIME ZONE";
  if (format.starts_with("d:")) {
    const std::string_view arguments = format.substr(2);
    const size_t first = arguments.find(',');
    return fmt::format("DECIMAL({})", arguments.substr(0, arguments.find(',', first + 1)));
  }
  if (format == "+l" || format == "+L") {
    HANSE_TRY(const std::string item, arrow_type_name(*schema.children[0]));
    return item + "[]";
  }
  if (format.starts_with("+w:")) {
    HANSE_TRY(const std::string item, arrow_type_name(*schema.children[0]));
    return fmt::format("{}[{}]", item, format.substr(3));
  }
  if (format == "+s") {
    HANSE_TRY(const std::string inner, fields(schema));
    return "STRUCT(" + inner + ")";
  }
  if (format == "+m") {
    const ArrowSchema& entries = *schema.children[0];
    HANSE_TRY(const std::string key, arrow_type_name(*entries.children[0]));
    HANSE_TRY(const std::string value, arrow_type_name(*entries.children[1]));
    return fmt::format("MAP({}, {})", key, value);
  }
  return fail(ErrorCode::kUnsupported, fmt::format("a column of the Arrow format `{}`", format));
}

}  // namespace hanse::engine
