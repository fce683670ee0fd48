// SPDX-License-Identifier: Apache-2.0
#include "strategy/programme/working_days.h"

#include <gtest/gtest.h>

namespace hanse::strategy {
namespace {

int64_t day(const char* date) { return *day_of_date(date); }

TEST(WorkingDays, CountsFromTheStartWithoutWeekendsAndHolidays) {
  const WorkingDays days({day("2026-01-05"), {}, {"2026-01-06"}});  // a Monday; Epiphany
  EXPECT_EQ(date_of_day(days.begin_day(0).value()), "2026-01-05");
  EXPECT_EQ(date_of_day(days.begin_day(1).value()), "2026-01-07");
  EXPECT_EQ(date_of_day(days.end_day(1).value()), "2026-01-05") << "one day of work ends on its day";
  EXPECT_EQ(date_of_day(days.end_day(4).value()), "2026-01-09");
  EXPECT_EQ(date_of_day(days.end_day(4.1).value()), "2026-01-12");
  EXPECT_DOUBLE_EQ(days.offset_of(day("2026-01-12")), 4);
  EXPECT_DOUBLE_EQ(days.offset_of(day("2026-01-02")), -1) << "the Friday before";
}

TEST(WorkingDays, FollowTheWeekThatIsWorked) {
  const WorkingDays days({day("2026-01-04"), {"sunday", "monday"}, {}});  // a Sunday
  EXPECT_EQ(date_of_day(days.begin_day(2).value()), "2026-01-11");
  EXPECT_EQ(date_of_day(days.end_day(3).value()), "2026-01-11");
}

TEST(WorkingDays, OfAStartOnAWeekendBeginOnMonday) {
  const WorkingDays days({day("2026-01-03"), {}, {}});
  EXPECT_EQ(date_of_day(days.begin_day(0).value()), "2026-01-05");
  EXPECT_DOUBLE_EQ(days.offset_of(day("2026-01-05")), 0);
}

TEST(WorkingDays, EndWithTheLastYearOfCalendars) {
  const WorkingDays days({0, {"monday"}, {}});
  EXPECT_FALSE(days.end_day(1e9)) << "no date is better than a wrong one";
  EXPECT_FALSE(days.begin_day(1e9));
  const WorkingDays late({day("2199-12-30"), {}, {}});  // a Monday
  EXPECT_EQ(date_of_day(late.end_day(2).value()), "2199-12-31");
  EXPECT_FALSE(late.end_day(3));
}

TEST(WorkingDays, CountMoreThan200Years) {
  const WorkingDays days({day("1970-01-01"), {}, {}});
  const double far = days.offset_of(day("2190-01-04"));  // a Monday
  EXPECT_EQ(date_of_day(days.begin_day(far).value()), "2190-01-04");
}

TEST(Dates, OfCalendarsLieInTheirYears) {
  EXPECT_TRUE(is_of_calendar("1970-01-01"));
  EXPECT_TRUE(is_of_calendar("2199-12-31T23:59:59Z"));
  for (const char* date : {"1969-12-31", "2200-01-01", "9999-12-31", "soon"})
    EXPECT_FALSE(is_of_calendar(date)) << date;
}

TEST(Dates, OfDaysAndInstantsAgree) {
  EXPECT_EQ(day("1970-01-01"), 0);
  EXPECT_EQ(day("2026-01-31T23:59:59Z"), day("2026-01-31"));
  EXPECT_EQ(day_of_instant(-1), -1);
  EXPECT_EQ(date_of_day(month_after(day("2026-01-05"), 3)), "2026-04-01");
  EXPECT_EQ(date_of_day(month_after(day("2026-11-30"), 14)), "2028-01-01");
  EXPECT_FALSE(day_of_date("soon"));
}

}  // namespace
}  // namespace hanse::strategy
