// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/sql_dialect.h"

#include <algorithm>

namespace hanse::contract {
namespace {

// `text` between two `quote`, inner ones doubled.
std::string enclosed(char quote, std::string_view text, bool backslashes) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == '\0') {
      out += "\xEF\xBF\xBD";
      continue;
    }
    if (c == quote) out += backslashes ? '\\' : quote;
    if (c == '\\' && backslashes) out += '\\';
    out += c;
  }
  return out + quote;
}

}  // namespace

const Dialect kPostgres = {"PostgreSQL",
                           &KindRow::postgres,
                           '"',
                           false,
                           Dialect::Nesting::kArrays,
                           Dialect::Comments::kStatements,
                           true,
                           true,
                           true,
                           "char_length",
                           63,
                           10'485'760};
const Dialect kDuckDb = {"DuckDB",
                         &KindRow::duckdb,
                         '"',
                         false,
                         Dialect::Nesting::kDuckDb,
                         Dialect::Comments::kStatements,
                         true,
                         true,
                         true,
                         "length",
                         1'000,
                         0};
const Dialect kTrino = {"Trino",
                        &KindRow::trino,
                        '"',
                        false,
                        Dialect::Nesting::kTrino,
                        Dialect::Comments::kInline,
                        false,
                        false,
                        false,
                        "length",
                        1'000,
                        2'147'483'646};
const Dialect kMySql = {"MySQL",
                        &KindRow::mysql,
                        '`',
                        true,
                        Dialect::Nesting::kJson,
                        Dialect::Comments::kInlineEquals,
                        true,
                        true,
                        true,
                        "char_length",
                        64,
                        16'383};
const Dialect kSpark = {"Spark",
                        &KindRow::spark,
                        '`',
                        true,
                        Dialect::Nesting::kSpark,
                        Dialect::Comments::kInline,
                        false,
                        false,
                        false,
                        "length",
                        255,
                        2'147'483'647};

std::string sql_identifier(const Dialect& dialect, std::string_view name) {
  return enclosed(dialect.quote, name, false);
}

std::string sql_text(const Dialect& dialect, std::string_view text) {
  return enclosed('\'', text, dialect.backslashes);
}

std::optional<ColumnType> sql_type(const Dialect& dialect, std::string_view text) {
  const TypeWords words = words_of(text);
  auto kind = kind_named(words.name);
  if (!kind) return {};
  if (&dialect == &kPostgres && words.name == "float")
    kind = words.first > 0 && words.first <= 24 ? Kind::kFloat : Kind::kDouble;
  if (&dialect == &kMySql && words.name == "tinyint" && words.first == 1) kind = Kind::kBoolean;
  if (words.name == "timestamp" && (&dialect == &kMySql || &dialect == &kSpark))
    kind = Kind::kTimestampTz;
  ColumnType type;
  type.kind = *kind;
  if (*kind == Kind::kString && words.first >= 0) type.length = words.first;
  if (*kind == Kind::kDecimal && words.first > 0) {
    type.precision = words.first;
    type.scale = std::max(words.second, 0);
  }
  return type;
}

}  // namespace hanse::contract
