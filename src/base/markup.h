// SPDX-License-Identifier: Apache-2.0
#pragma once

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

}  // namespace hanse
