// SPDX-License-Identifier: Apache-2.0
#include "engine/plain_values.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/utf8.h"
#include "engine/plain_functions_test_support.h"

namespace hanse::engine {
namespace {

TEST(PlainValues, ReadsTheUsualFormAndNoOther) {
  EXPECT_EQ(plain_whole("0"), 0);
  EXPECT_EQ(plain_whole("-0012"), -12);
  EXPECT_EQ(plain_whole("999999999999999999"), 999'999'999'999'999'999);
  for (const char* text : {"", "-", "--1", "+1", " 1", "1 ", "1.0", "1e3", "1_000", "0x1", "１",
                           "1000000000000000000", "12345678901234567890"})
    EXPECT_EQ(plain_whole(text), std::nullopt) << text;
  EXPECT_EQ(plain_whole(std::string_view("1\0", 2)), std::nullopt);
  EXPECT_EQ(plain_day("1970-01-01"), 0);
  EXPECT_EQ(plain_day("0001-01-01"), -719'162);
  EXPECT_EQ(plain_day("9999-12-31"), 2'932'896);
  EXPECT_EQ(plain_day("2000-02-29"), 11'016);
  for (const char* text : {"", "0000-01-01", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31",
                           "2026-01-00", "2026-1-01", "2026/01/01", "2026-01-01 ", "+026-01-01",
                           "-026-01-01", "12026-01-01", "infinity  ", "2026-01-0x"})
    EXPECT_EQ(plain_day(text), std::nullopt) << text;
}

TEST(PlainValues, ReadsNumbersToTheNearestThereIs) {
  EXPECT_EQ(plain_number("0"), 0.0);
  EXPECT_TRUE(std::signbit(*plain_number("-0.0")));
  EXPECT_EQ(plain_number("0.1"), 0.1);
  EXPECT_EQ(plain_number("-1234567890.12345"), -1234567890.12345);
  EXPECT_EQ(plain_number("999999999999999"), 999999999999999.0);
  EXPECT_EQ(plain_number("0.00000000000001"), 1e-14);
  for (const char* text : {"", "-", ".", "1.", ".5", "1e5", "+1", "--1", "1.2.3", " 1", "NaN", "inf",
                           "1234567890123456", "0.0000000000000001", "12345678.90123456", "1,5"})
    EXPECT_EQ(plain_number(text), std::nullopt) << text;
}

TEST(PlainValues, CountsCharacters) {
  EXPECT_EQ(plain_length(""), 0);
  EXPECT_EQ(plain_length("seven b"), 7);
  EXPECT_EQ(plain_length("eight by"), 8);
  EXPECT_EQ(plain_length("größer als zwölf Zeichen"), 24);
  EXPECT_EQ(plain_length("😀€äa😀€äa"), 8);
}

// What they read the engine reads to the same value; the rest they leave to it.
TEST(PlainValues, SaysWhatTheEngineSays) {
  const auto engine = engine_with_plain_functions();
  ASSERT_NE(engine, nullptr);
  constexpr uint32_t kSeed = 20261130;
  std::mt19937 random(kSeed);
  const std::vector<std::string> pieces = {"0", "1", "9", "12", "31", "02", "29", "30", "2026", "1900",
                                           "0000", "-", "-", "+", ".", "e", " ", "x", "_", "ä"};
  std::string texts = "NULL";
  for (int i = 0; i < 20'000; ++i) {
    std::string text;
    if (i % 2 == 0)
      text = i % 4 == 0
                 ? fmt::format("{:04}-{:02}-{:02}", random() % 10'000, random() % 14, random() % 33)
                 : fmt::format("{}{}.{}", i % 8 == 2 ? "-" : "", random() % 10'000'000,
                               random() % 100'000'000);
    for (size_t k = random() % (i % 2 == 0 ? 2 : 8); k > 0; --k) text += pieces[random() % pieces.size()];
    texts += ", " + quote_literal(text);
  }
  const std::string told = row_of(
      *engine,
      fmt::format("SELECT count(*) FILTER (WHERE w IS NOT NULL AND w IS DISTINCT FROM TRY_CAST(t AS "
                   "BIGINT)), count(*) FILTER (WHERE d IS NOT NULL AND d IS DISTINCT FROM TRY_CAST(t "
                   "AS DATE)), count(w) > 1000, count(d) > 1000, count(*) FILTER (WHERE w IS NULL "
                   "AND regexp_full_match(t, '-?\\d{{1,18}}')), count(*) FILTER (WHERE d IS NULL AND "
                   "regexp_full_match(t, '\\d{{4}}-\\d\\d-\\d\\d') AND t NOT LIKE '0000%' AND "
                   "TRY_CAST(t AS DATE) IS NOT NULL), count(*) FILTER (WHERE n IS NOT NULL AND (n "
                   "IS DISTINCT FROM TRY_CAST(t AS DOUBLE) OR signbit(n) <> signbit(TRY_CAST(t AS "
                   "DOUBLE)))), count(n) > 3000, count(*) FILTER (WHERE hanse_length(t || t) IS "
                   "DISTINCT FROM length(t || t)) FROM (SELECT t, hanse_whole(t) AS w, "
                   "hanse_number(t) AS n, hanse_day(t) AS d FROM (SELECT unnest([{}]) AS t))",
                   texts));
  EXPECT_EQ(told, "[0,0,true,true,0,0,0,true,0]") << "seed " << kSeed;
}

}  // namespace
}  // namespace hanse::engine
