// SPDX-License-Identifier: Apache-2.0
#include "contract/personal.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/utf8.h"
#include "contract/column_words.h"
#include "contract/infer_types.h"
#include "contract/personal_kinds.h"

namespace hanse::contract {
namespace {

constexpr size_t kValuesMax = 2'000;
constexpr size_t kValuesMin = 3;    // distinct ones, below which values say little
constexpr size_t kValuesSure = 10;  // from which shares mean something
constexpr double kByChance = 1e-4;  // that so many pass by chance
constexpr double kShape = 0.3;      // from this chance on a form is a shape that many texts have
constexpr double kNamed = 0.98;     // how sure a name makes together with values
constexpr double kDateOfBirth = 0.95, kBirthYear = 0.7;
constexpr size_t kVersionPartMax = 32;

std::vector<std::string_view> values_of(const ColumnProfile& column) {
  std::set<std::string_view> seen;
  const auto& missing = missing_words_known();
  for (const auto& cell : column.sample) {
    if (!cell || cell->empty() || seen.size() >= kValuesMax) continue;
    if (std::ranges::find(missing, *cell) == missing.end()) seen.insert(trim(*cell));
  }
  return {seen.begin(), seen.end()};
}

// 2.10.0.3: four small numbers in most values are versions, or tell nothing.
bool look_like_versions(const std::vector<std::string_view>& values) {
  size_t small = 0;
  for (const std::string_view value : values) {
    size_t number = 0, largest = 0;
    for (const char c : value) {
      number = c == '.' ? 0 : number * 10 + static_cast<size_t>(c - '0');
      largest = std::max(largest, number);
    }
    if (value.find(':') == std::string_view::npos && largest < kVersionPartMax) ++small;
  }
  return small * 2 > values.size();
}

struct Seen {
  size_t values = 0, passing = 0, plausible = 0;
  double share = 0;
};

Seen look(const PersonalKind& kind, const std::vector<std::string_view>& values) {
  Seen out;
  out.values = values.size();
  for (const std::string_view value : values) {
    const bool is_plausible = value.size() >= kind.length_min && value.size() <= kind.length_max &&
                              (kind.form == nullptr || kind.form(value));
    out.plausible += is_plausible ? 1 : 0;
    out.passing += kind.fits(value) ? 1 : 0;
  }
  if (out.values > 0)
    out.share = static_cast<double>(out.passing) / static_cast<double>(out.values);
  return out;
}

std::string words_for(const PersonalKind& kind, const Seen& seen, std::string_view who) {
  return fmt::format("{} of {} distinct sampled values {}; {}", seen.passing, seen.values,
                     kind.test, who);
}

struct Weighed {
  double confidence = 0;
  std::string words;
};

// What values and name say together.
Weighed weigh(const PersonalKind& kind, const Seen& seen, bool is_named) {
  const double by_chance =
      std::pow(std::max(kind.chance, 0.001), static_cast<double>(seen.passing));
  const bool is_sure = seen.values >= kValuesMin && by_chance < kByChance;
  const double many = seen.values >= kValuesSure ? 1.0 : 0.85;
  if (is_named && seen.values >= 1 && seen.share >= kind.share_named)
    return {kNamed * (seen.share >= kind.share_alone ? 1.0 : 0.9) * many,
            words_for(kind, seen, "the name says so too")};
  if (!is_named && seen.share >= kind.share_alone && kind.alone > 0) {
    if (is_sure && kind.chance < kShape)
      return {kind.alone * many * (0.5 + seen.share / 2),
              words_for(kind, seen, "the name does not say so: only the values speak")};
    return {(kind.chance < kShape ? std::min(kind.alone, 0.45) : kind.alone) * many,
            words_for(kind, seen, "the name does not say so: only the shape speaks")};
  }
  const bool is_plausible = seen.values > 0 && seen.plausible * 10 >= seen.values * 8;
  if (is_named)
    return {is_plausible ? kind.name_alone : std::min(kind.name_alone, 0.3) / 2,
            words_for(kind, seen,
                      is_plausible && kind.form != nullptr
                          ? "the name says so, and values have a form that they may have"
                          : "only the name speaks")};
  return {};
}

std::optional<PersonalFinding> birth_of(const PersonalColumn& column,
                                        const std::vector<std::string>& words) {
  const bool is_date =
      column.type == spec::LogicalType::kDate || column.type == spec::LogicalType::kTimestamp;
  PersonalFinding out;
  out.kind = "date of birth";
  out.tags = {"pii"};
  if (is_date &&
      has_word(words, {"dob", "birth", "birthdate", "birthday", "born", "bday", "geburtsdatum",
                       "geburtstag", "naissance", "datenaissance", "nacimiento", "nascita",
                       "geboortedatum", "fodselsdato", "syntyma"})) {
    out.confidence = kDateOfBirth;
    out.words = fmt::format("the values are dates and the name says so");
    return out;
  }
  if (column.type == spec::LogicalType::kInteger &&
      has_word(words, {"birthyear", "yearofbirth", "geburtsjahr"})) {
    out.kind = "year of birth";
    out.confidence = kBirthYear;
    out.words = "only the name speaks: the values are whole numbers";
    return out;
  }
  return std::nullopt;
}

bool may_be(const PersonalKind& kind, const PersonalColumn& column) {
  const bool is_text = column.type == spec::LogicalType::kString;
  const bool is_whole = column.type == spec::LogicalType::kInteger;
  const bool has_letters =
      kind.fits("Maria") || kind.fits("Maria Rossi") || kind.name == "postal address";
  return is_text || (is_whole && !has_letters);
}

}  // namespace

bool tells_of_people(const std::vector<std::string>& words) {
  return std::ranges::any_of(words, [](const std::string& word) {
    const std::string one = singular(word);
    return has_word(
        {one},
        {"customer",   "client",  "patient", "person",  "people",    "employee",  "user",
         "member",     "contact", "citizen", "student", "passenger", "staff",     "applicant",
         "subscriber", "guest",   "owner",   "holder",  "insured",   "encounter", "household"});
  });
}

std::optional<PersonalFinding> find_personal(const PersonalColumn& column) {
  const std::vector<std::string> words = words_of(column.profile.name);
  if (auto birth = birth_of(column, words)) return birth;
  const auto values = values_of(column.profile);
  std::optional<PersonalFinding> best;
  double best_chance = 1;
  for (const PersonalKind& kind : personal_kinds()) {
    if (!may_be(kind, column) || has_word(words, kind.foreign_names)) continue;
    bool is_named = has_word(words, kind.names);
    // `name` alone tells of a person where the table is about people.
    if (kind.name == "person's name" && words.size() == 1 && words[0] == "name")
      is_named = column.is_about_people;
    const Seen seen = look(kind, values);
    if (kind.name == "IP address" && !is_named && look_like_versions(values)) continue;
    Weighed weighed = weigh(kind, seen, is_named);
    if (kind.needs_person && !column.is_about_people) weighed.confidence /= 2;
    const bool is_better =
        weighed.confidence > 0.05 &&
        (!best || weighed.confidence > best->confidence + 1e-9 ||
         (std::abs(weighed.confidence - best->confidence) < 1e-9 && kind.chance < best_chance));
    if (!is_better) continue;
    best = PersonalFinding{std::string(kind.name), kind.classification,      {"pii"},
                           weighed.confidence,     std::move(weighed.words), kind.is_identifier,
                           kind.needs_person};
    if (kind.is_health) best->tags.push_back("health");
    if (kind.needs_person && !column.is_about_people)
      best->words += "; the table does not seem to be about people";
    best_chance = kind.chance;
  }
  return best;
}

}  // namespace hanse::contract
