// SPDX-License-Identifier: Apache-2.0
#include "engine/plain_pattern.h"

#include <gtest/gtest.h>

#include <random>

#include "base/utf8.h"
#include "engine/plain_functions_test_support.h"

namespace hanse::engine {
namespace {

TEST(PlainPattern, TakesWhatMeansTheSameEverywhere) {
  for (const char* pattern :
       {"^[^@]+@[^@]+$", "^[a-z]+$", "^[A-Z]{2}[0-9]{2,30}$", "^$", "^abc$", "^a?b*c+$",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "^[a-zA-Z0-9_.-]+@[a-zA-Z0-9.-]+\\.[a-z]{2,}$", "^[-a]$",
        "^\\+[0-9]{1,15}$", "^[.]$", "\\A[a-z]+\\z", "\\A\\z"})
    EXPECT_TRUE(is_plain_pattern(pattern)) << pattern;
}

TEST(PlainPattern, LeavesEverythingElse) {
  for (const char* pattern :
       {"",         "a",         "^a",       "a$",         "^.$",           "^(a)$",
        "^a|b$",    "^\\d$",     "^\\w+$",   "^[\\d]$",    "^[[:alpha:]]$", "^[]a]$",
        "^[^]$",    "^[]$",      "^[z-a]$",  "^[a-]b-c]$", "^a+?$",         "^a++$",
        "^a{101}$", "^a{,3}$",   "^a{3,2}$", "^a{01}$",    "^a{00,02}$",    "^a{1,02}$",
        "^a{}$",    "^a{1$",     "^ä$",      "^[ä]$",      "^a$\n",         "^a$b",
        "^^a$",     "^\\Qa\\E$", "^[a",      "^\\",        "^[a-\\]]$",     "^(?i)a$",
        "^[a&&b]$", "^a{2}{3}$", "^+$",      "^*$",        "^?$",           "^[!--]$"})
    EXPECT_FALSE(is_plain_pattern(pattern)) << pattern;
  EXPECT_TRUE(is_plain_pattern("^" + std::string(32, 'a') + "$"));
  EXPECT_FALSE(is_plain_pattern("^" + std::string(33, 'a') + "$"));
  EXPECT_FALSE(PlainPattern::compile("^.*$"));
}

TEST(PlainPattern, TakesTimeByTheLengthOfTheText) {
  // Tried by going back and forth, each of these parts would multiply the work by the length.
  const auto pattern = PlainPattern::compile("^[a-z]+[a-z]+[a-z]+[a-z]+[a-z]+[a-z]+[a-z]+[a-z]+!$");
  ASSERT_TRUE(pattern);
  for (const size_t length : {200u, 256u, 257u, 100'000u}) {
    EXPECT_EQ((*pattern)->matches(std::string(length, 'a')), false);
    EXPECT_EQ((*pattern)->matches(std::string(length, 'a') + "!"), true);
  }
  const auto counted = PlainPattern::compile("^[a-z]{0,100}[a-z]{0,100}[a-z]{0,100}[a-z]{0,100}!$");
  ASSERT_TRUE(counted);
  EXPECT_EQ((*counted)->matches(std::string(401, 'a') + "!"), false);
  EXPECT_EQ((*counted)->matches(std::string(400, 'a') + "!"), true);
}

class Words {
 public:
  explicit Words(uint32_t seed) : random_(seed) {}

  std::string pattern() {
    const bool is_line = below(2) == 0;
    std::string out = is_line ? "^" : "\\A";
    for (size_t i = below(6); i > 0; --i) out += one_of(kParts) + one_of(kQuantifiers);
    return out + (is_line ? "$" : "\\z");
  }
  std::string text() {
    std::string out;
    for (size_t i = below(9); i > 0; --i) out += one_of(kPieces);
    return out;
  }

 private:
  size_t below(size_t count) { return random_() % count; }
  std::string one_of(const std::vector<std::string>& list) { return list[below(list.size())]; }

  inline static const std::vector<std::string> kParts = {
      "a", "b", "@", "[ab]", "[^@]", "[a-z]", "[A-Z0-9]", "[^a-z]", "\\.", "[.@-]", "[-a]", "-"};
  inline static const std::vector<std::string> kQuantifiers = {
      "", "", "+", "*", "?", "{2}", "{0,3}", "{1,}", "{0}", "", "{3}"};
  inline static const std::vector<std::string> kPieces = {
      "a", "b", "ab", "@", ".", "-", "Z9", "ä", "\n", "😀", "aaa", "A", std::string(130, 'a')};
  std::mt19937 random_;
};

TEST(PlainPattern, SaysWhatTheEngineSays) {
  const auto engine = engine_with_plain_functions();
  ASSERT_NE(engine, nullptr);
  constexpr uint32_t kSeed = 20261129;
  Words words(kSeed);
  int64_t found = 0;
  for (int i = 0; i < 400; ++i) {
    const std::string pattern = quote_literal(words.pattern());
    std::string texts;
    for (int k = 0; k < 60; ++k) texts += (k == 0 ? "" : ", ") + quote_literal(words.text());
    const auto rows = engine->run(
        {fmt::format(
             "SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b), count(*) FILTER (WHERE a) "
             "FROM (SELECT hanse_matches(t, {0}) AS a, regexp_matches(t, {0}) AS b "
             "FROM (SELECT unnest([{1}, NULL]) AS t))",
             pattern, texts),
         {},
         0},
        CancelToken());
    ASSERT_TRUE(rows) << pattern << " " << rows.error().message;
    const auto chunk = (*rows)->next();
    ASSERT_TRUE(chunk && chunk->rows() == 1) << pattern;
    EXPECT_EQ(data::cell_text(*(*rows)->schema(), *chunk, 0, 0), "0")
        << pattern << " seed " << kSeed;
    found += std::stoll(data::cell_text(*(*rows)->schema(), *chunk, 1, 0));
  }
  EXPECT_GT(found, 400);
}

}  // namespace
}  // namespace hanse::engine
