// SPDX-License-Identifier: Apache-2.0
#include <unordered_set>

#include "base/utf8.h"
#include "contract/compare.h"
#include "contract/match.h"

namespace hanse::contract {
namespace {

using spec::SchemaObject;

const std::string& physical_name(const SchemaObject& table) {
  return table.physical_name.empty() ? table.name : table.physical_name;
}

bool is_relation(std::string_view physical_type) {
  std::string word = ascii_lower(trim(physical_type));
  std::ranges::replace(word, '_', ' ');
  return word == "table" || word == "view" || word == "materialized view" ||
         word == "external table" || word.empty();
}

// Letters and digits only: where a comma stands says nothing of what a row is.
std::string letters_of(std::string_view text) {
  std::string out;
  for (const char c : ascii_lower(text))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      out += c;
  return out;
}

class TableComparison {
 public:
  TableComparison(const Pair& contracts, const SchemaObject& before, const SchemaObject& after,
                  Changes& out)
      : contracts_(contracts),
        before_(before),
        after_(after),
        out_(out),
        place_{"table", "table " + after.name, after.span} {}

  void run() {
    names();
    kind();
    words();
    key();
    compare_columns({before_.properties, after_.properties}, place_, " column ", out_);
    compare_quality(before_.quality, after_.quality, place_, out_);
    compare_relationships({contracts_, before_, after_}, place_, out_);
  }

 private:
  template <typename... T>
  std::string said(fmt::format_string<T...> text, T&&... values) const {
    return fmt::format("table `{}` {}", after_.name, fmt::format(text, std::forward<T>(values)...));
  }

  void names() {
    const bool moves = physical_name(before_) != physical_name(after_);
    if (before_.name == after_.name) {
      if (moves)
        out_.add(
            Rule::kTablePhysicalName, place_,
            said("is `{}` in the store, not `{}`", physical_name(after_), physical_name(before_)),
            {physical_name(before_), physical_name(after_)});
      return;
    }
    const Rule rule = equal_ignoring_case(before_.name, after_.name) ? Rule::kTableRecased
                      : moves                                        ? Rule::kTableRenamed
                              : Rule::kTableRenamedInContract;
    out_.add(rule, place_, said("was named `{}`", before_.name), {before_.name, after_.name});
  }

  void kind() {
    const std::string old_kind = scalar_text(before_.foreign["physicalType"]);
    const std::string new_kind = scalar_text(after_.foreign["physicalType"]);
    if (!equal_ignoring_case(old_kind, new_kind))
      out_.add(is_relation(old_kind) && is_relation(new_kind) ? Rule::kTablePhysicalType
                                                              : Rule::kTablePhysicalKind,
               place_,
               said("is kept as {}, not as {}", new_kind.empty() ? "it comes" : new_kind,
                    old_kind.empty() ? "it came" : old_kind),
               {old_kind, new_kind});
    const auto logical = [](const SchemaObject& table) {
      const std::string stated = scalar_text(table.foreign["logicalType"]);
      return stated.empty() ? std::string("object") : stated;
    };
    if (logical(before_) != logical(after_))
      out_.add(Rule::kTableLogicalType, place_,
               said("is of type {}, not {}", logical(after_), logical(before_)),
               {logical(before_), logical(after_)});
  }

  void words() {
    const bool was = before_.deprecated;
    const bool is = after_.deprecated;
    if (was != is)
      out_.add(is ? Rule::kTableDeprecated : Rule::kTableUndeprecated, place_,
               said("is {}", is ? "deprecated" : "no longer deprecated"));
    const std::string old_grain = scalar_text(before_.foreign["dataGranularityDescription"]);
    const std::string new_grain = scalar_text(after_.foreign["dataGranularityDescription"]);
    const bool is_other_grain =
        !old_grain.empty() && !new_grain.empty() && letters_of(old_grain) != letters_of(new_grain);
    if (is_other_grain)
      out_.add(Rule::kTableGranularity, place_, said("has rows that stand for something else"),
               {old_grain, new_grain});
    if (before_.description != after_.description ||
        before_.business_name != after_.business_name || before_.tags != after_.tags ||
        (old_grain != new_grain && !is_other_grain) ||
        !same_custom(before_.custom, after_.custom) || before_.id != after_.id ||
        !same_definitions(before_.definitions, after_.definitions) ||
        differs(before_.foreign, after_.foreign, {"synonyms", "context"}))
      out_.add(Rule::kTableDescribed, place_, said("is described anew"));
  }

