// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string_view>

#include "base/json.h"

namespace hanse::sql {

// Small reads of AST nodes that the files of the walk share.

// The byte in the statement where a node stands; -1 when the parser gave none (it writes the
// largest integer then).
inline int position_of(const Json& node) {
  constexpr uint64_t kPositionMax = 1u << 30;
  const uint64_t at = node["query_location"].as_uint(UINT64_MAX);
  return at < kPositionMax ? static_cast<int>(at) : -1;
}

inline bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}
inline bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return is_one_of(word, std::span(words.begin(), words.size()));
}

}  // namespace hanse::sql
