// SPDX-License-Identifier: Apache-2.0
#include "contract/check_digits.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "base/ascii.h"

namespace hanse::contract {
namespace {

int digit(char c) { return c - '0'; }

// Upper case, without what stands between the characters; empty when it has other signs.
std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_digit(c) || is_upper(c))
      out += c;
    else if (c >= 'a' && c <= 'z')
      out += static_cast<char>(c - 32);
    else if (c != ' ' && c != '-' && c != '.' && c != '/')
      return {};
  }
  return out;
}

std::string compact_digits(std::string_view text, size_t count) {
  std::string out = compact(text);
  return out.size() == count && all_digits(out) ? out : std::string();
}

int number_at(std::string_view text, size_t from, size_t count) {
  int out = 0;
  for (const char c : text.substr(from, count)) out = out * 10 + digit(c);
  return out;
}

bool is_day_of_month(int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays[static_cast<size_t>(month - 1)];
}

// The remainder of a number too long for an integer.
int remainder(std::string_view digits, int divisor) {
  int out = 0;
  for (const char c : digits) out = (out * 10 + digit(c)) % divisor;
  return out;
}

template <size_t N>
int weighted(std::string_view digits, const std::array<int, N>& weights) {
  int sum = 0;
  for (size_t i = 0; i < N; ++i) sum += digit(digits[i]) * weights[i];
  return sum;
}

struct CountryLength {
  std::string_view country;
  size_t length;
};
constexpr CountryLength kIbanLengths[] = {
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22},
    {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
    {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27},
    {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28},
    {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20},
    {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MD", 24},
    {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15}, {"PK", 24},
    {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24}, {"SE", 24},
    {"SI", 19}, {"SK", 24}, {"SM", 27}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24},
    {"XK", 20}};

}  // namespace

