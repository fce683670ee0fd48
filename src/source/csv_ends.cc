// SPDX-License-Identifier: Apache-2.0
#include "source/csv_ends.h"

#include <bit>
#include <cstring>

namespace hanse::source {
namespace {

// Eight bytes at a time (H. S. Warren, Hacker's Delight, 2nd ed., 6-1 "Find First 0-Byte").
constexpr uint64_t kOnes = 0x0101010101010101, kHighs = 0x8080808080808080;

constexpr uint64_t eight(char c) { return kOnes * static_cast<unsigned char>(c); }
// Not zero when one of the bytes is.
constexpr uint64_t has_zero(uint64_t bytes) { return (bytes - kOnes) & ~bytes & kHighs; }
// The high bit of each byte that is zero, and no other.
constexpr uint64_t zeros(uint64_t bytes) {
  return ~(((bytes & ~kHighs) + ~kHighs) | bytes) & kHighs;
}

}  // namespace

std::optional<CsvEnds> find_csv_ends(const char* text, size_t size, char delimiter,
                                     uint32_t* ends) {
  static_assert(std::endian::native == std::endian::little);
  const uint64_t delimiters = eight(delimiter);
  uint64_t refused = 0, high = 0, returns = 0;
  uint32_t* next = ends;
  for (size_t at = 0; at < size; at += sizeof(uint64_t)) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, text + at, sizeof bytes);
    uint64_t found = zeros(bytes ^ delimiters) | zeros(bytes ^ eight('\n'));
    if (size - at < sizeof bytes) {  // what stands behind it is none of it
      const uint64_t inside = (uint64_t{1} << 8 * (size - at)) - 1;
      bytes = (bytes & inside) | (eight('x') & ~inside);
      found &= inside;
    }
    high |= bytes;
    refused |= has_zero(bytes) | has_zero(bytes ^ eight('"'));
    returns |= has_zero(bytes ^ eight('\r'));
    for (; found != 0; found &= found - 1)
      *next++ = static_cast<uint32_t>(at) + static_cast<uint32_t>(std::countr_zero(found)) / 8;
  }
  if (refused != 0) return std::nullopt;
  return CsvEnds{static_cast<size_t>(next - ends), (high & kHighs) == 0, returns != 0};
}

}  // namespace hanse::source
