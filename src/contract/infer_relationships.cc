// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_relationships.h"

#include <algorithm>
#include <unordered_set>

#include "base/utf8.h"
#include "base/words.h"
#include "contract/column_words.h"
#include "contract/infer_keys.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

constexpr double kSampleIncluded = 0.5;  // below, the sample speaks against it (when keys are few)
constexpr int64_t kValuesWithoutName = 20;
constexpr double kNamedEnough = 0.4;

class Table {
 public:
  Table(const TableProfile& profile, const TableProposal& proposal)
      : profile_(profile), proposal_(proposal) {
    std::vector<std::string> names;
    for (const ColumnProposal& column : proposal.columns) names.push_back(column.property.name);
    prefix_ = shared_prefix(names);
    for (const std::string& word : words_of(proposal.name)) words_.push_back(singular(word));
  }

  const TableProfile& profile() const { return profile_; }
  const TableProposal& proposal() const { return proposal_; }
  const std::vector<std::string>& words() const { return words_; }
  std::vector<std::string> words_of_column(const ColumnProposal& column) const {
    return contract::words_of(column.property.name.substr(prefix_.size()));
  }
  const ColumnProfile& seen(const ColumnProposal& column) const {
    return profile_.columns[column.column];
  }
  const ColumnProposal* column(size_t index) const {
    for (const ColumnProposal& each : proposal_.columns)
      if (each.column == index) return &each;
    return nullptr;
  }

 private:
  const TableProfile& profile_;
  const TableProposal& proposal_;
  std::string prefix_;
  std::vector<std::string> words_;  // of the table, singular
};

bool may_point(const spec::Property& from, const spec::Property& to) {
  return from.logical_type == to.logical_type && from.logical_type != LogicalType::kBoolean &&
         from.logical_type != LogicalType::kObject && from.logical_type != LogicalType::kArray &&
         from.logical_type != LogicalType::kMap &&
         (from.logical_type != LogicalType::kNumber || from.physical_type.starts_with("decimal"));
}

// `customer_id` points to `customers.id` and to `customers.customer_id`; `id` to nothing by itself.
double named(const Table& from, const ColumnProposal& column, const Table& to,
             const ColumnProposal& key) {
  const std::vector<std::string> here = from.words_of_column(column),
                                 there = to.words_of_column(key);
  const std::string mine = joined(here, ""), keys = joined(there, "");
  const std::string table = joined(to.words(), "");
  const std::string own = joined(from.words(), "");
  if (mine.empty() || keys.empty()) return 0;
  const bool is_bare = there.size() == 1 && (keys == "id" || keys == "key" || keys == "code" ||
                                             keys == "no" || keys == "nr" || keys == "number");
  if (is_bare) {
    if (mine == table + keys || (here.size() > 1 && here.back() == keys && !to.words().empty() &&
                                 singular(here[here.size() - 2]) == to.words().back()))
      return 1;
    if (singular(mine) == table || (here.size() > 1 && singular(here.back()) == to.words().back()))
      return 0.7;
    return 0;
  }
  if (mine == keys) {
    // What both call the same: an identifier, or a word such as `name` or `year`.
    const bool says_table = !to.words().empty() && mine.starts_with(to.words().back());
    return says_table || table == mine ? 1 : there.size() > 1 ? 0.8 : 0.5;
  }
  if (mine.size() > keys.size() && mine.ends_with(keys)) return there.size() > 1 ? 0.8 : 0.4;
  if (singular(mine) == table) return 0.7;
  // `origin` and `dest` point to airports by nothing in their names.
  return 0;
}

// The share of sampled values that are among the sampled keys, when all keys are in the sample.
bool speaks_against(const Table& from, const ColumnProposal& column, const Table& to,
                    const ColumnProposal& key) {
  if (to.profile().sampled < to.profile().rows) return false;
  std::unordered_set<std::string_view> keys;
  for (const auto& cell : to.seen(key).sample)
    if (cell) keys.insert(*cell);
  size_t values = 0, found = 0;
  for (const auto& cell : from.seen(column).sample) {
    if (!cell) continue;
    ++values;
    found += keys.contains(*cell) ? 1 : 0;
  }
  return static_cast<double>(found) < kSampleIncluded * static_cast<double>(values);
}

// Texts of a shape of their own are no accident: `UA`, `JFK`, a UUID; numbers from 1 on are.
bool may_point_unnamed(const Table& from, const ColumnProposal& column, const Table& to,
                       const ColumnProposal& key) {
  const ColumnProfile& seen = from.seen(column);
  const ColumnProfile& keys = to.seen(key);
  if (column.property.logical_type != LogicalType::kString || column.property.classification)
    return false;
  if (seen.length_min != keys.length_min || seen.length_max != keys.length_max) return false;
  return keys.distinct >= kValuesWithoutName || seen.distinct >= 3;
}

