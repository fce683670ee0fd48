// SPDX-License-Identifier: Apache-2.0
#include "engine/plain_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <limits>
#include <optional>
#include <vector>

#include "base/ascii.h"

namespace hanse::engine {
namespace {

constexpr int kPartsMax = 32, kTimesMax = 100;
// A match that goes back and forth longer than that, or over a longer text, is looked for in a way
// that takes each character once a part.
constexpr size_t kShortBytes = 256;
constexpr uint32_t kStepsMax = 10'000;
constexpr unsigned char kBeyondAscii = 128;
constexpr size_t kAnyTimes = std::numeric_limits<size_t>::max();

bool is_one_of(char c, std::string_view signs) { return signs.find(c) != std::string_view::npos; }

// A character or a class, and how often it stands.
struct Part {
  std::bitset<kBeyondAscii + 1> characters;
  size_t least = 1, most = 1;
};

// Nothing for a pattern that is not plain.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<std::vector<Part>> parts() {
    std::vector<Part> out;
    if (!take('^') && !take_all("\\A")) return {};
    while (!take('$') && !take_all("\\z")) {
      if (out.size() == kPartsMax) return {};
      if (!part(out.emplace_back()) || !quantifier(out.back())) return {};
    }
    if (at_ != text_.size()) return {};
    return out;
  }

 private:
  char now() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (now() != c) return false;
    ++at_;
    return true;
  }

  bool take_all(std::string_view word) {
    if (!text_.substr(std::min(at_, text_.size())).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }

  static void add(Part& part, char c) { part.characters.set(static_cast<unsigned char>(c)); }

  bool part(Part& out) {
    if (take('[')) return characters(out);
    const bool is_escaped = take('\\');
    const char c = now();
    ++at_;
    const bool is_fine = is_escaped ? is_one_of(c, "./-+*?()[]{}|^$\\")
                                    : is_alphanumeric(c) || is_one_of(c, " @_-/:;,=<>#%&!~'\"");
    if (is_fine) add(out, c);
    return is_fine;
  }

  // What stands in a class: letters, digits and harmless signs, and ranges of the first two.
  bool characters(Part& out) {
    const bool is_negated = take('^');
    for (bool is_first = true; !take(']'); is_first = false) {
      const char from = now();
      ++at_;
      if (from == '-') {  // itself, at one of the ends
        if (!is_first && now() != ']') return false;
      } else if (!is_alphanumeric(from) && !is_one_of(from, " .@_/:;,=<>#%!+*?(){}|$'\"")) {
        return false;
      }
      char to = from;
      if (from != '-' && now() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
        to = text_[at_ + 1];
        at_ += 2;
        if (!is_alphanumeric(from) || !is_alphanumeric(to) || to < from) return false;
      }
      for (int c = from; c <= to; ++c) add(out, static_cast<char>(c));
    }
    if (out.characters.none()) return false;
    if (is_negated) out.characters.flip();
    return true;
  }

  bool quantifier(Part& out) {
    if (take('{')) {
      const int least = number();
      const bool is_open = take(',') && now() == '}';
      const int most = is_open || now() == '}' ? least : number();
      if (least < 0 || most < least || !take('}')) return false;
      out.least = static_cast<size_t>(least);
      out.most = is_open ? kAnyTimes : static_cast<size_t>(most);
    } else if (take('+')) {
      out.most = kAnyTimes;
    } else if (take('*')) {
      out.least = 0;
      out.most = kAnyTimes;
    } else if (take('?')) {
      out.least = 0;
    }
    return now() == '\0' || !is_one_of(now(), "+*?{");
  }

  // -1: none, a large one, or one that begins with a zero, which RE2 takes for text.
  int number() {
    int out = -1;
    if (now() == '0' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])) return -1;
    while (is_digit(now()) && out <= kTimesMax) {
      out = std::max(out, 0) * 10 + (now() - '0');
      ++at_;
    }
    return out <= kTimesMax ? out : -1;
  }

  std::string_view text_;
  size_t at_ = 0;
};

// Where each part may end, found from where the one before may: one pass over the text a part.
bool matches_in_passes(const std::vector<Part>& parts, std::string_view text) {
  std::vector<unsigned char> characters;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < kBeyondAscii)
      characters.push_back(byte);
    else if ((byte & 0xC0) != 0x80)  // the first byte of a character
      characters.push_back(kBeyondAscii);
  }
  const size_t size = characters.size();
  // Of the places before the i-th character: how many may be the end of the parts so far.
  std::vector<size_t> ends(size + 2, 1);
  ends[0] = 0;
  std::vector<size_t> next(size + 2, 0);
  for (const Part& part : parts) {
    size_t begin = 0;  // of the run of characters that fit, up to here
    for (size_t at = 0; at <= size; ++at) {
      if (at > 0 && !part.characters.test(characters[at - 1])) begin = at;
      const size_t first = part.most < at ? std::max(begin, at - part.most) : begin;
      const bool is_end =
          at >= part.least && at - part.least >= first && ends[at - part.least + 1] > ends[first];
      next[at + 1] = next[at] + (is_end ? 1 : 0);
    }
    std::swap(ends, next);
  }
  return ends[size + 1] > ends[size];
}

