// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/proto_tokens.h"

#include <algorithm>

#include "base/utf8.h"

namespace hanse::contract {
namespace {

using Kind = ProtoToken::Kind;

bool in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
}

class Tokenizer {
 public:
  Tokenizer(const std::shared_ptr<const SourceFile>& source, Diagnostics& diagnostics)
      : source_(source), text_(source->text()), diagnostics_(diagnostics) {}

  std::vector<ProtoToken> all() {
    if (const size_t wrong = first_invalid_utf8(text_); wrong != std::string_view::npos) {
      diagnostics_.error("HNS-C080", {source_, static_cast<uint32_t>(wrong), 1},
                         "this is no UTF-8");
      at_ = text_.size();
    }
    while (blanks() && at_ < text_.size() && one()) {
    }
    add(Kind::kEnd, {}, std::min(at_, text_.size()));
    return std::move(tokens_);
  }

 private:
  char ahead(size_t by) const { return at_ + by < text_.size() ? text_[at_ + by] : '\0'; }

  bool unclosed(size_t from, std::string_view what) {
    at_ = text_.size();
    diagnostics_.error("HNS-C080", {source_, static_cast<uint32_t>(from), 1},
                       fmt::format("{} is never closed", what));
    return false;
  }

  void add(Kind kind, std::string text, size_t from) {
    tokens_.push_back({kind,
                       std::move(text),
                       std::move(comment_),
                       {source_, static_cast<uint32_t>(from), static_cast<uint32_t>(at_ - from)}});
    comment_.clear();
  }

  void add_comment(std::string_view line) {
    if (line.starts_with(' ')) line.remove_prefix(1);
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    if (has_comment_) comment_ += '\n';
    comment_ += line;
    has_comment_ = true;
  }

  bool blanks() {
    has_comment_ = false;
    int line_ends = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' && ++line_ends > 1) {  // an empty line: the comment is of nothing
        comment_.clear();
        has_comment_ = false;
      }
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v') {
        ++at_;
      } else if (c == '/' && ahead(1) == '/') {
        const size_t end = std::min(text_.find('\n', at_), text_.size());
        // What stands behind something on its line is of that, not of what follows.
        if (line_ends > 0 || tokens_.empty()) add_comment(text_.substr(at_ + 2, end - at_ - 2));
        at_ = end;
        line_ends = std::min(line_ends, 0);
      } else if (c == '/' && ahead(1) == '*') {
        const size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return unclosed(at_, "a comment");
        add_comment(trim(text_.substr(at_ + 2, end - at_ - 2)));
        at_ = end + 2;
      } else {
        break;
      }
    }
    return true;
  }

  bool one() {
    const size_t from = at_;
    const char c = text_[at_];
    if (c == '"' || c == '\'') return quoted(from, c);
    if (in_word(c)) {
      while (at_ < text_.size() && (in_word(text_[at_]) || text_[at_] == '.')) ++at_;
      const bool number = c >= '0' && c <= '9';
      add(number ? Kind::kNumber : Kind::kWord, std::string(text_.substr(from, at_ - from)), from);
      return true;
    }
    ++at_;
    add(Kind::kSymbol, std::string(1, c), from);
    return true;
  }

  bool quoted(size_t from, char quote) {
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
      if (text_[at_] != '\\' || at_ + 1 >= text_.size()) {
        out += text_[at_];
        continue;
      }
      const char c = text_[++at_];
      if (c < '0' || c > '7') {
        out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
        continue;
      }
      int code = 0, digits = 0;
      for (; digits < 3 && ahead(0) >= '0' && ahead(0) <= '7'; ++digits, ++at_)
        code = code * 8 + (text_[at_] - '0');
      --at_;
      out += static_cast<char>(code);
    }
    if (at_ >= text_.size() || text_[at_] != quote) return unclosed(from, "a text");
    ++at_;
    add(Kind::kText, std::move(out), from);
    return true;
  }

  std::shared_ptr<const SourceFile> source_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  std::vector<ProtoToken> tokens_;
  std::string comment_;
  bool has_comment_ = false;
  size_t at_ = 0;
};

}  // namespace

std::vector<ProtoToken> proto_tokens(const std::shared_ptr<const SourceFile>& source,
                                     Diagnostics& diagnostics) {
  return Tokenizer(source, diagnostics).all();
}

}  // namespace hanse::contract
