// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace hanse {

// When something runs, as a line of cron says it, in UTC: minute, hour, day of the month, month and
// day of the week (0 and 7 are Sunday). A field is `*`, a number, a range, a list of those; a star
// or a range may have a step. Months and weekdays have their three-letter names, in any case. When
// both days are restricted, either one is enough: `0 6 1 * mon` runs on the first of a month and on
// each Monday. A plain value.
class CronSchedule {
 public:
  // Five fields, or `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly`,
  // `@annually`. kInvalidArgument names the field and what was expected of it; so does one that
  // names no day there is (`0 0 30 2 *`).
  static Result<CronSchedule> parse(std::string_view text);

  // The first instant after `time_us` (microseconds since 1970, not negative), a whole minute. By
  // arithmetic over months and days: the same time whether it lies a minute ahead or eight years.
  int64_t next_after(int64_t time_us) const;

 private:
  std::optional<int64_t> first_day_from(int64_t day) const;
  bool runs_on(int month, int day, int64_t days) const;

  uint64_t minutes_ = 0;                        // bit n: runs at minute n
  uint32_t hours_ = 0, days_ = 0, months_ = 0;  // days and months from bit 1
  uint32_t weekdays_ = 0;                       // Sunday is bit 0
  bool any_day_ = false, any_weekday_ = false;  // the field begins with a star
};

}  // namespace hanse
