// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
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
// HMAC-SHA-256 (RFC 2104), 32 bytes; a key of any length.
std::string hmac_sha256(std::string_view key, std::string_view bytes);
std::string to_base64(std::string_view bytes);  // RFC 4648 with padding
// Nothing when `text` is not of that form.
std::optional<std::string> from_base64(std::string_view text);
// A fresh id that sorts by time: 16 hex digits of microseconds, then 16 random ones.
std::string new_time_id(int64_t now_us);

}  // namespace hanse
