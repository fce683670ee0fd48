// SPDX-License-Identifier: Apache-2.0
#include "contract/infer_keys.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <unordered_set>

#include "base/utf8.h"
#include "contract/column_words.h"
#include "contract/infer_types.h"

namespace hanse::contract {
namespace {

using spec::LogicalType;

constexpr int64_t kRowsSure = 20;    // below, only a name makes a key
constexpr int64_t kKeyTextMax = 64;  // characters; longer ones are texts
constexpr size_t kCandidateColumnsMax = 12;
constexpr double kUniqueMost = 0.97;

bool is_key_type(const ColumnProfile& column, const spec::Property& property) {
  switch (property.logical_type) {
    case LogicalType::kInteger:
      return true;
    case LogicalType::kString:
      return column.length_max <= kKeyTextMax;
    case LogicalType::kNumber:
      return property.physical_type.starts_with("decimal") &&
             property.physical_type.ends_with(",0)");
    default:
      return false;
  }
}

// As the last word of a name.
bool is_id_word(std::string_view word) {
  static const std::set<std::string_view> kWords = {
      "id",        "key",    "uuid",   "guid",   "code",    "nr",         "no",
      "num",       "number", "sku",    "isbn",   "ean",     "gtin",       "iata",
      "icao",      "faa",    "vin",    "serial", "tailnum", "identifier", "ref",
      "reference", "symbol", "ticker", "iso",    "iso2",    "iso3",       "fips",
      "index",     "idx",    "rowid",  "sk",     "pk",      "iban",       "email",
      "username",  "login",  "slug",   "handle", "hash",    "token"};
  if (kWords.contains(word)) return true;
  if (word == "pid" || word == "uid" || word == "oid" || word == "sid" || word == "cid")
    return true;
  return word.size() > 3 &&
         (word.ends_with("id") || word.ends_with("key") || word.ends_with("code"));
}

bool is_time(LogicalType type) {
  return type == LogicalType::kDate || type == LogicalType::kTimestamp ||
         type == LogicalType::kTime;
}

// Of a table and a column of it: words without the prefix that all columns share.
struct Named {
  std::vector<std::string> words;
  bool is_id = false, is_own = false;  // an identifier; of this very table
};

class Keys {
 public:
  Keys(const TableProfile& profile, const TableProposal& table) : profile_(profile), table_(table) {
    std::vector<std::string> names;
    for (const ColumnProposal& column : table.columns) names.push_back(column.property.name);
    prefix_ = shared_prefix(names);
    for (const std::string& word : words_of(table.name)) own_.push_back(singular(word));
  }

  Named name_of(const ColumnProposal& column) const {
    Named out;
    out.words = words_of(column.property.name.substr(prefix_.size()));
    if (out.words.empty()) return out;
    out.is_id = is_id_word(out.words.back());
    const std::string& last = out.words.back();
    const bool is_bare = out.words.size() == 1 && out.is_id;
    std::string joined, own;
    for (const std::string& word : out.words) joined += word;
    for (const std::string& word : own_) own += word;
    const bool begins =
        !own_.empty() && (joined.starts_with(own_.back()) || joined.starts_with(own));
    out.is_own = is_bare || (out.is_id && begins) || (!own.empty() && joined == own) ||
                 (!own_.empty() && last == own_.back());
    return out;
  }

  const ColumnProfile& profile_of(const ColumnProposal& column) const {
    return profile_.columns[column.column];
  }
  bool is_whole(const ColumnProposal& column) const {
    const ColumnProfile& seen = profile_of(column);
    return seen.present == profile_.rows && seen.present > 0;
  }
  bool is_unique(const ColumnProposal& column) const {
    const ColumnProfile& seen = profile_of(column);
    return seen.distinct_is_exact && seen.distinct == seen.present && seen.present > 1;
  }

  // How well a unique column would do as the key; 0: not at all.
  double score(size_t place) const {
    const ColumnProposal& column = table_.columns[place];
    const spec::Property& property = column.property;
    const bool may_be =
        is_key_type(profile_of(column), property) || (place == 0 && is_time(property.logical_type));
    if (!is_whole(column) || !is_unique(column) || !may_be) return 0;
    const Named named = name_of(column);
    double out = named.is_own ? 0.6 : named.is_id ? 0.45 : 0;
    if (place == 0)
      out += 0.3;
    else if (place == 1)
      out += 0.1;
    if (property.logical_type == LogicalType::kInteger) out += 0.05;
    if (!property.options.pattern.empty() || property.options.format == "uuid") out += 0.1;
    if (property.classification) out -= 0.35;  // people change, and so do their addresses
    if (has_word(named.words, {"description", "comment", "text", "note"})) out -= 0.25;
    if (place == 0) out += first_score(column, named);
    if (profile_.rows < kRowsSure && !named.is_id) out -= 0.1;
    return out;
  }

