// SPDX-License-Identifier: Apache-2.0
// UTF-8, SQL quoting, terminal text and places in source files.
#include <gtest/gtest.h>

#include "base/source.h"
#include "base/terminal_text.h"
#include "base/utf8.h"

namespace hanse {
namespace {

constexpr auto kNone = std::string_view::npos;

TEST(Utf8, AcceptsEveryLengthOfSequence) {
  EXPECT_EQ(first_invalid_utf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), kNone);
  EXPECT_EQ(first_invalid_utf8(""), kNone);
}

TEST(Utf8, FindsOverlongSurrogateTruncatedAndTooLarge) {
  EXPECT_EQ(first_invalid_utf8("a\xC0\x80"), 1u);
  EXPECT_EQ(first_invalid_utf8("a\xE0\x80\x80"), 1u);
  EXPECT_EQ(first_invalid_utf8("a\xED\xA0\x80"), 1u);
  EXPECT_EQ(first_invalid_utf8("a\xE2\x82"), 1u);
  EXPECT_EQ(first_invalid_utf8("a\xF4\x90\x80\x80"), 1u);
  EXPECT_EQ(first_invalid_utf8("\xC3\xA9\x80"), 2u);
}

TEST(Utf8, LowersOnlyAscii) {
  EXPECT_EQ(ascii_lower("AbZ\xC3\x89"), "abz\xC3\x89");
  EXPECT_TRUE(equal_ignoring_case("Name", "nAME"));
  EXPECT_FALSE(equal_ignoring_case("Name", "Names"));
}

TEST(Utf8, TrimsBothEnds) {
  EXPECT_EQ(trim(" \ta b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Utf8, QuotesForSqlByDoublingTheMark) {
  EXPECT_EQ(quote_identifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(quote_literal("it's"), "'it''s'");
}

TEST(TerminalText, ReplacesControlsReorderingAndInvalidBytes) {
  EXPECT_EQ(printable("a\x1b[1m\nb\x7F"), "a?[1m?b?");
  EXPECT_EQ(printable_lines("a\x1b[1m\r\nb\n"), "a?[1m?\nb\n");
  EXPECT_EQ(printable("a\xC2\x9B" "b"), "a?b");
  EXPECT_EQ(printable("a\xE2\x80\xAE" "b\xE2\x80\xA8"), "a?b?");
  EXPECT_EQ(printable("a\xFF\xE2\x82"), "a???");
}

TEST(TerminalText, KeepsOrdinaryText) {
  EXPECT_EQ(printable("Z\xC3\xBCrich \xE6\x97\xA5"), "Z\xC3\xBCrich \xE6\x97\xA5");
}

TEST(TerminalText, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);
  EXPECT_EQ(display_width("\xF0\x9F\x98\x80"), 2u);
  EXPECT_EQ(display_width("\xFF"), 1u);
}

TEST(TerminalText, CountsCodePoints) {
  EXPECT_EQ(code_point_count("e\xCC\x81\xE6\x97\xA5\xFF"), 4u);
}

TEST(SourceFile, PlacesCountLinesAndCodePointsFromOne) {
  const SourceFile file("a", "x\n\xC3\xA9\xE6\x97\xA5z\n");
  EXPECT_EQ(file.place(0).line, 1);
  EXPECT_EQ(file.place(0).column, 1);
  EXPECT_EQ(file.place(7).line, 2);
  EXPECT_EQ(file.place(7).column, 3);
}

TEST(SourceFile, PlacesPastTheEndAreTheEnd) {
  const SourceFile file("a", "x\ny");
  EXPECT_EQ(file.place(1'000).line, 2);
  EXPECT_EQ(file.place(1'000).column, 2);
}

TEST(SourceFile, ColumnsAreBytesInALineThatIsNoUtf8) {
  const SourceFile file("a", "\xC3\xA9\xFFz");
  EXPECT_EQ(file.place(3).column, 4);
}

TEST(SourceFile, LineTextHasNoLineEnd) {
  const SourceFile file("a", "x\r\ny\n");
  EXPECT_EQ(file.line_text(1), "x");
  EXPECT_EQ(file.line_text(2), "y");
  EXPECT_EQ(file.line_text(3), "");
  EXPECT_EQ(file.line_text(0), "");
  EXPECT_EQ(file.line_text(9), "");
}

}  // namespace
}  // namespace hanse
