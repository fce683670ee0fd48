// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace hanse {

// The whole number that the first bytes are, as many as `T` has, the highest first; 0 of none.
template <typename T>
T big_endian(std::string_view bytes) {
  uint64_t out = 0;
  for (const char byte : bytes.substr(0, sizeof(T))) out = out << 8 | static_cast<uint8_t>(byte);
  return static_cast<T>(static_cast<std::make_unsigned_t<T>>(out));
}

}  // namespace hanse
