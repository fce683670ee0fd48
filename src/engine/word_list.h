// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hanse::engine {

// The function `hanse_one_of(text, words)` of an engine that has it (BuilderOptions): what
// `text IN (…)` says of constants, in a third of the time. `words` is what `encoded` makes of them.
inline constexpr std::string_view kOneOf = "hanse_one_of";

// A closed list of texts. Immutable and thread-safe.
class WordList {
 public:
  static std::string encoded(const std::vector<std::string>& words);
  // kInvalidArgument for a text that `encoded` does not make.
  static Result<std::shared_ptr<const WordList>> compile(std::string_view encoded);
  WordList(const WordList&) = delete;
  WordList& operator=(const WordList&) = delete;

  const std::string& text() const { return text_; }
  bool matches(std::string_view text) const;

 private:
  explicit WordList(std::string_view encoded) : text_(encoded) {}
  static size_t place_of(std::string_view text);

  static constexpr size_t kPlaces = 64;
  const std::string text_;
  std::vector<std::string_view> places_[kPlaces];  // of text_, by length and first byte
};

}  // namespace hanse::engine
