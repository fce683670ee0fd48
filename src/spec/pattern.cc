// SPDX-License-Identifier: Apache-2.0
#include "spec/pattern.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace hanse::spec {
namespace {

class PatternReader {
 public:
  explicit PatternReader(std::string_view text) : text_(text) {}

  std::optional<PatternProblem> read() {
    while (at_ < text_.size() && !syntax_) step();
    if (!syntax_ && depth_ > 0) wrong(group_start_, "the group is not closed");
    return syntax_ ? syntax_ : engine_;
  }

 private:
  bool next_is(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  void wrong(size_t offset, std::string message) {
    if (!syntax_) syntax_ = PatternProblem{offset, std::move(message), true};
  }
  void not_had(size_t offset, std::string message) {
    if (!engine_) engine_ = PatternProblem{offset, std::move(message), false};
  }

  void step() {
    switch (text_[at_]) {
      case '\\': return escape();
      case '[': return character_class();
      case '(': return open();
      case ')': return close();
      case '*':
      case '+':
      case '?': return quantifier(1);
      case '{': return braces();
      case '|':
        can_repeat_ = false;
        break;
      case '^':
      case '$': can_repeat_ = false; break;
      default: can_repeat_ = true;
    }
    ++at_;
  }

  void escape() {
    const size_t start = at_++;
    if (at_ == text_.size()) return wrong(start, "the pattern ends in a backslash");
    const char c = text_[at_++];
    can_repeat_ = c != 'b' && c != 'B';
    if (c >= '1' && c <= '9') not_had(start, "a back reference");
    else if (c == 'k' && next_is("<")) not_had(start, "a back reference");
    else if (c == 'x') digits(start, 2);
    else if (c == 'u' && !next_is("{")) digits(start, 4);
    if (c == 'u') not_had(start, "an escape `\\u`");
  }

  void digits(size_t start, size_t count) {
    for (size_t i = 0; i < count; ++i, ++at_) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      if (!is_hex(c)) return wrong(start, fmt::format("the escape needs {} hex digits", count));
    }
  }

  void character_class() {
    const size_t start = at_++;
    if (next_is("^")) ++at_;
    // In ECMA-262 `[]` is empty; in the engine the bracket would be a member.
    if (next_is("]")) not_had(start, "an empty class");
    while (at_ < text_.size() && text_[at_] != ']') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) return wrong(start, "the class `[` is not closed");
    ++at_;
    can_repeat_ = true;
  }

  void open() {
    if (depth_ == 0) group_start_ = at_;
    if (++depth_ > kPatternNestingMax) return wrong(at_, "groups lie too deep");
    const size_t start = at_++;
    can_repeat_ = false;
    if (!next_is("?")) return;
    for (const std::string_view look : {"?=", "?!", "?<=", "?<!"})
      if (next_is(look)) {
        not_had(start, "a look-around");
        at_ += look.size();
        return;
      }
    if (next_is("?:")) {
      at_ += 2;
    } else if (next_is("?<")) {
      const size_t end = text_.find('>', at_);
      if (end == std::string_view::npos) return wrong(start, "the group's name is not closed");
      at_ = end + 1;
    } else {
      wrong(start, "expected `(?:`, `(?=`, `(?!` or `(?<name>`");
    }
  }

  void close() {
    if (depth_-- == 0) return wrong(at_, "a `)` without its `(`");
    ++at_;
    can_repeat_ = true;
  }

  void quantifier(size_t length) {
    if (!can_repeat_) return wrong(at_, "there is nothing to repeat");
    at_ += length;
    if (next_is("?")) ++at_;
    can_repeat_ = false;
  }

  bool number(size_t end, int& value) {
    const auto [stop, failure] = std::from_chars(text_.data() + at_, text_.data() + end, value);
    const bool found = failure == std::errc();
    if (found) at_ = static_cast<size_t>(stop - text_.data());
    return found;
  }

  void braces() {
    const size_t start = at_++;
    const size_t end = std::min(text_.find('}', at_), text_.size());
    int low = 0, high = 0;
    bool fits = end < text_.size() && number(end, low);
    high = low;
    if (fits && text_[at_] == ',') {
      ++at_;
      fits = at_ == end || number(end, high);
    }
    if (!fits || at_ != end) return wrong(start, "expected `{n}`, `{n,}` or `{n,m}`");
    if (high < low) return wrong(start, "the repetition's bounds are the wrong way round");
    if (std::max(low, high) > kRepeatMax)
      not_had(start, fmt::format("a repetition above {}", kRepeatMax));
    const size_t length = end + 1 - start;
    at_ = start;
    quantifier(length);
  }

  std::string_view text_;
  size_t at_ = 0, group_start_ = 0;
  int depth_ = 0;
  bool can_repeat_ = false;
  std::optional<PatternProblem> syntax_, engine_;
};

}  // namespace

std::optional<PatternProblem> pattern_problem(std::string_view pattern) {
  return PatternReader(pattern).read();
}

}  // namespace hanse::spec
