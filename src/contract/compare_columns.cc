// SPDX-License-Identifier: Apache-2.0
#include "base/json_text.h"
#include "base/utf8.h"
#include "contract/compare.h"
#include "contract/match.h"

namespace hanse::contract {
namespace {

using spec::Property;

const std::string& physical_name(const Property& column) {
  return column.physical_name.empty() ? column.name : column.physical_name;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

class ColumnComparison {
 public:
  // Which sides have the column as the only one of the primary key.
  struct SoleKey {
    bool before = false, after = false;
  };
  ColumnComparison(const PropertyPair& pair, SoleKey sole_key, Topic place, Changes& out)
      : pair_(pair),
        before_(pair.before),
        after_(pair.after),
        sole_key_(sole_key),
        place_(std::move(place)),
        out_(out) {}

  void run() {
    names();
    if (compare_types(pair_, place_, out_)) {
      compare_options(pair_, place_, out_);
      nested();
    }
    values();
    enumeration();
    sensitivity();
    words();
    compare_quality(before_.quality, after_.quality, place_, out_);
  }

 private:
  void add(Rule rule, std::string_view text, Changes::Values values = {}) {
    out_.add(rule, place_, fmt::format("{} {}", subject_of(after_, place_), text),
             std::move(values));
  }

  void names() {
    const bool moves = physical_name(before_) != physical_name(after_);
    if (before_.name == after_.name) {
      if (moves)
        add(Rule::kColumnPhysicalName,
            fmt::format("is `{}` in the store, not `{}`", physical_name(after_),
                        physical_name(before_)),
            {physical_name(before_), physical_name(after_)});
      return;
    }
    const Rule rule = equal_ignoring_case(before_.name, after_.name) ? Rule::kColumnRecased
                      : moves                                        ? Rule::kColumnRenamed
                              : Rule::kColumnRenamedInContract;
    add(rule, fmt::format("was named `{}`", before_.name), {before_.name, after_.name});
  }

  // What the primary key says anyway is told from what `required` and `unique` alone say.
  void values() {
    if (before_.required != after_.required) {
      const bool was = before_.required || before_.primary_key;
      const bool is = after_.required || after_.primary_key;
      if (was == is)
        add(Rule::kRequiredImplied, after_.required ? "says that it is required, as a part of the "
                                                      "primary key is anyway"
                                                    : "is required as a part of the primary key");
      else
        add(is ? Rule::kRequiredAdded : Rule::kRequiredRemoved,
            is ? "is required now" : "may be null now");
    }
    if (before_.unique != after_.unique) {
      const bool was = before_.unique || sole_key_.before;
      const bool is = after_.unique || sole_key_.after;
      if (was == is)
        add(Rule::kUniqueImplied, "is unique as the primary key");
      else
        add(is ? Rule::kUniqueAdded : Rule::kUniqueRemoved,
            is ? "is unique now" : "is no longer unique");
    }
  }

  void enumeration() {
    const auto& old_words = before_.enum_values;
    const auto& new_words = after_.enum_values;
    const Changes::Values values{joined(old_words), joined(new_words)};
    if (old_words.empty() != new_words.empty())
      return add(old_words.empty() ? Rule::kEnumAdded : Rule::kEnumRemoved,
                 old_words.empty() ? fmt::format("has one of: {}", values.after)
                                   : "may have any value, not those of a list",
                 values);
    const std::set<std::string_view> was(old_words.begin(), old_words.end());
    const std::set<std::string_view> is(new_words.begin(), new_words.end());
    bool differ = false;
    for (const std::string& word : new_words)
      if (!was.contains(word)) {
        add(Rule::kEnumValueAdded, fmt::format("may be `{}` now", word), {"", word});
        differ = true;
      }
    for (const std::string& word : old_words)
      if (!is.contains(word)) {
        add(Rule::kEnumValueRemoved, fmt::format("may not be `{}` any more", word), {word, ""});
        differ = true;
      }
    if (!differ && before_.foreign["enum"] != after_.foreign["enum"])
      add(Rule::kEnumDescribed, "has the same values, described anew or in another order");
  }

  void sensitivity() {
    const auto from = before_.classification.value_or(spec::Classification::kInternal);
    const auto to = after_.classification.value_or(spec::Classification::kInternal);
    if (from != to)
      add(to > from ? Rule::kClassificationRaised : Rule::kClassificationLowered,
          fmt::format("is classified {} instead of {}", spec::to_string(to), spec::to_string(from)),
          {std::string(spec::to_string(from)), std::string(spec::to_string(to))});
    if (before_.critical != after_.critical)
      add(Rule::kCriticalChanged,
          after_.critical ? "is a critical data element" : "is no longer a critical data element");
    const std::string old_name = scalar_text(before_.foreign["encryptedName"]);
    const std::string new_name = scalar_text(after_.foreign["encryptedName"]);
    if (old_name != new_name)
      add(old_name.empty() ? Rule::kEncryptedNameAdded : Rule::kEncryptedNameChanged,
          new_name.empty() ? "has no encrypted column any more"
                           : fmt::format("is encrypted in `{}`", new_name),
          {old_name, new_name});
    if (before_.semantic_type != after_.semantic_type)
      add(Rule::kSemanticType,
          fmt::format("is a {}, not a {}", after_.semantic_type, before_.semantic_type),
          {before_.semantic_type, after_.semantic_type});
  }

  void words() {
    const Json& old_rest = before_.foreign;
    const Json& new_rest = after_.foreign;
    const bool was = before_.deprecated, is = after_.deprecated;
    if (was != is)
      add(is ? Rule::kColumnDeprecated : Rule::kColumnUndeprecated,
          is ? "is deprecated" : "is no longer deprecated");
    if (before_.transform_logic != after_.transform_logic ||
        differs(old_rest, new_rest, {"transformSourceObjects", "transformDescription"}))
      add(Rule::kColumnTransform, "is said to be computed in another way",
          {before_.transform_logic, after_.transform_logic});
    if (old_rest["partitioned"].as_bool() != new_rest["partitioned"].as_bool() ||
        old_rest["partitionKeyPosition"].as_int(-1) != new_rest["partitionKeyPosition"].as_int(-1))
      add(Rule::kColumnPartition, "plays another part in the partitions");
    if (before_.tags != after_.tags)
      add(Rule::kColumnTags, "has other tags", {joined(before_.tags), joined(after_.tags)});
    if (before_.description != after_.description ||
        before_.business_name != after_.business_name || before_.examples != after_.examples ||
        !same_definitions(before_.definitions, after_.definitions) ||
        !same_custom(before_.custom, after_.custom) || before_.id != after_.id ||
        differs(old_rest, new_rest, {"synonyms", "classification"}))
      add(Rule::kColumnDescribed, "is described anew");
  }

  void nested() {
    compare_columns({before_.properties, after_.properties}, place_, ".", out_);
    const auto part = [&](const Columns& before, const Columns& after, std::string_view mark) {
      if (before.empty() || after.empty()) return;
      Topic place{place_.kind, fmt::format("{}{}", place_.address, mark), after[0].span};
      if (place.span.file == nullptr) place.span = place_.span;
      ColumnComparison({before[0], after[0]}, {}, std::move(place), out_).run();
    };
    part(before_.items, after_.items, "[]");
    part(before_.map_key, after_.map_key, "{key}");
    part(before_.map_value, after_.map_value, "{value}");
  }

  const PropertyPair pair_;
  const Property& before_;
  const Property& after_;
  const SoleKey sole_key_;
  const Topic place_;
  Changes& out_;
};

// Whether those that stay stand in another order.
bool is_reordered(const Matches& matches) {
  size_t last = 0;
  bool any = false;
  for (const auto& old : matches.old_of) {
    if (!old) continue;
    if (any && *old < last) return true;
    last = *old;
    any = true;
  }
  return false;
}

// One gone and one come of the same type: probably the same data under another name.
const Property* probably_renamed(const ColumnPair& columns, const Matches& matches) {
  if (std::ranges::count(matches.is_kept, false) != 1) return nullptr;
  const auto is_new = [](const auto& old) { return !old.has_value(); };
  if (std::ranges::count_if(matches.old_of, is_new) != 1) return nullptr;
  const auto gone = std::ranges::find(matches.is_kept, false) - matches.is_kept.begin();
  const auto come = std::ranges::find_if(matches.old_of, is_new) - matches.old_of.begin();
  const Property& old_one = columns.before[static_cast<size_t>(gone)];
  const Property& new_one = columns.after[static_cast<size_t>(come)];
  return type_text(old_one) == type_text(new_one) ? &new_one : nullptr;
}

}  // namespace

std::string subject_of(const Property& property, const Topic& place) {
  // "table orders column address.street[]": what stands behind the last word `column`.
  const size_t at = place.address.rfind(" column ");
  const std::string name = at == std::string::npos ? property.name : place.address.substr(at + 8);
  return fmt::format("column `{}`", name);
}

Matches match_columns(const ColumnPair& columns) {
  return match<Property>(columns.before, columns.after,
                         {[](const Property& column) { return column.id; },
                          [](const Property& column) { return column.name; },
                          [](const Property& column) { return ascii_lower(column.name); },
                          [](const Property& column) { return physical_name(column); }});
}

void compare_columns(const ColumnPair& columns, const Topic& place, std::string_view separator,
                     Changes& out) {
  const Matches matches = match_columns(columns);
  const auto place_of = [&](const Property& column) {
    return Topic{"column", fmt::format("{}{}{}", place.address, separator, column.name),
                 column.span.file != nullptr ? column.span : place.span};
  };
  const bool had_sole_key = std::ranges::count(columns.before, true, &Property::primary_key) == 1;
  const bool has_sole_key = std::ranges::count(columns.after, true, &Property::primary_key) == 1;
  for (size_t i = 0; i < columns.after.size(); ++i) {
    const Property& column = columns.after[i];
    if (matches.old_of[i]) {
      const Property& old_one = columns.before[*matches.old_of[i]];
      ColumnComparison({old_one, column},
                       {had_sole_key && old_one.primary_key, has_sole_key && column.primary_key},
                       place_of(column), out)
          .run();
      continue;
    }
    const bool is_required = column.required || column.primary_key;
    const Topic where = place_of(column);
    out.add(is_required ? Rule::kColumnAddedRequired : Rule::kColumnAdded, where,
            fmt::format("{} {} is added{}", subject_of(column, where), type_text(column),
                        is_required ? ", required" : ""),
            {"", type_text(column)});
  }
  const Property* renamed = probably_renamed(columns, matches);
  for (size_t i = 0; i < columns.before.size(); ++i) {
    if (matches.is_kept[i]) continue;
    const Property& column = columns.before[i];
    Topic where = place_of(column);
    where.span = place.span;  // it is not in the new file
    out.add(
        Rule::kColumnRemoved, where,
        fmt::format("{} is dropped{}", subject_of(column, where),
                    renamed != nullptr ? fmt::format(" (renamed to `{}`?)", renamed->name) : ""),
        {type_text(column), ""});
  }
  if (is_reordered(matches)) out.add(Rule::kColumnOrder, place, "columns stand in another order");
}

}  // namespace hanse::contract
