// SPDX-License-Identifier: Apache-2.0
#include "data/scalar_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace hanse::data {
namespace {

constexpr int64_t kSecondsPerDay = 86'400;

void put_two(uint32_t value, char* at) {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
}

void append_padded(int64_t value, int digits, std::string& out) {
  std::array<char, 24> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  for (auto length = end - buffer.data(); length < digits; ++length) out += '0';
  out.append(buffer.data(), end);
}

// Howard Hinnant's days_from_civil, backwards: proleptic Gregorian.
void append_civil(int64_t days, std::string& out) {
  days += 719'468;
  const int64_t era = (days >= 0 ? days : days - 146'096) / 146'097;
  const int64_t day_of_era = days - era * 146'097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  char text[] = "0000-00-00";
  put_two(static_cast<uint32_t>(month), text + 5);
  put_two(static_cast<uint32_t>(day), text + 8);
  if (year >= 0 && year <= 9'999) {
    put_two(static_cast<uint32_t>(year) / 100, text);
    put_two(static_cast<uint32_t>(year) % 100, text + 2);
    out.append(text, 10);
    return;
  }
  out += year < 0 ? '-' : '+';
  append_padded(year < 0 ? -year : year, 4, out);
  out.append(text + 4, 6);
}

int digits_of(int64_t units_per_second) {
  int digits = 0;
  for (int64_t rest = units_per_second; rest > 1; rest /= 10) ++digits;
  return digits;
}

int64_t floor_div(int64_t value, int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

void append_interval_time(int64_t nanoseconds, std::string& out) {
  constexpr int64_t kPerSecond = 1'000'000'000;
  const int64_t hours = nanoseconds / (3'600 * kPerSecond);
  const int64_t minutes = nanoseconds / (60 * kPerSecond) % 60;
  const int64_t rest = nanoseconds % (60 * kPerSecond);
  if (hours != 0) {
    append_number(hours, out);
    out += 'H';
  }
  if (minutes != 0) {
    append_number(minutes, out);
    out += 'M';
  }
  if (rest == 0) return;
  if (rest < 0) out += '-';
  append_number(std::abs(rest / kPerSecond), out);
  if (rest % kPerSecond != 0) {
    out += '.';
    append_padded(std::abs(rest % kPerSecond), 9, out);
    while (out.back() == '0') out.pop_back();
  }
  out += 'S';
}

}  // namespace

void append_date(int32_t days, std::string& out) {
  if (days == INT32_MAX) out += "infinity";
  else if (days == -INT32_MAX) out += "-infinity";
  else append_civil(days, out);
}

void append_time(int64_t units, int64_t units_per_second, std::string& out) {
  const int64_t seconds = units / units_per_second, hours = seconds / 3'600;
  const auto rest = static_cast<uint32_t>(seconds % 3'600);
  char text[] = "00:00:00";
  put_two(rest / 60, text + 3);
  put_two(rest % 60, text + 6);
  if (hours < 100) {
    put_two(static_cast<uint32_t>(hours), text);
    out.append(text, 8);
  } else {  // an interval's
    append_number(hours, out);
    out.append(text + 2, 6);
  }
  if (const int64_t fraction = units % units_per_second; fraction != 0) {
    out += '.';
    append_padded(fraction, digits_of(units_per_second), out);
  }
}

void append_timestamp(int64_t units, int64_t units_per_second, Zone zone, std::string& out) {
  if (units == INT64_MAX || units == -INT64_MAX) {
    out += units > 0 ? "infinity" : "-infinity";
    return;
  }
  const int64_t per_day = kSecondsPerDay * units_per_second;
  const int64_t days = floor_div(units, per_day);
  append_civil(days, out);
  out += 'T';
  append_time(units - days * per_day, units_per_second, out);
  if (zone == Zone::kUtc) out += 'Z';
}

void append_interval(int32_t months, int32_t days, int64_t nanoseconds, std::string& out) {
  out += 'P';
  const auto part = [&out](int64_t value, char unit) {
    if (value == 0) return;
    append_number(value, out);
    out += unit;
  };
  part(months / 12, 'Y');
  part(months % 12, 'M');
  part(days, 'D');
  if (nanoseconds != 0) {
    out += 'T';
    append_interval_time(nanoseconds, out);
  }
  if (out.back() == 'P') out += "T0S";
}

void append_decimal(uint64_t low, uint64_t high, int scale, Sign sign, std::string& out) {
  __extension__ using Wide = unsigned __int128;
  Wide value = (static_cast<Wide>(high) << 64) | low;
  if (sign == Sign::kSigned && (high >> 63) != 0) {
    out += '-';
    value = ~value + 1;
  }
  std::array<char, 48> digits;
  int count = 0;
  while (value != 0 || count <= scale) {
    digits[static_cast<size_t>(count++)] = static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  }
  while (count-- > 0) {
    out += digits[static_cast<size_t>(count)];
    if (count == scale && scale > 0) out += '.';
  }
}

void append_base64(std::string_view bytes, std::string& out) {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    const size_t count = std::min<size_t>(3, bytes.size() - i);
    for (size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<uint8_t>(bytes[i + k]) : 0u);
    for (size_t k = 0; k < 4; ++k)
      out += k <= count ? kLetters[group >> (18 - 6 * k) & 63] : '=';
  }
}

void append_bits(std::string_view bytes, std::string& out) {
  if (bytes.empty()) return;
  const size_t skip = static_cast<uint8_t>(bytes[0]) & 7;
  for (size_t bit = skip; bit < (bytes.size() - 1) * 8; ++bit)
    out += static_cast<uint8_t>(bytes[1 + bit / 8]) >> (7 - bit % 8) & 1 ? '1' : '0';
}

}  // namespace hanse::data
