// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hanse {

// BLAKE2b-256 (RFC 7693) by libsodium. Thread-safe.
using Digest = std::array<uint8_t, 32>;
Digest digest_of(std::string_view bytes);
std::string digest_hex(std::string_view bytes);  // 64 lowercase hex digits
std::string to_hex(std::string_view bytes);
bool equal_in_constant_time(std::string_view left, std::string_view right);
// `bytes` random bytes from the operating system, as lowercase hex.
std::string random_hex(size_t bytes);
// A fresh id that sorts by time: 16 hex digits of microseconds, then 16 random ones.
std::string new_time_id(int64_t now_us);

}  // namespace hanse
