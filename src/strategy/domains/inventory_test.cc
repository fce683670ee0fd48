// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "spec/node.h"
#include "strategy/domains/csv_table.h"
#include "strategy/domains/decode_inventory.h"
#include "strategy/domains/load_inventory.h"

namespace hanse::strategy {
namespace {

std::shared_ptr<const SourceFile> file_of(std::string text) {
  return std::make_shared<const SourceFile>("t.csv", std::move(text));
}

constexpr CsvColumn kColumns[] = {{"id"}, {"perDay", CsvCell::kNumber}, {"items", CsvCell::kList}};
const CsvShape kShape = {"a thing", kColumns};

std::string codes_of(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& each : diagnostics.items())
    out += fmt::format("{}@{} ", each.code, each.span.file->place(each.span.offset).line);
  return out;
}

TEST(CsvTable, ReadsQuotesListsNumbersAndAnyCommonSeparator) {
  for (const char separator : {',', ';', '\t'}) {
    std::string text =
        "\xEF\xBB\xBFid,per day,items\r\n\"a \"\"b\"\", c\",3.5,\"x|y\"\r\n\r\nd,,\n";
    std::string other;
    bool quoted = false;
    for (const char c : text) {
      quoted ^= c == '"';
      other += c == ',' && !quoted ? separator : c;
    }
    Diagnostics diagnostics;
    const spec::Node rows = read_csv_table(file_of(other), kShape, diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << codes_of(diagnostics);
    ASSERT_EQ(rows.items.size(), 2u);
    EXPECT_EQ(rows.items[0].find("id")->text, "a \"b\", c");
    EXPECT_EQ(rows.items[0].find("perDay")->kind, spec::Node::Kind::kFloat);
    ASSERT_EQ(rows.items[0].find("items")->items.size(), 2u);
    EXPECT_EQ(rows.items[0].find("items")->items[1].text, "y");
    EXPECT_EQ(rows.items[1].find("perDay"), nullptr) << "an empty cell is an absence";
  }
}

TEST(CsvTable, EachWrongCellIsAFindingWithItsPlace) {
  Diagnostics diagnostics;
  read_csv_table(file_of("id,perDays\na,1\nb\nc,2,3\n\"d,4\n"), kShape, diagnostics);
  EXPECT_EQ(codes_of(diagnostics), "HNS-G011@1 HNS-G010@3 HNS-G010@4 HNS-G010@5 HNS-G010@5 ");
  EXPECT_EQ(diagnostics.items()[0].help, "did you mean `perDay`?");
}

TEST(CsvTable, ATableWithoutAHeaderIsSaidToBeOne) {
  for (const char* text : {"", "\n\n", "1,2,3\n"}) {
    Diagnostics diagnostics;
    EXPECT_TRUE(read_csv_table(file_of(text), kShape, diagnostics).items.empty());
    EXPECT_NE(codes_of(diagnostics).find("HNS-G012"), std::string::npos) << text;
  }
}

Inventory decoded(const std::string& yaml, Diagnostics& diagnostics) {
  auto file = std::make_shared<const SourceFile>("strategy/inventory.yaml", yaml);
  spec::Decoder decoder({diagnostics, "inventory", nullptr});
  Inventory out;
  decode_inventory(decoder, spec::read_yaml(file, diagnostics), out);
  check_inventory(out, diagnostics);
  diagnostics.sort();
  return out;
}
constexpr const char* kHead =
    "apiVersion: hanse/v1\nkind: Inventory\nid: t\norigin: {who: architects, when: 2026-01}\n";

TEST(Inventory, ReadsWhatYamlStates) {
  Diagnostics diagnostics;
  const Inventory found = decoded(
      std::string(kHead) +
          "capabilities: [{id: a}, {id: b, parent: a}, {id: c, parent: a}]\n"
          "applications: [{id: app, capabilities: [b], role: hub}]\n"
          "assets: [{id: x, classification: internal, personal: [name]}]\n"
          "access: [{application: app, asset: x, mode: creates, perDay: 12}]\n"
          "statements: [{who: cto, says: apart, items: [b, c], weight: 0.5}]\n"
          "constraints: {together: [[b, x]], domainsMax: 9, fixed: [{domain: d, items: [c]}]}\n"
          "weights: {interviews: 3}\n",
      diagnostics);
  EXPECT_TRUE(diagnostics.empty()) << codes_of(diagnostics);
  EXPECT_EQ(found.capabilities.size(), 3u);
  EXPECT_EQ(found.applications[0].role, "hub");
  EXPECT_EQ(found.access[0].per_day, 12);
  EXPECT_EQ(found.statements[0].weight, 0.5);
  EXPECT_EQ(found.constraints.domains_max, 9);
  EXPECT_EQ(found.weights.interviews, 3);
  EXPECT_EQ(found.origin.who, "architects");
}

TEST(Inventory, WithoutAnOriginNobodyCanBeAsked) {
  Diagnostics diagnostics;
  decoded("apiVersion: hanse/v1\nkind: Inventory\nid: t\n", diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_NE(diagnostics.items()[0].message.find("origin"), std::string::npos);
}

struct Fault {
  const char *yaml, *code, *help;
};
TEST(Inventory, EachFaultBetweenEntriesHasItsCode) {
  const Fault faults[] = {
      {"assets: [{id: x}, {id: x}]", "HNS-G013", ""},
      {"capabilities: [{id: x}]\nassets: [{id: x}]", "HNS-G013", ""},
      {"applications: [{id: billing}]\nintegrations: [{from: biling, to: billing}]", "HNS-G014",
       "did you mean `billing`?"},
      {"applications: [{id: app, owner: nobody}]", "HNS-G014",
       "add it to `teams`, or take it out here"},
      {"capabilities: [{id: a, parent: b}, {id: b, parent: a}]", "HNS-G015", ""},
      {"assets: [{id: x}]\nstatements: [{who: w, says: apart, items: [x]}]", "HNS-G016", ""},
      {"applications: [{id: app}]\nassets: [{id: x}]\n"
       "statements: [{who: w, says: apart, items: [x, app]}]",
       "HNS-G014", "applications are evidence, not members: name what it does"},
      {"assets: [{id: x}, {id: y}]\nconstraints: {together: [[x, y]], apart: [[y, x]]}", "HNS-G017",
       ""},
      {"constraints: {domainsMin: 5, domainsMax: 4}", "HNS-G017", ""},
      {"assets: [{id: x}]\nconstraints: {fixed: [{domain: ../../out, items: [x]}]}", "HNS-V008",
       ""},
      {"assets: [{id: x}]\nconstraints: {fixed: [{domain: a b, items: [x]}]}", "HNS-V008", ""},
      {"assets: [{id: x}]\nconstraints: {fixed: [{domain: main, items: [x]}]}", "HNS-V009", ""},
      {"assets: [{id: x}, {id: y}]\n"
       "constraints: {fixed: [{domain: a-b, items: [x]}, {domain: A_b, items: [y]}]}",
       "HNS-V016", ""},
      {"assets: [{id: x}]\nconstraints: {fixed: [{domain: a, items: [x]}, {domain: b, items: "
       "[x]}]}",
       "HNS-G017", ""},
      {"statements: [{who: w, says: apart, items: [], weight: 2}]", "HNS-S024", ""},
  };
  for (const Fault& fault : faults) {
    Diagnostics diagnostics;
    decoded(std::string(kHead) + fault.yaml + "\n", diagnostics);
    bool found = false;
    for (const Diagnostic& each : diagnostics.items())
      found |= each.code == fault.code && (*fault.help == 0 || each.help == fault.help) &&
               each.span.file != nullptr;
    EXPECT_TRUE(found) << fault.yaml << ": " << codes_of(diagnostics);
  }
}

TEST(Inventory, AChainOfParentsToACycleIsNamedOnceAMember) {
  Diagnostics diagnostics;
  decoded(std::string(kHead) +
              "capabilities: [{id: a, parent: b}, {id: b, parent: a}, {id: c, parent: a}]\n",
          diagnostics);
  EXPECT_EQ(codes_of(diagnostics).find("HNS-G015"), 0u);
}

}  // namespace
}  // namespace hanse::strategy
