// SPDX-License-Identifier: Apache-2.0
#include "strategy/programme/working_days.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/clock.h"

namespace hanse::strategy {
namespace {

constexpr int64_t kDayUs = int64_t{86'400} * 1'000'000;
// What rounding leaves of a sum of fractions is no further day.
constexpr double kNothing = 1e-6;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t first_day_of(int year) {
  return sys_days{std::chrono::year{year} / 1 / 1}.time_since_epoch().count();
}
constexpr int64_t kFirstDay = first_day_of(kCalendarYearMin);
constexpr int64_t kEndDay = first_day_of(kCalendarYearMax + 1);  // the day after the last

size_t weekday_of(int64_t day) {  // 0: Monday; 1970-01-01 was a Thursday
  return static_cast<size_t>(((day + 3) % 7 + 7) % 7);
}

}  // namespace

std::optional<int64_t> day_of_date(std::string_view date) {
  const auto instant = parse_time(date);
  if (!instant) return std::nullopt;
  return day_of_instant(*instant);
}

std::string date_of_day(int64_t day) {
  const year_month_day date{sys_days{days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

bool is_of_calendar(std::string_view date) {
  const auto day = day_of_date(date);
  return day && *day >= kFirstDay && *day < kEndDay;
}

int64_t day_of_instant(int64_t time_us) {
  return time_us >= 0 ? time_us / kDayUs : -((-time_us + kDayUs - 1) / kDayUs);
}

int64_t month_after(int64_t day, int months) {
  const year_month_day date{sys_days{days{day}}};
  const auto moved = date.year() / date.month() + std::chrono::months{months};
  return sys_days{moved / 1}.time_since_epoch().count();
}

WorkingDays::WorkingDays(const Rules& rules) : start_(rules.start) {
  for (size_t i = 0; i < 7; ++i)
    works_[i] = rules.weekdays.empty()
                    ? i < 5
                    : std::ranges::find(rules.weekdays, kWeekdayNames[i]) != rules.weekdays.end();
  if (std::ranges::none_of(works_, [](bool works) { return works; })) works_[0] = true;
  for (const std::string& holiday : rules.holidays)
    if (const auto day = day_of_date(holiday)) holidays_.insert(*day);
}

bool WorkingDays::is_working(int64_t day) const {
  return works_[weekday_of(day)] && !holidays_.contains(day);
}

double WorkingDays::offset_of(int64_t day) const {
  const int64_t to = std::clamp(day, kFirstDay, kEndDay);
  double count = 0;
  for (int64_t at = start_; at < to; ++at) count += is_working(at) ? 1 : 0;
  for (int64_t at = to; at < start_; ++at) count -= is_working(at) ? 1 : 0;
  return count;
}

std::optional<int64_t> WorkingDays::nth(int64_t index) const {
  for (int64_t at = start_; at < kEndDay; ++at)
    if (is_working(at) && index-- == 0) return at;
  return std::nullopt;
}

std::optional<int64_t> WorkingDays::begin_day(double offset) const {
  if (offset <= 0) return nth(0);
  return nth(static_cast<int64_t>(std::floor(offset + kNothing)));
}

std::optional<int64_t> WorkingDays::end_day(double offset) const {
  if (offset <= kNothing) return start_;
  return nth(static_cast<int64_t>(std::ceil(offset - kNothing)) - 1);
}

}  // namespace hanse::strategy