// A part as bytes. Where each is forced, they are taken one after the other without a way back.
struct Run {
  std::array<bool, 256> bytes{};
  size_t least = 1, most = 1;
};

// Nothing when what one part takes could be another's, or characters of several bytes are counted.
std::vector<Run> forced_runs(const std::vector<Part>& parts) {
  std::vector<Run> out;
  for (size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.characters.test(kBeyondAscii) && (part.least > 1 || part.most != kAnyTimes)) return {};
    bool is_over = part.least == part.most;  // with those that could take of its characters
    for (size_t k = i + 1; k < parts.size() && !is_over; ++k) {
      if ((part.characters & parts[k].characters).any()) return {};
      is_over = parts[k].least > 0;
    }
    Run& run = out.emplace_back();
    run.least = part.least;
    run.most = part.most;
    for (size_t byte = 0; byte < run.bytes.size(); ++byte)
      run.bytes[byte] = part.characters.test(std::min<size_t>(byte, kBeyondAscii));
  }
  return out;
}

bool matches_runs(const std::vector<Run>& runs, std::string_view text) {
  size_t at = 0;
  for (const Run& run : runs) {
    const size_t begin = at;
    const size_t end = run.most < text.size() - at ? at + run.most : text.size();
    while (at < end && run.bytes[static_cast<unsigned char>(text[at])]) ++at;
    if (at - begin < run.least) return false;
  }
  return at == text.size();
}

struct MatchData {
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  ~MatchData() { pcre2_match_data_free(data); }
};

}  // namespace

struct PlainPattern::Code {
  pcre2_code* code = nullptr;
  pcre2_match_context* limits = nullptr;
  std::vector<Part> parts;
  std::vector<Run> forced;  // empty: it goes to PCRE2
  ~Code() {
    pcre2_match_context_free(limits);
    pcre2_code_free(code);
  }
};

bool is_plain_pattern(std::string_view pattern) { return Reader(pattern).parts().has_value(); }

PlainPattern::PlainPattern(std::string text, std::unique_ptr<Code> code)
    : text_(std::move(text)), code_(std::move(code)) {}
PlainPattern::~PlainPattern() = default;

Result<std::shared_ptr<const PlainPattern>> PlainPattern::compile(std::string_view pattern) {
  auto parts = Reader(pattern).parts();
  if (!parts)
    return fail(ErrorCode::kInvalidArgument, fmt::format("`{}` is no plain pattern", pattern));
  auto code = std::make_unique<Code>();
  code->parts = std::move(*parts);
  code->forced = forced_runs(code->parts);
  if (!code->forced.empty())
    return std::shared_ptr<const PlainPattern>(
        new PlainPattern(std::string(pattern), std::move(code)));
  int problem = 0;
  PCRE2_SIZE at = 0;
  pcre2_compile_context* const how = pcre2_compile_context_create(nullptr);
  pcre2_set_newline(how, PCRE2_NEWLINE_LF);
  code->code =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                    PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DOLLAR_ENDONLY, &problem, &at, how);
  pcre2_compile_context_free(how);
  if (code->code == nullptr)
    return fail(ErrorCode::kInternal, fmt::format("the pattern `{}` does not compile", pattern));
  // Without it everything is found in passes.
  (void)pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE);
  code->limits = pcre2_match_context_create(nullptr);
  pcre2_set_match_limit(code->limits, kStepsMax);
  return std::shared_ptr<const PlainPattern>(
      new PlainPattern(std::string(pattern), std::move(code)));
}

bool PlainPattern::matches(std::string_view text) const {
  if (!code_->forced.empty()) return matches_runs(code_->forced, text);
  thread_local const MatchData match;
  if (text.size() <= kShortBytes) {
    const int found =
        pcre2_jit_match(code_->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                        PCRE2_NO_UTF_CHECK, match.data, code_->limits);
    if (found >= 0 || found == PCRE2_ERROR_NOMATCH) return found >= 0;
  }
  return matches_in_passes(code_->parts, text);
}

}  // namespace hanse::engine
