// SPDX-License-Identifier: Apache-2.0
#include "spec/edit_yaml.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>

#include "base/files.h"
#include "spec/node.h"
#include "spec/write_yaml.h"

namespace hanse::spec {
namespace {

using Kind = YamlEdit::Kind;

Json read(const std::string& text) {
  Diagnostics diagnostics;
  const Node node = read_yaml(std::make_shared<const SourceFile>("f", text), diagnostics);
  EXPECT_FALSE(diagnostics.has_errors()) << text << diagnostics.items().front().message;
  return to_json(node);
}

std::string edited(const std::string& text, const std::vector<YamlEdit>& edits) {
  const auto result = edit_yaml("f.yaml", text, edits);
  return result ? *result : "refused: " + result.error().message;
}

constexpr const char* kContract =
    "# head\n"
    "id: a   # the id\n"
    "schema:\n"
    "  # the table\n"
    "  - name: t\n"
    "    properties:\n"
    "      - {name: x, required: true}  # flow\n"
    "      # about y\n"
    "      - name: y\n"
    "        description: |\n"
    "          # no comment\n"
    "\n"
    "          end\n"
    "\n"
    "tags: [a, b]\n"
    "# foot\n";

TEST(EditYaml, SetsAValueAndKeepsTheCommentBesideIt) {
  std::string expected = kContract;
  expected.replace(expected.find("id: a"), 5, "id: bc");
  EXPECT_EQ(edited(kContract, {{Kind::kSet, {"id"}, "bc"}}), expected);
}

TEST(EditYaml, AddsAKeyAtTheEndOfItsMap) {
  std::string expected = kContract;
  expected.insert(expected.find("\ntags"), "        required: true\n");
  EXPECT_EQ(
      edited(kContract,
             {{Kind::kSet, {"schema", size_t{0}, "properties", size_t{1}, "required"}, true}}),
      expected);
}

TEST(EditYaml, EditsWithinAFlowCollection) {
  std::string expected = kContract;
  expected.replace(expected.find("required: true"), 14, "unique: true");
  const YamlPath column = {"schema", size_t{0}, "properties", size_t{0}};
  YamlPath unique = column, required = column;
  unique.emplace_back("unique");
  required.emplace_back("required");
  EXPECT_EQ(edited(kContract, {{Kind::kSet, unique, true}, {Kind::kRemove, required, {}}}),
            expected);
}

TEST(EditYaml, RemovesAnItemWithItsLinesAndLeavesTheCommentAboveIt) {
  std::string expected = kContract;
  const size_t from = expected.find("      - name: y");
  expected.erase(from, expected.find("\ntags") - from);
  EXPECT_EQ(
      edited(kContract, {{Kind::kRemove, {"schema", size_t{0}, "properties", size_t{1}}, {}}}),
      expected);
}

TEST(EditYaml, InsertsAfterTheItemBefore) {
  std::string expected = kContract;
  expected.insert(expected.find("      # about y"), "      - name: z\n        unique: true\n");
  const Json column = Json::object({{"name", "z"}, {"unique", true}});
  EXPECT_EQ(
      edited(kContract, {{Kind::kInsert, {"schema", size_t{0}, "properties", size_t{1}}, column}}),
      expected);
}

TEST(EditYaml, RefusesWhatAnAliasRepeats) {
  const std::string text = "a: &x {k: 1}\nb: *x\n";
  EXPECT_EQ(edited(text, {{Kind::kSet, {"b", "k"}, 2}}),
            "refused: `f.yaml` has a form that cannot be edited in place at `b.k`");
}

TEST(EditYaml, SaysWhereNothingIs) {
  const auto result = edit_yaml("f", "a: [1]\n", {{Kind::kRemove, {"a", size_t{3}}, {}}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(result.error().message, "the document has nothing at `a[3]`");
}

// ---- Generated documents in the forms that people write, and generated edits.

struct Line {
  std::string text;
  std::vector<YamlPath> begins;  // the entries that begin on it
  bool is_flow = false;          // the last of them has all its value here
};

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  int below(int count) { return static_cast<int>(random_() % static_cast<uint32_t>(count)); }
  bool chance(int percent) { return below(100) < percent; }

  Json scalar() {
    static const std::vector<Json> kValues = {
        Json("plain"),        Json("two words"), Json("it's"),         Json("a: b"),
        Json("# no comment"), Json(""),          Json("true"),         Json("2026-01-31"),
        Json("1.0"),          Json("x, [y]"),    Json("line\nline\n"), Json("a\n\n  b"),
        Json("a\"b\\"),       Json("ü – 東"),    Json(" edge "),       Json(7),
        Json(-1.5),           Json(true),        Json(nullptr),        Json("- dash"),
        Json("a#b"),          Json("\t"),        Json("x\n")};
    return kValues[static_cast<size_t>(below(static_cast<int>(kValues.size())))];
  }
  Json value(int depth) {
    const int kind = depth > 3 ? 2 : below(4);
    if (kind > 1) return scalar();
    Json out = kind == 0 ? Json::object() : Json::array();
    const int count = below(4);
    for (int i = 0; i < count; ++i) {
      if (kind == 0)
        out.set(key(i), value(depth + 1));
      else
        out.push(value(depth + 1));
    }
    return out;
  }
  std::string key(int i) {
    static const std::vector<std::string> kKeys = {"name", "k 2", "a:b", "on", "x"};
    return kKeys[static_cast<size_t>(i + below(2))] + (i > 0 ? std::to_string(i) : "");
  }

  std::vector<Line> lines;

  void document(const Json& root) {
    step_ = chance(50) ? 2 : 4;
    aligned_lists_ = chance(50);
    if (chance(30)) comment(0, {});
    if (chance(20)) lines.push_back({"---", {}, false});
    block(root, 0, {});
    if (chance(30)) comment(0, {});
  }
  std::string text() const {
    std::string out;
    for (const Line& line : lines) out += line.text + "\n";
    return out;
  }

 private:
  // It belongs to the list or map at `path`.
  void comment(int indent, const YamlPath& path) {
    if (chance(30))
      lines.push_back({"", {path}, false});
    else
      lines.push_back(
          {std::string(static_cast<size_t>(indent), ' ') + fmt::format("# c{} 'x: [", comments_++),
           {path},
           false});
  }
  std::string beside() { return chance(20) ? fmt::format("  # c{}", comments_++) : ""; }

  std::string flow(const Json& value) {
    if (value.is_string() && chance(30) &&
        value.as_string().find_first_of("\n\t\\") == std::string_view::npos) {
      std::string quoted = "'";
      for (char c : value.as_string()) quoted += c == '\'' ? std::string("''") : std::string(1, c);
      return quoted + "'";
    }
    return write_yaml_inline(value);
  }

  // Continues the last line, or begins new ones at `indent`.
  void block(const Json& value, int indent, const YamlPath& path) {
    bool joins = !lines.empty() && lines.back().text.ends_with("- ") && indent > 0;
    size_t index = 0;
    const size_t count = value.size();
    const auto begin = [&](const YamlStep& step, const std::string& head) {
      YamlPath entry = path;
      entry.push_back(step);
      if (!joins) {
        if (chance(15)) comment(indent, path);
        lines.push_back({std::string(static_cast<size_t>(indent), ' '), {}, false});
      }
      joins = false;
      lines.back().text += head;
      lines.back().begins.push_back(entry);
      return entry;
    };
    for (; index < count; ++index) {
      if (value.is_array()) {
        const YamlPath entry = begin(index, "-");
        content(value.at(index), indent, entry, true);
      } else {
        const auto& [key, member] = value.members()[index];
        const YamlPath entry = begin(key, write_yaml_text(key) + ":");
        content(member, indent, entry, false);
      }
    }
    if (count == 0) lines.push_back({flow(value), {path}, true});
  }

  void content(const Json& value, int indent, const YamlPath& path, bool in_list) {
    if (value.size() > 0 && chance(75)) {
      if (in_list && chance(80)) {
        lines.back().text += " ";
        block(value, indent + 2, path);
        return;
      }
      lines.back().text += beside();
      const bool aligned = aligned_lists_ && value.is_array() && !in_list;
      block(value, indent + (aligned ? 0 : step_), path);
      return;
    }
    lines.back().is_flow = true;
    const std::string literal = value.is_string() && chance(70)
                                    ? write_yaml_literal(value.as_string(), indent + step_)
                                    : "";
    if (literal.empty() || value.as_string().find('\n') == std::string_view::npos) {
      if (value.is_null() && !in_list && chance(50))
        lines.back().text += beside();
      else
        lines.back().text += " " + flow(value) + beside();
      return;
    }
    lines.back().text += " ";
    const std::vector<YamlPath> owner{path};
    for (size_t at = 0; at < literal.size();) {
      const size_t end = literal.find('\n', at);
      if (at == 0)
        lines.back().text += literal.substr(0, end);
      else
        lines.push_back({literal.substr(at, end - at), owner, true});
      at = end + 1;
    }
  }

  std::mt19937 random_;
  int step_ = 2, comments_ = 0;
  bool aligned_lists_ = false;
};

void collect(const Json& value, const YamlPath& path, std::vector<YamlPath>& all) {
  if (!path.empty()) all.push_back(path);
  for (size_t i = 0; i < value.items().size(); ++i) {
    YamlPath child = path;
    child.emplace_back(i);
    collect(value.items()[i], child, all);
  }
  for (const auto& [key, member] : value.members()) {
    YamlPath child = path;
    child.emplace_back(key);
    collect(member, child, all);
  }
}

bool is_within(const YamlPath& path, const YamlPath& root) {
  return path.size() >= root.size() && std::equal(root.begin(), root.end(), path.begin());
}

const Json& at(const Json& root, const YamlPath& path) {
  const Json* value = &root;
  for (const YamlStep& step : path) {
    const auto* key = std::get_if<std::string>(&step);
    value = key != nullptr ? value->find(*key) : &value->at(std::get<size_t>(step));
  }
  return *value;
}

// A line that an edit may change: of what it edits, and of the parent where that is or was empty,
// or where the first entry stands beside a dash.
bool may_change(const Line& line, const YamlEdit& edit, const Json& before) {
  YamlPath parent = edit.path;
  parent.pop_back();
  const size_t siblings = at(before, parent).size();
  for (const YamlPath& begins : line.begins) {
    if (edit.kind != Kind::kInsert && is_within(begins, edit.path)) return true;
    if (line.is_flow && is_within(edit.path, begins)) return true;
    if (siblings <= 1 && begins == parent) return true;
    const bool is_sibling = begins.size() == edit.path.size() && is_within(begins, parent);
    if (is_sibling && edit.kind != Kind::kSet && line.begins.size() > 1) return true;
    if (is_sibling && edit.kind == Kind::kRemove)
      return begins == edit.path || siblings == 2 || line.begins.size() > 1;
  }
  return false;
}

// Removing the first entry beside a dash moves the second one there.
bool moves_next(const std::vector<Line>& lines, const YamlEdit& edit) {
  if (edit.kind != Kind::kRemove) return false;
  for (const Line& line : lines)
    for (const YamlPath& begins : line.begins)
      if (begins == edit.path) return line.begins.size() > 1;
  return false;
}

TEST(EditYaml, GeneratedEditsReadAsTheyShouldAndLeaveOtherLinesAlone) {
  constexpr uint32_t kDocuments = 6000;
  size_t edits = 0;
  for (uint32_t seed = 1; seed <= kDocuments; ++seed) {
    Generator generator(seed);
    Json root = generator.value(0);
    if (root.size() == 0) continue;
    generator.document(root);
    const std::string text = generator.text();
    ASSERT_EQ(read(text).dump(), root.dump()) << "seed " << seed << "\n" << text;
    std::vector<YamlPath> paths;
    collect(root, {}, paths);
    YamlEdit edit;
    edit.path = paths[static_cast<size_t>(generator.below(static_cast<int>(paths.size())))];
    edit.kind = static_cast<Kind>(generator.below(3));
    if (edit.kind != Kind::kRemove) edit.value = generator.value(2);
    const bool in_list = std::holds_alternative<size_t>(edit.path.back());
    if (edit.kind == Kind::kInsert && !in_list) edit.kind = Kind::kSet;
    if (edit.kind == Kind::kSet && !in_list && generator.chance(40)) edit.path.back() = "added";
    const auto result = edit_yaml("f", text, {edit});
    ASSERT_TRUE(result) << "seed " << seed << ": " << result.error().message << "\n" << text;
    const auto wanted = apply_edit(root, edit);
    ASSERT_EQ(read(*result).dump(), wanted->dump()) << "seed " << seed;
    ++edits;
    if (moves_next(generator.lines, edit)) continue;
    std::string rest = "\n" + *result;
    for (const Line& line : generator.lines) {
      if (may_change(line, edit, root)) continue;
      const size_t found = rest.find("\n" + line.text + "\n");
      ASSERT_NE(found, std::string::npos) << "seed " << seed << " lost `" << line.text << "` of\n"
                                          << text << "it became\n"
                                          << *result;
      rest = rest.substr(found + line.text.size() + 1);
    }
  }
  EXPECT_GT(edits, kDocuments / 3);
}

TEST(EditYaml, EveryPlaceOfTheExamplesCanBeEdited) {
  size_t edits = 0;
  const std::string folder = std::string(HANSE_SOURCE_DIR) + "/examples";
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".yaml" || file.file_size() > 20'000) continue;
    const auto text = read_file(file.path().string(), kSpecificationBytesMax);
    ASSERT_TRUE(text);
    const Json root = read(*text);
    std::vector<YamlPath> paths;
    collect(root, {}, paths);
    for (const YamlPath& path : paths)
      for (const Kind kind : {Kind::kSet, Kind::kRemove}) {
        const YamlEdit edit{kind, path, Json::array({"a", Json::object({{"b", 1}})})};
        const auto result = edit_yaml(file.path().string(), *text, {edit});
        ASSERT_TRUE(result) << result.error().message;
        EXPECT_EQ(read(*result).dump(), apply_edit(root, edit)->dump());
        ++edits;
      }
  }
  EXPECT_GT(edits, 500u);
}

TEST(WriteYaml, EveryTextReadsBackAsItIs) {
  std::mt19937 random(7);
  static const std::vector<std::string> kPieces = {"a",
                                                   "0",
                                                   "1",
                                                   " ",
                                                   "\n",
                                                   ":",
                                                   "#",
                                                   "-",
                                                   "'",
                                                   "\"",
                                                   "\\",
                                                   "\t",
                                                   "\r",
                                                   "{",
                                                   "]",
                                                   ",",
                                                   "&",
                                                   "*",
                                                   "!",
                                                   "|",
                                                   ">",
                                                   "%",
                                                   "@",
                                                   "`",
                                                   "~",
                                                   "no",
                                                   "e",
                                                   ".",
                                                   "ü",
                                                   "\xC2\x85",
                                                   "\xE2\x80\xA8",
                                                   "\x7F",
                                                   "\xEF\xBB\xBF",
                                                   "😀",
                                                   "\x01",
                                                   "?",
                                                   "=",
                                                   "<<",
                                                   "0b1",
                                                   "null",
                                                   "T"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (uint32_t n = random() % 6; n > 0; --n) text += kPieces[random() % kPieces.size()];
    const Json value = Json::object({{"k", Json::array({Json(text)})}, {"m", Json(text)}});
    const std::string written = write_yaml(value);
    ASSERT_EQ(read(written).dump(), value.dump()) << written;
    const std::string line = write_yaml_inline(value) + "\n";
    ASSERT_EQ(read(line).dump(), value.dump()) << line;
  }
}

}  // namespace
}  // namespace hanse::spec