bool passes_luhn(std::string_view digits) {
  if (digits.size() < 2 || !all_digits(digits)) return false;
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int value = digit(digits[digits.size() - 1 - i]);
    const int doubled = value * 2;
    sum += i % 2 == 0 ? value : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

bool passes_verhoeff(std::string_view digits) {
  constexpr int kTable[10][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                  {2, 3, 4, 0, 1, 7, 8, 9, 5, 6}, {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                  {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                  {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                  {8, 7, 6, 5, 9, 3, 2, 1, 0, 4}, {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}};
  constexpr int kPlaces[8][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
                                  {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
                                  {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
                                  {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
  if (digits.size() < 2 || !all_digits(digits)) return false;
  int check = 0;
  for (size_t i = 0; i < digits.size(); ++i)
    check = kTable[check][kPlaces[i % 8][digit(digits[digits.size() - 1 - i])]];
  return check == 0;
}

bool is_iban(std::string_view text) {
  const std::string iban = compact(text);
  const auto found =
      std::ranges::find(kIbanLengths, std::string_view(iban).substr(0, 2), &CountryLength::country);
  if (found == std::end(kIbanLengths) || iban.size() != found->length) return false;
  if (!all_digits(std::string_view(iban).substr(2, 2))) return false;
  std::string number;
  for (const char c : iban.substr(4) + iban.substr(0, 4))
    number += is_digit(c) ? std::string(1, c) : std::to_string(c - 'A' + 10);
  return remainder(number, 97) == 1;
}

bool is_card_number(std::string_view text) {
  const std::string card = compact(text);
  const size_t size = card.size();
  if (size < 12 || size > 19 || !all_digits(card)) return false;
  const int two = number_at(card, 0, 2), three = number_at(card, 0, 3),
            four = number_at(card, 0, 4);
  const bool is_visa = card[0] == '4' && (size == 13 || size == 16 || size == 19);
  const bool is_master = size == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
  const bool is_amex = size == 15 && (two == 34 || two == 37);
  const bool is_discover =
      size == 16 && (four == 6011 || two == 65 || (three >= 644 && three <= 649));
  const bool is_diners = size == 14 && (two == 36 || two == 38 || (three >= 300 && three <= 305));
  const bool is_jcb = (size == 16 && four >= 3528 && four <= 3589) ||
                      (size == 15 && (four == 2131 || four == 1800));
  // UnionPay and Maestro
  const bool is_other =
      (size >= 16 && two == 62) || two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67;
  return (is_visa || is_master || is_amex || is_discover || is_diners || is_jcb || is_other) &&
         passes_luhn(card);
}

bool is_belgian_number(std::string_view text) {
  const std::string id = compact_digits(text, 11);
  if (id.empty() || number_at(id, 2, 2) > 12 || number_at(id, 4, 2) > 31) return false;
  const std::string_view base = std::string_view(id).substr(0, 9);
  const int check = number_at(id, 9, 2);
  return check == 97 - remainder(base, 97) || check == 97 - remainder("2" + std::string(base), 97);
}

bool is_dutch_bsn(std::string_view text) {
  const std::string id = compact_digits(text, 9);
  if (id.empty() || id == "000000000") return false;
  return weighted<9>(id, {9, 8, 7, 6, 5, 4, 3, 2, -1}) % 11 == 0;
}

bool is_german_tax_id(std::string_view text) {
  const std::string id = compact_digits(text, 11);
  if (id.empty() || id[0] == '0') return false;
  std::array<int, 10> counts{};
  int product = 10;
  for (size_t i = 0; i < 10; ++i) {
    ++counts[static_cast<size_t>(digit(id[i]))];
    int sum = (digit(id[i]) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  const auto repeated = std::ranges::count_if(counts, [](int count) { return count > 1; });
  if (repeated != 1 || *std::ranges::max_element(counts) > 3) return false;
  const int check = 11 - product;
  return digit(id[10]) == (check == 10 ? 0 : check);
}

bool is_french_nir(std::string_view text) {
  std::string id = compact(text);
  if (id.size() != 15 || (id[0] != '1' && id[0] != '2')) return false;
  if (id.substr(5, 2) == "2A")
    id.replace(5, 2, "19");
  else if (id.substr(5, 2) == "2B")
    id.replace(5, 2, "18");
  if (!all_digits(id)) return false;
  const int month = number_at(id, 3, 2);
  if (month == 0 || (month > 12 && month < 20)) return false;
  return number_at(id, 13, 2) == 97 - remainder(std::string_view(id).substr(0, 13), 97);
}

bool is_spanish_dni(std::string_view text) {
  std::string id = compact(text);
  if (id.size() != 9 || !is_upper(id[8])) return false;
  if (id[0] >= 'X' && id[0] <= 'Z') id[0] = static_cast<char>('0' + (id[0] - 'X'));
  if (!all_digits(std::string_view(id).substr(0, 8))) return false;
  constexpr std::string_view kLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
  return kLetters[static_cast<size_t>(number_at(id, 0, 8) % 23)] == id[8];
}

bool is_polish_pesel(std::string_view text) {
  const std::string id = compact_digits(text, 11);
  if (id.empty() || !is_day_of_month(number_at(id, 2, 2) % 20, number_at(id, 4, 2))) return false;
  return weighted<11>(id, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0;
}

bool is_codice_fiscale(std::string_view text) {
  const std::string id = compact(text);
  if (id.size() != 16) return false;
  constexpr std::string_view kShape = "AAAAAA00A00A000A";
  constexpr std::string_view kInsteadOfDigits = "LMNPQRSTUV";
  constexpr std::array<int, 26> kOdd = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                        20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  int sum = 0;
  for (size_t i = 0; i < 16; ++i) {
    const bool wants_letter = kShape[i] == 'A';
    if (wants_letter && !is_upper(id[i])) return false;
    if (!wants_letter && !is_digit(id[i]) && kInsteadOfDigits.find(id[i]) == std::string_view::npos)
      return false;
    const int value = is_digit(id[i]) ? digit(id[i]) : id[i] - 'A';
    if (i < 15) sum += i % 2 == 0 ? kOdd[static_cast<size_t>(value)] : value;
  }
  if (std::string_view("ABCDEHLMPRST").find(id[8]) == std::string_view::npos) return false;
  return sum % 26 == id[15] - 'A';
}

bool is_swedish_number(std::string_view text) {
  std::string id;
  for (const char c : text)
    if (is_digit(c))
      id += c;
    else if (c != '-' && c != '+')
      return false;
  if (id.size() == 12) id.erase(0, 2);
  if (id.size() != 10) return false;
  const int day = number_at(id, 4, 2);
  return is_day_of_month(number_at(id, 2, 2), day > 60 ? day - 60 : day) && passes_luhn(id);
}

bool is_finnish_hetu(std::string_view text) {
  if (text.size() != 11) return false;
  if (std::string_view("+-ABCDEFUVWXY").find(text[6]) == std::string_view::npos) return false;
  const std::string number = std::string(text.substr(0, 6)) + std::string(text.substr(7, 3));
  if (!all_digits(number) || !is_day_of_month(number_at(number, 2, 2), number_at(number, 0, 2)))
    return false;
  constexpr std::string_view kSigns = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  return kSigns[static_cast<size_t>(remainder(number, 31))] == text[10];
}

bool is_norwegian_number(std::string_view text) {
  const std::string id = compact_digits(text, 11);
  if (id.empty()) return false;
  const int day = number_at(id, 0, 2), month = number_at(id, 2, 2);
  if (!is_day_of_month(month > 40 ? month - 40 : month, day > 40 ? day - 40 : day)) return false;
  return weighted<10>(id, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}) % 11 == 0 &&
         weighted<11>(id, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}) % 11 == 0;
}

bool is_danish_cpr(std::string_view text) {
  const std::string id = compact_digits(text, 10);
  return !id.empty() && is_day_of_month(number_at(id, 2, 2), number_at(id, 0, 2));
}

bool is_uk_nino(std::string_view text) {
  const std::string id = compact(text);
  if (id.size() != 9 || !all_digits(std::string_view(id).substr(2, 6))) return false;
  if (id[8] < 'A' || id[8] > 'D' || !is_upper(id[0]) || !is_upper(id[1])) return false;
  if (std::string_view("DFIQUV").find(id[0]) != std::string_view::npos) return false;
  if (std::string_view("DFIOQUV").find(id[1]) != std::string_view::npos) return false;
  constexpr std::array<std::string_view, 7> kUnused = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
  return std::ranges::find(kUnused, std::string_view(id).substr(0, 2)) == kUnused.end();
}

bool is_us_ssn(std::string_view text) {
  if (text.size() != 11 || text[3] != '-' || text[6] != '-') return false;
  const std::string id = compact_digits(text, 9);
  if (id.empty()) return false;
  const int area = number_at(id, 0, 3);
  return area != 0 && area != 666 && area < 900 && number_at(id, 3, 2) != 0 &&
         number_at(id, 5, 4) != 0;
}

bool is_aadhaar(std::string_view text) {
  const std::string id = compact_digits(text, 12);
  return !id.empty() && id[0] >= '2' && passes_verhoeff(id);
}

bool is_nhs_number(std::string_view text) {
  const std::string id = compact_digits(text, 10);
  if (id.empty()) return false;
  const int check = 11 - weighted<9>(id, {10, 9, 8, 7, 6, 5, 4, 3, 2}) % 11;
  return check != 10 && digit(id[9]) == check % 11;
}

bool is_loinc(std::string_view text) {
  const size_t hyphen = text.find('-');
  if (hyphen == std::string_view::npos || hyphen < 3 || hyphen > 5 || hyphen + 2 != text.size())
    return false;
  return passes_luhn(std::string(text.substr(0, hyphen)) + text[hyphen + 1]);
}

bool is_snomed(std::string_view text) {
  if (text.size() < 6 || text.size() > 18 || !all_digits(text) || text[0] == '0') return false;
  const std::string_view partition = text.substr(text.size() - 3, 2);
  constexpr std::array<std::string_view, 6> kPartitions = {"00", "01", "02", "10", "11", "12"};
  return std::ranges::find(kPartitions, partition) != kPartitions.end() && passes_verhoeff(text);
}

bool is_icd10(std::string_view text) {
  const auto is_tail = [](char c) { return is_digit(c) || is_upper(c); };
  if (text.size() < 3 || text.size() > 8 || !is_upper(text[0]) || !is_digit(text[1]) ||
      !is_tail(text[2]))
    return false;
  std::string_view rest = text.substr(3);
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    if (rest.empty()) return false;
  }
  return rest.size() <= 4 && std::ranges::all_of(rest, is_tail);
}

}  // namespace hanse::contract
