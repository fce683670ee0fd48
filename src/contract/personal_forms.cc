// SPDX-License-Identifier: Apache-2.0
#include "contract/personal_forms.h"

#include <algorithm>

#include "base/ascii.h"
#include "contract/infer_pattern.h"

namespace hanse::contract {
namespace {

size_t digits_in(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(text, is_digit));
}
bool has_only(std::string_view text, std::string_view signs) {
  return std::ranges::all_of(
      text, [&](char c) { return is_digit(c) || signs.find(c) != std::string_view::npos; });
}

bool is_name_sign(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter || (static_cast<unsigned char>(c) & 0x80u) != 0 ||
         std::string_view(" -'.").find(c) != std::string_view::npos;
}

}  // namespace

// +32 2 555 12 34: an international prefix, E.164's number of digits.
bool is_international_phone(std::string_view text) {
  const size_t count = digits_in(text);
  return (text.starts_with('+') || text.starts_with("00")) && text.size() > 7 && count >= 8 &&
         count <= 15 && has_only(text.substr(1), " -./()") && !(text[0] == '+' && text[1] == '0');
}
bool is_national_phone(std::string_view text) {
  const size_t extension = text.find('x');
  text = text.substr(0, extension);
  const size_t count = digits_in(text);
  const bool is_decimal =
      text.find('.') == text.rfind('.') && text.find('.') != std::string_view::npos;
  return count >= 7 && count <= 15 && !is_decimal && has_only(text, " -./()+") &&
         !text.ends_with('.');
}
// 0118 496 0065, (564) 497-8838: signs between the digits, and what one dials first.
bool is_dialled_phone(std::string_view text) {
  if (text.size() < 9 || std::string_view("0(+").find(text[0]) == std::string_view::npos)
    return false;
  const size_t count = digits_in(text.substr(0, text.find('x')));
  return count >= 9 && count <= 13 && is_national_phone(text) &&
         (text[0] == '+' || text.find_first_of(" -.)") != std::string_view::npos);
}
// Letters alone, a capital among them: `van Dijk`.
bool has_form_of_name(std::string_view text) {
  const bool has_capital = std::ranges::any_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80u) != 0;
  });
  return has_capital && text.size() > 1 && std::ranges::count(text, ' ') < 4 &&
         std::ranges::all_of(text, is_name_sign);
}
bool has_form_of_names(std::string_view text) {
  const auto blanks = std::ranges::count(text, ' ');
  return blanks > 0 && blanks < 5 &&
         std::ranges::all_of(text, [](char c) { return is_name_sign(c) || c == ','; });
}
bool is_ip(std::string_view text) { return is_ipv4(text) || is_ipv6(text); }
bool is_postal_code(std::string_view text) {
  return text.size() >= 4 && text.size() <= 10 && digits_in(text) >= 2 &&
         std::ranges::all_of(text, [](char c) {
           return is_digit(c) || (c >= 'A' && c <= 'Z') || c == ' ' || c == '-';
         });
}

}  // namespace hanse::contract
