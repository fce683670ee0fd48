// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace hanse::contract {

// What single texts look like. Pure; the engine's conversions decide in the end.

bool are_digits(std::string_view text);
// Of at most 18 digits; `007` is a name made of digits, and no number.
bool is_whole_number(std::string_view text);
// With an exponent too.
bool is_number(std::string_view text);
struct Decimal {
  bool is = false;   // digits, perhaps a point and more digits
  size_t whole = 0;  // digits before the point
  int scale = 0;     // after it
};
Decimal decimal_of(std::string_view text);
// true, f, yes, N …; 0 and 1 are numbers.
bool is_boolean(std::string_view text);
// `2013-01-31` as 9999-99-99, `31-Jan-2013` as 99-AAA-9999.
std::string shape_of(std::string_view text);
enum class Offset { kNone, kStated };
// ISO 8601 with a time of day; the offset from UTC as asked.
bool is_timestamp(std::string_view text, Offset offset);
bool is_time(std::string_view text);

}  // namespace hanse::contract
