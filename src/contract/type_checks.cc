// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"
#include "contract/make_checks.h"
#include "engine/types.h"

namespace hanse::contract {
namespace {

Check type_check(const Place& place, const spec::SchemaObject& table, std::string_view type) {
  Check check = check_at(place, table, "logicalType");
  check.code = "HNS-C002";
  check.dimension = "conformity";
  check.text = fmt::format("`{}` is of type {}", place.path, type);
  return check;
}

void know(Check& check, bool is_kept, std::string measured, std::string expected) {
  check.measure = Measure::kKnown;
  check.is_kept = is_kept;
  check.measured = std::move(measured);
  check.expected_text = std::move(expected);
  if (!is_kept) check.reason = "the data states another type";
}

void not_run(Check& check, std::string reason) {
  check.measure = Measure::kNotRun;
  check.reason = std::move(reason);
}

// Values that are there and are none of the type.
void set_unfit(const Place& place, Check& check) {
  const std::string breaks = fmt::format("NOT ({}) AND ({}) IS NULL", place.missing, place.value);
  check.measure = Measure::kRows;
  check.breaks = place.row_where(breaks);
  check.shown = place.row_shown(breaks, place.text);
  check.expected_text.clear();
}

void add_typed(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const spec::Property& property = *place.property;
  const std::string logical(spec::to_string(property.logical_type));
  const std::string& stated = place.file_type->text;
  if (property.logical_type_stated) {
    Check check = type_check(place, table, logical);
    know(check, suits(*place.file_type, property.logical_type), stated, logical);
    // A wider type of the same kind: each value is looked at.
    if (check.is_kept && !is_nested(property) && place.value != place.raw) set_unfit(place, check);
    out.push_back(std::move(check));
  }
  if (property.physical_type.empty() || is_nested(property)) return;
  Check check = type_check(place, table, property.physical_type);
  check.key = "physicalType";
  check.id = fmt::format("{}.{}.physicalType", table.name, place.path);
  check.code = "HNS-C010";
  if (!place.type_problem.empty())
    not_run(check, place.type_problem);
  else
    know(check, stated == place.type, stated, place.type);
  out.push_back(std::move(check));
}

// A type of PostgreSQL as the server spells it, and what stands in its parentheses.
std::pair<std::string, std::string> postgres_type(std::string_view text) {
  constexpr std::pair<std::string_view, std::string_view> kOther[] = {
      {"int", "integer"},           {"int4", "integer"},
      {"serial", "integer"},        {"int8", "bigint"},
      {"bigserial", "bigint"},      {"int2", "smallint"},
      {"varchar", "character varying"}, {"char", "character"},
      {"bpchar", "character"},      {"decimal", "numeric"},
      {"float8", "double precision"}, {"double", "double precision"},
      {"float", "double precision"}, {"float4", "real"},
      {"bool", "boolean"},          {"timestamptz", "timestamp with time zone"},
      {"timestamp", "timestamp without time zone"},
      {"timetz", "time with time zone"}, {"time", "time without time zone"}};
  std::string name, arguments;
  int depth = 0;
  for (const char c : ascii_lower(trim(text))) {
    if (c == ')') --depth;
    if (depth > 0 && c != ' ') arguments += c;
    if (depth == 0 && c != ')' && c != '(') name += c;
    if (c == '(') ++depth;
  }
  // "timestamp(3) with time zone" has two spaces left, "varchar (20)" one at its end.
  if (const size_t two = name.find("  "); two != std::string::npos) name.erase(two, 1);
  std::string item(trim(name));
  const std::string list = item.ends_with("[]") ? "[]" : "";
  item.resize(item.size() - list.size());
  for (const auto& [word, spelled] : kOther)
    if (item == word) item = spelled;
  return {item + list, arguments};
}

// Of a type that is stated without arguments any are the same.
bool is_same_postgres_type(std::string_view stated, std::string_view found) {
  const auto [name, arguments] = postgres_type(stated);
  const auto [found_name, found_arguments] = postgres_type(found);
  return name == found_name && (arguments.empty() || arguments == found_arguments);
}

void add_from_database(const Place& place, const spec::SchemaObject& table,
                       std::vector<Check>& out) {
  const spec::Property& property = *place.property;
  if (property.logical_type_stated) {
    const std::string logical(spec::to_string(property.logical_type));
    Check check = type_check(place, table, logical);
    if (!place.suits_source || place.fits_always)
      know(check, place.suits_source, place.source_type, logical);
    else if (place.is_unreadable)
      not_run(check, place.type_problem);
    else
      set_unfit(place, check);
    out.push_back(std::move(check));
  }
  if (property.physical_type.empty()) return;
  Check check = type_check(place, table, property.physical_type);
  check.key = "physicalType";
  check.id = fmt::format("{}.{}.physicalType", table.name, place.path);
  check.code = "HNS-C010";
  know(check, is_same_postgres_type(property.physical_type, place.source_type), place.source_type,
       property.physical_type);
  out.push_back(std::move(check));
}

void add_untyped(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const spec::Property& property = *place.property;
  const std::string logical(spec::to_string(property.logical_type));
  const bool by_physical = !property.physical_type.empty() && place.type_problem.empty();
  Check check = type_check(place, table, by_physical ? property.physical_type : logical);
  if (place.fits_always)
    know(check, true, "text", "text");
  else
    set_unfit(place, check);
  if (place.is_unreadable) not_run(check, place.type_problem);
  out.push_back(std::move(check));
  if (place.type_problem.empty() || property.physical_type.empty()) return;
  Check physical = type_check(place, table, property.physical_type);
  physical.key = "physicalType";
  physical.id = fmt::format("{}.{}.physicalType", table.name, place.path);
  physical.code = "HNS-C010";
  not_run(physical, place.type_problem);
  out.push_back(std::move(physical));
}

}  // namespace

void add_type_checks(const Place& place, const spec::SchemaObject& table, std::vector<Check>& out) {
  const bool is_stated =
      place.property->logical_type_stated || !place.property->physical_type.empty();
  if (!is_stated) return;
  if (place.file_type != nullptr) return add_typed(place, table, out);
  if (!place.source_type.empty()) return add_from_database(place, table, out);
  if (place.is_present) return add_untyped(place, table, out);
  Check check = type_check(place, table, spec::to_string(place.property->logical_type));
  not_run(check, "the data has no such column");
  out.push_back(std::move(check));
}

}  // namespace hanse::contract
