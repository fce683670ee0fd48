// SPDX-License-Identifier: Apache-2.0
#include "contract/make_checks.h"

#include <cmath>
#include <map>

#include "base/utf8.h"

namespace hanse::contract {
namespace {

void add_presence(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  Check check = check_at(place, table, "present");
  check.code = "HNS-C001";
  check.dimension = "completeness";
  check.text = fmt::format("`{}` is there", place.path);
  check.measure = Measure::kKnown;
  check.is_kept = place.is_present;
  check.measured = place.is_present ? "present" : "missing";
  check.expected_text = "present";
  if (!place.is_present) check.reason = "the data has no such column";
  out.push_back(std::move(check));
}

void add_required(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const spec::Property& property = *place.property;
  if (!property.required && !property.primary_key) return;
  Check check = check_at(place, table, "required");
  check.code = "HNS-C003";
  check.dimension = "completeness";
  check.text = fmt::format("`{}` has a value", place.path);
  check.breaks = place.row_where(
      place.around.empty() ? place.missing : fmt::format("{} AND {}", place.around, place.missing));
  check.has_value = place.present;
  check.shown = "'NULL'";
  out.push_back(std::move(check));
}

void add_unique(const Place& place, const spec::SchemaObject& table, bool is_whole_key,
                std::vector<Check>& out) {
  if (!place.property->unique || is_whole_key) return;
  Check check = check_at(place, table, "unique");
  check.code = "HNS-C004";
  check.dimension = "uniqueness";
  check.text = fmt::format("`{}` has no value twice", place.path);
  check.measure = Measure::kDuplicates;
  check.key_values = {place.value};
  check.shown = place.text;
  if (place.in_list) {
    check.measure = Measure::kNotRun;
    check.reason = "values below lists are not held against those of other rows";
  }
  out.push_back(std::move(check));
}

void add_primary_key(const std::vector<const Place*>& key, const spec::SchemaObject& table,
                     std::vector<Check>& out) {
  if (key.empty()) return;
  Check check = check_at(*key.front(), table, "primaryKey");
  check.code = "HNS-C005";
  check.dimension = "uniqueness";
  check.column.clear();
  check.shown.clear();
  check.measure = Measure::kDuplicates;
  std::string names;
  for (const Place* place : key) {
    names += (names.empty() ? "`" : ", `") + place->path + "`";
    check.column += (check.column.empty() ? "" : ", ") + place->path;
    check.key_values.push_back(place->value);
    check.shown += (check.shown.empty() ? "" : " || ', ' || ") +
                   fmt::format("coalesce({}, 'NULL')", place->text);
    if (!place->is_present) {
      check.measure = Measure::kNotRun;
      check.reason = fmt::format("the data has no column `{}`", place->path);
    }
  }
  check.text = fmt::format("the primary key {} is in no row twice", names);
  out.push_back(std::move(check));
}

struct PlaceIn {
  const spec::SchemaObject& table;
  Arrival arrival;
  bool is_whole_key = false;
};

void add_place(const Place& place, const PlaceIn& in, std::vector<Check>& out) {
  const spec::SchemaObject& table = in.table;
  // A member of a JSON object is there or not row by row: that is what `required` asks.
  const bool is_column = place.around.empty() && !place.in_list;
  if (is_column || (place.json.empty() && !place.property->name.empty()))
    add_presence(place, table, out);
  const size_t before = out.size();
  add_type_checks(place, table, out);
  add_required(place, table, out);
  add_unique(place, table, in.is_whole_key, out);
  add_option_checks(place, table, out);
  add_enum_check(place, table, out);
  // Without a value to look at nothing is kept and nothing is broken.
  for (size_t i = before; i < out.size(); ++i) {
    const bool needs_value = out[i].key != "required" && place.is_unreadable;
    if (place.is_present && !needs_value) continue;
    out[i].measure = Measure::kNotRun;
    out[i].constants.clear();
    out[i].reason = place.is_present ? place.type_problem : "the data has no such column";
  }
  add_quality_checks(place, in.arrival, table, out);
  for (const Place& nested : places_below(place))
    add_place(nested, {table, {nested.missing, nested.text}}, out);
}

template <typename Columns>
std::vector<const Place*> key_of(const spec::SchemaObject& table, const Columns& columns) {
  std::vector<const Place*> out;
  for (const spec::Property* property : table.primary_key())
    for (const Place& place : columns)
      if (place.property == property) out.push_back(&place);
  return out;
}

}  // namespace

Check check_at(const Place& place, const spec::SchemaObject& table, std::string key) {
  Check check;
  check.id = fmt::format("{}.{}.{}", table.name, place.path, key);
  check.key = std::move(key);
  check.category = "schema";
  check.object = table.name;
  check.column = place.path;
  check.span = place.property->span;
  check.shown = place.text;
  return check;
}

std::string number_text(double number) {
  // Whole numbers below 2^63 without an exponent, so that they stay whole in SQL.
  if (std::abs(number) < 9e15 && number == std::trunc(number))
    return fmt::format("{}", static_cast<int64_t>(number));
  return fmt::format("{}", number);
}

void number_ids(std::vector<Check>& checks) {
  std::map<std::string, int> seen;
  for (Check& check : checks)
    if (const int times = ++seen[check.id]; times > 1) check.id += fmt::format("#{}", times);
}

std::vector<Check> checks_of(const TableUnderTest& table) {
  std::vector<Check> out;
  const auto key = key_of(*table.table, table.columns);
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Place& place = table.columns[i];
    add_place(place, {*table.table, table.arrivals[i], key.size() == 1 && key.front() == &place},
              out);
  }
  add_primary_key(key, *table.table, out);
  add_relationship_checks(table, out);
  add_table_quality_checks(table, out);
  number_ids(out);
  return out;
}

std::vector<Check> key_checks_of(const spec::SchemaObject& table) {
  std::vector<Check> out;
  std::vector<Place> columns;
  for (const spec::Property& property : table.properties) columns.push_back(typed_column(property));
  const auto key = key_of(table, columns);
  for (const Place& place : columns) {
    add_required(place, table, out);
    add_unique(place, table, key.size() == 1 && key.front() == &place, out);
  }
  add_primary_key(key, table, out);
  return out;
}

}  // namespace hanse::contract
