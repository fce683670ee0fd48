// SPDX-License-Identifier: Apache-2.0
#include "engine/word_list.h"

#include <gtest/gtest.h>

#include "base/utf8.h"
#include "engine/plain_functions_test_support.h"

namespace hanse::engine {
namespace {

TEST(WordListTest, HasItsWordsAndNoOther) {
  const std::vector<std::string> words = {"open", "paid", "", "12:a", "ä", "open ", "longer than twelve"};
  const auto list = WordList::compile(WordList::encoded(words));
  ASSERT_TRUE(list) << list.error().message;
  for (const std::string& word : words) EXPECT_TRUE((*list)->matches(word)) << word;
  for (const char* other : {"ope", "Open", " ", "12", "a", "longer than twelv", "4:open", ":"})
    EXPECT_FALSE((*list)->matches(other)) << other;
  EXPECT_FALSE((*WordList::compile(""))->matches(""));
}

TEST(WordListTest, TakesWhatItEncodesAlone) {
  for (const char* text : {"open", "4open", "4:ope", "-1:a", "1:ab", ":", "1:a2", "99999999999999999999:a",
                           "18446744073709551615:a"})
    EXPECT_EQ(WordList::compile(text).error().code, ErrorCode::kInvalidArgument) << text;
}

TEST(WordListTest, SaysWhatTheEngineSays) {
  const auto engine = engine_with_plain_functions();
  ASSERT_NE(engine, nullptr);
  const std::vector<std::string> words = {"open", "o'pen", "7", "", "a text of more than twelve bytes"};
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + quote_literal(word);
  const std::string told = row_of(
      *engine,
      fmt::format("SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b), count(*) FILTER (WHERE a), "
                   "count(*) FILTER (WHERE a IS NULL) FROM (SELECT hanse_one_of(t, {}) AS a, t IN ({}) "
                   "AS b FROM (SELECT unnest([{}, NULL, 'OPEN', 'x', 'a text of more than twelve']) AS t, "
                   "unnest(range(9)) AS n))",
                   quote_literal(WordList::encoded(words)), list, list));
  EXPECT_EQ(told, "[0,5,1]");
}

}  // namespace
}  // namespace hanse::engine
