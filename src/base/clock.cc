// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <chrono>
#include <iterator>

namespace hanse {
namespace {

class SystemClock : public Clock {
 public:
  int64_t now_us() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
  int64_t monotonic_us() const override {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
};

constexpr int64_t kSecondUs = 1'000'000;
constexpr int64_t kDayUs = 86'400 * kSecondUs;

// A run of exactly `digits` digits at `at`, or -1.
int number_at(std::string_view text, size_t at, size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::unexpected<Error> bad_time(std::string_view text) {
  return fail(ErrorCode::kInvalidArgument,
              fmt::format("`{}` is no time: expected RFC 3339 (`2026-01-31T12:00:00Z`) or a date",
                          text));
}

// `.ffffff` and the zone after the seconds; moves the time to UTC.
Result<int64_t> finish_time(std::string_view text, size_t at, int64_t time_us) {
  if (at < text.size() && text[at] == '.') {
    int64_t scale = kSecondUs / 10;
    if (number_at(text, at + 1, 1) < 0) return bad_time(text);
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
      time_us += (text[at] - '0') * scale;
  }
  if (text.substr(at) == "Z" || text.substr(at) == "z") return time_us;
  if (at + 6 != text.size() || (text[at] != '+' && text[at] != '-') || text[at + 3] != ':')
    return bad_time(text);
  const int hours = number_at(text, at + 1, 2), minutes = number_at(text, at + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return bad_time(text);
  const int64_t shift = (hours * 60 + minutes) * 60 * kSecondUs;
  return text[at] == '+' ? time_us - shift : time_us + shift;
}

struct Unit {
  char letter;
  bool in_time;
  int64_t us;
};

// In the order in which ISO 8601 wants them, each at most once.
constexpr Unit kUnits[] = {
    {'Y', false, 365 * kDayUs},     {'M', false, 30 * kDayUs},   {'W', false, 7 * kDayUs},
    {'D', false, kDayUs},           {'H', true, 3600 * kSecondUs}, {'M', true, 60 * kSecondUs},
    {'S', true, kSecondUs},
};
constexpr size_t kUnitCount = std::size(kUnits);
// Each part is at most an eighth of the range, so that the sum of all seven fits.
constexpr int64_t kPartUsMax = INT64_MAX / 8;

}  // namespace

const Clock& Clock::system() {
  static const SystemClock clock;
  return clock;
}

std::string format_time(int64_t time_us) {
  using namespace std::chrono;
  const sys_time<microseconds> time{microseconds(time_us)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  std::string out = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", int(date.year()),
                                unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                                clock.minutes().count(), clock.seconds().count());
  if (clock.subseconds().count() != 0) out += fmt::format(".{:06}", clock.subseconds().count());
  return out + "Z";
}

Result<int64_t> parse_time(std::string_view text) {
  using namespace std::chrono;
  const int y = number_at(text, 0, 4), m = number_at(text, 5, 2), d = number_at(text, 8, 2);
  if (y < 0 || m < 0 || d < 0 || text[4] != '-' || text[7] != '-') return bad_time(text);
  const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                            day(static_cast<unsigned>(d))};
  if (!date.ok()) return bad_time(text);
  const int64_t day_us = sys_days(date).time_since_epoch().count() * kDayUs;
  if (text.size() == 10) return day_us;
  const int hours = number_at(text, 11, 2), minutes = number_at(text, 14, 2),
            seconds = number_at(text, 17, 2);
  if ((text[10] != 'T' && text[10] != 't' && text[10] != ' ') || hours < 0 || hours > 23 ||
      minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60 || text[13] != ':' ||
      text[16] != ':')
    return bad_time(text);
  return finish_time(text, 19, day_us + ((hours * 60 + minutes) * 60 + seconds) * kSecondUs);
}

Result<int64_t> parse_duration_us(std::string_view text) {
  const auto bad = [&] {
    return fail(ErrorCode::kInvalidArgument,
                fmt::format("`{}` is no duration: expected ISO 8601 such as `P90D` or `PT15M`",
                            text));
  };
  if (text.size() < 3 || text[0] != 'P') return bad();
  bool in_time = false;
  int64_t total = 0;
  size_t at = 1, unit = 0;
  while (at < text.size()) {
    if (text[at] == 'T' && !in_time) {
      in_time = true;
      ++at;
      continue;
    }
    int64_t value = 0;
    const size_t start = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9' && at - start < 9; ++at)
      value = value * 10 + (text[at] - '0');
    if (at == start || at == text.size()) return bad();
    while (unit < kUnitCount &&
           (kUnits[unit].letter != text[at] || kUnits[unit].in_time != in_time))
      ++unit;
    if (unit == kUnitCount || value > kPartUsMax / kUnits[unit].us) return bad();
    total += value * kUnits[unit].us;
    ++unit;
    ++at;
  }
  if (text.back() == 'T') return bad();
  return total;
}

}  // namespace hanse
