// SPDX-License-Identifier: Apache-2.0
// Results, checks, strong ids, embedded files and the log.
#include "base/result.h"

#include <gtest/gtest.h>

#include <set>

#include "base/check.h"
#include "base/embedded.h"
#include "base/ids.h"
#include "base/log.h"

namespace hanse {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return fail(ErrorCode::kInvalidArgument, "expected an even number");
  return value / 2;
}

Result<int> quarter(int value) {
  HANSE_TRY(const int once, half(value));
  HANSE_TRY_STATUS(half(once));
  return half(once);
}

TEST(Result, TryPassesTheValueOn) { EXPECT_EQ(quarter(8).value(), 2); }

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(quarter(6).error().message, "expected an even number");
  EXPECT_EQ(quarter(3).error().code, ErrorCode::kInvalidArgument);
}

TEST(Error, EveryCodeHasItsOwnSpelling) {
  std::set<std::string_view> spellings;
  for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code)
    spellings.insert(to_string(static_cast<ErrorCode>(code)));
  EXPECT_EQ(spellings.size(), static_cast<size_t>(ErrorCode::kInternal) + 1);
}

TEST(CheckDeathTest, SaysWhatAndWhy) {
  EXPECT_DEATH(HANSE_CHECK(1 > 2, "one is less"), "`1 > 2`: one is less");
}

TEST(Ids, AProductIsShownAsDomainAndName) {
  EXPECT_EQ((ProductId{DomainId("flights"), "departures"}.str()), "flights/departures");
}

TEST(Embedded, AnUnknownFileIsEmpty) { EXPECT_TRUE(embedded_file("no/such/file").empty()); }

// In a process of its own: the level is a setting of the process.
TEST(LogDeathTest, AnEntryIsOneLineWhateverItQuotes) {
  EXPECT_EXIT(
      {
        log(LogLevel::kError, "test", "before it is on");
        log_to_stderr();
        log(LogLevel::kInfo, "test", "below the level");
        log(LogLevel::kWarn, "test", "a {} name\nerror forged");
        _exit(0);
      },
      testing::ExitedWithCode(0), "^[0-9T:.-]+Z warning test: a \\{\\} name\\?error forged\n$");
}

}  // namespace
}  // namespace hanse
