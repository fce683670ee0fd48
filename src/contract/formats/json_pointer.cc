// SPDX-License-Identifier: Apache-2.0
#include "contract/formats/json_pointer.h"

#include <algorithm>
#include <charconv>

namespace hanse::contract {

std::string pointer_part(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.';
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else if (plain)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string from_pointer(std::string_view part) {
  std::string out;
  for (size_t i = 0; i < part.size(); ++i) {
    int code = 0;
    if (part[i] == '%' && i + 2 < part.size() && part[i + 1] != '-' &&
        std::from_chars(&part[i + 1], &part[i + 3], code, 16).ptr == &part[i] + 3) {
      out += static_cast<char>(code);
      i += 2;
    } else if (part[i] == '~' && i + 1 < part.size()) {
      out += part[++i] == '0' ? '~' : '/';
    } else {
      out += part[i];
    }
  }
  return out;
}

std::string from_reference(std::string_view reference) {
  std::string out;
  std::string_view rest = reference;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('/'), rest.size());
    out += (out.empty() ? "" : "/") + from_pointer(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

}  // namespace hanse::contract