  // What stands first and differs in every row: a code, a name, a time, a counter, but no measure.
  double first_score(const ColumnProposal& column, const Named& named) const {
    const ColumnProfile& seen = profile_of(column);
    const LogicalType type = column.property.logical_type;
    if (is_time(type) || has_word(named.words, {"year", "date", "month"})) return 0.25;
    if (type == LogicalType::kInteger)
      return seen.length_max - seen.length_min < 5 && is_counted(column) ? 0.15 : 0.05;
    const bool is_code = seen.length_min == seen.length_max && seen.length_max <= 10;
    return is_code ? 0.25 : profile_.rows >= kRowsSure ? 0.15 : 0;
  }
  // From the least to the most without a gap.
  bool is_counted(const ColumnProposal& column) const {
    const ColumnProfile& seen = profile_of(column);
    const TypeCandidate* type = choose_type(seen).type;
    int64_t low = 0, high = -1;
    if (type == nullptr) return false;
    std::from_chars(type->minimum.data(), type->minimum.data() + type->minimum.size(), low);
    std::from_chars(type->maximum.data(), type->maximum.data() + type->maximum.size(), high);
    return (low == 0 || low == 1) && high - low + 1 == seen.distinct;
  }

  // A part of a key: an identifier, a code, a time, a place in a row; 0: measured or free text.
  double part_score(size_t place) const {
    const ColumnProposal& column = table_.columns[place];
    const spec::Property& property = column.property;
    const LogicalType type = property.logical_type;
    // With a unique one no key would be the smallest.
    if (!is_whole(column) || is_unique(column) || profile_of(column).distinct < 2) return 0;
    if (!is_time(type) && !is_key_type(profile_of(column), property)) return 0;
    const Named named = name_of(column);
    if (!is_time(type) &&
        has_word(named.words,
                 {"amount", "price",       "quantity", "qty",      "total", "count", "cost",
                  "name",   "description", "comment",  "delay",    "score", "value", "rate",
                  "size",   "weight",      "balance",  "discount", "tax",   "zip",   "phone"}))
      return 0;
    double out = named.is_id || named.is_own || is_time(type) ? 0.5 : 0;
    if (has_word(named.words,
                 {"line", "linenumber", "seq", "sequence", "position", "pos", "step", "item"}))
      out = 0.6;
    if (has_word(named.words, {"year", "month", "day", "days", "hour", "week", "quarter", "date",
                               "version", "rank", "period", "wave", "round", "time", "num"}))
      out = 0.5;
    if (has_word(named.words, {"team", "country", "state", "region", "county", "firm", "company",
                               "station", "store", "site", "subject", "player", "product"}))
      out = std::max(out, 0.35);
    const bool is_code = type == LogicalType::kString && profile_of(column).length_max <= 12;
    if (!property.enum_values.empty() || is_code) out = std::max(out, 0.3);
    out += place == 0 ? 0.35 : place == 1 ? 0.2 : place == 2 ? 0.1 : 0;
    if (property.classification) out -= 0.3;
    return out;
  }

 private:
  const TableProfile& profile_;
  const TableProposal& table_;
  std::string prefix_;
  std::vector<std::string> own_;
};

void set_key(ColumnProposal& column, int position) {
  column.property.primary_key = true;
  column.property.primary_key_position = position;
  column.property.required = true;
}

// Whether the columns tell all rows of the sample apart: cheap, and a no is final.
bool tells_sample_apart(const TableProfile& profile, const std::vector<size_t>& columns) {
  std::unordered_set<std::string> seen;
  std::string key;
  for (size_t row = 0; row < static_cast<size_t>(profile.sampled); ++row) {
    key.clear();
    for (const size_t column : columns) {
      const auto& cell = profile.columns[column].sample[row];
      key += fmt::format("{}\x1f", cell ? *cell : "");
    }
    if (!seen.insert(key).second) return false;
  }
  return true;
}

struct Combination {
  std::vector<size_t> places;  // of the proposal's columns
  double score = 0;
};

}  // namespace

bool infer_single_key(const TableProfile& profile, TableProposal& table) {
  constexpr double kKeyFrom = 0.4, kUniqueFrom = 0.4;
  const Keys keys(profile, table);
  size_t best = table.columns.size();
  double best_score = kKeyFrom - 1e-9;
  std::vector<size_t> unique;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].property.logical_type == LogicalType::kObject) continue;
    const double score = keys.score(i);
    if (score > best_score + 1e-9) {
      best_score = score;
      best = i;
    }
    const ColumnProposal& column = table.columns[i];
    const bool is_mail = column.property.options.format == "email";
    const bool is_named = keys.name_of(column).is_id && !keys.name_of(column).words.empty();
    if (profile.rows >= kRowsSure && keys.is_unique(column) &&
        is_key_type(keys.profile_of(column), column.property) &&
        (is_mail || score >= kUniqueFrom ||
         (is_named && keys.profile_of(column).present >= kRowsSure)))
      unique.push_back(i);
  }
  for (const size_t i : unique) {
    ColumnProposal& column = table.columns[i];
    const int64_t present = keys.profile_of(column).present;
    if (i != best) column.property.unique = true;
    column.evidence.push_back({"unique", "true", confidence_of(present, kUniqueMost),
                               fmt::format("{} values, all different", present),
                               Evidence::Seen::kWhole, true});
  }
  if (best == table.columns.size()) return false;
  ColumnProposal& column = table.columns[best];
  const Named named = keys.name_of(column);
  set_key(column, 1);
  column.evidence.push_back(
      {"primaryKey", column.property.name,
       std::min(kUniqueMost, best_score + 0.1) * confidence_of(profile.rows, 1.0),
       fmt::format("{} rows, all different and none missing; {}{}", profile.rows,
                   named.is_own  ? "the name says so"
                   : named.is_id ? "it is named like an identifier"
                                 : "the name does not say so",
                   best == 0 ? ", it stands first" : ""),
       Evidence::Seen::kWhole, true});
  return true;
}

