// SPDX-License-Identifier: Apache-2.0
#include "net/host.h"

#include <arpa/inet.h>

#include <charconv>

#include "base/utf8.h"

namespace hanse::net {
namespace {

bool is_port_or_none(std::string_view text) {
  if (text.empty()) return true;
  if (text[0] != ':' || text.size() < 2 || text.size() > 6) return false;
  int port = 0;
  const auto [end, failure] = std::from_chars(text.data() + 1, text.data() + text.size(), port);
  return failure == std::errc() && end == text.data() + text.size() && port >= 0 && port <= 65'535;
}

}  // namespace

bool names_loopback(std::string_view host) {
  const size_t bracket = host.starts_with('[') ? host.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const size_t colon = host.find(':', bracket);
  const std::string name(host.substr(0, colon));
  if (colon != std::string_view::npos && !is_port_or_none(host.substr(colon))) return false;
  in_addr four{};
  if (inet_pton(AF_INET, name.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  return name == "[::1]" || equal_ignoring_case(name, "localhost");
}

}  // namespace hanse::net
