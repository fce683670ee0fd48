// SPDX-License-Identifier: Apache-2.0
#include "http_client/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace hanse::http_client {
namespace {

struct Range4 {
  uint32_t first;
  int bits;
};
constexpr uint32_t v4(uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
  return a << 24 | b << 16 | c << 8 | d;
}
// What IANA's registry of special purposes does not call globally reachable.
constexpr Range4 kNotPublic4[] = {
    {v4(0, 0, 0, 0), 8},       {v4(10, 0, 0, 0), 8},      {v4(100, 64, 0, 0), 10},
    {v4(127, 0, 0, 0), 8},     {v4(169, 254, 0, 0), 16},  {v4(172, 16, 0, 0), 12},
    {v4(192, 0, 0, 0), 24},    {v4(192, 0, 2, 0), 24},    {v4(192, 88, 99, 0), 24},
    {v4(192, 168, 0, 0), 16},  {v4(198, 18, 0, 0), 15},   {v4(198, 51, 100, 0), 24},
    {v4(203, 0, 113, 0), 24},  {v4(224, 0, 0, 0), 4},     {v4(240, 0, 0, 0), 4}};

bool is_public4(uint32_t address) {
  return std::ranges::none_of(kNotPublic4, [&](const Range4& range) {
    return (address >> (32 - range.bits)) == (range.first >> (32 - range.bits));
  });
}

uint32_t v4_at(const uint8_t* bytes) { return v4(bytes[0], bytes[1], bytes[2], bytes[3]); }

bool is_public6(const uint8_t (&a)[16]) {
  // 2000::/3 alone is given out for the Internet.
  if ((a[0] & 0xe0) != 0x20) {
    // 64:ff9b::/96 leads to the IPv4 address at its end; mapped and compatible ones do not leave.
    constexpr uint8_t kNat64[12] = {0, 0x64, 0xff, 0x9b};
    return std::memcmp(a, kNat64, sizeof kNat64) == 0 && is_public4(v4_at(a + 12));
  }
  if (a[0] == 0x20 && a[1] == 0x02) return is_public4(v4_at(a + 2));         // 6to4
  if (a[0] == 0x20 && a[1] == 0x01 && (a[2] & 0xfe) == 0) return false;      // 2001::/23
  if (a[0] == 0x20 && a[1] == 0x01 && a[2] == 0x0d && a[3] == 0xb8) return false;
  return !(a[0] == 0x3f && a[1] == 0xff && (a[2] & 0xf0) == 0);              // 3fff::/20
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in in{};
    std::memcpy(&in, &address, sizeof in);
    return is_public4(ntohl(in.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 in{};
  std::memcpy(&in, &address, sizeof in);
  constexpr uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::memcmp(in.sin6_addr.s6_addr, kMapped, sizeof kMapped) == 0)
    return is_public4(v4_at(in.sin6_addr.s6_addr + 12));
  return is_public6(in.sin6_addr.s6_addr);
}

std::string address_text(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = "?";
  if (address.sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  else if (address.sa_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text,
              sizeof text);
  return text;
}

}  // namespace hanse::http_client
