// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hanse {

// What stands for `c` in the text and the quoted attributes of HTML and XML; empty: `c` itself.
constexpr std::string_view markup_entity(char c) {
  switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return {};
  }
}

// `text` for the content and the quoted attributes of HTML and XML.
inline std::string escape_markup(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const std::string_view entity = markup_entity(c);
    if (entity.empty()) out += c;
    else out += entity;
  }
  return out;
}

}  // namespace hanse
