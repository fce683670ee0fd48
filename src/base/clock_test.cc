// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <gtest/gtest.h>

namespace hanse {
namespace {

constexpr int64_t kNoonUs = 1'764'590'400'000'000;  // 2025-12-01T12:00:00Z

TEST(Clock, FormatsWholeSecondsWithoutFraction) {
  EXPECT_EQ(format_time(kNoonUs), "2025-12-01T12:00:00Z");
}

TEST(Clock, FormatsMicrosecondsWithSixDigits) {
  EXPECT_EQ(format_time(kNoonUs + 42), "2025-12-01T12:00:00.000042Z");
}

TEST(Clock, FormatsTimesBefore1970) {
  EXPECT_EQ(format_time(-1), "1969-12-31T23:59:59.999999Z");
}

TEST(Clock, ParsesWhatItFormats) {
  for (int64_t time : {int64_t{0}, int64_t{-1}, kNoonUs, kNoonUs + 999'999})
    EXPECT_EQ(parse_time(format_time(time)).value(), time);
}

TEST(Clock, ParsesADateAsMidnightUtc) {
  EXPECT_EQ(parse_time("2025-12-01").value(), kNoonUs - int64_t{12} * 3600 * 1'000'000);
}

TEST(Clock, AppliesTheOffsetOfTheZone) {
  EXPECT_EQ(parse_time("2025-12-01T14:00:00+02:00").value(), kNoonUs);
  EXPECT_EQ(parse_time("2025-12-01T06:30:00-05:30").value(), kNoonUs);
}

TEST(Clock, DropsDigitsBelowAMicrosecond) {
  EXPECT_EQ(parse_time("2025-12-01T12:00:00.1234567Z").value(), kNoonUs + 123'456);
}

TEST(Clock, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "2025", "2025-13-01", "2025-02-29", "2025-12-01T", "2025-12-01T12:00:00",
        "2025-12-01T24:00:00Z", "2025-12-01T12:60:00Z", "2025-12-01T12:00:00.Z",
        "2025-12-01T12:00:00+2:00", "2025-12-01T12:00:00ZZ", "2025/12/01", "20a5-12-01"})
    EXPECT_FALSE(parse_time(text).has_value()) << text;
}

TEST(Clock, SaysWhatWasExpectedOfATime) {
  EXPECT_EQ(parse_time("soon").error().message,
            "`soon` is no time: expected RFC 3339 (`2026-01-31T12:00:00Z`) or a date");
}

TEST(Clock, ParsesDurations) {
  constexpr int64_t kSecond = 1'000'000, kDay = 86'400 * kSecond;
  EXPECT_EQ(parse_duration_us("P90D").value(), 90 * kDay);
  EXPECT_EQ(parse_duration_us("PT15M").value(), 15 * 60 * kSecond);
  EXPECT_EQ(parse_duration_us("P2Y").value(), 730 * kDay);
  EXPECT_EQ(parse_duration_us("P1M").value(), 30 * kDay);
  EXPECT_EQ(parse_duration_us("P1DT1H1S").value(), kDay + 3601 * kSecond);
}

TEST(Clock, RefusesWhatIsNoDuration) {
  for (const char* text : {"", "P", "PT", "P1", "90D", "PD", "P1DT", "P1H", "PT1D", "P-1D", "P1D1D",
                           "P1D1Y", "PT1S1M", "P1.5D", "P999999999Y", "P1DT1HT1M"})
    EXPECT_FALSE(parse_duration_us(text).has_value()) << text;
}

TEST(Clock, ManualClockMovesOnlyWhenTold) {
  ManualClock clock(100);
  EXPECT_EQ(clock.now_us(), 100);
  clock.advance_us(5);
  EXPECT_EQ(clock.monotonic_us(), 105);
}

}  // namespace
}  // namespace hanse
