// SPDX-License-Identifier: Apache-2.0
#include "contract/text_forms.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/utf8.h"

namespace hanse::contract {
namespace {

constexpr size_t kIntegerDigitsMax = 18;  // of every BIGINT


// `+32…` is a phone number or a mark: reading it as a number would lose the sign.
std::string_view without_minus(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return text;
}

// `007` is a name made of digits, not a number.
bool has_leading_zero(std::string_view digits) { return digits.size() > 1 && digits[0] == '0'; }

bool is_time_tail(std::string_view tail) {  // after the minutes
  if (tail.empty()) return true;
  if (!tail.starts_with(":99")) return false;
  tail.remove_prefix(3);
  if (!tail.starts_with('.')) return tail.empty();
  tail.remove_prefix(1);
  return !tail.empty() && tail.size() <= 6 &&
         std::ranges::all_of(tail, [](char c) { return c == '9'; });
}

}  // namespace

bool is_whole_number(std::string_view text) {
  const std::string_view digits = without_minus(text);
  return all_digits(digits) && digits.size() <= kIntegerDigitsMax && !has_leading_zero(digits);
}

Decimal decimal_of(std::string_view text) {
  const std::string_view digits = without_minus(text);
  const size_t dot = digits.find('.');
  const std::string_view whole = digits.substr(0, dot);
  const std::string_view rest = dot == std::string_view::npos ? "" : digits.substr(dot + 1);
  const bool is = all_digits(whole) && !has_leading_zero(whole) &&
                  (rest.empty() || all_digits(rest)) &&
                  (dot == std::string_view::npos || !rest.empty());
  return {is, whole.size(), static_cast<int>(rest.size())};
}

bool is_number(std::string_view text) {
  std::string_view mantissa = without_minus(text);
  const size_t exponent = mantissa.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    if (!all_digits(without_minus(
            mantissa.substr(exponent + (mantissa.substr(exponent + 1).starts_with('+') ? 2 : 1)))))
      return false;
    mantissa = mantissa.substr(0, exponent);
  }
  return decimal_of(mantissa).is || (mantissa.starts_with('.') && all_digits(mantissa.substr(1)));
}

bool is_boolean(std::string_view text) {
  constexpr std::array<std::string_view, 8> kWords = {"true", "false", "t", "f",
                                                      "yes",  "no",    "y", "n"};
  const std::string lower = ascii_lower(text);
  return std::ranges::find(kWords, std::string_view(lower)) != kWords.end();
}

// `2013-01-31` as 9999-99-99, `31-Jan-2013` as 99-AAA-9999.
std::string shape_of(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += is_digit(c) ? '9' : (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 'A' : c;
  return out;
}

// A date, or with a time of day; `offset` as the text has it.
bool is_timestamp(std::string_view text, Offset offset) {
  const std::string shape = shape_of(text);
  if (!shape.starts_with("9999-99-99") || shape.size() < 16) return false;
  if (text[10] != 'T' && text[10] != ' ') return false;
  std::string_view tail = std::string_view(shape).substr(11);
  if (!tail.starts_with("99:99")) return false;
  tail.remove_prefix(5);
  const size_t zone = tail.find_first_of("A+-");
  const bool has_zone = zone != std::string_view::npos;
  if (has_zone != (offset == Offset::kStated)) return false;
  if (has_zone) {
    const std::string_view end = tail.substr(zone);
    const bool zulu = end == "A" && (text.back() == 'Z' || text.back() == 'z');
    if (!zulu && end.substr(1) != "99:99" && end.substr(1) != "9999" && end.substr(1) != "99")
      return false;
    tail = tail.substr(0, zone);
  }
  return is_time_tail(tail);
}

bool is_time(std::string_view text) {
  const std::string shape = shape_of(text);
  return shape.starts_with("99:99") && is_time_tail(std::string_view(shape).substr(5));
}

bool are_digits(std::string_view text) { return all_digits(text); }

}  // namespace hanse::contract
