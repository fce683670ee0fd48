// SPDX-License-Identifier: Apache-2.0
#include "strategy/facts/segment_facts.h"

#include <algorithm>

namespace hanse::strategy {
namespace {

constexpr int kIndexBits = 32;

void widen(int64_t at_us, int64_t& first, int64_t& last) {
  if (first == 0 || at_us < first) first = at_us;
  last = std::max(last, at_us);
}

void count(SegmentRow& row, int64_t at_us, SegmentCount::Answer answer) {
  switch (answer) {
    case SegmentCount::Answer::kAllowed:
      ++row.allowed;
      return widen(at_us, row.first_allowed_us, row.last_allowed_us);
    case SegmentCount::Answer::kRefused:
      ++row.refused;
      return widen(at_us, row.first_refused_us, row.last_refused_us);
    case SegmentCount::Answer::kFailed:
      ++row.failed;
  }
}

int32_t day_of(int64_t at_us) {
  return static_cast<int32_t>(at_us / kDayUs - (at_us % kDayUs < 0 ? 1 : 0));
}

}  // namespace

uint32_t SegmentCount::name_of(std::string_view name) {
  if (const auto found = names_.find(name); found != names_.end()) return found->second;
  const auto index = static_cast<uint32_t>(facts_.names.size());
  facts_.names.emplace_back(name);
  names_.emplace(name, index);
  return index;
}

void SegmentCount::add_use(uint32_t principal, uint32_t table, int64_t at_us, Answer answer) {
  const Key key{(static_cast<uint64_t>(principal) << kIndexBits) | table, day_of(at_us)};
  const auto [place, is_new] = rows_.try_emplace(key, facts_.rows.size());
  if (is_new) facts_.rows.push_back({principal, table, key.day});
  count(facts_.rows[place->second], at_us, answer);
}

void SegmentCount::add_group(uint32_t principal, std::string_view group) {
  const uint32_t index = name_of(group);
  const uint64_t key = (static_cast<uint64_t>(principal) << kIndexBits) | index;
  if (groups_.try_emplace(key, true).second) facts_.groups.push_back({principal, index});
}

void SegmentCount::add_decision(const DecisionKey& key, std::vector<uint32_t> tables) {
  const std::string text(reinterpret_cast<const char*>(tables.data()),
                         tables.size() * sizeof(uint32_t));
  const auto next = static_cast<uint32_t>(facts_.lists.size());
  const auto [place, is_new] = lists_.try_emplace(text, next);
  if (is_new) facts_.lists.push_back(std::move(tables));
  facts_.decisions.push_back({key, place->second});
}

SegmentFacts SegmentCount::take() {
  std::ranges::sort(facts_.decisions, {}, &SegmentDecision::key);
  SegmentFacts out = std::move(facts_);
  *this = SegmentCount();
  return out;
}

const std::vector<uint32_t>* tables_of(const SegmentFacts& facts, const DecisionKey& key) {
  const auto found = std::ranges::lower_bound(facts.decisions, key, {}, &SegmentDecision::key);
  if (found == facts.decisions.end() || found->key != key) return nullptr;
  return &facts.lists[found->list];
}

void resolve_repeats(SegmentFacts& facts, const SegmentFacts& earlier) {
  if (facts.repeats.empty()) return;
  std::unordered_map<std::string_view, uint32_t> names;
  std::vector<std::string> added;
  for (size_t i = 0; i < facts.names.size(); ++i)
    names.emplace(facts.names[i], static_cast<uint32_t>(i));
  std::unordered_map<uint64_t, std::vector<size_t>> days;  // rows of a pair
  for (size_t i = 0; i < facts.rows.size(); ++i)
    days[(static_cast<uint64_t>(facts.rows[i].principal) << kIndexBits) | facts.rows[i].table]
        .push_back(i);
  std::unordered_map<uint32_t, uint32_t> here;  // index of a table there: here
  const bool is_own = &facts == &earlier;
  std::vector<SegmentRepeat> left;
  for (const SegmentRepeat& repeat : facts.repeats) {
    const std::vector<uint32_t>* tables = tables_of(earlier, repeat.of);
    if (tables == nullptr) {
      left.push_back(repeat);
      continue;
    }
    for (const uint32_t there : *tables) {
      uint32_t table = there;
      if (!is_own) {
        const auto [place, is_new] = here.try_emplace(there, 0);
        if (is_new) {
          const auto known = names.find(earlier.names[there]);
          place->second = known != names.end()
                              ? known->second
                              : static_cast<uint32_t>(facts.names.size() + added.size());
          if (known == names.end()) added.push_back(earlier.names[there]);
        }
        table = place->second;
      }
      auto& rows = days[(static_cast<uint64_t>(repeat.principal) << kIndexBits) | table];
      const int32_t day = day_of(repeat.at_us);
      auto row = std::ranges::find_if(rows, [&](size_t i) { return facts.rows[i].day == day; });
      if (row == rows.end()) {
        facts.rows.push_back({repeat.principal, table, day});
        row = rows.insert(rows.end(), facts.rows.size() - 1);
      }
      count(facts.rows[*row], repeat.at_us, SegmentCount::Answer::kAllowed);
    }
  }
  facts.names.insert(facts.names.end(), added.begin(), added.end());
  facts.repeats = std::move(left);
}

void give_up_repeats(SegmentFacts& facts) {
  facts.unknown_tables += facts.repeats.size();
  facts.repeats.clear();
}

}  // namespace hanse::strategy
