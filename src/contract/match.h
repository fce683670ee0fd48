// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hanse::contract {

// Private: pairs the things of two lists by keys, in time linear in both. The keys are tried in
// turn, each over what the ones before left; an empty key pairs with nothing.
struct Matches {
  std::vector<std::optional<size_t>> old_of;  // by index of the new list
  std::vector<bool> is_kept;                  // by index of the old list
};

template <typename T>
using KeyOf = std::string (*)(const T&);

template <typename T>
Matches match(const std::vector<T>& before, const std::vector<T>& after,
              const std::vector<KeyOf<T>>& keys) {
  Matches out{std::vector<std::optional<size_t>>(after.size()),
              std::vector<bool>(before.size(), false)};
  size_t left = std::min(before.size(), after.size());
  for (const KeyOf<T> key : keys) {
    if (left == 0) break;
    std::unordered_map<std::string, std::vector<size_t>> found;  // the last one is taken first
    for (size_t i = before.size(); i-- > 0;)
      if (!out.is_kept[i])
        if (std::string text = key(before[i]); !text.empty()) found[std::move(text)].push_back(i);
    for (size_t i = 0; i < after.size(); ++i) {
      if (out.old_of[i]) continue;
      const auto place = found.find(key(after[i]));
      if (place == found.end() || place->second.empty()) continue;
      out.old_of[i] = place->second.back();
      out.is_kept[place->second.back()] = true;
      place->second.pop_back();
      --left;
    }
  }
  return out;
}

}  // namespace hanse::contract
