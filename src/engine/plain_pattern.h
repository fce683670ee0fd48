// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hanse::engine {

// The function `hanse_matches(text, pattern)` of an engine that has it (BuilderOptions): what
// `regexp_matches` says, for plain patterns, in a third of the time or a fifth.
inline constexpr std::string_view kPlainMatches = "hanse_matches";

// Whether a pattern is of the few forms that mean the same to RE2 and to PCRE2: anchored at both
// ends (`^…$`, `\A…\z`), at most 32 characters or ASCII classes in a row, each with a greedy
// quantifier of at most 100 or none; no groups, alternatives, flags or escapes but of signs.
bool is_plain_pattern(std::string_view pattern);

// A plain pattern, compiled. Immutable and thread-safe.
class PlainPattern {
 public:
  // kInvalidArgument for a pattern that is not plain.
  static Result<std::shared_ptr<const PlainPattern>> compile(std::string_view pattern);
  ~PlainPattern();
  PlainPattern(const PlainPattern&) = delete;
  PlainPattern& operator=(const PlainPattern&) = delete;

  const std::string& text() const { return text_; }
  // `text` is UTF-8. Takes time by its length, however the parts overlap.
  bool matches(std::string_view text) const;

 private:
  struct Code;
  PlainPattern(std::string text, std::unique_ptr<Code> code);

  const std::string text_;
  const std::unique_ptr<Code> code_;
};

}  // namespace hanse::engine
