// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace hanse::data {

// Text of single values, appended to `out`. ISO 8601; the engine's infinite dates and timestamps
// are `infinity` and `-infinity`; years outside 0000–9999 carry a sign. Thread-safe: no state.
template <typename T>                 // integers; the shortest text that reads back for floats
void append_number(T value, std::string& out) {
  std::array<char, 40> buffer;
  out.append(buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr);
}
void append_date(int32_t days, std::string& out);
void append_time(int64_t units, int64_t units_per_second, std::string& out);
enum class Zone { kNone, kUtc };  // kUtc appends `Z`
void append_timestamp(int64_t units, int64_t units_per_second, Zone zone, std::string& out);
// ISO 8601 duration; each part keeps its own sign: `P-1M2DT3.5S`.
void append_interval(int32_t months, int32_t days, int64_t nanoseconds, std::string& out);
// A 128-bit integer given in two halves, divided by 10^scale.
enum class Sign { kSigned, kUnsigned };
void append_decimal(uint64_t low, uint64_t high, int scale, Sign sign, std::string& out);
void append_base64(std::string_view bytes, std::string& out);
// The engine's BIT: the first byte counts unused leading bits of the second.
void append_bits(std::string_view bytes, std::string& out);

}  // namespace hanse::data