  static std::string key_text(const std::vector<const spec::Property*>& key) {
    std::string out;
    for (const auto* column : key) out += (out.empty() ? "" : ", ") + column->name;
    return out;
  }

  void key() {
    const auto old_key = before_.primary_key(), new_key = after_.primary_key();
    if (old_key.empty() && new_key.empty()) return;
    const std::string old_text = key_text(old_key), new_text = key_text(new_key);
    if (old_key.empty() ? is_implied(new_key, before_)
                        : new_key.empty() && is_implied(old_key, after_))
      return out_.add(
          Rule::kKeyImplied, place_,
          old_key.empty()
              ? said("has {} as its primary key, unique and required as before", new_text)
              : said("has no primary key, but {} is unique and required", old_text),
          {old_text, new_text});
    if (old_key.empty())
      return out_.add(Rule::kKeyAdded, place_, said("has a primary key now: {}", new_text),
                      {old_text, new_text});
    if (new_key.empty())
      return out_.add(Rule::kKeyRemoved, place_,
                      said("has no primary key any more, it was {}", old_text),
                      {old_text, new_text});
    key_columns(old_key, new_key, {old_text, new_text});
  }

  using Key = std::vector<const spec::Property*>;
  // Columns are the same that compare_columns takes for the same, whatever their names.
  void key_columns(const Key& old_key, const Key& new_key, const Changes::Values& values) {
    const auto matches = match_columns({before_.properties, after_.properties});
    std::unordered_map<const spec::Property*, const spec::Property*> now;  // by the old column
    for (size_t i = 0; i < matches.old_of.size(); ++i)
      if (matches.old_of[i]) now[&before_.properties[*matches.old_of[i]]] = &after_.properties[i];
    Key stayed;  // of the old key, as the new table has them
    for (const auto* column : old_key) {
      const auto found = now.find(column);
      const auto* there = found == now.end() ? nullptr : found->second;
      if (there != nullptr && there->primary_key) {
        stayed.push_back(there);
        continue;
      }
      out_.add(Rule::kKeyColumnRemoved, column_place(*column, there),
               fmt::format("column `{}` leaves the primary key", column->name), values);
    }
    const std::unordered_set<const spec::Property*> kept(stayed.begin(), stayed.end());
    for (const auto* column : new_key)
      if (!kept.contains(column))
        out_.add(Rule::kKeyColumnAdded, column_place(*column, column),
                 fmt::format("column `{}` joins the primary key", column->name), values);
    if (stayed.size() == old_key.size() && stayed.size() == new_key.size() && stayed != new_key)
      out_.add(Rule::kKeyPosition, place_,
               said("has the primary key {} in another order: {}", values.before, values.after),
               values);
  }
  // Whether the other file says of a key's only column what makes it one.
  static bool is_implied(const std::vector<const spec::Property*>& key, const SchemaObject& other) {
    const spec::Property* column = key.size() == 1 ? other.property(key[0]->name) : nullptr;
    return column != nullptr && column->required && column->unique;
  }
  Topic column_place(const spec::Property& column, const spec::Property* now) const {
    return {"column", place_.address + " column " + column.name,
            now != nullptr ? now->span : after_.span};
  }

  const Pair& contracts_;
  const SchemaObject& before_;
  const SchemaObject& after_;
  Changes& out_;
  Topic place_;
};

}  // namespace

void compare_tables(const Pair& contracts, Changes& out) {
  const auto& before = contracts.before.schema;
  const auto& after = contracts.after.schema;
  const Matches matches =
      match<SchemaObject>(before, after,
                          {[](const SchemaObject& table) { return table.id; },
                           [](const SchemaObject& table) { return table.name; },
                           [](const SchemaObject& table) { return ascii_lower(table.name); },
                           [](const SchemaObject& table) { return physical_name(table); }});
  for (size_t i = 0; i < after.size(); ++i)
    if (matches.old_of[i])
      TableComparison(contracts, before[*matches.old_of[i]], after[i], out).run();
    else
      out.add(Rule::kTableAdded, {"table", "table " + after[i].name, after[i].span},
              fmt::format("table `{}` is added", after[i].name), {"", after[i].name});
  for (size_t i = 0; i < before.size(); ++i)
    if (!matches.is_kept[i])
      out.add(Rule::kTableRemoved, {"table", "table " + before[i].name, contracts.after.span},
              fmt::format("table `{}` is dropped", before[i].name), {before[i].name, ""});
}

}  // namespace hanse::contract
