// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace hanse::strategy {

// Days are counted since 1970-01-01, without a time zone.
std::optional<int64_t> day_of_date(std::string_view date);  // of `2026-01-31`, or of its instant
std::string date_of_day(int64_t day);
// The years that a calendar has: dates of strategy files lie in them, forecasts end with them.
constexpr int kCalendarYearMin = 1970, kCalendarYearMax = 2199;
bool is_of_calendar(std::string_view date);  // false for what is no date, too
int64_t day_of_instant(int64_t time_us);  // in UTC
// The first day of the month that is so many months after the one of `day`.
int64_t month_after(int64_t day, int months);

constexpr std::string_view kWeekdayNames[] = {"monday", "tuesday",  "wednesday", "thursday",
                                              "friday", "saturday", "sunday"};

// On which days there is work, from the day that counts as 0. Immutable; thread-safe.
// Offsets are working days: work from 0 to 1 is done on the first working day, all day.
class WorkingDays {
 public:
  struct Rules {
    int64_t start = 0;                  // the day of offset 0, or the next working day after it
    std::vector<std::string> weekdays;  // of kWeekdayNames; empty: Monday to Friday
    std::vector<std::string> holidays;  // dates
  };
  explicit WorkingDays(const Rules& rules);

  bool is_working(int64_t day) const;
  // Working days in [start, day): negative before the start. Of a day that no calendar has, those
  // to the end of its years.
  double offset_of(int64_t day) const;
  // The day on which work that begins at `offset` begins; none: after the last year of calendars.
  std::optional<int64_t> begin_day(double offset) const;
  // The day on which work that ends at `offset` ends: of 1, the first working day. Of 0 and less,
  // the day of the start. None: after the last year of calendars.
  std::optional<int64_t> end_day(double offset) const;

 private:
  // The working day with so many before it from the start.
  std::optional<int64_t> nth(int64_t index) const;
  int64_t start_ = 0;
  bool works_[7] = {};
  std::set<int64_t> holidays_;
};

}  // namespace hanse::strategy
