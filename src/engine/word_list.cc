// SPDX-License-Identifier: Apache-2.0
#include "engine/word_list.h"

#include <algorithm>
#include <charconv>

namespace hanse::engine {

// Each word behind its length: `4:open2:no`.
std::string WordList::encoded(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += fmt::format("{}:{}", word.size(), word);
  return out;
}

Result<std::shared_ptr<const WordList>> WordList::compile(std::string_view encoded) {
  std::shared_ptr<WordList> out(new WordList(encoded));
  std::string_view rest = out->text_;
  while (!rest.empty()) {
    size_t size = 0;
    const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), size);
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    if (failure != std::errc() || !rest.starts_with(':') || rest.size() - 1 < size)
      return fail(ErrorCode::kInvalidArgument, "this is no list of words");
    const std::string_view word = rest.substr(1, size);
    out->places_[place_of(word)].push_back(word);
    rest.remove_prefix(1 + size);
  }
  return out;
}

size_t WordList::place_of(std::string_view text) {
  return (text.size() * 7 + (text.empty() ? 0 : static_cast<uint8_t>(text.front()))) % kPlaces;
}

bool WordList::matches(std::string_view text) const {
  const auto& place = places_[place_of(text)];
  return std::ranges::find(place, text) != place.end();
}

}  // namespace hanse::engine
