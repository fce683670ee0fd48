// SPDX-License-Identifier: Apache-2.0
#include "engine/plain_values.h"

#include <array>
#include <bit>
#include <chrono>
#include <cstring>

#include "base/ascii.h"

namespace hanse::engine {
namespace {

constexpr size_t kDigitsMax = 18;

// All of them digits, at most 18.
std::optional<int64_t> number_of(std::string_view digits) {
  int64_t out = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    out = 10 * out + (c - '0');
  }
  return out;
}

}  // namespace

// All bytes but those that go on with a character, whose first two bits are 10: eight at a time.
std::optional<int64_t> plain_length(std::string_view text) {
  constexpr uint64_t kFirstBits = 0x8080808080808080;
  auto out = static_cast<int64_t>(text.size());
  uint64_t bytes = 0;
  for (; text.size() >= sizeof bytes; text.remove_prefix(sizeof bytes)) {
    std::memcpy(&bytes, text.data(), sizeof bytes);
    const uint64_t goes_on = bytes & kFirstBits & ~(bytes << 1);
    if (goes_on != 0) out -= std::popcount(goes_on);  // seldom: it is a call on older processors
  }
  for (const char c : text) out -= (static_cast<unsigned char>(c) & 0xC0) == 0x80 ? 1 : 0;
  return out;
}

std::optional<int64_t> plain_whole(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  if (text.empty() || text.size() > kDigitsMax) return std::nullopt;
  const auto out = number_of(text);
  return out && is_negative ? -*out : out;
}

std::optional<int32_t> plain_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_of(text.substr(0, 4)), month = number_of(text.substr(5, 2)),
             day = number_of(text.substr(8, 2));
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::optional<double> plain_number(std::string_view text) {
  constexpr std::array<double, 16> kPowers = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                              1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const bool is_negative = text.starts_with('-');
  if (is_negative) text.remove_prefix(1);
  const size_t point = text.find('.');
  if (text.empty() || text.size() > 16 || point == 0 || point == text.size() - 1)
    return std::nullopt;
  const bool has_point = point != std::string_view::npos;
  const std::string_view behind = has_point ? text.substr(point + 1) : std::string_view();
  if (text.size() - (has_point ? 1 : 0) > 15) return std::nullopt;
  const auto before = number_of(text.substr(0, point)), rest = number_of(behind);
  if (!before || !rest) return std::nullopt;
  const double power = kPowers[behind.size()];
  const double out = (static_cast<double>(*before) * power + static_cast<double>(*rest)) / power;
  return is_negative ? -out : out;
}

}  // namespace hanse::engine