void add_single(const std::vector<Table>& tables, size_t from, size_t to, size_t key_index,
                std::vector<RelationshipCandidate>& out) {
  const ColumnProposal* key = tables[to].column(key_index);
  if (key == nullptr) return;
  for (const ColumnProposal& column : tables[from].proposal().columns) {
    const bool is_key_itself = from == to && column.column == key_index;
    if (is_key_itself || !column.parts.empty() || tables[from].seen(column).present == 0) continue;
    if (!may_point(column.property, key->property)) continue;
    double strength = named(tables[from], column, tables[to], *key);
    if (from == to) {
      const auto words = tables[from].words_of_column(column);
      const bool is_upward =
          has_word(words, {"parent", "manager", "supervisor", "boss", "reportsto", "superior",
                           "predecessor", "referrer", "mother", "father"});
      strength = is_upward ? 0.9 : 0;
    }
    const bool may = strength >= kNamedEnough ||
                     (from != to && may_point_unnamed(tables[from], column, tables[to], *key));
    if (may && !speaks_against(tables[from], column, tables[to], *key))
      out.push_back({from, to, {column.column}, {key_index}, strength});
  }
}

// Every column of the key has one that is named the same.
void add_composite(const std::vector<Table>& tables, size_t from, size_t to,
                   const std::vector<size_t>& key, std::vector<RelationshipCandidate>& out) {
  RelationshipCandidate one{from, to, {}, key, 0.8};
  for (const size_t index : key) {
    const ColumnProposal* part = tables[to].column(index);
    if (part == nullptr) return;
    const auto wanted = joined(tables[to].words_of_column(*part), "");
    const auto found =
        std::ranges::find_if(tables[from].proposal().columns, [&](const ColumnProposal& column) {
          return joined(tables[from].words_of_column(column), "") == wanted &&
                 may_point(column.property, part->property);
        });
    if (found == tables[from].proposal().columns.end()) return;
    one.from.push_back(found->column);
  }
  out.push_back(std::move(one));
}

std::string name_of(const TableProposal& table, size_t index) {
  for (const ColumnProposal& column : table.columns)
    if (column.column == index) return table.name + "." + column.property.name;
  return table.name;
}

}  // namespace

std::vector<RelationshipCandidate> relationship_candidates(
    const std::vector<const TableProfile*>& profiles, const std::vector<TableProposal>& proposals,
    size_t most) {
  std::vector<Table> tables;
  for (size_t i = 0; i < profiles.size(); ++i) tables.emplace_back(*profiles[i], proposals[i]);
  std::vector<RelationshipCandidate> out;
  for (size_t to = 0; to < tables.size(); ++to) {
    const std::vector<size_t> key = key_of(proposals[to]);
    for (size_t from = 0; from < tables.size(); ++from) {
      if (key.size() == 1)
        add_single(tables, from, to, key[0], out);
      else if (key.size() > 1 && from != to)
        add_composite(tables, from, to, key, out);
    }
  }
  std::ranges::stable_sort(out, [](const auto& l, const auto& r) { return l.named > r.named; });
  if (out.size() > most) out.resize(most);
  return out;
}

void take_relationship(const RelationshipCandidate& candidate, const Matched& matched,
                       std::vector<TableProposal>& tables) {
  TableProposal& table = tables[candidate.from_table];
  const TableProposal& other = tables[candidate.to_table];
  if (matched.distinct == 0) return;
  const double share =
      1 - static_cast<double>(matched.missing) / static_cast<double>(matched.distinct);
  const bool is_named = candidate.named >= kNamedEnough;
  if (share < 1 && (share < kNearlyIncluded || !is_named)) return;
  std::vector<std::string> from, to;
  std::string shown;
  for (size_t i = 0; i < candidate.from.size(); ++i) {
    from.push_back(name_of(table, candidate.from[i]));
    to.push_back(name_of(other, candidate.to[i]));
    shown += (shown.empty() ? "" : ", ") + to.back();
  }
  Evidence evidence{"relationship",
                    shown,
                    0,
                    fmt::format("{} of {} distinct values ({:.1f} %) are keys there; {}",
                                matched.distinct - matched.missing, matched.distinct, share * 100,
                                is_named ? "the name says so too" : "the name does not say so"),
                    Evidence::Seen::kWhole,
                    share == 1};
  evidence.confidence =
      confidence_of(matched.distinct, is_named ? 0.75 + candidate.named / 5 : 0.6);
  if (share < 1) evidence.words += ": nearly, so not proposed";
  for (ColumnProposal& column : table.columns) {
    if (column.column != candidate.from[0] || candidate.from.size() != 1) continue;
    const bool has_one = !column.relationships.empty();
    evidence.is_proposed = evidence.is_proposed && !has_one;
    if (evidence.is_proposed) {
      column.relationships.push_back(to[0]);
      column.property.enum_values.clear();  // the keys are the list
    }
    column.evidence.push_back(std::move(evidence));
    return;
  }
  if (evidence.is_proposed) table.relationships.push_back({from, to});
  table.evidence.push_back(std::move(evidence));
}

}  // namespace hanse::contract
