// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "contract/formats/column_kind.h"

namespace hanse::contract {

// What tells the SQL dialects apart, for writing and reading their DDL.
struct Dialect {
  enum class Nesting { kJson, kArrays, kDuckDb, kTrino, kSpark };  // kJson: no nested types at all
  enum class Comments { kStatements, kInline, kInlineEquals };     // kInlineEquals: COMMENT='…'
  std::string_view title;
  std::string_view KindRow::* types;
  char quote;        // around identifiers
  bool backslashes;  // `\` escapes within text
  Nesting nesting;
  Comments comments;
  bool keys, foreign_keys, checks;
  std::string_view length_function;
  size_t name_bytes_max;
  int64_t length_max;  // of VARCHAR(n); 0: lengths are kept by CHECK
};
extern const Dialect kPostgres, kDuckDb, kTrino, kMySql, kSpark;

// Pure. NUL, which no dialect takes, becomes U+FFFD.
std::string sql_identifier(const Dialect& dialect, std::string_view name);
std::string sql_text(const Dialect& dialect, std::string_view text);

// What a type's name stands for in the dialect: `float` is a double in PostgreSQL alone.
std::optional<ColumnType> sql_type(const Dialect& dialect, std::string_view text);

}  // namespace hanse::contract
