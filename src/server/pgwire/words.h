// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/pgwire/command.h"
#include "sql/lexer.h"

namespace hanse::server::pgwire {

// The tokens of one statement, taken from the front.
class Words {
 public:
  explicit Words(std::string_view sql) : sql_(sql), tokens_(sql::tokens_of(sql)) {}

  bool at_end() const { return at_ >= tokens_.size(); }
  bool take(std::string_view word) {
    const bool found = !at_end() && (sql::is_word(tokens_[at_], word) || tokens_[at_].text == word);
    at_ += found;
    return found;
  }
  // Any token that can stand for a name or value; empty: none.
  std::string take_value() {
    if (at_end()) return {};
    std::string out = sql::plain_text(tokens_[at_]);
    if (tokens_[at_].text == "-" && at_ + 1 < tokens_.size())
      out += sql::plain_text(tokens_[++at_]);
    ++at_;
    return out;
  }
  std::string take_name() {  // with dots
    std::string out = take_value();
    while (take(".")) out += "." + take_value();
    return out;
  }
  const sql::Token* look() const { return at_end() ? nullptr : &tokens_[at_]; }
  std::string rest() const {
    return at_end() ? std::string() : std::string(sql_.substr(tokens_[at_].at));
  }
  // What stands between `(` here and its `)`; empty when there is none.
  std::string take_parentheses() {
    if (!take("(")) return {};
    const size_t begin = at_;
    for (int depth = 1; at_ < tokens_.size(); ++at_) {
      if (tokens_[at_].text == "(") ++depth;
      if (tokens_[at_].text == ")" && --depth == 0) {
        const size_t from = tokens_[begin].at, to = tokens_[at_].at;
        ++at_;
        return std::string(sql_.substr(from, to - from));
      }
    }
    return {};
  }

 private:
  std::string_view sql_;
  std::vector<sql::Token> tokens_;
  size_t at_ = 0;
};

inline constexpr const char* kWritesHelp =
    "this door reads: data products change by their specifications and `hanse apply`";

inline std::unexpected<Error> unreadable(std::string_view what) {
  return fail(ErrorCode::kInvalidArgument, fmt::format("this {} does not read", what));
}

// After the word COPY.
Result<Command> copy_command(Words& words);

}  // namespace hanse::server::pgwire
