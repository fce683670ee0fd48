// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "strategy/facts/usage_facts.h"

namespace hanse::strategy {

// What one segment of the ledger says, counted: small beside the segment, and nothing of it names
// a value of a row or the text of a statement. Names are kept once, rows have their index.

// The first 16 bytes of a decision's id: 32 hex digits of time and chance.
struct DecisionKey {
  uint64_t time = 0, chance = 0;
  auto operator<=>(const DecisionKey&) const = default;
};

struct SegmentRow {  // UsageRow with indexes into `names`
  uint32_t principal = 0, table = 0;
  int32_t day = 0;
  uint32_t allowed = 0, refused = 0, failed = 0;
  int64_t first_allowed_us = 0, last_allowed_us = 0, first_refused_us = 0, last_refused_us = 0;
};
struct SegmentOutcome {
  int64_t at_us = 0;
  uint32_t product = 0;  // into `names`
  OutcomeFact::Kind kind = OutcomeFact::Kind::kBuild;
  bool succeeded = false;
};
// A statement that was decided before: which tables it reads stands in the other decision.
struct SegmentRepeat {
  DecisionKey of;
  uint32_t principal = 0;
  int64_t at_us = 0;
};
struct SegmentGroup {
  uint32_t principal = 0, group = 0;
};
// An apply or a grant: the canonical JSON of what later tools want of it.
struct SegmentEvent {
  int64_t at_us = 0;
  std::string kind, json;
};
// Which tables a decision was about.
struct SegmentDecision {
  DecisionKey key;
  uint32_t list = 0;  // into `lists`
};

struct SegmentFacts {
  uint64_t entries = 0;
  int64_t first_us = 0, last_us = 0;  // the least and the greatest time of an entry
  std::string before;                 // the hash that the first entry follows
  std::string last;                   // the hash of the last entry
  uint64_t unknown_tables = 0;        // repeats whose first decision is nowhere
  std::vector<std::string> names;
  std::vector<SegmentRow> rows;  // in any order; each (principal, table, day) once
  std::vector<SegmentOutcome> outcomes;
  std::vector<SegmentGroup> groups;  // each once
  std::vector<SegmentEvent> events;
  std::vector<SegmentRepeat> repeats;  // not resolved yet; none once the segment is done
  // Kept apart from the rest, as only later segments ask for it.
  std::vector<SegmentDecision> decisions;    // by key
  std::vector<std::vector<uint32_t>> lists;  // of `names`
};

// Counts entries into a SegmentFacts. For one thread.
class SegmentCount {
 public:
  uint32_t name_of(std::string_view name);
  enum class Answer { kAllowed, kRefused, kFailed };
  void add_use(uint32_t principal, uint32_t table, int64_t at_us, Answer answer);
  void add_group(uint32_t principal, std::string_view group);
  void add_decision(const DecisionKey& key, std::vector<uint32_t> tables);
  SegmentFacts& facts() { return facts_; }
  SegmentFacts take();  // sorted as promised; this is empty then

 private:
  struct Key {
    uint64_t pair = 0;
    int32_t day = 0;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    size_t operator()(const Key& key) const {
      return (key.pair * 0x9E3779B97F4A7C15u) ^ (static_cast<uint64_t>(key.day) << 17);
    }
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  SegmentFacts facts_;
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> names_;
  std::unordered_map<Key, size_t, Hash> rows_;
  std::unordered_map<uint64_t, bool> groups_;
  std::unordered_map<std::string, uint32_t> lists_;
};

// Reads the text of a segment, whole lines. Entries that are no JSON, or of a kind that says
// nothing about use, are counted and passed over: `hanse audit verify` is who judges a ledger, this
// counts it. Pure.
SegmentFacts scan_segment(std::string_view text);

// The tables of a decision, as an earlier segment names them; null: not there.
const std::vector<uint32_t>* tables_of(const SegmentFacts& facts, const DecisionKey& key);
// Counts the repeats whose decision `earlier` (or `facts` itself) has; those that it has not stay.
void resolve_repeats(SegmentFacts& facts, const SegmentFacts& earlier);
// The same for those that are nowhere: they become `unknown_tables`.
void give_up_repeats(SegmentFacts& facts);

}  // namespace hanse::strategy
