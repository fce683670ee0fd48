// SPDX-License-Identifier: Apache-2.0
#include "strategy/worksheet/worksheet.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "spec/node.h"
#include "strategy/domains/discover.h"
#include "strategy/domains/planted_test.h"
#include "strategy/worksheet/prefill.h"

namespace hanse::strategy {
namespace {

Worksheet read_back(const WorksheetKind& kind, const std::string& text, Diagnostics& diagnostics) {
  const auto file = std::make_shared<const SourceFile>("strategy/worksheets/s.yaml", text);
  spec::Decoder decoder({diagnostics, "sheet", nullptr});
  Worksheet out;
  decode_sheet(decoder, spec::read_yaml(file, diagnostics), kind, out);
  return out;
}

TEST(Worksheet, WhatIsWrittenReadsBackForEveryKind) {
  for (const WorksheetKind& kind : sheet_kinds()) {
    Worksheet sheet;
    sheet.id = "one";
    sheet.subject = "A: \"bank\" # not a comment";
    sheet.who = "architects";
    sheet.when = "2026-01-31";
    for (const WorksheetSection& section : kind.sections)
      sheet.sections[std::string(section.key)] = {
          std::vector<std::string>(std::max<size_t>(1, section.columns.size()), "x: - no, 12")};
    Diagnostics diagnostics;
    const Worksheet found = read_back(kind, write_sheet(kind, sheet), diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << kind.name << render_human(diagnostics, Colour::kOff);
    EXPECT_EQ(found.sections, sheet.sections) << kind.name;
    EXPECT_EQ(found.subject, sheet.subject);
    EXPECT_EQ(found.who, "architects");
  }
}

TEST(Worksheet, AnEmptyOneReadsBack) {
  for (const WorksheetKind& kind : sheet_kinds()) {
    Worksheet sheet;
    sheet.id = "one";
    Diagnostics diagnostics;
    read_back(kind, write_sheet(kind, sheet), diagnostics);
    EXPECT_TRUE(diagnostics.empty()) << kind.name;
  }
}

TEST(Worksheet, AnUnknownSectionOrColumnIsAFindingWithTheNearest) {
  const WorksheetKind& kind = *find_sheet_kind("asset-inventory");
  Diagnostics diagnostics;
  read_back(kind,
            "kind: AssetInventory\nid: a\nasset: []\nassets: [{asset: x, onwer: y, note: [1]}]\n"
            "filledInBy: {whom: me}\n",
            diagnostics);
  ASSERT_EQ(diagnostics.items().size(), 4u);
  EXPECT_EQ(diagnostics.items()[0].code, "HNS-G090");
  EXPECT_EQ(diagnostics.items()[0].help, "did you mean `assets`?");
  EXPECT_EQ(diagnostics.items()[1].help, "did you mean `owner`?");
  EXPECT_EQ(diagnostics.items()[2].code, "HNS-S021");
  EXPECT_EQ(diagnostics.items()[3].code, "HNS-G090");
}

TEST(Worksheet, IsPrefilledFromInventoryAndSaysWhoseWordThatIs) {
  const Inventory inventory = planted_inventory(3);
  const DomainEvidence evidence = *gather_evidence(inventory);
  const DomainProposal proposal = *discover_domains(inventory, evidence, {});
  WorksheetFacts facts;
  facts.inventory = &inventory;
  facts.evidence = &evidence;
  facts.proposal = &proposal;
  const auto assets = prefilled_sheet(*find_sheet_kind("asset-inventory"), facts, "");
  ASSERT_TRUE(assets.has_value());
  EXPECT_EQ(assets->sections.at("assets").size(), 18u);
  ASSERT_EQ(assets->rests_on.size(), 1u);
  EXPECT_EQ(assets->rests_on[0].basis, Basis::kStated);
  EXPECT_NE(assets->rests_on[0].source.find("test, 2026-01"), std::string::npos);
  const auto canvas =
      prefilled_sheet(*find_sheet_kind("boundary-canvas"), facts, proposal.domains[0].id);
  ASSERT_TRUE(canvas.has_value());
  EXPECT_EQ(canvas->sections.at("capabilities").size(), 6u);
  EXPECT_EQ(canvas->sections.at("inbound").size(), 1u);
  const auto unknown = prefilled_sheet(*find_sheet_kind("boundary-canvas"), facts, "nowhere");
  ASSERT_FALSE(unknown.has_value());
}

TEST(Worksheet, UsageIsMeasuredFromTheLedger) {
  ledger::RecentEntries recent;
  ledger::Entry entry;
  entry.time = "2026-03-01T10:00:00Z";
  entry.body = Json::object(
      {{"decision_id", "1"},
       {"outcome", "allowed"},
       {"principal", Json::object({{"user", "ann"}})},
       {"tables", Json::array({Json::object({{"table", "s.orders"}, {"allow", true}})})}});
  recent.entries = {entry, entry};
  entry.time = "2026-03-02T00:00:00Z";  // later than it is looked at
  recent.entries.push_back(entry);
  WorksheetFacts facts;
  facts.tables = {{"s.orders", "s", 0, 0, {}, "2 passed", "passed"},
                  {"s.lines", "s", 0, 0, {}, {}, {}}};
  count_usage(recent, *parse_time("2026-03-01T12:00:00Z"), facts.tables);
  EXPECT_EQ(facts.tables[0].statements, 2u);
  EXPECT_EQ(facts.tables[0].readers, 1u);
  EXPECT_EQ(facts.tables[0].last_read, "2026-03-01");
  const auto audit = prefilled_sheet(*find_sheet_kind("usage-audit"), facts, "");
  ASSERT_TRUE(audit.has_value());
  EXPECT_EQ(audit->sections.at("governance").size(), 2u) << "unread, and never checked";
  EXPECT_EQ(audit->rests_on[0].basis, Basis::kMeasured);
}

}  // namespace
}  // namespace hanse::strategy