std::vector<std::vector<size_t>> key_candidates(const TableProfile& profile,
                                                const TableProposal& table, size_t most) {
  const Keys keys(profile, table);
  constexpr double kPartFrom = 0.3;
  if (profile.rows < 2) return {};
  std::vector<std::pair<double, size_t>> parts;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    if (!table.columns[i].parts.empty()) continue;
    if (const double score = keys.part_score(i); score >= kPartFrom) parts.emplace_back(-score, i);
  }
  std::ranges::sort(parts);
  if (parts.size() > kCandidateColumnsMax) parts.resize(kCandidateColumnsMax);
  std::vector<Combination> found;
  const auto consider = [&](std::initializer_list<size_t> chosen, double penalty) {
    Combination one;
    double rows = 1;
    for (const size_t i : chosen) {
      one.places.push_back(parts[i].second);
      one.score -= parts[i].first / static_cast<double>(chosen.size());
      rows *= static_cast<double>(profile.columns[table.columns[parts[i].second].column].distinct) *
              1.1;
    }
    one.score -= penalty;
    if (rows < static_cast<double>(profile.rows)) return;  // not enough combinations
    const auto covers = [&](const Combination& other) {    // a smaller key is in it
      return other.places.size() < one.places.size() &&
             std::ranges::all_of(
                 other.places,
                 [&](size_t place) {
                   return std::ranges::find(one.places, place) != one.places.end();
                 });
    };
    if (std::ranges::any_of(found, covers)) return;
    std::ranges::sort(one.places);
    std::vector<size_t> columns;
    for (const size_t place : one.places) columns.push_back(table.columns[place].column);
    if (tells_sample_apart(profile, columns)) found.push_back(std::move(one));
  };
  for (size_t a = 0; a < parts.size(); ++a)
    for (size_t b = a + 1; b < parts.size(); ++b) consider({a, b}, 0);
  for (size_t a = 0; a < parts.size(); ++a)
    for (size_t b = a + 1; b < parts.size(); ++b)
      for (size_t c = b + 1; c < parts.size(); ++c) consider({a, b, c}, 0.25);
  std::ranges::stable_sort(found, [](const auto& l, const auto& r) { return l.score > r.score; });
  std::vector<std::vector<size_t>> out;
  for (const Combination& one : found) {
    if (out.size() == most) break;
    std::vector<size_t>& columns = out.emplace_back();
    for (const size_t place : one.places) columns.push_back(table.columns[place].column);
  }
  return out;
}

void set_composite_key(const TableProfile& profile, const std::vector<size_t>& columns,
                       TableProposal& table) {
  std::string names;
  int position = 0;
  for (ColumnProposal& column : table.columns) {
    if (std::ranges::find(columns, column.column) == columns.end()) continue;
    set_key(column, ++position);
    names += (names.empty() ? "" : ", ") + column.property.name;
  }
  table.evidence.push_back(
      {"primaryKey", names, 0.85 * confidence_of(profile.rows, 1.0),
       fmt::format("no column alone, but these together tell all {} rows apart", profile.rows),
       Evidence::Seen::kWhole, true});
}

std::vector<size_t> key_of(const TableProposal& table) {
  std::vector<size_t> out;
  for (const ColumnProposal& column : table.columns)
    if (column.property.primary_key) out.push_back(column.column);
  return out;
}

}  // namespace hanse::contract
