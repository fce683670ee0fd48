// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hanse::sql {

// The words of a statement's text, as PostgreSQL's lexer cuts them (the engine's is made from it):
// for doors that must tell statements apart before anything parses. Decides nothing: what runs is
// parsed by the engine. Thread-safe: no state. Borrows the text.
struct Token {
  enum class Kind { kWord, kQuoted, kString, kNumber, kParameter, kSymbol };
  Kind kind = Kind::kSymbol;
  std::string_view text;  // with its quotes
  size_t at = 0;          // byte in the text
};
// Without white space and comments. What is never closed reaches to the end.
std::vector<Token> tokens_of(std::string_view sql);

// The statements between semicolons, empty ones left out.
std::vector<std::string_view> split_statements(std::string_view sql);

// kLimitExceeded for a text that would keep the engine's parser busy, which nothing interrupts:
// more than linear in its length are signs in a row, comments in comments, doubled quotes, and
// operands of AND, OR and the like. `parts_max` as in InspectOptions. Time linear in the text.
Status check_cost(std::string_view sql, size_t parts_max);

// `word` in lower case and without the quotes of "…" or '…'.
std::string plain_text(const Token& token);
bool is_word(const Token& token, std::string_view lower_case);

}  // namespace hanse::sql
