// SPDX-License-Identifier: Apache-2.0
#include "base/cron.h"

#include <gtest/gtest.h>

#include <random>

#include "base/clock.h"

namespace hanse {
namespace {

std::string next(std::string_view line, std::string_view after) {
  const auto schedule = CronSchedule::parse(line);
  if (!schedule) return schedule.error().message;
  return format_time(schedule->next_after(*parse_time(after)));
}

std::string problem(std::string_view line) {
  const auto schedule = CronSchedule::parse(line);
  return schedule ? "" : schedule.error().message + " | " + schedule.error().help;
}

TEST(Cron, RunsAtTheNextWholeMinuteAfterAndNeverAtOnce) {
  EXPECT_EQ(next("* * * * *", "2026-03-01T10:00:00Z"), "2026-03-01T10:01:00Z");
  EXPECT_EQ(next("* * * * *", "2026-03-01T10:00:59Z"), "2026-03-01T10:01:00Z");
  EXPECT_EQ(next("30 10 * * *", "2026-03-01T10:30:00Z"), "2026-03-02T10:30:00Z");
  EXPECT_EQ(next("30 10 * * *", "2026-03-01T10:29:59Z"), "2026-03-01T10:30:00Z");
}

TEST(Cron, CarriesIntoTheNextHourDayMonthAndYear) {
  EXPECT_EQ(next("5 * * * *", "2026-03-01T10:05:00Z"), "2026-03-01T11:05:00Z");
  EXPECT_EQ(next("0 20 * * *", "2026-02-28T20:00:00Z"), "2026-03-01T20:00:00Z");
  EXPECT_EQ(next("59 23 31 12 *", "2026-12-31T23:59:00Z"), "2027-12-31T23:59:00Z");
  EXPECT_EQ(next("0 0 1 * *", "2026-12-15T00:00:00Z"), "2027-01-01T00:00:00Z");
}

TEST(Cron, TakesListsRangesAndSteps) {
  EXPECT_EQ(next("*/15 9-17 * * *", "2026-03-02T09:46:00Z"), "2026-03-02T10:00:00Z");
  EXPECT_EQ(next("*/15 9-17 * * *", "2026-03-02T17:45:00Z"), "2026-03-03T09:00:00Z");
  EXPECT_EQ(next("0,20,40 * * * *", "2026-03-02T09:20:30Z"), "2026-03-02T09:40:00Z");
  EXPECT_EQ(next("10-30/10 0 * * *", "2026-03-02T00:10:00Z"), "2026-03-02T00:20:00Z");
  EXPECT_EQ(next("0 0 1-31/10 * *", "2026-02-22T00:00:00Z"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(next("0 0 1,15-16 * *", "2026-03-15T00:00:00Z"), "2026-03-16T00:00:00Z");
}

TEST(Cron, KnowsNamesInAnyCaseAndBothSundays) {
  EXPECT_EQ(next("0 6 * * MON-fri", "2026-11-27T07:00:00Z"), "2026-11-30T06:00:00Z");
  EXPECT_EQ(next("0 6 * * 0", "2026-11-28T00:00:00Z"), "2026-11-29T06:00:00Z");
  EXPECT_EQ(next("0 6 * * 7", "2026-11-28T00:00:00Z"), "2026-11-29T06:00:00Z");
  EXPECT_EQ(next("0 6 * * 5-7", "2026-11-28T07:00:00Z"), "2026-11-29T06:00:00Z");
  EXPECT_EQ(next("0 6 1 jan,JUL *", "2026-03-01T00:00:00Z"), "2026-07-01T06:00:00Z");
}

TEST(Cron, EitherDayIsEnoughWhenBothAreRestricted) {
  // Monday the 2nd comes before the 13th, and the 13th before Monday the 16th.
  EXPECT_EQ(next("0 0 13 * mon", "2026-03-01T00:00:00Z"), "2026-03-02T00:00:00Z");
  EXPECT_EQ(next("0 0 13 * mon", "2026-03-09T00:00:00Z"), "2026-03-13T00:00:00Z");
  // A field that begins with a star restricts, and does not add.
  EXPECT_EQ(next("0 0 13 * *", "2026-03-01T00:00:00Z"), "2026-03-13T00:00:00Z");
  EXPECT_EQ(next("0 0 */2 * mon", "2026-03-01T00:00:00Z"), "2026-03-09T00:00:00Z");
}

TEST(Cron, WaitsForTheTwentyNinthOfFebruaryOverAWholeCentury) {
  EXPECT_EQ(next("0 0 29 2 *", "2026-01-01T00:00:00Z"), "2028-02-29T00:00:00Z");
  EXPECT_EQ(next("0 0 29 2 *", "2096-02-29T00:00:00Z"), "2104-02-29T00:00:00Z");
}

TEST(Cron, SkipsMonthsThatLackTheDay) {
  EXPECT_EQ(next("0 0 31 * *", "2026-03-31T00:00:00Z"), "2026-05-31T00:00:00Z");
  EXPECT_EQ(next("0 0 30 * *", "2026-01-30T12:00:00Z"), "2026-03-30T00:00:00Z");
}

TEST(Cron, RefusesDaysThatNeverAre) {
  EXPECT_NE(problem("0 0 30 2 *").find("no month of it has such a day"), std::string::npos);
  EXPECT_NE(problem("0 0 31 4,6,9,11 *").find("no month of it has such a day"), std::string::npos);
  // With a weekday it is a day that there is.
  EXPECT_EQ(problem("0 0 30 2 mon"), "");
}

TEST(Cron, KnowsTheShortForms) {
  EXPECT_EQ(next("@hourly", "2026-03-01T10:10:00Z"), "2026-03-01T11:00:00Z");
  EXPECT_EQ(next("@DAILY", "2026-03-01T10:10:00Z"), "2026-03-02T00:00:00Z");
  EXPECT_EQ(next(" @midnight ", "2026-03-01T10:10:00Z"), "2026-03-02T00:00:00Z");
  EXPECT_EQ(next("@weekly", "2026-03-01T10:10:00Z"), "2026-03-08T00:00:00Z");
  EXPECT_EQ(next("@monthly", "2026-03-01T10:10:00Z"), "2026-04-01T00:00:00Z");
  EXPECT_EQ(next("@yearly", "2026-03-01T10:10:00Z"), "2027-01-01T00:00:00Z");
  EXPECT_EQ(next("@annually", "2026-03-01T10:10:00Z"), "2027-01-01T00:00:00Z");
}

TEST(Cron, RefusesWhatIsNoScheduleAndNamesTheField) {
  for (const char* line : {"", "* * * *", "* * * * * *", "@reboot", "@minutely", "every day"})
    EXPECT_NE(problem(line).find("is no schedule"), std::string::npos) << line;
  const std::pair<const char*, const char*> wrong[] = {{"60 * * * *", "no minute"},
                                                       {"* 24 * * *", "no hour"},
                                                       {"* * 0 * *", "no day of the month"},
                                                       {"* * 32 * *", "no day of the month"},
                                                       {"* * * 13 *", "no month"},
                                                       {"* * * 0 *", "no month"},
                                                       {"* * * * 8", "no day of the week"},
                                                       {"*/0 * * * *", "no minute"},
                                                       {"5/15 * * * *", "no minute"},
                                                       {"30-10 * * * *", "no minute"},
                                                       {"1,,2 * * * *", "no minute"},
                                                       {", * * * *", "no minute"},
                                                       {"-1 * * * *", "no minute"},
                                                       {"1- * * * *", "no minute"},
                                                       {"+1 * * * *", "no minute"},
                                                       {"*5 * * * *", "no minute"},
                                                       {"99999999999 * * * *", "no minute"},
                                                       {"* * ? * *", "no day of the month"},
                                                       {"* * * * mond", "no day of the week"},
                                                       {"* * * * fri-mon", "no day of the week"},
                                                       {"* jan * * *", "no hour"},
                                                       {"*/99999999999 * * * *", "no minute"}};
  for (const auto& [line, words] : wrong)
    EXPECT_NE(problem(line).find(words), std::string::npos) << line << ": " << problem(line);
}

TEST(Cron, NothingLiesBetweenAnInstantAndTheNextRun) {
  std::mt19937 random(20'261'128);
  const char* lines[] = {"7 3 * * *",     "*/7 */5 * * *", "0 0 1,31 * *",
                         "30 12 * 2,3 *", "15 8 13 * fri", "0 0 */3 * tue",
                         "59 23 * * sun", "0 12 29 2 *",   "1-3,58 0-1 28-31 * *"};
  for (const char* line : lines) {
    const auto schedule = CronSchedule::parse(line);
    ASSERT_TRUE(schedule) << line;
    for (int i = 0; i < 40; ++i) {
      const int64_t from = static_cast<int64_t>(random() % 3'000'000'000u) * 1'000'000;
      const int64_t found = schedule->next_after(from);
      ASSERT_GT(found, from);
      ASSERT_EQ(found % 60'000'000, 0);
      for (int k = 0; k < 20; ++k) {
        const int64_t between = from + static_cast<int64_t>(random()) % (found - from);
        ASSERT_EQ(schedule->next_after(between), found) << line << " " << format_time(between);
      }
    }
  }
}

}  // namespace
}  // namespace hanse
