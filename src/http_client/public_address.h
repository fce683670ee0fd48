// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

struct sockaddr;

namespace hanse::http_client {

// Whether an address is one of the public Internet: not loopback, link-local (where clouds keep
// their metadata), private, shared, multicast, reserved or unspecified, and not such an IPv4 one
// inside an IPv6 one. Anything but IPv4 and IPv6 is not. Pure.
bool is_public_address(const sockaddr& address);
// "192.0.2.1", "2001:db8::1": for people.
std::string address_text(const sockaddr& address);

}  // namespace hanse::http_client
