// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "spec/node.h"

namespace hanse::spec {
namespace {

struct Read {
  Node node;
  Diagnostics diagnostics;
  std::string codes() const {
    std::string all;
    for (const Diagnostic& item : diagnostics.items())
      all += (all.empty() ? "" : " ") + item.code;
    return all;
  }
};

Read read(std::string text) {
  Read result;
  auto file = std::make_shared<const SourceFile>("f.yaml", std::move(text));
  result.node = read_yaml(file, result.diagnostics);
  return result;
}

std::string repeat(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(YamlReader, ReadsScalarsByTheCoreSchema) {
  const Read result = read(
      "[1, -0x1, 0x1F, 0o17, 1.5, .5, 1e3, .inf, true, False, yes, ~, null, 'true', \"1\", 1.2.3, "
      "2026-01-01, '', +]");
  using Kind = Node::Kind;
  const std::vector<Kind> expected = {
      Kind::kInteger, Kind::kString, Kind::kInteger, Kind::kInteger, Kind::kFloat,
      Kind::kFloat,   Kind::kFloat,  Kind::kFloat,   Kind::kBool,    Kind::kBool,
      Kind::kString,  Kind::kNull,   Kind::kNull,    Kind::kString,  Kind::kString,
      Kind::kString,  Kind::kString, Kind::kString,  Kind::kString};
  ASSERT_EQ(result.node.items.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i)
    EXPECT_EQ(result.node.items[i].kind, expected[i]) << result.node.items[i].text;
}

TEST(YamlReader, ReadsQuotesInARowWithinSingleQuotes) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"''''''''", "'''"}, {"''''''' code'", "''' code"},
      {"'x''''y'", "x''y"}, {"'a '''' code'", "a '' code"},
      {"'a''''\n  b\n\n  '''' '", "a'' b\n'' "}, {"'it''s'", "it's"}};
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(read("a: " + text).node.find("a")->text, expected) << text;
    EXPECT_EQ(read("{" + text + ": 1}").node.entries.at(0).key.find('\0'), std::string::npos);
  }
  EXPECT_EQ(read("'x''''y': 1").node.entries.at(0).key, "x''y");
}

TEST(YamlReader, KeepsThePlaceOfEveryKeyAndValue) {
  const Read result = read("a: 1\nbc: 'x y'\n");
  const Node::Entry& entry = result.node.entries.at(1);
  EXPECT_EQ(entry.key_span.offset, 5u);
  EXPECT_EQ(entry.key_span.length, 2u);
  EXPECT_EQ(entry.value.span.file->place(entry.value.span.offset).line, 2);
  EXPECT_EQ(entry.value.text, "x y");
}

TEST(YamlReader, TellsEachProblemOfTheBytesByItsOwnCode) {
  EXPECT_EQ(read("a: \xE9\n").codes(), "HNS-S001");
  EXPECT_EQ(read(std::string("a: b\0c\n", 7)).codes(), "HNS-S002");
  EXPECT_EQ(read("a:\n\tb: 1\n").codes(), "HNS-S003");
  EXPECT_EQ(read("a: [1, 2\n").codes(), "HNS-S004");
  EXPECT_EQ(read("").codes(), "HNS-S006");
  EXPECT_EQ(read("# only a comment\n").codes(), "HNS-S006");
  EXPECT_EQ(read("a: 1\n---\nb: 2\n").codes(), "HNS-S009");
  EXPECT_EQ(read("a: *b\n").codes(), "HNS-S011");
  EXPECT_EQ(read("[a]: b\n").codes(), "HNS-S012");
  EXPECT_EQ(read("a: !!python/name:os.system x\n").codes(), "HNS-S013");
}

TEST(YamlReader, ReportsEveryLineThatTabsIndent) {
  EXPECT_EQ(read("a:\n\tb: 1\n\tc: 2\n").codes(), "HNS-S003 HNS-S003");
}

TEST(YamlReader, ReportsEveryRepeatedKeyAndKeepsTheFirstValue) {
  const Read result = read("a: 1\nb: {c: 1, c: 2}\na: 3\n");
  EXPECT_EQ(result.codes(), "HNS-S005 HNS-S005");
  EXPECT_EQ(result.node.find("a")->text, "1");
}

TEST(YamlReader, FindsRepeatedKeysOfLargeMapsFast) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += fmt::format("k{}: 1\n", i);
  EXPECT_EQ(read(text + "k49999: 2\n").codes(), "HNS-S005");
}

TEST(YamlReader, RefusesDeepNestingOfEveryForm) {
  for (const char* form : {"[", "{a: ", "- ", "? "})
    EXPECT_EQ(read(repeat(form, 100'000)).codes(), form[0] == '?' ? "HNS-S012" : "HNS-S007");
}

TEST(YamlReader, ReadsNestingUpToTheLimit) {
  EXPECT_EQ(read(repeat("[", kNestingMax) + repeat("]", kNestingMax)).codes(), "");
  EXPECT_EQ(read(repeat("[", kNestingMax + 1) + repeat("]", kNestingMax + 1)).codes(), "HNS-S007");
}

TEST(YamlReader, ExpandsAliases) {
  const Read result = read("a: &x {b: [1, 2]}\nc: *x\n");
  EXPECT_EQ(result.codes(), "");
  EXPECT_EQ(result.node.find("c")->find("b")->items.size(), 2u);
}

TEST(YamlReader, RefusesAnAnchorBombWithoutExpandingIt) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 40; ++i)
    text += fmt::format("a{0}: &a{0} [{1}]\n", i, repeat(fmt::format("*a{}, ", i - 1), 9));
  EXPECT_EQ(read(text).codes(), "HNS-S008");
}

TEST(YamlReader, RefusesALargeTextRepeatedByAliases) {
  const std::string large = "a: &a " + repeat("x", 1'000'000) + "\n";
  EXPECT_EQ(read(large + "b: [" + repeat("*a, ", 100) + "]\n").codes(), "HNS-S008");
}

TEST(YamlReader, RefusesDepthMadeOfAliases) {
  std::string text = "a0: &a0 " + repeat("[", 40) + repeat("]", 40) + "\n";
  text += "a1: " + repeat("[", 40) + "*a0" + repeat("]", 40) + "\n";
  EXPECT_EQ(read(text).codes(), "HNS-S007");
}

TEST(YamlReader, TakesAByteOrderMark) {
  const Read result = read("\xEF\xBB\xBF" "a: 1\n");
  EXPECT_EQ(result.codes(), "");
  EXPECT_EQ(result.node.entries.at(0).key_span.offset, 3u);
}

TEST(Node, JsonAndBackIsIdentity) {
  const Read result = read("a: [1, -5, 1.5, true, ~, x, '2', 18446744073709551615, {}, []]\n");
  const Json json = to_json(result.node);
  EXPECT_EQ(json.dump(),
            R"({"a":[1,-5,1.5,true,null,"x","2",18446744073709551615,{},[]]})");
  EXPECT_EQ(to_json(from_json(json)).dump(), json.dump());
  Node copy = result.node;
  EXPECT_EQ(to_json(std::move(copy)).dump(), json.dump());
}

}  // namespace
}  // namespace hanse::spec
