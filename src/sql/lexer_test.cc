// SPDX-License-Identifier: Apache-2.0
#include "sql/lexer.h"

#include <gtest/gtest.h>

namespace hanse::sql {
namespace {

std::vector<std::string> words(std::string_view sql) {
  std::vector<std::string> out;
  for (const Token& token : tokens_of(sql)) out.emplace_back(token.text);
  return out;
}

TEST(Lexer, CutsWordsStringsAndSymbols) {
  EXPECT_EQ(words("SELECT a.\"b\"\"c\", 'it''s' FROM t -- x\n/* a /* b */ c */ WHERE $1=1.5e3"),
            (std::vector<std::string>{"SELECT", "a", ".", "\"b\"\"c\"", ",", "'it''s'", "FROM", "t",
                                      "WHERE", "$1", "=", "1.5e3"}));
  EXPECT_EQ(words("E'a\\'b' $tag$ ; ' $tag$ $$x$$"),
            (std::vector<std::string>{"E'a\\'b'", "$tag$ ; ' $tag$", "$$x$$"}));
}

TEST(Lexer, WhatIsNeverClosedReachesToTheEnd) {
  for (const char* text : {"'abc", "\"abc", "$$abc", "/* abc", "E'abc\\", "/*/* a */", "$a", "'"})
    EXPECT_LE(tokens_of(text).size(), 2u) << text;
}

TEST(Lexer, SplitsAtSemicolonsOfTheStatementOnly) {
  const auto parts = split_statements("; SELECT ';' ;; -- ;\n SELECT 2 /* ; */ ; /* x */ ;");
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(words(parts[0]), (std::vector<std::string>{"SELECT", "';'"}));
  EXPECT_EQ(words(parts[1]), (std::vector<std::string>{"SELECT", "2"}));
  EXPECT_TRUE(split_statements(" -- nothing\n").empty());
}

std::string repeated(std::string_view text, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Lexer, ATextThatKeepsTheParserBusyIsRefused) {
  for (const std::string& text :
       {repeated("+", 1'000), repeated("-+", 1'000), repeated("/*", 10'000),
        repeated("/**/", 10'000), "'" + repeated("''", 400'000) + "'", repeated(" AND 1", 101),
        repeated(" OR 1", 101), repeated("$1,", 101), repeated("?,", 101), repeated("a,", 1'100)}) {
    const Status status = check_cost("SELECT 1 " + text, 100);
    ASSERT_FALSE(status) << text.substr(0, 20);
    EXPECT_EQ(status.error().code, ErrorCode::kLimitExceeded);
  }
}

TEST(Lexer, ATextThatPeopleWriteIsNotRefused) {
  for (const std::string& text :
       {"/*" + repeated("*", 100'000) + "*/", repeated("-", 100'000) + "\n",
        repeated("/* a /* b */ c */ ", 10'000), repeated("a <= -1 + -(b) || 'it''s', ", 100),
        "'" + repeated("''", 10'000) + "'", "'" + repeated("x", 900'000) + "'",
        repeated("\"a\"\"b\",", 900), repeated("AND 1 ", 100)})
    EXPECT_TRUE(check_cost("SELECT 1 " + text, 100)) << text.substr(0, 20);
}

TEST(Lexer, PlainTextIsWithoutQuotes) {
  EXPECT_EQ(plain_text(tokens_of("UTC")[0]), "utc");
  EXPECT_EQ(plain_text(tokens_of("'It''s'")[0]), "It's");
  EXPECT_EQ(plain_text(tokens_of("\"A b\"")[0]), "A b");
}

}  // namespace
}  // namespace hanse::sql
