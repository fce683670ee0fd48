// SPDX-License-Identifier: Apache-2.0
#include "strategy/facts/segment_facts.h"

#include <gtest/gtest.h>

#include "base/clock.h"
#include "ledger/format.h"
#include "strategy/facts/ledger_facts.h"
#include "strategy/facts/segment_summary.h"

namespace hanse::strategy {
namespace {

const std::string kFirst = "0006615c4fef7f1725c04ca48e4afed4";

// A ledger's text, entry by entry.
class LedgerText {
 public:
  LedgerText& add(const std::string& kind, const std::string& time, const Json& body) {
    ledger::Head after;
    text_ += ledger::format_line(head_, kind, time, body, after);
    head_ = after;
    return *this;
  }
  std::string next_segment() { return std::exchange(text_, {}); }

 private:
  ledger::Head head_{0, ledger::zero_hash()};
  std::string text_;
};

Json person(const std::string& user) {
  return Json::object({{"user", user}, {"groups", Json::array({"analysts"})}, {"kind", "user"}});
}
Json decision(const std::string& outcome, bool discover, bool allow) {
  return Json::object(
      {{"decision_id", kFirst},
       {"outcome", outcome},
       {"principal", person("ana")},
       {"sql", "SELECT 'it''s \",\\\"kind\\\":\\\"grant\\\",' FROM shop.orders"},
       {"tables", Json::array({Json::object(
                      {{"table", "shop.orders"}, {"discover", discover}, {"allow", allow}})})}});
}
Json repeat() {
  return Json::object({{"decision_id", "x"},
                       {"outcome", "allowed"},
                       {"principal", person("bob")},
                       {"repeats", kFirst}});
}
std::string shown(const LedgerFacts& facts) {
  std::string out;
  for (const UsageRow& row : facts.usage.rows)
    out += fmt::format("{} {} {}: {} {} {}\n", facts.usage.consumers[row.consumer].principal,
                       facts.usage.tables[row.table].name,
                       format_time(int64_t{row.day} * kDayUs).substr(0, 10), row.allowed,
                       row.refused, row.failed);
  return out;
}

TEST(SegmentScan, HiddenTablesAreRefusedAndSlipsAreNot) {
  LedgerText text;
  text.add("decision", "2026-01-01T23:59:59Z", decision("failed", false, false))
      .add("decision", "2026-01-02T00:00:01Z", decision("denied", true, false))
      .add("decision", "2026-01-02T00:00:02Z", decision("failed", true, false))
      .add("decision", "2026-01-02T00:00:03Z", decision("withdrawn", true, true))
      .add("decision", "2026-01-02T00:00:04Z", decision("allowed", true, true))
      .add("check", "2026-01-02T00:00:05Z", Json::object({{"product", "shop/orders"}}));
  const SegmentFacts facts = scan_segment(text.next_segment());
  EXPECT_EQ(facts.entries, 6u);
  EXPECT_EQ(facts.before, ledger::zero_hash());
  EXPECT_EQ(shown(merge_segments({facts})),
            "user:ana shop.orders 2026-01-01: 0 1 0\n"
            "user:ana shop.orders 2026-01-02: 1 1 1\n");
}

TEST(SegmentScan, WhatIsBeingWrittenIsNoEntryYet) {
  LedgerText text;
  text.add("decision", "2026-01-01T00:00:00Z", decision("allowed", true, true));
  const std::string whole = text.next_segment();
  EXPECT_EQ(scan_segment(whole.substr(0, whole.size() - 1)).entries, 0u);
  EXPECT_EQ(scan_segment("no entry\n\n" + whole).entries, 1u);
}

TEST(SegmentScan, ARepeatTakesTheTablesOfAnEarlierSegment) {
  LedgerText text;
  text.add("decision", "2026-01-01T00:00:00Z", decision("allowed", true, true))
      .add("decision", "2026-01-01T00:00:01Z", repeat());
  const SegmentFacts first = scan_segment(text.next_segment());
  EXPECT_TRUE(first.repeats.empty());
  text.add("decision", "2026-01-01T00:00:02Z", repeat());
  SegmentFacts second = scan_segment(text.next_segment());
  ASSERT_EQ(second.repeats.size(), 1u);
  EXPECT_EQ(second.before, first.last);
  SegmentFacts lost = second;
  resolve_repeats(second, first);
  give_up_repeats(second);
  EXPECT_EQ(second.unknown_tables, 0u);
  EXPECT_EQ(shown(merge_segments({first, second})),
            "user:ana shop.orders 2026-01-01: 1 0 0\n"
            "user:bob shop.orders 2026-01-01: 2 0 0\n");
  give_up_repeats(lost);
  EXPECT_EQ(merge_segments({lost}).unknown_tables, 1u);
}

TEST(SegmentScan, ARunInWhichNoCheckRanIsNoOutcome) {
  LedgerText text;
  const auto run = [&](const char* first, const char* second) {
    text.add("checks", "2026-01-01T00:00:00Z",
             Json::object({{"product", "shop/orders"},
                           {"verdicts", Json::object({{"a", first}, {"b", second}})}}));
  };
  run("notRun", "notRun");
  run("notRun", "passed");
  run("notRun", "failed");
  text.add("checks", "2026-01-01T00:00:00Z",
           Json::object({{"product", "shop/orders"}, {"verdicts", Json::object()}}));
  const LedgerFacts facts = merge_segments({scan_segment(text.next_segment())});
  ASSERT_EQ(facts.outcomes.size(), 2u);
  EXPECT_TRUE(facts.outcomes[0].succeeded);
  EXPECT_FALSE(facts.outcomes[1].succeeded);
}

SegmentFacts some_facts() {
  LedgerText text;
  text.add("decision", "2026-01-01T00:00:00Z", decision("allowed", true, true))
      .add("refresh", "2026-01-01T00:00:01Z",
           Json::object({{"product", "shop/orders"}, {"succeeded", true}}))
      .add("checks", "2026-01-01T00:00:02Z",
           Json::object({{"product", "shop/orders"},
                         {"verdicts", Json::object({{"a", "passed"}, {"b", "failed"}})}}))
      .add("run", "2026-01-01T00:00:03Z",
           Json::object(
               {{"product", "shop/orders"}, {"run", Json::object({{"status", "succeeded"}})}}))
      .add("apply", "2026-01-01T00:00:04Z",
           Json::object({{"allowed", true},
                         {"changes", Json::array({Json::object({{"address", "product shop/orders"},
                                                                {"effect", "breaking"}})})},
                         {"git_commit", "abc"},
                         {"identity", person("ana")},
                         {"scopes", Json::array({Json::object({{"scope", "shop"}})})}}));
  return scan_segment(text.next_segment());
}

TEST(SegmentSummary, SaysWhatTheSegmentSays) {
  const SegmentFacts facts = some_facts();
  const SummarySeal seal{"stamp", "key"};
  auto read = decode_summary(encode_summary(facts, seal), seal);
  ASSERT_TRUE(read) << read.error().message;
  const LedgerFacts before = merge_segments({facts}), after = merge_segments({*read});
  EXPECT_EQ(shown(after), shown(before));
  EXPECT_EQ(after.usage.consumers[0].groups, std::vector<std::string>{"analysts"});
  ASSERT_EQ(after.outcomes.size(), 3u);
  EXPECT_TRUE(after.outcomes[0].succeeded);
  EXPECT_FALSE(after.outcomes[1].succeeded);
  EXPECT_EQ(after.outcomes[2].kind, OutcomeFact::Kind::kRun);
  ASSERT_EQ(after.events.size(), 1u);
  EXPECT_TRUE(after.events[0].body["breaking"].as_bool());
  EXPECT_EQ(after.from_us, facts.first_us);
  EXPECT_EQ(read->last, facts.last);
  const auto decisions = decode_decisions(encode_decisions(facts, seal), seal);
  ASSERT_TRUE(decisions);
  ASSERT_EQ(decisions->decisions.size(), 1u);
  EXPECT_NE(tables_of(*decisions, decisions->decisions[0].key), nullptr);
}

TEST(SegmentSummary, IsWorthNothingForAnotherStampKeyOrByte) {
  const SummarySeal seal{"stamp", "key"};
  const std::string good = encode_summary(some_facts(), seal);
  EXPECT_FALSE(decode_summary(good, {"stamq", "key"}));
  EXPECT_FALSE(decode_summary(good, {"stamp", "kez"}));
  EXPECT_FALSE(decode_decisions(good, seal));
  for (size_t i = 0; i < good.size(); i += 3) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    EXPECT_FALSE(decode_summary(bad, seal)) << i;
    EXPECT_FALSE(decode_summary(good.substr(0, i), seal)) << i;
  }
}

}  // namespace
}  // namespace hanse::strategy
