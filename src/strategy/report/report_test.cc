// SPDX-License-Identifier: Apache-2.0
#include "strategy/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "strategy/report/charts.h"

namespace hanse::strategy {
namespace {

Figure figure(const char* id, Basis basis, std::optional<double> value, double weight = 1) {
  Figure out;
  out.id = id;
  out.label = id;
  out.value = value;
  out.basis = basis;
  out.source = "where";
  out.weight = weight;
  return out;
}

Report hostile() {
  Report report;
  report.tool = "try";
  report.title = "A <b>title</b>";
  report.made_at = "2026-11-28T00:00:00Z";
  report.rests_on = {figure("a", Basis::kMeasured, 1, 3), figure("b", Basis::kClaimed, 1, 1),
                     figure("c", Basis::kStated, std::nullopt, 100)};
  ReportTable table;
  table.id = "rows";
  table.caption = "Rows";
  table.columns = {{"name", false}, {"n", true}};
  table.rows = {{"=cmd|' /C calc'!A0", "-1"}, {"a,\"b\"\n<script>", "2"}};
  ReportChart chart;
  chart.id = "chart";
  chart.caption = "Chart";
  chart.label = "Two bars";
  chart.option = bar_chart({{"</script><script>alert(1)</script>"}, {{"s", {1.0}}}, "EUR"});
  report.sections = {{"One", {Paragraph{"<i>text</i>"}, FigureRow{report.rests_on}, table, chart}}};
  report.data = Json::object({{"answer", 42}});
  return report;
}

TEST(Report, SharesCountWeightsOfFiguresThatHaveAValue) {
  const Shares shares = shares_of(hostile().rests_on);
  EXPECT_DOUBLE_EQ(shares.measured, 0.75);
  EXPECT_DOUBLE_EQ(shares.stated, 0);
  EXPECT_DOUBLE_EQ(shares.claimed, 0.25);
  EXPECT_EQ(shares_text(shares), "75 % measured, 0 % stated, 25 % claimed");
  EXPECT_EQ(shares_text({1.0 / 3, 1.0 / 3, 1.0 / 3}), "34 % measured, 33 % stated, 33 % claimed");
  EXPECT_EQ(shares_text({}), "no figure has a value");
}

TEST(Report, HtmlCarriesNoMarkupOfForeignTextsAndFetchesNothing) {
  const std::string html = report_html(hostile());
  EXPECT_EQ(html.find("<b>title"), std::string::npos);
  EXPECT_EQ(html.find("<i>text"), std::string::npos);
  EXPECT_EQ(html.find("<script>alert"), std::string::npos);
  EXPECT_EQ(html.find("</script><script>"), std::string::npos);
  EXPECT_NE(html.find("default-src 'none'"), std::string::npos);
  EXPECT_EQ(html.find("src=\""), std::string::npos);
  EXPECT_NE(html.find("75 % measured"), std::string::npos);
  EXPECT_EQ(report_html(hostile()), html);
}

TEST(Report, CsvQuotesCellsAndDisarmsFormulas) {
  const auto files = report_csv(hostile());
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[0].first, "try-figures.csv");
  EXPECT_EQ(files[1].first, "try-rows.csv");
  EXPECT_EQ(files[1].second,
            "name,n\r\n'=cmd|' /C calc'!A0,-1\r\n\"a,\"\"b\"\"\n<script>\",2\r\n");
}

TEST(Report, JsonHasTheResultBesideWhatItRestsOn) {
  const Json json = report_json(hostile());
  EXPECT_EQ(json["format_version"].as_int(), 1);
  EXPECT_EQ(json["answer"].as_int(), 42);
  EXPECT_EQ(json["shares"]["measured"].as_double(), 0.75);
  EXPECT_EQ(json["rests_on"].size(), 3u);
  EXPECT_TRUE(json["rests_on"].at(2)["value"].is_null());
}

TEST(Report, TextAndMarkdownSayTheSame) {
  const std::string text = report_text(hostile()), markdown = report_markdown(hostile());
  EXPECT_EQ(text,
            "A <b>title</b>\nrests on: 75 % measured, 0 % stated, 25 % claimed\n\nOne\n"
            "<i>text</i>\n  a: 1 (measured: where)\n  b: 1 (claimed: where)\n"
            "  c: – (missing: where)\nRows\n  name                 n\n"
            "  =cmd|' /C calc'!A0  -1\n  a,\"b\" <script>       2\n");
  EXPECT_NE(markdown.find("| a,\"b\" \\<script> | 2 |"), std::string::npos) << markdown;
}

TEST(Report, NumbersHaveThreeDigitsAndNarrowBlanks) {
  EXPECT_EQ(number_text(1234567.4), "1\u202f234\u202f567");
  EXPECT_EQ(number_text(-99.96), "−100");
  EXPECT_EQ(number_text(0.12345), "0.123");
  EXPECT_EQ(number_text(2), "2");
  EXPECT_EQ(number_text(-0.0001), "0");
}

// Names from files stand in every text of a report.
Report forging() {
  Report report;
  report.tool = "try";
  report.title = "T\x1b[2J";
  report.subject = "s\n## Forged";
  report.made_at = "2026-11-28T00:00:00Z";
  ReportTable table;
  table.id = "rows";
  table.caption = "C\x07\n## Forged";
  table.columns = {{"n\x1b[31m\n## Forged", false}};
  table.rows = {{"cell\u202e"}};
  report.sections = {{"One\n## Forged",
                      {Paragraph{"a `<b>` ` <i> \\<u> ![x](http://a)\n## Forged\n---"},
                       Callout{Verdict::kGood, "ok\n## Forged"}, ReportList{{"x\n## Forged", "[ ] to do", "[y](http://a)"}},
                       table}}};
  return report;
}

TEST(Report, NamesNeitherMoveTheTerminalNorForgeLines) {
  const std::string text = report_text(forging());
  for (const char* forbidden : {"\x1b", "\x07", "\u202e"})
    EXPECT_EQ(text.find(forbidden), std::string::npos);
  EXPECT_EQ(text.find("\n## Forged\n---"), text.rfind("\n## Forged")) << "of the paragraph alone";
}

TEST(Report, HtmlShowsNamesInTheirOrder) {
  const std::string html = report_html(forging());
  for (const char* forbidden : {"\x1b", "\x07", "\u202e"})
    EXPECT_EQ(html.find(forbidden), std::string::npos);
}

// An unmatched run of backticks is literal as a whole (CommonMark 6.1): its end opens no code.
TEST(Report, ARunOfBackticksThatNothingClosesIsNoCode) {
  Report report;
  report.tool = "try";
  report.title = "``<img src=x>`";
  EXPECT_THAT(report_markdown(report), testing::StartsWith("# \\`\\`\\<img src=x>\\`\n"));
}

TEST(Report, MarkdownHasNoMarkupOfNames) {
  const std::string markdown = report_markdown(forging());
  for (const char* forbidden : {"\x1b", "\x07", "\u202e", "\n## Forged", "\n---"})
    EXPECT_EQ(markdown.find(forbidden), std::string::npos) << forbidden;
  EXPECT_NE(markdown.find("* [ ] to do\n* \\[y](http://a)\n"), std::string::npos) << markdown;
  EXPECT_NE(markdown.find("a `<b>` \\` \\<i> \\\\\\<u> !\\[x](http://a)\n\\## Forged\n\\---\n"),
            std::string::npos)
      << markdown;
}

}  // namespace
}  // namespace hanse::strategy
