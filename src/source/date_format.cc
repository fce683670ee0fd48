// SPDX-License-Identifier: Apache-2.0
#include "source/date_format.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace hanse::source {
namespace {

struct Letter {
  std::string_view pattern, strptime;
};
constexpr auto kLetters = std::to_array<Letter>({
    {"yyyy", "%Y"}, {"uuuu", "%Y"}, {"yy", "%y"}, {"uu", "%y"}, {"M", "%-m"}, {"MM", "%m"},
    {"MMM", "%b"}, {"MMMM", "%B"}, {"d", "%-d"}, {"dd", "%d"}, {"D", "%-j"}, {"DDD", "%j"},
    {"E", "%a"}, {"EEE", "%a"}, {"EEEE", "%A"}, {"H", "%-H"}, {"HH", "%H"}, {"h", "%-I"},
    {"hh", "%I"}, {"m", "%-M"}, {"mm", "%M"}, {"s", "%-S"}, {"ss", "%S"}, {"SSS", "%g"},
    {"SSSSSS", "%f"}, {"SSSSSSSSS", "%n"}, {"a", "%p"}, {"X", "%z"}, {"XX", "%z"}, {"XXX", "%z"},
    {"x", "%z"}, {"xx", "%z"}, {"xxx", "%z"}, {"Z", "%z"},
});

void append_literal(char c, std::string& out) {
  if (c == '%') out += '%';
  out += c;
}

// Appends the quoted text that starts at `i`; returns the place after it.
Result<size_t> append_quoted(std::string_view pattern, size_t i, std::string& out) {
  if (pattern.substr(i, 2) == "''") {
    out += '\'';
    return i + 2;
  }
  for (++i; i < pattern.size(); ++i) {
    if (pattern[i] != '\'') append_literal(pattern[i], out);
    else if (pattern.substr(i, 2) == "''") append_literal(pattern[i++], out);
    else return i + 1;
  }
  return fail(ErrorCode::kUnsupported,
              fmt::format("format `{}`: expected a closing single quote", pattern));
}

}  // namespace

Result<ParseFormat> parse_format_of(std::string_view pattern) {
  ParseFormat out;
  bool zulu = false;
  for (size_t i = 0; i < pattern.size();) {
    if (pattern[i] == '\'') {
      HANSE_TRY(i, append_quoted(pattern, i, out.strptime));
      continue;
    }
    if (!is_letter(pattern[i])) {
      if (std::string_view("[]{}#").find(pattern[i]) != std::string_view::npos)
        return fail(ErrorCode::kUnsupported,
                    fmt::format("format `{}`: `{}` is not supported", pattern, pattern[i]));
      append_literal(pattern[i++], out.strptime);
      continue;
    }
    const size_t end = std::min(pattern.find_first_not_of(pattern[i], i), pattern.size());
    const std::string_view letters = pattern.substr(i, end - i);
    const auto found = std::ranges::find(kLetters, letters, &Letter::pattern);
    if (found == kLetters.end())
      return fail(ErrorCode::kUnsupported,
                  fmt::format("format `{}`: `{}` is not supported", pattern, letters));
    out.has_offset = out.has_offset || found->strptime == "%z";
    zulu = zulu || letters.starts_with('X');
    out.strptime += found->strptime;
    i = end;
  }
  if (!zulu) return out;
  out.zulu = out.strptime;
  out.zulu.replace(out.zulu.find("%z"), 2, "Z");
  return out;
}

}  // namespace hanse::source
