// SPDX-License-Identifier: Apache-2.0
#include "strategy/facts/ledger_facts.h"

#include <algorithm>
#include <tuple>

namespace hanse::strategy {
namespace {

constexpr std::string_view kProductPrefix = "product:";
constexpr uint32_t kNone = UINT32_MAX;

void add(const UsageRow& from, UsageRow& to) {
  to.allowed += from.allowed;
  to.refused += from.refused;
  to.failed += from.failed;
  to.first_allowed_us = earlier(to.first_allowed_us, from.first_allowed_us);
  to.first_refused_us = earlier(to.first_refused_us, from.first_refused_us);
  to.last_allowed_us = std::max(to.last_allowed_us, from.last_allowed_us);
  to.last_refused_us = std::max(to.last_refused_us, from.last_refused_us);
}

auto key_of(const UsageRow& row) { return std::tuple(row.table, row.consumer, row.day); }

// A day that ends in one segment and goes on in the next has a row in each.
void join_days(std::vector<UsageRow>& rows) {
  std::ranges::sort(rows, {}, key_of);
  size_t kept = 0;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (kept > 0 && key_of(rows[kept - 1]) == key_of(rows[i]))
      add(rows[i], rows[kept - 1]);
    else
      rows[kept++] = rows[i];
  }
  rows.resize(kept);
}

// The indexes of one segment's names among those of all.
class Merge {
 public:
  void add_segment(const SegmentFacts& segment) {
    std::vector<uint32_t> consumers(segment.names.size(), kNone), tables = consumers;
    const auto consumer = [&](uint32_t name) {
      return index(segment.names, name, consumers, consumers_, [&](const std::string& text) {
        out_.usage.consumers.push_back({text, {}, {}, {}, {}});
        if (text.starts_with(kProductPrefix))
          out_.usage.consumers.back().product = product_id_of(text.substr(kProductPrefix.size()));
      });
    };
    const auto table = [&](uint32_t name) {
      return index(segment.names, name, tables, tables_,
                   [&](const std::string& text) { out_.usage.tables.push_back({text, {}}); });
    };
    for (const SegmentRow& row : segment.rows)
      out_.usage.rows.push_back({consumer(row.principal), table(row.table), row.day, row.allowed,
                                 row.refused, row.failed, row.first_allowed_us, row.last_allowed_us,
                                 row.first_refused_us, row.last_refused_us});
    for (const SegmentGroup& group : segment.groups)
      groups_[consumer(group.principal)].insert(segment.names[group.group]);
    for (const SegmentOutcome& outcome : segment.outcomes)
      out_.outcomes.push_back({product_id_of(segment.names[outcome.product]), outcome.kind,
                               outcome.succeeded, outcome.at_us});
    for (const SegmentEvent& event : segment.events)
      if (auto body = Json::parse(event.json))
        out_.events.push_back({event.at_us, event.kind, *std::move(body)});
    out_.from_us = earlier(out_.from_us, segment.first_us);
    out_.entries += segment.entries;
    out_.unknown_tables += segment.unknown_tables;
  }

  LedgerFacts take() {
    for (const auto& [consumer, groups] : groups_)
      out_.usage.consumers[consumer].groups.assign(groups.begin(), groups.end());
    join_days(out_.usage.rows);
    std::ranges::stable_sort(out_.outcomes, {}, &OutcomeFact::at_us);
    std::ranges::stable_sort(out_.events, {}, &LedgerEvent::at_us);
    return std::move(out_);
  }

 private:
  template <typename Add>
  static uint32_t index(const std::vector<std::string>& names, uint32_t name,
                        std::vector<uint32_t>& known,
                        std::unordered_map<std::string, uint32_t>& all, Add add_new) {
    if (known[name] != kNone) return known[name];
    const auto [place, is_new] = all.try_emplace(names[name], static_cast<uint32_t>(all.size()));
    if (is_new) add_new(names[name]);
    return known[name] = place->second;
  }

  LedgerFacts out_;
  std::unordered_map<std::string, uint32_t> consumers_, tables_;
  std::map<uint32_t, std::set<std::string>> groups_;
};

}  // namespace

ProductId product_id_of(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {};
  return {DomainId(std::string(text.substr(0, slash))), std::string(text.substr(slash + 1))};
}

LedgerFacts merge_segments(const std::vector<SegmentFacts>& segments) {
  Merge merge;
  for (const SegmentFacts& segment : segments) merge.add_segment(segment);
  return merge.take();
}

}  // namespace hanse::strategy
