// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "contract/formats/sql_dialect.h"

namespace hanse::contract {

// A word of DDL: `text` without quotes and escapes.
struct SqlToken {
  enum class Kind { kWord, kQuoted, kText, kNumber, kSymbol, kEnd };
  Kind kind = Kind::kEnd;
  std::string text;
  Span span;
};
// Without white space and comments, an end token last. What is never closed is HNS-C080, and the
// rest of the text is left. Time linear in the text.
std::vector<SqlToken> sql_tokens(const Dialect& dialect,
                                 const std::shared_ptr<const SourceFile>& source,
                                 Diagnostics& diagnostics);

// Reads tokens in order; at the end it stands still. Not thread-safe.
class SqlCursor {
 public:
  explicit SqlCursor(std::vector<SqlToken> tokens) : tokens_(std::move(tokens)) {}
  const SqlToken& peek(size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const SqlToken& next();
  bool at_end() const { return peek().kind == SqlToken::Kind::kEnd; }
  // Words without regard to case; false and no step when the next is another.
  bool is_word(std::string_view lower, size_t ahead = 0) const;
  bool is_symbol(std::string_view symbol, size_t ahead = 0) const;
  bool take_word(std::string_view lower);
  bool take_words(std::initializer_list<std::string_view> lower);
  bool take_symbol(std::string_view symbol);
  // A name, quoted or not; of a qualified one the last part. Empty when there is none.
  std::string take_name();
  // Past the next `)` that closes a `(` before it, or to the end of the statement.
  void skip_enclosed();
  void skip_statement();
  size_t position() const { return at_; }
  std::span<const SqlToken> between(size_t from, size_t to) const {
    return std::span(tokens_).subspan(from, to - from);
  }

 private:
  std::vector<SqlToken> tokens_;
  size_t at_ = 0;
};

// The text of the source from the first to the last of `tokens`; empty when there are none.
std::string source_text(std::span<const SqlToken> tokens);

}  // namespace hanse::contract
