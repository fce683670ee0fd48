// SPDX-License-Identifier: Apache-2.0
#include "sql/lexer.h"

#include "base/ascii.h"
#include "base/utf8.h"

namespace hanse::sql {
namespace {

using Kind = Token::Kind;

// Words that a part can have, names in lists included.
constexpr size_t kWordsAPartMax = 20;
// Of work beyond the text's length, in steps of about a nanosecond.
constexpr uint64_t kWorkMax = 300'000'000;
constexpr uint64_t kStepsAComment = 20;   // for each sign of the row that it begins in
constexpr uint64_t kBytesAStep = 16;      // of a quoted text that is moved for a doubled quote
constexpr std::string_view kSigns = "~!@#^&|`?+-*/%<>=$:";
// Each has a part at its right.
constexpr std::string_view kJoiners[] = {"and", "or", "union", "like"};

bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_word(char c) { return starts_word(c) || is_digit(c) || c == '$'; }
bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  bool next(Token& token) {
    skip();
    if (at_ >= text_.size()) return false;
    token.at = at_;
    token.kind = read();
    token.text = text_.substr(token.at, at_ - token.at);
    return true;
  }
  // What the engine's lexer does over again for what was read so far.
  uint64_t work() const { return work_; }

 private:
  char look(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void skip() {
    while (at_ < text_.size()) {
      if (is_space(look()))
        ++at_;
      else if (look() == '-' && look(1) == '-')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (look() == '/' && look(1) == '*')
        skip_comment();
      else
        return;
    }
  }

  void skip_comment() {  // they nest
    size_t depth = 0;
    do {
      if (look() == '/' && look(1) == '*')
        work_ += kStepsAComment * signs_here(), ++depth, at_ += 2;
      else if (look() == '*' && look(1) == '/')
        --depth, at_ += 2;
      else
        ++at_;
    } while (depth > 0 && at_ < text_.size());
    at_ = std::min(at_, text_.size());
  }

  // Signs from here on, comments' among them.
  size_t signs_here() {
    if (at_ >= signs_end_)
      signs_end_ = std::min(text_.find_first_not_of(kSigns, at_), text_.size());
    return signs_end_ - at_;
  }

  // Signs in a row that are no comment's: the engine looks at each for each and for each again.
  void note_signs() {
    if (at_ < noted_end_) return;
    const size_t signs = signs_here();
    const std::string_view row = text_.substr(at_, signs);
    const uint64_t count = std::min({signs, row.find("/*"), row.find("--")});
    noted_end_ = at_ + count;
    work_ += count * count * count;
  }

  // From the opening quote; a doubled quote is one of the text's.
  void quoted(char quote, bool escapes) {
    const size_t open = at_;
    for (++at_; at_ < text_.size(); ++at_) {
      if ((escapes && look() == '\\') || (look() == quote && look(1) == quote))
        work_ += (++at_ - open) / kBytesAStep;
      else if (look() == quote)
        break;
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  // `$tag$ … $tag$`; false when no tag stands here.
  bool dollar_quoted() {
    size_t end = at_ + 1;
    while (end < text_.size() && continues_word(text_[end]) && text_[end] != '$') ++end;
    if (end >= text_.size() || text_[end] != '$') return false;
    const std::string_view tag = text_.substr(at_, end + 1 - at_);
    const size_t close = text_.find(tag, end + 1);
    at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
    return true;
  }

  Kind read() {
    const char c = look();
    if (c == '\'') return quoted('\'', false), Kind::kString;
    if (c == '"') return quoted('"', false), Kind::kQuoted;
    if (c == '$' && is_digit(look(1))) {
      for (++at_; is_digit(look());) ++at_;
      return Kind::kParameter;
    }
    if (c == '$' && dollar_quoted()) return Kind::kString;
    if ((c == 'e' || c == 'E' || c == 'b' || c == 'B' || c == 'x' || c == 'X') && look(1) == '\'') {
      ++at_;
      return quoted('\'', c == 'e' || c == 'E'), Kind::kString;
    }
    if (starts_word(c)) {
      while (continues_word(look()) && at_ < text_.size()) ++at_;
      return Kind::kWord;
    }
    if (is_digit(c) || (c == '.' && is_digit(look(1)))) {
      while (is_digit(look()) || look() == '.' || starts_word(look())) ++at_;
      return Kind::kNumber;
    }
    note_signs();
    ++at_;
    return Kind::kSymbol;
  }

  std::string_view text_;
  size_t at_ = 0;
  uint64_t work_ = 0;
  size_t signs_end_ = 0, noted_end_ = 0;  // of the rows that were measured last
};

}  // namespace

std::vector<Token> tokens_of(std::string_view sql) {
  Lexer lexer(sql);
  std::vector<Token> out;
  for (Token token; lexer.next(token);) out.push_back(token);
  return out;
}

std::vector<std::string_view> split_statements(std::string_view sql) {
  Lexer lexer(sql);
  std::vector<std::string_view> out;
  size_t begin = 0;
  bool empty = true;
  for (Token token; lexer.next(token);) {
    if (token.text != ";") {
      empty = false;
      continue;
    }
    if (!empty) out.push_back(sql.substr(begin, token.at - begin));
    begin = token.at + 1;
    empty = true;
  }
  if (!empty) out.push_back(sql.substr(begin));
  return out;
}

Status check_cost(std::string_view sql, size_t parts_max) {
  Lexer lexer(sql);
  size_t words = 0, parts = 0;
  for (Token token; lexer.next(token); ++words)
    if (token.kind == Kind::kParameter || token.text == "?" ||
        std::ranges::any_of(kJoiners, [&](auto joiner) { return is_word(token, joiner); }))
      ++parts;
  if (parts > parts_max || words / kWordsAPartMax > parts_max)
    return fail(
        ErrorCode::kLimitExceeded,
        fmt::format("the statement has more than {} parts (`limits.queryParts`)", parts_max));
  if (lexer.work() > kWorkMax)
    return fail(ErrorCode::kLimitExceeded,
                "the statement has too many signs in a row, comments in comments or doubled quotes",
                "put blanks between signs; long texts are parameters");
  return {};
}

std::string plain_text(const Token& token) {
  if (token.kind != Kind::kQuoted && token.kind != Kind::kString) return ascii_lower(token.text);
  const char quote = token.text.back();
  size_t open = token.text.find(quote);
  std::string out;
  for (size_t i = open + 1; i + 1 < token.text.size(); ++i) {
    out += token.text[i];
    if (token.text[i] == quote && token.text[i + 1] == quote) ++i;
  }
  return out;
}

bool is_word(const Token& token, std::string_view lower_case) {
  return token.kind == Kind::kWord && equal_ignoring_case(token.text, lower_case);
}

}  // namespace hanse::sql
