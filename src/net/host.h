// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace hanse::net {

// Whether a Host header names this machine's loopback and nothing else: `localhost`, an IPv4
// address of 127/8 in four decimal parts, or `[::1]`, each with or without a port. Whoever controls
// the DNS of any other name, `127.0.0.1.example` too, could point it here (DNS rebinding).
bool names_loopback(std::string_view host);

}  // namespace hanse::net
