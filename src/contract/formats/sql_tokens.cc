// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/sql_tokens.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"

namespace hanse::contract {
namespace {

using TokenKind = SqlToken::Kind;

constexpr int kOpenTagsMax = 16;

bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Tokenizer {
 public:
  Tokenizer(const Dialect& dialect, const std::shared_ptr<const SourceFile>& source,
            Diagnostics& diagnostics)
      : dialect_(dialect), source_(source), text_(source->text()), diagnostics_(diagnostics) {}

  std::vector<SqlToken> all() {
    if (const size_t wrong = first_invalid_utf8(text_); wrong != std::string_view::npos) {
      diagnostics_.error("HNS-C080", {source_, static_cast<uint32_t>(wrong), 1},
                         "this is no UTF-8");
      at_ = text_.size();
    }
    while (skip_blanks() && at_ < text_.size() && one()) {
    }
    add(TokenKind::kEnd, {}, text_.size());
    return std::move(tokens_);
  }

 private:
  char ahead(size_t by) const { return at_ + by < text_.size() ? text_[at_ + by] : '\0'; }

  void add(TokenKind kind, std::string text, size_t from) {
    const size_t to = std::min(std::max(at_, from), text_.size());
    tokens_.push_back({kind,
                       std::move(text),
                       {source_, static_cast<uint32_t>(from), static_cast<uint32_t>(to - from)}});
  }

  bool unclosed(size_t from, std::string_view what) {
    at_ = text_.size();
    diagnostics_.error("HNS-C080", {source_, static_cast<uint32_t>(from), 1},
                       fmt::format("{} is never closed", what));
    return false;
  }

  // False when a comment is never closed.
  bool skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v')
        ++at_;
      else if ((c == '-' && ahead(1) == '-') || (c == '#' && dialect_.quote == '`'))
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (c == '/' && ahead(1) == '*') {
        const size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return unclosed(at_, "a comment");
        at_ = end + 2;
      } else
        break;
    }
    return true;
  }

  bool one() {
    const size_t from = at_;
    const char c = text_[at_];
    if (c == '\'') return quoted(from, TokenKind::kText, dialect_.backslashes);
    if (c == '`') return quoted(from, TokenKind::kQuoted, false);
    if (c == '"')
      return dialect_.quote == '"' ? quoted(from, TokenKind::kQuoted, false)
                                   : quoted(from, TokenKind::kText, dialect_.backslashes);
    if (c == '$' && dialect_.quote == '"' && dollar(from)) return true;
    if ((c == 'e' || c == 'E') && ahead(1) == '\'') {
      ++at_;
      return quoted(from, TokenKind::kText, true);
    }
    if (begins_word(c)) {
      while (at_ < text_.size() &&
             (begins_word(text_[at_]) || is_digit(text_[at_]) || text_[at_] == '$'))
        ++at_;
      add(TokenKind::kWord, std::string(text_.substr(from, at_ - from)), from);
      return true;
    }
    if (is_digit(c) || (c == '.' && is_digit(ahead(1)))) return number(from);
    for (std::string_view two : {"::", "<=", ">=", "<>", "!=", "||"})
      if (text_.substr(at_).starts_with(two)) {
        at_ += 2;
        add(TokenKind::kSymbol, std::string(two), from);
        return true;
      }
    ++at_;
    add(TokenKind::kSymbol, std::string(1, c), from);
    return true;
  }

  bool number(size_t from) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      const bool sign = (c == '+' || c == '-') && (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E');
      if (!is_digit(c) && c != '.' && c != 'e' && c != 'E' && !sign) break;
      ++at_;
    }
    add(TokenKind::kNumber, std::string(text_.substr(from, at_ - from)), from);
    return true;
  }

  // At the opening quote; a doubled one stands for itself.
  bool quoted(size_t from, TokenKind kind, bool backslashes) {
    const char quote = text_[at_++];
    std::string out;
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == quote && ahead(1) != quote) {
        ++at_;
        add(kind, std::move(out), from);
        return true;
      }
      if (c == quote)
        ++at_;
      else if (c == '\\' && backslashes && at_ + 1 < text_.size()) {
        c = text_[++at_];
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
      }
      out += c;
    }
    return unclosed(from, kind == TokenKind::kText ? "a text" : "a quoted name");
  }

  // PostgreSQL's $tag$…$tag$. False when it is none.
  bool dollar(size_t from) {
    size_t end = at_ + 1;
    while (end < text_.size() && (begins_word(text_[end]) || is_digit(text_[end]))) ++end;
    if (end >= text_.size() || text_[end] != '$') return false;
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    if (open_tags_ > kOpenTagsMax) return false;
    const size_t close = text_.find(tag, end + 1);
    if (close == std::string_view::npos) {
      ++open_tags_;  // each look for its end costs the whole text
      return false;
    }
    at_ = close + tag.size();
    add(TokenKind::kText, std::string(text_.substr(end + 1, close - end - 1)), from);
    return true;
  }

  const Dialect& dialect_;
  std::shared_ptr<const SourceFile> source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::vector<SqlToken> tokens_;
  size_t at_ = 0;
  int open_tags_ = 0;
};

}  // namespace

std::vector<SqlToken> sql_tokens(const Dialect& dialect,
                                 const std::shared_ptr<const SourceFile>& source,
                                 Diagnostics& diagnostics) {
  return Tokenizer(dialect, source, diagnostics).all();
}

const SqlToken& SqlCursor::next() {
  const SqlToken& token = peek();
  if (at_ + 1 < tokens_.size()) ++at_;
  return token;
}

bool SqlCursor::is_word(std::string_view lower, size_t ahead) const {
  const SqlToken& token = peek(ahead);
  return token.kind == TokenKind::kWord && equal_ignoring_case(token.text, lower);
}

bool SqlCursor::is_symbol(std::string_view symbol, size_t ahead) const {
  return peek(ahead).kind == TokenKind::kSymbol && peek(ahead).text == symbol;
}

bool SqlCursor::take_word(std::string_view lower) {
  if (!is_word(lower)) return false;
  next();
  return true;
}

bool SqlCursor::take_words(std::initializer_list<std::string_view> lower) {
  size_t ahead = 0;
  for (std::string_view word : lower)
    if (!is_word(word, ahead++)) return false;
  for (size_t i = 0; i < lower.size(); ++i) next();
  return true;
}

bool SqlCursor::take_symbol(std::string_view symbol) {
  if (!is_symbol(symbol)) return false;
  next();
  return true;
}

std::string SqlCursor::take_name() {
  std::string name;
  while (peek().kind == TokenKind::kWord || peek().kind == TokenKind::kQuoted) {
    name = next().text;
    if (!take_symbol(".")) break;
  }
  return name;
}

void SqlCursor::skip_enclosed() {
  int depth = 0;
  while (!at_end() && !(depth <= 1 && is_symbol(";"))) {
    if (is_symbol("(")) ++depth;
    if (is_symbol(")") && --depth <= 0) {
      next();
      return;
    }
    next();
  }
}

void SqlCursor::skip_statement() {
  while (!at_end() && !take_symbol(";")) next();
}

std::string source_text(std::span<const SqlToken> tokens) {
  if (tokens.empty() || tokens.front().span.file == nullptr) return {};
  const size_t from = tokens.front().span.offset;
  const size_t to = tokens.back().span.offset + tokens.back().span.length;
  return std::string(tokens.front().span.file->text().substr(from, to - from));
}

}  // namespace hanse::contract
