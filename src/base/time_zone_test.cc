// SPDX-License-Identifier: Apache-2.0
#include "base/time_zone.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace hanse {
namespace {

int minute(const char* zone, const char* time) {
  return TimeZone::load(zone)->minute_of_day(*parse_time(time));
}

TEST(TimeZone, KnowsSummerAndWinter) {
  EXPECT_EQ(minute("Europe/Berlin", "2026-01-15T12:00:00Z"), 13 * 60);
  EXPECT_EQ(minute("Europe/Berlin", "2026-07-15T12:30:00Z"), 14 * 60 + 30);
  EXPECT_EQ(minute("Asia/Kolkata", "2026-07-15T23:00:00Z"), 4 * 60 + 30);
  EXPECT_EQ(minute("", "2026-07-15T23:00:00Z"), 23 * 60);
}

TEST(TimeZone, IsNoPath) {
  for (const char* name : {"Europe/Atlantis", "../../../etc/passwd", "/etc/localtime", "a b"})
    EXPECT_FALSE(TimeZone::load(name).has_value()) << name;
}

}  // namespace
}  // namespace hanse
