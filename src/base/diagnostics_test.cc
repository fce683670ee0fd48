// SPDX-License-Identifier: Apache-2.0
#include "base/diagnostics.h"

#include <gtest/gtest.h>

namespace hanse {
namespace {

Span span_of(const std::string& text, std::string_view marked, const char* path = "mesh.yaml") {
  auto file = std::make_shared<const SourceFile>(path, text);
  const size_t offset = text.find(marked);
  return {file, static_cast<uint32_t>(offset), static_cast<uint32_t>(marked.size())};
}

std::string render_one(Span span) {
  Diagnostics diagnostics;
  diagnostics.error("HNS-S001", std::move(span), "unknown field `nmae`");
  return render_human(diagnostics, Colour::kOff);
}

TEST(Diagnostics, RendersCodePlaceCaretsNoteAndHelp) {
  Diagnostics diagnostics;
  diagnostics.add({"HNS-S012", Severity::kError, "unknown field `nmae`",
                   span_of("kind: Product\nnmae: x\n", "nmae"), "product a/b",
                   {"expected one of `name`, `title`"}, "write `name`"});
  EXPECT_EQ(render_human(diagnostics, Colour::kOff),
            "error[HNS-S012]: unknown field `nmae`\n"
            " --> mesh.yaml:2:1\n"
            "  |\n"
            "2 | nmae: x\n"
            "  | ^^^^\n"
            "  = note: expected one of `name`, `title`\n"
            "  = help: write `name`\n"
            "\n");
}

TEST(Diagnostics, RendersAWarningWithoutAFile) {
  Diagnostics diagnostics;
  diagnostics.warning("HNS-P001", {}, "no rule applies", "add a rule");
  EXPECT_EQ(render_human(diagnostics, Colour::kOff),
            "warning[HNS-P001]: no rule applies\n  = help: add a rule\n\n");
}

TEST(Diagnostics, WidensTheMarginWithTheLineNumber) {
  EXPECT_EQ(render_one(span_of(std::string(99, '\n') + "nmae: x", "nmae")),
            "error[HNS-S001]: unknown field `nmae`\n"
            "   --> mesh.yaml:100:1\n"
            "    |\n"
            "100 | nmae: x\n"
            "    | ^^^^\n"
            "\n");
}

TEST(Diagnostics, MarksASpanOfSeveralLinesToTheEndOfTheFirst) {
  EXPECT_EQ(render_one(span_of("a: [1,\n  2]\n", "[1,\n  2]")),
            "error[HNS-S001]: unknown field `nmae`\n"
            " --> mesh.yaml:1:4\n"
            "  |\n"
            "1 | a: [1,\n"
            "  |    ^^^\n"
            "\n");
}

TEST(Diagnostics, ShowsTabsAsFourBlanks) {
  EXPECT_EQ(render_one(span_of("\ta:\tb\n", "b")),
            "error[HNS-S001]: unknown field `nmae`\n"
            " --> mesh.yaml:1:5\n"
            "  |\n"
            "1 |     a:    b\n"
            "  |           ^\n"
            "\n");
}

TEST(Diagnostics, PutsCaretsUnderWideAndCombiningText) {
  const std::string wide = "\xE6\x97\xA5\xE6\x9C\xAC", accents = "e\xCC\x81t\xC3\xA9";
  EXPECT_EQ(render_one(span_of(wide + ": " + accents, accents)),
            "error[HNS-S001]: unknown field `nmae`\n"
            " --> mesh.yaml:1:5\n"
            "  |\n"
            "1 | " + wide + ": " + accents + "\n"
            "  |       ^^^\n"
            "\n");
}

TEST(Diagnostics, PutsOneCaretAfterTheLineForASpanAtItsEnd) {
  const std::string text = "name:\r\nnext: 1\n";
  EXPECT_EQ(render_one(span_of(text, "\r\n")),
            "error[HNS-S001]: unknown field `nmae`\n"
            " --> mesh.yaml:1:6\n"
            "  |\n"
            "1 | name:\n"
            "  |      ^\n"
            "\n");
}

TEST(Diagnostics, CutsALongLine) {
  const std::string rendered = render_one(span_of("nmae: " + std::string(5'000, 'x'), "nmae"));
  EXPECT_LT(rendered.size(), 700u);
  EXPECT_NE(rendered.find("xxx...\n"), std::string::npos);
}

TEST(Diagnostics, NeverPrintsControlCharactersOfTheSource) {
  Diagnostics diagnostics;
  diagnostics.error("HNS-S001", span_of("a\x1b[2J: \xC2\x9B" "1", "a"), "unknown `\x1b[2J`\n");
  const std::string rendered = render_human(diagnostics, Colour::kOff);
  EXPECT_EQ(rendered.find('\x1b'), std::string::npos);
  EXPECT_EQ(rendered.find("\xC2\x9B"), std::string::npos);
  EXPECT_TRUE(rendered.starts_with("error[HNS-S001]: unknown `?[2J`?\n")) << rendered;
}

TEST(Diagnostics, ColoursOnlyWhenTold) {
  Diagnostics diagnostics;
  diagnostics.error("HNS-S001", span_of("a: 1", "a"), "no");
  const std::string rendered = render_human(diagnostics, Colour::kOn);
  EXPECT_TRUE(rendered.starts_with("\x1b[1;31merror[HNS-S001]\x1b[0m: no")) << rendered;
}

TEST(Diagnostics, RendersJsonWithPlaces) {
  Diagnostics diagnostics;
  diagnostics.add({"HNS-S012", Severity::kError, "no", span_of("a: \xC3\xA9 b", "b"), "product a/b",
                   {"n"}, ""});
  EXPECT_EQ(render_json(diagnostics),
            R"({"format_version":1,"diagnostics":[{"code":"HNS-S012","severity":"error",)"
            R"("file":"mesh.yaml","line":1,"column":6,"length":1,"message":"no","notes":["n"],)"
            R"("help":null,"object":"product a/b"}]})");
}

TEST(Diagnostics, SortsByPathPlaceAndCodeAndDropsRepeats) {
  Diagnostics diagnostics;
  diagnostics.error("HNS-S002", span_of("a: 1", "1", "b.yaml"), "second");
  diagnostics.error("HNS-S001", span_of("a: 1", "1", "b.yaml"), "second");
  diagnostics.error("HNS-S003", span_of("a: 1", "a", "b.yaml"), "first");
  diagnostics.error("HNS-S009", span_of("a: 1", "1", "a.yaml"), "other file");
  diagnostics.error("HNS-S002", span_of("a: 1", "1", "b.yaml"), "second");
  diagnostics.sort();
  std::string order;
  for (const Diagnostic& item : diagnostics.items()) order += item.code.substr(4) + " ";
  EXPECT_EQ(order, "S009 S003 S001 S002 ");
}

TEST(Diagnostics, CountsOnlyErrors) {
  Diagnostics diagnostics, more;
  diagnostics.warning("HNS-S001", {}, "w");
  EXPECT_FALSE(diagnostics.has_errors());
  more.error("HNS-S002", {}, "e");
  diagnostics.merge(std::move(more));
  EXPECT_EQ(diagnostics.error_count(), 1u);
  EXPECT_EQ(diagnostics.items().size(), 2u);
}

TEST(Nearest, FindsASwapAMissingAndAWrongLetter) {
  const std::vector<std::string_view> words = {"name", "title", "description"};
  EXPECT_EQ(nearest("nmae", words), "name");
  EXPECT_EQ(nearest("titl", words), "title");
  EXPECT_EQ(nearest("descriptoin", words), "description");
}

TEST(Nearest, IgnoresCase) { EXPECT_EQ(nearest("NAME", {"title", "name"}), "name"); }

TEST(Nearest, TakesAPrefixForTheWord) {
  EXPECT_EQ(nearest("desc", {"dest", "description"}), "description");
  EXPECT_EQ(nearest("own", {"owner", "town"}), "owner");
}

TEST(Nearest, KeepsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest("abc", {"xyz", "axy"}), "");
  EXPECT_EQ(nearest("a", {"b"}), "");
  EXPECT_EQ(nearest("", {"b"}), "");
  EXPECT_EQ(nearest("purpose", {"environment"}), "");
}

TEST(Diagnostics, KeepsSoManyErrorsOfAFileAndSaysSo) {
  Diagnostics found;
  const auto file = std::make_shared<const SourceFile>("a.yaml", std::string(5000, '\n'));
  const auto other = std::make_shared<const SourceFile>("b.yaml", "x");
  for (uint32_t i = 0; i < 2000; ++i) {
    EXPECT_EQ(found.is_full({file, i, 0}), i > Diagnostics::kErrorsOfFileMax);
    found.error("HNS-S020", {file, i, 0}, "wrong");
    found.warning("HNS-S027", {file, i, 0}, "odd");
  }
  found.error("HNS-S020", {other, 0, 0}, "wrong");
  EXPECT_EQ(found.error_count(), Diagnostics::kErrorsOfFileMax + 2);
  EXPECT_EQ(found.items().size(),
            Diagnostics::kErrorsOfFileMax + Diagnostics::kWarningsOfFileMax + 3);
  EXPECT_EQ(found.items()[2 * Diagnostics::kErrorsOfFileMax].code, "HNS-S036");
  EXPECT_FALSE(found.is_full({other, 0, 0}));
}

}  // namespace
}  // namespace hanse
